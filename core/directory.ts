import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { checksum, checksumOf } from "./checksum.ts";
import { WhimbrelError } from "./errors.ts";
import { readInto, readPieces } from "./file.ts";
import type { Revision } from "./graph.ts";
import { type Header, type MigrationFormat, parseHeader } from "./migration.ts";

/** A migration file: a node of the graph, and what its header says of how it runs. */
export interface Migration extends Revision, Omit<Header, "revision" | "label" | "created"> {
  readonly id: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly label?: string;
  readonly created?: string;
  /** Path as it is shown to people: relative to where the tool was started, where it can be. */
  readonly file: string;
  readonly path: string;
  readonly format: MigrationFormat;
  readonly bytes: number;
  readonly checksum: string;
}

/** Files up to this many bytes are read whole; larger ones only in pieces. */
export const wholeFileLimit = 1 << 20;

const headerLimit = 1 << 16;
const endings: Readonly<Record<string, MigrationFormat>> = {
  ".sql": "sql",
  ".ts": "script",
  ".mts": "script",
  ".js": "script",
  ".mjs": "script",
};

/** Where migrations are read from. */
export interface DirectoryOptions {
  readonly path: string;
  /** How the folder is called in messages. */
  readonly shown: string;
}

/**
 * Reads the header and the checksum of every migration of a folder, without running any of them.
 * Files of other kinds, `*.d.ts`, and names that start with `.` or `_` are passed over, and so are
 * sub-folders.
 *
 * @throws {WhimbrelError} `invalid_migration` for a file that is empty, binary or has a broken
 * header, or a link that leaves the folder; `configuration` where the folder does not exist.
 */
export function readDirectory(options: DirectoryOptions): readonly Migration[] {
  return scanDirectory(options).all();
}

/** A folder that is read in portions, so that others can work in between. */
export interface DirectoryScan {
  /** Reads so many more files. @returns whether there are more. @throws like {@linkcode all}. */
  next(files: number): boolean;
  /** Reads what is left. @throws like {@linkcode readDirectory}, also when it is called again. */
  all(): readonly Migration[];
}

/** Begins to read a folder as {@linkcode readDirectory} does; nothing is read yet. */
export function scanDirectory(options: DirectoryOptions): DirectoryScan {
  const migrations: Migration[] = [];
  const buffer = new Uint8Array(wholeFileLimit + 1);
  let entries: readonly string[] | undefined;
  const next = (files: number) => {
    entries ??= entriesOf(options);
    const end = Math.min(entries.length, migrations.length + files);
    while (migrations.length < end) {
      const entry = entries[migrations.length]!;
      const previous = migrations.at(-1)?.id;
      migrations.push(readMigration(options, { entry, previous, buffer }));
    }
    return end < entries.length;
  };
  return {
    next,
    all: () => {
      next(Infinity);
      return migrations;
    },
  };
}

function entriesOf(options: DirectoryOptions): readonly string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(options.path, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "it does not exist" : (cause as Error).message;
    throw new WhimbrelError("configuration", `Cannot read the folder "${options.shown}": ${why}`, {
      hint: "make it with `whimbrel init`, or name another with --dir",
      cause,
    });
  }
  const names: string[] = [];
  for (const entry of entries) {
    if (/^[._]/.test(entry.name) || formatOf(entry.name) === undefined) continue;
    const isLink = entry.isSymbolicLink();
    if (isLink) refuseEscape(options, entry.name);
    if (isLink || entry.isFile()) names.push(entry.name);
  }
  // By code unit, not by locale: the order must be the same on every machine.
  return names.sort();
}

function formatOf(name: string): MigrationFormat | undefined {
  const dot = name.lastIndexOf(".");
  const format = dot === -1 ? undefined : endings[name.slice(dot)];
  return format === "script" && /\.d\.m?ts$/.test(name) ? undefined : format;
}

function refuseEscape(options: DirectoryOptions, name: string): void {
  const path = join(options.path, name);
  const root = realpathSync(options.path) + sep;
  let target: string;
  try {
    target = realpathSync(path);
  } catch (cause) {
    throw unreadable(join(options.shown, name), "the link leads nowhere", 1, cause);
  }
  if (!target.startsWith(root)) {
    throw unreadable(join(options.shown, name), "the link leaves the migrations folder");
  }
}

function readMigration(
  options: DirectoryOptions,
  { entry, previous, buffer }: {
    readonly entry: string;
    /** The revision of the file before. */
    readonly previous: string | undefined;
    /** To read into; one serves all files. */
    readonly buffer: Uint8Array;
  },
): Migration {
  const path = `${options.path}${sep}${entry}`;
  const file = options.shown === "." ? entry : `${options.shown}${sep}${entry}`;
  const name = entry.slice(0, entry.lastIndexOf("."));
  const format = formatOf(entry)!;
  const { head, bytes, sum } = readHead(path, file, buffer);
  if (bytes === 0 || (bytes <= headerLimit && head.trim() === "")) {
    throw unreadable(file, "it is empty");
  }
  const header = parseHeader(head, file, format) ?? plainHeader(name, file, format, previous);
  const named = nameWithRevision.exec(name)?.[1];
  if (named !== undefined && named !== header.revision) {
    throw new WhimbrelError(
      "invalid_migration",
      `Cannot tell the revision of "${file}": its name says ${named}, its header ${header.revision}`,
      { place: { file, line: 1 }, hint: "make both the same; the header counts in the graph" },
    );
  }
  const { revision, created, label, ...rest } = header;
  return {
    ...rest,
    id: revision,
    name,
    ...(created === undefined ? {} : { created }),
    ...(label === undefined ? {} : { label }),
    file,
    path,
    format,
    bytes,
    checksum: sum,
  };
}

const nameWithRevision = /^\d{8}_\d{4,6}-([0-9a-f]{12})(?:_|$)/;

function readHead(
  path: string,
  file: string,
  buffer: Uint8Array,
): { readonly head: string; readonly bytes: number; readonly sum: string } {
  try {
    const bytes = readInto(buffer, path);
    if (bytes !== undefined) {
      return { head: textOf(bytes, file, true), bytes: bytes.length, sum: checksumOf(bytes) };
    }
    const { size } = statSync(path);
    const first = readPieces(path, { end: headerLimit }).next().value;
    return { head: textOf(first!, file, false), bytes: size, sum: checksum(readPieces(path)) };
  } catch (cause) {
    if (cause instanceof WhimbrelError) throw cause;
    throw unreadable(file, (cause as Error).message, 1, cause);
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const tolerantDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Text of a file's bytes. @throws {WhimbrelError} `invalid_migration` where they are not UTF-8 text. */
export function textOf(bytes: Uint8Array, file: string, whole: boolean): string {
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    throw unreadable(file, "it is not text (a NUL byte)", lineAt(bytes, nul));
  }
  try {
    return (whole ? decoder : tolerantDecoder).decode(bytes);
  } catch (cause) {
    throw unreadable(file, "it is not UTF-8 text", firstBrokenLine(bytes), cause);
  }
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index++) if (bytes[index] === 0x0a) line++;
  return line;
}

function firstBrokenLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return 1;
}

function plainHeader(
  name: string,
  file: string,
  format: MigrationFormat,
  previous: string | undefined,
): Header {
  if (format === "script") {
    throw new WhimbrelError(
      "invalid_migration",
      `Cannot place "${file}" in the graph: it has no header`,
      {
        place: { file, line: 1 },
        hint: "start it with `// revision: ...` and `// parents: ...`; " +
          "`whimbrel migrate --empty --format ts --name N` writes both",
      },
    );
  }
  if (/[@:,+\s]/.test(name)) {
    throw unreadable(
      file,
      `"${name}" cannot be a revision: a name without a header has no "@:,+" or blanks`,
    );
  }
  return {
    revision: name,
    parents: previous === undefined ? [] : [previous],
    depends: [],
    created: undefined,
    label: undefined,
    transactional: true,
    lockTimeout: undefined,
    statementTimeout: undefined,
  };
}

function unreadable(file: string, why: string, line = 1, cause?: unknown): WhimbrelError {
  return new WhimbrelError("invalid_migration", `Cannot read "${file}": ${why}`, {
    place: { file, line },
    hint: "mend or remove the file; docs/migration-file.md shows its form",
    ...(cause === undefined ? {} : { cause }),
  });
}

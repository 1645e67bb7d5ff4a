import type { Direction } from "./direction.ts";
import { WhimbrelError } from "./errors.ts";

/** How a migration is written. */
export type MigrationFormat = "sql" | "script";

/** What the first comment lines of a migration file say. */
export interface Header {
  readonly revision: string;
  readonly parents: readonly string[];
  readonly depends: readonly string[];
  readonly created: string | undefined;
  readonly label: string | undefined;
  /** False with `transaction: off`. */
  readonly transactional: boolean;
  /** Milliseconds a statement may wait for a table lock, where the file says so. */
  readonly lockTimeout: number | undefined;
  /** Milliseconds a statement may run, where the file says so. */
  readonly statementTimeout: number | undefined;
  /** Where it was taken over from: tool, its own name there, digest; absent for Whimbrel's own. */
  readonly adopted?: string;
  /** Revisions that this one stands for, since they were squashed into it; in their order. */
  readonly replaces?: readonly string[];
}

/** A part of an SQL migration that runs in one direction, for some dialects or for the rest. */
export interface Section {
  readonly direction: Direction;
  /** Names of dialects; empty serves every dialect that no other section names. */
  readonly dialects: readonly string[];
  /** Line of the section's first line of SQL, counted from 1. */
  readonly line: number;
  /** Bytes from the start of the file. */
  readonly start: number;
  readonly end: number;
}

const keys = [
  "revision",
  "parents",
  "created",
  "transaction",
  "label",
  "depends",
  "lock-timeout",
  "statement-timeout",
  "adopted",
  "replaces",
] as const;
type Key = (typeof keys)[number];

const keySet: ReadonlySet<string> = new Set(keys);

function isKey(text: string | undefined): text is Key {
  return text !== undefined && keySet.has(text);
}

const revisionPattern = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;
/** Nearly every revision; matching classes of Unicode takes many times as long. */
const plainRevision = /^\w[\w.-]*$/;

/**
 * Reads the header from the start of a file; undefined where there is none (no `revision:` line).
 *
 * @param text the beginning of the file, at least its leading comment lines.
 * @throws {WhimbrelError} `invalid_migration` for a value that cannot be one, with its line.
 */
export function parseHeader(
  text: string,
  file: string,
  format: MigrationFormat,
): Header | undefined {
  const found = new Map<Key, { value: string; line: number }>();
  const mark = format === "sql" ? "--" : "//";
  let line = 0;
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (position < text.length) {
    let end = text.indexOf("\n", position);
    if (end === -1) end = text.length;
    const content = text.slice(position, end).trim();
    position = end + 1;
    line++;
    if (content === "" || content.startsWith("#!")) continue;
    if (!content.startsWith(mark)) break;
    // Without a pattern: a thousand files are read before anything is compiled to machine code.
    const colon = content.indexOf(":");
    const key = colon === -1 ? undefined : content.slice(mark.length, colon).trim();
    if (!isKey(key) || content.includes("\r")) {
      if (isSectionMark(content)) break;
      continue;
    }
    if (found.has(key)) throw invalid(file, line, `"${key}" stands twice in the header`);
    const value = content.slice(colon + 1).trim();
    // A remark may follow the value, as in the examples of the documentation.
    found.set(key, {
      value: value.endsWith(")") ? value.replace(/\s{2,}\(.*\)$/, "").trim() : value,
      line,
    });
  }
  return found.has("revision") ? headerOf(found, file) : undefined;
}

function headerOf(
  found: ReadonlyMap<Key, { readonly value: string; readonly line: number }>,
  file: string,
): Header {
  const revisions = (key: Key): string[] => {
    const entry = found.get(key);
    if (entry === undefined || entry.value === "none") return [];
    if (plainRevision.test(entry.value)) return [entry.value];
    const ids = entry.value.split(/[\s,]+/).filter((id) => id !== "" && id !== "none");
    for (const id of ids) {
      if (!isRevision(id)) {
        throw invalid(file, entry.line, `"${id}" cannot be a revision`);
      }
    }
    if (ids.length > 1 && new Set(ids).size < ids.length) {
      throw invalid(file, entry.line, `"${key}" names a revision twice`);
    }
    return ids;
  };
  const [revision, more] = revisions("revision");
  if (revision === undefined || more !== undefined) {
    throw invalid(file, found.get("revision")!.line, `"revision" must name one revision`);
  }
  const label = found.get("label");
  if (label !== undefined && !isRevision(label.value)) {
    throw invalid(file, label.line, `"${label.value}" cannot be a label`);
  }
  return {
    revision,
    parents: revisions("parents"),
    depends: revisions("depends"),
    created: found.get("created")?.value,
    label: label?.value,
    transactional: switchValue(found.get("transaction"), file),
    lockTimeout: durationValue(found.get("lock-timeout"), file),
    statementTimeout: durationValue(found.get("statement-timeout"), file),
    ...(found.has("replaces") ? { replaces: revisions("replaces") } : {}),
    ...(found.has("adopted") ? { adopted: found.get("adopted")!.value } : {}),
  };
}

function switchValue(entry: { value: string; line: number } | undefined, file: string): boolean {
  if (entry === undefined || entry.value === "on") return true;
  if (entry.value === "off") return false;
  throw invalid(file, entry.line, `"transaction" is "on" or "off", not "${entry.value}"`);
}

function durationValue(
  entry: { value: string; line: number } | undefined,
  file: string,
): number | undefined {
  if (entry === undefined) return undefined;
  const milliseconds = parseDuration(entry.value);
  if (milliseconds === undefined) {
    throw invalid(file, entry.line, `"${entry.value}" is no duration such as 500ms, 30s or 5min`);
  }
  return milliseconds;
}

/** Milliseconds of `500ms`, `30s`, `5min`, `2h` or a bare number of seconds; undefined otherwise. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|sec|m|min|h)?$/.exec(text.trim());
  if (match === null) return undefined;
  const factor = { ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
  return Math.round(Number(match[1]) * factor[(match[2] ?? "s") as keyof typeof factor]);
}

/** Whether a revision may be written in a header: letters, digits, `_`, `.` and `-`. */
export function isRevision(text: string): boolean {
  return plainRevision.test(text) || revisionPattern.test(text);
}

const sectionPattern = /^--\s*(upgrade|downgrade)\s*(?::\s*([\w, -]*?))?\s*$/;

/** Whether a line starts a section (`-- upgrade`, `-- downgrade: sqlite, postgres`). */
export function isSectionMark(line: string): boolean {
  return sectionPattern.test(line);
}

/** The direction and dialects that a section mark names; undefined for any other line. */
export function parseSectionMark(
  line: string,
): { readonly direction: Direction; readonly dialects: readonly string[] } | undefined {
  const match = sectionPattern.exec(line);
  if (match === null) return undefined;
  const dialects = (match[2] ?? "").split(",").map((name) => name.trim()).filter((name) =>
    name !== ""
  );
  return { direction: match[1] as Direction, dialects };
}

/** The section that serves a dialect: the one that names it, else the one that names none. */
export function sectionFor(
  sections: readonly Section[],
  direction: Direction,
  dialect: string,
): Section | undefined {
  const inDirection = sections.filter((section) => section.direction === direction);
  return inDirection.find((section) => section.dialects.includes(dialect)) ??
    inDirection.find((section) => section.dialects.length === 0);
}

function invalid(file: string, line: number, message: string): WhimbrelError {
  return new WhimbrelError("invalid_migration", `Cannot read the header of "${file}": ${message}`, {
    place: { file, line },
    hint: "mend the header; docs/migration-file.md shows its form",
  });
}

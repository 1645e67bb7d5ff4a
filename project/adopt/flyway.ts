import { crc32 } from "node:zlib";
import {
  type AdoptedHistory,
  type AdoptedMigration,
  type AdoptFinding,
  isTrue,
  type TableRow,
  type TextFile,
} from "./history.ts";
import { readMigrations, readRows, type Tool } from "./source.ts";

const fileName = /(?:^|\/)(V|U|R)([\d._]*)__([^/]*)\.(sql|java)$/;

/** https://documentation.red-gate.com/fd: versioned, undo and repeatable files, told by their names. */
export const tool: Tool = {
  name: "flyway",
  title: "Flyway",
  tables: [["flyway_schema_history"]],
  folders: ["src/main/resources/db/migration", "db/migration", "sql", "migrations"],
  isMigration: (path) => fileName.test(path),
  async read(source) {
    const rows = await readRows(source, "installed_rank");
    return readFlyway(readMigrations(source), rows ?? [], source.table.join("."));
  },
};

/** A file by what its name says. */
interface Script {
  readonly kind: string;
  /** As it compares: `1.2.10` is `1.2.10`, `001_2` is `1.2`. */
  readonly version: string;
  readonly description: string;
  /** Without its ending. */
  readonly name: string;
  /** Undefined for Java. */
  readonly text: string | undefined;
}

/** @param rows of the table by rank. */
export function readFlyway(
  files: readonly TextFile[],
  rows: readonly TableRow[],
  table: string,
): AdoptedHistory {
  const scripts = files.map(scriptOf);
  const undos = new Map(
    scripts.filter(({ kind }) => kind === "U").map((one) => [one.version, one]),
  );
  const state = stateOf(rows);
  const versioned = scripts.filter(({ kind }) => kind === "V")
    .toSorted((one, other) => compareVersions(one.version, other.version));
  const repeatable = scripts.filter(({ kind }) => kind === "R")
    .toSorted((one, other) => one.description < other.description ? -1 : 1);
  const keys = new Set(versioned.map(({ version }) => version));
  const gone = [...state.versions].filter(([key, row]) => !keys.has(key) && row !== undefined);
  const migrations = [
    ...versioned.map((script) => migrationOf(script, script.version, undos.get(script.version))),
    ...repeatable.map((script): AdoptedMigration => ({
      ...migrationOf(script, script.name, undefined),
      last: true,
    })),
  ];
  const isApplied = ({ version }: Script) =>
    state.versions.get(version) !== undefined ||
    (state.baseline !== undefined && compareVersions(version, state.baseline) <= 0);
  return {
    migrations,
    applied: new Set([
      ...versioned.filter(isApplied).map(({ version }) => version),
      ...repeatable.filter((one) => sameChecksum(state.repeatables.get(one.description), one))
        .map(({ name }) => name),
    ]),
    findings: [
      ...gone.map(([key, row]): AdoptFinding => ({
        kind: "no_file",
        name: key,
        message: `"${table}" says that version ${key} (${String(row!["description"])}) is ` +
          "applied, but it has no file: it is left out",
      })),
      ...state.failed.map(failed),
      ...versioned.flatMap((one) => changedFinding(one, state.versions.get(one.version))),
      ...repeatable.map(repeatableFinding),
      ...[...versioned, ...repeatable].flatMap(placeholderFinding),
    ],
    latecomers: "refuses",
  };
}

function scriptOf({ path, text }: TextFile): Script {
  const [, kind = "", version = "", description = "", ending] = fileName.exec(path)!;
  return {
    kind,
    version: normalized(version),
    description: description.replaceAll("_", " "),
    name: path.slice(path.lastIndexOf("/") + 1, -(ending!.length + 1)),
    text: ending === "sql" ? text : undefined,
  };
}

function migrationOf(script: Script, key: string, undo: Script | undefined): AdoptedMigration {
  const { name, text } = script;
  return {
    ...{ key, name, transactional: true },
    upgrade: text ?? { unknown: "it is a Java program" },
    downgrade: undo?.text,
  };
}

/** What the rows come to, the later ones over the earlier. */
interface FlywayState {
  /** The row of each version that is applied; undefined for one that was undone. */
  readonly versions: ReadonlyMap<string, TableRow | undefined>;
  readonly repeatables: ReadonlyMap<string, TableRow>;
  /** Everything up to this version counts as applied. */
  readonly baseline: string | undefined;
  readonly failed: readonly TableRow[];
}

function stateOf(rows: readonly TableRow[]): FlywayState {
  const versions = new Map<string, TableRow | undefined>();
  const repeatables = new Map<string, TableRow>();
  const failed: TableRow[] = [];
  let baseline: string | undefined;
  for (const row of rows) {
    const type = String(row["type"]).toUpperCase();
    const version = row["version"];
    if (!isTrue(row["success"])) failed.push(row);
    else if (version === null || version === undefined) {
      if (type !== "SCHEMA") repeatables.set(String(row["description"]), row);
    } else if (type === "BASELINE") baseline = normalized(String(version));
    else {
      const isGone = type.startsWith("UNDO") || type === "DELETE";
      versions.set(normalized(String(version)), isGone ? undefined : row);
    }
  }
  return { versions, repeatables, baseline, failed };
}

/** Numbers without leading zeros, joined by dots. */
function normalized(version: string): string {
  return version.replaceAll("_", ".").split(".").map((part) => part.replace(/^0+(?=\d)/, ""))
    .join(".");
}

/** Compares part by part as numbers; parts that are missing are 0. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split(".").map(BigInt));
  for (let index = 0; index < Math.max(left!.length, right!.length); index++) {
    const [a, b] = [left![index] ?? 0n, right![index] ?? 0n];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** CRC32 over the lines without their ends, as a signed number. */
export function flywayChecksum(text: string): number {
  const lines = text.replace(/^\ufeff/, "").replace(/(?:\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/);
  return lines.reduce((sum, line) => crc32(Buffer.from(line), sum), 0) | 0;
}

function sameChecksum(row: TableRow | undefined, { text }: Script): boolean {
  const sum = row?.["checksum"];
  if (row === undefined) return false;
  return sum === null || text === undefined || Number(sum) === flywayChecksum(text);
}

function changedFinding(script: Script, row: TableRow | undefined): readonly AdoptFinding[] {
  if (row === undefined || sameChecksum(row, script)) return [];
  return [{
    kind: "changed",
    name: script.name,
    message: `"${script.name}" was changed after it was applied: it is taken over as it is now`,
  }];
}

function repeatableFinding({ name }: Script): AdoptFinding {
  return {
    kind: "note",
    name,
    message: `"${name}" is repeatable in Flyway, and runs once here: ` +
      "write the next change of it as a new migration",
  };
}

/** Flyway puts values in before it runs a script. */
function placeholderFinding({ name, text }: Script): readonly AdoptFinding[] {
  const found = /\$\{[\w:.]+\}/.exec(text ?? "")?.[0];
  if (found === undefined) return [];
  return [{
    kind: "note",
    name,
    message: `"${name}" has the placeholder ${found}: write its value before it runs here`,
  }];
}

function failed(row: TableRow): AdoptFinding {
  const name = String(row["script"] ?? row["version"]);
  return {
    kind: "dirty",
    name,
    message: `"${name}" failed, and may have left a part of its work behind`,
    blocks: true,
    hint: "take that back by hand, then `flyway repair` removes the row",
  };
}

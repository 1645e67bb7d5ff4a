import {
  type AdoptedHistory,
  type AdoptFinding,
  createdOf,
  isTrue,
  notTheirs,
  rowsWithoutFile,
  type TableRow,
  type TextFile,
} from "./history.ts";
import { readMigrations, readRows, type Tool } from "./source.ts";

const fileName = /(?:^|\/)(\d+)_([^/]*)\.(sql|go)$/;

/** https://pressly.github.io/goose: annotations in one file, and one row for each run. */
export const tool: Tool = {
  name: "goose",
  title: "goose",
  tables: [["goose_db_version"]],
  folders: ["migrations", "db/migrations", "sql", "."],
  isMigration: (path) => fileName.test(path) && !path.endsWith("_test.go"),
  async read(source) {
    const rows = await readRows(source, "id");
    return readGoose(readMigrations(source), rows ?? [], source.table.join("."));
  },
};

/** @param rows of the table in the order in which they were written. */
export function readGoose(
  files: readonly TextFile[],
  rows: readonly TableRow[],
  table: string,
): AdoptedHistory {
  const findings: AdoptFinding[] = [];
  const migrations = files.map(({ path, text }) => {
    const [, digits = "", , ending] = fileName.exec(path)!;
    const name = path.slice(path.lastIndexOf("/") + 1, -(ending!.length + 1));
    const created = createdOf(digits);
    const base = {
      key: versionOf(digits),
      name,
      ...(created === undefined ? {} : { created }),
    };
    if (ending === "go") {
      const upgrade = { unknown: "it is a Go program" };
      return { ...base, upgrade, downgrade: undefined, transactional: true };
    }
    const { up, down, transactional, substituted } = parseGoose(text);
    if (up === undefined) throw notTheirs(path, "goose", "`-- +goose Up`");
    if (substituted) {
      findings.push({
        kind: "note",
        name,
        message: `"${name}" takes values from the environment (ENVSUB): write them out`,
      });
    }
    return { ...base, upgrade: up, downgrade: down, transactional };
  }).sort((one, other) => Number(BigInt(one.key) - BigInt(other.key)));
  const keys = new Set(migrations.map(({ key }) => key));
  const state = new Map<string, boolean>();
  for (const row of rows) state.set(String(row["version_id"]), isTrue(row["is_applied"]));
  state.delete("0");
  const applied = [...state].filter(([, is]) => is).map(([version]) => version);
  return {
    migrations,
    applied: new Set(applied.filter((version) => keys.has(version))),
    findings: [...rowsWithoutFile(applied, keys, table), ...findings],
    latecomers: "refuses",
  };
}

/** Versions are numbers: `00001` is 1. */
function versionOf(digits: string): string {
  return BigInt(digits).toString();
}

interface GooseScript {
  readonly up: string | undefined;
  readonly down: string | undefined;
  readonly transactional: boolean;
  readonly substituted: boolean;
}

/** The two directions of a file, without its annotations. */
export function parseGoose(text: string): GooseScript {
  const parts: Record<string, string[]> = {};
  let lines: string[] = [];
  let transactional = true;
  let substituted = false;
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    const command = /^\s*--\s*\+goose\s+(.*?)\s*$/i.exec(line)?.[1]?.toUpperCase();
    if (command === undefined) lines.push(line);
    else if (command === "UP" || command === "DOWN") lines = parts[command] ??= [];
    else if (command === "NO TRANSACTION") transactional = false;
    else if (command === "ENVSUB ON") substituted = true;
  }
  return {
    up: parts["UP"]?.join("\n").trim(),
    down: parts["DOWN"]?.join("\n").trim(),
    transactional,
    substituted,
  };
}

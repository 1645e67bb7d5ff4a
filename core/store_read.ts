import type { Dialect, Row } from "./adapter.ts";
import type { Direction } from "./direction.ts";
import { generated, type Statement } from "./statement.ts";
import type { Entry, EntryState, JournalState, QuotedTables, StoreState } from "./store.ts";

/** In the order in which a packed row has them. */
const readColumns = [
  "revision",
  "place",
  "parents",
  "depends",
  "label",
  "name",
  "checksum",
  "state",
  "reversible",
  "applied_at",
  "duration_ms",
  "applied_by",
  "tool_version",
] as const;

/** Three statements: entries by position, journal, control. */
export function readStatements(dialect: Dialect, tables: QuotedTables): readonly Statement[] {
  const { iso, packed } = dialect.store;
  const position = dialect.quote("position");
  const expressions: Readonly<Partial<Record<(typeof readColumns)[number], string>>> = {
    place: position,
    reversible: "CASE WHEN downgrade IS NULL THEN 0 ELSE 1 END",
    applied_at: iso("applied_at"),
  };
  const columns = readColumns.map((name) => expressions[name] ?? name);
  const named = readColumns.map((name, index) =>
    columns[index] === name ? name : `${columns[index]} AS ${name}`
  );
  return [
    generated(
      packed?.(columns, tables.history, position) ??
        `SELECT ${named.join(", ")} FROM ${tables.history} ORDER BY ${position}`,
    ),
    generated(
      `SELECT revision, direction, statement, run, hash, class, state, digest, error, ` +
        `${iso("started_at")} AS started_at FROM ${tables.journal} ` +
        `ORDER BY revision, direction, statement`,
    ),
    generated(
      `SELECT format, epoch, run, holder, backend, ${iso("started_at")} AS started_at ` +
        `FROM ${tables.control} WHERE id = 1`,
    ),
  ];
}

/** What the answers to {@linkcode readStatements} say. */
export function parseState(results: readonly (readonly Row[])[]): StoreState {
  const [entries = [], journal = [], control = []] = results;
  const row = control[0];
  return {
    entries: unpacked(entries).map(parseEntry),
    journal: journal.map((entry) => ({
      revision: String(entry["revision"]),
      direction: String(entry["direction"]) as Direction,
      statement: Number(entry["statement"]),
      run: String(entry["run"]),
      hash: String(entry["hash"]),
      class: String(entry["class"]),
      state: String(entry["state"]) as JournalState,
      digest: textOrUndefined(entry["digest"]),
      error: textOrUndefined(entry["error"]),
      startedAt: String(entry["started_at"]),
    })),
    control: row === undefined ? undefined : {
      format: Number(row["format"]),
      epoch: Number(row["epoch"]),
      run: textOrUndefined(row["run"]),
      holder: textOrUndefined(row["holder"]),
      backend: textOrUndefined(row["backend"]),
      startedAt: textOrUndefined(row["started_at"]),
    },
  };
}

/** The values of each row in the order of {@linkcode readColumns}. */
function unpacked(rows: readonly Row[]): readonly (readonly unknown[])[] {
  if (rows[0]?.["packed"] === undefined) {
    return rows.map((row) => readColumns.map((name) => row[name]));
  }
  // An aggregate of no rows is NULL.
  return JSON.parse(`[${rows.map((row) => row["packed"] ?? "").join(",")}]`);
}

function parseEntry(values: readonly unknown[]): Entry {
  const [revision, place, parents, depends, label, name, checksum, state, ...rest] = values;
  const [reversible, appliedAt, durationMs, appliedBy, toolVersion] = rest;
  return {
    revision: String(revision),
    position: Number(place),
    parents: listOf(parents),
    depends: listOf(depends),
    label: textOrUndefined(label),
    name: String(name),
    checksum: String(checksum),
    state: String(state) as EntryState,
    reversible: Number(reversible) === 1,
    appliedAt: String(appliedAt),
    durationMs: Number(durationMs),
    appliedBy: String(appliedBy),
    toolVersion: String(toolVersion),
  };
}

/** Most lists are empty, and most histories long. */
function listOf(value: unknown): readonly string[] {
  return value === "[]" ? [] : JSON.parse(String(value));
}

function textOrUndefined(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

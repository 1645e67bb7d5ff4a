import { sha256 } from "../../core/checksum.ts";
import { WhimbrelError } from "../../core/errors.ts";

/** Why a script cannot be told without the database that it runs on. */
export interface Unknown {
  readonly unknown: string;
}

/** SQL as the tool would send it. */
export type Sql = string | Unknown;

/** A migration of another tool. */
export interface AdoptedMigration {
  /** What the tool's table, or its graph, calls it. */
  readonly key: string;
  /** The new file's name without its ending. */
  readonly name: string;
  /** The revision to keep; one is made out of tool and key where it is absent. */
  readonly revision?: string;
  /** Keys. Absent in a history that is one line, whose order is that of the list. */
  readonly parents?: readonly string[];
  /** Keys. */
  readonly depends?: readonly string[];
  readonly label?: string;
  /** ISO 8601 in UTC. */
  readonly created?: string;
  readonly upgrade: Sql;
  /** Undefined where there is no way back. */
  readonly downgrade: Sql | undefined;
  /** False where the tool runs it without a transaction. */
  readonly transactional: boolean;
  /** The only dialect that its SQL is for; absent for SQL that people wrote. */
  readonly dialect?: string;
  /** Runs behind all others whatever the order says, such as the repeatable ones of Flyway. */
  readonly last?: true;
}

/** What a person should know of the old history. */
export interface AdoptFinding {
  readonly kind: AdoptFindingKind;
  /** The migration, by its name or key. */
  readonly name: string;
  /** A sentence with a capital letter and no period. */
  readonly message: string;
  /** Nothing can be adopted before this is settled. */
  readonly blocks?: true;
  readonly hint?: string;
}

/** What can be wrong with a history. */
export type AdoptFindingKind =
  /** A row of the table whose file is gone. */
  | "no_file"
  /** A run of the tool failed half way. */
  | "dirty"
  /** A file is not what was applied. */
  | "changed"
  /** Never applied, although later ones are. */
  | "skipped"
  /** Its SQL cannot be known beforehand. */
  | "unknown"
  /** Works in another way from now on. */
  | "note";

/** The migrations of another tool, and what its table says. */
export interface AdoptedHistory {
  /** In the order in which the tool runs them. */
  readonly migrations: readonly AdoptedMigration[];
  /** Keys that the table says are applied. */
  readonly applied: ReadonlySet<string>;
  readonly findings: readonly AdoptFinding[];
  /** What the tool does with a migration that comes after others by its time, but before by name. */
  readonly latecomers: "skips" | "refuses" | "applies";
}

/** What an answer of a table looks like. */
export type TableRow = Readonly<Record<string, unknown>>;

/** A file with its text. */
export interface TextFile {
  /** From the tool's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The same twelve hex digits on every machine. */
export function revisionFor(tool: string, key: string): string {
  return sha256(`${tool}\n${key}`).slice(0, 12);
}

/** `2024-01-31T12:00:00Z` for a name that starts with `20240131120000`; undefined for others. */
export function createdOf(name: string): string | undefined {
  const match = /^(\d{4})[-_]?(\d\d)[-_]?(\d\d)[-_T]?(\d\d)?[-_]?(\d\d)?[-_]?(\d\d)?/.exec(name);
  if (match === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00"] = match;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  return Number(year) >= 1990 && Number(year) < 2100 && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;
}

/** Whether a table's flag is set, as the drivers of the three databases give it. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === 1n || value === "1" || value === "t" ||
    value === "true";
}

/** Findings for rows whose migration has no file any more. */
export function rowsWithoutFile(
  keys: Iterable<string>,
  files: ReadonlySet<string>,
  table: string,
): readonly AdoptFinding[] {
  return [...keys].filter((key) => !files.has(key)).map((key) => ({
    kind: "no_file",
    name: key,
    message: `"${table}" says that "${key}" is applied, but it has no file: it is left out`,
  }));
}

/** A file that cannot be the tool's: another one's may stand in the same folder. */
export function notTheirs(path: string, title: string, lacks: string): WhimbrelError {
  return new WhimbrelError("usage", `Cannot read "${path}" as ${title} does: it has no ${lacks}`, {
    place: { file: path },
    hint: "name the tool that wrote it, or the right folder with --from",
  });
}

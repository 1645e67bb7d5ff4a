import type { Dialect, Row, StoreTables, Value } from "./adapter.ts";
import type { Direction } from "./direction.ts";
import { generated, type Statement } from "./statement.ts";
import { parseState, readStatements } from "./store_read.ts";

/** The layout of the tool's tables; a database with a higher number is refused. */
export const storeFormat = 1;

/** How a revision came into the history. */
export type EntryState = "applied" | "stamped";

/** A row of the history: one applied revision. */
export interface Entry {
  readonly revision: string;
  /** Counts up with every row; the order in which revisions were applied. */
  readonly position: number;
  readonly parents: readonly string[];
  readonly depends: readonly string[];
  readonly label: string | undefined;
  readonly name: string;
  readonly checksum: string;
  readonly state: EntryState;
  /** Whether a downgrade script is stored; {@linkcode Store.readDowngrade} fetches it. */
  readonly reversible: boolean;
  /** UTC, like `2026-01-13T17:24:00.000Z`. */
  readonly appliedAt: string;
  readonly durationMs: number;
  readonly appliedBy: string;
  readonly toolVersion: string;
}

/** What a new history row says; the database adds the time. */
export interface NewEntry extends Omit<Entry, "reversible" | "appliedAt" | "durationMs"> {
  /** The script that undoes it; undefined where there is none. */
  readonly downgrade: string | undefined;
}

/** How far a statement of an interrupted run came. */
export type JournalState = "started" | "done" | "failed" | "resolved";

/** A row of the journal: one statement of a run that is not one transaction. */
export interface JournalEntry {
  readonly revision: string;
  readonly direction: Direction;
  /** Counted from 0 over the statements of the migration. */
  readonly statement: number;
  readonly run: string;
  /** SHA-256 of the statement's text. */
  readonly hash: string;
  readonly class: string;
  readonly state: JournalState;
  /** State of the objects that the statement names, before it ran. */
  readonly digest: string | undefined;
  readonly error: string | undefined;
  readonly startedAt: string;
}

/** The one row that says which format the tables have, which run may write, and who that is. */
export interface Control {
  readonly format: number;
  /** Rises with every run that takes the lock; a run whose epoch is past can record nothing. */
  readonly epoch: number;
  readonly run: string | undefined;
  readonly holder: string | undefined;
  /** The server's id of its connection, or the process where there is no server. */
  readonly backend: string | undefined;
  readonly startedAt: string | undefined;
}

/** What the tool's tables say; `undefined` control where they do not exist yet. */
export interface StoreState {
  readonly entries: readonly Entry[];
  readonly journal: readonly JournalEntry[];
  readonly control: Control | undefined;
}

/** The epoch of a run; in a script for another client, whatever it is by then. */
export type WriterEpoch = number | "latest";

/** Who runs, for the control row and the history. */
export interface Runner {
  /** Twelve hex digits. */
  readonly run: string;
  /** Printable: user, host, process. */
  readonly description: string;
  readonly appliedBy: string;
  readonly toolVersion: string;
}

/**
 * The statements that keep history, journal and control, in the spelling of one dialect. Every
 * write to history and journal carries the writer's epoch by a sub-query that gives NULL, and so
 * violates NOT NULL, when the epoch has moved on: a run that lost its lock cannot record anything.
 * Where a lenient server stores 0 for NULL, the CHECK refuses that.
 */
export interface Store {
  readonly create: readonly Statement[];
  /** Three statements: entries by position, journal, control. */
  readonly read: readonly Statement[];
  parse(results: readonly (readonly Row[])[]): StoreState;
  /** Makes the control row; run only under the lock, where there is none. */
  insertControl(): Statement;
  /** Raises the epoch and names the run. */
  enter(runner: Runner, backend: string): Statement;
  /** Raises the epoch and names nobody, so that the run at work can record nothing any more. */
  evict(): Statement;
  /** Names nobody any more. */
  leave(epoch: WriterEpoch): Statement;
  record(entry: NewEntry, epoch: WriterEpoch, durationMs: string): Statement;
  /** Removes a row; two statements, the first of which checks the epoch. */
  erase(revision: string, epoch: WriterEpoch): readonly Statement[];
  readDowngrade(revision: string): Statement;
  /** Replaces the checksum and the stored downgrade of an applied revision. */
  accept(entry: Pick<NewEntry, "revision" | "checksum" | "downgrade">, epoch: number): Statement;
  startStatement(entry: Omit<JournalEntry, "startedAt">, epoch: number): Statement;
  /** Makes the rows of several statements, in one that checks the epoch once. */
  startStatements(
    entries: readonly Omit<JournalEntry, "startedAt">[],
    epoch: number,
  ): Statement;
  finishStatement(entry: Omit<JournalEntry, "startedAt">, epoch: number): Statement;
  /**
   * Forgets the journal of a migration that is complete, or gone back to where it began; two
   * statements, the first of which checks the epoch.
   */
  clearJournal(revision: string, direction: Direction, epoch: number): readonly Statement[];
}

const historyColumns = [
  "revision",
  "position",
  "parents",
  "depends",
  "label",
  "name",
  "checksum",
  "downgrade",
  "state",
  "applied_at",
  "duration_ms",
  "applied_by",
  "tool_version",
  "epoch",
] as const;

/** Writes the statements of the tool's tables for a dialect. */
export function createStore(dialect: Dialect, tables: StoreTables): Store {
  const { store: types } = dialect;
  const history = dialect.quote(tables.history);
  const journal = dialect.quote(tables.journal);
  const control = dialect.quote(tables.control);
  const lit = (value: Value | undefined) => dialect.literal(value ?? null);
  const key = (direction: Direction, revision: string, statement: number) =>
    `revision = ${lit(revision)} AND direction = ${lit(direction)} AND statement = ${statement}`;
  const columns = historyColumns.map((name) => dialect.quote(name)).join(", ");
  const mine = (epoch: WriterEpoch) => epoch === "latest" ? "" : ` AND epoch = ${epoch}`;
  const lock = types.forUpdate === "" ? "" : ` ${types.forUpdate}`;
  const fence = (epoch: WriterEpoch) =>
    `(SELECT epoch FROM ${control} WHERE id = 1${mine(epoch)}${lock})`;
  const nobody = "run = NULL, holder = NULL, backend = NULL, started_at = NULL";
  const startStatements: Store["startStatements"] = (entries, epoch) => {
    const rows = entries.map((entry, index) =>
      `(${lit(entry.revision)}, ${lit(entry.direction)}, ${entry.statement}, ${lit(entry.run)}, ` +
      `${lit(entry.hash)}, ${lit(entry.class)}, ${lit(entry.state)}, ${lit(entry.digest)}, ` +
      `${types.now}, ${index === 0 ? fence(epoch) : epoch})`
    );
    return generated(
      `INSERT INTO ${journal} (revision, direction, statement, run, hash, class, state, digest, ` +
        `started_at, epoch) VALUES ${rows.join(", ")}`,
    );
  };
  return {
    create: createTables(dialect, { history, journal, control }),
    read: readStatements(dialect, { history, journal, control }),
    parse: parseState,
    insertControl: () =>
      generated(`INSERT INTO ${control} (id, format, epoch) VALUES (1, ${storeFormat}, 0)`),
    enter: (runner, backend) =>
      generated(
        `UPDATE ${control} SET epoch = epoch + 1, run = ${lit(runner.run)}, ` +
          `holder = ${lit(runner.description)}, backend = ${lit(backend)}, ` +
          `started_at = ${types.now} WHERE id = 1`,
      ),
    evict: () => generated(`UPDATE ${control} SET epoch = epoch + 1, ${nobody} WHERE id = 1`),
    leave: (epoch) => generated(`UPDATE ${control} SET ${nobody} WHERE id = 1${mine(epoch)}`),
    record: (entry, epoch, durationMs) => {
      const values = [
        lit(entry.revision),
        lit(entry.position),
        lit(JSON.stringify(entry.parents)),
        lit(JSON.stringify(entry.depends)),
        lit(entry.label),
        lit(entry.name),
        lit(entry.checksum),
        lit(entry.downgrade),
        lit(entry.state),
        types.now,
        durationMs,
        lit(entry.appliedBy),
        lit(entry.toolVersion),
        fence(epoch),
      ];
      return generated(`INSERT INTO ${history} (${columns}) VALUES (${values.join(", ")})`);
    },
    erase: (revision, epoch) => [
      generated(`UPDATE ${history} SET epoch = ${fence(epoch)} WHERE revision = ${lit(revision)}`),
      generated(`DELETE FROM ${history} WHERE revision = ${lit(revision)}`),
    ],
    readDowngrade: (revision) =>
      generated(`SELECT downgrade FROM ${history} WHERE revision = ${lit(revision)}`),
    accept: (entry, epoch) =>
      generated(
        `UPDATE ${history} SET checksum = ${lit(entry.checksum)}, ` +
          `downgrade = ${lit(entry.downgrade)}, epoch = ${fence(epoch)} ` +
          `WHERE revision = ${lit(entry.revision)}`,
      ),
    startStatement: (entry, epoch) => startStatements([entry], epoch),
    startStatements,
    finishStatement: (entry, epoch) =>
      generated(
        `UPDATE ${journal} SET state = ${lit(entry.state)}, run = ${lit(entry.run)}, ` +
          `hash = ${lit(entry.hash)}, error = ${lit(entry.error)}, digest = ${
            lit(entry.digest)
          }, ` +
          `finished_at = ${types.now}, epoch = ${fence(epoch)} ` +
          `WHERE ${key(entry.direction, entry.revision, entry.statement)}`,
      ),
    // The fence stands in an UPDATE of its own: MySQL 9.7 carries out a DELETE whose condition is
    // EXISTS (SELECT ... FOR UPDATE) by deleting the row of the sub-query as well.
    clearJournal: (revision, direction, epoch) => {
      const rows = `revision = ${lit(revision)} AND direction = ${lit(direction)}`;
      return [
        generated(`UPDATE ${journal} SET epoch = ${fence(epoch)} WHERE ${rows}`),
        generated(`DELETE FROM ${journal} WHERE ${rows}`),
      ];
    },
  };
}

/** The names of the tool's tables as they stand in statements. */
export interface QuotedTables {
  readonly history: string;
  readonly journal: string;
  readonly control: string;
}

function createTables(dialect: Dialect, tables: QuotedTables): readonly Statement[] {
  const { name, text, integer, timestamp, tableSuffix } = dialect.store;
  const table = (quoted: string, columns: readonly string[]) =>
    generated(
      `CREATE TABLE IF NOT EXISTS ${quoted} (\n  ${columns.join(",\n  ")}\n)${tableSuffix}`,
    );
  const position = dialect.quote("position");
  return [
    table(tables.control, [
      `id ${integer} NOT NULL PRIMARY KEY`,
      `format ${integer} NOT NULL`,
      `epoch ${integer} NOT NULL`,
      `run ${name}`,
      `holder ${name}`,
      `backend ${name}`,
      `started_at ${timestamp}`,
    ]),
    table(tables.journal, [
      `revision ${name} NOT NULL`,
      `direction ${name} NOT NULL`,
      `statement ${integer} NOT NULL`,
      `run ${name} NOT NULL`,
      `hash ${name} NOT NULL`,
      `class ${name} NOT NULL`,
      `state ${name} NOT NULL`,
      `digest ${text}`,
      `error ${text}`,
      `started_at ${timestamp} NOT NULL`,
      `finished_at ${timestamp}`,
      `epoch ${integer} NOT NULL CHECK (epoch > 0)`,
      `PRIMARY KEY (revision, direction, statement)`,
    ]),
    table(tables.history, [
      `revision ${name} NOT NULL PRIMARY KEY`,
      `${position} ${integer} NOT NULL`,
      `parents ${text} NOT NULL`,
      `depends ${text} NOT NULL`,
      `label ${name}`,
      `name ${name} NOT NULL`,
      `checksum ${name} NOT NULL`,
      `downgrade ${text}`,
      `state ${name} NOT NULL`,
      `applied_at ${timestamp} NOT NULL`,
      `duration_ms ${integer} NOT NULL`,
      `applied_by ${name} NOT NULL`,
      `tool_version ${name} NOT NULL`,
      `epoch ${integer} NOT NULL CHECK (epoch > 0)`,
    ]),
  ];
}

import type { Digest } from "./adapter.ts";
import { sha256 } from "./checksum.ts";
import type { Execution } from "./execution.ts";
import type { JournalGroup } from "./journal_group.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Statement, StatementTraits } from "./statement.ts";
import type { JournalEntry } from "./store.ts";

/** A step that runs statement by statement, and how far it has come. */
export interface JournaledRun {
  readonly execution: Execution;
  readonly prepared: PreparedStep;
  /** What shares a transaction with it. */
  readonly group: JournalGroup;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** What earlier runs left, by statement. */
  readonly rows: ReadonlyMap<number, JournalEntry>;
  /** Statements that have taken effect for good. */
  ran: number;
  /** Index of the next statement, counted from 0. */
  next: number;
}

/** A journal row without what the database adds. */
export type NewRow = Omit<JournalEntry, "startedAt">;

/** A journal row that is to be written. */
export interface PendingRow {
  readonly row: NewRow;
  /** It is there already, and changes. */
  readonly exists: boolean;
}

/** A statement of the migration on its way to the server. */
export interface Attempt {
  readonly statement: Statement;
  readonly index: number;
  readonly undo?: readonly Statement[];
  /** The state of the statement's objects before it. */
  readonly before?: Digest;
}

/** Whether a statement can share a transaction with the journal row that says that it is done. */
export function isAtomic({ execution }: JournaledRun, traits: StatementTraits): boolean {
  const { transactionalDdl } = execution.session.dialect;
  return traits.refusesTransaction === undefined &&
    (traits.class === "dml" || traits.class === "ddl" && transactionalDdl);
}

/** The row of a statement that begins. */
export function newRow(
  { prepared: { step }, execution: { runner } }: JournaledRun,
  { statement, index, traits }: {
    readonly statement: Statement;
    readonly index: number;
    readonly traits: StatementTraits;
  },
): NewRow {
  return {
    revision: step.revision,
    direction: step.direction,
    statement: index,
    run: runner.run,
    hash: sha256(statement.text),
    class: traits.class,
    state: "started",
    digest: undefined,
    error: undefined,
  };
}

/** The statement that makes a journal row, or changes the one that exists. */
export function journalRow(
  { execution: { store, epoch } }: JournaledRun,
  row: NewRow,
  exists: boolean,
): Statement {
  return exists ? store.finishStatement(row, epoch) : store.startStatement(row, epoch);
}

import type { Digest } from "./adapter.ts";
import type { Execution } from "./execution.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Statement, StatementTraits } from "./statement.ts";
import type { JournalEntry } from "./store.ts";

/** A step that runs statement by statement, and how far it has come. */
export interface JournaledRun {
  readonly execution: Execution;
  readonly prepared: PreparedStep;
  /** What earlier runs left, by statement. */
  readonly rows: ReadonlyMap<number, JournalEntry>;
  /** Statements that have taken effect. */
  ran: number;
  /** Index of the next statement, counted from 0. */
  next: number;
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

/** The statement that makes a journal row, or changes the one that exists. */
export function journalRow(
  { execution: { store, epoch } }: JournaledRun,
  entry: Omit<JournalEntry, "startedAt">,
  exists: boolean,
): Statement {
  return exists ? store.finishStatement(entry, epoch) : store.startStatement(entry, epoch);
}

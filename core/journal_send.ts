import { StatementError } from "./adapter.ts";
import { ConnectionLost } from "./execution.ts";
import { stopped } from "./journal_failure.ts";
import { type Attempt, type JournaledRun, journalRow, type PendingRow } from "./journaled_run.ts";
import { waitToRetry } from "./retry.ts";
import { generated, type Statement } from "./statement.ts";

/** What travels in front of a statement, and is committed before it runs. */
export interface Vanguard {
  readonly statements: readonly Statement[];
  /** All of it is committed. */
  arrived(): void;
  /** One of it failed, so that nothing behind it ran. Settles all of it, or throws. */
  failed(cause: StatementError): Promise<void>;
}

/**
 * Runs a batch around one statement of the migration. Where that one fails for a passing cause, it
 * is tried again; any other failure of it is journaled.
 *
 * @param vanguard sent in place of what stands before the statement in the batch, which it contains.
 * @throws {WhimbrelError} with a report.
 * @throws {ConnectionLost}
 */
export async function attempt(
  run: JournaledRun,
  batch: readonly Statement[],
  at: Attempt,
  vanguard?: Vanguard,
): Promise<void> {
  const { session, retries } = run.execution;
  const { statement, undo = [] } = at;
  const behind = batch.slice(batch.indexOf(statement));
  // What stands before the statement stays, unless it is taken back with it.
  const again = undo.length > 0 ? batch : behind;
  let ahead = vanguard;
  let sent = ahead === undefined ? batch : ahead.statements.concat(behind);
  for (let count = 1;;) {
    try {
      await session.run(sent);
      ahead?.arrived();
      return;
    } catch (cause) {
      if (!(cause instanceof StatementError)) throw cause;
      if (cause.connectionLost) throw lost(run, cause);
      const front = ahead;
      ahead = undefined;
      if (front !== undefined && cause.index < front.statements.length) {
        await front.failed(cause);
        sent = batch;
        continue;
      }
      front?.arrived();
      await undoUnlessEnded(run, cause, undo);
      // Outside of a transaction it stays, though what follows it failed.
      if (undo.length === 0 && cause.index > sent.indexOf(statement)) run.ran++;
      // Only the migration's own statement can be blamed on the migration.
      const blamed = sent[cause.index] === statement;
      if (!cause.transient || !blamed || count > retries) {
        throw await stopped(run, cause, blamed ? at : undefined);
      }
      await waitToRetry(run.execution, run.prepared, { attempt: count++, reason: cause.message });
      sent = again;
    }
  }
}

/** What a transaction can hold happens exactly once: it commits together with its journal row. */
export async function runAlone(
  run: JournaledRun,
  { statement, index }: Attempt,
  { row, exists }: PendingRow,
): Promise<void> {
  const { session: { dialect }, lock } = run.execution;
  await attempt(run, [
    generated(dialect.begin),
    ...lock.inTransaction ?? [],
    statement,
    journalRow(run, row, exists),
    generated("COMMIT"),
  ], { statement, index, undo: [generated("ROLLBACK")] });
  run.ran++;
}

/**
 * Runs statements of the tool's own, and after a failure what takes them back.
 *
 * @throws {WhimbrelError} with a report.
 * @throws {ConnectionLost}
 */
export async function runOwn(
  run: JournaledRun,
  statements: readonly Statement[],
  undo: readonly Statement[] = [],
): Promise<void> {
  if (statements.length === 0) return;
  try {
    await run.execution.session.run(statements);
  } catch (cause) {
    if (!(cause instanceof StatementError)) throw cause;
    if (cause.connectionLost) throw lost(run, cause);
    await undoUnlessEnded(run, cause, undo);
    throw await stopped(run, cause, undefined);
  }
}

/** The loss of a connection on which everything that is not committed yet depended. */
export function lost(run: JournaledRun, cause: StatementError): ConnectionLost {
  const others = run.group.members.map((member) => member.run.prepared);
  return new ConnectionLost(cause, [...new Set([...others, run.prepared])]);
}

async function undoUnlessEnded(
  { execution: { session } }: JournaledRun,
  cause: StatementError,
  undo: readonly Statement[],
): Promise<void> {
  if (undo.length > 0 && !cause.transactionEnded) await session.run(undo);
}

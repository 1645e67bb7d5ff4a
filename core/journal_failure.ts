import { StatementError } from "./adapter.ts";
import { sha256 } from "./checksum.ts";
import type { WhimbrelError } from "./errors.ts";
import { isOvertaken, overtakenError } from "./execution.ts";
import { explainFailure } from "./failure.ts";
import {
  halfwayOutcome,
  partialOutcome,
  unknownOutcome,
  untouchedOutcome,
} from "./journal_report.ts";
import { type Attempt, isAtomic, type JournaledRun, journalRow } from "./journaled_run.ts";
import { type Evidence, leftovers, settle } from "./recovery.ts";
import type { Statement, StatementTraits } from "./statement.ts";

/** Records the failure and says what ran, what did not and what comes next. */
export async function stopped(
  run: JournaledRun,
  cause: unknown,
  at: Attempt | undefined,
): Promise<WhimbrelError> {
  const { session, store, epoch } = run.execution;
  const { revision, direction } = run.prepared.step;
  const traits = at === undefined ? undefined : session.dialect.traits(at.statement.text);
  const unknown = traits?.class === "opaque" && !traits.repeatable;
  const left = traits === undefined ? [] : await leftBehind(run, traits);
  const untouched = run.ran === 0 && !unknown && left.length === 0;
  const partial = at === undefined ? undefined : await changedInPart(run, at);
  const isLate = at === undefined && await failedAtFence(run, cause);
  const record = isLate || partial !== undefined
    ? []
    : untouched
    ? store.clearJournal(revision, direction, epoch)
    : at === undefined || unknown
    ? []
    : failedRow(run, at, cause);
  if (session.usable && record.length > 0) {
    // The failure itself is what the caller must hear of, whether or not it could be written down.
    await session.run(record).catch(() => {});
  }
  return explainFailure(
    isLate ? overtakenError(run.prepared) : cause,
    {
      prepared: run.prepared,
      ...(at === undefined ? {} : { number: at.index + 1, statement: at.statement }),
    },
    partial !== undefined
      ? partialOutcome(run, at!.index, partial)
      : unknown
      ? unknownOutcome(run, at!.index)
      : untouched
      ? untouchedOutcome
      : halfwayOutcome(run, left),
  );
}

/** Whether a statement of the tool's own failed because another run has taken over. */
async function failedAtFence({ execution }: JournaledRun, cause: unknown): Promise<boolean> {
  if (!(cause instanceof StatementError) || !execution.session.usable) return false;
  return await isOvertaken(execution).catch(() => false);
}

/** Objects that a statement outside of a transaction left unusable when it failed. */
async function leftBehind(
  { execution: { session, adapter } }: JournaledRun,
  traits: StatementTraits,
): Promise<readonly string[]> {
  if (traits.refusesTransaction === undefined || !session.usable) return [];
  // The failure itself is what the caller must hear of, whether or not this can be looked up.
  return leftovers(await adapter.digest(session, traits).catch(() => ({})));
}

/** What a statement changed before it failed, on a server that does not take that back. */
async function changedInPart(
  { execution: { session, adapter } }: JournaledRun,
  { statement, before }: Attempt,
): Promise<Evidence | undefined> {
  if (before === undefined || session.dialect.transactionalDdl || !session.usable) return undefined;
  const traits = session.dialect.traits(statement.text);
  const now = await adapter.digest(session, traits).catch(() => before);
  const evidence = settle(traits, before, now);
  return evidence.outcome === "partial" ? evidence : undefined;
}

function failedRow(
  run: JournaledRun,
  { statement, index }: { readonly statement: Statement; readonly index: number },
  cause: unknown,
): readonly Statement[] {
  const { execution: { session, runner }, prepared: { step } } = run;
  const traits = session.dialect.traits(statement.text);
  const { class: kind } = traits;
  if (kind === "session" || kind === "read") return [];
  const row = journalRow(run, {
    revision: step.revision,
    direction: step.direction,
    statement: index,
    run: runner.run,
    hash: sha256(statement.text),
    class: kind,
    state: "failed",
    digest: undefined,
    error: cause instanceof Error ? cause.message : String(cause),
    // The row of what is atomic went back with its transaction.
  }, run.rows.has(index) || !isAtomic(run, traits));
  return [row];
}

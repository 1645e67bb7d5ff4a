import { WhimbrelError } from "./errors.ts";
import type { Execution } from "./execution.ts";
import { explainFailure, type FailureOutcome } from "./failure.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Statement } from "./statement.ts";
import type { StepError } from "./transaction.ts";

/** A step that an earlier run left in the journal goes on there, whatever its header says now. */
export function isJournaled({ state }: Execution, { mode, step }: PreparedStep): boolean {
  return mode === "journal" ||
    state.journal.some((row) => row.revision === step.revision && row.direction === step.direction);
}

/** What became of a step that was all or nothing. */
export const rolledBack: FailureOutcome = {
  code: "migration_failed",
  notes: ["everything of this migration was rolled back"],
  hint: "mend the migration and run the command again",
};

/** Sends what a step needs before or after its transaction. */
export async function surround(
  { session }: Execution,
  { surroundings }: PreparedStep,
  side: "before" | "after",
): Promise<void> {
  const statements: readonly Statement[] = surroundings?.[side] ?? [];
  if (statements.length > 0) await session.run(statements);
}

/** Tells that a step begins. */
export function announce(
  { onEvent }: Execution,
  { step }: PreparedStep,
  { index, total }: { readonly index: number; readonly total: number },
): void {
  onEvent({ type: "start", step, index: index + 1, total });
}

/** Makes the error that a person reads of a step that failed in its frame. */
export function explainStep(
  error: StepError,
  prepared: PreparedStep,
  outcome: FailureOutcome,
): WhimbrelError {
  const { failed, cause } = error;
  const { work } = prepared;
  const total = work.kind === "sql" && Array.isArray(work.statements)
    ? work.statements.length
    : undefined;
  return explainFailure(cause, {
    prepared,
    ...(failed?.number === undefined ? {} : { number: failed.number, statement: failed.statement }),
    ...(total === undefined ? {} : { total }),
  }, outcome);
}

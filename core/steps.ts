import type { WhimbrelError } from "./errors.ts";
import {
  ConnectionLost,
  type Execution,
  isOvertaken,
  overtakenError,
  refuseIfAborted,
} from "./execution.ts";
import { runGrouped } from "./group.ts";
import { runJournaled } from "./journal.ts";
import { commitGroup, createGroup } from "./journal_group.ts";
import type { PreparedStep } from "./prepare.ts";
import { waitToRetry } from "./retry.ts";
import { announce, explainStep, isJournaled, rolledBack, surround } from "./step.ts";
import { runFramed, StepError, transactionFrame } from "./transaction.ts";

/**
 * Runs prepared steps in order, each with its history row.
 *
 * @returns `overtaken` when another run worked in between, so that the plan must be made again.
 * @throws {WhimbrelError} explaining the step that failed; those before it stay.
 * @throws {ConnectionLost}
 */
export async function runSteps(
  execution: Execution,
  steps: readonly PreparedStep[],
  position: number,
): Promise<"finished" | "overtaken"> {
  return execution.session.dialect.lockIsTransaction || execution.singleTransaction
    ? await runGrouped(execution, steps, position)
    : await runSingly(execution, steps, position);
}

async function runSingly(
  execution: Execution,
  steps: readonly PreparedStep[],
  first: number,
): Promise<"finished"> {
  let position = first;
  const group = createGroup(execution);
  for (const [index, prepared] of steps.entries()) {
    const journaled = isJournaled(execution, prepared);
    if (!journaled || execution.signal?.aborted === true) await commitGroup(group);
    refuseIfAborted(execution.signal);
    announce(execution, prepared, { index, total: steps.length });
    if (journaled) {
      await runJournaled(group, prepared, position);
    } else {
      const durationMs = await runOwnTransaction(execution, prepared, position);
      execution.onEvent({ type: "done", step: prepared.step, durationMs });
    }
    await resetLimits(execution, prepared);
    position++;
  }
  await commitGroup(group);
  return "finished";
}

async function runOwnTransaction(
  execution: Execution,
  prepared: PreparedStep,
  position: number,
): Promise<number> {
  const frame = transactionFrame(execution, prepared);
  for (let attempt = 1;; attempt++) {
    try {
      await surround(execution, prepared, "before");
      return await runFramed(execution, prepared, frame, position);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      if (error.server?.connectionLost === true) throw new ConnectionLost(error.server, [prepared]);
      if (error.server?.committed === true) throw explainCommitted(error, prepared);
      if (error.server?.transient !== true || attempt > execution.retries) {
        throw explainStep(await unlessOvertaken(execution, prepared, error), prepared, rolledBack);
      }
      await waitToRetry(execution, prepared, { attempt, reason: error.message });
    } finally {
      if (execution.session.usable) await surround(execution, prepared, "after");
    }
  }
}

/** A statement of the tool's own that failed may have failed at the fence. */
async function unlessOvertaken(
  execution: Execution,
  prepared: PreparedStep,
  error: StepError,
): Promise<StepError> {
  const isOurs = error.failed?.number === undefined && error.server !== undefined;
  if (!isOurs || !execution.session.usable || !await isOvertaken(execution)) return error;
  return new StepError(undefined, overtakenError(prepared));
}

function explainCommitted(error: StepError, prepared: PreparedStep): WhimbrelError {
  return explainStep(error, prepared, {
    code: "outcome_unknown",
    notes: [
      "a statement committed what came before it, and that stays",
      "the migration is not in the history, and no journal was kept",
    ],
    hint: "undo by hand what took effect, put `-- transaction: off` into the header, " +
      "and run the command again",
  });
}

async function resetLimits({ session }: Execution, { limits }: PreparedStep): Promise<void> {
  if (limits === undefined) return;
  const statements = session.dialect.limits?.({
    lockTimeout: undefined,
    statementTimeout: undefined,
  });
  if (statements !== undefined) await session.run(statements);
}

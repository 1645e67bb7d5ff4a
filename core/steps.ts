import { StatementError } from "./adapter.ts";
import { enter } from "./enter.ts";
import { WhimbrelError } from "./errors.ts";
import {
  ConnectionLost,
  type Execution,
  isOvertaken,
  overtakenError,
  refuseIfAborted,
} from "./execution.ts";
import { explainFailure, type FailureOutcome } from "./failure.ts";
import { runJournaled } from "./journal.ts";
import type { PreparedStep } from "./prepare.ts";
import { generated, type Statement } from "./statement.ts";
import { runFramed, savepointFrame, StepError, transactionFrame } from "./transaction.ts";

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
  for (const [index, prepared] of steps.entries()) {
    refuseIfAborted(execution.signal);
    announce(execution, prepared, { index, total: steps.length });
    const durationMs = isJournaled(execution, prepared)
      ? await runJournaled(execution, prepared, position)
      : await runOwnTransaction(execution, prepared, position);
    await resetLimits(execution, prepared);
    execution.onEvent({ type: "done", step: prepared.step, durationMs });
    position++;
  }
  return "finished";
}

/** A step that an earlier run left in the journal goes on there, whatever its header says now. */
function isJournaled({ state }: Execution, { mode, step }: PreparedStep): boolean {
  return mode === "journal" ||
    state.journal.some((row) => row.revision === step.revision && row.direction === step.direction);
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
      if (error.server?.connectionLost === true) throw new ConnectionLost(error.server, prepared);
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

const rolledBack: FailureOutcome = {
  code: "migration_failed",
  notes: ["everything of this migration was rolled back"],
  hint: "mend the migration and run the command again",
};

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

/** Exponential with jitter, so that two that collided do not collide again. */
async function waitToRetry(
  { onEvent, signal }: Execution,
  { step }: PreparedStep,
  { attempt, reason }: { readonly attempt: number; readonly reason: string },
): Promise<void> {
  const delay = Math.round(Math.min(10_000, 200 * 2 ** attempt) * (0.5 + Math.random()));
  onEvent({ type: "retry", step, attempt, delay, reason });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delay);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
  refuseIfAborted(signal);
}

/** Milliseconds that steps may wait uncommitted for the sake of one commit for many. */
const groupTime = 1000;

interface Group {
  open: boolean;
  openedAt: number;
  /** The transaction in which this run raised the epoch is committed. */
  entered: boolean;
  /** Steps that are done in the open transaction. */
  members: Member[];
}

interface Member {
  readonly prepared: PreparedStep;
  readonly position: number;
  readonly durationMs: number;
}

/**
 * Where the write transaction is the lock: steps share a transaction, each in a savepoint, since
 * most of a small migration's time is its commit. The transaction that read the history is open.
 */
async function runGrouped(
  execution: Execution,
  steps: readonly PreparedStep[],
  first: number,
): Promise<"finished" | "overtaken"> {
  const { session: { dialect }, singleTransaction } = execution;
  if (singleTransaction) refuseApart(execution, steps);
  const group: Group = {
    open: dialect.lockIsTransaction,
    openedAt: performance.now(),
    entered: !dialect.lockIsTransaction,
    members: [],
  };
  const limit = singleTransaction ? Infinity : groupTime;
  let position = first;
  for (const [index, prepared] of steps.entries()) {
    if (execution.signal?.aborted === true) await commit(execution, group);
    refuseIfAborted(execution.signal);
    const alone = isJournaled(execution, prepared) || prepared.surroundings !== undefined;
    if (alone || performance.now() - group.openedAt >= limit) await commit(execution, group);
    announce(execution, prepared, { index, total: steps.length });
    if (isJournaled(execution, prepared)) {
      if (await isOvertaken(execution)) return "overtaken";
      const durationMs = await runUnlessOvertaken(execution, prepared, position);
      if (durationMs === "overtaken") return "overtaken";
      execution.onEvent({ type: "done", step: prepared.step, durationMs });
    } else {
      await surround(execution, prepared, "before");
      if (!await open(execution, group)) return "overtaken";
      await runMember(execution, group, prepared, position);
      if (alone) {
        await commit(execution, group);
        await surround(execution, prepared, "after");
      }
    }
    position++;
  }
  await commit(execution, group);
  return "finished";
}

/** Opens the shared transaction; false, with nothing open, where another run came between. */
async function open(execution: Execution, group: Group): Promise<boolean> {
  if (group.open) return true;
  const { session, store, runner, lock } = execution;
  let epoch: number;
  if (group.entered) {
    const [, rows = []] = await session.run([generated(session.dialect.begin), store.read[2]!]);
    epoch = Number(rows[0]?.["epoch"]);
  } else {
    // The transaction that had raised the epoch went back, and took that along.
    ({ epoch } = await enter(session, store, runner, lock));
  }
  group.open = true;
  group.openedAt = performance.now();
  if (epoch === execution.epoch) return true;
  await session.run([generated("ROLLBACK")]);
  group.open = false;
  return false;
}

/**
 * Between the statements of a journaled step nobody is locked out. A run that comes in goes on with
 * the step; the one before it fails at the fence, and plans anew.
 */
async function runUnlessOvertaken(
  execution: Execution,
  prepared: PreparedStep,
  position: number,
): Promise<number | "overtaken"> {
  const { session } = execution;
  try {
    const durationMs = await runJournaled(execution, prepared, position);
    await session.run(session.dialect.reset ?? []);
    return durationMs;
  } catch (error) {
    if (session.usable && await isOvertaken(execution)) return "overtaken";
    throw error;
  }
}

async function commit(execution: Execution, group: Group): Promise<void> {
  if (!group.open) return;
  const members = group.members;
  group.members = [];
  group.open = false;
  try {
    await execution.session.run([generated("COMMIT")]);
  } catch (error) {
    if (!(error instanceof StatementError) || members.length === 0) throw error;
    if (!error.transactionEnded) await execution.session.run([generated("ROLLBACK")]);
    if (members.length > 1 && !execution.singleTransaction) {
      return await repeatSingly(execution, group, members);
    }
    throw explainFailure(error, { prepared: members.at(-1)!.prepared }, {
      code: "migration_failed",
      notes: [`rolled back: ${members.map(({ prepared }) => prepared.step.name).join(", ")}`],
      hint: "see to the cause and run the command again",
    });
  }
  group.entered = true;
  for (const { prepared, durationMs } of members) {
    execution.onEvent({ type: "done", step: prepared.step, durationMs });
  }
}

async function runMember(
  execution: Execution,
  group: Group,
  prepared: PreparedStep,
  position: number,
): Promise<void> {
  try {
    const durationMs = await runFramed(execution, prepared, savepointFrame, position);
    group.members.push({ prepared, position, durationMs });
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const lost = error.server?.transactionEnded === true;
    if (lost || execution.singleTransaction) {
      const members = await discard(execution, group, lost);
      if (!execution.singleTransaction) await repeatSingly(execution, group, members);
    }
    await commit(execution, group);
    if (prepared.surroundings !== undefined) await surround(execution, prepared, "after");
    throw explainStep(error, prepared, rolledBack);
  }
}

/** @throws {WhimbrelError} `usage` naming a step that cannot share a transaction. */
function refuseApart(execution: Execution, steps: readonly PreparedStep[]): void {
  const apart = steps.find((prepared) =>
    isJournaled(execution, prepared) || prepared.surroundings !== undefined
  );
  if (apart === undefined) return;
  throw new WhimbrelError(
    "usage",
    `Cannot run in a single transaction: "${apart.step.name}" needs to run outside of one`,
    { place: { file: apart.file }, hint: "run without --single-transaction" },
  );
}

async function discard(
  { session }: Execution,
  group: Group,
  ended: boolean,
): Promise<readonly Member[]> {
  const { members } = group;
  group.members = [];
  group.open = false;
  if (!ended) await session.run([generated("ROLLBACK")]);
  return members;
}

/**
 * A transaction went back with all its steps, though at most one of them is to blame: they run
 * again, each with a commit of its own, as far as that one.
 */
async function repeatSingly(
  execution: Execution,
  group: Group,
  members: readonly Member[],
): Promise<void> {
  for (const { prepared, position } of members) {
    if (!await open(execution, group)) return;
    await runMember(execution, group, prepared, position);
    await commit(execution, group);
  }
}

async function surround(
  { session }: Execution,
  { surroundings }: PreparedStep,
  side: "before" | "after",
): Promise<void> {
  const statements: readonly Statement[] = surroundings?.[side] ?? [];
  if (statements.length > 0) await session.run(statements);
}

async function resetLimits({ session }: Execution, { limits }: PreparedStep): Promise<void> {
  if (limits === undefined) return;
  const statements = session.dialect.limits?.({
    lockTimeout: undefined,
    statementTimeout: undefined,
  });
  if (statements !== undefined) await session.run(statements);
}

function announce(
  { onEvent }: Execution,
  { step }: PreparedStep,
  { index, total }: { readonly index: number; readonly total: number },
): void {
  onEvent({ type: "start", step, index: index + 1, total });
}

function explainStep(
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

import { StatementError } from "./adapter.ts";
import { enter } from "./enter.ts";
import { WhimbrelError } from "./errors.ts";
import { type Execution, isOvertaken, refuseIfAborted } from "./execution.ts";
import { explainFailure } from "./failure.ts";
import { runJournaled } from "./journal.ts";
import { commitGroup, createGroup } from "./journal_group.ts";
import type { PreparedStep } from "./prepare.ts";
import { generated } from "./statement.ts";
import { announce, explainStep, isJournaled, rolledBack, surround } from "./step.ts";
import { runFramed, savepointFrame, StepError } from "./transaction.ts";

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
export async function runGrouped(
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
      if (!await runUnlessOvertaken(execution, prepared, position)) return "overtaken";
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
 *
 * @returns whether the step is done.
 */
async function runUnlessOvertaken(
  execution: Execution,
  prepared: PreparedStep,
  position: number,
): Promise<boolean> {
  const { session } = execution;
  const group = createGroup(execution);
  try {
    await runJournaled(group, prepared, position);
    await commitGroup(group);
    await session.run(session.dialect.reset ?? []);
    return true;
  } catch (error) {
    if (session.usable && await isOvertaken(execution)) return false;
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

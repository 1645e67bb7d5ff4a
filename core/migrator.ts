import { type Adapter, type Session, StatementError, type StoreTables } from "./adapter.ts";
import { enter, readState } from "./enter.ts";
import { WhimbrelError } from "./errors.ts";
import type { OnEvent } from "./event.ts";
import { explainFailure } from "./failure.ts";
import {
  ConnectionLost,
  type Execution,
  interruptedError,
  nextPosition,
  overtakenError,
  refuseIfAborted,
} from "./execution.ts";
import type { Step } from "./plan.ts";
import { type PreparedStep, prepareSteps } from "./prepare.ts";
import { pause } from "./retry.ts";
import type { ScriptHost } from "./script.ts";
import { runSteps } from "./steps.ts";
import { createStore, type Runner, type StoreState } from "./store.ts";

/** A database, and how to work on it. */
export interface MigratorOptions {
  readonly adapter: Adapter;
  /** Opens a session; called again when the connection was lost. */
  readonly connect: () => Promise<Session>;
  readonly tables: StoreTables;
  readonly runner: Runner;
  /** Milliseconds to wait for the lock. */
  readonly lockTimeout: number;
  /** How often a transaction that failed for a passing cause is tried again. */
  readonly retries: number;
  /** All steps in one transaction; refused for steps that cannot be in one. */
  readonly singleTransaction: boolean;
  readonly scripts?: ScriptHost;
  readonly onEvent?: OnEvent;
  readonly signal?: AbortSignal;
}

/** A step that is in the history now, or out of it. */
export interface StepResult {
  readonly step: Step;
  readonly durationMs: number;
}

/** How often a run makes a lost connection again before it gives up. */
const reconnections = 3;

/**
 * Decides, takes the lock, decides again under it, and runs what was decided. Where there is
 * nothing to do it takes no lock and writes nothing.
 *
 * @param decide makes the steps from what the database says; called once before and once under the
 * lock, and again whenever another run came in between.
 * @throws {WhimbrelError} with the exit code of what happened; the lock is free and no transaction
 * is open by then.
 */
export async function migrate(
  first: Session,
  options: MigratorOptions,
  decide: (state: StoreState) => readonly Step[],
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  const onEvent: OnEvent = (event) => {
    if (event.type === "done") results.push({ step: event.step, durationMs: event.durationMs });
    options.onEvent?.(event);
  };
  const work = { ...options, onEvent, decide };
  let lost: ConnectionLost | undefined;
  for (let attempt = 0;; attempt++) {
    const session = lost === undefined ? first : await reconnect(lost, options);
    const stopCancelling = cancelOnAbort(session, options.signal);
    try {
      if (lost !== undefined) onEvent({ type: "reconnected", step: lost.prepared?.step });
      await attemptAll(session, work, lost);
      return results;
    } catch (error) {
      const loss = lossOf(error, lost);
      if (loss === undefined) throw settled(error, options.signal);
      if (options.signal?.aborted === true) throw interruptedLoss(loss);
      if (attempt === reconnections) throw lostError(loss);
      lost = loss;
    } finally {
      stopCancelling();
      if (session !== first) await session[Symbol.asyncDispose]();
    }
  }
}

interface Work extends MigratorOptions {
  readonly onEvent: OnEvent;
  readonly decide: (state: StoreState) => readonly Step[];
}

async function attemptAll(
  session: Session,
  options: Work,
  lost: ConnectionLost | undefined,
): Promise<void> {
  const { adapter, tables, runner, scripts, signal, onEvent, decide } = options;
  const store = createStore(session.dialect, tables);
  const prepare = (list: readonly Step[]): Promise<readonly PreparedStep[]> =>
    prepareSteps(list, { dialect: session.dialect, store, session, scripts });
  const found = await readState(session, tables);
  const steps = decide(found);
  if (lost !== undefined) reportCommitted(lost, { steps, state: found }, onEvent);
  if (steps.length === 0) return;
  await adapter.preflight?.(session, tables);
  // Before the lock: a migration that cannot run must not make anybody wait.
  let prepared = await prepare(steps);
  refuseIfAborted(signal);
  await using lock = await adapter.lock(session, {
    tables,
    timeout: options.lockTimeout,
    run: runner.run,
    onWait: (waited, holder) => onEvent({ type: "waiting", waited, holder }),
    ...(signal === undefined ? {} : { signal }),
  });
  onEvent({ type: "locked", backend: lock.backend });
  while (true) {
    const { state, epoch } = await enter(session, store, runner, lock);
    const again = decide(state);
    if (lost !== undefined) {
      refuseRolledBack(lost, again);
      // Entering raises the epoch by one; whoever did so meanwhile has made this run a late one.
      if (lost.epoch !== undefined && epoch !== lost.epoch + 1) throw overtakenError(lost.prepared);
    }
    if (!sameSteps(again, prepared)) prepared = await prepare(again);
    const { retries, singleTransaction } = options;
    const execution: Execution = {
      adapter,
      session,
      lock,
      store,
      tables,
      state,
      epoch,
      runner,
      scripts,
      retries,
      singleTransaction,
      onEvent,
      signal,
    };
    try {
      const outcome = await runSteps(execution, prepared, nextPosition(state.entries));
      if (outcome === "finished") return;
    } catch (error) {
      const loss = lossOf(error);
      throw loss === undefined ? error : new ConnectionLost(loss.cause, loss.steps, epoch);
    } finally {
      // Only tells `status` and `unlock` that nobody works; the lock itself is free without it.
      if (session.usable) await session.run([store.leave(epoch)]).catch(() => {});
    }
  }
}

/**
 * The loss of a connection, if it was one. What was not known since an earlier loss still is not,
 * where this one came before anything was done about it.
 */
function lossOf(error: unknown, earlier?: ConnectionLost): ConnectionLost | undefined {
  if (error instanceof ConnectionLost) {
    return error.prepared === undefined
      ? new ConnectionLost(error.cause, earlier?.steps, error.epoch)
      : error;
  }
  const isLoss = error instanceof StatementError && error.connectionLost;
  return isLoss ? new ConnectionLost(error, earlier?.steps, earlier?.epoch) : undefined;
}

/** A commit whose answer never came is news all the same. */
function reportCommitted(
  { steps: uncertain }: ConnectionLost,
  { steps, state }: { readonly steps: readonly Step[]; readonly state: StoreState },
  onEvent: OnEvent,
): void {
  for (const { step } of uncertain) {
    if (hasStep(steps, step)) continue;
    const entry = state.entries.find(({ revision }) => revision === step.revision);
    onEvent({ type: "done", step, durationMs: entry?.durationMs ?? 0 });
  }
}

function hasStep(steps: readonly Step[], { revision, direction }: Step): boolean {
  return steps.some((step) => step.revision === revision && step.direction === direction);
}

/** Under the lock the history has the last word on a commit whose answer never came. */
function refuseRolledBack({ cause, prepared }: ConnectionLost, steps: readonly Step[]): void {
  if (prepared === undefined || prepared.mode === "journal") return;
  if (!hasStep(steps, prepared.step)) return;
  throw explainFailure(cause, { prepared }, {
    code: "migration_failed",
    notes: ["the connection was lost; everything of this migration was rolled back"],
    hint: "run the command again",
  });
}

function sameSteps(steps: readonly Step[], prepared: readonly PreparedStep[]): boolean {
  return steps.length === prepared.length && steps.every((step, index) => {
    const other = prepared[index]!.step;
    return step.revision === other.revision && step.direction === other.direction &&
      step.migration?.checksum === other.migration?.checksum;
  });
}

function cancelOnAbort(session: Session, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => {};
  const cancel = () => void session.cancel().catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  return () => signal.removeEventListener("abort", cancel);
}

/** Whatever failed after the caller asked to stop, failed because of that. */
function settled(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted !== true) return error;
  const code = error instanceof WhimbrelError ? error.code : undefined;
  const isTold = code === "migration_incomplete" || code === "outcome_unknown" ||
    code === "interrupted" && error !== signal.reason;
  return isTold ? error : interruptedError();
}

/** Milliseconds for which a server that went away is waited for. */
const reconnectTime = 30_000;

async function reconnect(lost: ConnectionLost, options: MigratorOptions): Promise<Session> {
  const deadline = performance.now() + reconnectTime;
  for (let delay = 100;; delay = Math.min(2 * delay, 2000)) {
    try {
      return await options.connect();
    } catch (error) {
      if (performance.now() + delay > deadline || options.signal?.aborted === true) {
        throw lostError(lost, error);
      }
      await pause(delay, options.signal);
    }
  }
}

/** The connection went away after the caller had asked to stop. */
function interruptedLoss({ prepared }: ConnectionLost): WhimbrelError {
  if (prepared === undefined) return interruptedError();
  return new WhimbrelError("interrupted", `Interrupted in "${prepared.step.name}"`, {
    notes: [
      "the connection ended with it; what was committed stays, and `whimbrel status` shows it",
    ],
    hint: "run the command again to carry on",
  });
}

function lostError({ cause, prepared }: ConnectionLost, why?: unknown): WhimbrelError {
  const notes = [`the connection was lost: ${cause.message}`];
  if (why instanceof Error) notes.push(`and could not be made again: ${why.message}`);
  return new WhimbrelError(
    prepared === undefined ? "connection" : "outcome_unknown",
    prepared === undefined
      ? "Cannot go on: the connection was lost"
      : `It is not known whether "${prepared.step.name}" was committed`,
    {
      notes,
      hint: "see `whimbrel status` once the server answers, then run the command again",
      cause,
    },
  );
}

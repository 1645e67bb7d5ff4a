import { type Row, StatementError } from "./adapter.ts";
import { BatchError, createBatch, type NumberedStatement } from "./batch.ts";
import { WhimbrelError } from "./errors.ts";
import { type Execution, newEntry, refuseIfAborted } from "./execution.ts";
import type { PreparedStep } from "./prepare.ts";
import { recordScript, scriptOf } from "./recorder.ts";
import { createExecutor } from "./script_executor.ts";
import { generated, type Statement } from "./statement.ts";

/** The statements around a step that is all or nothing: a transaction, or a savepoint in one. */
export interface Frame {
  readonly open: readonly Statement[];
  readonly close: readonly Statement[];
  readonly undo: readonly Statement[];
}

/** A step failed inside its frame; nothing of it was committed as far as the client knows. */
export class StepError extends Error {
  override readonly name = "StepError";
  readonly failed: NumberedStatement | undefined;
  override readonly cause: unknown;

  constructor(failed: NumberedStatement | undefined, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.failed = failed;
    this.cause = cause;
  }

  /** What the server said, where it was the server that refused. */
  get server(): StatementError | undefined {
    return this.cause instanceof StatementError ? this.cause : undefined;
  }
}

/** The frame of a transaction of the step's own. */
export function transactionFrame({ session, lock }: Execution, step: PreparedStep): Frame {
  const limits = session.dialect.limits;
  const own = step.limits === undefined ? [] : limits?.(step.limits) ?? [];
  return {
    open: [generated(session.dialect.begin), ...(lock.inTransaction ?? []), ...own],
    close: [generated("COMMIT")],
    undo: [generated("ROLLBACK")],
  };
}

const savepoint = "whimbrel_step";

/** The frame of a step that shares a transaction with others. */
export const savepointFrame: Frame = {
  open: [generated(`SAVEPOINT ${savepoint}`)],
  close: [generated(`RELEASE ${savepoint}`)],
  undo: [generated(`ROLLBACK TO ${savepoint}`), generated(`RELEASE ${savepoint}`)],
};

/**
 * Runs a step and its history row inside a frame, in as few round trips as its size allows.
 *
 * @param position of the history row that an upgrade writes.
 * @returns milliseconds that it took.
 * @throws {StepError} after the frame was undone, where the connection still allowed that.
 */
export async function runFramed(
  execution: Execution,
  prepared: PreparedStep,
  frame: Frame,
  position: number,
): Promise<number> {
  const { session, onEvent } = execution;
  const started = performance.now();
  const batch = createBatch(session, (statements) => {
    onEvent({ type: "progress", step: prepared.step, statements });
    refuseIfAborted(execution.signal);
  });
  try {
    for (const statement of frame.open) await batch.push(statement);
    const { elapsed } = session.dialect.store;
    if (elapsed?.start !== undefined) await batch.push(generated(elapsed.start));
    const violationsBefore = await violations(execution, prepared, batch.flush);
    let downgrade = prepared.downgrade;
    if (prepared.work.kind === "sql") {
      let number = 0;
      for (const statement of prepared.work.statements) await batch.push(statement, ++number);
    } else {
      await batch.flush();
      downgrade = await runScript(execution, prepared);
    }
    await refuseViolations(execution, prepared, violationsBefore, batch.flush);
    if (elapsed === undefined) await batch.flush();
    const duration = elapsed?.milliseconds ?? String(Math.round(performance.now() - started));
    for (const row of historyRows(execution, prepared, { position, downgrade, duration })) {
      await batch.push(row);
    }
    for (const statement of frame.close) await batch.push(statement);
    await batch.flush();
    return Math.round(performance.now() - started);
  } catch (cause) {
    await undo(execution, frame, cause);
    if (cause instanceof BatchError) throw new StepError(cause.failed, cause.cause);
    throw new StepError(undefined, cause);
  }
}

/** The statements that put a step into the history, or take it out. */
export function historyRows(
  execution: Execution,
  prepared: PreparedStep,
  row: {
    readonly position: number;
    readonly downgrade: string | undefined;
    /** An expression that gives milliseconds. */
    readonly duration: string;
  },
): readonly Statement[] {
  const { store, epoch } = execution;
  return prepared.step.direction === "upgrade"
    ? [store.record(newEntry(execution, prepared, row), epoch, row.duration)]
    : store.erase(prepared.step.revision, epoch);
}

async function runScript(
  execution: Execution,
  prepared: PreparedStep,
): Promise<string | undefined> {
  const { session, scripts } = execution;
  const { work, step, file } = prepared;
  if (work.kind !== "script") return undefined;
  const executor = createExecutor(execution, prepared, async (statements, number) => {
    refuseIfAborted(execution.signal);
    try {
      await session.run(statements);
    } catch (cause) {
      if (!(cause instanceof StatementError)) throw cause;
      throw new BatchError(
        { statement: statements[cause.index]!, number: number + cause.index },
        cause,
      );
    }
  });
  await scripts!.run({ path: work.path, file, direction: step.direction }, executor);
  return await downgradeOf(execution, prepared);
}

/** The way back of a script as SQL, so that it can be undone where its file is gone. */
export async function downgradeOf(
  { session, scripts, adapter, tables }: Execution,
  { work, file }: PreparedStep,
): Promise<string | undefined> {
  if (work.kind !== "script" || !work.reversible) return undefined;
  const schema = () => adapter.introspect(session, { exclude: Object.values(tables) });
  const request = { path: work.path, file, direction: "downgrade" } as const;
  const recording = await recordScript(scripts!, request, session.dialect, schema);
  return recording.complete ? scriptOf(recording.statements) : undefined;
}

async function violations(
  { session }: Execution,
  { surroundings }: PreparedStep,
  flush: () => Promise<void>,
): Promise<readonly Row[]> {
  if (surroundings === undefined) return [];
  await flush();
  const [rows = []] = await session.run([surroundings.verify]);
  return rows;
}

async function refuseViolations(
  execution: Execution,
  prepared: PreparedStep,
  before: readonly Row[],
  flush: () => Promise<void>,
): Promise<void> {
  const { surroundings, step } = prepared;
  if (surroundings === undefined) return;
  const known = new Set(before.map((row) => surroundings.describe(row)));
  const after = await violations(execution, prepared, flush);
  const fresh = [...new Set(after.map((row) => surroundings.describe(row)))]
    .filter((violation) => !known.has(violation));
  if (fresh.length === 0) return;
  const verb = step.direction === "upgrade" ? "apply" : "undo";
  const shown = fresh.slice(0, 10);
  throw new WhimbrelError(
    "migration_failed",
    `Cannot ${verb} "${step.name}": it would leave rows that refer to nothing`,
    {
      place: { file: prepared.file },
      notes: fresh.length > shown.length
        ? [...shown, `and ${fresh.length - shown.length} more`]
        : shown,
      hint: "delete or mend these rows in the migration",
    },
  );
}

/** Goes back to where the frame began; the failure that led here is the one that counts. */
async function undo({ session }: Execution, frame: Frame, cause: unknown): Promise<void> {
  const server = cause instanceof BatchError ? cause.cause : cause;
  if (!session.usable) return;
  if (server instanceof StatementError && server.transactionEnded) return;
  try {
    await session.run(frame.undo);
  } catch {
    // A transaction that cannot even be rolled back ends with its connection.
    await session[Symbol.asyncDispose]();
  }
}

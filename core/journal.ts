import { type Digest, type Row, StatementError } from "./adapter.ts";
import { sha256 } from "./checksum.ts";
import {
  ConnectionLost,
  type Execution,
  isOvertaken,
  overtakenError,
  refuseIfAborted,
} from "./execution.ts";
import { explainFailure } from "./failure.ts";
import {
  editedError,
  halfwayOutcome,
  refuseShortened,
  unknownError,
  unknownOutcome,
  untouchedOutcome,
} from "./journal_report.ts";
import { WhimbrelError } from "./errors.ts";
import type { PreparedStep } from "./prepare.ts";
import { leftovers, settle } from "./recovery.ts";
import { createExecutor } from "./script_executor.ts";
import { generated, type Statement, type StatementTraits } from "./statement.ts";
import type { JournalEntry } from "./store.ts";
import { downgradeOf, historyRows } from "./transaction.ts";

/**
 * Runs a step statement by statement, so that a run which stops anywhere can go on from there: what
 * a transaction can hold commits together with its `done` row; any other statement is preceded by a
 * committed `started` row with digests of the objects that it names.
 *
 * @returns milliseconds that it took.
 * @throws {WhimbrelError} `migration_failed` when its first statement failed and nothing was done;
 * `migration_incomplete` or `outcome_unknown` with a report; `changed` when a statement that ran
 * was edited.
 * @throws {ConnectionLost}
 */
export async function runJournaled(
  execution: Execution,
  prepared: PreparedStep,
  position: number,
): Promise<number> {
  const { session, onEvent, state } = execution;
  const { step, work } = prepared;
  const started = performance.now();
  const rows = state.journal.filter(({ revision, direction }) =>
    revision === step.revision && direction === step.direction
  );
  const run: JournaledRun = {
    execution,
    prepared,
    rows: new Map(rows.map((row) => [row.statement, row])),
    ran: rows.filter((row) => row.state === "done" || row.state === "resolved").length,
    next: 0,
  };
  if (rows.length > 0) onEvent({ type: "resume", step, statement: run.ran + 1 });
  const limits = prepared.limits === undefined
    ? []
    : session.dialect.limits?.(prepared.limits) ?? [];
  await tool(run, limits);
  let downgrade = prepared.downgrade;
  if (work.kind === "sql") {
    for (const statement of work.statements) await runOne(run, statement);
  } else {
    const executor = createExecutor(execution, prepared, async (statements) => {
      for (const statement of statements) await runOne(run, statement);
    });
    const { direction } = step;
    try {
      await execution.scripts!.run({ path: work.path, file: prepared.file, direction }, executor);
    } catch (cause) {
      if (cause instanceof ConnectionLost || cause instanceof WhimbrelError) throw cause;
      throw await stopped(run, cause, undefined);
    }
    downgrade = await downgradeOf(execution, prepared);
  }
  refuseShortened(run);
  const duration = Math.round(performance.now() - started);
  await finish(run, { position, downgrade, duration });
  return duration;
}

interface JournaledRun {
  readonly execution: Execution;
  readonly prepared: PreparedStep;
  /** What earlier runs left, by statement. */
  readonly rows: ReadonlyMap<number, JournalEntry>;
  /** Statements that have taken effect. */
  ran: number;
  /** Index of the next statement, counted from 0. */
  next: number;
}

async function runOne(run: JournaledRun, statement: Statement): Promise<void> {
  const { execution, prepared } = run;
  refuseIfAborted(execution.signal);
  const index = run.next++;
  const traits = execution.session.dialect.traits(statement.text);
  // What only the session feels is lost with it, so it runs in every run and is not journaled.
  if (traits.class === "session" || traits.class === "read") {
    await attempt(run, [statement], { statement, index });
    return;
  }
  const entry: Omit<JournalEntry, "startedAt"> = {
    revision: prepared.step.revision,
    direction: prepared.step.direction,
    statement: index,
    run: execution.runner.run,
    hash: sha256(statement.text),
    class: traits.class,
    state: "started",
    digest: undefined,
    error: undefined,
  };
  const row = run.rows.get(index);
  if (row !== undefined && await alreadyRan(run, { row, entry, statement, traits })) {
    execution.onEvent({ type: "progress", step: prepared.step, statements: index + 1 });
    return;
  }
  if (isAtomic(run, traits)) await runAtomic(run, { row, entry, statement });
  else await runObjects(run, { row, entry, statement, traits });
  execution.onEvent({ type: "progress", step: prepared.step, statements: index + 1 });
}

interface Journaled {
  readonly row: JournalEntry | undefined;
  readonly entry: Omit<JournalEntry, "startedAt">;
  readonly statement: Statement;
}

/** Whether a statement can share a transaction with the journal row that says that it is done. */
function isAtomic({ execution }: JournaledRun, traits: StatementTraits): boolean {
  const { transactionalDdl } = execution.session.dialect;
  return traits.refusesTransaction === undefined &&
    (traits.class === "dml" || traits.class === "ddl" && transactionalDdl);
}

/** What a transaction can hold happens exactly once: it commits together with its journal row. */
async function runAtomic(run: JournaledRun, { row, entry, statement }: Journaled): Promise<void> {
  const { dialect } = run.execution.session;
  const inTransaction = run.execution.lock.inTransaction ?? [];
  await attempt(run, [
    generated(dialect.begin),
    ...inTransaction,
    statement,
    journalRow(run, { ...entry, state: "done" }, row !== undefined),
    generated("COMMIT"),
  ], { statement, index: entry.statement, undo: [generated("ROLLBACK")] });
  run.ran++;
}

/** Objects change with a `started` row before, whose digests tell after a crash what happened. */
async function runObjects(
  run: JournaledRun,
  { row, entry, statement, traits }: Journaled & { readonly traits: StatementTraits },
): Promise<void> {
  const { session, lock } = run.execution;
  // Where another connection holds the lock, this one would not notice its loss.
  if (lock.inTransaction !== undefined) await lock.verify();
  const digest = JSON.stringify(await cleanDigest(run, traits));
  const start = journalRow(run, { ...entry, digest }, row !== undefined);
  const done = journalRow(run, { ...entry, digest, state: "done" }, true);
  const point = { statement, index: entry.statement };
  if (session.dialect.transactionalDdl) {
    // A statement that refuses a transaction refuses company in one message, too.
    await tool(run, [start]);
    await attempt(run, [statement], point);
    run.ran++;
    await tool(run, [done]);
  } else {
    await attempt(run, [start, statement, done], point);
    run.ran++;
  }
}

function journalRow(
  { execution: { store, epoch } }: JournaledRun,
  entry: Omit<JournalEntry, "startedAt">,
  exists: boolean,
): Statement {
  return exists ? store.finishStatement(entry, epoch) : store.startStatement(entry, epoch);
}

/** Decides by the journal, and where it only says `started` by the catalogue. */
async function alreadyRan(
  run: JournaledRun,
  { row, entry, statement, traits }: Required<Journaled> & { readonly traits: StatementTraits },
): Promise<boolean> {
  if (row!.state === "done" || row!.state === "resolved") {
    if (row!.hash === entry.hash) return true;
    throw editedError(run, statement, "already ran");
  }
  if (row!.state === "failed") return false;
  if (row!.hash !== entry.hash) throw editedError(run, statement, "was interrupted");
  const before: Digest | undefined = row!.digest === undefined
    ? undefined
    : JSON.parse(row!.digest);
  const evidence = settle(traits, before, await cleanDigest(run, traits));
  if (evidence.outcome === "done") {
    await tool(run, [journalRow(run, { ...entry, state: "done", digest: row!.digest }, true)]);
    run.ran++;
    return true;
  }
  if (evidence.outcome === "not_run") return false;
  throw unknownError(run, { row: row!, statement, evidence });
}

/** The state of a statement's objects, after what an interrupted statement left unusable is gone. */
async function cleanDigest(run: JournaledRun, traits: StatementTraits): Promise<Digest> {
  const { session, adapter } = run.execution;
  const digest = await guarded(run, () => adapter.digest(session, traits));
  if (leftovers(digest).length === 0) return digest;
  const cleanUp = await guarded(run, async () => await adapter.cleanUp?.(session, traits) ?? []);
  // One at a time: what takes them away may refuse company in a message.
  for (const statement of cleanUp) await tool(run, [statement]);
  return await guarded(run, () => adapter.digest(session, traits));
}

async function finish(
  run: JournaledRun,
  row: { position: number; downgrade: string | undefined; duration: number },
): Promise<void> {
  const { execution, prepared } = run;
  const { session, store, lock } = execution;
  await tool(run, [
    generated(session.dialect.begin),
    ...lock.inTransaction ?? [],
    ...historyRows(execution, prepared, { ...row, duration: String(row.duration) }),
    ...store.clearJournal(prepared.step.revision, prepared.step.direction, execution.epoch),
    generated("COMMIT"),
  ], [generated("ROLLBACK")]);
}

interface Attempt {
  readonly statement: Statement;
  readonly index: number;
  readonly undo?: readonly Statement[];
}

/** Runs a batch around one statement of the migration; a failure of that one is journaled. */
async function attempt(
  run: JournaledRun,
  batch: readonly Statement[],
  { statement, index, undo = [] }: Attempt,
): Promise<readonly (readonly Row[])[]> {
  const { session } = run.execution;
  try {
    return await session.run(batch);
  } catch (cause) {
    if (!(cause instanceof StatementError)) throw cause;
    if (cause.connectionLost) throw new ConnectionLost(cause, run.prepared);
    await undoUnlessEnded(run, cause, undo);
    // Outside of a transaction it stays, though what follows it failed.
    if (undo.length === 0 && cause.index > batch.indexOf(statement)) run.ran++;
    // Only the migration's own statement can be blamed on the migration.
    const blamed = batch[cause.index] === statement;
    throw await stopped(run, cause, blamed ? { statement, index } : undefined);
  }
}

/** Runs statements of the tool's own, and after a failure what takes them back. */
async function tool(
  run: JournaledRun,
  statements: readonly Statement[],
  undo: readonly Statement[] = [],
): Promise<void> {
  if (statements.length === 0) return;
  await guarded(run, async () => {
    try {
      await run.execution.session.run(statements);
    } catch (cause) {
      await undoUnlessEnded(run, cause, undo);
      throw cause;
    }
  });
}

async function undoUnlessEnded(
  { execution: { session } }: JournaledRun,
  cause: unknown,
  undo: readonly Statement[],
): Promise<void> {
  const ended = cause instanceof StatementError && (cause.transactionEnded || cause.connectionLost);
  if (undo.length > 0 && !ended) await session.run(undo);
}

async function guarded<T>(run: JournaledRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof StatementError)) throw cause;
    if (cause.connectionLost) throw new ConnectionLost(cause, run.prepared);
    throw await stopped(run, cause, undefined);
  }
}

/** Records the failure and says what ran, what did not and what comes next. */
async function stopped(
  run: JournaledRun,
  cause: unknown,
  at: { readonly statement: Statement; readonly index: number } | undefined,
): Promise<WhimbrelError> {
  const { session, store, epoch } = run.execution;
  const { revision, direction } = run.prepared.step;
  const traits = at === undefined ? undefined : session.dialect.traits(at.statement.text);
  const unknown = traits?.class === "opaque" && !traits.repeatable;
  const left = traits === undefined ? [] : await leftBehind(run, traits);
  const untouched = run.ran === 0 && !unknown && left.length === 0;
  const isLate = at === undefined && await failedAtFence(run, cause);
  const record = isLate
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
    unknown
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

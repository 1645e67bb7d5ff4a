import { type Digest, StatementError } from "./adapter.ts";
import { sha256 } from "./checksum.ts";
import { WhimbrelError } from "./errors.ts";
import { ConnectionLost, type Execution, refuseIfAborted } from "./execution.ts";
import { stopped } from "./journal_failure.ts";
import { editedError, refuseShortened, unknownError } from "./journal_report.ts";
import { type Attempt, isAtomic, type JournaledRun, journalRow } from "./journaled_run.ts";
import type { PreparedStep } from "./prepare.ts";
import { leftovers, settle } from "./recovery.ts";
import { waitToRetry } from "./retry.ts";
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
  const before = await cleanDigest(run, traits);
  const digest = JSON.stringify(before);
  const start = journalRow(run, { ...entry, digest }, row !== undefined);
  const done = journalRow(run, { ...entry, digest, state: "done" }, true);
  const point = { statement, index: entry.statement, before };
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

/**
 * Runs a batch around one statement of the migration. Where that one fails for a passing cause, it
 * is tried again; any other failure of it is journaled.
 */
async function attempt(
  run: JournaledRun,
  batch: readonly Statement[],
  at: Attempt,
): Promise<void> {
  const { session, retries } = run.execution;
  const { statement, undo = [] } = at;
  // What stands before the statement stays, unless it is taken back with it.
  const again = undo.length > 0 ? batch : batch.slice(batch.indexOf(statement));
  for (let count = 1, sent = batch;; count++, sent = again) {
    try {
      await session.run(sent);
      return;
    } catch (cause) {
      if (!(cause instanceof StatementError)) throw cause;
      if (cause.connectionLost) throw new ConnectionLost(cause, run.prepared);
      await undoUnlessEnded(run, cause, undo);
      // Outside of a transaction it stays, though what follows it failed.
      if (undo.length === 0 && cause.index > sent.indexOf(statement)) run.ran++;
      // Only the migration's own statement can be blamed on the migration.
      const blamed = sent[cause.index] === statement;
      if (!cause.transient || !blamed || count > retries) {
        throw await stopped(run, cause, blamed ? at : undefined);
      }
      const reason = cause.message;
      await waitToRetry(run.execution, run.prepared, { attempt: count, reason });
    }
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

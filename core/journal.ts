import { type Digest, StatementError } from "./adapter.ts";
import { WhimbrelError } from "./errors.ts";
import { ConnectionLost, refuseIfAborted } from "./execution.ts";
import { stopped } from "./journal_failure.ts";
import { commitGroup, join, type JournalGroup, send, vanguard } from "./journal_group.ts";
import {
  editedError,
  interruptedHalfway,
  refuseShortened,
  unknownError,
} from "./journal_report.ts";
import { isAtomic, type JournaledRun, journalRow, type NewRow, newRow } from "./journaled_run.ts";
import { attempt, lost, runAlone, runOwn } from "./journal_send.ts";
import type { PreparedStep } from "./prepare.ts";
import { isDecidable, leftovers, settle } from "./recovery.ts";
import { createExecutor } from "./script_executor.ts";
import { generated, type Statement, type StatementTraits } from "./statement.ts";
import type { JournalEntry } from "./store.ts";
import { downgradeOf, historyRows } from "./transaction.ts";

/**
 * Runs a step statement by statement, so that a run which stops anywhere can go on from there.
 * Changes of rows share a transaction, which commits with their `done` rows; any other statement is
 * preceded by a committed `started` row with digests of the objects that it names. What is still
 * uncommitted at the end of the step is left in the group, with the step's history row.
 *
 * @throws {WhimbrelError} `migration_failed` when its first statement failed and nothing was done;
 * `migration_incomplete` or `outcome_unknown` with a report; `changed` when a statement that ran
 * was edited; `interrupted`.
 * @throws {ConnectionLost}
 */
export async function runJournaled(
  group: JournalGroup,
  prepared: PreparedStep,
  position: number,
): Promise<void> {
  const { execution } = group;
  const { step } = prepared;
  const rows = execution.state.journal.filter(({ revision, direction }) =>
    revision === step.revision && direction === step.direction
  );
  const run: JournaledRun = {
    execution,
    prepared,
    group,
    startedAt: performance.now(),
    rows: new Map(rows.map((row) => [row.statement, row])),
    ran: rows.filter((row) => row.state === "done" || row.state === "resolved").length,
    next: 0,
  };
  if (rows.length > 0) execution.onEvent({ type: "resume", step, statement: run.ran + 1 });
  try {
    await runStatements(run, position);
  } catch (error) {
    const isStop = error instanceof WhimbrelError && error.code === "interrupted";
    if (!isStop) throw error;
    await commitGroup(group);
    throw interruptedHalfway(run);
  }
}

async function runStatements(run: JournaledRun, position: number): Promise<void> {
  const { execution: { session: { dialect } }, prepared, group } = run;
  const { work } = prepared;
  const { start } = dialect.store.elapsed ?? {};
  // Limits, and statements that answer each other, are for one step alone.
  const isApart = prepared.limits !== undefined || work.kind === "script" || run.rows.size > 0;
  if (isApart) await commitGroup(group);
  if (prepared.limits !== undefined) await runOwn(run, dialect.limits?.(prepared.limits) ?? []);
  if (start !== undefined) await join(group, { run, statements: [generated(start)] });
  let { downgrade } = prepared;
  if (work.kind === "sql") {
    for (const statement of work.statements) await runOne(run, statement);
  } else {
    await runScript(run, work.path);
    downgrade = await downgradeOf(run.execution, prepared);
  }
  refuseShortened(run);
  await finish(run, position, downgrade);
  if (isApart) await commitGroup(group);
}

async function runScript(run: JournaledRun, path: string): Promise<void> {
  const { execution, prepared, group } = run;
  const executor = createExecutor(execution, prepared, async (statements) => {
    for (const statement of statements) await runOne(run, statement);
    await commitGroup(group);
  });
  const { step: { direction }, file } = prepared;
  try {
    await execution.scripts!.run({ path, file, direction }, executor);
  } catch (cause) {
    if (cause instanceof ConnectionLost || cause instanceof WhimbrelError) throw cause;
    throw await stopped(run, cause, undefined);
  }
}

async function runOne(run: JournaledRun, statement: Statement): Promise<void> {
  const { execution: { session: { dialect }, signal, onEvent }, prepared: { step }, group } = run;
  refuseIfAborted(signal);
  const index = run.next++;
  const traits = dialect.traits(statement.text);
  // What only the session feels is lost with it, so it runs in every run and is not journaled.
  if (traits.class === "session" || traits.class === "read") {
    return await join(group, { run, statements: [statement], at: { statement, index } });
  }
  const row = newRow(run, { statement, index, traits });
  const old = run.rows.get(index);
  const exists = old !== undefined;
  if (exists) {
    await commitGroup(group);
    if (await alreadyRan(run, { old, row, statement, traits })) {
      return onEvent({ type: "progress", step, statements: index + 1 });
    }
  }
  if (!isAtomic(run, traits)) {
    await runObjects(run, { exists, row, statement, traits });
  } else {
    const done = { row: { ...row, state: "done" } as const, exists };
    if (canWait(run, statement, traits)) {
      return await join(group, {
        run,
        statements: [statement],
        at: { statement, index },
        row: done,
      });
    }
    await commitGroup(group);
    await runAlone(run, { statement, index }, done);
  }
  onEvent({ type: "progress", step, statements: index + 1 });
}

/**
 * Whether a statement may share a transaction with others: not where the migration asks for none;
 * where the write transaction is the lock, others are let in between; objects may have to be
 * committed before they can be used; data that follows a statement can be read once only.
 */
function canWait(
  { prepared, execution: { session: { dialect } } }: JournaledRun,
  statement: Statement,
  traits: StatementTraits,
): boolean {
  return prepared.transactional && !dialect.lockIsTransaction && traits.class === "dml" &&
    statement.data === undefined;
}

interface Journaled {
  readonly row: NewRow;
  readonly statement: Statement;
  readonly traits: StatementTraits;
}

/** Objects change with a `started` row before, whose digests tell after a crash what happened. */
async function runObjects(
  run: JournaledRun,
  { exists, row, statement, traits }: Journaled & { readonly exists: boolean },
): Promise<void> {
  const { execution: { session: { dialect }, lock }, group } = run;
  // Where another connection holds the lock, this one would not notice its loss.
  if (lock.inTransaction !== undefined) await lock.verify();
  // Looking at an object may have to wait for others, and that with nothing locked.
  if (group.openedAt !== undefined) await commitGroup(group);
  const before = await cleanDigest(run, traits);
  const digest = JSON.stringify(before);
  const start = journalRow(run, { ...row, digest }, exists);
  const done = { row: { ...row, digest, state: "done" } as const, exists: true };
  const point = { statement, index: row.statement, before };
  const recorded = isDecidable(traits, before) ? [] : [journalRow(run, done.row, true)];
  if (dialect.transactionalDdl) {
    // A statement that refuses a transaction refuses company in one message, too.
    await commitGroup(group);
    await runOwn(run, [start]);
    await attempt(run, [statement], point);
    run.ran++;
    await runOwn(run, recorded);
  } else {
    await attempt(run, [start, statement, ...recorded], point, vanguard(group, [start]));
    run.ran++;
  }
  if (recorded.length === 0) await join(group, { run, statements: [], row: done });
}

interface Resumed extends Journaled {
  readonly old: JournalEntry;
}

/** Decides by the journal, and where it only says `started` by the catalogue. */
async function alreadyRan(
  run: JournaledRun,
  { old, row, statement, traits }: Resumed,
): Promise<boolean> {
  if (old.state === "done" || old.state === "resolved") {
    if (old.hash === row.hash) return true;
    throw editedError(run, statement, "already ran");
  }
  if (old.state === "failed") return false;
  if (old.hash !== row.hash) throw editedError(run, statement, "was interrupted");
  const before: Digest | undefined = old.digest === undefined ? undefined : JSON.parse(old.digest);
  const evidence = settle(traits, before, await cleanDigest(run, traits));
  if (evidence.outcome === "done") {
    await runOwn(run, [journalRow(run, { ...row, state: "done", digest: old.digest }, true)]);
    run.ran++;
    return true;
  }
  if (evidence.outcome === "not_run") return false;
  throw unknownError(run, { row: old, statement, evidence });
}

/** The state of a statement's objects, after what an interrupted statement left unusable is gone. */
async function cleanDigest(run: JournaledRun, traits: StatementTraits): Promise<Digest> {
  const { session, adapter } = run.execution;
  const digest = await guarded(run, () => adapter.digest(session, traits));
  if (leftovers(digest).length === 0) return digest;
  const cleanUp = await guarded(run, async () => await adapter.cleanUp?.(session, traits) ?? []);
  // One at a time: what takes them away may refuse company in a message.
  for (const statement of cleanUp) await runOwn(run, [statement]);
  return await guarded(run, () => adapter.digest(session, traits));
}

/** What was done before a failure that no statement is to blame for, stays. */
async function guarded<T>(run: JournaledRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof StatementError)) throw cause;
    if (cause.connectionLost) throw lost(run, cause);
    await commitGroup(run.group);
    throw await stopped(run, cause, undefined);
  }
}

/** The history row says that all is done, so the journal forgets the step in the same transaction. */
async function finish(
  run: JournaledRun,
  position: number,
  downgrade: string | undefined,
): Promise<void> {
  const { execution, prepared: { step }, prepared, group } = run;
  const { store, epoch, session: { dialect: { store: { elapsed } } } } = execution;
  // A clock of the client's would miss what has not been sent yet.
  if (elapsed?.start === undefined) await send(group);
  const duration = elapsed?.start === undefined
    ? String(Math.round(performance.now() - run.startedAt))
    : elapsed.milliseconds;
  await join(group, {
    run,
    statements: [
      ...historyRows(execution, prepared, { position, downgrade, duration }),
      ...store.clearJournal(step.revision, step.direction, epoch),
    ],
    finishes: true,
  });
}

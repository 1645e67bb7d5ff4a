import { StatementError } from "./adapter.ts";
import type { Execution } from "./execution.ts";
import { stopped } from "./journal_failure.ts";
import {
  type Attempt,
  type JournaledRun,
  journalRow,
  type NewRow,
  type PendingRow,
} from "./journaled_run.ts";
import { attempt, lost, runAlone, runOwn, type Vanguard } from "./journal_send.ts";
import { waitToRetry } from "./retry.ts";
import { generated, type Statement } from "./statement.ts";

/** Milliseconds that statements may wait uncommitted for the sake of one commit for many. */
const groupTime = 1000;

/** Characters of statements that share a transaction; they are kept until it is committed. */
const groupCharacters = 1 << 23;

const messageCharacters = 1 << 18;
const messageStatements = 1000;

/** Journal rows that one statement writes. */
const rowsAtOnce = 500;

/**
 * What happens in one transaction of journaled steps: rows change, a statement that ran before
 * becomes `done`, a step is complete. A group whose step goes on behind it commits with the journal
 * rows of that step; one that ends with its step needs none, as the history row says it all.
 */
export interface Member {
  readonly run: JournaledRun;
  /** What is sent for it. */
  readonly statements: readonly Statement[];
  /** The statement of the migration that it is. */
  readonly at?: Attempt;
  /** What the journal says of it as long as its step is not complete. */
  readonly row?: PendingRow;
  /** It completes its step. */
  readonly finishes?: boolean;
}

/** Steps and statements that are not committed yet. */
export interface JournalGroup {
  readonly execution: Execution;
  members: Member[];
  /** How many of the members the server has. */
  sent: number;
  /** When its transaction began, by `performance.now()`; undefined as long as none is open. */
  openedAt: number | undefined;
  /** Of all members, and of those that the server does not have yet. */
  characters: number;
  waitingCharacters: number;
}

/** Makes a group without members. */
export function createGroup(execution: Execution): JournalGroup {
  return { execution, members: [], ...empty };
}

const empty = { sent: 0, openedAt: undefined, characters: 0, waitingCharacters: 0 };

/**
 * Adds a member. It is sent with others, and committed once there is too much of them or after a
 * second.
 *
 * @throws {WhimbrelError} explaining what failed.
 * @throws {ConnectionLost}
 */
export async function join(group: JournalGroup, member: Member): Promise<void> {
  // What only the session feels stands in front of a transaction: within one, not all of it works.
  const isSetting = member.at !== undefined && member.row === undefined;
  if (isSetting && group.members.some(isRecorded)) await commitGroup(group);
  group.members.push(member);
  for (const { text } of member.statements) {
    group.characters += text.length;
    group.waitingCharacters += text.length;
  }
  const { members, sent, waitingCharacters } = group;
  if (waitingCharacters < messageCharacters && members.length - sent < messageStatements) return;
  await send(group);
  const age = performance.now() - (group.openedAt ?? Infinity);
  if (age >= groupTime || group.characters >= groupCharacters) await commitGroup(group);
}

/** Sends what waits, and commits. @throws like {@linkcode join}. */
export async function commitGroup(group: JournalGroup): Promise<void> {
  if (group.members.length === 0) return;
  await deliver(group, [...waiting(group), ...closing(group, [])], () => settleAll(group));
}

/** Sends what waits, without a commit. @throws like {@linkcode join}. */
export async function send(group: JournalGroup): Promise<void> {
  const parts = waiting(group);
  if (parts.length === 0) return;
  await deliver(group, parts, () => {
    reportProgress(group);
    if (group.members.some(isTransactional)) group.openedAt ??= performance.now();
    group.sent = group.members.length;
    group.waitingCharacters = 0;
  });
}

/** What commits the group together with more rows, in front of a statement that is no member. */
export function vanguard(group: JournalGroup, last: readonly Statement[]): Vanguard | undefined {
  if (group.members.length === 0) return undefined;
  const parts = [...waiting(group), ...closing(group, last)];
  return {
    statements: parts.map(({ statement }) => statement),
    arrived: () => settleAll(group),
    failed: (cause) => recover(group, parts[cause.index]!.member, cause),
  };
}

/** A statement of a message, and the member for which it is sent. */
interface Part {
  readonly statement: Statement;
  readonly member: Member | undefined;
}

function own(statement: Statement): Part {
  return { statement, member: undefined };
}

/** Session statements and the tool's own need no transaction. */
function isTransactional({ row, statements, finishes }: Member): boolean {
  return finishes === true || row !== undefined && statements.length > 0;
}

function isRecorded({ row, finishes }: Member): boolean {
  return finishes === true || row !== undefined;
}

function opening({ session, lock }: Execution): readonly Statement[] {
  return [generated(session.dialect.begin), ...lock.inTransaction ?? []];
}

function waiting(group: JournalGroup): Part[] {
  const parts: Part[] = [];
  let open = group.openedAt !== undefined;
  for (const member of group.members.slice(group.sent)) {
    if (!open && isTransactional(member)) {
      parts.push(...opening(group.execution).map(own));
      open = true;
    }
    for (const statement of member.statements) parts.push({ statement, member });
  }
  return parts;
}

function closing(group: JournalGroup, last: readonly Statement[]): readonly Part[] {
  const { execution, members } = group;
  const rows = [...rowsOf(members), ...last];
  if (!members.some(isTransactional)) {
    return rows.length < 2 ? rows.map(own) : [
      ...opening(execution),
      ...rows,
      generated("COMMIT"),
    ].map(own);
  }
  return [...rows, generated("COMMIT")].map(own);
}

/** The rows of a step that goes on behind the group. */
function rowsOf(members: readonly Member[]): readonly Statement[] {
  const unfinished = members.slice(members.findLastIndex(({ finishes }) => finishes) + 1);
  const run = unfinished.at(-1)?.run;
  if (run === undefined) return [];
  const { store, epoch } = run.execution;
  const changed: Statement[] = [];
  const added: NewRow[] = [];
  for (const { row } of unfinished) {
    if (row === undefined) continue;
    if (row.exists) changed.push(journalRow(run, row.row, true));
    else added.push(row.row);
  }
  for (let start = 0; start < added.length; start += rowsAtOnce) {
    changed.push(store.startStatements(added.slice(start, start + rowsAtOnce), epoch));
  }
  return changed;
}

async function deliver(
  group: JournalGroup,
  parts: readonly Part[],
  arrived: () => void,
): Promise<void> {
  try {
    if (parts.length > 0) await group.execution.session.run(parts.map((part) => part.statement));
  } catch (cause) {
    if (!(cause instanceof StatementError)) throw cause;
    if (cause.connectionLost) throw lost(group.members.at(-1)!.run, cause);
    return await recover(group, parts[cause.index]!.member, cause);
  }
  arrived();
}

/** All members are committed. */
function settleAll(group: JournalGroup): void {
  reportProgress(group);
  const { members } = group;
  reset(group);
  for (const member of members) settle(member);
}

function reset(group: JournalGroup): void {
  Object.assign(group, { members: [], ...empty });
}

function settle({ run, statements, row, finishes }: Member): void {
  const { onEvent } = run.execution;
  // What has no statement ran before, and was counted then.
  if (row !== undefined && statements.length > 0) run.ran++;
  if (finishes !== true) return;
  const durationMs = Math.round(performance.now() - run.startedAt);
  onEvent({ type: "done", step: run.prepared.step, durationMs });
}

function reportProgress({ members, sent }: JournalGroup): void {
  for (const { at, row, run } of members.slice(sent)) {
    if (at === undefined || row === undefined) continue;
    const { execution: { onEvent }, prepared: { step } } = run;
    onEvent({ type: "progress", step, statements: at.index + 1 });
  }
}

/**
 * A statement of the group failed. What ran before it stays, or runs again where it was taken back.
 * Then the failure is reported, or what is left is tried again, each with a commit of its own.
 */
async function recover(
  group: JournalGroup,
  failed: Member | undefined,
  cause: StatementError,
): Promise<void> {
  const { members } = group;
  const at = failed === undefined ? members.length : members.indexOf(failed);
  const before = members.slice(0, at);
  const { run } = failed ?? members.at(-1)!;
  const kept = failed?.at !== undefined && await keep(group, before, cause);
  if (!kept && !cause.transactionEnded) await rollBack(group, run);
  reset(group);
  if (!kept) await replay(before);
  if (failed === undefined) return;
  if (!cause.transient || run.execution.retries === 0) throw await stopped(run, cause, failed.at);
  await waitToRetry(run.execution, run.prepared, { attempt: 1, reason: cause.message });
  await replay(members.slice(at));
}

/**
 * Commits what ran before a failed statement, where the server still has it.
 *
 * @returns whether it did; otherwise a transaction may be open.
 */
async function keep(
  { execution, members: all }: JournalGroup,
  members: readonly Member[],
  cause: StatementError,
): Promise<boolean> {
  const { session, store } = execution;
  if (cause.transactionEnded && !cause.committed || !members.some(isRecorded)) return false;
  // A server that takes nothing more in a transaction in which a statement failed would answer
  // COMMIT by rolling back; reading first makes that known.
  const opened = cause.committed ? opening(execution) : [store.read[2]!];
  try {
    await session.run([...opened, ...rowsOf(members), generated("COMMIT")]);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    if (error.connectionLost) throw lost(all.at(-1)!.run, error);
    return false;
  }
  for (const member of members) settle(member);
  return true;
}

async function rollBack(group: JournalGroup, run: JournaledRun): Promise<void> {
  if (group.members.some(isRecorded)) await runOwn(run, [generated("ROLLBACK")]);
}

async function replay(members: readonly Member[]): Promise<void> {
  for (const member of members) await runSingly(member);
}

async function runSingly(member: Member): Promise<void> {
  const { run, statements, at, row } = member;
  if (at !== undefined && row !== undefined) return await runAlone(run, at, row);
  if (at !== undefined) return await attempt(run, statements, at);
  if (row !== undefined) return await runOwn(run, [journalRow(run, row.row, row.exists)]);
  const parts = [...opening(run.execution), ...statements, generated("COMMIT")];
  await runOwn(run, parts, [generated("ROLLBACK")]);
  settle(member);
}

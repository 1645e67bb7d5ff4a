import type { Adapter, Lock, Session, StatementError, StoreTables } from "./adapter.ts";
import { WhimbrelError } from "./errors.ts";
import type { OnEvent } from "./event.ts";
import type { PreparedStep } from "./prepare.ts";
import type { ScriptHost } from "./script.ts";
import type { Entry, NewEntry, Runner, Store, StoreState } from "./store.ts";

/** What running steps needs, once the lock is held and the history was read under it. */
export interface Execution {
  readonly adapter: Adapter;
  readonly session: Session;
  readonly lock: Lock;
  readonly store: Store;
  readonly tables: StoreTables;
  readonly state: StoreState;
  /** Of this run; every write to history and journal checks that it is still the latest. */
  readonly epoch: number;
  readonly runner: Runner;
  readonly scripts: ScriptHost | undefined;
  /** How often a transaction is tried again that failed for a passing cause. */
  readonly retries: number;
  readonly singleTransaction: boolean;
  readonly onEvent: OnEvent;
  readonly signal: AbortSignal | undefined;
}

/** The connection went away; what the steps did is in history, journal and catalogue. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  override readonly cause: StatementError;
  /** Steps of which it is not known whether they were committed, in order; none between steps. */
  readonly steps: readonly PreparedStep[];
  /** Of the run when it was lost; undefined before it had one. */
  readonly epoch: number | undefined;

  constructor(cause: StatementError, steps: readonly PreparedStep[] = [], epoch?: number) {
    super(cause.message, { cause });
    this.cause = cause;
    this.steps = steps;
    this.epoch = epoch;
  }

  /** The step that was on its way; undefined between steps. */
  get prepared(): PreparedStep | undefined {
    return this.steps.at(-1);
  }
}

/** The history row that an upgrade will write. */
export function newEntry(
  { runner }: Pick<Execution, "runner">,
  prepared: PreparedStep,
  fields: { readonly position: number; readonly downgrade: string | undefined },
): NewEntry {
  const migration = prepared.step.migration!;
  return {
    revision: migration.id,
    position: fields.position,
    parents: migration.parents,
    depends: migration.depends,
    label: migration.label,
    name: migration.name,
    checksum: migration.checksum,
    state: "applied",
    downgrade: fields.downgrade,
    appliedBy: runner.appliedBy,
    toolVersion: runner.toolVersion,
  };
}

/** The next free position of a history. */
export function nextPosition(entries: readonly Entry[]): number {
  return (entries.at(-1)?.position ?? 0) + 1;
}

/** Whether another run has raised the epoch, so that this one can record nothing any more. */
export async function isOvertaken(
  { session, store, epoch }: Pick<Execution, "session" | "store" | "epoch">,
): Promise<boolean> {
  const [rows = []] = await session.run([store.read[2]!]);
  return Number(rows[0]?.["epoch"]) !== epoch;
}

/** The error of a run that lost its lock for good, whatever the server said of it. */
export function overtakenError(prepared: PreparedStep | undefined): WhimbrelError {
  const what = prepared === undefined ? "" : ` with "${prepared.step.name}"`;
  return new WhimbrelError(
    "locked",
    `Cannot go on${what}: another run has taken over, or \`whimbrel unlock\` ended this one`,
    { hint: "see `whimbrel status`, and run the command again" },
  );
}

/** @throws {WhimbrelError} `interrupted` once the signal has come. */
export function refuseIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interruptedError();
}

/** The error of a run that was asked to stop. */
export function interruptedError(): WhimbrelError {
  return new WhimbrelError("interrupted", "Interrupted; what was not committed was rolled back", {
    hint: "run the command again to carry on",
  });
}

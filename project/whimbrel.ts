import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { setImmediate } from "node:timers/promises";
import { type Adapter, type Holder, type Session, StatementError } from "../core/adapter.ts";
import { WhimbrelError } from "../core/errors.ts";
import type { OnEvent } from "../core/event.ts";
import { readState } from "../core/enter.ts";
import { migrate, type StepResult } from "../core/migrator.ts";
import { planDowngrade, type PlanOptions, planUpgrade, type Step } from "../core/plan.ts";
import { type PreparedStep, prepareSteps } from "../core/prepare.ts";
import { type Rewrite, rewriteHistory } from "../core/rewrite.ts";
import { rewritesOfReplaced, settleReplaced } from "../core/squash.ts";
import { joinStatus, type StatusRow } from "../core/status.ts";
import { createStore, type Runner, type StoreState } from "../core/store.ts";
import { findHeads, type Finding, type FindingKind, findStandings } from "./check.ts";
import { type Access, openProject, type Project, type ProjectOptions } from "./project.ts";
import { version } from "./version.ts";

/** What may be said of one run. */
export interface RunOptions extends PlanOptions {
  /** Stops at the next safe place; the promise then rejects with code `interrupted`. */
  readonly signal?: AbortSignal;
  readonly onEvent?: OnEvent;
  /** All steps in one transaction, where the database can. */
  readonly singleTransaction?: boolean;
}

/** The database and the folder, side by side. */
export interface Status {
  /** As a person would name it, without secrets. */
  readonly database: string;
  readonly server: string;
  readonly rows: readonly StatusRow[];
  /** The run that holds the lock now, where there is one. */
  readonly holder: Holder | undefined;
}

/** The steps of a plan with what they run. */
export interface Plan {
  readonly steps: readonly PreparedStep[];
  readonly state: StoreState;
}

/** A project whose database can be asked and changed; each call opens its own connection. */
export interface Whimbrel {
  readonly project: Project;
  /** Reads; takes no lock and writes nothing. */
  status(): Promise<Status>;
  /** What `upgrade` or `downgrade` would run, in order. */
  plan(direction: "upgrade" | "downgrade", options?: PlanOptions): Promise<Plan>;
  /** Applies what is pending. @throws {WhimbrelError} as `docs/exit-codes.md` lists. */
  upgrade(options?: RunOptions): Promise<readonly StepResult[]>;
  /** Undoes the last migration, or down to a target. */
  downgrade(options?: RunOptions): Promise<readonly StepResult[]>;
  /** History, journal and control as they are. */
  read(): Promise<{ readonly state: StoreState }>;
  /** Changes the history without running anything, under the lock. */
  rewrite(
    decide: (state: StoreState) => readonly Rewrite[],
    signal?: AbortSignal,
  ): Promise<readonly Rewrite[]>;
  /** Everything that a deployment should not meet unprepared; empty where all is well. */
  check(): Promise<readonly Finding[]>;
  /**
   * For an application's start: resolves where every migration is applied as it is.
   *
   * @throws {WhimbrelError} `changed` naming what is pending, changed or interrupted.
   */
  assertUpToDate(): Promise<void>;
  /** Ends what scripts left running. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a project: configuration, environment and the migrations folder of `root`. */
export async function open(options: ProjectOptions = {}): Promise<Whimbrel> {
  return createWhimbrel(await openProject(options));
}

/** The operations of a project. */
export function createWhimbrel(project: Project): Whimbrel {
  const reading = <T>(work: (session: Session, adapter: Adapter) => Promise<T>): Promise<T> =>
    withSession(project, true, work);
  const check = (): Promise<readonly Finding[]> =>
    reading(async (session) => {
      const state = await settledState(session, project);
      const graph = project.graph();
      return [...findHeads(graph), ...findStandings(joinStatus(graph, state))];
    });
  return {
    project,
    check,
    status: () =>
      reading(async (session, adapter) => {
        const state = await settledState(session, project);
        return {
          database: session.database,
          server: session.server,
          rows: joinStatus(project.graph(), state),
          holder: state.control === undefined
            ? undefined
            : await adapter.holder(session, project.tables),
        };
      }),
    plan: (direction, options) =>
      reading(async (session) => {
        const state = await settledState(session, project);
        const scripts = await project.scripts();
        const steps = await prepareSteps(planSteps(project, direction, options)(state), {
          dialect: session.dialect,
          store: createStore(session.dialect, project.tables),
          session,
          scripts,
        });
        return { steps, state };
      }),
    read: () => reading(async (session) => ({ state: await settledState(session, project) })),
    rewrite: (decide, signal) =>
      withSession(project, false, (session, adapter) =>
        rewriteHistory(session, {
          adapter,
          tables: project.tables,
          runner: describeRunner(),
          lockTimeout: project.lockTimeout,
          ...(signal === undefined ? {} : { signal }),
        }, decide)),
    upgrade: (options = {}) => run(project, planSteps(project, "upgrade", options), options),
    downgrade: (options = {}) => run(project, planSteps(project, "downgrade", options), options),
    async assertUpToDate() {
      const kinds: readonly FindingKind[] = ["pending", "changed", "interrupted"];
      const findings = (await check()).filter(({ kind }) => kinds.includes(kind));
      if (findings.length > 0) throw outOfDateError(findings);
    },
    async [Symbol.asyncDispose]() {
      await (await project.scripts())?.[Symbol.asyncDispose]();
    },
  };
}

function planSteps(
  project: Project,
  direction: "upgrade" | "downgrade",
  options: PlanOptions = {},
): (state: StoreState) => readonly Step[] {
  return (found) => {
    const state = settleReplaced(project.migrations(), found);
    return direction === "upgrade"
      ? planUpgrade(project.graph(), state, options)
      : planDowngrade(project.migrations(), state, options);
  };
}

/** History, journal and control, with squashed revisions under the name that stands for them. */
async function settledState(session: Session, project: Project): Promise<StoreState> {
  return settleReplaced(project.migrations(), await readState(session, project.tables));
}

/** Writes into the history that squashed revisions were replaced, where it still has the old ones. */
async function recordReplaced(
  session: Session,
  { project, adapter, signal }: {
    readonly project: Project;
    readonly adapter: Adapter;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const migrations = project.migrations();
  if (migrations.every(({ replaces }) => replaces === undefined)) return;
  const decide = (state: StoreState) => rewritesOfReplaced(migrations, state);
  if (decide(await readState(session, project.tables)).length === 0) return;
  await rewriteHistory(session, {
    adapter,
    tables: project.tables,
    runner: describeRunner(),
    lockTimeout: project.lockTimeout,
    ...(signal === undefined ? {} : { signal }),
  }, decide);
}

async function run(
  project: Project,
  decide: (state: StoreState) => readonly Step[],
  { signal, onEvent, singleTransaction }: RunOptions,
): Promise<readonly StepResult[]> {
  const scripts = await project.scripts();
  const access = {
    ...(signal === undefined ? {} : { signal }),
    ...(onEvent === undefined ? {} : {
      onWait: (waited: number, holder: Holder | undefined) =>
        onEvent({ type: "waiting", waited, holder }),
    }),
  };
  return await withSession(project, false, async (session, adapter) => {
    await recordReplaced(session, { project, adapter, signal });
    return await migrate(session, {
      adapter,
      connect: () => project.connect({ ...access, readOnly: false }),
      tables: project.tables,
      runner: describeRunner(),
      lockTimeout: project.lockTimeout,
      retries: project.retries,
      singleTransaction: singleTransaction ?? false,
      ...(scripts === undefined ? {} : { scripts }),
      ...(onEvent === undefined ? {} : { onEvent }),
      ...(signal === undefined ? {} : { signal }),
    }, decide);
  }, access);
}

/**
 * Connects while the folder is read, and always closes.
 *
 * @throws {WhimbrelError} also for what the server says to the tool's own statements.
 */
export async function withSession<T>(
  project: Project,
  readOnly: boolean,
  work: (session: Session, adapter: Adapter) => Promise<T>,
  access: Omit<Access, "readOnly"> = {},
): Promise<T> {
  // Where it cannot be loaded, connecting says why.
  await Promise.resolve().then(() => project.adapter()).catch(() => {});
  const connecting = project.connect({ ...access, readOnly });
  // A broken folder is the better error where both are wrong, but the session must be closed, too.
  connecting.catch(() => {});
  // Reading blocks: the server is to have been called by then, so that it can work meanwhile.
  await setImmediate();
  try {
    await project.scan();
    project.graph();
  } catch (error) {
    await connecting.then((session) => session[Symbol.asyncDispose](), () => {});
    throw error;
  }
  await using session = await connecting;
  try {
    return await work(session, await project.adapter());
  } catch (error) {
    throw error instanceof StatementError ? serverError(session, error) : error;
  }
}

/** A full disk, a broken file or a lost connection, where no migration is at work. */
function serverError({ database }: Session, cause: StatementError): WhimbrelError {
  const { connectionLost, serverCode, message } = cause;
  // Where more than a name stands, the name has its quotes already.
  const named = database.includes('"') ? database : `"${database}"`;
  return new WhimbrelError(
    connectionLost ? "connection" : "preflight",
    connectionLost
      ? `Lost the connection to ${named}: ${message}`
      : `Cannot work on ${named}: ${message}`,
    {
      ...(serverCode === undefined ? {} : { serverCode }),
      hint: "see to the cause and run the command again",
      cause,
    },
  );
}

/** Who this process is, for the control row and the history. */
export function describeRunner(): Runner {
  const user = userName();
  return {
    run: randomBytes(6).toString("hex"),
    description: `${user}@${hostname()} pid ${process.pid} (whimbrel ${version})`.slice(0, 255),
    appliedBy: `${user}@${hostname()}`.slice(0, 255),
    toolVersion: version,
  };
}

function userName(): string {
  const number = `uid ${process.getuid?.() ?? "?"}`;
  try {
    // A container may run under a number that no account has; some runtimes then say "unknown".
    const { username } = userInfo();
    return username === "unknown" ? process.env["USER"] ?? number : username;
  } catch {
    return number;
  }
}

function outOfDateError(findings: readonly Finding[]): WhimbrelError {
  const [first] = findings;
  return new WhimbrelError(
    "changed",
    findings.length === 1
      ? `The database is not up to date: ${first!.message}`
      : `The database is not up to date: ${findings.length} migrations need attention`,
    { notes: findings.map(({ message }) => message), hint: first!.hint },
  );
}

import type { Shadow, ShadowOptions } from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { generated } from "../../../core/statement.ts";
import { embeddedRelease } from "../embedded.ts";
import { type EmbeddedSetup, type EmbeddedThread, startThread } from "../embedded_thread.ts";
import { literal, quote } from "../quoting.ts";
import type { PostgresSession } from "../session.ts";
import { empty, forgetSession } from "./empty.ts";
import { unavailable } from "./extensions.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { logIn, type LoginOptions } from "./log_in.ts";
import { needsOf, sharedEffect } from "./needs.ts";
import { endsPlans, plansOf } from "./plans.ts";
import { surround, type Surrounding } from "./session.ts";

/** A server that runs. */
interface Running {
  readonly server: EmbeddedThread;
  /** What it was like when it was new; undefined where it is not worth the time to find out. */
  readonly fingerprint: string | undefined;
  /** The latest session, which is the only one. */
  session: PostgresSession;
  /** Of that session. */
  plans: Map<string, string>;
  /** What was done in it: nothing, all in one transaction that was not to end, anything. */
  use: "nothing" | "trial" | "anything";
}

/**
 * A shadow in this process. Extensions are added and roles made when a statement asks for them.
 */
export async function embeddedShadow(
  { schema, target, signal }: ShadowOptions,
): Promise<Shadow> {
  const { server: release, package: version } = embeddedRelease;
  const options = schema === undefined ? {} : { schema };
  const env = target?.env ?? {};
  let running: Running | undefined;
  let starting: Promise<Running> | undefined;
  let starts = 0;
  let giveUp = new AbortController();
  const stop = async () => {
    giveUp.abort();
    giveUp = new AbortController();
    // That one which is about to run does not is told to who waits for it.
    const last = running ?? await starting?.catch(() => undefined);
    running = starting = undefined;
    await last?.session[Symbol.asyncDispose]();
    await last?.server[Symbol.asyncDispose]();
  };
  // Most commands need one server once; who empties one will empty it again.
  const begin = () =>
    starting ??= start({ env }, options, {
      fingerprint: starts++ > 0,
      signal: giveUp.signal,
    }).catch((error) => {
      starting = undefined;
      throw error;
    });
  const interrupt = () => void running?.session.cancel();
  signal?.addEventListener("abort", interrupt);
  return {
    identity: `PostgreSQL ${release} (embedded, pglite ${version})`,
    async open(_scripts, use) {
      if (signal?.aborted === true) throw interrupted();
      if (running !== undefined && !await renew(running, options)) await stop();
      running ??= await begin();
      const { server, session, plans } = running;
      running.use = use ?? "anything";
      if (use === "trial") await session.run(trial.map(generated));
      await prepare(session, schema);
      return surround(session, surroundingOf(server, plans, signal));
    },
    warmUp() {
      // What fails is said when it is opened.
      if (signal?.aborted !== true) begin().catch(() => {});
    },
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener("abort", interrupt);
      await stop();
    },
  };
}

async function start(
  setup: EmbeddedSetup,
  options: LoginOptions,
  { fingerprint, signal }: { readonly fingerprint: boolean; readonly signal: AbortSignal },
): Promise<Running> {
  const server = await startThread(setup, signal).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WhimbrelError("shadow", `Cannot start the embedded PostgreSQL: ${why}`, {
      hint: 'name a scratch server in the configuration instead: shadow: "postgres://..."',
      cause,
    });
  });
  try {
    const session = await logInTo(server, options);
    return {
      server,
      session,
      plans: await plansOf(session),
      fingerprint: fingerprint ? await fingerprintOf(session) : undefined,
      use: "nothing",
    };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

function logInTo(server: EmbeddedThread, options: LoginOptions): Promise<PostgresSession> {
  return logIn(server.exchange, { ...options, cut: () => void server[Symbol.asyncDispose]() });
}

/** The setting goes with the transaction, and so tells whether it is still the same. */
const mark = "whimbrel.trial";
const trial = ["BEGIN", `SET LOCAL ${mark} = 'on'`];

/** Makes the database as it was when it was new; false where that cannot be done. */
async function renew(running: Running, options: LoginOptions): Promise<boolean> {
  try {
    if (running.use === "nothing") return true;
    const isTrial = running.use === "trial" && await inTrial(running.session);
    if (!isTrial && running.fingerprint === undefined) return false;
    if (isTrial) await forgetSession(running.session);
    else await empty(running.session, { roles: true });
    await running.session[Symbol.asyncDispose]();
    running.session = await logInTo(running.server, options);
    running.plans = await plansOf(running.session);
    return isTrial || await fingerprintOf(running.session) === running.fingerprint;
  } catch {
    // Whatever the migrations did to it, a new server has nothing of it.
    return false;
  }
}

/** False also after an error, since it may have come in another transaction. */
async function inTrial(session: PostgresSession): Promise<boolean> {
  const [row] = await session.query(`SELECT current_setting('${mark}', true) AS mark`);
  return row?.["mark"] === "on";
}

/** The schema that a project is configured with is there before its first migration. */
async function prepare(session: PostgresSession, schema: string | undefined): Promise<void> {
  if (schema === undefined) return;
  await session.run([generated(`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`)]);
}

function surroundingOf(
  server: EmbeddedThread,
  plans: Map<string, string>,
  signal: AbortSignal | undefined,
): Surrounding {
  return {
    planned: (statement) => plans.get(statement),
    async before(statement) {
      if (endsPlans.test(statement)) plans.clear();
      const { extensions, roles } = needsOf(statement);
      for (const extension of extensions) {
        if (!await server.install(extension)) throw unavailable(extension, statement);
      }
      return roles.map((role) => generated(makeRole(role)));
    },
    // What is missing is said before the statement runs.
    explain: (_error, statement) => {
      if (signal?.aborted === true) return interrupted();
      return sharedEffect(statement) === "CREATE DATABASE" ? noDatabases(statement) : undefined;
    },
  };
}

/** Their templates are left out of the embedded server, which would start later with them. */
function noDatabases(statement: string): WhimbrelError {
  return new WhimbrelError("shadow", "The embedded shadow database cannot make others", {
    statement,
    hint: "run it outside of migrations: databases belong to the server",
  });
}

function interrupted(): WhimbrelError {
  return new WhimbrelError("interrupted", "Interrupted while the shadow database was in use");
}

/** A role that may do whatever the one of that name may do in the real database. */
function makeRole(role: string): string {
  const create = `CREATE ROLE ${quote(role)} SUPERUSER`;
  return `DO LANGUAGE plpgsql ${
    literal(
      `BEGIN IF to_regrole(${literal(quote(role))}) IS NULL THEN ${create}; END IF; END`,
    )
  }`;
}

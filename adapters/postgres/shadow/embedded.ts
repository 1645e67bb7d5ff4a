import type { ConnectOptions, Shadow, ShadowOptions } from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { generated } from "../../../core/statement.ts";
import { openWire } from "../connect.ts";
import { embeddedRelease } from "../embedded.ts";
import { type EmbeddedSetup, type EmbeddedThread, startThread } from "../embedded_thread.ts";
import { literal, quote } from "../quoting.ts";
import { openSession, type PostgresSession } from "../session.ts";
import type { Host, Target } from "../url.ts";
import { empty } from "./empty.ts";
import { unavailable } from "./extensions.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { needsOf, sharedEffect } from "./needs.ts";
import { surround, type Surrounding } from "./session.ts";
import { openLocalSocket } from "./socket.ts";

/** A server that runs. */
interface Running {
  readonly server: EmbeddedThread;
  readonly surrounding: Surrounding;
  /** What it was like when it was new; undefined where it is not worth the time to find out. */
  readonly fingerprint: string | undefined;
  /** The latest session, which is the only one. */
  session: PostgresSession;
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
  const options = { ...shadowOptions, ...(schema === undefined ? {} : { schema }) };
  const env = target?.env ?? {};
  let running: Running | undefined;
  let starting: Promise<Running> | undefined;
  let starts = 0;
  const stop = async () => {
    // One that is about to run has to be ended, too; that it does not is told to who waits for it.
    const last = running ?? await starting?.catch(() => undefined);
    running = starting = undefined;
    await last?.session[Symbol.asyncDispose]();
    await last?.server[Symbol.asyncDispose]();
  };
  // Most commands need one server once; who empties one will empty it again.
  const begin = () =>
    starting ??= start({ env }, options, { signal, fingerprint: starts++ > 0 }).catch((error) => {
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
      const { session, surrounding } = running;
      running.use = use ?? "anything";
      if (use === "trial") await session.run(trial.map(generated));
      await prepare(session, schema);
      return surround(session, surrounding);
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

const shadowOptions: ConnectOptions = {
  url: "",
  connectTimeout: 0,
  readOnly: false,
  settings: {},
  env: {},
};

const host: Host = {
  name: "localhost",
  port: 0,
  address: undefined,
  tls: undefined,
  password: undefined,
};

const target: Target = {
  hosts: [host],
  user: "postgres",
  database: "postgres",
  attributes: "any",
  applicationName: undefined,
  options: undefined,
  searchPath: undefined,
  connectTimeout: undefined,
};

async function start(
  setup: EmbeddedSetup,
  options: ConnectOptions,
  { signal, fingerprint }: {
    readonly signal: AbortSignal | undefined;
    readonly fingerprint: boolean;
  },
): Promise<Running> {
  const server = await startThread(setup).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WhimbrelError("shadow", `Cannot start the embedded PostgreSQL: ${why}`, {
      hint: 'name a scratch server in the configuration instead: shadow: "postgres://..."',
      cause,
    });
  });
  try {
    const session = await logIn(server, options);
    return {
      server,
      session,
      fingerprint: fingerprint ? await fingerprintOf(session) : undefined,
      surrounding: surroundingOf(server, signal),
      use: "nothing",
    };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

async function logIn(server: EmbeddedThread, options: ConnectOptions): Promise<PostgresSession> {
  const socket = openLocalSocket(server.exchange, () => void server[Symbol.asyncDispose]());
  const session = await openSession(openWire({ socket, host, target, local: true }), {
    target,
    host,
    options,
  });
  return Object.assign(session, { database: "the embedded shadow database" });
}

/** The setting goes with the transaction, and so tells whether it is still the same. */
const mark = "whimbrel.trial";
const trial = ["BEGIN", `SET LOCAL ${mark} = 'on'`];

/** Makes the database as it was when it was new; false where that cannot be done. */
async function renew(running: Running, options: ConnectOptions): Promise<boolean> {
  try {
    if (running.use === "nothing") return true;
    const isTrial = running.use === "trial" && await inTrial(running.session);
    if (!isTrial && running.fingerprint === undefined) return false;
    if (isTrial) await takeBack(running.session);
    else await empty(running.session, { roles: true });
    await running.session[Symbol.asyncDispose]();
    running.session = await logIn(running.server, options);
    return isTrial || await fingerprintOf(running.session) === running.fingerprint;
  } catch {
    // Whatever the migrations did to it, a new server has nothing of it.
    return false;
  }
}

async function takeBack(session: PostgresSession): Promise<void> {
  await session.run([generated("ROLLBACK")]);
  await session.run([generated("DISCARD ALL")]);
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

function surroundingOf(server: EmbeddedThread, signal: AbortSignal | undefined): Surrounding {
  return {
    async before(statement) {
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

/**
 * Throw-away database servers on loopback ports. {@linkcode useServer} is for tests that only need
 * a database: the run's shared server. {@linkcode startServer} is for tests that break things: a
 * server of their own.
 *
 * @module
 */
import process from "node:process";
import { password } from "./cache.ts";
import * as connect from "./connect.ts";
import { dockerEngine, dockerWorks } from "./docker.ts";
import type { Engine, ServerOptions } from "./engine.ts";
import { type ServerKind, serverKinds, type ServerName } from "./kinds.ts";
import { nativeEngine } from "./native.ts";
import { recipes } from "./recipe.ts";
import { until } from "./sandbox.ts";

export { query, serverVersion, withDatabase } from "./connect.ts";
export type { ServerOptions } from "./engine.ts";
export { serverKinds, type ServerName, serverNames } from "./kinds.ts";
export { type Pgbouncer, startPgbouncer } from "./pgbouncer.ts";
export { type Proxy, startProxy } from "./proxy.ts";

/** A server that answers, whoever started it. */
export interface DatabaseServer {
  readonly name: ServerName;
  readonly dialect: ServerKind["dialect"];
  readonly port: number;
  /** The URL of the server's superuser, with the password. Without a name: a database to log in to. */
  url(database?: string): string;
  /** Creates a new empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Drops a database by its URL, with its connections. */
  dropDatabase(url: string): Promise<void>;
}

/** A server of one's own, to be stopped, broken and started again. */
export interface TestServer extends DatabaseServer, AsyncDisposable {
  /** The process that serves. It changes with every restart. */
  readonly pid: number;
  /** Ends the server and removes its data. A second call does nothing. */
  stop(): Promise<void>;
  /** Ends all its processes at once, `SIGKILL` unless told otherwise, and waits for that. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on its port and data, after a clean end if it still runs. */
  restart(): Promise<void>;
  /** Freezes all its processes: connections stay open and nothing answers. */
  pause(): Promise<void>;
  /** Ends {@linkcode TestServer.pause}. */
  resume(): Promise<void>;
}

/** Whether {@linkcode startServer} can start this server here. */
export async function canStart(name: ServerName): Promise<boolean> {
  return recipes[name].isInstalled() || await dockerWorks();
}

/**
 * Starts a server of one's own with an empty data folder. It ends with this process at the latest.
 * Throws `Error` when the server is not installed, or does not answer in a minute.
 */
export async function startServer(
  name: ServerName,
  options: ServerOptions = {},
): Promise<TestServer> {
  if (!await canStart(name)) throw new Error(notInstalled(name));
  const native = recipes[name].isInstalled();
  for (let attempts = 1;; attempts++) {
    const engine = await (native ? nativeEngine : dockerEngine)(name, options);
    try {
      return await wrap(name, engine);
    } catch (error) {
      const log = await engine.log();
      await engine.remove();
      // Another process took the port between its choice and its use.
      if (attempts < 3 && /address already in use/i.test(log)) continue;
      throw new Error(`Cannot start ${serverKinds[name].title}\n${log}`, { cause: error });
    }
  }
}

async function wrap(name: ServerName, engine: Engine): Promise<TestServer> {
  const { dialect, title } = serverKinds[name];
  const authority = `${engine.user}:${await password()}@127.0.0.1:${engine.port}`;
  const base = `${dialect}://${authority}/${dialect === "postgres" ? "postgres" : "mysql"}`;
  let pid = 0;
  let removed: Promise<void> | undefined;
  const start = async () => {
    await engine.start();
    await until(async () => {
      const answers = await connect.query(base, "SELECT 1").then(() => true, () => false);
      if (!answers && !await engine.isRunning()) throw new Error(`${title} ended while starting`);
      return answers;
    }, { seconds: 60, what: `${title} to answer` });
    pid = await engine.pid();
  };
  const stop = () =>
    removed ??= (async () => {
      await engine.stop();
      await engine.remove();
    })();
  await start();
  return {
    ...fromUrl(name, base),
    get pid() {
      return pid;
    },
    stop,
    kill: async (signal = "SIGKILL") => {
      await engine.signal(signal);
      await until(async () => !await engine.isRunning(), { seconds: 60, what: `${title} to end` });
    },
    restart: async () => {
      await engine.stop();
      await start();
    },
    pause: () => engine.signal("SIGSTOP"),
    resume: () => engine.signal("SIGCONT"),
    [Symbol.asyncDispose]: stop,
  };
}

const shared = new Map<ServerName, Promise<DatabaseServer | undefined>>();

/**
 * The server that tests of this run share: the one that the environment names (such as
 * `WHIMBREL_TEST_POSTGRES_URL`, see {@linkcode serverKinds}), else one that lives as long as this
 * process. Undefined, after one loud line, where there is none; with `CI=true` that is an error.
 */
export function useServer(name: ServerName): Promise<DatabaseServer | undefined> {
  let server = shared.get(name);
  if (server === undefined) shared.set(name, server = findServer(name));
  return server;
}

async function findServer(name: ServerName): Promise<DatabaseServer | undefined> {
  const url = process.env[`${serverKinds[name].variable}_URL`];
  if (url !== undefined && url !== "") return fromUrl(name, url);
  if (await canStart(name)) return startServer(name);
  reportMissing(name);
  return undefined;
}

/** Says that a kind of server will not be tested. Throws `Error` instead with `CI=true`. */
export function reportMissing(name: ServerName): void {
  if (process.env.CI === "true") throw new Error(notInstalled(name));
  process.stderr.write(`\nNOT TESTED: ${notInstalled(name)}\n\n`);
}

function notInstalled(name: ServerName): string {
  const { title, variable } = serverKinds[name];
  return `${title} is not installed: run "bun test/servers/install.ts ${name}" or set ${variable}_URL`;
}

function fromUrl(name: ServerName, base: string): DatabaseServer {
  const { dialect } = serverKinds[name];
  return {
    name,
    dialect,
    port: Number(new URL(base).port || (dialect === "postgres" ? 5432 : 3306)),
    url: (database) => database === undefined ? base : connect.withDatabase(base, database),
    createDatabase: () => connect.createDatabase(base),
    dropDatabase: (url) => connect.dropDatabase(base, url),
  };
}

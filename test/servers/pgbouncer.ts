import { join } from "node:path";
import { writeServerFile } from "./cache.ts";
import { query } from "./connect.ts";
import { bookworm, isUnpacked, treeCommand, treeRoot } from "./debian.ts";
import { freePort, isAlive, openSandbox, signalTree, until } from "./sandbox.ts";

/** A PgBouncer in front of a PostgreSQL server, for the same user and every database. */
export interface Pgbouncer extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** The URL of a database of the server, through the pooler. */
  url(database?: string): string;
  /** Ends it and removes its files. A second call does nothing. */
  stop(): Promise<void>;
}

/** How connections are pooled. */
export interface PgbouncerOptions {
  /** When a server connection goes back to the pool: at the end of what. */
  readonly mode: "session" | "transaction" | "statement";
  /** Server connections for each user and database; 20 unless told otherwise. */
  readonly poolSize?: number;
  /** Settings of its `[pgbouncer]` section, such as `{ query_timeout: "5" }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Whether {@linkcode startPgbouncer} can start one here. */
export function canStartPgbouncer(): boolean {
  return isUnpacked(bookworm);
}

/** Starts a PgBouncer in front of a server. Throws `Error` when it is not installed. */
export async function startPgbouncer(
  server: { url(database?: string): string },
  options: PgbouncerOptions,
): Promise<Pgbouncer> {
  if (!canStartPgbouncer()) {
    throw new Error(`PgBouncer is not installed: run "bun test/servers/install.ts postgres15"`);
  }
  const sandbox = await openSandbox("pgbouncer");
  const port = await freePort();
  const target = new URL(server.url());
  const user = decodeURIComponent(target.username);
  const secret = decodeURIComponent(target.password);
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: String(port),
    unix_socket_dir: "",
    auth_type: "scram-sha-256",
    auth_file: join(sandbox.folder, "users"),
    admin_users: user,
    pool_mode: options.mode,
    default_pool_size: String(options.poolSize ?? 20),
    ignore_startup_parameters: "extra_float_digits",
    ...options.settings,
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`);
  const database = `* = host=${target.hostname} port=${target.port || 5432}`;
  const file = join(sandbox.folder, "pgbouncer.ini");
  await writeServerFile(file, ["[databases]", database, "[pgbouncer]", ...lines, ""].join("\n"));
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await writeServerFile(settings.auth_file, `${quote(user)} ${quote(secret)}\n`);
  const command = await treeCommand(treeRoot(bookworm), "usr/sbin/pgbouncer");
  const pid = sandbox.launch([...command, "-q", file]);
  const url = (name?: string) => {
    const copy = new URL(server.url(name));
    copy.hostname = "127.0.0.1";
    copy.port = String(port);
    return copy.href;
  };
  let removed: Promise<void> | undefined;
  const stop = () =>
    removed ??= (async () => {
      // An interrupt would wait for clients; it owns nothing that an abrupt end could harm.
      if (isAlive(pid)) signalTree(pid, "SIGKILL");
      await sandbox.remove();
    })();
  try {
    await until(async () => {
      const answers = await query(url(), "SELECT 1").then(() => true, () => false);
      if (!answers && !isAlive(pid)) throw new Error("PgBouncer ended while starting");
      return answers;
    }, { seconds: 20, what: "PgBouncer to answer" });
  } catch (error) {
    const log = sandbox.log();
    await stop();
    throw new Error(`Cannot start PgBouncer\n${log}`, { cause: error });
  }
  return { port, pid, url, stop, [Symbol.asyncDispose]: stop };
}

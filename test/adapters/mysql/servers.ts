import process from "node:process";
import type { ConnectOptions, StoreTables } from "../../../core/adapter.ts";
import { generated } from "../../../core/statement.ts";
import { connect, type MysqlSession } from "../../../adapters/mysql/session.ts";
import { type DatabaseServer, useServer } from "../../servers/mod.ts";

/** The servers that answer here; a missing one is reported, and an error in CI. */
export async function mysqlServers(): Promise<readonly DatabaseServer[]> {
  const servers = await Promise.all([useServer("mariadb"), useServer("mysql")]);
  return servers.filter((server) => server !== undefined);
}

/** Connects as the product does. */
export function open(url: string, options: Partial<ConnectOptions> = {}): Promise<MysqlSession> {
  return connect({
    url,
    connectTimeout: 5000,
    readOnly: false,
    settings: {},
    env: {},
    ...options,
  });
}

/** Runs texts as generated statements. */
export function runAll(session: MysqlSession, ...texts: readonly string[]) {
  return session.run(texts.map(generated));
}

/** The tool's tables in the database of a URL. */
export function tablesOf(url: string): StoreTables {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  return {
    history: [database, "whimbrel_migrations"],
    journal: [database, "whimbrel_journal"],
    control: [database, "whimbrel_control"],
  };
}

/** Rejects after some seconds, so that a test of what must not hang ends. */
export function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end in ${seconds} s`)), seconds * 1000);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Whether a process runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import assert from "node:assert/strict";
import process from "node:process";
import { createConnection } from "mysql2/promise";
import postgres from "postgres";
import { type DatabaseServer, query, type ServerName, useServer } from "../servers/mod.ts";
import {
  type Ended,
  openScratch,
  type Running,
  type Scratch,
  type StartOptions,
} from "./scratch.ts";

/** A row by column name. */
export type SiteRow = Readonly<Record<string, unknown>>;

/** A user's project whose database is a new one on a server. */
export interface Site extends AsyncDisposable {
  readonly server: DatabaseServer;
  readonly scratch: Scratch;
  readonly url: string;
  /** Writes `migrations/NAME`, whose parent is the one that was written before it. */
  migration(name: string, upgrade: string, ...header: readonly string[]): void;
  start(words: readonly string[], options?: SiteOptions): Running;
  run(words: readonly string[], options?: SiteOptions): Promise<Ended>;
  /** Runs one statement on a connection of its own. */
  query(sql: string): Promise<readonly SiteRow[]>;
  /** The first column of every row. */
  values(sql: string): Promise<readonly unknown[]>;
  /** Makes the database empty again. */
  reset(): Promise<void>;
}

export interface SiteOptions extends StartOptions {
  /** Where the runner connects to, in place of the server itself. */
  readonly url?: string;
}

/** Makes a project with an empty database; both are gone when it is disposed of. */
export async function openSite(server: DatabaseServer): Promise<Site> {
  const scratch = openScratch(server.name);
  const url = await server.createDatabase();
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const start = (words: readonly string[], options: SiteOptions = {}) =>
    scratch.start(words, {
      ...options,
      env: { DATABASE_URL: options.url ?? url, NO_COLOR: "1", ...options.env },
    });
  const files: string[] = [];
  const values = async (sql: string) => (await query(url, sql)).map((row) => Object.values(row)[0]);
  return {
    server,
    scratch,
    url,
    migration: (file, upgrade, ...header) => {
      if (!files.includes(file)) files.push(file);
      const before = files[files.indexOf(file) - 1];
      const lines = [
        `revision: ${revisionOf(file)}`,
        `parents: ${before === undefined ? "none" : revisionOf(before)}`,
        ...header,
      ].map((line) => `-- ${line}\n`);
      scratch.migration(file, `${lines.join("")}\n-- upgrade\n${upgrade}\n`);
    },
    start,
    run: (words, options) => start(words, options).ended,
    query: (sql) => query(url, sql),
    values,
    reset: async () => {
      if (server.dialect === "postgres") {
        await query(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      } else {
        await query(server.url(), `DROP DATABASE \`${name}\``);
        await query(server.url(), `CREATE DATABASE \`${name}\``);
      }
    },
    async [Symbol.asyncDispose]() {
      scratch[Symbol.dispose]();
      await server.dropDatabase(url);
    },
  };
}

/** `0001_tables.sql` has the revision `0001`. */
function revisionOf(file: string): string {
  return file.split("_")[0]!;
}

/** The servers of these names that there are. */
export async function servers(...names: readonly ServerName[]): Promise<readonly DatabaseServer[]> {
  const found: DatabaseServer[] = [];
  for (const name of names) {
    const server = await useServer(name);
    if (server !== undefined) found.push(server);
  }
  return found;
}

/** A connection that stays open, to hold locks and transactions. */
export interface Side extends AsyncDisposable {
  run(sql: string): Promise<readonly SiteRow[]>;
}

/** Opens a connection beside the runner's. */
export async function openSide(url: string): Promise<Side> {
  if (/^postgres/.test(url)) {
    const sql = postgres(url, { max: 1, prepare: false, fetch_types: false, onnotice: () => {} });
    await sql.unsafe("SELECT 1");
    return {
      run: async (text) => [...await sql.unsafe(text)],
      [Symbol.asyncDispose]: () => sql.end({ timeout: 1 }),
    };
  }
  const connection = await createConnection({ uri: url });
  connection.on("error", () => {});
  return {
    run: async (text) => {
      const [rows] = await connection.query(text);
      return Array.isArray(rows) ? rows as SiteRow[] : [];
    },
    [Symbol.asyncDispose]: async () => connection.destroy(),
  };
}

/** Asks until the answer is yes, for so many seconds at most. */
export async function eventually(
  holds: () => Promise<boolean>,
  seconds: number,
  what: string,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!await holds()) {
    if (performance.now() > deadline) throw new Error(`Waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Fails, with all that the run said, unless it ended with this exit code. */
export function assertCode({ code, stdout, stderr }: Ended, expected: number): void {
  assert.equal(code, expected, `exit code ${code}, not ${expected}\n${stdout}${stderr}`);
}

/** How often each engine's runs are killed at random, in one test run. */
export const rounds: number = Number(process.env["WHIMBREL_FAULT_ROUNDS"] ?? 25);

/** Keeps everybody else off the table `log` until it is released or disposed of. */
export async function holdLog(site: Site): Promise<Side & { release(): Promise<void> }> {
  const side = await openSide(site.url);
  const isPostgres = site.server.dialect === "postgres";
  if (isPostgres) await side.run("BEGIN");
  await side.run(
    isPostgres ? "LOCK TABLE log IN ACCESS EXCLUSIVE MODE" : "LOCK TABLES log WRITE",
  );
  return {
    ...side,
    release: async () => void await side.run(isPostgres ? "COMMIT" : "UNLOCK TABLES"),
  };
}

/** Waits until a statement of the runner waits for what {@linkcode holdLog} keeps. */
export async function untilBlocked(site: Site): Promise<void> {
  const name = decodeURIComponent(new URL(site.url).pathname.slice(1));
  const question = site.server.dialect === "postgres"
    ? "SELECT count(*)::int AS n FROM pg_stat_activity " +
      `WHERE datname = '${name}' AND wait_event_type = 'Lock'`
    : "SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST " +
      `WHERE DB = '${name}' AND STATE LIKE 'Waiting for%'`;
  await eventually(async () => Number((await site.values(question))[0]) > 0, 20, "the lock");
}

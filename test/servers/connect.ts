import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import postgres from "postgres";

/** A row by column name. */
export type ResultRow = Readonly<Record<string, unknown>>;

/** Runs one statement on a connection of its own. Throws what the driver throws. */
export async function query(url: string, statement: string): Promise<readonly ResultRow[]> {
  if (isPostgres(url)) {
    const sql = postgres(url, {
      max: 1,
      prepare: false,
      fetch_types: false,
      connect_timeout: 5,
      onnotice: () => {},
    });
    try {
      return [...await sql.unsafe(statement)];
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  const connection = await createConnection({ uri: url, connectTimeout: 5000 });
  try {
    const [rows] = await connection.query(statement);
    return Array.isArray(rows) ? rows as ResultRow[] : [];
  } finally {
    connection.destroy();
  }
}

/** The text in which the server names its version. */
export async function serverVersion(url: string): Promise<string> {
  const [row] = await query(url, "SELECT version() AS version");
  return String(row?.version);
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const copy = new URL(url);
  copy.pathname = `/${encodeURIComponent(database)}`;
  return copy.href;
}

/** Creates an empty database whose name nobody else has, and returns its URL. */
export async function createDatabase(url: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await query(url, isPostgres(url) ? `CREATE DATABASE "${name}"` : `CREATE DATABASE \`${name}\``);
  return withDatabase(url, name);
}

/** Drops a database made by {@linkcode createDatabase}, whoever is still connected to it. */
export async function dropDatabase(server: string, database: string): Promise<void> {
  const name = decodeURIComponent(new URL(database).pathname.slice(1));
  await query(
    server,
    isPostgres(server)
      ? `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`
      : `DROP DATABASE IF EXISTS \`${name}\``,
  );
}

function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url);
}

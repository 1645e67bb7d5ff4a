import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import type { Benchmark, Subject } from "./measure.ts";
import { race } from "./server.ts";

/** PostgreSQL, beside psql, dbmate and a program that only connects. */
export const postgres: Benchmark = {
  name: "postgres",
  run: () =>
    race({
      server: "postgres15",
      title: "PostgreSQL",
      client: { name: "psql -f", script: psql },
      bare: {
        name: "a compiled `select 1` with postgres.js",
        text: `import postgres from ${
          JSON.stringify(fileURLToPath(import.meta.resolve("postgres")))
        };
const sql = postgres(process.env.DATABASE_URL, { max: 1 });
await sql\`select 1\`;
await sql.end();
`,
      },
      isRequest: asksPostgres,
      plain: (url) => `${url}?sslmode=disable`,
      history:
        "CREATE TABLE history (revision text PRIMARY KEY, checksum text, at timestamptz DEFAULT now())",
      begin: "BEGIN",
      trips: 120,
      rounds: 3,
      targets: { dbmate: 1, client: 1.1 },
    }),
};

function psql(url: string, file: string): Subject {
  return {
    command: ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file],
    env: environment(url),
  };
}

function environment(url: string): Readonly<Record<string, string>> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  };
}

/** Simple and extended queries; the login has no letter or "p", the end is "X". */
const questions: ReadonlySet<number> = new Set(Buffer.from("QPBEFC"));

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
function asksPostgres(chunk: Buffer): boolean {
  return questions.has(chunk[0]!);
}

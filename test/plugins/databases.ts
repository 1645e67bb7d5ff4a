import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Adapter, Session } from "../../core/adapter.ts";
import { diff } from "../../core/diff.ts";
import { emptySchema, type Schema } from "../../core/schema.ts";
import type { Statement } from "../../core/statement.ts";
import { adapter as mysql } from "../../adapters/mysql/mod.ts";
import { adapter as postgres } from "../../adapters/postgres/mod.ts";
import { adapter as sqlite } from "../../adapters/sqlite/mod.ts";
import { serverKinds, type ServerName, serverNames, useServer } from "../servers/mod.ts";

/** An empty database of a kind that models are made for, dropped at the end. */
export interface ModelDatabase extends AsyncDisposable {
  /** As the product takes it. */
  readonly url: string;
  readonly dialect: string;
  /** `PostgreSQL 15.18`. */
  readonly server: string;
  /** Runs a script by the adapter's own splitter. Throws `Error` with the statement that failed. */
  run(script: string): Promise<void>;
  /** Makes everything of a schema, as the product makes what models ask for. */
  make(schema: Schema): Promise<void>;
  schema(): Promise<Schema>;
}

/** The kinds of database that models are tested on. */
export type DatabaseKind = "sqlite" | ServerName;

/** Every kind of database, SQLite first. */
export const databaseKinds: readonly DatabaseKind[] = ["sqlite", ...serverNames];

/** The dialect of a kind of database. */
export function dialectOf(kind: DatabaseKind): "sqlite" | "postgres" | "mysql" {
  return kind === "sqlite" ? "sqlite" : serverKinds[kind].dialect;
}

/** Makes an empty database; undefined, after one loud line, where there is no such server. */
export async function makeDatabase(kind: DatabaseKind): Promise<ModelDatabase | undefined> {
  if (kind === "sqlite") {
    const folder = mkdtempSync(join(tmpdir(), "whimbrel-models-"));
    return open(sqlite, `sqlite:${join(folder, "models.db")}`, () => {
      rmSync(folder, { recursive: true, force: true });
    });
  }
  const server = await useServer(kind);
  if (server === undefined) return undefined;
  const url = await server.createDatabase();
  const adapter = server.dialect === "postgres" ? postgres : mysql;
  return open(adapter, url, () => server.dropDatabase(url));
}

async function open(
  adapter: Adapter,
  url: string,
  drop: () => void | Promise<void>,
): Promise<ModelDatabase> {
  const session = await adapter.connect({
    url,
    connectTimeout: 10_000,
    readOnly: false,
    settings: {},
    env: {},
  });
  return {
    url,
    dialect: adapter.dialect.name,
    server: session.server,
    run: (script) => runScript(session, script),
    make: (schema) => {
      const statements = session.dialect.render(diff(emptySchema, schema), emptySchema);
      return runAll(session, statements);
    },
    schema: () => adapter.introspect(session, { exclude: [], namespaces: "all" }),
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await drop();
    },
  };
}

async function runScript(session: Session, script: string): Promise<void> {
  await runAll(session, session.dialect.split([script]));
}

async function runAll(session: Session, statements: Iterable<Statement>): Promise<void> {
  for (const statement of statements) {
    try {
      await session.run([statement]);
    } catch (cause) {
      throw new Error(`${(cause as Error).message}\n${statement.text}`, { cause });
    }
  }
}

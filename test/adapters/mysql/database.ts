import type { Row } from "../../../core/adapter.ts";
import type { Operation } from "../../../core/operation.ts";
import type { Schema } from "../../../core/schema.ts";
import { introspect } from "../../../adapters/mysql/introspect.ts";
import type { MysqlSession } from "../../../adapters/mysql/session.ts";
import type { DatabaseServer } from "../../servers/mod.ts";
import { open } from "./servers.ts";

/** A database of its own that operations are rendered for and run on. */
export interface Database extends AsyncDisposable {
  readonly session: MysqlSession;
  readonly url: string;
  readonly mariadb: boolean;
  /** Runs the statements of a script. */
  exec(script: string): Promise<void>;
  rows(sql: string): Promise<readonly Row[]>;
  schema(): Promise<Schema>;
  /** Renders for the schema as it is, runs, gives the SQL. */
  run(operations: readonly Operation[]): Promise<readonly string[]>;
}

/** Makes a database, fills it with a script, and drops it at the end. */
export async function useDatabase(server: DatabaseServer, script = ""): Promise<Database> {
  const url = await server.createDatabase();
  const session = await open(url);
  const schema = () => introspect(session);
  const database: Database = {
    session,
    url,
    mariadb: session.facts.isMariadb,
    exec: async (text) => {
      await session.run([...session.dialect.split([text])]);
    },
    rows: (sql) => session.query(sql),
    schema,
    async run(operations) {
      const statements = session.dialect.render(operations, await schema());
      for (const statement of statements) {
        try {
          await session.run([statement]);
        } catch (cause) {
          throw new Error(`${(cause as Error).message}\n${statement.text}`, { cause });
        }
      }
      return statements.map(({ text }) => text);
    },
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await server.dropDatabase(url);
    },
  };
  await database.exec(script);
  return database;
}

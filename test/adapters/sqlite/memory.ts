import { DatabaseSync } from "node:sqlite";
import type { Row } from "../../../core/adapter.ts";
import type { Operation } from "../../../core/operation.ts";
import type { Schema } from "../../../core/schema.ts";
import { introspect } from "../../../adapters/sqlite/introspect.ts";
import { render } from "../../../adapters/sqlite/render.ts";

/** A database in memory that operations are rendered for and run on. */
export interface Memory extends Disposable {
  exec(sql: string): void;
  rows(sql: string): readonly Row[];
  schema(): Promise<Schema>;
  /** Renders for the schema as it is, runs in a transaction with foreign keys off, gives the SQL. */
  run(operations: readonly Operation[]): Promise<readonly string[]>;
}

export function openMemory(script = ""): Memory {
  const database = new DatabaseSync(":memory:");
  database.exec(script);
  const rows = (sql: string) => database.prepare(sql).all().map((row) => ({ ...row }));
  const schema = () => introspect({ query: (sql) => Promise.resolve(rows(sql)) });
  return {
    exec: (sql) => database.exec(sql),
    rows,
    schema,
    async run(operations) {
      const statements = render(operations, await schema()).map(({ text }) => text);
      database.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
      for (const statement of statements) {
        try {
          database.exec(statement);
        } catch (cause) {
          throw new Error(`${statement}: ${(cause as Error).message}`, { cause });
        }
      }
      database.exec("COMMIT; PRAGMA foreign_keys = ON");
      return statements;
    },
    [Symbol.dispose]: () => database.close(),
  };
}

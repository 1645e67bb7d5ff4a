import assert from "node:assert/strict";
import { adapter as mysql } from "../../../adapters/mysql/mod.ts";
import { adapter as postgres } from "../../../adapters/postgres/mod.ts";
import { adapter as sqlite } from "../../../adapters/sqlite/mod.ts";
import { emptySchema, type Schema } from "../../../core/schema.ts";
import { type DatabaseKind, dialectOf, makeDatabase } from "../databases.ts";
import { createOperations } from "./create.ts";

const adapters = { mysql, postgres, sqlite };

/** The SQL by which the tool makes a schema in an empty database. */
export function scriptOf(schema: Schema, dialect: keyof typeof adapters): string {
  return adapters[dialect].dialect.render(createOperations(schema, dialect), emptySchema)
    .map(({ text }) => `${text};\n`).join("");
}

/** The schema that a script makes, or that is made of a schema, as the database tells it. */
export async function made(kind: DatabaseKind, desired: string | Schema): Promise<Schema> {
  await using database = await makeDatabase(kind);
  assert.ok(database !== undefined, `There is no server "${kind}"`);
  await database.run(typeof desired === "string" ? desired : scriptOf(desired, dialectOf(kind)));
  return await database.schema();
}

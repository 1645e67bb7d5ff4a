import type { Plugin } from "../../core/plugin.ts";
import type { Schema } from "../../core/schema.ts";
import { usePython } from "../python.ts";
import { type DatabaseKind, dialectOf, makeDatabase } from "./databases.ts";
import { makeProject, request, scriptOf } from "./run_python.ts";

/** The schema of a database after a script. */
export async function makeSchema(kind: DatabaseKind, script: string): Promise<Schema | undefined> {
  await using database = await makeDatabase(kind);
  await database?.run(script);
  return await database?.schema();
}

/** A schema whose types are in capitals, since no database but SQLite shows how they were written. */
export function inCapitals(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        type: typeof column.type === "string" ? column.type.toUpperCase() : column.type,
      })),
    })),
  };
}

/** Writes a schema as models, loads them, and gives the schema of the database that they make. */
export async function roundTrip(
  plugin: Plugin,
  schema: Schema,
  kind: DatabaseKind,
): Promise<Schema | undefined> {
  const dialect = dialectOf(kind);
  const python = await usePython("newest");
  if (python === undefined) return undefined;
  await using database = await makeDatabase(kind);
  if (database === undefined) return undefined;
  const text = plugin.write!(schema, dialect);
  using written = makeProject({ "models.py": text });
  const asked = request(written.root, { paths: ["models"], dialect, server: database.server });
  try {
    await database.run(await scriptOf(python, plugin, asked));
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${text}`, { cause });
  }
  return await database.schema();
}

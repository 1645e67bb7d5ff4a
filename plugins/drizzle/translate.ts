import { WhimbrelError } from "../../core/errors.ts";
import type { Desired, ModelsRequest } from "../../core/plugin.ts";
import type { Schema } from "../../core/schema.ts";
import { sortSchema } from "../../core/schema_order.ts";
import type { Models } from "./models.ts";
import { translateMysql } from "./mysql.ts";
import { translatePostgres } from "./postgres.ts";
import { nameByRelease } from "./release.ts";
import { translateSqlite } from "./sqlite.ts";

const translations: Readonly<Record<string, (models: Models) => Schema>> = {
  postgres: translatePostgres,
  mysql: translateMysql,
  sqlite: translateSqlite,
};

/**
 * What the loader's program printed, as the schema that the models ask for.
 *
 * @throws {WhimbrelError} `models` where there are no models of the dialect.
 */
export function translate(models: unknown, { dialect }: ModelsRequest): Desired {
  const described = models as Models;
  const translation = translations[dialect];
  if (translation === undefined) {
    throw new WhimbrelError("models", `Drizzle has no models for the dialect "${dialect}"`, {
      hint: 'use another plugin: `models: { plugin: "sql", path: "schema.sql" }`',
    });
  }
  refuseNothing(described);
  const notes = notesOf(described);
  return {
    schema: sortSchema(translation(nameByRelease(described))),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** No models at all would be an order to drop every table. */
function refuseNothing({ tables, views, enums, others, dialect, files }: Models): void {
  if (tables.length + views.length + enums.length > 0) return;
  const where = files.length === 1 ? `"${files[0]}"` : `${files.length} files`;
  if (others.length > 0) {
    throw new WhimbrelError(
      "models",
      `The models in ${where} are for ${others.join(" and ")}, the database is ${dialect}`,
      { hint: "write the models for the database that the configuration names, or name another" },
    );
  }
  throw new WhimbrelError("models", `No tables are exported in ${where}`, {
    hint: "export the tables, and name their files as `path` under `models`",
  });
}

function notesOf(models: Models): readonly string[] {
  const { tables, dialect, roles, tablesFilter } = models;
  const others = dialect === "mysql"
    ? tables.flatMap(({ schema, name }) => schema === undefined ? [] : [`${schema}.${name}`])
    : [];
  return [
    ...(others.length > 0
      ? [`left out, as they are in other databases: ${others.join(", ")}`]
      : []),
    ...(roles.length > 0
      ? [`roles are the server's and left as they are: ${roles.join(", ")}`]
      : []),
    ...(tablesFilter.length > 0
      ? [`\`tablesFilter\` (${tablesFilter.join(", ")}) is not read: see \`compare.include\``]
      : []),
    ...missingTables(models),
  ];
}

/** Foreign keys to what is not among the models need it to be there already. */
function missingTables({ tables }: Models): readonly string[] {
  const key = ({ schema, name }: { readonly schema?: string; readonly name: string }) =>
    schema === undefined ? name : `${schema}.${name}`;
  const known = new Set(tables.map(key));
  const missing = tables.flatMap((table) =>
    table.foreignKeys.map((foreign) => ({ from: key(table), to: key(foreign.table) }))
  ).filter(({ to }) => !known.has(to));
  return missing.map(({ from, to }) => `"${from}" refers to "${to}", which is not exported`);
}

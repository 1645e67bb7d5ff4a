import assert from "node:assert/strict";
import { adapter as mysql } from "../../adapters/mysql/mod.ts";
import { adapter as postgres } from "../../adapters/postgres/mod.ts";
import { adapter as sqlite } from "../../adapters/sqlite/mod.ts";
import { mapExpressions } from "../../core/expressions.ts";
import { noRenames } from "../../core/rename.ts";
import type { Schema } from "../../core/schema.ts";
import { keepUnexpressed } from "../../core/unexpressed.ts";
import { type DatabaseKind, dialectOf } from "./databases.ts";

const adapters = { mysql, postgres, sqlite };

/**
 * Asserts that models made a schema, but for what no models have words for (how a key is stored), and
 * for expressions that PostgreSQL tells in two ways.
 */
export function assertMade(
  actual: Schema,
  expected: Schema,
  kind: DatabaseKind,
  message?: string,
): void {
  const dialect = dialectOf(kind);
  const { diffTraits: traits = {} } = adapters[dialect].dialect;
  const everything = {
    checks: true,
    exclusions: true,
    indexes: true,
    comments: true,
    enums: true,
    sequences: true,
    domains: true,
    composites: true,
    objects: expected.objects.map((object) => object.kind),
  };
  const spoken = keepUnexpressed(actual, expected, everything, noRenames, {
    ...traits,
    ordersColumns: false,
  });
  const own = new Map(actual.tables.map((table) => [table.name, table.options]));
  const tables = spoken.tables.map((table) => ({ ...table, options: own.get(table.name)! }));
  const told = (schema: Schema) =>
    dialect === "postgres" ? mapExpressions(schema, traits.spelling!) : schema;
  const made = told({ ...spoken, tables });
  if (message === undefined) assert.deepEqual(made, told(expected));
  else assert.deepEqual(made, told(expected), message);
}

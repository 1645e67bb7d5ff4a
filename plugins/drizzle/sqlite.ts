import type { Column, Index, Schema, Table } from "../../core/schema.ts";
import { sqliteDefault } from "./default.ts";
import { readIndexPart, withoutParentheses } from "./index_part.ts";
import type { ColumnModel, IndexModel, Models, TableModel } from "./models.ts";
import { isBeforeFirst } from "./release.ts";
import { baseColumn, checksOf, foreignKeyOf, primaryKeyOf, uniquesOf } from "./table.ts";
import { viewObjects } from "./view.ts";

/** Models of `sqlite-core` as a schema. */
export function translateSqlite({ tables, views, version }: Models): Schema {
  return {
    tables: tables.map((table) => translateTable(table, version)),
    enums: [],
    sequences: [],
    domains: [],
    composites: [],
    objects: viewObjects(views, {
      quote,
      define: ({ name, query }) => `CREATE VIEW ${quote(name)} AS ${query}`,
    }),
  };
}

/** Before release 1, the tool gives no names to keys, and makes unique indexes of constraints. */
function translateTable(table: TableModel, version: string): Table {
  const isNamed = !isBeforeFirst(version);
  const isWide = table.primaryKeys.some(({ columns }) => columns.length > 1);
  const primaryKey = primaryKeyOf(table, (name) => isNamed && isWide ? name : undefined);
  return {
    name: table.name,
    columns: table.columns.map((column) => translateColumn(column, isNamed)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: isNamed ? uniquesOf(table) : [],
    foreignKeys: table.foreignKeys.map((key) => foreignKeyOf(key, isNamed ? key.name : undefined)),
    checks: checksOf(table),
    exclusions: [],
    indexes: [
      ...table.indexes.map(translateIndex),
      ...(isNamed ? [] : uniquesOf(table).map((key): Index => ({
        name: key.name!,
        unique: true,
        parts: key.columns.map((column) => ({ column })),
      }))),
    ],
    options: {},
  };
}

function translateColumn(column: ColumnModel, isNamed: boolean): Column {
  const { generated } = column;
  return {
    // From release 1 on, PRIMARY KEY at a column stands without NOT NULL.
    ...baseColumn(isNamed && column.primary ? { ...column, notNull: false } : column, {
      type: column.type,
      spell: sqliteDefault,
    }),
    ...(column.autoIncrement ? { identity: {} } : {}),
    ...(generated === undefined ? {} : {
      generated: {
        expression: withoutParentheses(generated.expression),
        stored: generated.mode === "stored",
      },
    }),
  };
}

function translateIndex(index: IndexModel): Index {
  return {
    name: index.name,
    unique: index.unique,
    parts: index.parts.map((part) =>
      "expression" in part ? readIndexPart(part.expression) : { column: part.column }
    ),
    ...(index.where === undefined ? {} : { where: index.where }),
  };
}

function quote(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

import type { Column, Index, Schema, Table } from "../../core/schema.ts";
import { literal, mysqlDefault } from "./default.ts";
import { readIndexPart, withoutParentheses } from "./index_part.ts";
import type { ColumnModel, IndexModel, Models, TableModel, ViewModel } from "./models.ts";
import { baseColumn, checksOf, foreignKeyOf, primaryKeyOf, uniquesOf } from "./table.ts";
import { viewObjects } from "./view.ts";

/** Models of `mysql-core` as a schema: those of the connection's own database. */
export function translateMysql({ tables, views, version }: Models): Schema {
  const isOwn = ({ schema }: { readonly schema?: string }) => schema === undefined;
  return {
    tables: tables.filter(isOwn).map((table) => translateTable(table, version)),
    enums: [],
    sequences: [],
    domains: [],
    composites: [],
    objects: viewObjects(views.filter(isOwn), { quote, define: defineView }),
  };
}

/** SERIAL stands for more than a type, and MariaDB takes nothing behind it. */
function withoutSerial(column: ColumnModel): ColumnModel {
  if (column.type.toLowerCase() !== "serial") return column;
  return {
    ...column,
    type: "bigint unsigned",
    notNull: true,
    autoIncrement: true,
    unique: column.unique ?? { name: column.name, nullsNotDistinct: false },
  };
}

function translateTable(model: TableModel, version: string): Table {
  const table = { ...model, columns: model.columns.map(withoutSerial) };
  const primaryKey = primaryKeyOf(table, () => undefined);
  const inKey = new Set(primaryKey?.columns);
  return {
    name: table.name,
    columns: table.columns.map((column) => {
      const translated = translateColumn(column, version);
      return inKey.has(column.name) ? { ...translated, nullable: false } : translated;
    }),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: uniquesOf(table),
    foreignKeys: table.foreignKeys.map((key) => foreignKeyOf(key, key.name)),
    checks: checksOf(table),
    exclusions: [],
    indexes: table.indexes.map(translateIndex),
    options: {},
  };
}

function translateColumn(column: ColumnModel, version: string): Column {
  const { generated, onUpdateNow, charset, collation } = column;
  return {
    ...baseColumn(column, {
      type: typeOf(column),
      spell: (_column, value) => mysqlDefault(column, value, version),
    }),
    ...(column.autoIncrement ? { identity: {} } : {}),
    ...(generated === undefined ? {} : {
      generated: {
        expression: withoutParentheses(generated.expression),
        stored: generated.mode !== "virtual",
      },
    }),
    ...(onUpdateNow === undefined ? {} : { onUpdate: now(column, onUpdateNow.fsp) }),
    ...(charset === undefined ? {} : { charset }),
    ...(collation === undefined ? {} : { collation }),
  };
}

/** Its digits must be those of the column. */
function now({ type }: ColumnModel, fsp: number | undefined): string {
  const digits = fsp ?? /\((\d)\)/.exec(type)?.[1];
  return `CURRENT_TIMESTAMP${digits === undefined || Number(digits) === 0 ? "" : `(${digits})`}`;
}

function typeOf({ type, values }: ColumnModel): string {
  return values === undefined ? type : `enum(${values.map(literal).join(",")})`;
}

function translateIndex(index: IndexModel): Index {
  return {
    name: index.name,
    unique: index.unique,
    parts: index.parts.map((part) =>
      "expression" in part ? readIndexPart(part.expression) : { column: part.column }
    ),
  };
}

function defineView(view: ViewModel): string {
  return [
    "CREATE",
    view.algorithm === undefined ? "" : `ALGORITHM = ${view.algorithm}`,
    view.sqlSecurity === undefined ? "" : `SQL SECURITY ${view.sqlSecurity}`,
    `VIEW ${quote(view.name)} AS (${view.query})`,
    view.withCheckOption === undefined ? "" : `WITH ${view.withCheckOption} CHECK OPTION`,
  ].filter((word) => word !== "").join(" ");
}

function quote(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

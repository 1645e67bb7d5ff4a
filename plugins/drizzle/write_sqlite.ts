import type { Column, Index, Schema, Table, Unique } from "../../core/schema.ts";
import { beginModule, call, type Module, text } from "./code.ts";
import { withoutParentheses } from "./index_part.ts";
import {
  columnList,
  namedOf,
  nameTables,
  partSql,
  type Scope,
  type Style,
  type TypeCode,
} from "./write_scope.ts";
import { writeTable } from "./write_table.ts";

/** Models of `sqlite-core` for a schema. */
export function writeSqlite(schema: Schema): string {
  const module = beginModule("drizzle-orm/sqlite-core", [
    ..."blob check customType foreignKey index integer numeric primaryKey real".split(" "),
    ..."sqliteTable sqliteView text unique uniqueIndex".split(" "),
  ]);
  const style = sqliteStyle(module);
  const tables = nameTables(schema, module);
  const scope: Scope = { module, style, tables };
  return module.print([
    ...tables.map((named) => `${writeTable(named, module.use("sqliteTable"), scope)};`),
    ...schema.objects.flatMap((object) => {
      const query = /^create\s+view\b.*?\sas\s+(.*)$/is.exec(object.definition)?.[1];
      if (object.kind !== "view" || query === undefined) {
        module.lose(`${object.kind} ${object.name}`);
        return [];
      }
      const name = module.declare(object.name, "View");
      return [
        `export const ${name} = ${module.use("sqliteView")}(${text(object.name)}, {})` +
        `.as(${module.sql(query)});`,
      ];
    }),
  ]);
}

function sqliteStyle(module: Module): Style {
  return {
    prefix: "SQLite",
    type: (column) => typeCode(column, module),
    usualDefault(column) {
      const { default: expression } = column;
      const isBare = expression === undefined ||
        /^(?:'(?:[^']|'')*'|[+-]?[\d.]+(?:e[+-]?\d+)?|\w+|x'[\da-f]*')$/i.test(expression);
      return isBare ? undefined : `.default(${module.sql(`(${withoutParentheses(expression)})`)})`;
    },
    columnMethods: () => "",
    keyOptions: ({ identity }) => identity === undefined ? "" : "{ autoIncrement: true }",
    isPlainKey: () => true,
    uniques: (table) => [
      ...table.uniques.map((unique) => nameUnique(unique, table)),
      ...table.indexes.filter((index) => isUnique(index, table)).map((index): Unique => ({
        kind: "unique",
        name: index.name,
        columns: columnsOf(index),
      })),
    ],
    extras: (table, scope) =>
      table.indexes.filter((index) => !isUnique(index, table))
        .map((index) => indexCode(index, table, scope)),
  };
}

function typeCode({ type }: Column, module: Module): TypeCode {
  const spelled = String(type).toLowerCase();
  const length = /^text\s*\((\d+)\)$/.exec(spelled)?.[1];
  if (length !== undefined) {
    return { builder: module.use("text"), config: `{ length: ${length} }`, takes: "string" };
  }
  if (spelled === "text" || spelled === "numeric") {
    return { builder: module.use(spelled), takes: "string" };
  }
  if (spelled === "integer" || spelled === "real") {
    return { builder: module.use(spelled), takes: "number" };
  }
  if (spelled === "blob") return { builder: module.use("blob") };
  return { builder: module.custom(String(type)) };
}

function columnsOf({ parts }: Index): readonly string[] {
  return parts.flatMap((part) => "column" in part ? [part.column] : []);
}

/** Drizzle makes unique indexes of its unique constraints. */
function isUnique(index: Index, table: Table): boolean {
  const columns = columnsOf(index);
  return index.unique && index.where === undefined && columns.length === index.parts.length &&
    index.parts.every((part) => Object.keys(part).length === 1) &&
    index.name === `${table.name}_${columns.join("_")}_unique`;
}

function nameUnique(unique: Unique, table: Table): Unique {
  return unique.name === undefined
    ? { ...unique, name: `${table.name}_${unique.columns.join("_")}_unique` }
    : unique;
}

function indexCode(index: Index, table: Table, scope: Scope): string {
  const { module } = scope;
  const named = namedOf(table, scope);
  const parts = index.parts.map((part) =>
    "column" in part && Object.keys(part).length === 1
      ? columnList([part.column], named)
      : module.sql(partSql(part, (name) => `"${name.replaceAll('"', '""')}"`))
  );
  const where = index.where === undefined ? "" : `.where(${module.sql(index.where)})`;
  const builder = module.use(index.unique ? "uniqueIndex" : "index");
  return `${call(builder, text(index.name))}.on(${parts.join(", ")})${where}`;
}

import { type Column, printName, type Table } from "../../core/schema.ts";
import { call, literalNumber, literalText, text } from "./code.ts";
import {
  constraintCodes,
  isInlineKey,
  isInlineReference,
  isInlineUnique,
  referencesMethod,
  uniqueMethod,
} from "./write_constraint.ts";
import type { NamedTable, Scope, TypeCode } from "./write_scope.ts";

/** One table as a declaration. `creator` is `pgTable` or a schema's `sales.table`. */
export function writeTable(named: NamedTable, creator: string, scope: Scope): string {
  const { table, identifier } = named;
  const columns = table.columns.map((column) => `  ${writeColumn(column, named, scope)},`);
  const extras = [...constraintCodes(named, scope), ...scope.style.extras(table, scope)];
  const body = `${creator}(${text(table.name)}, {\n${columns.join("\n")}\n}`;
  const callback = extras.length === 0
    ? ""
    : `, (table) => [\n${extras.map((extra) => `  ${extra},`).join("\n")}\n]`;
  return `export const ${identifier} = ${body}${callback})`;
}

function writeColumn(column: Column, named: NamedTable, scope: Scope): string {
  const { style, module } = scope;
  const { table, properties } = named;
  const property = properties.get(column.name)!;
  const { builder, config = "", suffix = "", takes } = style.type(column, table);
  const name = property === column.name ? "" : text(column.name);
  const isKey = isInlineKey(column, table, style);
  const code = [
    call(builder, name, config) + suffix,
    style.columnMethods(column, table),
    isKey ? `.${call("primaryKey", style.keyOptions(column))}` : "",
    column.nullable || isKey || column.identity !== undefined && style.prefix === "Pg"
      ? ""
      : ".notNull()",
    defaultCode(column, takes, { ...scope, table }),
    generatedCode(column, scope),
    ...style.uniques(table).filter((unique) => isInlineUnique(unique, column))
      .map((unique) => uniqueMethod(unique, table)),
    ...table.foreignKeys.filter((key) => isInlineReference(key, column, named, scope))
      .map((key) => referencesMethod(key, named, scope)),
  ].join("");
  if (column.collation !== undefined) {
    module.lose(`collation ${column.collation} of ${printName(table)}.${column.name}`);
  }
  if (column.comment !== undefined) {
    return `/** ${column.comment.replaceAll("*/", "* /")} */\n  ${property}: ${code}`;
  }
  return `${property}: ${code}`;
}

function defaultCode(
  column: Column,
  takes: TypeCode["takes"],
  { style, module, table }: Scope & { readonly table: Table },
): string {
  const { default: expression } = column;
  if (expression === undefined) return "";
  const usual = style.usualDefault(column, table);
  if (usual !== undefined) return usual;
  const value = valueCode(expression, takes);
  return value === undefined ? `.default(${module.sql(expression)})` : `.default(${value})`;
}

function valueCode(expression: string, takes: TypeCode["takes"]): string | undefined {
  switch (takes) {
    case "number":
      return literalNumber(expression);
    case "boolean":
      return /^(?:true|1)$/i.test(expression)
        ? "true"
        : /^(?:false|0)$/i.test(expression)
        ? "false"
        : undefined;
    case "string": {
      const value = literalText(expression);
      return value === undefined ? undefined : text(value);
    }
    case "array":
      return literalText(expression) === "{}" ? "[]" : undefined;
    case "json":
      return jsonCode(literalText(expression));
    case undefined:
      return undefined;
  }
}

/** JSON that Drizzle would write in the same way. */
function jsonCode(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value !== "string" && JSON.stringify(value) === json ? json : undefined;
  } catch {
    return undefined;
  }
}

function generatedCode({ generated }: Column, { style, module }: Scope): string {
  if (generated === undefined) return "";
  const mode = style.prefix !== "Pg" && generated.stored ? '{ mode: "stored" }' : "";
  return `.${call("generatedAlwaysAs", module.sql(generated.expression), mode)}`;
}

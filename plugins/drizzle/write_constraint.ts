import {
  type Column,
  type ForeignKey,
  printName,
  sameName,
  type Table,
  type TableName,
  type Unique,
} from "../../core/schema.ts";
import { call, type Module, object, text } from "./code.ts";
import { columnList, type NamedTable, type Scope, type Style } from "./write_scope.ts";

/** Whether the primary key stands at a column. */
export function isInlineKey(column: Column, table: Table, style: Style): boolean {
  const { primaryKey: key } = table;
  return key?.columns.length === 1 && key.columns[0] === column.name &&
    style.isPlainKey(key, table);
}

/** Whether a unique constraint stands at a column. */
export function isInlineUnique(unique: Unique, column: Column): boolean {
  return unique.columns.length === 1 && unique.columns[0] === column.name;
}

/** A unique constraint at its column. */
export function uniqueMethod(unique: Unique, table: Table): string {
  const isUsual = unique.name === `${table.name}_${unique.columns.join("_")}_unique`;
  const options = unique.nullsNotDistinct === true ? '{ nulls: "not distinct" }' : "";
  const name = isUsual && options === "" ? "" : text(unique.name ?? "");
  return `.${call("unique", name, options)}`;
}

/** The name that Drizzle gives a foreign key. */
function usualName(key: ForeignKey, table: Table): string {
  const parts = [table.name, ...key.columns, key.references.name, ...key.referencedColumns];
  return `${parts.join("_")}_fk`;
}

/** What the database keeps of it: PostgreSQL cuts names off. */
function isUsualName(key: ForeignKey, table: Table): boolean {
  const usual = usualName(key, table);
  return key.name === undefined || key.name === usual ||
    key.name.length === 63 && usual.startsWith(key.name);
}

function targetOf(name: TableName, { tables }: Scope): NamedTable | undefined {
  return tables.find(({ table }) => sameName(table, name));
}

/** Whether a foreign key stands at a column. */
export function isInlineReference(
  key: ForeignKey,
  column: Column,
  { table }: NamedTable,
  scope: Scope,
): boolean {
  return key.columns.length === 1 && key.columns[0] === column.name && isUsualName(key, table) &&
    key.referencedColumns.length === 1 && targetOf(key.references, scope) !== undefined &&
    table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === column.name) ===
      key;
}

/** A foreign key at its column. */
export function referencesMethod(key: ForeignKey, named: NamedTable, scope: Scope): string {
  const target = targetOf(key.references, scope)!;
  const property = target.properties.get(key.referencedColumns[0]!)!;
  const isLater = scope.tables.indexOf(target) >= scope.tables.indexOf(named);
  const type = isLater ? `: ${scope.module.use(`type Any${scope.style.prefix}Column`)}` : "";
  const options = object({
    onDelete: key.onDelete === undefined ? undefined : text(key.onDelete),
    onUpdate: key.onUpdate === undefined ? undefined : text(key.onUpdate),
  });
  return `.${call("references", `()${type} => ${target.identifier}.${property}`, options)}`;
}

/** The constraints that do not stand at columns. */
export function constraintCodes(named: NamedTable, scope: Scope): readonly string[] {
  const { table } = named;
  const { module, style } = scope;
  const key = table.primaryKey;
  const inline = table.columns.some((column) => isInlineKey(column, table, style));
  const list = (columns: readonly string[]) => `[${columnList(columns, named)}]`;
  return [
    ...(key === undefined || inline ? [] : [
      call(
        module.use("primaryKey"),
        object({
          name: key.name === undefined || key.name === `${table.name}_${key.columns.join("_")}_pk`
            ? undefined
            : text(key.name),
          columns: list(key.columns),
        }),
      ),
    ]),
    ...style.uniques(table).filter(({ columns }) => columns.length > 1)
      .map((unique) => uniqueCode(unique, named, module)),
    ...table.foreignKeys.filter((each) =>
      !table.columns.some((column) => isInlineReference(each, column, named, scope))
    ).flatMap((each) => foreignKeyCode(each, named, scope)),
    ...table.checks.map((check) =>
      call(module.use("check"), text(check.name ?? ""), module.sql(check.expression))
    ),
  ];
}

function uniqueCode(unique: Unique, named: NamedTable, module: Module): string {
  const isUsual = unique.name === `${named.table.name}_${unique.columns.join("_")}_unique`;
  const nulls = unique.nullsNotDistinct === true ? ".nullsNotDistinct()" : "";
  const name = isUsual ? "" : text(unique.name ?? "");
  return `${call(module.use("unique"), name)}.on(${columnList(unique.columns, named)})${nulls}`;
}

function foreignKeyCode(key: ForeignKey, named: NamedTable, scope: Scope): readonly string[] {
  const target = targetOf(key.references, scope);
  if (target === undefined || key.referencedColumns.length === 0) {
    scope.module.lose(`foreign key ${key.name ?? ""} of ${printName(named.table)}`);
    return [];
  }
  // A table cannot name itself where its type is still being found.
  const owner = target === named ? "table" : target.identifier;
  const foreign = key.referencedColumns
    .map((column) => `${owner}.${target.properties.get(column)}`).join(", ");
  const options = object({
    name: isUsualName(key, named.table) ? undefined : text(key.name!),
    columns: `[${columnList(key.columns, named)}]`,
    foreignColumns: `[${foreign}]`,
  });
  const action = (method: string, word: string | undefined) =>
    word === undefined ? "" : `.${method}(${text(word)})`;
  return [
    call(scope.module.use("foreignKey"), options) + action("onDelete", key.onDelete) +
    action("onUpdate", key.onUpdate),
  ];
}

import {
  type Column,
  type KeyPart,
  type PrimaryKey,
  sameName,
  type Schema,
  type Table,
  type Unique,
} from "../../core/schema.ts";
import { type Module, propertyNames } from "./code.ts";

/** The builder of a column's type. */
export interface TypeCode {
  readonly builder: string;
  /** The properties of its configuration. */
  readonly config?: string;
  /** `.array()`. */
  readonly suffix?: string;
  /** What `default()` takes, where the database keeps the same for it. */
  readonly takes?: "string" | "number" | "boolean" | "json" | "array";
}

/** What a dialect writes in its own way. */
export interface Style {
  /** `Pg`, `MySql`, `SQLite`: as the type of any column is called. */
  readonly prefix: string;
  type(column: Column, table: Table): TypeCode;
  /** A default that has a method of its own: `.defaultNow()`. */
  usualDefault(column: Column, table: Table): string | undefined;
  /** `.generatedAlwaysAsIdentity()`, `.onUpdateNow()`. */
  columnMethods(column: Column, table: Table): string;
  /** What stands in the parentheses of `primaryKey()`. */
  keyOptions(column: Column): string;
  /** The primary key may stand at its column: the name is the database's own. */
  isPlainKey(key: PrimaryKey, table: Table): boolean;
  /** Unique constraints, among them indexes that Drizzle makes of them. */
  uniques(table: Table): readonly Unique[];
  /** Indexes and policies. */
  extras(table: Table, scope: Scope): readonly string[];
}

/** The tables of a module and what they are called. */
export interface Scope {
  readonly module: Module;
  readonly style: Style;
  readonly tables: readonly NamedTable[];
}

/** A table with its names in the module. */
export interface NamedTable {
  readonly table: Table;
  readonly identifier: string;
  readonly properties: ReadonlyMap<string, string>;
}

/** Names tables, those that others refer to first, as far as that can be. */
export function nameTables(schema: Schema, module: Module): readonly NamedTable[] {
  const ordered: Table[] = [];
  const visit = (table: Table, path: readonly Table[]): void => {
    if (ordered.includes(table) || path.includes(table)) return;
    for (const key of table.foreignKeys) {
      const other = schema.tables.find((each) => sameName(each, key.references));
      if (other !== undefined) visit(other, [...path, table]);
    }
    ordered.push(table);
  };
  for (const table of schema.tables) visit(table, []);
  return ordered.map((table) => ({
    table,
    identifier: module.declare(table.name, "Table"),
    properties: propertyNames(table.columns.map(({ name }) => name)),
  }));
}

/** `table.firstName, table.email`. */
export function columnList(columns: readonly string[], { properties }: NamedTable): string {
  return columns.map((column) => `table.${properties.get(column)}`).join(", ");
}

/** The named table of a table. */
export function namedOf(table: Table, { tables }: Scope): NamedTable {
  return tables.find((named) => named.table === table)!;
}

/** A part of an index as SQL, which every dialect's `on()` takes. */
export function partSql(part: KeyPart, quote: (name: string) => string): string {
  const isPlain = part.collation === undefined && part.opclass === undefined &&
    part.descending === undefined && part.nulls === undefined;
  const length = part.length === undefined ? "" : `(${part.length})`;
  const base = "column" in part
    ? quote(part.column) + length
    : isPlain
    ? part.expression
    : `(${part.expression})`;
  return [
    base,
    part.collation === undefined ? "" : `collate ${quote(part.collation)}`,
    part.opclass ?? "",
    part.descending === true ? "desc" : "",
    part.nulls === undefined ? "" : `nulls ${part.nulls}`,
  ].filter((word) => word !== "").join(" ");
}

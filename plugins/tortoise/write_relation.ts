import { sha256 } from "../../core/checksum.ts";
import type { ForeignKey, ReferentialAction, Schema, Table } from "../../core/schema.ts";
import { findTable, sameName } from "../../core/schema.ts";

/** The names that Tortoise gives to indexes and constraints: `uid_order_custome_ce8cb6`. */
export function chosenName(prefix: string, table: string, columns: readonly string[]): string {
  const hash = sha256([table, ...columns].join(";")).slice(0, 6);
  return `${prefix}_${table.slice(0, 11)}_${columns[0]?.slice(0, 7) ?? ""}_${hash}`;
}

/** A foreign key that Tortoise has a relation for: one column of the same type as a unique one. */
export function relationOf(table: Table, column: string, schema: Schema): ForeignKey | undefined {
  return table.foreignKeys.find((key) => {
    if (key.columns.length !== 1 || key.columns[0] !== column) return false;
    const target = findTable(schema, key.references);
    const referenced = target?.columns.find(({ name }) => name === key.referencedColumns[0]);
    const own = table.columns.find(({ name }) => name === column);
    if (target === undefined || referenced === undefined || own === undefined) return false;
    if (target.primaryKey?.columns.length !== 1) return false;
    const isKey = target.primaryKey.columns[0] === referenced.name;
    const isUnique = target.uniques.some(({ columns }) =>
      columns.length === 1 && columns[0] === referenced.name
    );
    return (isKey || isUnique) && storedType(own.type) === storedType(referenced.type);
  });
}

/** SQLite's numbered keys are INTEGER whatever the field, and what refers to them is not. */
function storedType(type: Table["columns"][number]["type"]): string {
  return JSON.stringify(type).toUpperCase().replace(/^"(?:INTEGER|INT|BIGINT|SMALLINT)"$/, '"INT"');
}

/** A table that is nothing but a many-to-many relation. */
export interface Junction {
  readonly table: Table;
  readonly backward: ForeignKey;
  readonly forward: ForeignKey;
  readonly isUnique: boolean;
}

/** A table as the relation that it is, where it holds no more than that. */
export function junctionOf(table: Table, schema: Schema): Junction | undefined {
  const [one, two, ...more] = table.columns;
  if (one === undefined || two === undefined || more.length > 0) return undefined;
  if (table.primaryKey !== undefined || table.checks.length > 0) return undefined;
  if (table.columns.some((column) => column.nullable || column.default !== undefined)) {
    return undefined;
  }
  const backward = relationOf(table, one.name, schema);
  const forward = relationOf(table, two.name, schema);
  if (backward === undefined || forward === undefined) return undefined;
  if (backward.onDelete !== forward.onDelete) return undefined;
  const target = findTable(schema, backward.references);
  if (target?.schema !== table.schema) return undefined;
  const both = JSON.stringify([one.name, two.name]);
  const keys = [
    ...table.uniques.map(({ columns }) => columns),
    ...table.indexes.map(({ unique, parts }) =>
      parts.map((part) => unique && "column" in part ? part.column : "")
    ),
    // MySQL makes an index for a foreign key where there is none.
  ].filter((columns) => columns.length > 1);
  if (keys.some((columns) => JSON.stringify(columns) !== both) || keys.length > 1) return undefined;
  return { table, backward, forward, isUnique: keys.length === 1 };
}

/** The junctions that are written as fields of a table's model. */
export function junctionsAt(table: Table, junctions: readonly Junction[]): readonly Junction[] {
  return junctions.filter(({ backward }) => sameName(backward.references, table));
}

const actions: Readonly<Record<ReferentialAction, string>> = {
  "no action": "NO_ACTION",
  cascade: "CASCADE",
  restrict: "RESTRICT",
  "set null": "SET_NULL",
  "set default": "SET_DEFAULT",
};

/** `fields.CASCADE`; undefined where that is what Tortoise does by itself. */
export function onDelete({ onDelete }: ForeignKey): string | undefined {
  if (onDelete === "cascade") return undefined;
  return `fields.${actions[onDelete ?? "no action"]}`;
}

import { constraintName } from "./constraint_name.ts";
import type { Columns, TableDefinition } from "./op.ts";
import { checkKeys, invalidCall, requireText } from "./op_check.ts";
import { type Draft, draftColumn, draftReference, listOf } from "./op_draft.ts";
import { draftIndex } from "./op_index.ts";
import { mentionsColumn } from "./rename_in_expression.ts";
import { compare } from "./schema_order.ts";
import type { Check, Column, Constraint, PrimaryKey, Table, TableName, Unique } from "./schema.ts";

const tableKeys: readonly (keyof TableDefinition)[] = [
  "columns",
  "primaryKey",
  "uniques",
  "foreignKeys",
  "checks",
  "indexes",
  "comment",
  "strict",
  "withoutRowid",
  "options",
  "ifNotExists",
];

/** Checks the definition of a table. */
export function draftTable(name: TableName, definition: TableDefinition): Draft<Table> {
  const call = "createTable()";
  checkKeys(call, definition, tableKeys, `table "${name.name}"`);
  const { columns: given } = definition;
  if (typeof given !== "object" || given === null || Object.keys(given).length === 0) {
    throw invalidCall(call, `table "${name.name}" has no columns`);
  }
  const columns = Object.entries(given).map(([column, each]) =>
    draftColumn(call, { table: name, column }, each)
  );
  return {
    types: columns.flatMap(({ types }) => types),
    values: columns.flatMap(({ values }) => values),
    finish: (later) => {
      const finished = columns.map((column) => column.finish(later));
      const constraints = finished.flatMap((column) => column.constraints);
      return assemble(name, { ...definition, columns: finished.map(({ column }) => column) }, [
        ...constraints,
        ...tableConstraints(call, name, definition),
      ]);
    },
  };
}

function assemble(
  name: TableName,
  { columns, indexes, comment, options, strict, withoutRowid }:
    & Omit<TableDefinition, "columns">
    & { readonly columns: readonly Column[] },
  constraints: readonly Constraint[],
): Table {
  const call = "createTable()";
  const of = <Kind extends Constraint["kind"]>(kind: Kind) =>
    constraints.filter((each): each is Constraint & { readonly kind: Kind } => each.kind === kind);
  const [primaryKey, second] = of("primary_key");
  if (second !== undefined) {
    throw invalidCall(
      call,
      `table "${name.name}" has more than one primary key`,
      "a key of several columns is written as `primaryKey: [...]` of the table",
    );
  }
  const known = new Set(columns.map((column) => column.name));
  for (const { columns: named } of [...of("primary_key"), ...of("unique"), ...of("foreign_key")]) {
    const unknown = named.find((column) => !known.has(column));
    if (unknown !== undefined) {
      throw invalidCall(call, `table "${name.name}" has no column "${unknown}" for its key`);
    }
  }
  return {
    ...name,
    columns: columns.map((column) =>
      primaryKey?.columns.includes(column.name) ? { ...column, nullable: false } : column
    ),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: of("unique"),
    foreignKeys: of("foreign_key"),
    checks: of("check").map((check) => ({
      ...check,
      columns: columnsIn(check.expression, columns),
    })),
    exclusions: [],
    indexes: (indexes ?? []).map((index) => draftIndex(call, name, index)),
    options: {
      ...options,
      ...(strict === true ? { strict } : {}),
      ...(withoutRowid === true ? { without_rowid: true } : {}),
    },
    ...(comment === undefined ? {} : { comment }),
  };
}

function tableConstraints(
  call: string,
  table: TableName,
  { primaryKey, uniques, foreignKeys, checks }: TableDefinition,
): readonly Constraint[] {
  return [
    ...(primaryKey === undefined ? [] : [
      { kind: "primary_key", ...readKey(call, primaryKey) } satisfies PrimaryKey,
    ]),
    ...(uniques ?? []).map((given): Unique => {
      const key = readKey(call, given);
      return { kind: "unique", name: constraintName(table, key.columns, "key"), ...key };
    }),
    ...(foreignKeys ?? []).map((given) => {
      checkKeys(call, given, ["name", "columns", "references"], "a foreign key");
      const key = draftReference(
        call,
        { table, columns: listOf(call, given.columns) },
        given.references,
      );
      return given.name === undefined ? key : { ...key, name: given.name };
    }),
    ...(checks ?? []).map((given, index): Check => ({
      kind: "check",
      name: typeof given === "object" && given.name !== undefined
        ? given.name
        : constraintName(table, index === 0 ? [] : [String(index + 1)], "check"),
      expression: requireText(call, typeof given === "string" ? given : given.sql, "a check"),
      columns: [],
    })),
  ];
}

function readKey(
  call: string,
  key: Columns | { readonly name?: string; readonly columns: Columns },
): { readonly name?: string; readonly columns: readonly string[] } {
  if (typeof key === "string" || !("columns" in key)) return { columns: listOf(call, key) };
  checkKeys(call, key, ["name", "columns"], "a key");
  return { ...key, columns: listOf(call, key.columns) };
}

/** The columns that an expression names, sorted. */
export function columnsIn(expression: string, columns: readonly Column[]): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => mentionsColumn(expression, name))
    .sort(compare);
}

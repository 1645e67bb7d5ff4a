import type { Value } from "./adapter.ts";
import { constraintName } from "./constraint_name.ts";
import type { ColumnDefinition, Columns, Literal, Reference, SqlExpression } from "./op.ts";
import { checkKeys, invalidCall, readName, requireText } from "./op_check.ts";
import type { Column, Constraint, ForeignKey, TableName } from "./schema.ts";

/** What a dialect says of the types and values that a definition names. */
export interface Later {
  type(portable: string): string;
  literal(value: Value): string;
}

/** A definition that has been checked, but for what only the dialect can spell. */
export interface Draft<Type> {
  readonly types: readonly string[];
  readonly values: readonly Value[];
  finish(later: Later): Type;
}

/** A column and the constraints that stand at it. */
export interface ColumnDraft {
  readonly column: Column;
  readonly constraints: readonly Constraint[];
}

const columnKeys: readonly (keyof ColumnDefinition)[] = [
  "type",
  "nullable",
  "default",
  "primaryKey",
  "autoIncrement",
  "unique",
  "references",
  "check",
  "generated",
  "collation",
  "comment",
];

/** Checks the definition of a column. */
export function draftColumn(
  call: string,
  { table, column: given }: { readonly table: TableName; readonly column: string },
  definition: ColumnDefinition,
): Draft<ColumnDraft> {
  const name = requireText(call, given, "a column's name");
  checkKeys(call, definition, columnKeys, `column "${name}"`);
  const type = requireText(call, definition.type, `the type of column "${name}"`);
  const { generated, collation, comment } = definition;
  const value = definition.default;
  if (generated !== undefined && value !== undefined) {
    throw invalidCall(call, `column "${name}" has both a default and a generated value`);
  }
  return {
    types: [type],
    values: valuesOf(call, value),
    finish: (later) => ({
      column: {
        name,
        type: later.type(type),
        nullable: definition.nullable ?? definition.primaryKey !== true,
        ...(value === undefined || value === null ? {} : { default: spellDefault(value, later) }),
        ...(definition.autoIncrement === true ? { identity: {} } : {}),
        ...(generated === undefined ? {} : {
          generated: {
            expression: requireText(call, generated.sql, `the expression of column "${name}"`),
            stored: generated.stored ?? false,
          },
        }),
        ...(collation === undefined ? {} : { collation }),
        ...(comment === undefined ? {} : { comment }),
      },
      constraints: columnConstraints(call, { table, name }, definition),
    }),
  };
}

/** The values that have to be spelled as literals. */
export function valuesOf(
  call: string,
  value: Literal | SqlExpression | undefined,
): readonly Value[] {
  if (value === undefined || value === null) return [];
  if (isSql(value)) {
    requireText(call, value.sql, "the SQL of a default");
    return [];
  }
  const isLiteral = typeof value === "object"
    ? value instanceof Date || value instanceof Uint8Array
    : typeof value === "number"
    ? Number.isFinite(value)
    : ["string", "bigint", "boolean"].includes(typeof value);
  if (isLiteral) return [value];
  throw invalidCall(
    call,
    "a default is neither a value of the database nor SQL",
    'write an expression as `{ sql: "..." }`',
  );
}

/** A default as SQL. */
export function spellDefault(value: Literal | SqlExpression, later: Later): string {
  return isSql(value) ? value.sql : later.literal(value);
}

function isSql(value: unknown): value is SqlExpression {
  return typeof value === "object" && value !== null && "sql" in value;
}

function columnConstraints(
  call: string,
  { table, name }: { readonly table: TableName; readonly name: string },
  { primaryKey, unique, references, check }: ColumnDefinition,
): readonly Constraint[] {
  const columns = [name];
  return [
    ...(primaryKey === true ? [{ kind: "primary_key", columns } as const] : []),
    ...(unique === true
      ? [{ kind: "unique", name: constraintName(table, columns, "key"), columns } as const]
      : []),
    ...(references === undefined ? [] : [draftReference(call, { table, columns }, references)]),
    ...(check === undefined ? [] : [
      {
        kind: "check",
        name: constraintName(table, columns, "check"),
        expression: requireText(call, check, `the check of column "${name}"`),
        columns,
      } as const,
    ]),
  ];
}

/** Checks a reference and names it. */
export function draftReference(
  call: string,
  { table, columns }: { readonly table: TableName; readonly columns: readonly string[] },
  references: string | Reference,
): ForeignKey {
  const reference = typeof references === "string" ? { table: references } : references;
  const keys = ["table", "columns", "onDelete", "onUpdate", "deferrable", "name"];
  checkKeys(call, reference, keys, "the reference");
  const referencedColumns = listOf(call, reference.columns ?? "id");
  if (referencedColumns.length !== columns.length) {
    throw invalidCall(
      call,
      `${columns.length} columns cannot refer to ${referencedColumns.length}`,
      "name as many columns in `references`",
    );
  }
  const { onDelete, onUpdate, deferrable } = reference;
  return {
    kind: "foreign_key",
    name: reference.name ?? constraintName(table, columns, "fkey"),
    columns,
    references: readName(call, reference.table),
    referencedColumns,
    ...(onUpdate === undefined || onUpdate === "no action" ? {} : { onUpdate }),
    ...(onDelete === undefined || onDelete === "no action" ? {} : { onDelete }),
    ...(deferrable === undefined ? {} : { deferrable }),
  };
}

/** One name or several, as a list that is not empty. */
export function listOf(call: string, columns: Columns): readonly string[] {
  const list = typeof columns === "string" ? [columns] : columns;
  if (!Array.isArray(list) || list.length === 0) throw invalidCall(call, "no columns are named");
  return list.map((column: unknown) => requireText(call, column, "a column's name"));
}

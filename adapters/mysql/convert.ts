import type { Operation } from "../../core/operation.ts";
import type { TableChange } from "../../core/apply_table.ts";
import { type Column, constraintsOf, type Table, type TableName } from "../../core/schema.ts";
import { equalData } from "../../core/schema_order.ts";
import { quoteName } from "../ddl.ts";
import { behindClause, columnBefore, columnDefinition, placeClause } from "./definition.ts";
import { addKeys, dropKeys, keysOn } from "./anew.ts";
import { namesIn } from "./expression.ts";
import { refused, type Spelling } from "./spelling.ts";

/**
 * The statements of an operation that one ALTER TABLE cannot carry out; undefined for all others.
 *
 * @throws {WhimbrelError} `refused_statement` where something leans on the column that a new one
 * cannot take over.
 */
export function severalStatements(
  operation: TableChange,
  table: Table | undefined,
  spelling: Spelling,
): readonly string[] | undefined {
  if (operation.kind === "add_column" && isDrawn(operation.column, spelling)) {
    return addDrawnColumn(operation, table, spelling);
  }
  if (operation.kind === "alter_column" && isDrawnAnew(operation, spelling)) {
    return drawLater(operation, table, spelling);
  }
  if (operation.kind !== "alter_column" || table === undefined) return undefined;
  if (isRemade(operation)) return [remakeColumn(operation, table, spelling)];
  const using = operation.using ??
    (isVirtual(operation.from) && !isVirtual(operation.to)
      ? spelling.quote(operation.from.name)
      : undefined);
  return using === undefined ? undefined : convertColumn({ ...operation, using }, table, spelling);
}

type AlterColumn = Extract<Operation, { readonly kind: "alter_column" }>;

/** Whether a changed column is made anew, in one statement or several, for which the table is wanted. */
export function isAnew(operation: AlterColumn): boolean {
  return operation.using !== undefined || isVirtual(operation.from) !== isVirtual(operation.to);
}

/** Neither server changes whether the values of a column are kept, but for computing them no more. */
function isRemade({ from, to }: AlterColumn): boolean {
  return to.generated !== undefined && isVirtual(from) !== isVirtual(to);
}

function isVirtual({ generated }: Column): boolean {
  return generated?.stored === false;
}

/** A column that is computed from others has no values to lose. */
function remakeColumn({ from, to, move }: AlterColumn, table: Table, spelling: Spelling): string {
  const { quote } = spelling;
  refuseLeaning(`make the column "${to.name}" anew`, from.name, table);
  const keys = keysOn(to.name, table);
  return alterTable(table, [
    ...dropKeys(keys, spelling),
    `DROP COLUMN ${quote(from.name)}`,
    `ADD COLUMN ${columnDefinition(to, spelling)}${placeOf(to.name, table, { move, spelling })}`,
    ...addKeys(keys, spelling),
  ], spelling);
}

/**
 * Functions whose value MySQL refuses to draw for the rows that are there, because a replica would
 * draw others (https://dev.mysql.com/doc/refman/9.4/en/data-type-defaults.html).
 */
const drawing = /\b(?:uuid|uuid_short|rand|random_bytes|sysdate)\s*\(/i;

function isDrawnAnew({ from, to }: AlterColumn, spelling: Spelling): boolean {
  const { default: _before, ...was } = from;
  const { default: _after, ...will } = to;
  return isDrawn(to, spelling) && !equalData(was, will);
}

/** The default alone, since MODIFY with it would draw values where it copies the rows. */
function drawLater(
  operation: AlterColumn,
  table: Table | undefined,
  spelling: Spelling,
): readonly string[] {
  const { to, table: name } = operation;
  const { default: value, ...rest } = to;
  const others = severalStatements({ ...operation, to: rest }, table, spelling) ??
    [alterTable(name, [modifyClause({ ...operation, to: rest }, table, spelling)], spelling)];
  const set = `ALTER COLUMN ${spelling.quote(to.name)} SET DEFAULT (${value})`;
  return [...others, alterTable(name, [set], spelling)];
}

function modifyClause(
  { to, move }: AlterColumn,
  table: Table | undefined,
  spelling: Spelling,
): string {
  const place = move === undefined || table === undefined
    ? ""
    : placeOf(to.name, table, { move, spelling });
  return `MODIFY COLUMN ${columnDefinition(to, spelling)}${place}`;
}

function isDrawn({ default: value }: Column, { mariadb }: Spelling): boolean {
  return !mariadb && value !== undefined && drawing.test(value);
}

function addDrawnColumn(
  { column, table: name, position }: Extract<Operation, { readonly column: Column }>,
  table: Table | undefined,
  spelling: Spelling,
): readonly string[] {
  const alter = `ALTER TABLE ${quoteName(name, spelling.quote)}`;
  const place = placeClause(table?.columns ?? [], position, spelling);
  return [
    `${alter} ADD COLUMN ${columnDefinition(beside(column, column.name), spelling)}${place}`,
    updateColumn(name, { column: column.name, value: column.default! }, { table, spelling }),
    `${alter} MODIFY COLUMN ${columnDefinition(column, spelling)}`,
  ];
}

/**
 * The statements that change a column whose values an expression gives. The values are computed into
 * a column beside it, which then takes its name, its place and its keys in one statement, since a
 * MODIFY would convert the old values in its own way first.
 */
function convertColumn(
  { to, using, move }: AlterColumn & { readonly using: string },
  table: Table,
  spelling: Spelling,
): readonly string[] {
  const { quote } = spelling;
  const what = `compute new values for the column "${to.name}"`;
  if (to.identity !== undefined || to.generated !== undefined) {
    throw refused(what, "the server itself gives its values");
  }
  refuseLeaning(what, to.name, table);
  const fresh = freeName(`whimbrel_new_${to.name}`.slice(0, 60), table);
  const keys = keysOn(to.name, table);
  return [
    alterTable(table, [`ADD COLUMN ${columnDefinition(beside(to, fresh), spelling)}`], spelling),
    updateColumn(table, { column: fresh, value: using }, { table, spelling, but: to.name }),
    alterTable(table, [
      ...dropKeys(keys, spelling),
      `DROP COLUMN ${quote(to.name)}`,
      `CHANGE COLUMN ${quote(fresh)} ${columnDefinition(to, spelling)}${
        placeOf(to.name, table, { move, spelling })
      }`,
      ...addKeys(keys, spelling),
    ], spelling),
  ];
}

function alterTable(
  table: TableName,
  clauses: readonly string[],
  { quote }: Spelling,
): string {
  return `ALTER TABLE ${quoteName(table, quote)} ${clauses.join(", ")}`;
}

/** UPDATE of all rows, which leaves alone the columns that it would set to its own time. */
function updateColumn(
  name: TableName,
  { column, value }: { readonly column: string; readonly value: string },
  { table, spelling: { quote }, but }: {
    readonly table: Table | undefined;
    readonly spelling: Spelling;
    readonly but?: string;
  },
): string {
  const kept = (table?.columns ?? []).filter((each) => each.onUpdate && each.name !== but)
    .map((each) => `, ${quote(each.name)} = ${quote(each.name)}`);
  return `UPDATE ${quoteName(name, quote)} SET ${quote(column)} = (${value})${kept.join("")}`;
}

function placeOf(
  column: string,
  { columns }: Table,
  { move, spelling }: {
    readonly move: AlterColumn["move"] | undefined;
    readonly spelling: Spelling;
  },
): string {
  const at = move?.to ?? columns.findIndex(({ name }) => name === column);
  return behindClause(columnBefore(column, { columns, at }), spelling);
}

/** The column while it stands beside the old one: nothing is in it yet. */
function beside(column: Column, name: string): Column {
  const { type, charset, collation } = column;
  return {
    name,
    type,
    nullable: true,
    ...(charset === undefined ? {} : { charset }),
    ...(collation === undefined ? {} : { collation }),
  };
}

function refuseLeaning(what: string, name: string, table: Table): void {
  const leaning = constraintsOf(table).find((constraint) =>
    constraint.kind === "foreign_key" && constraint.columns.includes(name) ||
    constraint.kind === "check" && namesIn(constraint.expression).has(name)
  );
  const computed = table.columns.find((column) =>
    column.name !== name && namesIn(column.generated?.expression ?? "").has(name)
  );
  const other = leaning?.name ?? computed?.name;
  if (other === undefined) return;
  throw refused(what, `"${other}" is on it`, "drop that before, and make it again after");
}

function freeName(wish: string, { columns }: Table): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = wish;
  while (taken.has(name.toLowerCase())) name += "_";
  return name;
}

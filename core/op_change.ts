import type { ColumnChanges } from "./op.ts";
import { checkKeys, invalidCall, requireText } from "./op_check.ts";
import { type Draft, spellDefault, valuesOf } from "./op_draft.ts";
import type { Operation } from "./operation.ts";
import { mentionsColumn } from "./rename_in_expression.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type Index,
  nameOf,
  printName,
  type Table,
} from "./schema.ts";

/** Drops a column and what is on it alone; refuses where something is on others as well. */
export function dropColumn(table: Table, name: string): readonly Operation[] {
  const call = "dropColumn()";
  const column = columnOf(call, table, name);
  const called = nameOf(table);
  const constraints = constraintsOf(table).filter((each) => namesColumn(each, name));
  const indexes = table.indexes.filter((index) => indexNames(index, name));
  const shared = constraints.find((each) => !isAlone(each, name)) ??
    indexes.find((index) => index.parts.length > 1);
  if (shared !== undefined) {
    const what = "parts" in shared && !("kind" in shared) ? "index" : "constraint";
    const drop = what === "index" ? "dropIndex" : "dropConstraint";
    throw invalidCall(
      call,
      `the ${what} ${shared.name === undefined ? "" : `"${shared.name}" `}of "${
        printName(table)
      }" is on "${name}" and other columns`,
      `drop it before: \`await op.${drop}(...)\``,
    );
  }
  return [
    ...indexes.map((index): Operation => ({ kind: "drop_index", table: called, index })),
    ...constraints.map((constraint): Operation => ({
      kind: "drop_constraint",
      table: called,
      constraint,
    })),
    { kind: "drop_column", table: called, column, position: table.columns.indexOf(column) },
  ];
}

/** The change of a column, from what it is to what the changes make of it. */
export function changeColumn(
  table: Table,
  name: string,
  changes: ColumnChanges,
): Draft<Operation> {
  const call = "alterColumn()";
  const allowed = ["type", "nullable", "default", "collation", "comment", "using"];
  checkKeys(call, changes, allowed, `the change of "${name}"`);
  const from = columnOf(call, table, name);
  const type = changes.type === undefined
    ? undefined
    : requireText(call, changes.type, `the type of "${name}"`);
  return {
    types: type === undefined ? [] : [type],
    values: valuesOf(call, changes.default),
    finish: (later) => {
      const { default: value, collation, comment, notNull, ...kept } = from;
      const nullable = changes.nullable ?? from.nullable;
      const to: Column = {
        ...kept,
        ...(type === undefined ? {} : { type: later.type(type) }),
        nullable,
        ...(notNull === undefined || nullable ? {} : { notNull }),
        ...property(
          "default",
          changes.default === undefined || changes.default === null
            ? changes.default
            : spellDefault(changes.default, later),
          value,
        ),
        ...property("collation", changes.collation, collation),
        ...property("comment", changes.comment, comment),
      };
      return {
        kind: "alter_column",
        table: nameOf(table),
        from,
        to,
        ...(changes.using === undefined ? {} : { using: changes.using }),
      };
    },
  };
}

/** A property that is changed, taken away by `null`, or left as it was. */
function property(
  name: "default" | "collation" | "comment",
  change: string | null | undefined,
  before: string | undefined,
): Partial<Column> {
  const value = change === undefined ? before : change;
  return value === undefined || value === null ? {} : { [name]: value };
}

function columnOf(call: string, table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  throw invalidCall(
    call,
    `the table "${printName(table)}" has no column "${name}"`,
    `it has ${table.columns.map((each) => `"${each.name}"`).join(", ")}`,
  );
}

function columnsOf(constraint: Constraint): readonly string[] {
  return constraint.kind === "exclusion"
    ? constraint.parts.flatMap((part) => "column" in part ? [part.column] : [])
    : constraint.columns;
}

function namesColumn(constraint: Constraint, name: string): boolean {
  return columnsOf(constraint).includes(name) ||
    constraint.kind === "exclusion" && mentionsColumn(constraint.where ?? "", name);
}

function isAlone(constraint: Constraint, name: string): boolean {
  return columnsOf(constraint).every((column) => column === name);
}

function indexNames(index: Index, name: string): boolean {
  return mentionsColumn(index.where ?? "", name) || index.include?.includes(name) === true ||
    index.parts.some((part) =>
      "column" in part ? part.column === name : mentionsColumn(part.expression, name)
    );
}

import { WhimbrelError } from "./errors.ts";
import type { ColumnOperation, ConstraintOperation, IndexOperation } from "./operation.ts";
import type { TableOperation } from "./operation.ts";
import { dropQuotes, renameInExpression } from "./rename_in_expression.ts";
import { compare, equalData } from "./schema_order.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type Exclusion,
  type Index,
  type KeyColumn,
  type KeyPart,
  printName,
  type Table,
} from "./schema.ts";

/** An operation that changes one table in its place. */
export type TableChange =
  | Exclude<
    TableOperation,
    {
      readonly kind:
        | "create_table"
        | "drop_table"
        | "rename_table"
        | "alter_partition_bounds"
        | "move_rows";
    }
  >
  | ColumnOperation
  | ConstraintOperation
  | IndexOperation;

/**
 * The table after an operation that names it.
 *
 * @throws {WhimbrelError} `invalid_migration` where the operation does not fit the table.
 */
export function fitTable(table: Table, operation: TableChange): Table {
  switch (operation.kind) {
    case "set_table_comment": {
      const { comment: _before, ...rest } = table;
      return operation.to === undefined ? rest : { ...rest, comment: operation.to };
    }
    case "alter_table_options":
      return { ...table, options: operation.to };
    case "alter_partitioning": {
      const { partitioning: _before, ...rest } = table;
      return operation.to === undefined ? rest : { ...rest, partitioning: operation.to };
    }
    case "add_column":
      return addColumn(table, operation.column, operation.position);
    case "drop_column":
      return {
        ...table,
        columns: without(table, table.columns, { what: "column", name: operation.column.name }),
      };
    case "rename_column":
      return renameColumn(table, operation);
    case "alter_column":
      return {
        ...table,
        columns: move(swap(table, table.columns, { what: "column", ...operation }), operation),
      };
    case "create_index":
      requireAbsent(table, table.indexes, { what: "index", name: operation.index.name });
      return { ...table, indexes: [...table.indexes, operation.index] };
    case "drop_index":
      return {
        ...table,
        indexes: without(table, table.indexes, { what: "index", name: operation.index.name }),
      };
    case "alter_index":
      return { ...table, indexes: swap(table, table.indexes, { what: "index", ...operation }) };
    case "rename_index": {
      const index = named(table, table.indexes, { what: "index", name: operation.from });
      requireAbsent(table, table.indexes, { what: "index", name: operation.to });
      const to: Index = { ...index, name: operation.to };
      return { ...table, indexes: swap(table, table.indexes, { what: "index", from: index, to }) };
    }
    case "add_constraint":
      return addConstraint(table, operation.constraint);
    case "drop_constraint":
      return dropConstraint(table, operation.constraint);
    case "alter_constraint":
      return addConstraint(dropConstraint(table, operation.from), operation.to);
    case "rename_constraint": {
      const constraint = named(
        table,
        constraintsOf(table).filter(({ kind }) => kind === operation.constraint),
        { what: "constraint", name: operation.from },
      );
      return addConstraint(dropConstraint(table, constraint), {
        ...constraint,
        name: operation.to,
      });
    }
  }
}

/** Whether two constraints are one: the same name, or, where neither has one, the same content. */
export function sameConstraint(one: Constraint, other: Constraint): boolean {
  if (one.kind !== other.kind || one.name !== other.name) return false;
  return one.name !== undefined || equalData(withoutQuotes(one), withoutQuotes(other));
}

/** A rename may leave quotes around the names of a check, which mean nothing. */
function withoutQuotes(constraint: Constraint): Constraint {
  return constraint.kind === "check"
    ? { ...constraint, expression: dropQuotes(constraint.expression) }
    : constraint;
}

function addColumn(table: Table, column: Column, position = table.columns.length): Table {
  requireAbsent(table, table.columns, { what: "column", name: column.name });
  return { ...table, columns: table.columns.toSpliced(position, 0, column) };
}

function renameColumn(
  table: Table,
  { from, to }: { readonly from: string; readonly to: string },
): Table {
  named(table, table.columns, { what: "column", name: from });
  if (from !== to) requireAbsent(table, table.columns, { what: "column", name: to });
  const name = (column: string): string => column === from ? to : column;
  const expression = (text: string): string => renameInExpression(text, { from, to });
  const part = <Part extends KeyPart>(part: Part): Part =>
    "column" in part
      ? { ...part, column: name(part.column) }
      : { ...part, expression: expression(part.expression) };
  const condition = (item: { readonly where?: string; readonly include?: readonly string[] }) => ({
    ...(item.where === undefined ? {} : { where: expression(item.where) }),
    ...(item.include === undefined ? {} : { include: item.include.map(name) }),
  });
  const key = <
    Key extends {
      readonly columns: readonly string[];
      readonly details?: readonly KeyColumn[];
      readonly include?: readonly string[];
    },
  >(key: Key): Key => ({
    ...key,
    ...condition({ ...(key.include === undefined ? {} : { include: key.include }) }),
    columns: key.columns.map(name),
    ...(key.details === undefined ? {} : { details: key.details.map(part) }),
  });
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: name(column.name),
      ...(column.generated === undefined ? {} : {
        generated: { ...column.generated, expression: expression(column.generated.expression) },
      }),
    })),
    ...(table.primaryKey === undefined ? {} : { primaryKey: key(table.primaryKey) }),
    uniques: table.uniques.map(key),
    foreignKeys: table.foreignKeys.map((foreign) => ({
      ...foreign,
      columns: foreign.columns.map(name),
      ...(foreign.onDeleteColumns === undefined
        ? {}
        : { onDeleteColumns: foreign.onDeleteColumns.map(name) }),
    })),
    checks: table.checks.map((check) => ({
      ...check,
      columns: check.columns.map(name).sort(compare),
      expression: check.columns.includes(from) ? expression(check.expression) : check.expression,
    })),
    exclusions: table.exclusions.map((exclusion): Exclusion => ({
      ...exclusion,
      ...condition(exclusion),
      parts: exclusion.parts.map(part),
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      ...condition(index),
      parts: index.parts.map(part),
    })),
  };
}

function addConstraint(table: Table, constraint: Constraint): Table {
  if (constraintsOf(table).some((other) => sameConstraint(other, constraint))) {
    throw misfit(table, `has the constraint ${printConstraint(constraint)} already`);
  }
  switch (constraint.kind) {
    case "primary_key":
      if (table.primaryKey !== undefined) throw misfit(table, "has a primary key already");
      return { ...table, primaryKey: constraint };
    case "unique":
      return { ...table, uniques: [...table.uniques, constraint] };
    case "foreign_key":
      return { ...table, foreignKeys: [...table.foreignKeys, constraint] };
    case "check":
      return { ...table, checks: [...table.checks, constraint] };
    case "exclusion":
      return { ...table, exclusions: [...table.exclusions, constraint] };
  }
}

function dropConstraint(table: Table, constraint: Constraint): Table {
  if (!constraintsOf(table).some((other) => sameConstraint(other, constraint))) {
    throw misfit(table, `has no constraint ${printConstraint(constraint)}`);
  }
  const keep = (other: Constraint): boolean => !sameConstraint(other, constraint);
  switch (constraint.kind) {
    case "primary_key": {
      const { primaryKey: _dropped, ...rest } = table;
      return rest;
    }
    case "unique":
      return { ...table, uniques: table.uniques.filter(keep) };
    case "foreign_key":
      return { ...table, foreignKeys: table.foreignKeys.filter(keep) };
    case "check":
      return { ...table, checks: table.checks.filter(keep) };
    case "exclusion":
      return { ...table, exclusions: table.exclusions.filter(keep) };
  }
}

/** A constraint for people: its name, or what it says. */
export function printConstraint(constraint: Constraint): string {
  if (constraint.name !== undefined) return `"${constraint.name}"`;
  switch (constraint.kind) {
    case "primary_key":
      return `primary key (${constraint.columns.join(", ")})`;
    case "unique":
      return `unique (${constraint.columns.join(", ")})`;
    case "foreign_key":
      return `foreign key (${constraint.columns.join(", ")}) to "${
        printName(constraint.references)
      }"`;
    case "check":
      return `check (${constraint.expression})`;
    case "exclusion":
      return `exclusion (${
        constraint.parts.map((part) => "column" in part ? part.column : part.expression).join(", ")
      })`;
  }
}

interface Sought {
  readonly what: string;
  readonly name: string;
}

function named<Item extends { readonly name?: string }>(
  table: Table,
  list: readonly Item[],
  { what, name }: Sought,
): Item {
  const found = list.find((item) => item.name === name);
  if (found === undefined) throw misfit(table, `has no ${what} "${name}"`);
  return found;
}

function requireAbsent(
  table: Table,
  list: readonly { readonly name: string }[],
  { what, name }: Sought,
): void {
  if (list.some((item) => item.name === name)) {
    throw misfit(table, `has the ${what} "${name}" already`);
  }
}

function without<Item extends { readonly name: string }>(
  table: Table,
  list: readonly Item[],
  sought: Sought,
): readonly Item[] {
  named(table, list, sought);
  return list.filter(({ name }) => name !== sought.name);
}

function swap<Item extends { readonly name: string }>(
  table: Table,
  list: readonly Item[],
  { what, from, to }: { readonly what: string; readonly from: Item; readonly to: Item },
): readonly Item[] {
  named(table, list, { what, name: from.name });
  return list.map((item) => item.name === from.name ? to : item);
}

/** Takes a column from its place to another one. */
function move(
  columns: readonly Column[],
  { to: { name }, move }: Extract<ColumnOperation, { readonly kind: "alter_column" }>,
): readonly Column[] {
  if (move === undefined) return columns;
  const column = columns.find((each) => each.name === name)!;
  return columns.filter((each) => each !== column).toSpliced(move.to, 0, column);
}

function misfit(table: Table, fact: string): WhimbrelError {
  return new WhimbrelError("invalid_migration", `The table "${printName(table)}" ${fact}`);
}

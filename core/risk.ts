import type { Dialect } from "./adapter.ts";
import type { Operation } from "./operation.ts";
import {
  type Column,
  type Constraint,
  type Index,
  type KeyPart,
  printName,
  printType,
  type TableName,
} from "./schema.ts";
import { equalData } from "./schema_order.ts";
import { fits } from "./type_fit.ts";

/**
 * The risks of operations that run one after another: a table that was just made has no rows, and a
 * column that was just added has no values, unless it has a default.
 */
export function risksAmong(
  operations: readonly Operation[],
  dialect: Pick<Dialect, "misfit"> = {},
): readonly (string | undefined)[] {
  const made = new Set<string>();
  const empty = new Set<string>();
  return operations.map((operation) => {
    if (operation.kind === "create_table") made.add(quote(operation.table));
    if (!("table" in operation) || operation.kind === "create_table") {
      return risks(operation, dialect);
    }
    const table = quote(operation.table);
    if (made.has(table)) return undefined;
    if (operation.kind === "add_column") {
      const { name, nullable, default: value, generated, identity } = operation.column;
      const isEmpty = nullable && value === undefined && generated === undefined &&
        identity === undefined;
      if (isEmpty) empty.add(`${table}.${name}`);
    }
    const isPassedBy = columnsThatNullPasses(operation).some((name) =>
      empty.has(`${table}.${name}`)
    );
    return isPassedBy ? undefined : risks(operation, dialect);
  });
}

/** Columns of which one NULL in a row is enough for the row to pass. */
function columnsThatNullPasses(operation: Operation): readonly string[] {
  if (operation.kind === "create_index") {
    const { nullsNotDistinct, parts } = operation.index;
    if (nullsNotDistinct === true) return [];
    return parts.flatMap((part) => "column" in part ? [part.column] : []);
  }
  if (operation.kind !== "add_constraint") return [];
  const { constraint } = operation;
  switch (constraint.kind) {
    case "unique":
      return constraint.nullsNotDistinct === true ? [] : constraint.columns;
    case "foreign_key":
      return constraint.match === undefined ? constraint.columns : [];
    case "check":
      return constraint.columns.length === 1 &&
          !/\bnull\b|coalesce|\bor\b/i.test(constraint.expression)
        ? constraint.columns
        : [];
    default:
      return [];
  }
}

/**
 * Which rows would make the operation fail, as the end of a sentence that begins with "fails if":
 * `a row of "users" has NULL in "email"`; undefined where no rows can.
 *
 * Says so once too often rather than not at all: some databases convert what others refuse.
 */
export function risks(
  operation: Operation,
  dialect: Pick<Dialect, "misfit"> = {},
): string | undefined {
  switch (operation.kind) {
    case "add_column":
      return riskOfNew(operation.table, operation.column);
    case "alter_column":
      return riskOfColumn(operation, dialect);
    case "add_constraint":
      return riskOfConstraint(operation.table, operation.constraint);
    case "alter_constraint":
      return isLooser(operation.from, operation.to)
        ? undefined
        : riskOfConstraint(operation.table, operation.to);
    case "create_index":
      return riskOfIndex(operation.table, operation.index);
    case "alter_index":
      return isSameKey(operation.from, operation.to)
        ? undefined
        : riskOfIndex(operation.table, operation.to);
    case "alter_table_options": {
      const { from, to } = operation;
      const checks = ["strict", "charset", "collation"].some((name) => from[name] !== to[name]);
      return checks ? `a value of ${quote(operation.table)} does not fit them` : undefined;
    }
    case "alter_partitioning":
      return operation.to === undefined
        ? undefined
        : `a row of ${quote(operation.table)} belongs to none of the partitions`;
    case "alter_partition_bounds":
      return `a row of ${
        operation.to.map(({ partition }) => quote(partition)).join(" or ")
      } is outside of the new bounds`;
    case "move_rows": {
      const { from, to } = operation;
      return to.partitioning === undefined && to.partitionOf === undefined
        ? undefined
        : `a row of ${quote(from)} belongs to none of the partitions of ${quote(to)}`;
    }
    case "alter_enum": {
      const gone = operation.from.values.filter((value) => !operation.to.values.includes(value));
      return gone.length === 0
        ? undefined
        : `a row has ${gone.map((value) => `"${value}"`).join(" or ")}`;
    }
    case "alter_domain": {
      const { from, to } = operation;
      const isLoose = fits(from.type, to.type) && (to.nullable || !from.nullable) &&
        to.checks.every((check) => from.checks.some((other) => equalData(check, other)));
      return isLoose ? undefined : `a row has a value that is not of ${quote(to)} any more`;
    }
    default:
      return undefined;
  }
}

function riskOfNew(table: TableName, column: Column): string | undefined {
  if (column.generated !== undefined) {
    const isNull = column.nullable ? "" : "NULL or ";
    return `a row of ${quote(table)} comes to ${isNull}no ${
      printType(column.type)
    } in "${column.name}"`;
  }
  if (column.nullable || column.identity !== undefined) return undefined;
  return column.default === undefined || /^null$/i.test(column.default)
    ? `${quote(table)} has rows, which would have no value in "${column.name}"`
    : undefined;
}

function riskOfColumn(
  { table, from, to }: Operation & { readonly kind: "alter_column" },
  dialect: Pick<Dialect, "misfit">,
): string | undefined {
  const isFit = fits(from.type, to.type) || dialect.misfit?.(from.type, to.type) === "kept";
  const reasons = [
    to.nullable || !from.nullable ? [] : [`has NULL in "${to.name}"`],
    isFit ? [] : [`has a value in "${to.name}" that is no ${printType(to.type)}`],
    from.collation === to.collation && from.charset === to.charset
      ? []
      : [`has a value in "${to.name}" that its new collation takes for another one`],
    to.generated === undefined || equalData(from.generated, to.generated)
      ? []
      : [`comes to a value of "${to.name}" that a constraint refuses`],
  ].flat();
  return reasons.length === 0 ? undefined : `a row of ${quote(table)} ${reasons.join(", or ")}`;
}

function riskOfConstraint(table: TableName, constraint: Constraint): string | undefined {
  switch (constraint.kind) {
    case "primary_key":
      return `${twins(table, constraint.columns)}, or one has NULL there`;
    case "unique":
      return twins(table, constraint.columns);
    case "check":
      return constraint.notValid || constraint.notEnforced
        ? undefined
        : `a row of ${quote(table)} is not ${constraint.expression}`;
    case "foreign_key":
      return constraint.notValid || constraint.notEnforced
        ? undefined
        : `a row of ${quote(table)} refers to a row that ${
          quote(constraint.references)
        } does not have`;
    case "exclusion":
      return `two rows of ${quote(table)} exclude each other`;
  }
}

function riskOfIndex(table: TableName, index: Index): string | undefined {
  return index.unique ? twins(table, index.parts.map(printPart)) : undefined;
}

function twins(table: TableName, columns: readonly string[]): string {
  return `two rows of ${quote(table)} have the same ${
    columns.map((each) => `"${each}"`).join(", ")
  }`;
}

function printPart(part: KeyPart): string {
  return "column" in part ? part.column : part.expression;
}

/** Whether rows that a constraint let in are let in by another as well. */
function isLooser(from: Constraint, to: Constraint): boolean {
  const silent = {
    name: undefined,
    comment: undefined,
    deferrable: undefined,
    onConflict: undefined,
  };
  const actions = { onDelete: undefined, onUpdate: undefined, onDeleteColumns: undefined };
  const unchecked = { ...silent, ...actions };
  return equalData({ ...from, ...unchecked }, { ...to, ...unchecked });
}

function isSameKey(from: Index, to: Index): boolean {
  return from.unique && equalData(from.parts, to.parts) && from.where === to.where &&
    from.nullsNotDistinct === to.nullsNotDistinct;
}

function quote(name: TableName): string {
  return `"${printName(name)}"`;
}

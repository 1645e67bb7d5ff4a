import type { Dialect } from "./adapter.ts";
import { printConstraint } from "./apply_table.ts";
import type { Operation } from "./operation.ts";
import { equalData } from "./schema_order.ts";
import {
  type Column,
  type Constraint,
  type KeyPart,
  printName,
  printType,
  type QualifiedName,
  type Table,
  type TableName,
} from "./schema.ts";
import { fits } from "./type_fit.ts";

/** The operation in one line for people, without a period: `add column "email" text to "users"`. */
export function describe(operation: Operation): string {
  switch (operation.kind) {
    case "create_table":
    case "drop_table":
      return `${words(operation.kind)} ${quote(operation.table)}`;
    case "rename_table":
    case "rename_enum":
    case "rename_sequence":
      return `${words(operation.kind)} ${quote(operation.from)} to ${quote(operation.to)}`;
    case "set_table_comment":
      return `${operation.to === undefined ? "remove" : "set"} comment of table ${
        quote(operation.table)
      }`;
    case "alter_table_options":
      return `alter options of table ${quote(operation.table)}`;
    case "alter_partitioning":
      return operation.to === undefined
        ? `remove partitioning of table ${quote(operation.table)}`
        : `partition table ${quote(operation.table)} by ${operation.to.by}`;
    case "alter_partition_bounds":
      return `alter bounds of ${
        operation.to.map(({ partition }) => quote(partition)).join(", ")
      } in ${quote(operation.table)}`;
    case "move_rows":
      return `move rows of ${quote(operation.from)} to ${quote(operation.to)}`;
    case "add_column":
      return `add column "${operation.column.name}" ${printType(operation.column.type)} to ${
        quote(operation.table)
      }`;
    case "drop_column":
      return `drop column "${operation.column.name}" of ${quote(operation.table)}`;
    case "alter_column": {
      const { from, to, move } = operation;
      const column = `column "${from.name}" of ${quote(operation.table)}`;
      if (move === undefined) return `alter ${column}${columnChange(from, to)}`;
      return equalData(from, to)
        ? `move ${column}`
        : `alter and move ${column}${columnChange(from, to)}`;
    }
    case "add_constraint":
      return `add ${constraintName(operation.constraint)} to ${quote(operation.table)}`;
    case "drop_constraint":
      return `drop ${constraintName(operation.constraint)} of ${quote(operation.table)}`;
    case "alter_constraint":
      return `alter ${constraintName(operation.from)} of ${quote(operation.table)}`;
    case "create_index":
      return `create ${operation.index.unique ? "unique " : ""}index "${operation.index.name}" on ${
        quote(operation.table)
      } (${operation.index.parts.map(printPart).join(", ")})`;
    case "drop_index":
      return `drop index "${operation.index.name}" of ${quote(operation.table)}`;
    case "alter_index":
      return `alter index "${operation.from.name}" of ${quote(operation.table)}`;
    case "rename_column":
    case "rename_index":
    case "rename_constraint":
      return `${words(operation.kind)} "${operation.from}" of ${
        quote(operation.table)
      } to "${operation.to}"`;
    case "create_enum":
    case "drop_enum":
      return `${words(operation.kind)} ${quote(operation.enum)}`;
    case "rename_enum_value":
      return `rename value "${operation.from}" of enum ${
        quote(operation.enum)
      } to "${operation.to}"`;
    case "create_domain":
    case "drop_domain":
      return `${words(operation.kind)} ${quote(operation.domain)}`;
    case "create_composite":
    case "drop_composite":
      return `${words(operation.kind)} type ${quote(operation.composite)}`;
    case "create_sequence":
    case "drop_sequence":
      return `${words(operation.kind)} ${quote(operation.sequence)}`;
    case "alter_enum":
    case "alter_domain":
    case "alter_composite":
    case "alter_sequence":
      return `${words(operation.kind)} ${quote(operation.from)}`;
    case "create_object":
      return `create ${operation.object.kind} ${quote(operation.object)}`;
    case "drop_object":
      return `drop ${operation.object.kind} ${quote(operation.object)}`;
    case "replace_object":
      return `replace ${operation.from.kind} ${quote(operation.from)}`;
  }
}

/**
 * What is lost for good when the operation runs, as the end of a sentence: `all rows of "users"`;
 * undefined where inverting brings everything back.
 */
export function destroys(
  operation: Operation,
  dialect: Pick<Dialect, "misfit"> = {},
): string | undefined {
  switch (operation.kind) {
    case "drop_table":
      return operation.moved ? undefined : `all rows of ${quote(operation.table)}`;
    case "move_rows":
      return lostOnTheWay(operation.from, operation.to, dialect);
    case "drop_column":
      return operation.column.generated === undefined
        ? `the values of column "${operation.column.name}" of ${quote(operation.table)}`
        : undefined;
    case "alter_column":
      return lostInColumn(operation, dialect);
    case "alter_partitioning": {
      const kept = new Set(operation.to?.partitions.map(({ name }) => name));
      const gone = operation.from?.partitions.filter(({ name }) => !kept.has(name)) ?? [];
      return operation.to === undefined || gone.length === 0
        ? undefined
        : `rows of ${quote(operation.table)} in partition ${
          gone.map(({ name }) => `"${name}"`).join(", ")
        }`;
    }
    case "alter_enum": {
      const gone = operation.from.values.filter((value) => !operation.to.values.includes(value));
      return gone.length === 0
        ? undefined
        : `${gone.map((value) => `"${value}"`).join(", ")} of enum ${quote(operation.from)}`;
    }
    case "drop_sequence":
      return `the position of sequence ${quote(operation.sequence)}`;
    case "drop_object":
      return operation.object.holdsRows ? `all rows of ${quote(operation.object)}` : undefined;
    case "replace_object":
      return operation.from.holdsRows ? `all rows of ${quote(operation.from)}` : undefined;
    case "create_table":
    case "rename_table":
    case "set_table_comment":
    case "alter_table_options":
    case "alter_partition_bounds":
    case "add_column":
    case "rename_column":
    case "add_constraint":
    case "drop_constraint":
    case "alter_constraint":
    case "rename_constraint":
    case "create_index":
    case "drop_index":
    case "alter_index":
    case "rename_index":
    case "create_enum":
    case "drop_enum":
    case "rename_enum":
    case "rename_sequence":
    case "rename_enum_value":
    case "create_domain":
    case "drop_domain":
    case "alter_domain":
    case "create_composite":
    case "drop_composite":
    case "alter_composite":
    case "create_sequence":
    case "alter_sequence":
    case "create_object":
      return undefined;
  }
}

function lostOnTheWay(
  from: Table,
  to: Table,
  dialect: Pick<Dialect, "misfit">,
): string | undefined {
  const lost = from.columns.flatMap((column) => {
    const other = to.columns.find(({ name }) => name === column.name);
    if (other !== undefined) {
      return lostInColumn({ table: from, from: column, to: other }, dialect) ?? [];
    }
    return column.generated === undefined
      ? `the values of column "${column.name}" of ${quote(from)}`
      : [];
  });
  return lost.length === 0 ? undefined : lost.join(", ");
}

function lostInColumn(
  { table, from, to }: {
    readonly table: TableName;
    readonly from: Column;
    readonly to: Column;
  },
  dialect: Pick<Dialect, "misfit">,
): string | undefined {
  if (from.generated !== undefined) return undefined;
  const values = `of column "${from.name}" of ${quote(table)}`;
  if (to.generated !== undefined) return `the values ${values}`;
  return fits(from.type, to.type) || (dialect.misfit?.(from.type, to.type) ?? "lost") !== "lost"
    ? undefined
    : `what is no ${printType(to.type)} in the values ${values}`;
}

function quote(name: QualifiedName): string {
  return `"${printName(name)}"`;
}

function words(kind: Operation["kind"]): string {
  return kind.replaceAll("_", " ");
}

function constraintName(constraint: Constraint): string {
  return constraint.name === undefined
    ? printConstraint(constraint)
    : `${constraint.kind.replaceAll("_", " ")} ${printConstraint(constraint)}`;
}

function printPart(part: KeyPart): string {
  return "column" in part ? part.column : `(${part.expression})`;
}

function columnChange(from: Column, to: Column): string {
  const changes = [
    printType(from.type) === printType(to.type)
      ? []
      : [`type ${printType(from.type)} to ${printType(to.type)}`],
    from.nullable === to.nullable ? [] : [to.nullable ? "drop not null" : "set not null"],
    from.default === to.default
      ? []
      : [to.default === undefined ? "drop default" : `default ${to.default}`],
    from.collation === to.collation ? [] : [`collation ${to.collation ?? "default"}`],
    from.generated?.expression === to.generated?.expression
      ? []
      : [to.generated === undefined ? "drop expression" : `generated ${to.generated.expression}`],
  ].flat();
  return changes.length === 0 ? "" : `: ${changes.join(", ")}`;
}

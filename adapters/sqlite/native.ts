import type { Operation } from "../../core/operation.ts";
import { equalData } from "../../core/schema_order.ts";
import type { Column, Constraint, Index, OpaqueObject, Table } from "../../core/schema.ts";
import { quoteName } from "../ddl.ts";
import {
  columnConstraint,
  columnDefinition,
  createIndex,
  createTable,
  dropIndex,
  isConstant,
  refused,
} from "./definition.ts";
import { namesIn } from "./expression.ts";
import { foldName, quoteIdentifier as quote } from "./quote.ts";

/**
 * The statements of an operation that SQLite has a statement for; undefined where the table has to be
 * rebuilt (https://sqlite.org/lang_altertable.html).
 *
 * @param table the table before the operation; undefined where the schema is not known.
 * @throws {WhimbrelError} `refused_statement` for what SQLite does not have.
 */
export function renderNative(
  operation: Operation,
  table: Table | undefined,
): readonly string[] | undefined {
  switch (operation.kind) {
    case "create_table":
      return [
        createTable(operation.table),
        ...operation.table.indexes.map((index) => createIndex(index, operation.table)),
      ];
    case "drop_table":
      return [`DROP TABLE ${quoteName(operation.table, quote)}`];
    case "rename_table":
      return renameTable(operation);
    case "set_table_comment":
      return [];
    case "add_column":
      return isAddable(operation.column) ? [addColumn(operation)] : undefined;
    case "drop_column":
      return table !== undefined && isDroppable(operation.column, table)
        ? [
          `ALTER TABLE ${quoteName(operation.table, quote)} DROP COLUMN ${
            quote(operation.column.name)
          }`,
        ]
        : undefined;
    case "rename_column":
      return [
        `ALTER TABLE ${quoteName(operation.table, quote)} RENAME COLUMN ${
          quote(operation.from)
        } TO ${quote(operation.to)}`,
      ];
    case "alter_column":
      return operation.using === undefined &&
          equalData({ ...operation.from, comment: "" }, { ...operation.to, comment: "" })
        ? []
        : undefined;
    case "create_index":
      return [createIndex(operation.index, operation.table)];
    case "drop_index":
      return [dropIndex(operation.index.name, operation.table)];
    case "alter_index":
      return [
        dropIndex(operation.from.name, operation.table),
        createIndex(operation.to, operation.table),
      ];
    case "rename_index":
      return renameIndex(operation, table);
    case "create_object":
      return [operation.object.definition];
    case "drop_object":
      return [dropObject(operation.object)];
    case "replace_object":
      return [dropObject(operation.from), operation.to.definition];
    case "add_constraint":
    case "drop_constraint":
    case "alter_constraint":
    case "rename_constraint":
    case "alter_table_options":
      return undefined;
    case "alter_partitioning":
      throw refused(`partitions of "${operation.table.name}"`, "no partitions");
    case "create_enum":
    case "drop_enum":
    case "alter_enum":
    case "rename_enum":
    case "rename_enum_value":
    case "create_domain":
    case "drop_domain":
    case "alter_domain":
    case "create_composite":
    case "drop_composite":
    case "alter_composite":
      throw refused("type", "no types of its own making");
    case "create_sequence":
    case "drop_sequence":
    case "alter_sequence":
    case "rename_sequence":
      throw refused("sequence", "no sequences");
  }
}

/** ADD COLUMN, with constraints that are the column's alone. */
export function addColumn(
  { table, column }: Operation & { readonly kind: "add_column" | "drop_column" },
  constraints: readonly Constraint[] = [],
): string {
  const clauses = [columnDefinition(column), ...constraints.map(columnConstraint)];
  return `ALTER TABLE ${quoteName(table, quote)} ADD COLUMN ${clauses.join(" ")}`;
}

/** Whether ADD COLUMN takes the constraint along with its column. */
export function isColumnConstraint(constraint: Constraint, column: Column): boolean {
  switch (constraint.kind) {
    case "check":
      return constraint.columns.every((name) => name === column.name);
    case "foreign_key":
      // With foreign keys on, a column that refers to rows has to start out as NULL.
      return constraint.columns.length === 1 && constraint.columns[0] === column.name &&
        (column.default === undefined || /^null$/i.test(column.default));
    default:
      return false;
  }
}

/** Names of the rowid, which ALTER TABLE neither adds nor drops as those of a column. */
const rowids: ReadonlySet<string> = new Set(["rowid", "_rowid_", "oid"]);

function isAddable({ name, identity, generated, nullable, default: value }: Column): boolean {
  if (rowids.has(foldName(name))) return false;
  if (identity !== undefined || generated?.stored === true) return false;
  if (value !== undefined && !isConstant(value)) return false;
  return nullable || value !== undefined && !/^null$/i.test(value);
}

/** DROP COLUMN refuses a column that anything else of its table names. */
function isDroppable(column: Column, table: Table): boolean {
  if (rowids.has(foldName(column.name))) return false;
  const keys = [table.primaryKey, ...table.uniques, ...table.foreignKeys, ...table.checks];
  if (keys.some((key) => key?.columns.includes(column.name))) return false;
  const expressions = [
    ...table.columns.filter(({ name }) => name !== column.name)
      .map(({ generated }) => generated?.expression ?? ""),
    ...table.indexes.flatMap(indexExpressions),
  ];
  return column.generated?.stored !== true &&
    !expressions.some((text) => namesIn(text).has(foldName(column.name)));
}

function indexExpressions(index: Index): readonly string[] {
  return [
    ...index.parts.map((part) => "column" in part ? quote(part.column) : part.expression),
    index.where ?? "",
  ];
}

function renameTable(
  { from, to }: Operation & { readonly kind: "rename_table" },
): readonly string[] {
  const rename = (source: string, target: string) =>
    `ALTER TABLE ${quoteName({ ...from, name: source }, quote)} RENAME TO ${quote(target)}`;
  if (foldName(from.name) !== foldName(to.name)) return [rename(from.name, to.name)];
  // SQLite takes a name that differs in case only for one that is taken.
  const between = `${to.name}_renamed`;
  return [rename(from.name, between), rename(between, to.name)];
}

function renameIndex(
  { table: name, from, to }: Operation & { readonly kind: "rename_index" },
  table: Table | undefined,
): readonly string[] | undefined {
  const index = table?.indexes.find((candidate) => candidate.name === from);
  if (index === undefined) return undefined;
  return [dropIndex(from, name), createIndex({ ...index, name: to }, name)];
}

function dropObject(object: OpaqueObject): string {
  const kind = object.kind === "virtual table" ? "table" : object.kind;
  return `DROP ${kind.toUpperCase()} ${quoteName(object, quote)}`;
}

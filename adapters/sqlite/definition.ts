import { WhimbrelError } from "../../core/errors.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type Index,
  type KeyColumn,
  type KeyPart,
  type PrimaryKey,
  type QualifiedName,
  type Table,
  type Unique,
} from "../../core/schema.ts";
import { columnList, constraintPrefix, quoteName, referencesClause } from "../ddl.ts";
import { quoteIdentifier as quote } from "./quote.ts";

/**
 * CREATE TABLE without its indexes (https://sqlite.org/lang_createtable.html). Comments are left out,
 * because SQLite has none.
 *
 * @throws {WhimbrelError} `refused_statement` for what SQLite does not have.
 */
export function createTable(table: Table, name: QualifiedName = table): string {
  refuseForeignFeatures(table);
  const inline = inlineKey(table);
  const lines = [
    ...table.columns.map((column) =>
      columnDefinition(column, inline?.columns[0] === column.name ? inline : undefined)
    ),
    ...inColumnOrder(table).filter((constraint) => constraint !== inline).map(tableConstraint),
  ];
  const options = [
    table.options["strict"] === true ? "STRICT" : "",
    table.options["without_rowid"] === true ? "WITHOUT ROWID" : "",
  ].filter((option) => option !== "").join(", ");
  return `CREATE TABLE ${quoteName(name, quote)} (\n  ${lines.join(",\n  ")}\n)${
    options === "" ? "" : ` ${options}`
  }`;
}

/**
 * The constraints, those of a kind in the order of their columns, as people write them: SQLite numbers
 * the indexes behind unique constraints and the foreign keys in the order of the statement.
 */
function inColumnOrder(table: Table): readonly Constraint[] {
  const place = (constraint: Constraint) => {
    const [first] = "columns" in constraint ? constraint.columns : [];
    return table.columns.findIndex(({ name }) => name === first);
  };
  return [...Map.groupBy(constraintsOf(table), ({ kind }) => kind).values()]
    .flatMap((list) => list.toSorted((one, other) => place(one) - place(other)));
}

/** CREATE INDEX; `table` is the name that the table has when it runs. */
export function createIndex(index: Index, table: QualifiedName): string {
  if (index.include || index.method || index.nullsNotDistinct) {
    throw refused(`index "${index.name}"`, "no included columns, methods or NULLS NOT DISTINCT");
  }
  const name = quoteName({ ...table, name: index.name }, quote);
  return `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${name} ON ${quote(table.name)} (${
    index.parts.map(keyPart).join(", ")
  })${index.where === undefined ? "" : ` WHERE ${index.where}`}`;
}

/** DROP INDEX, in the namespace of its table. */
export function dropIndex(name: string, table: QualifiedName): string {
  return `DROP INDEX ${quoteName({ ...table, name }, quote)}`;
}

/** One column as CREATE TABLE and ADD COLUMN write it, with the primary key that is its own. */
export function columnDefinition(column: Column, key?: PrimaryKey): string {
  if (typeof column.type !== "string") throw refused(`column "${column.name}"`, "no named types");
  return [
    quote(column.name),
    column.type,
    key === undefined ? "" : inlineKeyClause(key, column),
    column.nullable ? "" : constraintPrefix(column.notNull?.name, quote) + "NOT NULL" +
      conflict(column.notNull?.onConflict),
    column.default === undefined ? "" : `DEFAULT ${defaultTerm(column.default)}`,
    column.collation === undefined ? "" : `COLLATE ${quote(column.collation)}`,
    column.generated === undefined
      ? ""
      : `GENERATED ALWAYS AS (${column.generated.expression}) ${
        column.generated.stored ? "STORED" : "VIRTUAL"
      }`,
  ].filter((part) => part !== "").join(" ");
}

/** A constraint of one column in the place behind that column. */
export function columnConstraint(constraint: Constraint): string {
  return constraint.kind === "foreign_key"
    ? constraintPrefix(constraint.name, quote) + referencesClause(constraint, quote)
    : tableConstraint(constraint);
}

/**
 * Whether a default is one literal, which needs no parentheses and is the same for all rows. A name
 * is a string there, quoted or not.
 */
export function isConstant(expression: string): boolean {
  return literals.test(expression) || names.test(expression) && !clock.test(expression);
}

const literals =
  /^(?:[xX]?'(?:[^']|'')*'|[+-]?\s*(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?\s*0[xX][\da-fA-F]+)$/;
const names =
  /^(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)$/;
const clock = /^current_(?:time|date|timestamp)$/i;

function defaultTerm(expression: string): string {
  return isConstant(expression) || clock.test(expression) ? expression : `(${expression})`;
}

/** AUTOINCREMENT and a DESC that keeps an integer key from being the rowid stand beside the column. */
function inlineKey(table: Table): PrimaryKey | undefined {
  const key = table.primaryKey;
  const detail = key?.details?.[0];
  return key?.columns.length === 1 && detail?.collation === undefined ? key : undefined;
}

function inlineKeyClause(key: PrimaryKey, { identity }: Column): string {
  const descending = key.details?.[0]?.descending ? " DESC" : "";
  return `${constraintPrefix(key.name, quote)}PRIMARY KEY${descending}${conflict(key.onConflict)}${
    identity === undefined ? "" : " AUTOINCREMENT"
  }`;
}

function tableConstraint(constraint: Constraint): string {
  const prefix = constraintPrefix(constraint.name, quote);
  switch (constraint.kind) {
    case "primary_key":
      return `${prefix}PRIMARY KEY ${keyList(constraint)}`;
    case "unique":
      return `${prefix}UNIQUE ${keyList(constraint)}`;
    case "foreign_key":
      return `${prefix}FOREIGN KEY ${columnList(constraint.columns, quote)} ${
        referencesClause(constraint, quote)
      }`;
    case "check":
      return `${prefix}CHECK (${constraint.expression})`;
    case "exclusion":
      throw refused("exclusion constraint", "none");
  }
}

function keyList({ columns, details, onConflict }: PrimaryKey | Unique): string {
  const parts = columns.map((column): KeyColumn =>
    details?.find((detail) => detail.column === column) ?? { column }
  );
  return `(${parts.map(keyPart).join(", ")})${conflict(onConflict)}`;
}

function keyPart(part: KeyPart): string {
  return ("column" in part ? quote(part.column) : part.expression) +
    (part.collation === undefined ? "" : ` COLLATE ${quote(part.collation)}`) +
    (part.descending ? " DESC" : "");
}

function conflict(action: string | undefined): string {
  return action === undefined ? "" : ` ON CONFLICT ${action.toUpperCase()}`;
}

/** Refuses what would be lost without a word; what only tunes storage or display is left out. */
function refuseForeignFeatures(table: Table): void {
  const what = `table "${table.name}"`;
  if (table.exclusions.length > 0) throw refused(what, "no exclusion constraints");
  if (table.partitioning || table.partitionOf) throw refused(what, "no partitions");
  if (table.inherits) throw refused(what, "no inheritance");
  if (table.uniques.some((unique) => unique.nullsNotDistinct || unique.deferrable)) {
    throw refused(what, "neither NULLS NOT DISTINCT nor deferrable unique constraints");
  }
}

/** The error for an operation that SQLite cannot carry out. */
export function refused(what: string, has: string): WhimbrelError {
  return new WhimbrelError("refused_statement", `Cannot make the ${what}: SQLite has ${has}`);
}

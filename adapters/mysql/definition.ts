import {
  type Column,
  type Constraint,
  constraintsOf,
  type ForeignKey,
  type Index,
  type KeyColumn,
  type KeyPart,
  type PrimaryKey,
  printType,
  type Table,
  type Unique,
} from "../../core/schema.ts";
import { columnList, constraintPrefix, quoteName, referencesClause } from "../ddl.ts";
import { currentTimestamp, stringValue } from "./expression.ts";
import { refused, type Spelling } from "./spelling.ts";
import { partitionClause, periodClauses, tableOptions } from "./table_options.ts";

/**
 * CREATE TABLE with all that belongs to the table
 * (https://dev.mysql.com/doc/refman/9.4/en/create-table.html, https://mariadb.com/kb/en/create-table).
 *
 * @throws {WhimbrelError} `refused_statement` for what the servers do not have.
 */
export function createTable(table: Table, spelling: Spelling): string {
  const { quote } = spelling;
  if (table.inherits !== undefined || table.partitionOf !== undefined) {
    throw refused(`make the table "${table.name}"`, "no table is a part of another here");
  }
  const lines = [
    ...table.columns.map((column) => columnDefinition(column, spelling)),
    ...constraintsOf(table).map((constraint) => constraintClause(constraint, spelling)),
    ...table.indexes.map((index) => indexClause(index, spelling)),
    ...periodClauses(table.options),
  ];
  const options = tableOptions(table.options, spelling);
  const tail = [
    ...options,
    ...(table.comment === undefined ? [] : [`COMMENT = ${spelling.text(table.comment)}`]),
  ].join(" ");
  const partitions = table.partitioning === undefined
    ? ""
    : `\n${partitionClause(table.partitioning, spelling)}`;
  return `CREATE TABLE ${quoteName(table, quote)} (\n  ${lines.join(",\n  ")}\n)${
    tail === "" ? "" : ` ${tail}`
  }${partitions}`;
}

/** Types whose default MySQL takes as an expression only. */
const withoutLiteral =
  /^(?:(?:tiny|medium|long)?(?:text|blob)|json|geometry|point|linestring|polygon|multi\w+)\b/;

/**
 * One column as CREATE TABLE, ADD and MODIFY write it. MODIFY forgets what it does not name, so all
 * that the column says is here.
 */
export function columnDefinition(column: Column, spelling: Spelling): string {
  const { quote, text } = spelling;
  const { type, charset, collation, generated, identity, nullable, onUpdate, options } = column;
  if (typeof type !== "string") {
    throw refused(
      `make the column "${column.name}"`,
      `there is no type "${printType(type)}": types have no names of their own here`,
      "write the values into the type, like enum('a', 'b')",
    );
  }
  refuseForeignColumn(column, spelling);
  const check = options?.["check"];
  const width = options?.["width"];
  const explicit = collation ?? options?.["explicit_collation"];
  const isRowTime = generated !== undefined && rowTime.test(generated.expression);
  return [
    quote(column.name),
    width === undefined ? type : type.replace(/^\w+/, `$&(${width})`),
    options?.["compressed"] === true ? "COMPRESSED" : "",
    charset === undefined ? "" : `CHARACTER SET ${charset}`,
    explicit === undefined ? "" : `COLLATE ${explicit}`,
    generated === undefined ? "" : generatedClause(generated),
    isRowTime ? "" : nullable
      // Old servers forbid NULL in a timestamp that does not allow it.
      ? /^timestamp\b/.test(type) ? "NULL" : ""
      : "NOT NULL",
    column.default === undefined ? "" : `DEFAULT ${defaultTerm(column.default, type)}`,
    onUpdate === undefined ? "" : `ON UPDATE ${currentTimestamp(onUpdate, type) ?? onUpdate}`,
    identity === undefined ? "" : "AUTO_INCREMENT",
    options?.["srid"] === undefined ? "" : `SRID ${options["srid"]}`,
    ...["storage", "column_format"].map((name) =>
      options?.[name] === undefined ? "" : `${name.toUpperCase()} ${options[name]}`
    ),
    options?.["not_secondary"] === true ? "NOT SECONDARY" : "",
    column.invisible ? "INVISIBLE" : "",
    options?.["without_system_versioning"] === true ? "WITHOUT SYSTEM VERSIONING" : "",
    column.comment === undefined ? "" : `COMMENT ${text(column.comment)}`,
    typeof check === "string" ? `CHECK (${check})` : "",
  ].filter((part) => part !== "").join(" ");
}

/** MariaDB's columns of system versioning are not computed out of others. */
const rowTime = /^row (?:start|end)$/i;

function generatedClause({ expression, stored }: NonNullable<Column["generated"]>): string {
  return rowTime.test(expression)
    ? `GENERATED ALWAYS AS ${expression}`
    : `GENERATED ALWAYS AS (${expression}) ${stored ? "STORED" : "VIRTUAL"}`;
}

/** The column behind which one is to be at a place among the others; undefined for the first place. */
export function columnBefore(
  name: string,
  { columns, at }: { readonly columns: readonly Column[]; readonly at: number },
): string | undefined {
  return columns.filter((column) => column.name !== name)[at - 1]?.name;
}

/** AFTER a column, or FIRST, with its blank. */
export function behindClause(column: string | undefined, { quote }: Spelling): string {
  return column === undefined ? " FIRST" : ` AFTER ${quote(column)}`;
}

/** FIRST or AFTER with its blank; empty for the end. */
export function placeClause(
  columns: readonly Column[],
  position: number | undefined,
  { quote }: Spelling,
): string {
  if (position === undefined || position >= columns.length) return "";
  return position <= 0 ? " FIRST" : ` AFTER ${quote(columns[position - 1]!.name)}`;
}

function refuseForeignColumn(column: Column, { mariadb }: Spelling): void {
  const what = `make the column "${column.name}"`;
  const { always, ...bounds } = column.identity ?? {};
  if (always !== undefined || Object.keys(bounds).length > 0) {
    throw refused(what, "AUTO_INCREMENT has no bounds, and takes the values that it is given");
  }
  if (mariadb && /^0x(?:..)*efbfbd/i.test(column.default ?? "")) {
    throw refused(
      what,
      "MariaDB does not show the bytes of its default",
      "write the statement by hand",
    );
  }
  if (column.notNull !== undefined) throw refused(what, "NOT NULL has no name here");
  const { generated } = column;
  if (mariadb && generated && !rowTime.test(generated.expression) && !column.nullable) {
    throw refused(what, "MariaDB has no NOT NULL for generated columns", "use a check instead");
  }
}

function defaultTerm(expression: string, type: string): string {
  const now = /^(?:datetime|timestamp)\b/.test(type)
    ? currentTimestamp(expression, type)
    : undefined;
  if (now !== undefined) return now;
  return isLiteral(expression) && !withoutLiteral.test(type) ? expression : `(${expression})`;
}

/** Whether a default is one literal, which needs no parentheses. */
function isLiteral(expression: string): boolean {
  return stringValue(expression) !== undefined ||
    /^(?:(?:_\w+\s*)?[xXbB]'[^']*'|[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|0x[\da-fA-F]+|null|true|false)$/i
      .test(expression);
}

/** A constraint as CREATE TABLE and ADD write it. */
export function constraintClause(constraint: Constraint, spelling: Spelling): string {
  const { quote } = spelling;
  const prefix = constraintPrefix(constraint.name, quote);
  switch (constraint.kind) {
    case "primary_key":
      refuseForeignKeyParts(constraint);
      return `PRIMARY KEY ${keyList(constraint, spelling)}${keyTail(constraint, spelling)}`;
    case "unique":
      refuseForeignKeyParts(constraint);
      return `${prefix}UNIQUE ${keyList(constraint, spelling)}${keyTail(constraint, spelling)}`;
    case "foreign_key":
      refuseForeignReference(constraint);
      return `${prefix}FOREIGN KEY ${columnList(constraint.columns, quote)} ${
        referencesClause(constraint, quote)
      }`;
    case "check":
      if (constraint.notEnforced && spelling.mariadb) {
        throw refused(`make the check "${constraint.name}"`, "MariaDB enforces every check");
      }
      return `${prefix}CHECK (${constraint.expression})${
        constraint.notEnforced ? " NOT ENFORCED" : ""
      }`;
    case "exclusion":
      throw refused(`make the constraint "${constraint.name}"`, "there are no exclusions here");
  }
}

function refuseForeignKeyParts(key: PrimaryKey | Unique): void {
  const { include, deferrable, onConflict, withoutOverlaps } = key;
  const distinct = key.kind === "unique" && key.nullsNotDistinct;
  if (!include && !deferrable && !onConflict && !withoutOverlaps && !distinct) return;
  throw refused(
    `make the ${key.kind.replace("_", " ")} on "${key.columns.join('", "')}"`,
    "a key has no included columns, deferral, conflict action or NULLS NOT DISTINCT here",
  );
}

function refuseForeignReference(key: ForeignKey): void {
  const what = `make the foreign key "${key.name ?? key.columns.join('", "')}"`;
  if (key.deferrable) throw refused(what, "foreign keys cannot be deferred here");
  if (key.match) throw refused(what, "InnoDB ignores MATCH");
  if (key.onDelete === "set default" || key.onUpdate === "set default") {
    throw refused(what, "InnoDB has no SET DEFAULT");
  }
  if (key.onDeleteColumns || key.period || key.notEnforced || key.notValid) {
    throw refused(what, "it asks for what only PostgreSQL has");
  }
}

function keyList(
  { columns, details, options }: PrimaryKey | Unique,
  spelling: Spelling,
): string {
  const parts = columns.map((column): KeyColumn =>
    details?.find((detail) => detail.column === column) ?? { column }
  );
  return partList(parts, { spelling, period: options?.["without_overlaps"] });
}

/** What stands behind the columns of a key or index, with its blank. */
function keyTail(
  { options, comment }: Pick<Index, "options" | "comment">,
  { quote, text }: Spelling,
): string {
  const { using, key_block_size: size, parser } = options ?? {};
  return [
    typeof using === "string" ? ` USING ${using.toUpperCase()}` : "",
    size === undefined ? "" : ` KEY_BLOCK_SIZE = ${size}`,
    typeof parser === "string" ? ` WITH PARSER ${quote(parser)}` : "",
    comment === undefined ? "" : ` COMMENT ${text(comment)}`,
  ].join("");
}

/** Kinds of index that stand as a word before INDEX. */
const prefixMethods = new Set(["fulltext", "spatial", "vector"]);

/** An index as CREATE TABLE and ADD write it. */
export function indexClause(index: Index, spelling: Spelling): string {
  const { quote, mariadb } = spelling;
  const { method, options } = index;
  refuseForeignIndex(index, spelling);
  const prefix = method !== undefined && prefixMethods.has(method)
    ? `${method.toUpperCase()} `
    : "";
  const parts = partList(index.parts, { spelling, period: options?.["without_overlaps"] });
  const using = method === undefined || prefix !== "" ? "" : ` USING ${method.toUpperCase()}`;
  const hidden = index.invisible ? mariadb ? " IGNORED" : " INVISIBLE" : "";
  return `${prefix || (index.unique ? "UNIQUE " : "")}INDEX ${quote(index.name)} ${parts}${using}${
    keyTail(index, spelling)
  }${hidden}`;
}

function refuseForeignIndex(index: Index, { mariadb }: Spelling): void {
  const what = `make the index "${index.name}"`;
  if (index.where !== undefined) throw refused(what, "an index covers all rows here");
  if (index.include || index.nullsNotDistinct) {
    throw refused(what, "an index has neither included columns nor NULLS NOT DISTINCT here");
  }
  if (index.parts.some(({ nulls, opclass, collation }) => nulls || opclass || collation)) {
    throw refused(what, "its parts have no order of NULLs, operator class or collation here");
  }
  if (mariadb && index.parts.some((part) => "expression" in part)) {
    throw refused(
      what,
      "MariaDB has no indexes on expressions",
      "index a generated column instead",
    );
  }
}

function partList(parts: readonly KeyPart[], { spelling: { quote }, period }: {
  readonly spelling: Spelling;
  /** MariaDB's WITHOUT OVERLAPS. */
  readonly period: string | boolean | undefined;
}): string {
  const written = parts.map((part) =>
    ("column" in part ? quote(part.column) : `(${part.expression})`) +
    (part.length === undefined ? "" : `(${part.length})`) +
    (part.descending ? " DESC" : "")
  );
  if (typeof period === "string") written.push(`${quote(period)} WITHOUT OVERLAPS`);
  return `(${written.join(", ")})`;
}

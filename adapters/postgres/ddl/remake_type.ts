import { mentionsColumn } from "../../../core/rename_in_expression.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type Domain,
  type EnumType,
  type Index,
  type QualifiedName,
  sameName,
  type Schema,
  type Table,
} from "../../../core/schema.ts";
import { quote } from "../quoting.ts";
import { constraintDefinition, constraintOn, nameOfConstraint } from "./constraint.ts";
import { defaultExpression } from "./expression.ts";
import { createIndex, dropIndex } from "./index.ts";
import { createDomain, createEnum } from "./type.ts";
import { newComment, spell, spellDataType } from "./words.ts";

/**
 * Makes an enum anew and moves all columns over by their text, so that rows stay as they are; fails
 * where a row has a value that is gone, and where a view or another type uses it.
 */
export function remakeEnum(to: EnumType, schema: Schema): readonly string[] {
  return remake(to, schema, {
    create: createEnum(to),
    drop: "TYPE",
    through: (dimensions) => `text${"[]".repeat(dimensions)}`,
  });
}

/** Makes a domain anew and moves all columns over by the type that it was of. */
export function remakeDomain(from: Domain, to: Domain, schema: Schema): readonly string[] {
  return remake(to, schema, {
    create: createDomain(to),
    drop: "DOMAIN",
    through: (dimensions) => spellDataType(from.type) + "[]".repeat(dimensions),
  });
}

function remake(
  type: QualifiedName,
  schema: Schema,
  { create, drop, through }: {
    readonly create: readonly string[];
    readonly drop: "TYPE" | "DOMAIN";
    readonly through: (dimensions: number) => string;
  },
): readonly string[] {
  const old = { ...type, name: freeName(`${type.name}_old`, schema) };
  const users = schema.tables.map((table) => ({
    table,
    columns: table.columns.filter((column) =>
      typeof column.type !== "string" && sameName(column.type, type)
    ),
  })).filter(({ columns }) => columns.length > 0);
  const dependents = users.map(({ table, columns }) =>
    itemsOf(table, (item) => columns.some(({ name }) => mentionsColumn(expressionsOf(item), name)))
  );
  return [
    `ALTER ${drop} ${spell(type)} RENAME TO ${quote(old.name)}`,
    ...create,
    ...dependents.flatMap(({ drop }) => drop),
    ...users.map(({ table, columns }) => {
      const clauses = columns.flatMap((column) => moveColumn(column, through));
      return `ALTER TABLE ${spell(table)} ${clauses.join(", ")}`;
    }),
    ...dependents.flatMap(({ create }) => create),
    `DROP ${drop} ${spell(old)}`,
  ];
}

function moveColumn(column: Column, through: (dimensions: number) => string): readonly string[] {
  const name = quote(column.name);
  const dimensions = typeof column.type === "string" ? 0 : column.type.dimensions;
  const type = spellDataType(column.type);
  const value = column.default;
  return [
    ...(value === undefined ? [] : [`ALTER COLUMN ${name} DROP DEFAULT`]),
    `ALTER COLUMN ${name} TYPE ${type} USING ${name}::${through(dimensions)}::${type}`,
    ...(value === undefined
      ? []
      : [`ALTER COLUMN ${name} SET DEFAULT ${defaultExpression(value)}`]),
  ];
}

/** Statements that take away some of a table's constraints and indexes, and that make them again. */
interface Items {
  readonly drop: readonly string[];
  readonly create: readonly string[];
}

function itemsOf(table: Table, isMeant: (item: Constraint | Index) => boolean): Items {
  const constraints = constraintsOf(table).filter(isMeant);
  const indexes = table.indexes.filter(isMeant);
  return {
    drop: [
      ...constraints.map((each) =>
        `ALTER TABLE ${spell(table)} DROP CONSTRAINT ${quote(nameOfConstraint(each, table))}`
      ),
      ...indexes.map(({ name }) => dropIndex(table, name)),
    ],
    create: [
      ...constraints.flatMap((each) => addConstraint(table, each)),
      ...indexes.flatMap((index) => createIndex(table, index)),
    ],
  };
}

/** What goes with a column when it is dropped, as statements. */
export function itemsOn(table: Table, column: string): Items {
  return itemsOf(table, (item) =>
    mentionsColumn(expressionsOf(item), column) ||
    "columns" in item && item.columns.includes(column) ||
    "include" in item && item.include?.includes(column) === true ||
    "parts" in item && item.parts.some((part) => "column" in part && part.column === column));
}

/** ADD CONSTRAINT and its comment. */
function addConstraint(table: Table, constraint: Constraint): readonly string[] {
  return [
    `ALTER TABLE ${spell(table)} ADD ${constraintDefinition(constraint)}`,
    ...newComment(constraintOn(constraint, table), constraint.comment),
  ];
}

/** The expressions of a constraint or an index: what has values of a column's type in it. */
function expressionsOf(item: Constraint | Index): string {
  if ("kind" in item && item.kind === "check") return item.expression;
  const parts = "parts" in item ? item.parts : [];
  const where = "where" in item ? item.where ?? "" : "";
  return [where, ...parts.map((part) => "expression" in part ? part.expression : "")].join(" ");
}

function freeName(wanted: string, { enums, domains, composites, tables }: Schema): string {
  const taken = new Set([...enums, ...domains, ...composites, ...tables].map(({ name }) => name));
  let name = wanted;
  while (taken.has(name)) name += "_";
  return name;
}

import { mentionsColumn } from "../../../core/rename_in_expression.ts";
import {
  type Column,
  type CompositeField,
  type CompositeType,
  type Constraint,
  constraintsOf,
  type DataType,
  type Domain,
  type EnumType,
  type Index,
  nameOf,
  type QualifiedName,
  sameName,
  type Schema,
  type Table,
  type UserType,
} from "../../../core/schema.ts";
import { equalData } from "../../../core/schema_order.ts";
import { quote } from "../quoting.ts";
import { constraintDefinition, constraintOn, nameOfConstraint } from "./constraint.ts";
import { defaultExpression } from "./expression.ts";
import { createIndex, dropIndex } from "./index.ts";
import { createComposite, createDomain, createEnum } from "./type.ts";
import { newComment, refused, spell, spellDataType } from "./words.ts";

/** A type that has to be made anew, and what it becomes. */
export type RemadeType =
  | { readonly kind: "enum"; readonly to: EnumType }
  | { readonly kind: "domain"; readonly from: Domain; readonly to: Domain }
  | { readonly kind: "composite"; readonly from: CompositeType; readonly to: CompositeType };

/**
 * Makes a type anew, with the domains and row types that are made of it, and moves all columns over,
 * so that rows stay as they are. Fails where a row has a value that the new type refuses, and where
 * a view uses it.
 *
 * @throws {WhimbrelError} `refused_statement` where a table is partitioned by a column of the type.
 */
export function remakeType(type: RemadeType, schema: Schema): readonly string[] {
  const types = withTypesOf(type, schema);
  const names = new Set(takenNames(schema));
  const olds = types.map(({ to }) => ({ ...nameOf(to), name: freeName(`${to.name}_old`, names) }));
  const find = (used: DataType) =>
    typeof used === "string" ? undefined : types.find(({ to }) => sameName(to, used));
  const users = schema.tables.map((table) => ({
    table,
    columns: table.columns.filter((column) => find(column.type) !== undefined),
  })).filter(({ columns }) => columns.length > 0);
  for (const { table, columns } of users) refusePartitionKey(table, columns);
  const dependents = users.map(({ table, columns }) =>
    itemsOf(table, (item) => columns.some(({ name }) => mentionsColumn(expressionsOf(item), name)))
  );
  return [
    ...types.map((type, index) =>
      `ALTER ${wordOf(type)} ${spell(type.to)} RENAME TO ${quote(olds[index]!.name)}`
    ),
    ...types.flatMap(create),
    ...dependents.flatMap(({ drop }) => drop),
    ...users.map(({ table, columns }) => {
      const clauses = columns.flatMap((column) => moveColumn(column, find));
      return `ALTER TABLE ${spell(table)} ${clauses.join(", ")}`;
    }),
    ...dependents.flatMap(({ create }) => create),
    ...types.map((type, index) => `DROP ${wordOf(type)} ${spell(olds[index]!)}`).toReversed(),
  ];
}

/** Whether a column is of the type, or of one that is made of it. */
export function isInUse(type: RemadeType, schema: Schema): boolean {
  const types = withTypesOf(type, schema);
  return schema.tables.some(({ columns }) =>
    columns.some((column) =>
      typeof column.type !== "string" &&
      types.some(({ to }) => sameName(to, column.type as QualifiedName))
    )
  );
}

/** A type, and then all domains and row types that are made of it, each after its parts. */
function withTypesOf(type: RemadeType, { domains, composites }: Schema): readonly RemadeType[] {
  const found: RemadeType[] = [type];
  const isMadeOfFound = (parts: readonly DataType[]) =>
    parts.some((part) => typeof part !== "string" && found.some(({ to }) => sameName(to, part)));
  const isNew = (other: QualifiedName) => !found.some(({ to }) => sameName(to, other));
  for (let before = 0; before !== found.length;) {
    before = found.length;
    for (const domain of domains) {
      if (!isNew(domain) || !isMadeOfFound([domain.type])) continue;
      found.push({ kind: "domain", from: domain, to: domain });
    }
    for (const composite of composites) {
      if (!isNew(composite) || !isMadeOfFound(composite.fields.map((field) => field.type))) {
        continue;
      }
      found.push({ kind: "composite", from: composite, to: composite });
    }
  }
  return found;
}

function create(type: RemadeType): readonly string[] {
  switch (type.kind) {
    case "enum":
      return createEnum(type.to);
    case "domain":
      return createDomain(type.to);
    case "composite":
      return createComposite(type.to);
  }
}

function wordOf({ kind }: RemadeType): "TYPE" | "DOMAIN" {
  return kind === "domain" ? "DOMAIN" : "TYPE";
}

function refusePartitionKey({ name, partitioning }: Table, columns: readonly Column[]): void {
  const key = columns.find((column) => mentionsColumn(partitioning?.by ?? "", column.name));
  if (key === undefined) return;
  throw refused(
    `make the type of "${key.name}" anew, by which "${name}" is partitioned`,
    "partition the table by another column first, or leave the type's values as they are",
  );
}

type Find = (used: DataType) => RemadeType | undefined;

function moveColumn(column: Column, find: Find): readonly string[] {
  const name = quote(column.name);
  const type = spellDataType(column.type);
  const value = column.default;
  return [
    ...(value === undefined ? [] : [`ALTER COLUMN ${name} DROP DEFAULT`]),
    `ALTER COLUMN ${name} TYPE ${type} USING ${moved(name, column.type, find)}`,
    ...(value === undefined
      ? []
      : [`ALTER COLUMN ${name} SET DEFAULT ${defaultExpression(value)}`]),
  ];
}

/** A value of an old type as one of the new type of that name. */
function moved(value: string, type: DataType, find: Find): string {
  const found = find(type);
  if (found === undefined || typeof type === "string") return value;
  const arrays = "[]".repeat(type.dimensions);
  const target = spellDataType(type);
  switch (found.kind) {
    case "enum":
      return `${value}::text${arrays}::${target}`;
    case "domain": {
      const base = find(found.from.type) === undefined ? spellDataType(found.from.type) : "text";
      return `${value}::${base}${arrays}::${target}`;
    }
    case "composite":
      return movedRow(value, { type, from: found.from, to: found.to, find });
  }
}

/** Only a row that is no NULL is one, even if all of its fields are. */
function movedRow(value: string, { type, from, to, find }: {
  readonly type: UserType;
  readonly from: CompositeType;
  readonly to: CompositeType;
  readonly find: Find;
}): string {
  const target = spellDataType(type);
  if (type.dimensions > 0) {
    const names = (fields: readonly CompositeField[]) => fields.map(({ name }) => name);
    if (equalData(names(from.fields), names(to.fields))) return `${value}::text::${target}`;
    throw refused(
      `give an array of "${to.name}" other fields`,
      "make a column of the new type, fill it, and drop the old one",
    );
  }
  const fields = to.fields.map((field) => {
    const before = from.fields.find(({ name }) => name === field.name);
    if (before === undefined) return "NULL";
    const part = `(${value}).${quote(field.name)}`;
    return find(field.type) === undefined ? part : moved(part, field.type, find);
  });
  return `CASE WHEN ${value} IS NOT DISTINCT FROM NULL THEN NULL ` +
    `ELSE ROW(${fields.join(", ")})::${target} END`;
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

function takenNames({ enums, domains, composites, tables }: Schema): readonly string[] {
  return [...enums, ...domains, ...composites, ...tables].map(({ name }) => name);
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  while (taken.has(name)) name += "_";
  taken.add(name);
  return name;
}

import { fitTable } from "./apply_table.ts";
import { renameColumns, renamed, renameTables } from "./apply_rename.ts";
import { mapExpressions } from "./expressions.ts";
import { WhimbrelError } from "./errors.ts";
import type { Operation, PartitionBounds } from "./operation.ts";
import {
  renameSequenceInExpression,
  renameTypeInExpression,
  renameValueInExpression,
} from "./rename_in_expression.ts";
import { equalData, sortSchema } from "./schema_order.ts";
import {
  type DataType,
  printName,
  type QualifiedName,
  sameName,
  type Schema,
  type Table,
  type TableName,
} from "./schema.ts";

/**
 * The schema after an operation. Columns keep their order; all other lists are sorted.
 *
 * Applying an operation and then its inverse gives back the schema, but for the quotes of names in
 * expressions that a renamed column takes part in.
 *
 * @throws {WhimbrelError} `invalid_migration` where the operation does not fit the schema: what it
 * makes is there, or what it changes is not.
 */
export function apply(schema: Schema, operation: Operation): Schema {
  return sortSchema(change(schema, operation));
}

/** The schema after a list of operations. Throws as {@linkcode apply} does. */
export function applyAll(schema: Schema, operations: readonly Operation[]): Schema {
  return sortSchema(operations.reduce(change, schema));
}

function change(schema: Schema, operation: Operation): Schema {
  switch (operation.kind) {
    case "create_table":
      return { ...schema, tables: add(schema.tables, operation.table, "table") };
    case "drop_table":
      return { ...schema, tables: remove(schema.tables, operation.table, "table") };
    case "rename_table":
      return renameTable(schema, operation.from, operation.to);
    case "rename_column":
      return renameColumn(schema, operation);
    case "create_enum":
      return { ...schema, enums: add(schema.enums, operation.enum, "enum") };
    case "drop_enum":
      return { ...schema, enums: remove(schema.enums, operation.enum, "enum") };
    case "alter_enum":
      return { ...schema, enums: replace(schema.enums, operation, "enum") };
    case "rename_enum":
      return renameEnum(schema, operation.from, operation.to);
    case "rename_enum_value":
      return renameEnumValue(schema, operation);
    case "create_domain":
      return { ...schema, domains: add(schema.domains, operation.domain, "domain") };
    case "drop_domain":
      return { ...schema, domains: remove(schema.domains, operation.domain, "domain") };
    case "alter_domain":
      return { ...schema, domains: replace(schema.domains, operation, "domain") };
    case "create_composite":
      return { ...schema, composites: add(schema.composites, operation.composite, "type") };
    case "drop_composite":
      return { ...schema, composites: remove(schema.composites, operation.composite, "type") };
    case "alter_composite":
      return { ...schema, composites: replace(schema.composites, operation, "type") };
    case "create_sequence":
      return { ...schema, sequences: add(schema.sequences, operation.sequence, "sequence") };
    case "drop_sequence":
      return { ...schema, sequences: remove(schema.sequences, operation.sequence, "sequence") };
    case "alter_sequence":
      return { ...schema, sequences: replace(schema.sequences, operation, "sequence") };
    case "rename_sequence":
      return renameSequence(schema, operation.from, operation.to);
    case "create_object":
      return { ...schema, objects: add(schema.objects, operation.object, operation.object.kind) };
    case "drop_object":
      return {
        ...schema,
        objects: remove(schema.objects, operation.object, operation.object.kind),
      };
    case "replace_object":
      return { ...schema, objects: replace(schema.objects, operation, operation.from.kind) };
    case "move_rows":
      return schema;
    case "alter_partition_bounds":
      return operation.to.reduce(bindPartition, schema);
    default:
      return {
        ...schema,
        tables: edit(schema.tables, operation.table, {
          what: "table",
          change: (table) => fitTable(table, operation),
        }),
      };
  }
}

function bindPartition(schema: Schema, { partition, bounds }: PartitionBounds): Schema {
  return {
    ...schema,
    tables: edit(schema.tables, partition, {
      what: "table",
      change: (table) => {
        if (table.partitionOf === undefined) throw missing("partition", partition);
        return { ...table, partitionOf: { ...table.partitionOf, bounds } };
      },
    }),
  };
}

function renameTable(schema: Schema, from: TableName, to: TableName): Schema {
  if (!schema.tables.some((table) => sameName(table, from))) throw missing("table", from);
  if (!sameName(from, to) && schema.tables.some((table) => sameName(table, to))) {
    throw existing("table", to);
  }
  return renameTables(schema, (name) => sameName(name, from) ? to : undefined);
}

function renameColumn(
  schema: Schema,
  operation: Operation & { readonly kind: "rename_column" },
): Schema {
  if (!schema.tables.some((table) => sameName(table, operation.table))) {
    throw missing("table", operation.table);
  }
  return renameColumns(schema, (name) => sameName(name, operation.table) ? [operation] : []);
}

function renameEnum(schema: Schema, from: QualifiedName, to: QualifiedName): Schema {
  const follow = (type: DataType): DataType =>
    typeof type !== "string" && sameName(type, from) ? renamed(type, to) : type;
  const typed = <Typed extends { readonly type: DataType }>(item: Typed): Typed => ({
    ...item,
    type: follow(item.type),
  });
  if (!sameName(from, to) && schema.enums.some((type) => sameName(type, to))) {
    throw existing("enum", to);
  }
  const moved = {
    ...schema,
    enums: edit(schema.enums, from, { what: "enum", change: (type) => renamed(type, to) }),
    tables: schema.tables.map((table): Table => ({ ...table, columns: table.columns.map(typed) })),
    domains: schema.domains.map(typed),
    composites: schema.composites.map((composite) => ({
      ...composite,
      fields: composite.fields.map(typed),
    })),
  };
  return mapExpressions(moved, (text) => renameTypeInExpression(text, { from, to }));
}

function renameSequence(schema: Schema, from: QualifiedName, to: QualifiedName): Schema {
  if (!sameName(from, to) && schema.sequences.some((sequence) => sameName(sequence, to))) {
    throw existing("sequence", to);
  }
  const sequences = edit(schema.sequences, from, {
    what: "sequence",
    change: (sequence) => renamed(sequence, to),
  });
  return mapExpressions(
    { ...schema, sequences },
    (text) => renameSequenceInExpression(text, { from, to }),
  );
}

function renameEnumValue(
  schema: Schema,
  { enum: name, from, to }: Operation & { readonly kind: "rename_enum_value" },
): Schema {
  const enums = edit(schema.enums, name, {
    what: "enum",
    change: (type) => ({
      ...type,
      values: type.values.map((value) => value === from ? to : value),
    }),
  });
  return mapExpressions(
    { ...schema, enums },
    (text) => renameValueInExpression(text, { type: name, from, to }),
  );
}

/** What tells objects of one list apart: functions have arguments, triggers a table. */
type Listed = QualifiedName & {
  readonly kind?: string;
  readonly signature?: string;
  readonly table?: TableName;
};

function same(one: Listed, other: Listed): boolean {
  return sameName(one, other) && one.kind === other.kind && one.signature === other.signature &&
    equalData(one.table, other.table);
}

function add<Item extends Listed>(list: readonly Item[], item: Item, what: string): Item[] {
  if (list.some((other) => same(other, item))) throw existing(what, item);
  return [...list, item];
}

function remove<Item extends Listed>(list: readonly Item[], item: Item, what: string): Item[] {
  const rest = list.filter((other) => !same(other, item));
  if (rest.length === list.length) throw missing(what, item);
  return rest;
}

function replace<Item extends Listed>(
  list: readonly Item[],
  { from, to }: { readonly from: Item; readonly to: Item },
  what: string,
): Item[] {
  if (!list.some((item) => same(item, from))) throw missing(what, from);
  return list.map((item) => same(item, from) ? to : item);
}

function edit<Item extends QualifiedName>(
  list: readonly Item[],
  name: QualifiedName,
  { what, change }: { readonly what: string; readonly change: (item: Item) => Item },
): Item[] {
  if (!list.some((item) => sameName(item, name))) throw missing(what, name);
  return list.map((item) => sameName(item, name) ? change(item) : item);
}

function missing(what: string, name: QualifiedName): WhimbrelError {
  return new WhimbrelError("invalid_migration", `There is no ${what} "${printName(name)}"`);
}

function existing(what: string, name: QualifiedName): WhimbrelError {
  return new WhimbrelError("invalid_migration", `The ${what} "${printName(name)}" exists already`);
}

import type { Operation } from "../operation.ts";
import { equalData } from "../schema_order.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type Domain,
  type Index,
  type OpaqueObject,
  type Schema,
  type Table,
} from "../schema.ts";
import { callsIn, namesIn } from "./early.ts";
import { keyOf } from "./names.ts";
import { objectKey } from "./objects.ts";
import { expressionsOf, readsAny } from "./reads.ts";

/**
 * The schema without the defaults, generated columns, constraints and indexes that call a routine, or
 * sort by a collation, which the operations drop and make again, and without the objects that lean on
 * those; undefined where nothing does.
 *
 * @param operations lead from the schema to another one.
 */
export function withoutLeaning(
  schema: Schema,
  operations: readonly Operation[],
  lay: Lay,
): Schema | undefined {
  const remade = remadeBy(operations);
  if (remade.length === 0) return undefined;
  const routines = new Set(
    remade.flatMap(({ signature, name }) => signature === undefined ? [] : [name]),
  );
  const collations = new Set(
    remade.flatMap(({ kind, name }) => kind === "collation" ? [name] : []),
  );
  const leans: Leans = {
    calls: (expression) =>
      expression !== undefined && callsIn(expression).some((name) => routines.has(name)),
    sorts: (collation) =>
      collation !== undefined && namesIn(collation).some((name) => collations.has(name)),
  };
  const stripped = schema.tables.map((table) => strip(table, leans));
  const tables = withoutReferences(stripped, goneColumns(schema.tables, stripped));
  const domains = schema.domains.map((domain) => stripDomain(domain, leans));
  if (equalData(tables, schema.tables) && equalData(domains, schema.domains)) return undefined;
  const bare = { ...schema, tables, domains };
  return withoutFallen(bare, lay(schema, bare));
}

/** Plans the way to a schema that has less. */
export type Lay = (from: Schema, to: Schema) => readonly Operation[];

/** A schema without the objects that operations drop, be it only to make them again. */
export function withoutFallen(schema: Schema, operations: readonly Operation[]): Schema {
  const fallen = new Set(operations.flatMap(droppedBy).map(objectKey));
  return { ...schema, objects: schema.objects.filter((object) => !fallen.has(objectKey(object))) };
}

/** What leans on something that is made again. */
interface Leans {
  calls(expression: string | undefined): boolean;
  sorts(collation: string | undefined): boolean;
}

/** Routines and collations that are dropped, and made again under the same names. */
function remadeBy(operations: readonly Operation[]): readonly OpaqueObject[] {
  const made = new Set(
    operations.flatMap((operation) =>
      operation.kind === "create_object" ? [objectKey(operation.object)] : []
    ),
  );
  return operations.flatMap(droppedBy).filter((object) =>
    (object.signature !== undefined || object.kind === "collation") && made.has(objectKey(object))
  );
}

function droppedBy(operation: Operation): readonly OpaqueObject[] {
  return operation.kind === "drop_object" ? [operation.object] : [];
}

function strip(table: Table, leans: Leans): Table {
  const gone = new Set(
    table.columns.filter(({ generated }) => leans.calls(generated?.expression))
      .map(({ name }) => name),
  );
  const stays = (item: Constraint | Index) =>
    !expressionsOf(item).some(leans.calls) && !readsAny(item, gone) &&
    !("parts" in item && item.parts.some(({ collation }) => leans.sorts(collation)));
  const items = [...constraintsOf(table), ...table.indexes];
  const columns = table.columns.filter(({ name }) => !gone.has(name))
    .map((column) => stripValue(column, leans));
  if (equalData(columns, table.columns) && items.every(stays)) return table;
  const { primaryKey, ...rest } = table;
  return {
    ...rest,
    columns,
    ...(primaryKey !== undefined && stays(primaryKey) ? { primaryKey } : {}),
    uniques: table.uniques.filter(stays),
    foreignKeys: table.foreignKeys.filter(stays),
    checks: table.checks.filter(stays),
    exclusions: table.exclusions.filter(stays),
    indexes: table.indexes.filter(stays),
  };
}

/** A column or domain without a default and a collation that lean. */
function stripValue<Item extends Column | Domain>(item: Item, leans: Leans): Item {
  const { default: value, collation, ...rest } = item;
  return {
    ...rest,
    ...(value === undefined || leans.calls(value) ? {} : { default: value }),
    ...(collation === undefined || leans.sorts(collation) ? {} : { collation }),
  } as Item;
}

function stripDomain(domain: Domain, leans: Leans): Domain {
  const checks = domain.checks.filter(({ expression }) => !leans.calls(expression));
  return { ...stripValue(domain, leans), checks };
}

/** By the keys of their tables. */
function goneColumns(
  before: readonly Table[],
  after: readonly Table[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    before.flatMap((table, index) => {
      const left = new Set(after[index]!.columns.map(({ name }) => name));
      const gone = table.columns.map(({ name }) => name).filter((name) => !left.has(name));
      return gone.length === 0 ? [] : [[keyOf(table), new Set(gone)] as const];
    }),
  );
}

function withoutReferences(
  tables: readonly Table[],
  gone: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Table[] {
  if (gone.size === 0) return tables;
  return tables.map((table) => ({
    ...table,
    foreignKeys: table.foreignKeys.filter(({ references, referencedColumns }) =>
      !referencedColumns.some((column) => gone.get(keyOf(references))?.has(column))
    ),
  }));
}

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
import { callsIn } from "./early.ts";
import { keyOf } from "./names.ts";
import { objectKey } from "./objects.ts";
import { expressionsOf, readsAny } from "./reads.ts";

/**
 * The schema without the defaults, generated columns, constraints and indexes that call a routine
 * which the operations drop and make again, and without the objects that lean on those; undefined
 * where nothing does.
 *
 * @param operations lead from the schema to another one.
 */
export function withoutLeaning(
  schema: Schema,
  operations: readonly Operation[],
  lay: Lay,
): Schema | undefined {
  const names = namesOfRemade(operations);
  if (names.size === 0) return undefined;
  const leans = (expression: string | undefined) =>
    expression !== undefined && callsIn(expression).some((name) => names.has(name));
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

type Leans = (expression: string | undefined) => boolean;

/** Names of routines that are dropped, and made again under the same names. */
function namesOfRemade(operations: readonly Operation[]): ReadonlySet<string> {
  const made = new Set(
    operations.flatMap((operation) =>
      operation.kind === "create_object" ? [objectKey(operation.object)] : []
    ),
  );
  return new Set(
    operations.flatMap(droppedBy)
      .filter((object) => object.signature !== undefined && made.has(objectKey(object)))
      .map(({ name }) => name),
  );
}

function droppedBy(operation: Operation): readonly OpaqueObject[] {
  return operation.kind === "drop_object" ? [operation.object] : [];
}

function strip(table: Table, leans: Leans): Table {
  const gone = new Set(
    table.columns.filter(({ generated }) => leans(generated?.expression)).map(({ name }) => name),
  );
  const stays = (item: Constraint | Index) =>
    !expressionsOf(item).some(leans) && !readsAny(item, gone);
  const items = [...constraintsOf(table), ...table.indexes];
  const hasDefault = table.columns.some((column) => leans(column.default));
  if (gone.size === 0 && !hasDefault && items.every(stays)) return table;
  const { primaryKey, ...rest } = table;
  return {
    ...rest,
    columns: table.columns.filter(({ name }) => !gone.has(name))
      .map((column) => leans(column.default) ? withoutDefault(column) : column),
    ...(primaryKey !== undefined && stays(primaryKey) ? { primaryKey } : {}),
    uniques: table.uniques.filter(stays),
    foreignKeys: table.foreignKeys.filter(stays),
    checks: table.checks.filter(stays),
    exclusions: table.exclusions.filter(stays),
    indexes: table.indexes.filter(stays),
  };
}

function withoutDefault<Item extends Column | Domain>({ default: _leans, ...rest }: Item) {
  return rest as Item;
}

function stripDomain(domain: Domain, leans: Leans): Domain {
  const checks = domain.checks.filter(({ expression }) => !leans(expression));
  if (checks.length === domain.checks.length && !leans(domain.default)) return domain;
  return { ...(leans(domain.default) ? withoutDefault(domain) : domain), checks };
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

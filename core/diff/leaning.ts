import type { Operation } from "../operation.ts";
import { equalData } from "../schema_order.ts";
import {
  type Column,
  type Constraint,
  type DataType,
  type Domain,
  type Index,
  type OpaqueObject,
  type Schema,
  type Table,
} from "../schema.ts";
import { callsIn, namesIn } from "./early.ts";
import { keyOf } from "./names.ts";
import { objectKey } from "./objects.ts";
import { expressionsOf, mentionsAny, readsAny } from "./reads.ts";
import { withItems } from "./what_is_left.ts";

/**
 * The schema without what cannot stay while something is dropped and made again: defaults, generated
 * columns, constraints and indexes that call such a routine or sort by such a collation, columns that
 * are computed from values of such a type, and objects that lean on those; undefined where nothing
 * does.
 */
export function withoutLeaning(
  schema: Schema,
  { operations, remadeTypes }: Plan,
  lay: Lay,
): Schema | undefined {
  const remade = remadeBy(operations);
  if (remade.length === 0 && remadeTypes.size === 0) return undefined;
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
    isOf: (type) => typeof type !== "string" && remadeTypes.has(keyOf(type)),
  };
  const stripped = schema.tables.map((table) => strip(table, leans));
  const tables = withoutReferences(stripped, goneColumns(schema.tables, stripped));
  const domains = schema.domains.map((domain) => stripDomain(domain, leans));
  if (equalData(tables, schema.tables) && equalData(domains, schema.domains)) return undefined;
  const bare = { ...schema, tables, domains };
  return withoutFallen(bare, lay(schema, bare));
}

/** A way from one schema to another. */
export interface Plan {
  readonly operations: readonly Operation[];
  /** Keys of types that it makes anew under their names. */
  readonly remadeTypes: ReadonlySet<string>;
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
  isOf(type: DataType): boolean;
}

/** Routines and collations that are dropped, and made again under the same names. */
function remadeBy(operations: readonly Operation[]): readonly OpaqueObject[] {
  // A routine with other arguments may be meant by the same call.
  const name = ({ kind, ...object }: OpaqueObject) => `${kind} ${keyOf(object)}`;
  const made = new Set(
    operations.flatMap((operation) =>
      operation.kind === "create_object" ? [name(operation.object)] : []
    ),
  );
  return operations.flatMap(droppedBy).filter((object) =>
    (object.signature !== undefined || object.kind === "collation") && made.has(name(object))
  );
}

function droppedBy(operation: Operation): readonly OpaqueObject[] {
  return operation.kind === "drop_object" ? [operation.object] : [];
}

function strip(table: Table, leans: Leans): Table {
  const moved = new Set(
    table.columns.filter(({ type }) => leans.isOf(type)).map(({ name }) => name),
  );
  const gone = new Set(
    table.columns.filter(({ generated }) =>
      generated !== undefined &&
      (leans.calls(generated.expression) || mentionsAny(generated.expression, moved))
    ).map(({ name }) => name),
  );
  const stays = (item: Constraint | Index) =>
    !expressionsOf(item).some(leans.calls) && !readsAny(item, gone) &&
    !("parts" in item && item.parts.some(({ collation }) => leans.sorts(collation)));
  const columns = table.columns.filter(({ name }) => !gone.has(name))
    .map((column) => stripValue(column, leans));
  return { ...withItems(table, stays), columns };
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
  return tables.map((table) =>
    withItems(table, (item) =>
      !("references" in item) ||
      !item.referencedColumns.some((column) => gone.get(keyOf(item.references))?.has(column)))
  );
}

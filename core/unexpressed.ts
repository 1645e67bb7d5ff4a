import { matchSchemas, type TablePair } from "./diff/match.ts";
import { byKey, keyOf } from "./diff/names.ts";
import { readsAny } from "./diff/reads.ts";
import { type DiffTraits, type Rules, rulesOf } from "./diff/traits.ts";
import type { Expressiveness } from "./plugin.ts";
import { keepObjects } from "./kept_objects.ts";
import type { Renames } from "./rename/renames.ts";
import { sortSchema } from "./schema_order.ts";
import {
  type Column,
  type Constraint,
  constraintsOf,
  type DataType,
  type Index,
  type OpaqueObject,
  type QualifiedName,
  type Schema,
  type Table,
} from "./schema.ts";

type Silence = Exclude<Expressiveness, "everything">;

/**
 * What is wanted, with all of what is there that the models cannot speak of, so that it is not taken
 * for unwanted: `to` with the checks, indexes, views and so on of `from`.
 *
 * Kept is only what still has its tables and columns; partitions, table options and the order of
 * columns stay with their table in any case. What `to` has under the same name goes before. Rights
 * are kept where `to` has none at all, even where it can express everything.
 */
export function keepUnexpressed(
  to: Schema,
  from: Schema,
  expresses: Expressiveness,
  renames: Renames,
  traits: DiffTraits = {},
): Schema {
  if (expresses === "everything") return keepRights(to, from, renames, traits);
  const rules = rulesOf(traits);
  const { pairs, doomed, middle } = matchSchemas(from, to, { renames, rules });
  const changed = new Map(pairs.map((pair) => [pair.to, keepInTable(pair, expresses, rules)]));
  const staying = new Set(pairs.map((pair) => keyOf(pair.from)));
  const partitions: Table[] = [];
  for (const { from: table, middle } of doomed) {
    if (!isPartOf(table, from, staying)) continue;
    staying.add(keyOf(table));
    partitions.push(middle);
  }
  const tables = [...to.tables.map((table) => changed.get(table) ?? table), ...partitions];
  const kept: Schema = {
    tables,
    enums: keepNamed(to.enums, middle.enums, expresses.enums, expresses),
    domains: [],
    composites: [],
    sequences: keepNamed(
      to.sequences,
      middle.sequences.filter(({ ownedBy }) => ownedBy === undefined || hasColumn(tables, ownedBy)),
      expresses.sequences,
      expresses,
    ),
    objects: to.objects,
  };
  const result = { ...kept, ...keepTypes({ to, middle, kept, expresses }) };
  const spoken = new Set(expresses.objects);
  const rights = new Set(traits.rights);
  const objects = keepObjects(middle, {
    to: result,
    pairs,
    rights,
    isKept: ({ kind }) => !spoken.has(kind),
    follow: (object) => rules.followRenames(object, renames),
  });
  return sortSchema({ ...result, objects });
}

function keepRights(to: Schema, from: Schema, renames: Renames, traits: DiffTraits): Schema {
  const rights = new Set(traits.rights);
  const isRight = ({ kind }: OpaqueObject) => rights.has(kind);
  if (to.objects.some(isRight) || !from.objects.some(isRight)) return to;
  const { pairs, middle } = matchSchemas(from, to, { renames, rules: rulesOf(traits) });
  const objects = keepObjects(middle, { to, pairs, rights, isKept: isRight });
  return sortSchema({ ...to, objects });
}

/** Whether a table is a partition of one that stays, at some remove. */
function isPartOf(table: Table, from: Schema, staying: ReadonlySet<string>): boolean {
  const byName = byKey(from.tables);
  const seen = new Set<Table>();
  let part: Table | undefined = table;
  while (part?.partitionOf !== undefined && !seen.has(part)) {
    seen.add(part);
    if (staying.has(keyOf(part.partitionOf.parent))) return true;
    part = byName.get(keyOf(part.partitionOf.parent));
  }
  return false;
}

function keepInTable(pair: TablePair, expresses: Silence, rules: Rules): Table {
  const { middle, to } = pair;
  const { partitioning = middle.partitioning, ...rest } = to;
  const keep = <Item extends Constraint | Index>(
    wanted: readonly Item[],
    there: readonly Item[],
    isExpressed: boolean,
  ) => isExpressed || there.length === 0 ? wanted : [...wanted, ...unsaid(wanted, there, pair)];
  const table: Table = {
    ...rest,
    ...(partitioning === undefined ? {} : { partitioning }),
    options: { ...middle.options, ...to.options },
    columns: rules.ordersColumns ? inOrderOf(middle, to) : to.columns,
    checks: keep(to.checks, middle.checks, expresses.checks),
    exclusions: keep(to.exclusions, middle.exclusions, expresses.exclusions),
    indexes: keep(to.indexes, middle.indexes, expresses.indexes),
  };
  const whole = rules.unspoken === undefined ? table : keepUnspoken(table, middle, rules.unspoken);
  return expresses.comments || !hasComments(middle) ? whole : keepComments(whole, middle);
}

/** Takes over what models have no words for from what is there under the same names. */
function keepUnspoken(
  table: Table,
  middle: Table,
  unspoken: NonNullable<Rules["unspoken"]>,
): Table {
  const there = new Map(
    [...middle.columns, ...constraintsOf(middle), ...middle.indexes]
      .map((item) => [itemKey(item), item]),
  );
  const spoken = <Item extends Column | Constraint | Index>(item: Item): Item => {
    const before = there.get(itemKey(item)) as Item | undefined;
    return before === undefined ? item : unspoken(before, item);
  };
  const { primaryKey, ...rest } = table;
  return {
    ...rest,
    ...(primaryKey === undefined ? {} : { primaryKey: spoken(primaryKey) }),
    columns: table.columns.map(spoken),
    uniques: table.uniques.map(spoken),
    foreignKeys: table.foreignKeys.map(spoken),
    indexes: table.indexes.map(spoken),
  };
}

function unsaid<Item extends Constraint | Index>(
  wanted: readonly Item[],
  there: readonly Item[],
  { middle, to }: TablePair,
): readonly Item[] {
  const names = new Set(to.columns.map(({ name }) => name));
  const gone = new Set(middle.columns.map(({ name }) => name).filter((name) => !names.has(name)));
  const taken = new Set([...constraintsOf(to), ...to.indexes].map(({ name }) => name));
  return there.filter((item) =>
    (item.name === undefined || !taken.has(item.name)) && !readsAny(item, gone) &&
    !wanted.some((other) => sameBut(item, other))
  );
}

function hasComments(table: Table): boolean {
  const isSaid = ({ comment }: Commented) => comment !== undefined;
  return isSaid(table) || table.columns.some(isSaid) || table.indexes.some(isSaid) ||
    constraintsOf(table).some(isSaid);
}

/** Columns in the order in which they are there, new ones behind those that they follow in `to`. */
function inOrderOf(middle: Table, to: Table): readonly Column[] {
  const wanted = new Map(to.columns.map((column) => [column.name, column]));
  const columns = middle.columns.flatMap(({ name }) => wanted.get(name) ?? []);
  const there = new Set(columns);
  for (const [index, column] of to.columns.entries()) {
    if (there.has(column)) continue;
    const previous = to.columns[index - 1];
    columns.splice(previous === undefined ? 0 : columns.indexOf(previous) + 1, 0, column);
  }
  return columns;
}

/** Whether two things without a name say the same. */
function sameBut(one: Constraint | Index, other: Constraint | Index): boolean {
  return one.name === undefined && JSON.stringify(one) === JSON.stringify(other);
}

function keepComments(table: Table, before: Table): Table {
  const columns = new Map(before.columns.map((column) => [column.name, column]));
  const items = new Map(
    [...constraintsOf(before), ...before.indexes].map((item) => [itemKey(item), item]),
  );
  const item = <Item extends Constraint | Index>(item: Item): Item =>
    withComment(item, items.get(itemKey(item)));
  const { primaryKey } = table;
  return withComment({
    ...table,
    columns: table.columns.map((column): Column => withComment(column, columns.get(column.name))),
    ...(primaryKey === undefined ? {} : { primaryKey: item(primaryKey) }),
    uniques: table.uniques.map(item),
    foreignKeys: table.foreignKeys.map(item),
    checks: table.checks.map(item),
    exclusions: table.exclusions.map(item),
    indexes: table.indexes.map(item),
  }, before);
}

function itemKey(item: Column | Constraint | Index): string {
  const kind = "kind" in item ? item.kind : "type" in item ? "column" : "index";
  return `${kind} ${item.name ?? ""}`;
}

interface Commented {
  readonly comment?: string;
}

function withComment<Item extends Commented>(item: Item, before: Commented | undefined): Item {
  return item.comment !== undefined || before?.comment === undefined
    ? item
    : { ...item, comment: before.comment };
}

/** Adds what has no place in the models, and comments where they cannot say them. */
function keepNamed<Item extends QualifiedName & Commented>(
  wanted: readonly Item[],
  there: readonly Item[],
  isExpressed: boolean,
  { comments }: Silence,
): readonly Item[] {
  const known = byKey(wanted);
  const before = byKey(there);
  const named = comments
    ? wanted
    : wanted.map((item) => withComment(item, before.get(keyOf(item))));
  return isExpressed ? named : [...named, ...there.filter((item) => !known.has(keyOf(item)))];
}

function hasColumn(
  tables: readonly Table[],
  { table, column }: { readonly table: QualifiedName; readonly column: string },
): boolean {
  return tables.some((each) =>
    keyOf(each) === keyOf(table) && each.columns.some(({ name }) => name === column)
  );
}

/** Domains and row types, as far as the types that they are made of stay. */
function keepTypes({ to, middle, kept, expresses }: {
  readonly to: Schema;
  readonly middle: Schema;
  readonly kept: Schema;
  readonly expresses: Silence;
}): Pick<Schema, "domains" | "composites"> {
  const enums = byKey(kept.enums);
  const domains = keepNamed(to.domains, middle.domains, expresses.domains, expresses);
  const composites = keepNamed(to.composites, middle.composites, expresses.composites, expresses);
  const known = new Set([...enums.keys(), ...domains.map(keyOf), ...composites.map(keyOf)]);
  const isThere = (type: DataType) => typeof type === "string" || known.has(keyOf(type));
  return {
    domains: domains.filter(({ type }) => isThere(type)),
    composites: composites.filter(({ fields }) => fields.every((field) => isThere(field.type))),
  };
}

import { applyAll } from "../apply.ts";
import type { Operation } from "../operation.ts";
import { type Column, nameOf, type Schema, type Table, type TableName } from "../schema.ts";
import { parentsOf, withAllColumns } from "../heirs.ts";
import { mentionsColumn } from "../rename_in_expression.ts";
import { allOthers, type TablePair } from "./match.ts";
import { byKey, freeName, keyOf } from "./names.ts";
import type { Rules } from "./traits.ts";

/** What is known where tables are replaced. */
export interface Site {
  readonly from: Schema;
  /** `from` without what would be in the way. */
  readonly low: Schema;
  readonly to: Schema;
  /** By the keys of their names, which are the same on both sides. */
  readonly rebuilt: ReadonlyMap<string, TablePair>;
  /** All tables that stay. */
  readonly pairs: readonly TablePair[];
  readonly rules: Rules;
}

/**
 * The new tables beside the old ones, the rows, and the end of the old ones. An old table steps aside
 * before; but the keys of a partition are its parent's and keep their names until it goes, so that the
 * table that comes in its place takes its name last.
 */
export function replaceTables(site: Site): readonly Operation[] {
  const { from, low, to, rebuilt } = site;
  const isPart = (table: Table) =>
    table.partitionOf !== undefined && !rebuilt.has(keyOf(table.partitionOf.parent));
  const taken = new Set([from, to].flatMap(allNames));
  const aside = (table: TableName, ending: "_old" | "_new"): TableName => ({
    ...nameOf(table),
    name: freeName(table.name, (name) => taken.has(name), ending),
  });
  const old = new Map<string, TableName>();
  const fresh = new Map<string, TableName>();
  for (const [key, pair] of rebuilt) {
    if (isPart(pair.from)) fresh.set(key, aside(pair.to, "_new"));
    else old.set(key, aside(pair.from, "_old"));
  }
  const steps = [...old].map(([key, name]) => rename(rebuilt.get(key)!.from, name));
  const stepped = applyAll(low, steps).tables;
  const made = madeTables(site).map((table) => bare(table, site, fresh));
  const all = [...stepped, ...made];
  const find = (name: TableName) => all.find((table) => keyOf(table) === keyOf(name))!;
  const called = (table: Table, names: ReadonlyMap<string, TableName>) =>
    find(names.get(keyOf(table)) ?? table);
  // The rows of a partition are its parent's, and move with them.
  const sources = [...rebuilt.values()].filter(({ from }) =>
    from.partitionOf === undefined || isPart(from)
  );
  return [
    ...steps,
    ...made.map((table): Operation => ({ kind: "create_table", table, moved: true })),
    ...sources.map((pair): Operation => ({
      kind: "move_rows",
      from: withAllColumns(called(pair.from, old), all),
      to: withAllColumns(called(pair.to, fresh), all),
    })),
    ...droppedTables(site).map((table): Operation => ({
      kind: "drop_table",
      table: called(table, old),
      moved: true,
    })),
    ...[...fresh].map(([key, name]) => rename(name, rebuilt.get(key)!.to)),
  ];
}

function rename(from: TableName, to: TableName): Operation {
  return { kind: "rename_table", from: nameOf(from), to: nameOf(to) };
}

function allNames(schema: Schema): readonly string[] {
  return [...schema.tables, ...allOthers(schema)].map(({ name }) => name);
}

/** The rebuilt tables as they will be, with new parts and new parents, each after its parents. */
function madeTables({ to, rebuilt, pairs }: Site): readonly Table[] {
  const there = new Set(pairs.map((pair) => keyOf(pair.to)));
  const byName = byKey(to.tables);
  const meant = new Set(rebuilt.keys());
  // A set goes on to what is added to it meanwhile.
  for (const key of meant) {
    for (const parent of parentsOf(byName.get(key)!).map(keyOf)) {
      if (byName.has(parent) && !there.has(parent)) meant.add(parent);
    }
  }
  return withParts(to, meant, (table) => !there.has(keyOf(table)));
}

/** The rebuilt tables as they were, with all parts that go with them, each before its parents. */
export function droppedTables(
  { from, rebuilt, pairs }: Pick<Site, "from" | "rebuilt" | "pairs">,
): readonly Table[] {
  const stay = new Set(pairs.map((pair) => keyOf(pair.from)));
  return withParts(from, new Set(rebuilt.keys()), (table) => !stay.has(keyOf(table))).toReversed();
}

function withParts(
  { tables }: Schema,
  meant: ReadonlySet<string>,
  comesAlong: (table: Table) => boolean,
): readonly Table[] {
  const byName = byKey(tables);
  const found = new Map<string, Table>();
  const add = (table: Table): boolean => {
    if (found.has(keyOf(table))) return true;
    const parents = parentsOf(table).flatMap((name) => byName.get(keyOf(name)) ?? []);
    const isPulled = parents.map(add).includes(true) && comesAlong(table);
    if (!meant.has(keyOf(table)) && !isPulled) return false;
    found.set(keyOf(table), table);
    return true;
  };
  for (const table of tables) add(table);
  return [...found.values()];
}

/** A new table before its keys, with the columns as they are so far. */
function bare(table: Table, site: Site, fresh: ReadonlyMap<string, TableName>): Table {
  const former = new Map(site.pairs.map((pair) => [keyOf(pair.to), nameOf(pair.from)]));
  const called = (name: TableName) => fresh.get(keyOf(name)) ?? former.get(keyOf(name)) ?? name;
  const { partitionOf, inherits, ...rest } = strip(table, site.rules);
  const shape = {
    ...rest,
    ...(partitionOf === undefined
      ? {}
      : { partitionOf: { ...partitionOf, parent: called(partitionOf.parent) } }),
    ...(inherits === undefined ? {} : { inherits: inherits.map(called) }),
  };
  const pair = site.rebuilt.get(keyOf(table));
  if (pair === undefined) return { ...shape, columns: table.columns.map(withoutIdentity) };
  const { comment: _later, ...body } = shape;
  const columns = columnsSoFar(pair, site);
  const name = fresh.get(keyOf(table));
  return {
    ...body,
    ...(name ?? {}),
    columns: name === undefined ? columns : columns.map(stripColumn),
    options: strip(pair.from, site.rules).options,
  };
}

/** The columns that there were, but for those that rows are told apart by. */
function columnsSoFar({ from, to }: TablePair, site: Site): readonly Column[] {
  if (to.partitionOf !== undefined) return to.columns.map(withoutIdentity);
  const { tables } = site.from;
  const byName = byKey(tables);
  const inherited = new Set(
    (to.inherits ?? []).flatMap((name) => byName.get(keyOf(name)) ?? [])
      .flatMap((parent) => withAllColumns(parent, tables).columns).map(({ name }) => name),
  );
  const wanted = new Map(to.columns.map((column) => [column.name, column]));
  const isKey = ({ name }: Column) => mentionsColumn(to.partitioning?.by ?? "", name);
  return withAllColumns(from, tables).columns
    .filter(({ name }) => !inherited.has(name) || wanted.has(name))
    .map((column) => {
      const other = wanted.get(column.name);
      return withoutIdentity(other !== undefined && isKey(other) ? other : column);
    });
}

/** A table that takes no names but its own: keys, NOT NULL and numbering have names of theirs. */
export function strip(table: Table, { indexOptions }: Rules): Table {
  const { primaryKey: _key, ...rest } = table;
  const options = Object.fromEntries(
    Object.entries(table.options).filter(([name]) => !indexOptions.includes(name)),
  );
  return {
    ...rest,
    columns: table.columns.map(stripColumn),
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    options,
  };
}

function stripColumn({ notNull: _name, ...column }: Column): Column {
  return { ...withoutIdentity(column), nullable: true };
}

function withoutIdentity({ identity: _numbers, ...column }: Column): Column {
  return column;
}

import type { Operation } from "../operation.ts";
import { equalData } from "../schema_order.ts";
import {
  type Column,
  type Constraint,
  type Index,
  nameOf,
  type Options,
  type TableName,
} from "../schema.ts";
import type { TableDelta } from "./delta.ts";
import { mentionsAny } from "./reads.ts";
import { sortByNeeds } from "./order.ts";
import { addPlace, movePlace, type Route, takePlace } from "./places.ts";
import type { Rules } from "./traits.ts";

/** What has been done to a table before its turn. */
export interface DoneBefore {
  /** Constraints and indexes that are dropped already. */
  readonly dropped: ReadonlySet<Constraint | Index>;
  /** Those that have their new names already. */
  readonly renamed: ReadonlySet<Constraint | Index>;
  /** Columns as they are by now, where they are not as in `middle`. */
  readonly columns: ReadonlyMap<Column, Column>;
}

/**
 * The operations that change a table in its place, without its foreign keys: what is in the way is
 * dropped, columns are added and altered, keys made, and last the columns dropped that go for good.
 */
export function changeTable(
  delta: TableDelta,
  before: DoneBefore,
  { indexOptions }: Pick<Rules, "indexOptions">,
): readonly Operation[] {
  const { middle, to } = delta;
  const table = nameOf(to);
  const operations: Operation[] = [];
  const isUnpartitioned = middle.partitioning !== undefined &&
    (to.partitioning === undefined || isPartitionedAnew(delta));
  if (isUnpartitioned) {
    operations.push({ kind: "alter_partitioning", table, from: middle.partitioning });
  }
  /** The columns in the order that they have while operations run. */
  const now = middle.columns.map(({ name }) => name);
  const bound = boundColumns(delta);
  // New columns and checks are to find the character set that they are going to have.
  const isRecoded = ["charset", "collation"].some((name) =>
    middle.options[name] !== to.options[name]
  );
  const loose = withoutLost(delta, indexOptions);
  const options = changeOptions(table, loose, to.options);
  operations.push(...changeOptions(table, middle.options, loose), ...dropKeys(delta, before));
  if (isRecoded) operations.push(...options);
  operations.push(...changeColumns(delta, { before, now, bound }));
  // Names are given up before others take them: to some databases a unique constraint is an index.
  operations.push(
    ...renameConstraints(delta, before),
    ...renameIndexes(delta, before),
    ...changeConstraints(delta, before),
    ...changeIndexes(delta),
  );
  for (const [column, from] of bound) {
    operations.push({ kind: "alter_column", table, from, to: column });
  }
  if (!isRecoded) operations.push(...options);
  if (to.partitioning !== undefined && !equalData(middle.partitioning, to.partitioning)) {
    operations.push({
      kind: "alter_partitioning",
      table,
      ...(middle.partitioning === undefined || isUnpartitioned
        ? {}
        : { from: middle.partitioning }),
      to: to.partitioning,
    });
  }
  operations.push(...dropColumns(delta, { before, now, bound }));
  if (middle.comment !== to.comment) {
    operations.push({
      kind: "set_table_comment",
      table,
      ...(middle.comment === undefined ? {} : { from: middle.comment }),
      ...(to.comment === undefined ? {} : { to: to.comment }),
    });
  }
  return operations;
}

/**
 * Whether keys change with the columns by which a table is cut. Each key has to have all of these in
 * it, so that neither can change under the other.
 */
function isPartitionedAnew({ middle, to, constraints, indexes }: TableDelta): boolean {
  const [before, after] = [middle.partitioning, to.partitioning];
  if (before === undefined || after === undefined || before.by === after.by) return false;
  // Partitions that are tables of their own are no part of this one.
  if (before.partitions.length === 0) return false;
  return [constraints, indexes].some(({ dropped, altered, added }) =>
    dropped.length + altered.length + added.length > 0
  );
}

function changeOptions(table: TableName, from: Options, to: Options): readonly Operation[] {
  return equalData(from, to) ? [] : [{ kind: "alter_table_options", table, from, to }];
}

/** The options of a table without those that name an index which does not stay as it is. */
function withoutLost(
  { middle, to, constraints, indexes }: TableDelta,
  indexOptions: readonly string[],
): Options {
  const lost = new Set(
    [constraints, indexes].flatMap((changes) => [
      ...changes.dropped,
      ...[...changes.altered, ...changes.renamed].map(({ from }) => from),
    ]).map(({ name }) => name),
  );
  const isLost = (name: string) =>
    indexOptions.includes(name) &&
    (lost.has(String(middle.options[name])) || middle.options[name] !== to.options[name]);
  return Object.fromEntries(Object.entries(middle.options).filter(([name]) => !isLost(name)));
}

function dropKeys({ to, constraints, indexes }: TableDelta, before: DoneBefore): Operation[] {
  const table = nameOf(to);
  const isLeft = (item: Constraint | Index) => !before.dropped.has(item);
  return [
    ...indexes.dropped.filter(isLeft)
      .map((index): Operation => ({ kind: "drop_index", table, index })),
    // Backwards, so that the primary key goes last.
    ...constraints.dropped.filter(isLeft).toReversed()
      .map((constraint): Operation => ({ kind: "drop_constraint", table, constraint })),
  ];
}

interface ColumnState {
  readonly before: DoneBefore;
  readonly now: string[];
  readonly bound: ReadonlyMap<Column, Column>;
}

/** Columns that may be NULL only when another primary key is there, and what they are until then. */
function boundColumns({ middle, columns, constraints }: TableDelta): ReadonlyMap<Column, Column> {
  const key = constraints.altered.find(({ from }) => from === middle.primaryKey)?.from;
  const isBound = ({ name }: Column) => key?.kind === "primary_key" && key.columns.includes(name);
  return new Map(
    columns.altered.filter(({ from, to }) => !from.nullable && to.nullable && isBound(from))
      .map(({ from: { notNull }, to }) => [
        to,
        { ...to, nullable: false, ...(notNull === undefined ? {} : { notNull }) },
      ]),
  );
}

function changeColumns(delta: TableDelta, { before, now, bound }: ColumnState): Operation[] {
  const { to, columns } = delta;
  const table = nameOf(to);
  const operations: Operation[] = [];
  const first = [...columns.remade.map(({ from }) => from), ...columns.holding];
  for (const column of generatedLast(first).toReversed()) {
    operations.push({ kind: "drop_column", table, column, ...takePlace(now, column.name) });
  }
  const places = new Map(to.columns.map((column, index) => [column, index]));
  const route: Route = {
    now,
    wanted: to.columns.map(({ name }) => name),
    settled: new Set(now.filter((name) => !columns.displaced.has(name))),
  };
  const added = [...columns.added, ...columns.remade.map(({ to }) => to)]
    .sort((one, other) => places.get(one)! - places.get(other)!);
  const add = (isGenerated: boolean) => {
    for (const column of generatedLast(added)) {
      if ((column.generated !== undefined) !== isGenerated) continue;
      operations.push({ kind: "add_column", table, column, ...addPlace(route, column.name) });
    }
  };
  const altered = new Set(columns.altered);
  const changed = columns.pairs.filter((pair) =>
    altered.has(pair) || columns.displaced.has(pair.to.name)
  );
  const alter = (isMeant: (from: Column, to: Column) => boolean) => {
    for (const { from, to } of changed) {
      if (!isMeant(from, to)) continue;
      const is = before.columns.get(from) ?? from;
      const wanted = bound.get(to) ?? to;
      const step = columns.displaced.has(to.name) ? { move: movePlace(route, to.name) } : {};
      if (step.move === undefined && equalData(is, wanted)) continue;
      operations.push({ kind: "alter_column", table, from: is, to: wanted, ...step });
    }
  };
  // A generated column is let go before what it read changes, and computed anew after that.
  add(false);
  alter((from, to) => from.generated !== undefined && to.generated === undefined);
  alter((from, to) => from.generated === undefined && to.generated === undefined);
  add(true);
  alter((_from, to) => to.generated !== undefined);
  return operations;
}

/** Plain columns first, then generated ones, each after those that it reads. */
function generatedLast(columns: readonly Column[]): readonly Column[] {
  const generated = columns.filter(({ generated }) => generated !== undefined);
  if (generated.length === 0) return columns;
  const { order, stuck } = sortByNeeds(generated, (column) => ({
    hard: generated.filter((other) =>
      other !== column && mentionsAny(column.generated!.expression, new Set([other.name]))
    ),
    soft: [],
  }));
  const plain = columns.filter(({ generated }) => generated === undefined);
  return [...plain, ...order, ...generated.filter((column) => stuck.includes(column))];
}

function renameConstraints({ to, constraints }: TableDelta, before: DoneBefore): Operation[] {
  const table = nameOf(to);
  return constraints.renamed.filter(({ from }) => !before.renamed.has(from))
    .map(({ from, to }): Operation => ({
      kind: "rename_constraint",
      table,
      constraint: from.kind,
      from: from.name!,
      to: to.name!,
    }));
}

function renameIndexes({ to, indexes }: TableDelta, before: DoneBefore): Operation[] {
  const table = nameOf(to);
  return indexes.renamed.filter(({ from }) => !before.renamed.has(from))
    .map(({ from, to }): Operation => ({
      kind: "rename_index",
      table,
      from: from.name,
      to: to.name,
    }));
}

function changeConstraints({ to, constraints }: TableDelta, before: DoneBefore): Operation[] {
  const table = nameOf(to);
  return [
    ...constraints.altered.map(({ from, to }): Operation =>
      before.dropped.has(from)
        ? { kind: "add_constraint", table, constraint: to }
        : { kind: "alter_constraint", table, from, to }
    ),
    ...constraints.added
      .map((constraint): Operation => ({ kind: "add_constraint", table, constraint })),
  ];
}

function changeIndexes({ to, indexes }: TableDelta): Operation[] {
  const table = nameOf(to);
  return [
    ...indexes.altered.map(({ from, to }): Operation => ({ kind: "alter_index", table, from, to })),
    ...indexes.added.map((index): Operation => ({ kind: "create_index", table, index })),
  ];
}

function dropColumns(delta: TableDelta, { before, now }: ColumnState): Operation[] {
  const { dropped, holding } = delta.columns;
  const left = dropped.filter((column) => !holding.includes(column));
  return generatedLast(left).toReversed().map((column): Operation => ({
    kind: "drop_column",
    table: nameOf(delta.to),
    column: before.columns.get(column) ?? column,
    ...takePlace(now, column.name),
  }));
}

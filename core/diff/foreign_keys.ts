import type { Operation } from "../operation.ts";
import { equalData } from "../schema_order.ts";
import { type Constraint, type ForeignKey, type Index, nameOf, type Table } from "../schema.ts";
import type { TableDelta } from "./delta.ts";
import type { KeyChanges } from "./keys.ts";
import type { Matching } from "./match.ts";
import { keyOf } from "./names.ts";
import type { Rules } from "./traits.ts";

/** What of a table changes under the foreign keys that lean on it. */
interface Grounds {
  readonly columns: ReadonlySet<string>;
  /** The columns of keys. */
  readonly keys: readonly (readonly string[])[];
}

/** When foreign keys go and come. */
export interface ForeignKeyPlan {
  /** Those that stand in the way, dropped before all else. */
  readonly dropped: readonly Operation[];
  /** Made when all tables are as they will be. */
  readonly made: readonly Operation[];
  /** Those of a dropped table that go beforehand. */
  readonly loosened: ReadonlySet<ForeignKey>;
  /** Whether a created table can have the key at once, given that what it refers to is there. */
  isReady(key: ForeignKey): boolean;
}

/** Decides for each foreign key whether it can stay while the tables change. */
export function planForeignKeys(
  matching: Matching,
  { deltas, rules }: { readonly deltas: readonly TableDelta[]; readonly rules: Rules },
): ForeignKeyPlan {
  const { pairs, doomed, created } = matching;
  const byName = new Map(deltas.map((delta) => [keyOf(delta.to), delta]));
  const lost = new Map(deltas.map((delta) => [keyOf(delta.to), lostGrounds(delta, rules)]));
  const gained = new Map(deltas.map((delta) => [keyOf(delta.to), gainedGrounds(delta, rules)]));
  const isMoved = (key: ForeignKey) => leansOn(key, lost, (name) => byName.get(name)?.middle);
  const isNameTaken = takenNames(matching, deltas, rules);
  const dropped: Operation[] = [];
  const made: Operation[] = [];
  for (const { middle, to } of pairs) {
    const table = nameOf(to);
    const delta = byName.get(keyOf(to));
    const goes = (constraint: ForeignKey) =>
      dropped.push({ kind: "drop_constraint", table, constraint });
    const comes = (constraint: ForeignKey) =>
      made.push({ kind: "add_constraint", table, constraint });
    if (delta === undefined) {
      for (const key of deltas.length === 0 ? [] : to.foreignKeys) {
        if (isMoved(key)) [goes(key), comes(key)];
      }
      continue;
    }
    const isHeld = (key: ForeignKey) => isMoved(key) || isLocallyMoved(key, delta, rules);
    const isTangled = ({ from, to }: { readonly from: ForeignKey; readonly to: ForeignKey }) =>
      isHeld(from) || isNameTaken(keyOf({ ...table, name: to.name! }));
    const changes = delta.foreignKeys;
    const touched = new Set<ForeignKey>(
      [changes.dropped, changes.altered, changes.renamed].flat()
        .map((change) => "kind" in change ? change : change.from),
    );
    const renamed = changes.renamed.filter((change) => !isTangled(change));
    const altered = changes.altered.filter(({ from }) => !isHeld(from));
    const moved = [
      ...changes.renamed.filter(isTangled),
      ...changes.altered.filter(({ from }) => isHeld(from)),
    ];
    const held = middle.foreignKeys.filter((key) => !touched.has(key) && isHeld(key));
    for (const key of [...changes.dropped, ...moved.map(({ from }) => from), ...held]) goes(key);
    for (const { from, to } of renamed) {
      const [was, is] = [from.name!, to.name!];
      made.push({ kind: "rename_constraint", table, constraint: from.kind, from: was, to: is });
    }
    for (const { from, to } of altered) {
      made.push({ kind: "alter_constraint", table, from, to });
    }
    for (const key of [...changes.added, ...moved.map(({ to }) => to), ...held]) comes(key);
  }
  const loosened = new Set(
    doomed.flatMap(({ middle }) => middle.foreignKeys.filter(isMoved)),
  );
  for (const { middle } of doomed) {
    for (const constraint of middle.foreignKeys) {
      if (!loosened.has(constraint)) continue;
      dropped.push({ kind: "drop_constraint", table: nameOf(middle), constraint });
    }
  }
  const all = new Map(created.map((table) => [keyOf(table), table]));
  return {
    dropped,
    made,
    loosened,
    isReady: (key) => !leansOn(key, gained, (name) => all.get(name) ?? byName.get(name)?.to),
  };
}

/** Whether a name is a foreign key's now, where such names are the whole namespace's. */
function takenNames(
  { pairs, doomed }: Matching,
  deltas: readonly TableDelta[],
  rules: Rules,
): (key: string) => boolean {
  if (!rules.isShared("foreign_key")) return () => false;
  if (!deltas.some(({ foreignKeys }) => foreignKeys.renamed.length > 0)) return () => false;
  const names = new Set(
    [...pairs, ...doomed].flatMap(({ middle }) =>
      middle.foreignKeys.flatMap(({ name }) =>
        name === undefined ? [] : [keyOf({ ...nameOf(middle), name })]
      )
    ),
  );
  return (key) => names.has(key);
}

function leansOn(
  key: ForeignKey,
  grounds: ReadonlyMap<string, Grounds>,
  tableOf: (key: string) => Table | undefined,
): boolean {
  const name = keyOf(key.references);
  const ground = grounds.get(name);
  if (ground === undefined) return false;
  const referenced = key.referencedColumns.length > 0
    ? key.referencedColumns
    : tableOf(name)?.primaryKey?.columns ?? [];
  return referenced.some((column) => ground.columns.has(column)) ||
    ground.keys.some((columns) => referenced.every((column) => columns.includes(column)));
}

function lostGrounds(delta: TableDelta, rules: Rules): Grounds {
  const { columns, constraints, indexes } = delta;
  return {
    columns: new Set([
      ...columns.gone,
      ...columns.remade.map(({ to }) => to.name),
      ...(rules.holds("type") ? columns.retyped : []),
    ]),
    keys: rules.holds("key")
      ? [...keysOf(takenAway(constraints), rules), ...keysOf(takenAway(indexes), rules)]
      : [],
  };
}

function gainedGrounds({ columns, constraints, indexes }: TableDelta, rules: Rules): Grounds {
  if (!rules.holds("table")) return { columns: new Set(), keys: [] };
  return {
    columns: new Set([
      ...columns.added.map(({ name }) => name),
      ...columns.remade.map(({ to }) => to.name),
      ...columns.retyped,
    ]),
    keys: [
      ...keysOf([...constraints.added, ...constraints.altered.map(({ to }) => to)], rules),
      ...keysOf([...indexes.added, ...indexes.altered.map(({ to }) => to)], rules),
    ],
  };
}

/** What is dropped, if only to be made anew. */
function takenAway<Item extends Constraint | Index>(changes: KeyChanges<Item>): readonly Item[] {
  const altered = changes.altered.filter(({ from, to }) => {
    const silent = { comment: undefined, invisible: undefined, options: undefined };
    return !equalData({ ...from, ...silent }, { ...to, ...silent });
  });
  return [...changes.dropped, ...altered.map(({ from }) => from)];
}

function keysOf(
  items: readonly (Constraint | Index)[],
  rules: Rules,
): readonly (readonly string[])[] {
  return items.flatMap((item) => {
    const columns = keyColumns(item, rules);
    return columns === undefined ? [] : [columns];
  });
}

/** The columns of what a foreign key may refer to; undefined for what it may not. */
function keyColumns(item: Constraint | Index, rules: Rules): readonly string[] | undefined {
  if ("kind" in item) {
    return item.kind === "primary_key" || item.kind === "unique" ? item.columns : undefined;
  }
  if (!item.unique && !rules.holds("index")) return undefined;
  return item.parts.flatMap((part) => "column" in part ? [part.column] : []);
}

/** Whether something of the key's own table is in its way. */
function isLocallyMoved(key: ForeignKey, delta: TableDelta, rules: Rules): boolean {
  const { columns, constraints, indexes } = delta;
  const isLost = (name: string) =>
    columns.gone.has(name) || columns.remade.some(({ to }) => to.name === name) ||
    rules.holds("type") && columns.retyped.has(name);
  if (key.columns.some(isLost)) return true;
  const setsNull = key.onDelete === "set null" || key.onUpdate === "set null";
  const refusesNull = columns.altered.some(({ from, to }) =>
    from.nullable && !to.nullable && key.columns.includes(to.name)
  );
  if (setsNull && refusesNull && rules.holds("type")) return true;
  if (!rules.holds("index")) return false;
  const serves = (list: readonly string[] | undefined) =>
    list !== undefined && key.columns.every((column, index) => list[index] === column);
  const lost = new Set<Constraint | Index>([...takenAway(constraints), ...takenAway(indexes)]);
  const { primaryKey, uniques } = delta.middle;
  const all = [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...delta.middle.indexes,
  ]
    .filter((item) => serves(keyColumns(item, rules)));
  return all.some((item) => lost.has(item)) && all.every((item) => lost.has(item));
}

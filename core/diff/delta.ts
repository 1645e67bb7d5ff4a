import { equalData } from "../schema_order.ts";
import type { Constraint, ForeignKey, Index } from "../schema.ts";
import { type ColumnChanges, compareColumns } from "./columns.ts";
import { compareConstraints, compareIndexes, type KeyChanges } from "./keys.ts";
import type { TablePair } from "./match.ts";
import type { Comparison } from "./spelled.ts";
import type { Rules } from "./traits.ts";

/** All that changes in a table that stays. */
export interface TableDelta extends TablePair {
  readonly columns: ColumnChanges;
  /** All but foreign keys. */
  readonly constraints: KeyChanges<Constraint>;
  readonly foreignKeys: KeyChanges<ForeignKey>;
  readonly indexes: KeyChanges<Index>;
}

/** Compares a pair of tables; undefined for equal ones. */
export function compareTables(pair: TablePair, { rules, comparison, remadeTypes }: {
  readonly rules: Rules;
  readonly comparison: Comparison;
  readonly remadeTypes: ReadonlySet<string>;
}): TableDelta | undefined {
  const { middle, to } = pair;
  const usesRemade = remadeTypes.size > 0 &&
    middle.columns.some(({ type }) => typeof type !== "string");
  if (!usesRemade && equalData(middle, to)) return undefined;
  const columns = compareColumns(middle, to, { rules, comparison, remadeTypes });
  const unsteady = {
    remade: new Set([
      ...columns.remade.map(({ to }) => to.name),
      ...columns.holding.map(({ name }) => name),
    ]),
    retyped: columns.retyped,
  };
  const constraints = compareConstraints(middle, to, { comparison, unsteady });
  return {
    ...pair,
    columns,
    constraints: only(constraints, (each): each is Constraint => each.kind !== "foreign_key"),
    foreignKeys: only(constraints, (each): each is ForeignKey => each.kind === "foreign_key"),
    indexes: compareIndexes(middle, to, { comparison, unsteady }),
  };
}

function only<Kept extends Constraint>(
  changes: KeyChanges<Constraint>,
  isKept: (constraint: Constraint) => constraint is Kept,
): KeyChanges<Kept> {
  const pairs = (list: readonly { readonly from: Constraint; readonly to: Constraint }[]) =>
    list.flatMap(({ from, to }) => isKept(from) && isKept(to) ? [{ from, to }] : []);
  return {
    dropped: changes.dropped.filter(isKept),
    added: changes.added.filter(isKept),
    altered: pairs(changes.altered),
    renamed: pairs(changes.renamed),
  };
}

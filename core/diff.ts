import { changeTable } from "./diff/change_table.ts";
import { createTables, dropTables, dropUnused } from "./diff/create.ts";
import { compareTables } from "./diff/delta.ts";
import { disturbanceOf } from "./diff/disturbance.ts";
import { planForeignKeys } from "./diff/foreign_keys.ts";
import { type Matching, matchSchemas } from "./diff/match.ts";
import { enumsInUse } from "./diff/enums_in_use.ts";
import { planObjects } from "./diff/objects.ts";
import { type Lay, type Plan, withoutLeaning } from "./diff/leaning.ts";
import { planPartitions } from "./diff/partitions.ts";
import { planRebuild } from "./diff/rebuild.ts";
import { release } from "./diff/release.ts";
import { planSequences } from "./diff/sequences.ts";
import { sortOut } from "./diff/sort_out.ts";
import { comparisonOf } from "./diff/spelled.ts";
import { type DiffTraits, type Rules, rulesOf } from "./diff/traits.ts";
import { planTypes } from "./diff/types.ts";
import { vacate } from "./diff/vacate.ts";
import { whatIsLeft } from "./diff/what_is_left.ts";
import type { Operation } from "./operation.ts";
import { noRenames, type Renames } from "./rename/renames.ts";
import { requireRenames } from "./rename/text.ts";
import { type Constraint, type Index, nameOf, type Schema, type Table } from "./schema.ts";

export { type DiffTraits, type ForeignKeyHold, whateverOrder } from "./diff/traits.ts";

/**
 * The operations that lead from one schema to another, in an order in which they can run.
 *
 * Things are the same where their names are, unless `renames` says more. The order of columns that
 * stay is a change only where `traits` say so. What an object is known to need is none, nor, where
 * `traits` say how, the spelling of an expression. Same input, same output; time in proportion to
 * what differs.
 *
 * @throws {WhimbrelError} `invalid_schema` where new things need each other in a ring, and for a
 * domain or row type that would become another kind of type under its name; `usage` for renames of
 * what is not there.
 */
export function diff(
  from: Schema,
  to: Schema,
  renames: Renames = noRenames,
  traits: DiffTraits = {},
): readonly Operation[] {
  requireRenames(from, to, renames);
  const rules = rulesOf(traits);
  const lay: Lay = (one, other) => settle(one, other, { renames: noRenames, rules });
  const vacated = vacate(from, to, { renames, rules, lay });
  return vacated === undefined
    ? reach(from, to, { renames, rules, lay })
    : [...lay(from, vacated), ...reach(vacated, to, { renames, rules, lay })];
}

/** Plans for things of which none takes the name of another kind of thing. */
function reach(
  from: Schema,
  to: Schema,
  { renames, rules, lay }: Terms & { readonly lay: Lay },
): readonly Operation[] {
  const rebuild = planRebuild(from, to, { renames, rules, lay });
  return rebuild === undefined ? settle(from, to, { renames, rules }) : [
    ...lay(from, rebuild.low),
    ...rebuild.operations,
    ...settle(rebuild.middle, to, { renames, rules }),
  ];
}

interface Terms {
  readonly renames: Renames;
  readonly rules: Rules;
}

/** Plans for tables that keep their shape. */
function settle(from: Schema, to: Schema, terms: Terms): readonly Operation[] {
  const whole = planOnce(from, to, terms);
  if (!terms.rules.objectsHold) return whole.operations;
  // Nothing is dropped under what uses it: that goes first, and comes back with the rest.
  const lay: Lay = (one, other) =>
    planOnce(one, other, { ...terms, renames: noRenames }).operations;
  const bare = withoutLeaning(from, whole, lay);
  return bare === undefined
    ? whole.operations
    : [...lay(from, bare), ...planOnce(bare, to, terms).operations];
}

function planOnce(from: Schema, to: Schema, { renames, rules }: Terms): Plan {
  const matching = matchSchemas(from, to, { renames, rules });
  const usedValues = new Set<string>();
  // An enum whose new values are used at once may have to be made anew, which disturbs more: its
  // columns then change their type.
  for (;;) {
    const plan = planWith({ from, to, matching, rules, usedValues });
    const found = enumsInUse(plan.operations, matching.middle).filter((key) =>
      !usedValues.has(key)
    );
    if (found.length === 0) return plan;
    for (const key of found) usedValues.add(key);
  }
}

function planWith({ from, to, matching, rules, usedValues }: {
  readonly from: Schema;
  readonly to: Schema;
  readonly matching: Matching;
  readonly rules: Rules;
  readonly usedValues: ReadonlySet<string>;
}): Plan {
  const { middle, pairs, created, doomed } = matching;
  const comparison = comparisonOf(rules);
  const types = planTypes(middle, to, usedValues);
  const sequences = planSequences(middle, to);
  const deltas = pairs.flatMap((pair) =>
    compareTables(pair, { rules, comparison, remadeTypes: types.remade }) ?? []
  );
  const disturbance = disturbanceOf(matching, { deltas, types, sequences, rules });
  const objects = sortOut(
    planObjects(from, to, { rules, comparison, disturbance }),
    { from, to, deltas, matching, rules },
  );
  const foreignKeys = planForeignKeys(matching, { deltas, rules });
  const creation = createTables(created, {
    types: types.steps,
    objects: objects.early,
    foreignKeys,
    rules,
  });
  const released = release(matching, {
    deltas,
    types,
    rules,
    loosened: foreignKeys.loosened,
  });
  const drops = dropTables(doomed.map((table) => table.middle), rules);
  const rings = drops.loosened.filter(({ key }) =>
    !foreignKeys.loosened.has(key) && !released.dropped.has(key)
  );
  const gone = new Set<Constraint | Index>([
    ...released.dropped,
    ...rings.map(({ key }) => key),
    ...foreignKeys.loosened,
  ]);
  const partitions = planPartitions(matching, drops.order);
  const dropped = (table: Table): Operation => ({
    kind: "drop_table",
    table: whatIsLeft(table, { gone, columns: released.columns }),
  });
  const operations: readonly Operation[] = [
    ...objects.watching,
    ...objects.namespaces,
    ...objects.dropped,
    ...matching.renames,
    ...foreignKeys.dropped,
    ...rings.map(({ table, key }): Operation => ({
      kind: "drop_constraint",
      table: nameOf(table),
      constraint: key,
    })),
    ...released.operations,
    ...types.enums,
    ...sequences.before,
    ...partitions.gone.map(dropped),
    ...partitions.altered,
    ...creation.operations,
    ...deltas.flatMap((delta) => changeTable(delta, released, rules)),
    ...sequences.owned,
    ...creation.later,
    ...foreignKeys.made,
    ...drops.order.filter((table) => !partitions.gone.includes(table)).map(dropped),
    ...objects.late,
    ...sequences.after,
    ...dropUnused(types.gone, objects.last, rules),
    ...types.goneEnums,
    ...objects.spaces,
    ...objects.watch,
  ];
  return { operations, remadeTypes: types.remade };
}

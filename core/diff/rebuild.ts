import { applyAll } from "../apply.ts";
import { WhimbrelError } from "../errors.ts";
import { parentsOf } from "../heirs.ts";
import type { Operation } from "../operation.ts";
import type { Renames } from "../rename/renames.ts";
import { equalData } from "../schema_order.ts";
import { printName, type Schema, type Table, type TableName } from "../schema.ts";
import { type Lay, withoutFallen } from "./leaning.ts";
import { matchSchemas, type TablePair } from "./match.ts";
import { keyOf } from "./names.ts";
import { mentionsAny } from "./reads.ts";
import { droppedTables, replaceTables, type Site, strip } from "./replace_tables.ts";
import type { Rules } from "./traits.ts";
import { withItems } from "./what_is_left.ts";

/** The way to tables that are cut or derived in another way, which no operation can change. */
export interface Rebuild {
  /** The schema without keys on the tables, and without what leans on them. */
  readonly low: Schema;
  /** Make the tables in their new shape, move the rows, and drop the old ones. */
  readonly operations: readonly Operation[];
  /** The schema after that, from which everything else goes on. */
  readonly middle: Schema;
}

/**
 * Plans how tables become partitions, or parts of another table, or are partitioned in another way;
 * undefined where none does.
 *
 * @throws {WhimbrelError} `invalid_schema` for a table that would be renamed at the same time.
 */
export function planRebuild(
  from: Schema,
  to: Schema,
  { renames, rules, lay }: {
    readonly renames: Renames;
    readonly rules: Rules;
    readonly lay: Lay;
  },
): Rebuild | undefined {
  // Most schemas have no such tables.
  if (![...from.tables, ...to.tables].some(isPartOfOthers)) return undefined;
  const { pairs } = matchSchemas(from, to, { renames, rules });
  const rebuilt = findRebuilt(pairs, rules);
  if (rebuilt.size === 0) return undefined;
  for (const pair of rebuilt.values()) refuseRename(pair);
  const low = withoutLeaning({ from, rebuilt, pairs, rules }, lay);
  const operations = replaceTables({ from, low, to, rebuilt, pairs, rules });
  return { low, operations, middle: applyAll(low, operations) };
}

function isPartOfOthers({ partitioning, partitionOf, inherits }: Table): boolean {
  return partitioning !== undefined || partitionOf !== undefined || inherits !== undefined;
}

function findRebuilt(pairs: readonly TablePair[], rules: Rules): ReadonlyMap<string, TablePair> {
  const found = new Map<string, TablePair>();
  const byName = new Map(pairs.map((pair) => [keyOf(pair.to), pair]));
  const rehashed = new Set(
    pairs.filter(({ middle, to }) =>
      middle.partitionOf !== undefined && to.partitionOf !== undefined &&
      rules.rehashes(middle.partitionOf.bounds, to.partitionOf.bounds)
    ).map(({ to }) => keyOf(to.partitionOf!.parent)),
  );
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const pair of pairs) {
      const parents = parentsOf(pair.middle).map(keyOf);
      const isRebuilt = !equalData(parents, parentsOf(pair.to).map(keyOf)) ||
        (pair.middle.partitionOf === undefined) !== (pair.to.partitionOf === undefined) ||
        !rules.repartitions && isCutOtherwise(pair) ||
        rehashed.has(keyOf(pair.to)) ||
        parents.some((parent) => found.has(parent));
      if (!isRebuilt) continue;
      found.set(keyOf(pair.to), pair);
      // The new partition has no place beside the old one.
      const parent = pair.middle.partitionOf && pair.to.partitionOf?.parent;
      const whole = parent && byName.get(keyOf(parent));
      if (whole !== undefined) found.set(keyOf(whole.to), whole);
    }
  }
  return found;
}

/** Whether the rows would belong to other partitions, or be told apart by values of another type. */
function isCutOtherwise({ middle, to }: TablePair): boolean {
  if (!equalData(middle.partitioning, to.partitioning)) return true;
  const key = to.partitioning?.by;
  if (key === undefined) return false;
  const types = new Map(middle.columns.map(({ name, type }) => [name, type]));
  const retyped = to.columns.filter(({ name, type }) =>
    types.has(name) && !equalData(types.get(name), type)
  );
  return mentionsAny(key, new Set(retyped.map(({ name }) => name)));
}

function refuseRename({ from, middle, to }: TablePair): void {
  const names = ({ columns }: Table) => columns.map(({ name }) => name);
  if (keyOf(from) === keyOf(to) && equalData(names(from), names(middle))) return;
  throw new WhimbrelError(
    "invalid_schema",
    `Cannot rename "${printName(from)}" or columns of it and partition it in another way at once`,
    { hint: "make two migrations of it: rename first" },
  );
}

/** Takes the keys off the tables, and drops what leans on them. */
function withoutLeaning(
  site: Pick<Site, "from" | "rebuilt" | "pairs" | "rules">,
  lay: Lay,
): Schema {
  const { from, rebuilt, rules } = site;
  const gone = new Set(droppedTables(site));
  const isRebuilt = (name: TableName) => rebuilt.has(keyOf(name));
  const withoutReferences = (table: Table): Table =>
    withItems(table, (item) => !("references" in item) || !isRebuilt(item.references));
  const others = from.tables.filter((table) => !gone.has(table)).map(withoutReferences);
  const low: Schema = {
    ...from,
    tables: from.tables.map((table) =>
      isRebuilt(table) ? strip(table, rules) : withoutReferences(table)
    ),
    sequences: from.sequences.map((sequence) => {
      const { ownedBy, ...free } = sequence;
      return ownedBy !== undefined && isRebuilt(ownedBy.table) ? free : sequence;
    }),
  };
  return withoutFallen(low, lay(from, { ...low, tables: others }));
}

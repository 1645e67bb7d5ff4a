import type { Operation, PartitionBounds } from "../operation.ts";
import { nameOf, type Table } from "../schema.ts";
import type { Matching } from "./match.ts";
import { keyOf } from "./names.ts";

/** What becomes of the partitions of tables that stay, before new ones take the place. */
export interface PartitionPlan {
  /** Those that go, and their own partitions, each before its parent. */
  readonly gone: readonly Table[];
  readonly altered: readonly Operation[];
}

/**
 * Compares the partitions of tables that stay: no two may overlap at any time.
 *
 * @param doomed all tables that go, in an order in which they can be dropped.
 */
export function planPartitions({ pairs }: Matching, doomed: readonly Table[]): PartitionPlan {
  const freed = new Set(pairs.map(({ to }) => keyOf(to)));
  const gone = doomed.toReversed().filter((table) => {
    const isFreed = table.partitionOf !== undefined && freed.has(keyOf(table.partitionOf.parent));
    if (isFreed) freed.add(keyOf(table));
    return isFreed;
  });
  const moved = pairs.filter(({ middle, to }) =>
    middle.partitionOf !== undefined && to.partitionOf !== undefined &&
    middle.partitionOf.bounds !== to.partitionOf.bounds
  );
  const bounds = (table: Table): PartitionBounds => ({
    partition: nameOf(table),
    bounds: table.partitionOf!.bounds,
  });
  const parents = Map.groupBy(moved, ({ to }) => keyOf(to.partitionOf!.parent));
  return {
    gone: gone.toReversed(),
    altered: [...parents.values()].map((partitions): Operation => ({
      kind: "alter_partition_bounds",
      table: nameOf(partitions[0]!.to.partitionOf!.parent),
      from: partitions.map(({ middle, to }) => ({ ...bounds(middle), partition: nameOf(to) })),
      to: partitions.map(({ to }) => bounds(to)),
    })),
  };
}

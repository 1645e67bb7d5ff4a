import type { Operation } from "../operation.ts";
import { equalData } from "../schema_order.ts";
import type { Schema, Sequence } from "../schema.ts";
import { byKey, keyOf } from "./names.ts";
import { compareNamed } from "./types.ts";

/** What becomes of sequences, in the places that tables leave for it. */
export interface SequencePlan {
  readonly before: readonly Operation[];
  /** New owners, once their columns are there, and before the old ones go. */
  readonly owned: readonly Operation[];
  readonly after: readonly Operation[];
  readonly dropped: readonly Sequence[];
}

/** Compares sequences. One that gets another owner is let go first, lest it go with the old one. */
export function planSequences(middle: Schema, to: Schema): SequencePlan {
  const { created, dropped, altered } = compareNamed(middle.sequences, to.sequences);
  const tables = byKey(middle.tables);
  const isThere = ({ ownedBy }: Sequence): boolean =>
    ownedBy === undefined ||
    tables.get(keyOf(ownedBy.table))?.columns.some(({ name }) => name === ownedBy.column) === true;
  const released = altered.map(({ from, to }) => {
    const { ownedBy: _new, ...free } = to;
    return { from, to: equalData(from.ownedBy, to.ownedBy) || isThere(to) ? to : free, final: to };
  });
  return {
    before: [
      ...created.map((sequence): Operation => ({ kind: "create_sequence", sequence })),
      ...released.filter(({ from, to }) => !equalData(from, to))
        .map(({ from, to }): Operation => ({ kind: "alter_sequence", from, to })),
    ],
    owned: released.filter(({ to, final }) => to !== final)
      .map(({ to, final }): Operation => ({ kind: "alter_sequence", from: to, to: final })),
    after: dropped.toReversed()
      .map((sequence): Operation => ({ kind: "drop_sequence", sequence })),
    dropped,
  };
}

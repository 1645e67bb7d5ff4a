import type { Operation } from "../operation.ts";
import type { OpaqueObject, Schema } from "../schema.ts";
import { equalData } from "../schema_order.ts";
import { makeObject } from "./create.ts";
import type { TableDelta } from "./delta.ts";
import { usedAmong, usesOf } from "./early.ts";
import type { Matching } from "./match.ts";
import {
  bodyReader,
  isNamespace,
  isRoutine,
  objectKey,
  type ObjectPlan,
  type ObjectStep,
} from "./objects.ts";
import type { Rules } from "./traits.ts";

/** The times at which objects go and come. */
export interface ObjectTimes {
  /** Dropped before all else, because they act on it. */
  readonly watching: readonly Operation[];
  /** Namespaces and extensions, made before all else. */
  readonly namespaces: readonly Operation[];
  /** Dropped before tables change. */
  readonly dropped: readonly Operation[];
  /** Made with the tables that use them. */
  readonly early: readonly ObjectStep[];
  /** Made when tables are as they will be. */
  readonly late: readonly Operation[];
  /** Dropped when no table uses them any more, those that lean on others first. */
  readonly last: readonly OpaqueObject[];
  /** Namespaces and extensions, dropped after all else. */
  readonly spaces: readonly Operation[];
  /** Made after all else, because they act on it. */
  readonly watch: readonly Operation[];
}

/**
 * Sorts objects by when they can go and come: views and the like lean on tables, but functions and
 * types may be what tables are made with.
 */
export function sortOut(
  { dropped, made }: ObjectPlan,
  { from, to, deltas, matching: { created, doomed }, rules: { watches } }: {
    readonly from: Schema;
    readonly to: Schema;
    readonly deltas: readonly TableDelta[];
    readonly matching: Matching;
    readonly rules: Rules;
  },
): ObjectTimes {
  const changedDomains = (one: Schema, other: Schema) =>
    equalData(one.domains, other.domains) ? [] : one.domains;
  const stay = new Set(made.map(({ to }) => objectKey(to)));
  const goes = dropped.filter((object) => !stay.has(objectKey(object)));
  const usedBefore = used(
    goes,
    () =>
      usesOf(
        [...doomed.map(({ from }) => from), ...deltas.map(({ from }) => from)],
        changedDomains(from, to),
      ),
  );
  const usedAfter = used(
    made.map((step) => step.to),
    () => usesOf([...created, ...deltas.map(({ to }) => to)], changedDomains(to, from)),
  );
  // On the way back a routine must be there before another one calls it again.
  const inBody = bodyReader(goes.filter(isRoutine));
  const called = new Set(made.flatMap(({ from }) => from === undefined ? [] : inBody(from)));
  const drop = (object: OpaqueObject): Operation => ({ kind: "drop_object", object });
  const isLast = (object: OpaqueObject) => usedBefore.has(object) || called.has(object);
  const spaces = goes.filter(isNamespace);
  const going = dropped.filter((each) => !spaces.includes(each) && !watches(each));
  const coming = made.filter(({ to }) => !isNamespace(to) && !watches(to));
  return {
    watching: dropped.filter(watches).map(drop),
    namespaces: made.filter(({ to }) => isNamespace(to)).map(makeObject),
    dropped: going.filter((each) => !isLast(each)).map(drop),
    early: coming.filter(({ to }) => usedAfter.has(to)),
    late: coming.filter(({ to }) => !usedAfter.has(to)).map(makeObject),
    last: going.filter(isLast),
    spaces: spaces.map(drop),
    watch: made.filter(({ to }) => watches(to)).map(makeObject),
  };
}

function used(
  objects: readonly OpaqueObject[],
  uses: () => ReturnType<typeof usesOf>,
): ReadonlySet<OpaqueObject> {
  return objects.length === 0 ? new Set() : usedAmong(objects, uses());
}

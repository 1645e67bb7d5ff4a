import {
  type Dependency,
  nameOf,
  type OpaqueObject,
  printName,
  sameName,
  type Schema,
  type TableName,
} from "../schema.ts";
import { keyOf } from "./names.ts";
import { sortByNeeds } from "./order.ts";
import type { Comparison } from "./spelled.ts";
import type { Rules } from "./traits.ts";
import { needEachOther } from "./types.ts";

/** What objects lean on that does not stay as it is. */
export interface Disturbance {
  /**
   * Whether an object that needs it, by its name in `from`, cannot stay while the schema changes. One
   * that is not to change follows a rename, if nothing else takes the old name.
   */
  isDisturbed(needed: Dependency, object: OpaqueObject, isUnchanged: boolean): boolean;
  /** What a table of `from` is called in the end; undefined for one that is dropped. */
  finalName(table: TableName): TableName | undefined;
}

/** What becomes of objects that are carried as text. */
export interface ObjectPlan {
  /** As they are in `from`, those that lean on others first. */
  readonly dropped: readonly OpaqueObject[];
  /** Those that need others last. */
  readonly made: readonly ObjectStep[];
}

/** An object that comes, perhaps in the place of one that stays until then. */
export interface ObjectStep {
  readonly from?: OpaqueObject;
  readonly to: OpaqueObject;
}

/**
 * Compares objects, and drops those that are in the way of other changes, with all that lean on them,
 * to make them again at the end.
 *
 * @throws {WhimbrelError} `invalid_schema` for objects that need each other.
 */
export function planObjects(from: Schema, to: Schema, { rules, comparison, disturbance }: {
  readonly rules: Rules;
  readonly comparison: Comparison;
  readonly disturbance: Disturbance;
}): ObjectPlan {
  const after = new Map(to.objects.map((object) => [objectKey(object), object]));
  const partner = (object: OpaqueObject): OpaqueObject | undefined => {
    const table = object.table === undefined
      ? undefined
      : disturbance.finalName(object.table) ?? object.table;
    return after.get(identity(object, table));
  };
  const pairs = new Map(from.objects.map((object) => [object, partner(object)]));
  const replaced: ObjectStep[] = [];
  const falls = new Set<OpaqueObject>();
  for (const [object, other] of pairs) {
    const isChanged = other !== undefined && !isSame(object, other, comparison);
    if (other === undefined || isChanged && !canReplace(object, other, rules)) falls.add(object);
    else if (isChanged) replaced.push({ from: object, to: other });
    const isUnchanged = other !== undefined && !isChanged;
    const isDisturbed = object.holdsRows !== true &&
      needsOf(object).some((needed) => disturbance.isDisturbed(needed, object, isUnchanged));
    if (isDisturbed) falls.add(object);
  }
  addLeaning(from.objects, falls);
  const stays = new Set<OpaqueObject>();
  for (const [object, other] of pairs) {
    if (other !== undefined && !falls.has(object)) stays.add(other);
  }
  const replacing = new Map(
    replaced.filter(({ from }) => !falls.has(from!)).map((step) => [step.to, step]),
  );
  const comes = to.objects.flatMap((object): ObjectStep[] => {
    const step = replacing.get(object);
    if (step !== undefined) return [step];
    return stays.has(object) ? [] : [{ to: object }];
  });
  return {
    dropped: sortObjects([...falls], false).toReversed(),
    made: sortSteps(comes, rules.objectsHold),
  };
}

/** What an object needs, its table among it. */
export function needsOf({ table, dependsOn }: OpaqueObject): readonly Dependency[] {
  return table === undefined ? dependsOn : [{ kind: "table", ...nameOf(table) }, ...dependsOn];
}

/** What tells an object from all others. */
export function objectKey(object: OpaqueObject): string {
  return identity(object, object.table);
}

function identity(object: OpaqueObject, table: TableName | undefined): string {
  return JSON.stringify([
    object.kind,
    object.schema,
    object.name,
    object.signature,
    table?.schema,
    table?.name,
  ]);
}

/** A table that an object is on may have got another name, which the object then follows. */
function isSame(from: OpaqueObject, to: OpaqueObject, comparison: Comparison): boolean {
  const { table: _table, ...rest } = from;
  return comparison.objects(to.table === undefined ? rest : { ...rest, table: to.table }, to);
}

function canReplace(from: OpaqueObject, to: OpaqueObject, rules: Rules): boolean {
  return isNamespace(from) || rules.replaces(from, to);
}

/** Objects that everything else may be in or of. */
export function isNamespace({ kind }: OpaqueObject): boolean {
  return kind === "schema" || kind === "extension";
}

/** Adds all that lean on what falls. */
function addLeaning(objects: readonly OpaqueObject[], falls: Set<OpaqueObject>): void {
  const leaning = new Map<string, OpaqueObject[]>();
  for (const object of objects) {
    for (const needed of targetsOf(object)) {
      const list = leaning.get(needed);
      if (list === undefined) leaning.set(needed, [object]);
      else list.push(object);
    }
  }
  // A set goes on to what is added to it meanwhile.
  for (const fallen of falls) {
    for (const object of leaning.get(targetKey(fallen)) ?? []) {
      if (object.holdsRows !== true) falls.add(object);
    }
  }
}

function targetKey({ kind, ...name }: Dependency): string {
  return `${kind} ${keyOf(name)}`;
}

/** A trigger may be on a view, for which its table is no table. */
function targetsOf(object: OpaqueObject): ReadonlySet<string> {
  const { table, dependsOn } = object;
  const keys = dependsOn.map(targetKey);
  if (table !== undefined) {
    for (const kind of ["view", "materialized view"]) keys.push(targetKey({ kind, ...table }));
  }
  return new Set(keys);
}

/** Sorts objects so that each comes after those that it needs. */
export function sortObjects(
  objects: readonly OpaqueObject[],
  isExact: boolean,
): readonly OpaqueObject[] {
  const byTarget = Map.groupBy(objects, targetKey);
  const inBody = bodyReader(objects);
  const { order, stuck } = sortByNeeds(objects, (object) => {
    const needed = [...targetsOf(object)].flatMap((key) => byTarget.get(key) ?? []);
    const own = targetKey(object);
    // What is known to need a routine may well be called as something in its body.
    const named = inBody(object).filter((other) => !targetsOf(other).has(own));
    // What it is on has to be there in any case; the rest is perhaps only called the same.
    const under = needed.filter((other) => object.table && sameName(other, object.table));
    return isExact ? { hard: needed, soft: named } : { hard: under, soft: [...needed, ...named] };
  });
  if (stuck.length === 0) return order;
  throw needEachOther(stuck.map((object) => `${object.kind} "${printName(object)}"`));
}

/** Finds what the body of a routine may name: databases do not look into one for what it needs. */
export function bodyReader<Named extends { readonly name: string }>(
  things: readonly Named[],
): (routine: OpaqueObject) => readonly Named[] {
  const byName = Map.groupBy(things, ({ name }) => name.toLowerCase());
  return (routine) => {
    if (!isRoutine(routine)) return [];
    const words = new Set(routine.definition.toLowerCase().match(/[\p{L}\p{N}_]+/gu));
    return [...words].flatMap((word) => byName.get(word) ?? []);
  };
}

/** Whether an object is called, with arguments that are a part of its name. */
export function isRoutine({ signature }: OpaqueObject): boolean {
  return signature !== undefined;
}

function sortSteps(steps: readonly ObjectStep[], isExact: boolean): readonly ObjectStep[] {
  const byObject = new Map(steps.map((step) => [step.to, step]));
  return sortObjects(steps.map(({ to }) => to), isExact).map((object) => byObject.get(object)!);
}

import type { TablePair } from "./diff/match.ts";
import { byKey, keyOf } from "./diff/names.ts";
import { objectKey } from "./diff/objects.ts";
import { mentionsColumn } from "./rename_in_expression.ts";
import {
  type Dependency,
  nameOf,
  type OpaqueObject,
  type QualifiedName,
  type Schema,
} from "./schema.ts";

/**
 * The objects of `to`, with those of `middle` that are to be kept and still have all that they need.
 *
 * @param follow gives an object that is kept the names that its tables have got; absent: it needs none.
 */
export function keepObjects(middle: Schema, { to, pairs, rights, isKept, follow }: {
  readonly to: Schema;
  readonly pairs: readonly TablePair[];
  readonly rights: ReadonlySet<string>;
  readonly isKept: (object: OpaqueObject) => boolean;
  readonly follow?: (object: OpaqueObject) => OpaqueObject;
}): readonly OpaqueObject[] {
  const known = new Set(to.objects.map(objectKey));
  const there = byKey(to.tables);
  const gone = goneColumns(pairs);
  const present = new Set(namesIn(to));
  const isCandidate = (object: OpaqueObject) => isKept(object) && !known.has(objectKey(object));
  const candidates = middle.objects.filter(isCandidate);
  const lost = new Set(
    namesIn({ ...middle, objects: middle.objects.filter((object) => !isCandidate(object)) })
      .filter((key) => !present.has(key)),
  );
  const lacks = (object: OpaqueObject): boolean => {
    const needed = object.dependsOn.filter(({ kind }) => kind === "table").map(keyOf);
    if (object.table !== undefined && isTable(middle, object.table)) {
      needed.push(keyOf(object.table));
    }
    // A right names columns in parentheses; any other word is something else's name.
    const text = rights.has(object.kind)
      ? (object.definition.match(/\([^()]*\)/g) ?? []).join(" ")
      : object.definition;
    return needed.some((key) => !there.has(key)) ||
      needed.some((key) =>
        [...gone.get(key) ?? []].some((column) =>
          mentionsColumn(text, column) &&
          // The same name in another table may be the one that is meant.
          !needed.some((other) => there.get(other)!.columns.some(({ name }) => name === column))
        )
      );
  };
  const goes = new Set(candidates.filter(lacks));
  const lose = (object: OpaqueObject) => keysOf(object).forEach((key) => lost.add(key));
  goes.forEach(lose);
  // What leans on an object that goes cannot stay either.
  for (let before = -1; before !== goes.size;) {
    before = goes.size;
    for (const object of candidates) {
      if (goes.has(object) || !leanings(object).some((key) => lost.has(key))) continue;
      goes.add(object);
      lose(object);
    }
  }
  const stays = candidates.filter((object) => !goes.has(object));
  return [...to.objects, ...(follow === undefined ? stays : stays.map(follow))];
}

function isTable({ tables }: Schema, name: QualifiedName): boolean {
  return tables.some((table) => keyOf(table) === keyOf(name));
}

/** Columns that models no longer have, by their table. */
function goneColumns(pairs: readonly TablePair[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(pairs.map(({ middle, to }) => {
    const names = new Set(to.columns.map(({ name }) => name));
    const gone = middle.columns.map(({ name }) => name).filter((name) => !names.has(name));
    return [keyOf(to), new Set(gone)];
  }));
}

function targetKey({ kind, signature, ...name }: Dependency): string {
  return `${kind} ${keyOf(name)}${signature === undefined ? "" : `(${signature})`}`;
}

/** What others may call an object that they need. */
function keysOf({ kind, signature, ...object }: OpaqueObject): readonly string[] {
  const name = { kind, ...nameOf(object) };
  return [name, ...signature === undefined ? [] : [{ ...name, signature }]].map(targetKey);
}

/** All but tables, as others call them that need them. */
function namesIn({ objects, sequences, enums, domains, composites }: Schema): readonly string[] {
  const keys = (kind: string, list: readonly QualifiedName[]) =>
    list.map((each) => targetKey({ kind, ...nameOf(each) }));
  return [
    ...objects.flatMap(keysOf),
    ...keys("sequence", sequences),
    ...keys("enum", enums),
    ...keys("domain", domains),
    ...keys("composite", composites),
  ];
}

function leanings({ dependsOn, table }: OpaqueObject): readonly string[] {
  const views = table === undefined ? [] : ["view", "materialized view"];
  return [
    ...dependsOn.map(targetKey),
    ...views.map((kind) => targetKey({ kind, ...nameOf(table!) })),
  ];
}

import type { Dialect } from "./adapter.ts";
import { sha256 } from "./checksum.ts";
import {
  emptySchema,
  type OpaqueObject,
  type Schema,
  type Sequence,
  type Table,
} from "./schema.ts";
import { sortSchema } from "./schema_order.ts";
import { keyOfTable, ownNames, stubOf, wordsOf } from "./slice.ts";
import type { Statement } from "./statement.ts";

/** The statements of a schema, sorted by the table that each is about. */
export interface Units {
  readonly tables: ReadonlyMap<string, Unit>;
  /** Those that are about no table, or about several. */
  readonly shared: readonly Statement[];
  /** Names, or new tables, mean something else after one of the shared statements than before it. */
  readonly ordered: boolean;
}

/** All statements that make one table. */
export interface Unit {
  readonly statements: readonly Statement[];
  readonly hash: string;
  /** Keys of tables that it names, itself left out. */
  readonly mentions: readonly string[];
  /** Those of them that come after it, which most databases refuse. */
  readonly ahead: readonly string[];
}

/** What each unit became in a database. */
export interface UnitResults {
  /** Of the shared statements. */
  readonly shared: string;
  readonly tables: Readonly<Record<string, UnitResult>>;
  /** All that belongs to no table. */
  readonly rest: Schema;
}

interface UnitResult {
  readonly hash: string;
  readonly tables: readonly Table[];
  readonly sequences: readonly Sequence[];
  readonly objects: readonly OpaqueObject[];
}

/** Sorts the statements of a schema into units. */
export function toUnits(statements: readonly Statement[], dialect: Dialect): Units {
  const objects = statements.map(({ text }) => dialect.traits(text).objects);
  const named = objects.map((list) =>
    list.filter(({ kind }) => kind === "table")
      .map(({ parts }) => keyOfTable({ name: parts.at(-1)! }))
  );
  const known = new Map<string, number>();
  for (const [index, keys] of named.entries()) {
    for (const key of keys) if (!known.has(key)) known.set(key, index);
  }
  const groups = new Map<
    string,
    { statements: Statement[]; mentions: Set<string>; ahead: Set<string> }
  >();
  const shared: Statement[] = [];
  let ordered = false;
  statements.forEach((statement, index) => {
    if (groups.size > 0 && turning.test(statement.text)) ordered = true;
    const kinds = objects[index]!.map(({ kind }) => kind);
    if (!staysInTable(statement.text, kinds)) return void shared.push(statement);
    const mentioned = [...wordsOf(statement.text)].filter((word) => known.has(word));
    const own = named[index]!.length === 1 ? named[index]! : mentioned;
    const [owner] = own;
    if (owner === undefined || own.length > 1) return void shared.push(statement);
    const group = groups.get(owner) ??
      { statements: [], mentions: new Set<string>(), ahead: new Set<string>() };
    group.statements.push(statement);
    for (const word of mentioned) {
      if (word === owner) continue;
      group.mentions.add(word);
      if (known.get(word)! > index) group.ahead.add(word);
    }
    groups.set(owner, group);
  });
  const tables = new Map([...groups].map(([key, group]): [string, Unit] => [key, {
    statements: group.statements,
    hash: hashOf(group.statements, [...group.ahead]),
    mentions: [...group.mentions],
    ahead: [...group.ahead],
  }]));
  return { tables, shared, ordered };
}

/** Words of a statement after which the same text makes something else. */
const turning = /\b(?:search_path|default\s+privileges)\b/i;

const tableKinds: ReadonlySet<string> = new Set(["table", "index", "trigger"]);
const comments = /^\s*comment\s+on\s+(?:table|column|index|constraint)\b/i;
const reaching = /^\s*alter\b[^]*\b(?:attach|detach|inherit|exchange)\b/i;

/** Whether all that a statement makes or changes is read back as a part of its table. */
function staysInTable(text: string, kinds: readonly string[]): boolean {
  if (kinds.length === 0) return comments.test(text);
  return !reaching.test(text) && kinds.every((kind) => tableKinds.has(kind));
}

/** Words of a statement that takes columns, or more, from the tables that it names. */
const copying = /\b(?:of|inherits|like|select)\b|\bas\s+table\b/i;

function hashOf(statements: readonly Statement[], ahead: readonly string[] = []): string {
  return sha256(JSON.stringify([statements.map(({ text }) => text), ahead.toSorted()]));
}

/** Splits a schema that was read back by the units that made it. */
export function resultsOf(units: Units, schema: Schema): UnitResults {
  const of = <T>(list: readonly T[], key: (item: T) => string | undefined) =>
    Map.groupBy(list, (item) => {
      const found = key(item);
      return found !== undefined && units.tables.has(found) ? found : undefined;
    });
  const tables = of(schema.tables, keyOfTable);
  const sequences = of(schema.sequences, ({ ownedBy }) => ownedBy && keyOfTable(ownedBy.table));
  const objects = of(schema.objects, ({ table }) => table && keyOfTable(table));
  return {
    shared: hashOf(units.shared),
    tables: Object.fromEntries([...units.tables].map(([key, { hash }]) => [key, {
      hash,
      tables: tables.get(key) ?? [],
      sequences: sequences.get(key) ?? [],
      objects: objects.get(key) ?? [],
    }])),
    rest: {
      ...schema,
      tables: tables.get(undefined) ?? [],
      sequences: sequences.get(undefined) ?? [],
      objects: objects.get(undefined) ?? [],
    },
  };
}

/** What has to be made again where some units changed, and what for that. */
export interface UnitChange {
  readonly changed: ReadonlySet<string>;
  /** Tables that the changed ones refer to. */
  readonly stubs: Schema;
  /** Run before the stubs: types, functions, schemas. */
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
}

/**
 * What of the units has to be made again; undefined where that is everything, because what several
 * tables share has changed, or something that is not made again depends on what changes.
 */
export function changeOf(units: Units, results: UnitResults): UnitChange | undefined {
  if (units.ordered || results.shared !== hashOf(units.shared)) return undefined;
  const changed = new Set<string>();
  for (const [key, { hash }] of units.tables) {
    if (results.tables[key]?.hash !== hash) changed.add(key);
  }
  const gone = Object.keys(results.tables).filter((key) => !units.tables.has(key));
  if (changed.size * 2 > units.tables.size) return undefined;
  const touched = new Set([...changed, ...gone]);
  const naming = units.shared.map(({ text }) => wordsOf(text));
  if (naming.some((words) => [...touched].some((key) => words.has(key)))) return undefined;
  // Where what is named is missing, or comes later, only the whole can tell whether that is wrong.
  if ([...changed].some((key) => units.tables.get(key)!.ahead.length > 0)) return undefined;
  if (gone.length > 0 && namesAny(units, gone)) return undefined;
  for (const [key, { statements, mentions }] of units.tables) {
    if (!changed.has(key) && !mentions.some((other) => touched.has(other))) continue;
    // Partitions, heirs and copies need the whole of the tables that they name, not stubs.
    if (mentions.length > 0 && statements.some(({ text }) => copying.test(text))) return undefined;
  }
  const needed = new Set([...changed].flatMap((key) => units.tables.get(key)!.mentions));
  const stubs = [...needed].filter((key) => !changed.has(key))
    .flatMap((key) => results.tables[key]?.tables ?? []).map(stubOf);
  return {
    changed,
    stubs: { ...emptySchema, tables: stubs },
    before: units.shared.filter((_, index) =>
      ![...units.tables.keys()].some((key) => naming[index]!.has(key))
    ),
    after: [...changed].flatMap((key) => units.tables.get(key)!.statements),
  };
}

function namesAny({ tables }: Units, keys: readonly string[]): boolean {
  return [...tables.values()].some(({ statements }) =>
    statements.some(({ text }) => {
      const words = wordsOf(text);
      return keys.some((key) => words.has(key));
    })
  );
}

/**
 * The results with those of the changed units in their place; undefined where a changed key may have
 * changed what other tables' references mean.
 */
export function updateResults(
  results: UnitResults,
  units: Units,
  { changed, made }: { readonly changed: ReadonlySet<string>; readonly made: Schema },
): UnitResults | undefined {
  const fresh = resultsOf(
    {
      shared: units.shared,
      tables: new Map([...units.tables].filter(([key]) => changed.has(key))),
      ordered: units.ordered,
    },
    made,
  );
  const referred = new Set(
    [...units.tables].flatMap(([key, { mentions }]) => changed.has(key) ? [] : mentions),
  );
  for (const key of changed) {
    const keyText = (from: UnitResults) =>
      JSON.stringify(from.tables[key]?.tables.map(({ primaryKey }) => primaryKey?.columns));
    if (referred.has(key) && keyText(results) !== keyText(fresh)) return undefined;
  }
  const gone = Object.keys(results.tables).filter((key) => !units.tables.has(key));
  if (meetsOthers(results, fresh, new Set([...changed, ...gone]))) return undefined;
  return {
    ...results,
    tables: Object.fromEntries(
      [...units.tables.keys()].map((key) => [key, (fresh.tables[key] ?? results.tables[key])!]),
    ),
  };
}

/**
 * Whether a name that comes or goes could be why a thing of another table has the name that the
 * database chose for it: `a_b_key1` where there is `a_b_key`.
 */
function meetsOthers(
  results: UnitResults,
  fresh: UnitResults,
  touched: ReadonlySet<string>,
): boolean {
  const namesIn = (from: UnitResults, isMeant: (key: string) => boolean) =>
    new Set(
      Object.entries(from.tables).flatMap(([key, unit]) =>
        isMeant(key) ? [...unit.tables.flatMap(ownNames), ...unit.sequences.map(keyOfTable)] : []
      ),
    );
  const before = namesIn(results, (key) => touched.has(key));
  const after = namesIn(fresh, () => true);
  const moved = before.symmetricDifference(after);
  const others = namesIn(results, (key) => !touched.has(key));
  for (const sequence of results.rest.sequences) others.add(keyOfTable(sequence));
  return [...others].some((name) =>
    moved.has(name) || (/\d$/.test(name) && moved.has(name.replace(/\d+$/, "")))
  );
}

/** The whole schema of all results. */
export function joinResults({ tables, rest }: UnitResults): Schema {
  const all = Object.values(tables);
  return sortSchema({
    ...rest,
    tables: [...rest.tables, ...all.flatMap((unit) => unit.tables)],
    sequences: [...rest.sequences, ...all.flatMap((unit) => unit.sequences)],
    objects: [...rest.objects, ...all.flatMap((unit) => unit.objects)],
  });
}

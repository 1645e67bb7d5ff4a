import type { Adapter, Dialect, Session, Shadow, StoreTables } from "../core/adapter.ts";
import { readBodies, statementsOf } from "../core/body.ts";
import { sha256 } from "../core/checksum.ts";
import { diff } from "../core/diff.ts";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { replay } from "../core/replay.ts";
import type { ScriptHost } from "../core/script.ts";
import { emptySchema, type Schema } from "../core/schema.ts";
import { keyOfTable, mergeSlice, ownNames, type Slice, sliceOf, wordsOf } from "../core/slice.ts";
import type { Statement } from "../core/statement.ts";
import type { Cache } from "./cache.ts";

/** Where migrations are replayed. */
export interface ReplayPlace {
  readonly adapter: Adapter;
  readonly shadow: Pick<Shadow, "open" | "warmUp">;
  /** What an earlier replay left in the shadow, as long as nothing else was done there. */
  readonly left: Left;
  readonly read: (session: Session) => Promise<Schema>;
  readonly cache: Cache;
  readonly identity: string;
  readonly tables: StoreTables;
  readonly scripts: ScriptHost | undefined;
  readonly signal?: AbortSignal;
}

/** A session in which all migrations up to one were run, and nothing else; empty where there is none. */
export interface Left {
  /** The key of the chain that was run. */
  key?: string;
  session?: Session;
}

/** So many migrations are put on top of a known schema before all are replayed instead. */
const stepLimit = 20;

/**
 * The schema that migrations make. What is known of their beginning is not replayed again, and of
 * what follows only the tables that it names are made.
 */
export async function replayCached(
  migrations: readonly Migration[],
  place: ReplayPlace,
): Promise<Schema> {
  const keys = chainKeys(migrations, place.identity);
  const key = keys.at(-1);
  if (key === undefined) return emptySchema;
  const known = place.cache.get<Schema>("migrations", key);
  if (known !== undefined) return known;
  place.shadow.warmUp?.();
  const schema = await goOn(migrations, keys, place) ?? await advance(migrations, keys, place) ??
    await replayAll(migrations, key, place);
  place.cache.set("migrations", key, schema);
  return schema;
}

/** One key for each beginning of a chain; each says all that came before. */
function chainKeys(migrations: readonly Migration[], identity: string): readonly string[] {
  let key = identity;
  return migrations.map(({ id, checksum }) => key = sha256(`${key}\n${id} ${checksum}`));
}

async function replayAll(
  migrations: readonly Migration[],
  key: string,
  place: ReplayPlace,
): Promise<Schema> {
  const { adapter, shadow, read, left } = place;
  const session = await shadow.open(scriptsOf(migrations, adapter.dialect));
  await replay(migrations, "upgrade", { ...placeOf(place), session });
  const schema = await read(session);
  Object.assign(left, { key, session });
  return schema;
}

function placeOf({ adapter, tables, scripts, signal }: ReplayPlace) {
  return { adapter, tables, scripts, ...(signal === undefined ? {} : { signal }) };
}

/** Runs what follows in the database in which the beginning has just been run. */
async function goOn(
  migrations: readonly Migration[],
  keys: readonly string[],
  place: ReplayPlace,
): Promise<Schema | undefined> {
  const { read, left } = place;
  const { key, session } = left;
  const at = key === undefined ? -1 : keys.indexOf(key);
  if (at < 0 || session === undefined) return undefined;
  delete left.key;
  try {
    await replay(migrations.slice(at + 1), "upgrade", { ...placeOf(place), session });
  } catch (error) {
    // It may be that the shadow has what it looked for in the scripts of the others only.
    if (error instanceof WhimbrelError && error.code === "interrupted") throw error;
    return undefined;
  }
  const schema = await read(session);
  Object.assign(left, { key: keys.at(-1), session });
  return schema;
}

/** Goes on from the longest beginning that is known; undefined where that cannot be done. */
async function advance(
  migrations: readonly Migration[],
  keys: readonly string[],
  place: ReplayPlace,
): Promise<Schema | undefined> {
  const { adapter, cache } = place;
  for (let rest = 1; rest <= stepLimit && rest < migrations.length; rest++) {
    const schema = cache.get<Schema>("migrations", keys.at(-1 - rest)!);
    if (schema === undefined) continue;
    const steps = migrations.slice(-rest);
    const words = namesOf(steps, adapter.dialect);
    return words === undefined ? undefined : await replayOn(schema, steps, { words, place });
  }
  return undefined;
}

/** Everything that migrations name; undefined where one could change what it does not name. */
function namesOf(migrations: readonly Migration[], dialect: Dialect): Set<string> | undefined {
  const all = new Set<string>();
  for (const migration of migrations) {
    if (migration.format !== "sql") return undefined;
    const body = readBodies(migration, dialect.name).upgrade;
    if (body === undefined) return undefined;
    const words = wordsIn(statementsOf(body, { file: migration.file }, dialect), dialect);
    if (words === undefined) return undefined;
    for (const word of words) all.add(word);
  }
  return all;
}

/** Everything that statements name; undefined where one could change what it does not name. */
export function wordsIn(
  statements: Iterable<Statement>,
  dialect: Pick<Dialect, "traits">,
): ReadonlySet<string> | undefined {
  const words = new Set<string>();
  for (const { text, data } of statements) {
    const { class: kind, objects } = dialect.traits(text);
    const isPlain = kind === "ddl" && objects.every(({ kind }) => plainKinds.has(kind));
    const isAside = kind === "session" || kind === "transaction";
    if (data !== undefined || !(isPlain || isAside)) return undefined;
    for (const word of wordsOf(text)) words.add(word);
  }
  return words;
}

const plainKinds: ReadonlySet<string> = new Set(["table", "index", "view", "sequence", "trigger"]);

/** The part of a schema that words can be about; undefined for more than half of its tables. */
export function sliceNamed(schema: Schema, words: ReadonlySet<string>): Slice | undefined {
  const indexed = schema.tables.filter((table) =>
    words.has(keyOfTable(table)) ||
    ownNames(table).some((name) => words.has(name))
  );
  const ofObjects = schema.objects.flatMap((object) =>
    object.table !== undefined && words.has(keyOfTable(object)) ? [keyOfTable(object.table)] : []
  );
  const slice = sliceOf(schema, new Set([...words, ...indexed.map(keyOfTable), ...ofObjects]));
  return slice.schema.tables.length * 2 > schema.tables.length ? undefined : slice;
}

async function replayOn(
  schema: Schema,
  steps: readonly Migration[],
  { words, place }: { readonly words: ReadonlySet<string>; readonly place: ReplayPlace },
): Promise<Schema | undefined> {
  const { adapter, shadow, read, tables, scripts, signal } = place;
  const { dialect } = adapter;
  const slice = sliceNamed(schema, words);
  if (slice === undefined) return undefined;
  const made = dialect.render(diff(emptySchema, slice.schema), emptySchema);
  const texts = made.map(({ text }) => text);
  const session = await shadow.open([...texts, ...scriptsOf(steps, dialect)]);
  try {
    await session.run(made);
    await replay(steps, "upgrade", {
      ...{ adapter, session, tables, scripts },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    // A whole replay tells whether it is the migration or this short cut that is wrong.
    if (error instanceof WhimbrelError && error.code === "interrupted") throw error;
    return undefined;
  }
  const result = await read(session);
  return putBack(schema, slice, result);
}

/**
 * A schema with what became of a slice of it; undefined where the database has chosen a name that is
 * taken in the rest.
 */
export function putBack(schema: Schema, slice: Slice, result: Schema): Schema | undefined {
  const rest = schema.tables.filter((table) => !slice.whole.has(keyOfTable(table)));
  const taken = new Set(rest.flatMap(ownNames));
  const known = new Set(slice.schema.tables.flatMap(ownNames));
  const meets = result.tables.flatMap(ownNames)
    .some((name) => taken.has(name) && !known.has(name));
  return meets ? undefined : mergeSlice(schema, slice, result);
}

/** The SQL that migrations are going to run, as far as it is known beforehand. */
export function* scriptsOf(
  migrations: readonly Migration[],
  dialect: Dialect,
): Generator<string> {
  for (const migration of migrations) {
    if (migration.format !== "sql") continue;
    const body = readBodies(migration, dialect.name).upgrade;
    if (body !== undefined && migration.bytes < scannedBytes) yield [...body.text()].join("");
  }
}

/** Larger files hold rows, not extensions. */
const scannedBytes = 1 << 20;

import { type Adapter, type Session, type Shadow, StatementError } from "../core/adapter.ts";
import { BatchError, createBatch } from "../core/batch.ts";
import { diff } from "../core/diff.ts";
import { type ErrorDetails, WhimbrelError } from "../core/errors.ts";
import type { Desired } from "../core/plugin.ts";
import { emptySchema, type Schema } from "../core/schema.ts";
import type { Statement } from "../core/statement.ts";
import {
  changeOf,
  joinResults,
  resultsOf,
  toUnits,
  type UnitResults,
  type Units,
  updateResults,
} from "../core/units.ts";
import type { Cache } from "./cache.ts";

/** Where a desired schema is made. */
export interface DesiredPlace {
  readonly adapter: Pick<Adapter, "dialect" | "unusable">;
  readonly shadow: Pick<Shadow, "open" | "warmUp">;
  readonly read: (session: Session) => Promise<Schema>;
  readonly cache: Cache;
  readonly identity: string;
}

/**
 * Makes the schema that models ask for in the shadow and reads it back. Tables whose statements did
 * not change since the last time are not made again.
 *
 * @throws {WhimbrelError} `invalid_schema` for a statement that the database does not take.
 */
export async function makeDesired(desired: Desired, place: DesiredPlace): Promise<Schema> {
  const { cache, identity, adapter: { dialect } } = place;
  const file = "script" in desired ? desired.file : undefined;
  const statements = "script" in desired
    ? [...dialect.split([desired.script], { file: desired.file, line: 1 })]
    : dialect.render(diff(emptySchema, desired.schema), emptySchema);
  const key = JSON.stringify([identity, statements.map(({ text }) => text)]);
  const known = cache.get<Schema>("models", key);
  if (known !== undefined) return known;
  place.shadow.warmUp?.();
  const units = toUnits(statements, dialect);
  const lastKey = JSON.stringify([identity, "units"]);
  const last = cache.get<UnitResults>("units", lastKey);
  const updated = last === undefined ? undefined : await makeChanged(units, last, place);
  const results = updated ?? resultsOf(units, await makeAll(statements, file, place));
  const schema = joinResults(results);
  cache.set("units", lastKey, results);
  cache.set("models", key, schema);
  return schema;
}

async function makeAll(
  statements: readonly Statement[],
  file: string | undefined,
  { shadow, read, adapter }: DesiredPlace,
): Promise<Schema> {
  const texts = statements.map(({ text }) => text);
  try {
    const trial = await shadow.open(texts, "trial");
    await runDesired(trial, statements, file);
    await refuseUnusable(trial, statements, { file, adapter });
    return await read(trial);
  } catch (error) {
    // The transaction of a trial may be what a statement did not take.
    if (!(error instanceof WhimbrelError) || error.code !== "invalid_schema") throw error;
  }
  const session = await shadow.open(texts);
  await runDesired(session, statements, file);
  await refuseUnusable(session, statements, { file, adapter });
  return await read(session);
}

async function refuseUnusable(
  session: Session,
  statements: readonly Statement[],
  { adapter, file }: {
    readonly adapter: DesiredPlace["adapter"];
    readonly file: string | undefined;
  },
): Promise<void> {
  const [first] = await adapter.unusable?.(session) ?? [];
  if (first === undefined) return;
  const { kind, name, message } = first;
  const statement = statements.findLast(({ text }) =>
    adapter.dialect.traits(text).objects.some((object) =>
      object.kind === kind && object.parts.at(-1) === name
    )
  );
  throw new WhimbrelError(
    "invalid_schema",
    `The desired schema has a ${kind} that cannot be used, "${name}": ${message}`,
    {
      ...placeOf(file, statement?.line ?? 0),
      ...(statement === undefined ? {} : { statement: statement.text }),
      hint: file === undefined ? "mend the models" : "mend the file",
    },
  );
}

/** Undefined where all has to be made again; then that tells what is wrong, if anything is. */
async function makeChanged(
  units: Units,
  last: UnitResults,
  { shadow, read, adapter: { dialect, unusable } }: DesiredPlace,
): Promise<UnitResults | undefined> {
  const change = changeOf(units, last);
  if (change === undefined) return undefined;
  const { changed, stubs, before, after } = change;
  if (unusable !== undefined && isReadByOthers(units, last, changed)) return undefined;
  if (changed.size === 0) return updateResults(last, units, { changed, made: emptySchema });
  const statements = [
    ...before,
    ...dialect.render(diff(emptySchema, stubs), emptySchema),
    ...after,
  ];
  const session = await shadow.open(statements.map(({ text }) => text), "trial");
  try {
    await runDesired(session, statements, undefined);
  } catch (error) {
    if (error instanceof WhimbrelError && error.code === "invalid_schema") return undefined;
    throw error;
  }
  const made = await read(session);
  if ((await unusable?.(session) ?? []).length > 0) return undefined;
  return updateResults(last, units, { changed, made });
}

/** Whether triggers of tables that are not made again name tables that change. */
function isReadByOthers(
  units: Units,
  { tables }: UnitResults,
  changed: ReadonlySet<string>,
): boolean {
  return [...units.tables].some(([key, { mentions }]) =>
    !changed.has(key) && (tables[key]?.objects.length ?? 0) > 0 &&
    mentions.some((other) => changed.has(other))
  );
}

async function runDesired(
  session: Session,
  statements: readonly Statement[],
  file: string | undefined,
): Promise<void> {
  const batch = createBatch(session, () => {});
  try {
    for (const statement of statements) await batch.push(statement);
    await batch.flush();
  } catch (error) {
    if (!(error instanceof BatchError) || !(error.cause instanceof StatementError)) throw error;
    throw desiredError(error.failed.statement, error.cause, { session, file });
  }
}

function desiredError(
  statement: Statement,
  cause: StatementError,
  { session, file }: { readonly session: Session; readonly file: string | undefined },
): WhimbrelError {
  const { serverCode, message, offset } = cause;
  const before = offset === undefined ? "" : statement.text.slice(0, offset);
  const line = statement.line + (before.match(/\n/g)?.length ?? 0);
  return new WhimbrelError("invalid_schema", `The desired schema cannot be made: ${message}`, {
    ...placeOf(file, line),
    statement: statement.text,
    ...(serverCode === undefined ? {} : { serverCode }),
    notes: [`it was tried in the shadow database (${session.server})`],
    hint: file === undefined
      ? "mend the models"
      : "mend the file, or name a scratch server that takes it with `shadow` in the configuration",
    cause,
  });
}

function placeOf(file: string | undefined, line: number): Pick<ErrorDetails, "place"> {
  return file === undefined ? {} : { place: { file, ...(line === 0 ? {} : { line }) } };
}

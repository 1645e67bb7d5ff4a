import assert from "node:assert/strict";
import { describe } from "../../../core/describe.ts";
import { diff, type DiffTraits } from "../../../core/diff.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { takeBack } from "../../../core/generate.ts";
import type { Operation } from "../../../core/operation.ts";
import { noRenames } from "../../../core/rename.ts";
import type { Schema } from "../../../core/schema.ts";
import { compare } from "../../../core/schema_order.ts";
import type { Statement } from "../../../core/statement.ts";
import type { ExpectedName, Fixture, Target } from "./fixture.ts";
import type { Bench } from "./scratch.ts";

/** What is called with each text that a file expects; it throws where they differ. */
export type Expect = (name: ExpectedName, text: string) => void;

/**
 * Runs one change there and back on a database, and asserts that it leads exactly to the schema that
 * is made directly, that the database's own tools see no difference, and that rows stay.
 */
export async function runChange(
  fixture: Fixture,
  target: Target,
  { bench, expect }: { readonly bench: Bench; readonly expect: Expect },
): Promise<void> {
  const { migrated, direct, returned } = bench;
  const text = (name: Parameters<Fixture["section"]>[0]) => fixture.section(name, target);
  const same = comparison(fixture, target, bench.traits);
  await migrated.reset(fixture.name, fixture.alone);
  await direct.reset(fixture.name, fixture.alone);
  await migrated.exec(text("from"));
  await migrated.exec(text("rows"));
  await direct.exec(text("to"));
  const [before, wanted] = [await migrated.schema(), await direct.schema()];
  const kept = text("survives") === "" ? undefined : await migrated.rows(text("survives"));

  const operations = attempt(() => diff(before, wanted, fixture.renames, bench.traits));
  expect("operations", printOperations(operations));
  if (operations instanceof WhimbrelError) return;
  const upgrade = attempt(() => migrated.render(operations, before));
  expect("upgrade", printStatements(upgrade));
  if (upgrade instanceof WhimbrelError) return;
  await migrated.run(upgrade);
  const after = await migrated.schema();
  same(after, wanted, "The schema after the upgrade is not the wanted one");
  assert.deepEqual(
    diff(after, wanted, noRenames, bench.traits).map(describe),
    [],
    "A second diff finds something",
  );
  assert.equal(
    shownLines(await migrated.show(), fixture.looseOrder.includes(target)),
    shownLines(await direct.show(), fixture.looseOrder.includes(target)),
    "The database's own words differ",
  );
  const keptAfter = text("survives after") || text("survives");
  if (kept !== undefined) {
    assert.deepEqual(await migrated.rows(keptAfter), kept, "Rows did not survive the upgrade");
  }

  const inverse = takeBack(operations, after, { diffTraits: bench.traits });
  const downgrade = attempt(() => returned.render(inverse, after));
  expect("downgrade", printStatements(downgrade));
  if (downgrade instanceof WhimbrelError) return;
  if (returned !== migrated) {
    await returned.reset(fixture.name, fixture.alone);
    await returned.exec(text("from"));
    await returned.exec(text("rows"));
    await returned.run(upgrade);
  }
  await returned.run(downgrade);
  same(await returned.schema(), before, "The schema after the downgrade is not the first one");
  if (kept !== undefined) {
    assert.deepEqual(
      await returned.rows(text("survives")),
      kept,
      "Rows did not survive the way back",
    );
  }
}

function shownLines(shown: string | undefined, isLoose: boolean): string | undefined {
  return isLoose ? shown?.split("\n").sort().join("\n") : shown;
}

/**
 * Compares schemas; without the order of columns where the file says that it cannot be kept, and
 * whatever the spelling where the database keeps what was written.
 */
function comparison(fixture: Fixture, target: Target, { spelling }: DiffTraits) {
  const isLoose = fixture.looseOrder.includes(target);
  const normal = (schema: Schema): unknown => {
    const ordered = isLoose ? withSortedColumns(schema) : schema;
    return spelling === undefined ? ordered : spelled(ordered, spelling);
  };
  return (is: Schema, wanted: Schema, message: string) => {
    try {
      assert.deepEqual(normal(is), normal(wanted));
    } catch (cause) {
      throw new Error(`${message}\n${(cause as Error).message}`, { cause });
    }
  };
}

function withSortedColumns(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.toSorted((one, other) => compare(one.name, other.name)),
    })),
    composites: schema.composites.map((type) => ({
      ...type,
      fields: type.fields.toSorted((one, other) => compare(one.name, other.name)),
    })),
  };
}

const writtenTexts = new Set(["expression", "definition", "where", "default"]);

function spelled(value: unknown, spelling: (sql: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => spelled(item, spelling));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      typeof part === "string" && writtenTexts.has(key) ? spelling(part) : spelled(part, spelling),
    ]),
  );
}

/** A refusal is as good an answer as a statement, and is written into the file in its place. */
function attempt<Result>(work: () => Result): Result | WhimbrelError {
  try {
    return work();
  } catch (error) {
    if (error instanceof WhimbrelError) return error;
    throw error;
  }
}

function printOperations(operations: readonly Operation[] | WhimbrelError): string {
  if (operations instanceof WhimbrelError) return printRefusal(operations);
  if (operations.length === 0) return "-- nothing";
  return operations.map((operation) => `-- ${describe(operation)}`.replaceAll("\n", " ")).join(
    "\n",
  );
}

function printStatements(statements: readonly Statement[] | WhimbrelError): string {
  if (statements instanceof WhimbrelError) return printRefusal(statements);
  return statements.map(({ text }) => `${text};`).join("\n");
}

function printRefusal(error: WhimbrelError): string {
  return `-- refused: ${[error.message, ...error.notes].join(": ")}`;
}

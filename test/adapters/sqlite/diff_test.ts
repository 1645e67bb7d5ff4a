import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { diff } from "../../../core/diff.ts";
import { invertAll, type Operation } from "../../../core/operation.ts";
import { noRenames, type Renames } from "../../../core/rename.ts";
import { risks } from "../../../core/risk.ts";
import { emptySchema, type Schema, type Table } from "../../../core/schema.ts";
import { compare } from "../../../core/schema_order.ts";
import { diffTraits } from "../../../adapters/sqlite/diff_traits.ts";
import { quoteIdentifier as quote } from "../../../adapters/sqlite/quote.ts";
import { describe as print } from "../../../core/describe.ts";
import { type SchemaPair, schemaPairs } from "../../core/random_schema.ts";
import { withoutQuotes } from "../../core/same_schema.ts";
import { type Memory, openMemory } from "./memory.ts";

const numRuns = Number(process.env["WHIMBREL_TEST_PAIRS"] ?? 300);
const seed = Number(process.env["WHIMBREL_TEST_SEED"] ?? 2);

describe("diff() on SQLite", () => {
  const limit = { timeout: 300_000 };
  test("changes a database into another one, and back, and keeps the rows", limit, async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(schemaPairs, fc.boolean(), async (pair, isDecided) => {
        rows += await checkPair(isDecided ? pair : { ...pair, renames: noRenames }, isDecided);
      }),
      { numRuns, seed },
    );
    assert.ok(rows > numRuns, `only ${rows} rows were kept`);
  });
});

/** What once went wrong: a rename that ran too late, or was carried into what had its name before. */
const tangles: Readonly<Record<string, { from: string; to: string; renames: Renames }>> = {
  "an index whose name moves to another table while its own is renamed": {
    from: "CREATE TABLE a (x); CREATE INDEX i ON a (x); CREATE TABLE b (x)",
    to: "CREATE TABLE c (x); CREATE TABLE b (x); CREATE INDEX i ON b (x)",
    renames: { tables: [{ from: { name: "a" }, to: { name: "c" } }], columns: [] },
  },
  "a table that is rebuilt while those that it refers to swap their names": {
    from:
      "CREATE TABLE a (x UNIQUE); CREATE TABLE b (y UNIQUE); CREATE TABLE t (r REFERENCES a (x))",
    to:
      "CREATE TABLE b (x UNIQUE); CREATE TABLE a (y UNIQUE); CREATE TABLE t (r INT REFERENCES b (x))",
    renames: {
      tables: [
        { from: { name: "a" }, to: { name: "b" } },
        { from: { name: "b" }, to: { name: "a" } },
      ],
      columns: [],
    },
  },
  "a new reference to columns that swap their names": {
    from: "CREATE TABLE a (x INT, y TEXT); CREATE TABLE t (r)",
    to: "CREATE TABLE a (y INT, x TEXT); CREATE TABLE t (r REFERENCES a (y))",
    renames: {
      tables: [],
      columns: [
        { table: { name: "a" }, from: "x", to: "y" },
        { table: { name: "a" }, from: "y", to: "x" },
      ],
    },
  },
  "a trigger that names a column of another table, which is renamed and added again": {
    from: "CREATE TABLE a (id INT); CREATE TABLE u (id INT); CREATE TABLE o (x INT);" +
      "CREATE TRIGGER tr AFTER DELETE ON o BEGIN SELECT id FROM a; END",
    to: "CREATE TABLE a (id INT); CREATE TABLE u (name INT, id INT);" +
      "CREATE TABLE o (x INT REFERENCES a (id));" +
      "CREATE TRIGGER tr AFTER DELETE ON o BEGIN SELECT id FROM a; END",
    renames: { tables: [], columns: [{ table: { name: "u" }, from: "id", to: "name" }] },
  },
};

describe("a diff that is rendered for SQLite", () => {
  for (const [name, { from, to, renames }] of Object.entries(tangles)) {
    test(`unties ${name}`, async () => {
      using memory = openMemory(from);
      using wanted = openMemory(to);
      const before = await memory.schema();
      const operations = diff(before, await wanted.schema(), renames, diffTraits);
      await memory.run(operations);
      assertSame(await memory.schema(), await wanted.schema(), operations);
      await memory.run(invertAll(operations));
      assertSame(await memory.schema(), before, operations);
    });
  }
});

/** Gives the number of rows whose values were compared. */
async function checkPair(pair: SchemaPair, isDecided: boolean): Promise<number> {
  using wanted = openMemory();
  await wanted.run(diff(emptySchema, pair.to, noRenames, diffTraits));
  using memory = openMemory();
  await memory.run(diff(emptySchema, pair.from, noRenames, diffTraits));
  const before = await memory.schema();
  fill(memory, before);
  const values = isDecided
    ? readKept(memory, { pair, side: "from" })
    : new Map<string, readonly string[]>();
  const operations = diff(before, await wanted.schema(), pair.renames, diffTraits);
  if (!await runAll(memory, operations)) {
    empty(memory, before);
    values.clear();
    assert.ok(await runAll(memory, operations));
  }
  assertSame(await memory.schema(), await wanted.schema(), operations);
  assert.deepEqual(diff(await memory.schema(), await wanted.schema(), noRenames, diffTraits), []);
  if (values.size > 0) assert.deepEqual(readKept(memory, { pair, side: "to" }), values);
  const back = invertAll(operations);
  if (!await runAll(memory, back)) {
    empty(memory, await memory.schema());
    assert.ok(await runAll(memory, back));
  }
  assertSame(await memory.schema(), before, operations);
  return [...values.values()].reduce((sum, list) => sum + list.length, 0);
}

/** What SQLite says of a row that breaks a constraint or, in a strict table, a type. */
const rowFault = /constraint failed|cannot store \w+ value|datatype mismatch/;

/** False where rows stood against it, of which at least one operation has to have warned. */
async function runAll(memory: Memory, operations: readonly Operation[]): Promise<boolean> {
  try {
    await memory.run(operations);
    return true;
  } catch (cause) {
    const list = `${(cause as Error).message}\n${operations.map(print).join("\n")}`;
    const isAboutRows = rowFault.test(list);
    const isForetold = operations.some((operation) => risks(operation) !== undefined);
    if (!isAboutRows || !isForetold) throw new Error(list, { cause });
    memory.exec("ROLLBACK");
    return false;
  }
}

function empty(memory: Memory, { tables }: Schema): void {
  for (const { name } of tables) memory.exec(`DELETE FROM ${quote(name)}`);
}

/** Columns that can be added without a rebuild come last, wherever they are wished. */
function assertSame(one: Schema, other: Schema, operations: readonly Operation[]): void {
  const form = (schema: Schema) =>
    withoutQuotes({
      ...schema,
      tables: schema.tables.map((table): Table => ({
        ...table,
        columns: [...table.columns].sort((one, other) => compare(one.name, other.name)),
      })),
      objects: schema.objects.map((object) => ({
        ...object,
        definition: diffTraits.spelling!(object.definition),
      })),
    });
  assert.deepEqual(form(one), form(other), operations.map(print).join("\n"));
}

/** Puts a few rows into each table, as far as its constraints let them in. */
function fill(memory: Memory, { tables }: Schema): void {
  memory.exec("PRAGMA foreign_keys = OFF");
  for (const { name, columns } of tables) {
    const plain = columns.filter(({ generated }) => generated === undefined);
    const list = plain.map((column) => quote(column.name)).join(", ");
    for (let row = 1; row <= 3; row++) {
      const values = plain.map(({ type }, index) =>
        type === "TEXT"
          ? `'text ${row} ${index}'`
          : type === "BLOB"
          ? `x'${row}${index % 10}'`
          : row * 10 + index
      );
      try {
        memory.exec(`INSERT INTO ${quote(name)} (${list}) VALUES (${values.join(", ")})`);
      } catch (error) {
        assert.match((error as Error).message, rowFault);
      }
    }
  }
}

/** The values of columns that are on both sides and of one type, by their names in the end. */
function readKept(
  memory: Memory,
  { pair, side }: { readonly pair: SchemaPair; readonly side: "from" | "to" },
): Map<string, readonly string[]> {
  const find = (schema: Schema, [table, name]: readonly [string, string]) =>
    schema.tables.find((each) => each.name === table)!.columns.find((each) => each.name === name)!;
  const steady = pair.kept.filter((column) => {
    const [one, other] = [find(pair.from, column.from), find(pair.to, column.to)];
    return one.type === other.type && !one.generated && !other.generated;
  });
  return new Map(steady.map((column) => {
    const [table, name] = column[side];
    const rows = memory.rows(`SELECT CAST(${quote(name)} AS TEXT) AS value FROM ${quote(table)}`);
    return [JSON.stringify(column.to), rows.map(({ value }) => String(value)).sort()];
  }));
}

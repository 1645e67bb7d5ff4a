import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { adapter } from "../../../adapters/postgres/mod.ts";
import { createRenderer } from "../../../adapters/postgres/render.ts";
import type { PostgresSession } from "../../../adapters/postgres/session.ts";
import { applyAll } from "../../../core/apply.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { invertAll, type Operation } from "../../../core/operation.ts";
import { type Column, emptySchema, type Schema } from "../../../core/schema.ts";
import { type DatabaseServer, type ServerName, useServer } from "../../servers/mod.ts";
import { open, run } from "./database.ts";
import { cases, script } from "./render_cases.ts";

const names: readonly ServerName[] = ["postgres15", "postgres18"];
for (const name of names) {
  const server = await useServer(name);
  describe(`render() on ${name}`, { skip: server === undefined }, () => {
    if (server !== undefined) suite(server);
  });
}

/** The rows that every change leaves as they are, in columns that none of them takes away. */
const survivors = `SELECT (SELECT count(*)::int FROM team) AS teams,
  (SELECT json_agg(p.id ORDER BY p.id) FROM person AS p) AS people`;

function suite(server: DatabaseServer): void {
  const databases: string[] = [];
  after(async () => {
    for (const url of databases) await server.dropDatabase(url);
  });

  /** A session on a database with the schema of the script. */
  async function fresh(text = script): Promise<PostgresSession> {
    const url = await server.createDatabase();
    databases.push(url);
    const session = await open(url);
    await run(session, text);
    return session;
  }

  const shared = fresh();
  after(async () => await (await shared)[Symbol.asyncDispose]());

  for (const { name, change, clauses, since = 0, down = true } of cases) {
    test(`${name}`, async (context) => {
      const session = await shared;
      if (session.facts.release < since) return context.skip(`PostgreSQL ${since} has it first`);
      await run(session, "BEGIN");
      try {
        const before = await read(session);
        const operations = change(before);
        const up = await perform(session, operations, before);
        for (const clause of clauses ?? []) {
          assert.ok(
            up.some((text) => text.includes(clause)),
            `${clause} is not in\n${up.join("\n")}`,
          );
        }
        assert.deepEqual(await read(session), applyAll(before, operations));
        const inverse = invertAll(operations);
        if (!down) return;
        await perform(session, inverse, applyAll(before, operations));
        const back = await read(session);
        assert.deepEqual(back, applyAll(applyAll(before, operations), inverse));
        assert.deepEqual(back, before);
        if (operations.some(({ kind }) => kind === "drop_table")) return;
        const [rows] = await run(session, survivors);
        assert.deepEqual(rows, [{ teams: 2, people: [1, 2, 3] }]);
      } finally {
        await run(session, "ROLLBACK");
      }
    });
  }

  test("a value of an enum can be added and used in one transaction", async () => {
    await using session = await fresh();
    const before = await read(session);
    const mood = before.enums.find(({ name }) => name === "mood")!;
    const column = { name: "m", type: { name: "mood", dimensions: 0 }, nullable: false } as const;
    const operations: readonly Operation[] = [
      { kind: "alter_enum", from: mood, to: { ...mood, values: [...mood.values, "great"] } },
      {
        kind: "add_column",
        table: { name: "team" },
        column: { ...column, default: "'great'::mood" },
      },
    ];
    await run(session, "BEGIN");
    await perform(session, operations, before);
    await run(session, "COMMIT");
    assert.deepEqual(await read(session), applyAll(before, operations));
    const [rows] = await run(session, "SELECT mood, moods FROM person WHERE id = 1");
    assert.deepEqual(rows, [{ mood: "sad", moods: "{ok,sad}" }]);
  });

  test("a value of an enum that a row has cannot be taken away", async () => {
    await using session = await fresh();
    const before = await read(session);
    const mood = before.enums.find(({ name }) => name === "mood")!;
    await run(session, "BEGIN");
    await assert.rejects(
      perform(session, [
        { kind: "alter_enum", from: mood, to: { ...mood, values: ["ok", "glad"] } },
      ], before),
      /invalid input value for enum mood: "sad"/,
    );
    await run(session, "ROLLBACK");
    assert.deepEqual(await read(session), before);
  });

  test("an identity that a column with rows gets goes on behind them", async () => {
    await using session = await fresh(
      "CREATE TABLE t (id integer NOT NULL); INSERT INTO t VALUES (41)",
    );
    const from = { name: "id", type: "integer", nullable: false };
    await perform(session, [{
      kind: "alter_column",
      table: { name: "t" },
      from,
      to: { ...from, identity: {} },
    }], emptySchema);
    const [rows] = await run(session, "INSERT INTO t DEFAULT VALUES RETURNING id");
    assert.deepEqual(rows, [{ id: 42 }]);
  });

  test("a text that is too long for its new type is not cut off", async () => {
    await using session = await fresh();
    const before = await read(session);
    const column = before.tables.find(({ name }) => name === "person")!
      .columns.find(({ name }) => name === "email")!;
    await assert.rejects(
      perform(session, [{
        kind: "alter_column",
        table: { name: "person" },
        from: column,
        to: { ...column, type: "character varying(2)" },
      }], before),
      /value too long/,
    );
  });

  test("a generated column that is made anew keeps what is on it", async () => {
    await using session = await fresh();
    const person = (schema: Schema) => schema.tables.find(({ name }) => name === "person")!;
    const before = await read(session);
    const from = person(before).columns.find(({ name }) => name === "twice")!;
    const { generated: _gone, ...plain } = from;
    const generated = { ...from, generated: { expression: "age * 4", stored: true } };
    const alter = (sides: { readonly from: Column; readonly to: Column }): Operation => ({
      kind: "alter_column",
      table: { name: "person" },
      ...sides,
    });
    await perform(session, [alter({ from, to: plain })], before);
    await perform(session, [alter({ from: plain, to: generated })], await read(session));
    const after = await read(session);
    assert.deepEqual(person(after).columns.at(-1), generated);
    assert.deepEqual(person(after).indexes, person(before).indexes);
    const [rows] = await run(session, "SELECT age, twice FROM person ORDER BY id");
    assert.deepEqual(rows, [{ age: 30, twice: 120 }, { age: 20, twice: 80 }, {
      age: null,
      twice: null,
    }]);
  });

  test("a virtual column that becomes a plain one keeps its values", async (context) => {
    await using session = await fresh();
    if (session.facts.release < 180_000) return context.skip("PostgreSQL 18 has it first");
    await run(
      session,
      "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, c int)",
      "INSERT INTO t VALUES (1), (2)",
    );
    const before = await read(session);
    const from = before.tables.find(({ name }) => name === "t")!.columns[1]!;
    const to = { name: "b", type: "integer", nullable: false, default: "7" };
    await perform(session, [{ kind: "alter_column", table: { name: "t" }, from, to }], before);
    const { tables } = await read(session);
    assert.deepEqual(tables.find(({ name }) => name === "t")!.columns.at(-1), to);
    const [rows] = await run(session, "SELECT a, b FROM t ORDER BY a");
    assert.deepEqual(rows, [{ a: 1, b: 2 }, { a: 2, b: 3 }]);
  });

  test("an index is built and dropped without keeping writers out", async () => {
    await using session = await fresh();
    const before = await read(session);
    const operations: readonly Operation[] = [{
      kind: "create_index",
      table: { name: "person" },
      index: { name: "slowly", unique: false, parts: [{ column: "age" }] },
      concurrently: true,
    }];
    await perform(session, operations, before);
    assert.deepEqual(await read(session), applyAll(before, operations));
    await perform(session, invertAll(operations), before);
    assert.deepEqual(await read(session), before);
  });
}

async function read(session: PostgresSession): Promise<Schema> {
  return await adapter.introspect(session, { exclude: [], namespaces: ["public", "other"] });
}

async function perform(
  session: PostgresSession,
  operations: readonly Operation[],
  before: Schema,
): Promise<readonly string[]> {
  const statements = session.dialect.render(operations, before);
  for (const { text } of statements) {
    try {
      await run(session, text);
    } catch (cause) {
      throw new Error(`${text}: ${(cause as Error).message}`, { cause });
    }
  }
  return statements.map(({ text }) => text);
}

describe("render()", () => {
  const { render, needsSchema } = createRenderer(150_000);
  const texts = (operations: readonly Operation[]) =>
    render(operations, emptySchema).map(({ text }) => text);
  const table = { schema: "a.b", name: 'c"d' };
  const column = { name: "x'y", type: "text", nullable: true };

  test("changes of one table become one statement", () => {
    assert.deepEqual(
      texts([
        { kind: "add_column", table, column: { ...column, comment: "it's \\ new" } },
        {
          kind: "add_constraint",
          table,
          constraint: { kind: "unique", name: "u", columns: ["x'y"] },
        },
        { kind: "alter_table_options", table, from: {}, to: { fillfactor: "70" } },
      ]),
      [
        `ALTER TABLE "a.b"."c""d" ADD COLUMN "x'y" text, ADD CONSTRAINT "u" UNIQUE ("x'y"), ` +
        `SET (fillfactor = '70')`,
        `COMMENT ON COLUMN "a.b"."c""d"."x'y" IS E'it''s \\\\ new'`,
      ],
    );
  });

  test("what the server would do too early has a statement of its own", () => {
    assert.deepEqual(
      texts([
        { kind: "add_column", table, column },
        { kind: "alter_column", table, from: column, to: { ...column, type: "integer" } },
        { kind: "drop_column", table, column },
      ]),
      [
        `ALTER TABLE "a.b"."c""d" ADD COLUMN "x'y" text`,
        `ALTER TABLE "a.b"."c""d" ALTER COLUMN "x'y" TYPE integer USING "x'y"::integer`,
        `ALTER TABLE "a.b"."c""d" DROP COLUMN "x'y"`,
      ],
    );
  });

  test("a column can be dropped and another of its name added at once", () => {
    assert.deepEqual(
      texts([{ kind: "drop_column", table, column }, { kind: "add_column", table, column }]),
      [`ALTER TABLE "a.b"."c""d" DROP COLUMN "x'y", ADD COLUMN "x'y" text`],
    );
  });

  test("needsSchema() asks for it only where something is made anew", () => {
    const from = { name: "m", values: ["a", "b"] };
    const alter = (values: readonly string[]): Operation => ({
      kind: "alter_enum",
      from,
      to: { name: "m", values },
    });
    assert.equal(needsSchema([alter(["z", "a", "b", "c"])]), false);
    assert.equal(needsSchema([alter(["b", "a"])]), true);
    assert.equal(needsSchema([alter(["a"])]), true);
    assert.equal(
      needsSchema([alter(["a", "b", "c"]), {
        kind: "add_column",
        table,
        column: { ...column, default: "'c'" },
      }]),
      true,
    );
    const plain = { ...column, generated: { expression: "1", stored: true } };
    const changed = { ...column, generated: { expression: "2", stored: true } };
    const set: Operation = { kind: "alter_column", table, from: plain, to: changed };
    assert.equal(needsSchema([set]), true);
    assert.equal(createRenderer(170_000).needsSchema([set]), false);
  });

  test("what PostgreSQL does not have is refused", () => {
    const refused = (operation: Operation) =>
      assert.throws(
        () => texts([operation]),
        (error) => error instanceof WhimbrelError && error.code === "refused_statement",
      );
    refused({
      kind: "alter_partitioning",
      table,
      to: { by: "RANGE (a)", partitions: [] },
    });
    refused({
      kind: "alter_table_options",
      table,
      from: {},
      to: { "fillfactor = 1); DROP TABLE x; --": "1" },
    });
    refused({ kind: "add_column", table, column: { ...column, options: { srid: "1" } } });
  });
});

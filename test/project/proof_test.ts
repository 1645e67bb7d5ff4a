import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter } from "../../adapters/sqlite/mod.ts";
import { emptySchema, type Schema } from "../../core/schema.ts";
import { proveWay } from "../../project/proof.ts";
import type { ShadowReader } from "../../project/shadow.ts";

describe("proveWay()", () => {
  test("goes the way, and says that it leads there", async () => {
    await using place = await open();
    const [from, to] = [await place.schema("a int"), await place.schema("a int, b int")];
    const script = "ALTER TABLE t ADD COLUMN b int;";
    assert.equal(await proveWay(place, { from, to, script }), true);
  });

  test("refuses a way that leads elsewhere, with what is left to do", async () => {
    await using place = await open();
    const [from, to] = [await place.schema("a int"), await place.schema("a int, b int")];
    await assert.rejects(proveWay(place, { from, to, script: "SELECT 1;" }), {
      code: "refused_statement",
      message: "Cannot find a way that works: something would be left to do",
      notes: ['add column "b" int to "t"', "it was tried in the shadow database"],
    });
  });

  test("sees to the tables that the way names, among many", async () => {
    await using place = await open();
    const others = Array.from({ length: 5 }, (_, at) => `CREATE TABLE o${at} (x int);`).join("");
    const from = await place.schema("a int", others);
    const to = await place.schema("a int, b int", others);
    assert.equal(await proveWay(place, { from, to, script: "ALTER TABLE t ADD b int;" }), true);
    await assert.rejects(proveWay(place, { from, to, script: "ALTER TABLE t ADD c int;" }), {
      notes: [
        'add column "b" int to "t"',
        'drop column "c" of "t"',
        "it was tried in the shadow database",
      ],
    });
    await assert.rejects(proveWay(place, { from, to, script: "DROP TABLE o1;" }), {
      notes: [
        'create table "o1"',
        'add column "b" int to "t"',
        "it was tried in the shadow database",
      ],
    });
  });

  test("refuses a way of which a statement fails", async () => {
    await using place = await open();
    const [from, to] = [await place.schema("a int"), await place.schema("b int")];
    const script = "ALTER TABLE u RENAME COLUMN a TO b;";
    await assert.rejects(proveWay(place, { from, to, script }), {
      code: "refused_statement",
      message: "Cannot find a way that works: no such table: u",
    });
  });

  test("says that it cannot tell where the beginning cannot be made", async () => {
    await using place = await open();
    const object = { kind: "view", name: "v", definition: "CREATE VIEW", dependsOn: [] };
    const from: Schema = { ...emptySchema, objects: [object] };
    assert.equal(await proveWay(place, { from, to: emptySchema, script: "DROP VIEW v;" }), false);
  });
});

async function open() {
  const shadow = await adapter.shadow!({});
  const { dialect } = adapter;
  const use: ShadowReader["use"] = async (scripts, work) =>
    await work(await shadow.open(scripts), adapter);
  const schema = (columns: string, others = "") =>
    use([], async (session) => {
      await session.run([...dialect.split([`CREATE TABLE t (${columns});${others}`])]);
      return await adapter.introspect(session, { exclude: [], namespaces: "all" });
    });
  return {
    dialect,
    shadow: { use },
    schema,
    [Symbol.asyncDispose]: () => shadow[Symbol.asyncDispose](),
  };
}

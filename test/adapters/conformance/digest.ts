import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Digest } from "../../../core/adapter.ts";
import { settle } from "../../../core/recovery.ts";
import { run, type Suite } from "./suite.ts";

/** Each runs after those before it. */
const statements: readonly string[] = [
  "CREATE TABLE things (id integer NOT NULL PRIMARY KEY, note varchar(200))",
  "CREATE TABLE Mixed_Case (id integer NOT NULL PRIMARY KEY)",
  "ALTER TABLE things ADD COLUMN more integer",
  "CREATE INDEX things_note ON things (note)",
  "CREATE VIEW noted AS SELECT id FROM things WHERE note IS NOT NULL",
  "DROP VIEW noted",
  "ALTER TABLE Mixed_Case RENAME TO renamed",
  "DROP TABLE renamed",
];

/** The state of objects before and after a statement tells whether it took effect. */
export function testDigest({ adapter, fresh }: Suite): void {
  describe("digest", () => {
    test("tells a statement that took effect from one that did not", async () => {
      await using database = await fresh();
      const session = await database.open();
      for (const statement of statements) {
        const traits = session.dialect.traits(statement);
        const before = await adapter.digest(session, traits);
        assert.notDeepEqual(before, {}, `${statement}: nothing is observed`);
        const again = await adapter.digest(session, traits);
        assert.deepEqual(again, before);
        assert.equal(settle(traits, before, again).outcome, "not_run", statement);
        await run(session, statement);
        const after = await adapter.digest(session, traits);
        assert.equal(settle(traits, before, after).outcome, "done", statement);
      }
    });

    test("is null for what does not exist, before and after", async () => {
      await using database = await fresh();
      const session = await database.open();
      const traits = session.dialect.traits("CREATE TABLE things (id integer)");
      const look = () => adapter.digest(session, traits);
      const absent = Object.values(await look());
      assert.deepEqual(absent, [null]);
      await run(session, "CREATE TABLE things (id integer)");
      const [made] = Object.values(await look());
      assert.match(made ?? "", /^(?!partial:)\S+$/);
      await run(session, "DROP TABLE things");
      assert.deepEqual(Object.values(await look()), absent);
    });

    test("is the same for any rows, and another for another definition", async () => {
      await using database = await fresh();
      const session = await database.open();
      const { quote } = session.dialect;
      const define = (more: string) => `CREATE TABLE things (id integer NOT NULL${more})`;
      const traits = session.dialect.traits(define(""));
      const look = (): Promise<Digest> => adapter.digest(session, traits);
      await run(session, define(""));
      const first = await look();
      await run(session, "INSERT INTO things (id) VALUES (1), (2)");
      assert.deepEqual(await look(), first);
      await run(session, "DROP TABLE things", define(", note varchar(20)"));
      assert.notDeepEqual(await look(), first);
      await run(session, `CREATE TABLE ${quote("thing")} (id integer)`);
      assert.deepEqual(Object.keys(await look()), Object.keys(first));
    });

    test("observes names that need quotes", async () => {
      await using database = await fresh();
      const session = await database.open();
      for (const name of ["it's", 'a "b"', "a.b", "select", "ñandú", "back\\slash"]) {
        const statement = `CREATE TABLE ${session.dialect.quote(name)} (id integer)`;
        const traits = session.dialect.traits(statement);
        const before = await adapter.digest(session, traits);
        await run(session, statement);
        const after = await adapter.digest(session, traits);
        assert.equal(settle(traits, before, after).outcome, "done", name);
      }
    });

    test("of a statement that names nothing is empty", async () => {
      await using database = await fresh();
      const session = await database.open();
      assert.deepEqual(await adapter.digest(session, session.dialect.traits("SELECT 1")), {});
    });
  });
}

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { settle } from "../../../core/recovery.ts";
import { digest } from "../../../adapters/mysql/digest.ts";
import type { MysqlSession } from "../../../adapters/mysql/session.ts";
import { mysqlServers, open, runAll } from "./servers.ts";

for (const server of await mysqlServers()) {
  describe(`digest() on ${server.name}`, () => {
    let url: string;
    let session: MysqlSession;
    before(async () => {
      url = await server.createDatabase();
      session = await open(url);
      await runAll(session, "SET GLOBAL event_scheduler = OFF");
    });
    after(async () => {
      await session[Symbol.asyncDispose]();
      await server.dropDatabase(url);
    });

    const look = (sql: string) => digest(session, session.dialect.traits(sql));

    /** What recovery concludes when the statement did not run, and when it did. */
    const outcomes = async (sql: string) => {
      const traits = session.dialect.traits(sql);
      const earlier = await digest(session, traits);
      const idle = settle(traits, earlier, await digest(session, traits)).outcome;
      await session.run([{ text: sql, line: 0 }]);
      return [idle, settle(traits, earlier, await digest(session, traits)).outcome];
    };

    const statements = [
      "CREATE TABLE a (id int PRIMARY KEY AUTO_INCREMENT, v int COMMENT 'AUTO_INCREMENT=7 ') COMMENT='x'",
      "ALTER TABLE a ADD COLUMN w varchar(20)",
      "CREATE INDEX by_v ON a (v)",
      "CREATE TABLE b (id int PRIMARY KEY, a_id int)",
      "ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id)",
      "CREATE VIEW v AS SELECT id, v FROM a",
      "ALTER VIEW v AS SELECT id FROM a",
      "CREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW SET NEW.v = 1",
      "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
      "CREATE FUNCTION f() RETURNS int DETERMINISTIC NO SQL RETURN 1",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SET @x = 1",
      "ALTER EVENT e DISABLE",
      "RENAME TABLE b TO c",
      "ALTER TABLE c RENAME TO d",
      "DROP INDEX by_v ON a",
      "DROP EVENT e",
      "DROP FUNCTION f",
      "DROP PROCEDURE p",
      "DROP TRIGGER tr",
      "DROP VIEW v",
      "DROP TABLE d, a",
    ];
    if (server.name === "mariadb") statements.push("CREATE SEQUENCE s", "DROP SEQUENCE s");
    test("tells of each statement whether it ran", async () => {
      for (const sql of statements) {
        assert.deepEqual(await outcomes(sql), ["not_run", "done"], sql);
      }
    });

    test("tells of databases whether they are there", async () => {
      const name = `${new URL(url).pathname.slice(1)}_other`;
      assert.deepEqual(await outcomes(`CREATE DATABASE ${name}`), ["not_run", "done"]);
      assert.deepEqual(await outcomes(`DROP DATABASE ${name}`), ["not_run", "done"]);
    });

    test("does not change with rows", async () => {
      await runAll(
        session,
        "CREATE TABLE r (id int PRIMARY KEY AUTO_INCREMENT, v int) COMMENT 'c'",
      );
      const earlier = await look("ALTER TABLE r ADD x int");
      await runAll(session, "INSERT INTO r (v) VALUES (1), (2), (3)");
      assert.deepEqual(await look("ALTER TABLE r ADD x int"), earlier);
      await runAll(session, "ALTER TABLE r AUTO_INCREMENT = 1000");
      assert.deepEqual(await look("ALTER TABLE r ADD x int"), earlier);
      await runAll(session, "ALTER TABLE r COMMENT 'd'");
      assert.notDeepEqual(await look("ALTER TABLE r ADD x int"), earlier);
    });

    test("sees a statement on several tables that ran in part", async () => {
      await runAll(session, "CREATE TABLE p1 (i int)", "CREATE TABLE p2 (i int)");
      const traits = session.dialect.traits("DROP TABLE p1, p2");
      const earlier = await digest(session, traits);
      await runAll(session, "DROP TABLE p1");
      const evidence = settle(traits, earlier, await digest(session, traits));
      assert.equal(evidence.outcome, "partial");
      assert.deepEqual(evidence.notes, ["table p1: gone", "table p2: as it was"]);
    });

    test("gives null for each of many missing objects, wherever they stand", async () => {
      await runAll(session, "CREATE TABLE here (i int)");
      const objects = ["m1", "here", "m2", "m3", "nowhere.m4", "here"]
        .map((name) => ({ kind: "table", parts: name.split(".") }));
      const result = await digest(session, { objects });
      assert.deepEqual(Object.entries(result).map(([key, hash]) => [key, hash === null]), [
        ["table m1", true],
        ["table here", false],
        ["table m2", true],
        ["table m3", true],
        ["table nowhere.m4", true],
      ]);
    });

    test("leaves out what cannot be observed", async () => {
      assert.deepEqual(await digest(session, { objects: [{ kind: "server", parts: ["x"] }] }), {});
    });
  });
}

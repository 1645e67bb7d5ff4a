import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Activity, ActivityWatch } from "../../../core/adapter.ts";
import { watch } from "../../../adapters/mysql/watch.ts";
import { mysqlServers, open, runAll } from "./servers.ts";

async function until(look: () => Promise<Activity>, holds: (activity: Activity) => boolean) {
  let activity: Activity = {};
  for (let tries = 0; tries < 40; tries++) {
    activity = await look();
    if (holds(activity)) return activity;
    // MariaDB shows the same row locks for a tenth of a second after each look.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`not seen: ${JSON.stringify(activity)}`);
}

for (const server of await mysqlServers()) {
  describe(`watch() on ${server.name}`, () => {
    let url: string;
    before(async () => {
      url = await server.createDatabase();
    });
    after(() => server.dropDatabase(url));

    const watching = (backend: string): Promise<ActivityWatch> =>
      watch({ url, connectTimeout: 5000, readOnly: true, settings: {}, env: {} }, backend);

    test("sees nothing of an idle session", async () => {
      await using session = await open(url);
      await using eye = await watching(session.facts.connectionId);
      assert.deepEqual(await eye.look(), {});
      assert.deepEqual(await eye.look(), {});
    });

    test("tells that an ALTER waits for a table, and for whom where the server keeps that", async () => {
      await using reader = await open(url);
      await using session = await open(url);
      await runAll(reader, "CREATE TABLE t (i int)", "START TRANSACTION", "SELECT * FROM t");
      await using eye = await watching(session.facts.connectionId);
      const running = runAll(session, "ALTER TABLE t ADD COLUMN j int");
      const { waitsFor } = await until(eye.look, (activity) => activity.waitsFor !== undefined);
      if (server.name === "mysql") {
        assert.match(
          waitsFor!,
          new RegExp(
            `^waits for connection ${reader.facts.connectionId} of \\w+ \\(\\d+ s\\): idle in a transaction$`,
          ),
        );
      } else assert.match(waitsFor!, /^(?:waiting for table metadata lock|waits for connection)/);
      await runAll(reader, "ROLLBACK");
      await running;
    });

    test("tells whose row an UPDATE waits for", async () => {
      await using holder = await open(url);
      await using session = await open(url);
      await runAll(
        holder,
        "CREATE TABLE rows_ (id int PRIMARY KEY, v int) ENGINE=InnoDB",
        "INSERT INTO rows_ VALUES (1, 1)",
        "START TRANSACTION",
        "UPDATE rows_ SET v = 2",
      );
      await using eye = await watching(session.facts.connectionId);
      const running = runAll(session, "UPDATE rows_ SET v = 3");
      const { waitsFor } = await until(eye.look, (activity) => activity.waitsFor !== undefined);
      assert.match(waitsFor!, new RegExp(`^waits for connection ${holder.facts.connectionId} of`));
      await runAll(holder, "ROLLBACK");
      await running;
    });

    test("counts how far a long ALTER is where the server counts", async () => {
      await using session = await open(url);
      if (server.name === "mysql") {
        await runAll(
          session,
          "UPDATE performance_schema.setup_consumers SET ENABLED = 'YES' WHERE NAME = 'events_stages_current'",
        );
      }
      await runAll(
        session,
        "CREATE TABLE long_ (id int PRIMARY KEY AUTO_INCREMENT, v varchar(200))",
        "INSERT INTO long_ (v) VALUES (REPEAT('x', 200))",
        ...Array.from({ length: 17 }, () => "INSERT INTO long_ (v) SELECT v FROM long_"),
      );
      await using eye = await watching(session.facts.connectionId);
      let done = false;
      const running = runAll(session, "ALTER TABLE long_ MODIFY v varchar(300), ALGORITHM=COPY")
        .finally(() => done = true);
      const seen: number[] = [];
      while (!done) {
        const activity = await eye.look();
        if (activity.done !== undefined) seen.push(activity.done);
      }
      await running;
      assert.ok(seen.length > 0 && seen.every((part) => part >= 0 && part <= 1), seen.join());
      assert.ok(seen.some((part) => part > 0 && part < 1), seen.join());
    });
  });
}

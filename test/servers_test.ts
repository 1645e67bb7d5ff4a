import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import process from "node:process";
import { after, describe, test } from "node:test";
import {
  canStart,
  query,
  serverKinds,
  serverNames,
  serverVersion,
  startPgbouncer,
  startProxy,
  startServer,
  useServer,
} from "./servers/mod.ts";
import { canStartPgbouncer } from "./servers/pgbouncer.ts";
import { isAlive, openSandbox, until } from "./servers/sandbox.ts";

const versions = {
  postgres15: /^PostgreSQL 15\./,
  postgres18: /^PostgreSQL 18\./,
  mariadb: /MariaDB/,
  mysql: /^(?!.*MariaDB)[89]\./,
};

for (const name of serverNames) {
  const { title } = serverKinds[name];
  const server = await useServer(name);

  describe(title, { skip: server === undefined }, () => {
    if (server === undefined) return;
    const created: string[] = [];
    const create = async () => {
      const url = await server.createDatabase();
      created.push(url);
      return url;
    };
    after(async () => {
      for (const url of created) await server.dropDatabase(url);
    });

    test("answers with its version", async () => {
      assert.match(await serverVersion(server.url()), versions[name]);
    });

    test("createDatabase() gives distinct and empty databases", async () => {
      const [one, two] = [await create(), await create()];
      assert.notEqual(one, two);
      await query(one, "CREATE TABLE a (b int)");
      const tables = "SELECT count(*) AS n FROM information_schema.tables WHERE table_name = 'a'" +
        ` AND table_schema = ${server.dialect === "postgres" ? "'public'" : "database()"}`;
      assert.equal(Number((await query(one, tables))[0]?.n), 1);
      assert.equal(Number((await query(two, tables))[0]?.n), 0);
    });

    test("the proxy cuts before a message, so that it has no effect", async () => {
      const url = await create();
      await query(url, "CREATE TABLE marks (mark int)");
      await using proxy = await startProxy({ port: server.port, host: new URL(url).hostname });
      const sprung = proxy.cutBefore("VALUES (41)");
      await assert.rejects(query(proxy.url(url), "INSERT INTO marks VALUES (41)"));
      await sprung;
      assert.deepEqual(await query(url, "SELECT mark FROM marks"), []);
      await query(proxy.url(url), "INSERT INTO marks VALUES (42)");
      assert.deepEqual((await query(url, "SELECT mark FROM marks")).map((row) => row.mark), [42]);
    });

    test("the proxy loses an answer, so that the effect is there and the client fails", async () => {
      const url = await create();
      await query(url, "CREATE TABLE marks (mark int)");
      await using proxy = await startProxy({ port: server.port, host: new URL(url).hostname });
      const sprung = proxy.loseAnswerAfter("VALUES (41)");
      await assert.rejects(query(proxy.url(url), "INSERT INTO marks VALUES (41)"));
      await sprung;
      assert.deepEqual((await query(url, "SELECT mark FROM marks")).map((row) => row.mark), [41]);
    });

    test("the proxy stalls, resumes and cuts", async () => {
      await using proxy = await startProxy({
        port: server.port,
        host: new URL(server.url()).hostname,
      });
      proxy.stall();
      const answer = query(proxy.url(server.url()), "SELECT 7 AS n");
      const early = await Promise.race([
        answer,
        new Promise((resolve) => setTimeout(resolve, 200, "silent")),
      ]);
      assert.equal(early, "silent");
      proxy.resume();
      assert.equal(Number((await answer)[0]?.n), 7);

      const postgres = server.dialect === "postgres";
      const nap = postgres ? "SELECT pg_sleep(10)" : "SELECT sleep(10)";
      const napping = postgres
        ? `SELECT count(*) AS n FROM pg_stat_activity WHERE query = '${nap}'`
        : `SELECT count(*) AS n FROM information_schema.processlist WHERE info = '${nap}'`;
      const broken = assert.rejects(query(proxy.url(server.url()), nap));
      await until(async () => Number((await query(server.url(), napping))[0]?.n) > 0, {
        seconds: 5,
        what: "the server to sleep",
      });
      proxy.cut();
      await broken;
    });

    test("the proxy swallows bytes in a black hole, and serves who comes later", async () => {
      await using proxy = await startProxy({
        port: server.port,
        host: new URL(server.url()).hostname,
      });
      proxy.blackHole();
      const lost = query(proxy.url(server.url()), "SELECT 7 AS n").then(
        () => "over",
        () => "over",
      );
      const silence = new Promise((resolve) => setTimeout(resolve, 200, "silent"));
      assert.equal(await Promise.race([lost, silence]), "silent");
      proxy.resume();
      assert.equal(Number((await query(proxy.url(server.url()), "SELECT 8 AS n"))[0]?.n), 8);
      const still = new Promise((resolve) => setTimeout(resolve, 100, "silent"));
      assert.equal(await Promise.race([lost, still]), "silent");
      proxy.cut();
      // PostgreSQL's driver connects anew; MySQL's fails.
      assert.equal(await lost, "over");
    });
  });
}

for (const name of ["postgres15", "mariadb"] as const) {
  describe(`a ${serverKinds[name].title} of one's own`, { skip: !await canStart(name) }, () => {
    test("keeps what was committed through kill(), restart() and pause(), then goes", async () => {
      const server = await startServer(name, { durable: true });
      const url = await server.createDatabase();
      await query(url, "CREATE TABLE marks (mark int)");
      await query(url, "INSERT INTO marks VALUES (1)");
      const first = server.pid;
      await server.kill();
      assert.equal(isAlive(first), false);
      await assert.rejects(query(url, "SELECT 1"));
      await server.restart();
      assert.notEqual(server.pid, first);
      assert.deepEqual((await query(url, "SELECT mark FROM marks")).map((row) => row.mark), [1]);

      await server.pause();
      const answer = query(url, "SELECT 1 AS n");
      const silence = new Promise((resolve) => setTimeout(resolve, 200, "silent"));
      assert.equal(await Promise.race([answer, silence]), "silent");
      await server.resume();
      assert.equal(Number((await answer)[0]?.n), 1);

      await server.stop();
      await server.stop();
      assert.equal(isAlive(server.pid), false);
    });
  });
}

const postgres = await useServer("postgres15");

describe("PgBouncer", { skip: postgres === undefined || !canStartPgbouncer() }, () => {
  for (const mode of ["transaction", "statement"] as const) {
    test(`serves in ${mode} mode`, async () => {
      if (postgres === undefined) return;
      await using pooler = await startPgbouncer(postgres, { mode });
      assert.match(await serverVersion(pooler.url()), /^PostgreSQL/);
      const [row] = await query(pooler.url("pgbouncer"), "SHOW CONFIG").then((rows) =>
        rows.filter((each) => each.key === "pool_mode")
      );
      assert.equal(row?.value, mode);
      const refused = query(pooler.url(), "BEGIN");
      if (mode === "statement") {
        await assert.rejects(refused);
      } else await refused;
    });
  }
});

test("remove() ends the process of a sandbox and removes its folder", async () => {
  const sandbox = await openSandbox("test");
  const pid = sandbox.launch(["sh", "-c", "echo started; exec sleep 600"]);
  await until(() => sandbox.log() === "started", { seconds: 5, what: "the output" });
  assert.equal(isAlive(pid), true);
  await sandbox.remove();
  assert.equal(existsSync(sandbox.folder), false);
  await until(() => !isAlive(pid), { seconds: 5, what: "the end" });
});

test("a harness that is killed leaves no process and no folder", async () => {
  const module = new URL("./servers/sandbox.ts", import.meta.url).href;
  const script = `const { openSandbox } = await import(${JSON.stringify(module)});
    const sandbox = await openSandbox("orphan");
    const pid = sandbox.launch(["sleep", "600"]);
    console.log(JSON.stringify({ pid, folder: sandbox.folder }));
    setInterval(() => {}, 1000);`;
  const { spawn } = await import("node:child_process");
  const evaluate = "Deno" in globalThis ? ["eval", "--no-check", script] : ["-e", script];
  const child = spawn(process.execPath, evaluate, { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve) => child.stdout.once("data", resolve));
  const { pid, folder } = JSON.parse(String(line)) as { pid: number; folder: string };
  assert.equal(isAlive(pid), true);
  child.kill("SIGKILL");
  await until(() => !isAlive(pid) && !existsSync(folder), { seconds: 10, what: "the clean-up" });
});

import assert from "node:assert/strict";
import process from "node:process";
import { describe, test } from "node:test";
import { killAtRandom, seeded } from "./kill_rounds.ts";
import { assertNothingTwice, assertRecovers, writeMixed } from "./mixed.ts";
import { openSite, rounds, servers } from "./site.ts";
import { firstMessage, messageStep, moments, startTripwire } from "./tripwire.ts";

for (const server of await servers("postgres15", "postgres18", "mariadb", "mysql")) {
  describe(`kill -9 of a run on ${server.name}`, () => {
    test(`${rounds} rounds at random moments lose and repeat nothing`, async () => {
      const seed = Math.floor(Math.random() * 2 ** 32);
      process.stdout.write(`# ${server.name}: seed ${seed}\n`);
      await using site = await openSite(server);
      writeMixed(site);
      const { killed, finished } = await killAtRandom(site, { rounds, random: seeded(seed) });
      process.stdout.write(`# ${server.name}: ${killed} killed, ${finished} were done before\n`);
      assert.ok(killed >= rounds / 2, `only ${killed} runs were killed`);
    });

    test("at every message to the server loses and repeats nothing", async () => {
      await using site = await openSite(server);
      await using tripwire = await startTripwire(server.port);
      writeMixed(site);
      const url = tripwire.url(site.url);
      let killed = 0;
      let isOver = false;
      for (let message = firstMessage(server.name); !isOver; message += messageStep) {
        assert.ok(message < 500, "a run does not send that many messages");
        await site.reset();
        const run = site.start(["upgrade"], { url });
        let struck = false;
        tripwire.arm(message, moments[message % moments.length]!, (cut) => {
          struck = true;
          run.child.kill("SIGKILL");
          cut();
        });
        const { code, stderr } = await run.ended;
        isOver = !struck;
        if (isOver) assert.equal(code, 0, stderr);
        else killed++;
        await assertNothingTwice(site);
        await assertRecovers(site);
      }
      process.stdout.write(`# ${server.name}: killed at ${killed} messages\n`);
    });
  });
}

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import {
  type ExpectedName,
  readFixtures,
  rewriteFixture,
  type Target,
  targets,
} from "./changes/harness/fixture.ts";
import { openMysql } from "./changes/harness/mysql_bench.ts";
import { openPostgres } from "./changes/harness/postgres_bench.ts";
import { runChange } from "./changes/harness/run_change.ts";
import type { Bench } from "./changes/harness/scratch.ts";
import { openSqlite } from "./changes/harness/sqlite_bench.ts";
import { useServer } from "./servers/mod.ts";

const fixtures = readFixtures();
/** `UPDATE=1` writes what is found into the files, for reading. */
const isUpdate = process.env.UPDATE === "1";
/** `DATABASES=sqlite,mariadb` limits the run. */
const wanted = process.env.DATABASES?.split(",");

const openers = (await Promise.all(
  targets.map(async (target) =>
    wanted === undefined || wanted.includes(target)
      ? [target, await opener(target)] as const
      : [target, undefined] as const
  ),
)).flatMap(([target, open]) => open === undefined ? [] : [[target, open] as const]);

async function opener(target: Target): Promise<(() => Promise<Bench>) | undefined> {
  if (target === "sqlite") return openSqlite;
  const server = await useServer(target);
  if (server === undefined) return undefined;
  const isMysql = target === "mysql" || target === "mariadb";
  return () => isMysql ? openMysql(server) : openPostgres(server);
}

const limit = { timeout: 60_000 };

describe("changes", () => {
  let benches: readonly (readonly [Target, Bench])[] = [];
  before(async () => {
    benches = await Promise.all(
      openers.map(async ([target, open]) => [target, await open()] as const),
    );
  }, limit);
  after(async () => {
    await Promise.all(benches.map(([, bench]) => bench[Symbol.asyncDispose]()));
  }, limit);

  /** Runs something on all databases at once and says of each where it failed. */
  async function onEach(run: (target: Target, bench: Bench) => Promise<void>): Promise<void> {
    const faults = await Promise.all(
      benches.map(([target, bench]) =>
        run(target, bench).then(() => [], (error: Error) => [`${target}: ${error.message}`])
      ),
    );
    if (faults.flat().length > 0) throw new Error(faults.flat().join("\n\n"));
  }

  for (const fixture of fixtures) {
    test(`${fixture.name}: ${fixture.title}`, limit, async () => {
      const found = {
        operations: new Map<Target, string>(),
        upgrade: new Map<Target, string>(),
        downgrade: new Map<Target, string>(),
      };
      try {
        await onEach(async (target, bench) => {
          if (fixture.absent[target] !== undefined) return;
          const expect = (name: ExpectedName, text: string) => {
            found[name].set(target, text);
            if (!isUpdate) assert.equal(text, fixture.section(name, target), `Another ${name}`);
          };
          await runChange(fixture, target, { bench, expect });
        });
      } finally {
        if (isUpdate) writeFileSync(fixture.file, rewriteFixture(fixture, found));
      }
    });
  }

  test(
    "the server's own dump of what was migrated is that of what was made directly",
    limit,
    async () => {
      await onEach(async (target, bench) => {
        const differences = [...await bench.differences?.() ?? []].filter(([name]) => {
          const fixture = fixtures.find((each) => each.name === name);
          return fixture?.section("upgrade", target).startsWith("-- refused") !== true;
        });
        assert.deepEqual(Object.fromEntries(differences), {});
      });
    },
  );
});

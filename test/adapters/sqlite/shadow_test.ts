import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter } from "../../../adapters/sqlite/mod.ts";
import type { Session } from "../../../core/adapter.ts";
import { generated } from "../../../core/statement.ts";

async function tablesOf(session: Session): Promise<readonly unknown[]> {
  return (await session.query("SELECT name FROM sqlite_schema")).map((row) => row["name"]);
}

describe("a shadow of SQLite", () => {
  test("names the release that makes it", async () => {
    await using shadow = await adapter.shadow!({});
    const session = await shadow.open([]);
    const [row] = await session.query("SELECT sqlite_version() AS version");
    assert.equal(shadow.identity, `SQLite ${row!["version"]}`);
  });

  test("is empty at each use, settings included", async () => {
    await using shadow = await adapter.shadow!({});
    const first = await shadow.open([]);
    assert.deepEqual(await tablesOf(first), []);
    await first.run(
      ["CREATE TABLE t (a)", "PRAGMA user_version = 7", "PRAGMA foreign_keys = OFF", "BEGIN"]
        .map(generated),
    );
    const second = await shadow.open([]);
    assert.deepEqual(await tablesOf(second), []);
    const [[version], [keys]] = await second.run(
      ["PRAGMA user_version", "PRAGMA foreign_keys"].map(generated),
    ) as [[Record<string, unknown>], [Record<string, unknown>]];
    assert.deepEqual([version, keys].map((row) => Object.values(row!)), [[0], [1]]);
    assert.equal(first.usable, false);
  });

  test("has no table of the tool's own", async () => {
    await using shadow = await adapter.shadow!({});
    const session = await shadow.open(["CREATE TABLE t (a)"]);
    await session.run([generated("CREATE TABLE t (a)")]);
    assert.deepEqual(await tablesOf(session), ["t"]);
  });

  test("ends with its disposal, used or not", async () => {
    const unused = await adapter.shadow!({});
    await unused[Symbol.asyncDispose]();
    const shadow = await adapter.shadow!({});
    const session = await shadow.open([]);
    await shadow[Symbol.asyncDispose]();
    assert.equal(session.usable, false);
  });
});

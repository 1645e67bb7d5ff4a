import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { openCache } from "../../project/cache.ts";

describe("the cache of a project", () => {
  let root: string;
  const folder = () => join(root, ".whimbrel", "cache");
  const files = () => readdirSync(folder()).map((name) => join(folder(), name));
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "whimbrel-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("gives what was put in, to another process as well, and nothing under another key", () => {
    openCache(root).set("models", "a", { n: 1 });
    assert.deepEqual(openCache(root).get("models", "a"), { n: 1 });
    assert.equal(openCache(root).get("models", "b"), undefined);
    assert.equal(openCache(root).get("units", "a"), undefined);
    assert.equal(readFileSync(join(root, ".whimbrel", ".gitignore"), "utf8"), "*\n");
  });

  for (const broken of ["", "{", '{"n": 1', "\0\0\0"]) {
    test(`takes a file of ${JSON.stringify(broken)} for none, and writes it anew`, () => {
      const cache = openCache(root);
      cache.set("models", "a", { n: 1 });
      writeFileSync(files()[0]!, broken);
      assert.equal(cache.get("models", "a"), undefined);
      cache.set("models", "a", { n: 2 });
      assert.deepEqual(cache.get("models", "a"), { n: 2 });
    });
  }

  test("has nothing where it cannot be written, and says nothing", () => {
    // The owner of everything may write to a read-only folder, but to no file as if it were one.
    writeFileSync(join(root, ".whimbrel"), "");
    const cache = openCache(root);
    cache.set("models", "a", 1);
    assert.equal(cache.get("models", "a"), undefined);
    rmSync(join(root, ".whimbrel"));
    chmodSync(root, 0o500);
    assert.doesNotThrow(() => openCache(root).set("models", "a", 1));
    chmodSync(root, 0o700);
  });

  test("is the same by way of a link", () => {
    const link = `${root}-link`;
    symlinkSync(root, link, "junction");
    try {
      openCache(link).set("models", "a", 1);
      assert.equal(openCache(root).get("models", "a"), 1);
    } finally {
      rmSync(link);
    }
  });

  test("keeps a limited number of files, what is left of killed writers included", () => {
    const cache = openCache(root);
    cache.set("models", "a", 1);
    const left = `${files()[0]}.0badf00d`;
    writeFileSync(left, "{");
    for (let index = 0; index < 100; index++) cache.set("models", `${index}`, index);
    assert.equal(files().length, 64);
    assert.equal(cache.get("models", "99"), 99);
  });

  test(
    "gives whole values while others write them and are killed",
    { timeout: 60_000 },
    async () => {
      const module = new URL("../../project/cache.ts", import.meta.url).href;
      const program = join(root, "writer.mjs");
      writeFileSync(
        program,
        `const { openCache } = await import(${JSON.stringify(module)});
for (let n = 0; ; n++) openCache(${
          JSON.stringify(root)
        }).set("models", "a", Array(20_000).fill(n));`,
      );
      const words = "Deno" in globalThis ? ["run", "-A", "--no-check", program] : [program];
      const writers = [1, 2].map(() => spawn(process.execPath, words, { stdio: "ignore" }));
      const cache = openCache(root);
      try {
        while (cache.get("models", "a") === undefined) await wait(20);
        for (let round = 0; round < 100; round++) {
          const value = cache.get<readonly number[]>("models", "a");
          assert.equal(value?.length, 20_000);
          assert.equal(value.every((each) => each === value[0]), true);
          await wait(2);
        }
      } finally {
        for (const writer of writers) {
          const ended = once(writer, "exit");
          writer.kill("SIGKILL");
          await ended;
        }
      }
      assert.equal(cache.get<readonly number[]>("models", "a")?.length, 20_000);
    },
  );
});

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { findParts, packageFolder } from "../../../adapters/postgres/shadow/parts.ts";
import { readTar, writeTar } from "../../../adapters/postgres/shadow/tar.ts";
import { findImports } from "../../architecture/imports.ts";
import { tokenize } from "../../architecture/tokens.ts";

/** Milliseconds. Making an image takes seconds where the machine has much else to do. */
const patience = { timeout: 60_000 };

describe("readTar()", () => {
  test("gives what writeTar() was given", () => {
    const entries = [
      { path: "empty", bytes: new Uint8Array(0) },
      { path: "a/block.bin", bytes: new Uint8Array(512).fill(7) },
      { path: "a/more.bin", bytes: new Uint8Array(513).fill(8) },
    ];
    const read = [...readTar(writeTar(entries))];
    assert.deepEqual(
      read.map(({ path, bytes }) => [path, [...bytes]]),
      entries.map(({ path, bytes }) => [path, [...bytes]]),
    );
  });
});

describe("findParts()", () => {
  test("makes an image once, and again where its file is broken", patience, async () => {
    const folder = mkdtempSync(join(tmpdir(), "whimbrel-parts-"));
    try {
      const parts = findParts({ XDG_CACHE_HOME: folder });
      const image = await parts.server().image;
      const [name, ...others] = readdirSync(join(folder, "whimbrel"));
      assert.deepEqual(others, [], "nothing is left of making it");
      const file = join(folder, "whimbrel", name!);
      const { mtimeMs } = statSync(file);
      assert.equal(Buffer.compare(await parts.server().image, image), 0);
      assert.equal(statSync(file).mtimeMs, mtimeMs);
      writeFileSync(file, readFileSync(file).subarray(0, 1000));
      const again = await parts.server().image;
      assert.ok([...readTar(again)].some(({ path }) => path.endsWith("PG_VERSION")));
      assert.ok(statSync(file).size > 1000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("does without a folder that it can write to", patience, async () => {
    const image = await findParts({ XDG_CACHE_HOME: "/dev/null" }).server().image;
    assert.ok([...readTar(image)].some(({ path }) => path.endsWith("PG_VERSION")));
  });

  test("has every bundle of extensions, and none of another name", async () => {
    const parts = findParts({});
    const bundles = readdirSync(packageFolder()).filter((name) => name.endsWith(".tar.gz"));
    assert.ok(bundles.length > 30);
    for (const name of bundles) {
      const archive = await parts.extension(name.replace(".tar.gz", ""));
      assert.ok([...readTar(archive!)].length > 0, name);
    }
    assert.equal(await parts.extension("postgis"), undefined);
  });
});

test("running migrations on PostgreSQL loads nothing of the embedded server", () => {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const loaded = new Set<string>();
  const open = ["adapters/postgres/mod.ts"];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    for (
      const { specifier, kind } of findImports(
        path,
        tokenize(readFileSync(join(root, path), "utf8")),
      )
    ) {
      if (kind === "value" && specifier?.startsWith(".")) {
        open.push(posix.join(dirname(path), specifier));
      }
    }
  }
  assert.ok(loaded.has("adapters/postgres/connect.ts"));
  assert.deepEqual([...loaded].filter((path) => /embedded|shadow/.test(path)), []);
});

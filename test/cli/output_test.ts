import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const words = [
  ...("Deno" in globalThis ? ["run", "-A", "--no-check"] : []),
  fileURLToPath(new URL("output_writer.ts", import.meta.url)),
];

describe("openOutputs()", () => {
  test("keeps the order of what goes to both outputs", async () => {
    const folder = mkdtempSync(join(tmpdir(), "whimbrel-output-"));
    const file = openSync(join(folder, "both"), "a");
    try {
      const writer = spawn(process.execPath, [...words, "order"], {
        stdio: ["ignore", file, file],
      });
      assert.deepEqual(await once(writer, "exit"), [0, null]);
      assert.equal(readFileSync(join(folder, "both"), "utf8"), "one two three four");
    } finally {
      closeSync(file);
      rmSync(folder, { recursive: true });
    }
  });

  test("loses nothing to a reader that is slow", async () => {
    const writer = spawn(process.execPath, [...words, "long"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const lines = (await text(writer.stdout)).split("\n");
    assert.equal(lines.length, 20_001);
    assert.ok(lines[19_999]!.startsWith("19999 "));
  });

  test("lets the program go on when the reader has gone", async () => {
    const writer = spawn(process.execPath, [...words, "long"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    writer.stdout.destroy();
    const [talk] = await Promise.all([text(writer.stderr), once(writer, "exit")]);
    assert.equal(talk, "went on");
    assert.equal(writer.exitCode, 0);
  });
});

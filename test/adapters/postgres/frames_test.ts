import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { describe, test } from "node:test";
import { watchFrames } from "../../../adapters/postgres/frames.ts";

function frame(type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

const fault =
  "SFEHLER\0VERROR\0C42703\0Mcolumn does not exist\0DDetail\0HHint\0P17\0WWhere\0Fparse.c\0\0";

/** A login, then an answer with rows, one without, and an error. */
const stream = Buffer.concat([
  frame("R", "\0\0\0\0"),
  frame("S", "server_version\x0018.4\0"),
  frame("K", Buffer.from([0, 0, 0x10, 0x92, 1, 2, 3, 4])),
  frame("Z", "I"),
  frame("T", "\0\x01 some columns"),
  frame("D", Buffer.alloc(5000, "Z")),
  frame("D", Buffer.alloc(3, "E")),
  frame("C", "SELECT 2\0"),
  frame("C", "INSERT 0 1\0"),
  frame("N", "VNOTICE\0Mnot an error\0\0"),
  frame("C", "CREATE TABLE\0"),
  frame("E", fault),
  frame("Z", "E"),
]);

describe("watchFrames()", () => {
  test("reads the same from bytes cut anywhere", async () => {
    for (const size of [1, 2, 3, 4, 5, 6, 7, 64, 4096, stream.length]) {
      const frames = watchFrames();
      const ready = frames.ready();
      for (let at = 0; at < stream.length; at += size) {
        frames.push(stream.subarray(at, at + size));
      }
      await ready;
      assert.deepEqual(frames.backend, { pid: 4242, secret: Buffer.from([1, 2, 3, 4]) });
      assert.equal(frames.parameters.get("server_version"), "18.4");
      assert.deepEqual(frames.completions, [
        { tag: "SELECT", hasRows: true },
        { tag: "INSERT", hasRows: false },
        { tag: "CREATE TABLE", hasRows: false },
      ], `pieces of ${size}`);
      assert.equal(frames.status, "failed");
      assert.deepEqual(frames.fault, {
        severity: "ERROR",
        code: "42703",
        message: "column does not exist",
        detail: "Detail",
        hint: "Hint",
        position: 17,
        context: "Where",
        file: "parse.c",
      });
    }
  });

  test("start() forgets the text before", () => {
    const frames = watchFrames();
    frames.push(stream);
    frames.start();
    assert.deepEqual(frames.completions, []);
    assert.equal(frames.fault, undefined);
    assert.equal(frames.status, "failed");
    assert.equal(frames.backend?.pid, 4242);
  });
});

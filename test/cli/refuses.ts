import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { type Ended, openScratch, type Scratch, type StartOptions } from "../faults/scratch.ts";

/** A migration and its way back. */
export const good = "-- upgrade\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n" +
  "\n-- downgrade\nDROP TABLE users;\n";

/** The header of a file. */
export const header = (revision: string, parents = "") =>
  `-- revision: ${revision}\n-- parents:${parents === "" ? "" : ` ${parents}`}\n\n`;

/** Every file of the project with its bytes, but for the journals of SQLite. */
function bytesOf(scratch: Scratch): ReadonlyMap<string, string> {
  const names = readdirSync(scratch.folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(scratch.path(name)).isFile());
  return new Map(names.map((name) => [name, readFileSync(scratch.path(name), "base64")]));
}

/** How a command must end. */
export interface Expected {
  readonly code: number;
  /** Each must be found in stderr. */
  readonly says: readonly RegExp[];
  readonly hint: RegExp;
}

/** Runs a command that must fail with these words and leave every file as it was. */
export async function refuses(
  scratch: Scratch,
  words: readonly string[],
  { code, says, hint }: Expected,
  options?: StartOptions,
): Promise<Ended> {
  const before = bytesOf(scratch);
  const ended = await scratch.run(words, options);
  const { stderr } = ended;
  assert.equal(ended.code, code, `${ended.stdout}${stderr}`);
  for (const words of says) assert.match(stderr, words);
  assert.match(stderr.split("\n").find((line) => /^hint: /.test(line)) ?? stderr, hint);
  assert.doesNotMatch(stderr, /^bug:/m);
  assert.deepEqual([...bytesOf(scratch).keys()].sort(), [...before.keys()].sort());
  for (const [name, bytes] of bytesOf(scratch)) assert.equal(bytes, before.get(name), name);
  return ended;
}

/** A project in which `good` is applied. */
export async function openApplied(): Promise<Scratch> {
  const scratch = openScratch("bad");
  scratch.migration("0001_users.sql", good);
  const { code, stderr } = await scratch.run(["upgrade"]);
  assert.equal(code, 0, stderr);
  return scratch;
}

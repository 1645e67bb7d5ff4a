import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { binary, type Folder, folder } from "./run.ts";

/** One question, known by some of its words, and the keys that answer it. */
type Answer = readonly [question: string, keys: string];

const yes = "y";
const no = "n";
const enter = "\r";
const controlC = "\x03";

const whimbrel = binary ??
  `${process.execPath} ${fileURLToPath(new URL("../../cmd/main.ts", import.meta.url))}`;

/** `script` of util-linux gives a program a terminal. */
const hasTerminal = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout
  ?.includes("util-linux") === true;

/** Runs a command line on a terminal, and answers as a person would: one question after the other. */
async function onTerminal(
  { cwd, env }: Folder,
  words: string,
  answers: readonly Answer[] = [],
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const child = spawn("script", ["-qec", `stty cols 100; ${whimbrel} ${words}`, "/dev/null"], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: cwd, TERM: "xterm", ...env },
    timeout: 30_000,
  });
  let screen = "";
  let seen = 0;
  const left = [...answers];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    const [question, keys] = left[0] ?? [];
    if (question === undefined || !screen.slice(seen).includes(question)) return;
    left.shift();
    seen = screen.length;
    // The question is drawn before keys are listened for.
    setTimeout(() => child.stdin.write(keys!), 200);
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  assert.deepEqual(left, [], `not asked, in:\n${screen}`);
  return { code, screen };
}

async function project(before: string, after: string): Promise<Folder> {
  const place = folder({ "whimbrel.json": '{ "models": "schema.sql" }', "schema.sql": before });
  await place.result("init-db");
  writeFileSync(join(place.cwd, "schema.sql"), after);
  return place;
}

function files({ cwd }: Folder): readonly string[] {
  return readdirSync(join(cwd, "migrations")).filter((name) => name.endsWith(".sql"));
}

/** The migration called `x`. */
function written(place: Folder): string {
  const name = files(place).find((file) => file.endsWith("_x.sql"));
  return readFileSync(join(place.cwd, "migrations", name!), "utf8");
}

const mail = "CREATE TABLE users (id integer PRIMARY KEY, mail text);";
const email = mail.replace("mail", "email");

describe("questions on a terminal", {
  skip: hasTerminal ? false : "no util-linux",
  timeout: 60_000,
}, () => {
  test("a yes to a rename keeps the values", async () => {
    using place = await project(mail, email);
    const { code, screen } = await onTerminal(place, "migrate --name x", [
      ['Was column "mail" of "users" renamed to "email"?', yes],
    ]);
    assert.equal(code, 0);
    assert.doesNotMatch(screen, /loses/);
    assert.match(written(place), /RENAME COLUMN "mail" TO "email"/);
  });

  test("enter is a no, and a loss is asked about by itself", async () => {
    using place = await project(mail, email);
    const { code, screen } = await onTerminal(place, "migrate --name x", [
      ["renamed", enter],
      ["Write a migration that loses", yes],
    ]);
    assert.equal(code, 0);
    // Red, as what goes for ever is.
    assert.ok(screen.includes('\x1b[31m (loses the values of column "mail" of "users")'), screen);
    assert.match(written(place), /-- loses data: .*"mail"[^]*DROP COLUMN "mail"/);
  });

  test("a no to a loss and ctrl-c at either question write nothing", async () => {
    using place = await project(mail, email);
    const ways: readonly (readonly Answer[])[] = [
      [["renamed", no], ["loses", no]],
      [["renamed", no], ["loses", controlC]],
      [["renamed", controlC]],
    ];
    for (const answers of ways) {
      const { code, screen } = await onTerminal(place, "migrate --name x", answers);
      assert.equal(code, 130);
      assert.match(screen, /nothing was written/);
      assert.equal(files(place).length, 1);
    }
  });

  test("options answer beforehand, and --json is never interrupted by a question", async () => {
    using place = await project(mail, email);
    const asked = await onTerminal(place, "migrate --name x --json");
    assert.equal(asked.code, 2);
    assert.match(asked.screen, /--rename users\.mail:users\.email/);
    const told = await onTerminal(place, "migrate --name x --no-rename --allow-data-loss");
    assert.equal(told.code, 0);
  });

  test("colours are left out where NO_COLOR asks for it", async () => {
    using place = await project(mail, `${mail}CREATE TABLE t (a integer);`);
    const env = { ...place.env, NO_COLOR: "1" };
    const { screen } = await onTerminal({ ...place, env }, "migrate --name x");
    assert.match(screen, /^\+ create table "t"/m);
    assert.ok(!screen.includes("\x1b["), screen);
  });

  test("downgrade shows what it will run, and a no leaves everything as it is", async () => {
    using place = await project(mail, mail);
    const refused = await onTerminal(place, "downgrade", [["Undo?", no]]);
    assert.equal(refused.code, 130);
    assert.match(refused.screen, /DROP TABLE "users"[^]*nothing was changed/);
    assert.equal((await onTerminal(place, "downgrade", [["Undo?", yes]])).code, 0);
    assert.match(await place.result("status"), /0 applied, 1 pending/);
  });
});

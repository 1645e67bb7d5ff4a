import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type Folder, folder, migration } from "./run.ts";

const files = ({ cwd }: Folder) => readdirSync(join(cwd, "migrations")).toSorted();
const text = ({ cwd }: Folder, file: string) => readFileSync(join(cwd, file), "utf8");

describe("migrate --empty", () => {
  test("writes the first migration and makes the folder", async () => {
    using place = folder();
    const { code, stdout, stderr } = await place.run("migrate", "--name", "Add users", "--empty");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^migrations\/\d{8}_\d{4}-[0-9a-f]{12}_add_users\.sql\n$/);
    assert.match(stderr, /made the folder migrations\nnext: .*whimbrel upgrade/);
    const revision = /-([0-9a-f]{12})_/.exec(stdout)![1];
    assert.match(
      text(place, stdout.trim()),
      new RegExp(
        `^-- revision: ${revision}\n-- parents: none\n-- created: \\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z\n` +
          `\n-- upgrade\n-- .*\n\n-- downgrade\n-- .*\n$`,
      ),
    );
  });

  test("goes on from the head, and what it writes runs both ways as nothing", async () => {
    using place = folder();
    const one = JSON.parse(await place.result("make", "-n", "one", "--empty", "--json"));
    const two = JSON.parse(await place.result("migrate", "-n", "two", "--empty", "--json"));
    assert.deepEqual(two.parents, [one.revision]);
    assert.match(await place.result("upgrade"), /Applied 2 migrations$/);
    assert.match(await place.result("downgrade", "base", "--yes"), /Undone 2 migrations$/);
  });

  test("writes TypeScript that runs both ways as nothing", async () => {
    using place = folder();
    const { stdout, stderr } = await place.run(
      "migrate",
      "-n",
      "fill",
      "--empty",
      "--format",
      "ts",
    );
    assert.match(stdout, /_fill\.ts\n$/);
    assert.match(stderr, /whimbrel types/);
    assert.match(
      text(place, stdout.trim()),
      /^\/\/ revision: [^]*import type \{ Operations \} from "whimbrel";[^]*function upgrade\(op: Operations\)[^]*function downgrade\(op: Operations\)/,
    );
    assert.match(await place.result("upgrade"), /Applied 1 migration$/);
    assert.match(await place.result("downgrade", "--yes"), /Undone 1 migration$/);
  });

  test("writes a section for each dialect", async () => {
    using place = folder();
    const file = await place.result(
      "migrate",
      "-n",
      "x",
      "--empty",
      "--dialects",
      "sqlite, postgres",
    );
    assert.deepEqual(
      text(place, file).match(/^-- (?:up|down)grade.*$/gm),
      [
        "-- upgrade: sqlite",
        "-- upgrade: postgres",
        "-- downgrade: sqlite",
        "-- downgrade: postgres",
      ],
    );
    assert.match(await place.result("upgrade"), /Applied 1 migration$/);
  });

  test("starts a line with a label, and records what it depends on", async () => {
    using place = folder(Object.fromEntries([migration("aaaa", ""), migration("bbbb", "aaaa")]));
    const billing = JSON.parse(
      await place.result(
        ...["migrate", "-n", "x", "--empty", "--json"],
        ...["--parent", "base", "--label", "billing", "--depends", "bbbb,aaaa"],
      ),
    );
    assert.deepEqual(billing.parents, []);
    assert.match(text(place, billing.file), /\n-- label: billing\n-- depends: bbbb aaaa\n/);
    const next = JSON.parse(
      await place.result("migrate", "-n", "y", "--empty", "--head", "billing@head", "--json"),
    );
    assert.deepEqual(next.parents, [billing.revision]);
  });

  test("starts a branch after any revision", async () => {
    using place = folder(Object.fromEntries([migration("aaaa", ""), migration("bbbb", "aaaa")]));
    const branch = await place.result(
      "migrate",
      "-n",
      "x",
      "--empty",
      "--parent",
      "aaaa",
      "--json",
    );
    assert.deepEqual(JSON.parse(branch).parents, ["aaaa"]);
  });

  test("takes names of the configuration's template", async () => {
    using place = folder({ "whimbrel.json": '{"fileName": "{revision}-{slug}"}' });
    assert.match(
      await place.result("migrate", "-n", "Adaugă adresă!", "--empty"),
      /^migrations\/[0-9a-f]{12}-adauga_adresa\.sql$/,
    );
  });

  test("refers to the types that stand beside it", async () => {
    using place = folder();
    await place.result("types");
    const file = await place.result("migrate", "-n", "x", "--empty", "--format", "ts");
    assert.match(text(place, file), /^\/\/\/ <reference path="\.\/whimbrel\.d\.ts" \/>$/m);
    assert.match(await place.result("upgrade"), /Applied 1 migration$/);
  });
});

const fork = Object.fromEntries([
  migration("aaaa", ""),
  migration("bbbb", "aaaa"),
  migration("cccc", "aaaa"),
]);

/** Bad calls, the exit code, and what the error and its hint say. */
const refusals: readonly {
  readonly name: string;
  readonly args: readonly string[];
  readonly code?: number;
  readonly error: RegExp;
  readonly hint: RegExp;
}[] = [
  { name: "no name", args: ["--empty"], error: /needs a name/, hint: /--name add_email/ },
  {
    name: "models that are not configured",
    args: ["-n", "add_x", "--head", "bbbb"],
    code: 8,
    error: /No models are configured/,
    hint: /models: "schema\.sql"/,
  },
  {
    name: "a name of symbols alone",
    args: ["-n", "!?✨", "--empty", "--head", "bbbb"],
    error: /Cannot name a file "!\?✨": it has no letter or digit/,
    hint: /--name/,
  },
  {
    name: "several heads",
    args: ["-n", "x", "--empty"],
    error: /There are 2 heads to go on from\n {2}- .*bbbb.*\n {2}- .*cccc/,
    hint: /whimbrel merge.*--head bbbb/,
  },
  {
    name: "a head that is none",
    args: ["-n", "x", "--empty", "--head", "aaaa"],
    error: /"aaaa" is no head/,
    hint: /--parent aaaa/,
  },
  {
    name: "a parent that is not there",
    args: ["-n", "x", "--empty", "--parent", "dddd"],
    error: /Cannot find revision "dddd"/,
    hint: /whimbrel history/,
  },
  {
    name: "a dependency that is not there",
    args: ["-n", "x", "--empty", "--head", "bbbb", "--depends", "nope"],
    error: /Cannot find revision "nope"/,
    hint: /whimbrel history/,
  },
  {
    name: "both of --head and --parent",
    args: ["-n", "x", "--empty", "--head", "bbbb", "--parent", "cccc"],
    error: /--head and --parent/,
    hint: /starts a branch/,
  },
  {
    name: "a dialect that is not there",
    args: ["-n", "x", "--empty", "--head", "bbbb", "--dialects", "sqlit"],
    error: /There is no dialect "sqlit"/,
    hint: /did you mean "sqlite"/,
  },
  {
    name: "a dialect named twice",
    args: ["-n", "x", "--empty", "--head", "bbbb", "--dialects", "sqlite,sqlite"],
    error: /"sqlite" is named twice/,
    hint: /one section/,
  },
  {
    name: "dialects in TypeScript",
    args: ["-n", "x", "--empty", "--format", "ts", "--head", "bbbb", "--dialects", "sqlite"],
    error: /has no sections for dialects/,
    hint: /op\.dialect/,
  },
  {
    name: "TypeScript where code is switched off",
    args: ["-n", "x", "--empty", "--format", "ts", "--head", "bbbb", "--no-code"],
    error: /code is switched off/,
    hint: /SQL/,
  },
  {
    name: "a label that cannot be one",
    args: ["-n", "x", "--empty", "--head", "bbbb", "--label", "a b"],
    error: /"a b" cannot be a label/,
    hint: /--label billing/,
  },
  {
    name: "a format that is not there",
    args: ["-n", "x", "--empty", "--format", "js"],
    error: /Allowed choices are sql, ts/,
    hint: /--help/,
  },
  {
    name: "a folder that is a file",
    args: ["-n", "x", "--empty", "--dir", "migrations/aaaa.sql/sub"],
    code: 8,
    error: /Cannot write "migrations\/aaaa\.sql\/sub\/.*": its folder is a file/,
    hint: /nothing was written/,
  },
];

describe("migrate refuses", () => {
  for (const { name, args, code = 2, error, hint } of refusals) {
    test(`${name}, and writes nothing`, async () => {
      using place = folder(fork);
      const before = files(place);
      const ran = await place.run("migrate", ...args);
      assert.equal(ran.code, code, ran.stderr);
      assert.match(ran.stderr, error);
      assert.match(ran.stderr.slice(ran.stderr.indexOf("hint: ")), hint);
      assert.equal(ran.stdout, "");
      assert.deepEqual(files(place), before);
    });
  }

  test("a label that stands on another line, and writes nothing", async () => {
    using place = folder();
    await place.result("migrate", "-n", "one", "--empty", "--label", "billing");
    const ran = await place.run(
      ...["migrate", "-n", "two", "--empty", "--parent", "base", "--label", "billing"],
    );
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /billing/);
    assert.equal(files(place).length, 1);
  });

  test("templates that give no name of a migration", async () => {
    using place = folder();
    for (const template of ["{revision}/{slug}", "_{revision}", "{revision}{number}"]) {
      writeFileSync(join(place.cwd, "whimbrel.json"), JSON.stringify({ fileName: template }));
      const ran = await place.run("migrate", "-n", "x", "--empty");
      assert.equal(ran.code, 8);
      assert.match(ran.stderr, /Cannot name a file after .*\nhint: write "fileName"/);
      assert.ok(!existsSync(join(place.cwd, "migrations")));
    }
  });
});

describe("merge", () => {
  test("joins all heads in a migration that runs as nothing", async () => {
    using place = folder(fork);
    const { code, stdout, stderr } = await place.run("merge");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /_merge\.sql\n$/);
    assert.match(text(place, stdout.trim()), /\n-- parents: bbbb cccc\n/);
    assert.match(stderr, /joins bbbb\njoins cccc\n/);
    assert.match(await place.result("upgrade"), /Applied 4 migrations$/);
    assert.match(await place.result("downgrade", "base", "--yes"), /Undone 4 migrations$/);
  });

  test("joins the heads that are named", async () => {
    using place = folder({ ...fork, ...Object.fromEntries([migration("dddd", "aaaa")]) });
    const ran = await place.result("merge", "dddd", "bbbb", "--name", "two of three", "--json");
    const { parents, file } = JSON.parse(ran);
    assert.deepEqual(parents, ["bbbb", "dddd"]);
    assert.match(file, /_two_of_three\.sql$/);
    assert.equal(JSON.parse(await place.result("heads", "--json")).heads.length, 2);
  });

  test("has nothing to do with one head or none", async () => {
    using one = folder(Object.fromEntries([migration("aaaa", "")]));
    const ran = await one.run("merge");
    assert.equal(ran.code, 0);
    assert.match(ran.stderr, /nothing to merge: "aaaa" is the only head/);
    assert.deepEqual(files(one), ["aaaa.sql"]);
    using none = folder();
    assert.match((await none.run("merge")).stderr, /nothing to merge: there is no migration/);
  });

  test("refuses what is no head, and a head alone", async () => {
    using place = folder(fork);
    for (
      const [args, error] of [
        [["aaaa", "bbbb"], /Cannot merge "aaaa": it is no head/],
        [["bbbb", "bbbb"], /Cannot merge one head with itself/],
        [["bbbb", "zzzz"], /Cannot find revision "zzzz"/],
      ] as const
    ) {
      const ran = await place.run("merge", ...args);
      assert.equal(ran.code, 2);
      assert.match(ran.stderr, error);
      assert.match(ran.stderr, /\nhint: /);
    }
    assert.equal(files(place).length, 3);
  });
});

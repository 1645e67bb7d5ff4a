import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { binary, type Folder, folder, migration, spawn } from "./run.ts";

const files = {
  ...Object.fromEntries([migration("aaaa1111", ""), migration("bbbb2222", "aaaa1111")]),
  "migrations/cccc3333.sql": "-- revision: cccc3333\n-- label: billing\nSELECT 1;\n",
  "other/dddd4444.sql": "-- revision: dddd4444\nSELECT 1;\n",
};

/** What is typed, and the values that fit; words are split at blanks, the last one may be empty. */
const cases: readonly (readonly [line: string, values: readonly string[]])[] = [
  ["up", ["upgrade"]],
  ["nothing", []],
  ["hea", ["heads"]],
  ["migrate --fo", ["--format"]],
  ["migrate --format ", ["sql", "ts"]],
  ["migrate --format=t", ["--format=ts"]],
  ["make --format s", ["sql"]],
  ["init --json --format j", ["json"]],
  ["upgrade h", ["head", "heads"]],
  ["upgrade aa", ["aaaa1111"]],
  ["up +", ["+1"]],
  ["--json upgrade bbbb", ["bbbb2222"]],
  ["upgrade billing@", ["billing@head"]],
  ["upgrade aaaa1111 ", []],
  ["downgrade -1 ", []],
  ["downgrade b", ["base", "billing@head", "bbbb2222"]],
  ["--dir other show d", ["dddd4444"]],
  ["--dir=other show d", ["dddd4444"]],
  ["merge aaaa1111 bb", ["bbbb2222"]],
  ["migrate --parent cc", ["cccc3333"]],
  ["upgrade --dialect sq", ["sqlite"]],
  ["completion f", ["fish"]],
  ["aerich up", ["upgrade"]],
  ["aerich downgrade --ver", ["--version"]],
  ["aerich upgrade --fa", ["--fake"]],
  ["aerich upgrade --ap", ["--app"]],
  ["aerich --app x mig", ["migrate"]],
  ["aerich -c none.toml downgrade --d", ["--delete", "--dir", "--database"]],
  ["aerich init --location ", [":folders"]],
  ["aerich downgrade ", []],
  ["alembic upgrade aa", ["aaaa1111"]],
  ["alembic --dir other show d", ["dddd4444"]],
  ["django showmi", ["showmigrations"]],
  ["aerich nothing up", []],
  ["--config ", [":files"]],
  ["--dir ", [":folders"]],
  ["--env-file=x", [":files"]],
];

describe("completion words", () => {
  for (const [line, values] of cases) {
    test(`fit "whimbrel ${line}"`, async () => {
      using place = folder(files);
      const answer = await place.result("completion", "words", "--", ...line.split(" "));
      assert.deepEqual(answer.split("\n").filter(Boolean).map((one) => one.split("\t")[0]), values);
    });
  }

  test("are described", async () => {
    using place = folder(files);
    assert.equal(
      await place.result("completion", "words", "--", "mer"),
      "merge\tjoin several heads in one migration",
    );
  });

  test("are left out where the project is broken", async () => {
    using place = folder({ "whimbrel.json": "{" });
    const { code, stdout, stderr } = await place.run("completion", "words", "--", "show", "a");
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
  });

  test("name the databases of the configuration", async () => {
    using place = folder({ "whimbrel.json": '{"databases": {"app": {}, "billing": {}}}' });
    assert.equal(await place.result("completion", "words", "--", "--database", "b"), "billing\t");
  });

  test("need a shell that is known", async () => {
    using place = folder();
    const { code, stderr } = await place.run("completion", "tcsh");
    assert.equal(code, 2);
    assert.match(stderr, /Cannot complete in "tcsh"\nhint: known shells: bash, zsh, fish/);
  });
});

/** Puts a program `whimbrel` into the folder, and gives a PATH that finds it. */
function install({ cwd }: Folder): string {
  const main = fileURLToPath(new URL("../../cmd/main.ts", import.meta.url));
  const program = binary === undefined ? `"${process.execPath}" "${main}"` : `"${binary}"`;
  writeFileSync(join(cwd, "whimbrel"), `#!/bin/sh\nexec ${program} "$@"\n`);
  chmodSync(join(cwd, "whimbrel"), 0o755);
  return `${cwd}:${process.env["PATH"]}`;
}

/** Runs a script of a shell that may not be there. */
function shell(name: string, place: Folder, script: string): readonly string[] {
  const ran = spawn(name, ["-c", script], { cwd: place.cwd, env: { PATH: install(place) } });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stderr, "");
  return ran.stdout.split("\n").filter(Boolean);
}

const missing = (name: string) =>
  spawnSync(name, ["-c", "true"]).error === undefined ? false : `${name} is not installed`;

describe("completion in bash", { skip: missing("bash") }, () => {
  const complete = (place: Folder, line: string) =>
    shell(
      "bash",
      place,
      `source <(whimbrel completion bash)
      [[ $(complete -p whimbrel) == *_whimbrel* ]] || exit 1
      COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; _whimbrel
      printf '%s\\n' "\${COMPREPLY[@]}"`,
    );

  test("completes commands, options and revisions", () => {
    using place = folder(files);
    assert.deepEqual(complete(place, "whimbrel sta"), ["status", "stamp"]);
    assert.deepEqual(complete(place, "whimbrel upgrade bb"), ["bbbb2222"]);
    assert.deepEqual(complete(place, "whimbrel migrate --format "), ["sql", "ts"]);
  });

  test("gives what follows the letters at which bash splits words", () => {
    using place = folder(files);
    assert.deepEqual(complete(place, "whimbrel upgrade billing@h"), ["head"]);
    assert.deepEqual(complete(place, "whimbrel migrate --format=t"), ["ts"]);
  });

  test("completes files and folders by itself", () => {
    using place = folder(files);
    assert.deepEqual(complete(place, "whimbrel --dir o"), ["other"]);
    assert.deepEqual(complete(place, "whimbrel --config migrations/a"), [
      "migrations/aaaa1111.sql",
    ]);
  });

  test("runs nothing of what is typed", () => {
    using place = folder(files);
    assert.deepEqual(complete(place, "whimbrel show $(touch${IFS}pwned) "), []);
    assert.deepEqual(complete(place, "whimbrel --dir p"), []);
  });
});

describe("completion in zsh", { skip: missing("zsh") }, () => {
  test("completes commands and revisions with their descriptions", () => {
    using place = folder(files);
    const stubs = `compdef() { registered=$*; }
      _describe() { print -l -- "\${(@P)2}"; }
      source <(whimbrel completion zsh); [[ $registered == "_whimbrel whimbrel" ]] || exit 1`;
    assert.deepEqual(
      shell("zsh", place, `${stubs}; words=(whimbrel mer); CURRENT=2; _whimbrel`),
      ["merge:join several heads in one migration"],
    );
    assert.deepEqual(
      shell("zsh", place, `${stubs}; words=(whimbrel upgrade bb); CURRENT=3; _whimbrel`),
      ["bbbb2222:bbbb2222"],
    );
  });
});

describe("completion in fish", { skip: missing("fish") }, () => {
  test("completes commands, revisions and folders", () => {
    using place = folder(files);
    const complete = (line: string) =>
      shell("fish", place, `whimbrel completion fish | source; complete --do-complete '${line}'`);
    assert.deepEqual(complete("whimbrel mer"), ["merge\tjoin several heads in one migration"]);
    assert.deepEqual(complete("whimbrel upgrade bb"), ["bbbb2222\tbbbb2222"]);
    assert.deepEqual(complete("whimbrel --dir ot"), ["other/\tDirectory"]);
  });
});

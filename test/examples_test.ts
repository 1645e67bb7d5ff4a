import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { executable } from "./docs/transcript.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const just = join(root, "node_modules/.bin/just");
const { DATABASE_URL: _, WHIMBREL: __, ...outer } = process.env;

/** A folder that is gone at the end of the test. */
function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "whimbrel-examples-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function call(
  words: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
) {
  const [program = "", ...rest] = words;
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    cwd,
    env: { ...outer, NO_COLOR: "1", ...env },
    encoding: "utf8",
    input: "",
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

describe("examples/justfile", () => {
  /** A project with a copy of the justfile, and what `just RECIPE` does in it. */
  function project(path: string) {
    copyFileSync(join(root, "examples/justfile"), join(path, "justfile"));
    const env = { WHIMBREL: executable, DATABASE_URL: "sqlite:app.db" };
    return (...words: readonly string[]) => call([just, ...words], { cwd: path, env });
  }

  test("has recipes that do what they say, from an empty folder on", { timeout: 120_000 }, () => {
    using folder = temporaryFolder();
    const run = project(folder.path);
    const write = (ending: string, body: string) => {
      const migrations = join(folder.path, "migrations");
      const name = readdirSync(migrations).find((each) => each.endsWith(ending))!;
      const path = join(migrations, name);
      const header = readFileSync(path, "utf8").split(/^-- upgrade/m)[0];
      writeFileSync(path, `${header}${body}`);
    };
    const called = new Set<string>();
    const expectExit = (expected: number, ...words: readonly string[]) => {
      called.add(words[0]!);
      const { status, stdout, stderr } = run(...words);
      assert.equal(status, expected, `just ${words.join(" ")}: ${stdout}${stderr}`);
      return { stdout, stderr };
    };

    assert.match(expectExit(0, "db-init").stdout, /created whimbrel\.config\.ts/);
    assert.match(expectExit(8, "db-migrate", "create_users").stderr, /No models are configured/);
    expectExit(0, "db-migrate", "create_users", "--empty");
    write(
      "create_users.sql",
      "-- upgrade\nCREATE TABLE users (id integer);\n-- downgrade\nDROP TABLE users;\n",
    );
    assert.match(expectExit(1, "db-check").stdout, /pending .*create_users/);
    assert.match(expectExit(0, "db-upgrade").stdout, /Applied 1 migration/);
    expectExit(0, "db-migrate-empty", "add the email");
    write("add_the_email.sql", "-- upgrade\nALTER TABLE users ADD COLUMN email text;\n");
    assert.match(expectExit(0, "db-upgrade", "+1").stdout, /Applied 1 migration/);
    assert.match(expectExit(2, "db-downgrade").stderr, /has no downgrade/);
    assert.match(expectExit(0, "db-history", "-n", "1").stdout, /add_the_email/);
    assert.match(expectExit(0, "db-heads").stdout, /add_the_email.*head/);
    assert.match(expectExit(0, "db-check").stdout, /All is well/);
    const recipes = run("--summary").stdout.trim().split(" ");
    assert.deepEqual([...called].toSorted(), recipes.toSorted());
  });

  test("hands arguments with blanks and quotes on as they are", { timeout: 60_000 }, () => {
    using folder = temporaryFolder();
    const run = project(folder.path);
    mkdirSync(join(folder.path, "migrations"));
    const { stdout } = run("db-migrate-empty", `the user's "home" page; echo oops`);
    assert.match(stdout, /_the_users_home_page_echo_oops\.sql\n$/);
  });
});

describe("examples/deploy.sh", () => {
  const system = process.platform === "darwin" ? "darwin" : "linux";
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } };
  const musl = system === "linux" && report?.header?.glibcVersionRuntime === undefined;
  const name = `whimbrel-${system}-${process.arch}${musl ? "-musl" : ""}`;

  /** A project with one migration, and a release of the executable under test beside it. */
  function deployment(path: string) {
    const release = join(path, "release");
    mkdirSync(release);
    copyFileSync(executable, join(release, name));
    const sum = createHash("sha256").update(readFileSync(executable)).digest("hex");
    const list = (text: string) => writeFileSync(join(release, "SHA256SUMS"), text);
    list(`${"0".repeat(64)}  whimbrel-other-system\n${sum}  ${name}\n`);
    mkdirSync(join(path, "migrations"));
    writeFileSync(join(path, "migrations/one.sql"), "CREATE TABLE users (id integer);\n");
    return {
      release,
      list,
      sum,
      kept: join(path, ".whimbrel/bin/whimbrel"),
      deploy: (...words: readonly string[]) =>
        call(["/bin/sh", join(root, "examples/deploy.sh"), ...words], {
          cwd: path,
          env: { WHIMBREL_URL: pathToFileURL(release).href, DATABASE_URL: "sqlite:app.db" },
        }),
    };
  }

  test("downloads, checks and upgrades, and downloads once", { timeout: 120_000 }, () => {
    using folder = temporaryFolder();
    const { deploy, kept, release } = deployment(folder.path);
    const first = deploy();
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /Applied 1 migration/);
    const { mtimeMs } = statSync(kept);
    // What is kept is good, so that the release is not asked for it again.
    rmSync(join(release, name));
    const second = deploy();
    assert.equal(second.status, 0, second.stderr);
    assert.match(second.stdout, /Nothing to do/);
    assert.equal(statSync(kept).mtimeMs, mtimeMs);
    assert.deepEqual(readdirSync(join(folder.path, ".whimbrel/bin")), ["whimbrel"]);
  });

  test("hands its arguments and the exit code on", { timeout: 60_000 }, () => {
    using folder = temporaryFolder();
    const { deploy } = deployment(folder.path);
    const { status, stderr } = deploy("no_such_revision");
    assert.equal(status, 2);
    assert.match(stderr, /no_such_revision/);
  });

  test(
    "refuses an executable that was tampered with, and runs nothing",
    { timeout: 60_000 },
    () => {
      using folder = temporaryFolder();
      const { deploy, kept, release } = deployment(folder.path);
      appendFileSync(join(release, name), "x");
      const { status, stdout, stderr } = deploy();
      assert.equal(status, 8);
      assert.equal(stdout, "");
      assert.match(stderr, /has the checksum [0-9a-f]{64}, not [0-9a-f]{64}/);
      assert.throws(() => statSync(kept), { code: "ENOENT" });
      assert.throws(() => statSync(join(folder.path, "app.db")), { code: "ENOENT" });
    },
  );

  test("replaces a kept executable that is not the release's", { timeout: 60_000 }, () => {
    using folder = temporaryFolder();
    const { deploy, kept, sum } = deployment(folder.path);
    mkdirSync(join(folder.path, ".whimbrel/bin"), { recursive: true });
    writeFileSync(kept, "#!/bin/sh\necho never\n", { mode: 0o755 });
    const { status, stdout } = deploy();
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /never/);
    assert.equal(createHash("sha256").update(readFileSync(kept)).digest("hex"), sum);
  });

  test("refuses a release that does not list this machine", { timeout: 60_000 }, () => {
    using folder = temporaryFolder();
    const { deploy, list, sum } = deployment(folder.path);
    list(`${sum}  whimbrel-other-system\n`);
    const { status, stderr } = deploy();
    assert.equal(status, 8);
    assert.match(stderr, /SHA256SUMS does not list/);
  });
});

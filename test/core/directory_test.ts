import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { readBodies } from "../../core/body.ts";
import { readDirectory, wholeFileLimit } from "../../core/directory.ts";
import { WhimbrelError } from "../../core/errors.ts";

let path = "";
beforeEach(() => path = mkdtempSync(join(tmpdir(), "whimbrel-directory-")));
afterEach(() => rmSync(path, { recursive: true }));

const write = (name: string, content: string | Uint8Array) =>
  writeFileSync(join(path, name), content);
const read = () => readDirectory({ path, shown: "migrations" });

function refusal(message: RegExp, line?: number): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof WhimbrelError, String(error));
    assert.match(error.message, message);
    if (line !== undefined) assert.equal(error.place?.line, line);
    return true;
  };
}

describe("readDirectory()", () => {
  test("reads SQL and scripts in order and passes other files over", () => {
    write("2_b.ts", "// revision: b\n// parents: a\nexport const upgrade = 1;");
    write("1_a.sql", "-- revision: a\n-- upgrade\n");
    write("whimbrel.d.ts", "declare module 'x';");
    write("notes.md", "");
    write("_draft.sql", "");
    mkdirSync(join(path, "old.sql"));
    const found = read();
    assert.deepEqual(found.map(({ id, format, file }) => ({ id, format, file })), [
      { id: "a", format: "sql", file: join("migrations", "1_a.sql") },
      { id: "b", format: "script", file: join("migrations", "2_b.ts") },
    ]);
  });

  test("takes a file without a header for the child of the file before it", () => {
    write("001_users.sql", "CREATE TABLE users (id int);");
    write("002_orders.sql", "CREATE TABLE orders (id int);");
    assert.deepEqual(read().map(({ id, parents }) => ({ id, parents })), [
      { id: "001_users", parents: [] },
      { id: "002_orders", parents: ["001_users"] },
    ]);
  });

  const refused: readonly (readonly [string, string, string | Uint8Array, RegExp, number?])[] = [
    ["an empty file", "a.sql", "", /it is empty/],
    ["a blank file", "a.sql", " \n\n", /it is empty/],
    ["a binary file", "a.sql", new Uint8Array([10, 10, 1, 0]), /NUL byte/, 3],
    ["another encoding", "a.sql", new Uint8Array([45, 45, 10, 0xe9, 10]), /not UTF-8/, 2],
    ["a script without a header", "a.ts", "export {};", /it has no header/, 1],
    [
      "a name that says another revision",
      "20260113_1724-abc123def456_x.sql",
      "-- revision: abc123def457\n",
      /its name says abc123def456, its header abc123def457/,
    ],
  ];
  for (const [what, name, content, message, line] of refused) {
    test(`refuses ${what}`, () => {
      write(name, content);
      assert.throws(read, refusal(message, line));
    });
  }

  test("refuses a link that leaves the folder, and one that leads nowhere", () => {
    symlinkSync("/etc/passwd", join(path, "a.sql"));
    assert.throws(read, refusal(/the link leaves the migrations folder/));
    rmSync(join(path, "a.sql"));
    symlinkSync("gone.sql", join(path, "a.sql"));
    assert.throws(read, refusal(/the link leads nowhere/));
  });

  test("refuses a folder that does not exist", () => {
    assert.throws(
      () => readDirectory({ path: join(path, "none"), shown: "none" }),
      refusal(/Cannot read the folder "none": it does not exist/),
    );
  });
});

describe("readBodies()", () => {
  const bodies = (content: string, dialect = "one") => {
    write("a.sql", content);
    return readBodies(read()[0]!, dialect);
  };
  const textOf = (body: { text(): Iterable<string> } | undefined) =>
    body === undefined ? undefined : [...body.text()].join("").trim();

  test("gives each direction the section of the dialect", () => {
    const content = "-- revision: a\n\n-- upgrade\nU\n-- upgrade: two\nU2\n-- downgrade\nD\n";
    assert.equal(textOf(bodies(content).upgrade), "U");
    assert.equal(textOf(bodies(content, "two").upgrade), "U2");
    assert.equal(textOf(bodies(content, "two").downgrade), "D");
    assert.equal(bodies(content).upgrade?.line, 3);
    assert.equal(bodies(content).downgrade?.line, 7);
  });

  test("takes a file without marks as one upgrade", () => {
    const { upgrade, downgrade } = bodies("SELECT 1;\n");
    assert.equal(textOf(upgrade), "SELECT 1;");
    assert.equal(downgrade, undefined);
  });

  test("counts lines with every kind of line end", () => {
    assert.equal(bodies("-- revision: a\r\n\r\n-- upgrade\r\nU\r\n").upgrade?.line, 3);
    assert.equal(bodies("-- revision: a\r\r-- upgrade\rU\r").upgrade?.line, 3);
  });

  test("refuses SQL before the first section, and a section that stands twice", () => {
    assert.throws(
      () => bodies("-- revision: a\nSELECT 1;\n-- upgrade\n"),
      refusal(/SQL before/, 2),
    );
    assert.throws(
      () => bodies("-- revision: a\n-- upgrade: one\n-- upgrade: two, one\n"),
      refusal(/"upgrade: one" stands twice, in lines 2 and 3/, 3),
    );
  });

  test("refuses a file that changed since it was listed", () => {
    write("a.sql", "-- revision: a\n-- upgrade\n");
    const [migration] = read();
    write("a.sql", "-- revision: a\n-- upgrade\nDROP TABLE users;\n");
    assert.throws(() => readBodies(migration!, "one"), refusal(/changed while the plan was made/));
  });

  test("reads a large file in pieces, with the same text and lines", () => {
    const row = "INSERT INTO t VALUES ('ăîâșț');\n";
    const rows = row.repeat(Math.ceil((wholeFileLimit * 2.5) / row.length));
    const { upgrade, downgrade } = bodies(
      `-- revision: a\n-- upgrade\n${rows}-- downgrade\nDROP TABLE t;\n`,
    );
    const pieces = [...upgrade!.text()];
    assert.ok(pieces.length > 1);
    assert.equal(pieces.join("").trimStart(), rows);
    assert.equal(textOf(downgrade), "DROP TABLE t;");
    assert.equal(downgrade?.line, 3 + rows.split("\n").length - 1);
  });
});

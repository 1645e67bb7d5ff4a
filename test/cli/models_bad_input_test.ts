import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type Folder, folder, type Ran } from "./run.ts";

const shelf = "CREATE TABLE shelf (id integer PRIMARY KEY);\n";
const book = "CREATE TABLE book (id integer PRIMARY KEY, shelf integer REFERENCES shelf (id));\n";

/** The embedded server takes its time on a busy machine. */
const patient = { timeout: 120_000 };

/** Compares two scripts in an empty folder without a configuration. */
async function compare(
  dialect: string,
  { from = shelf, to }: { readonly from?: string; readonly to: string },
  ...words: readonly string[]
): Promise<Ran> {
  using place = folder({ "from.sql": from, "to.sql": to }, {});
  return await diff(place, dialect, ...words);
}

function diff(place: Folder, dialect: string, ...words: readonly string[]): Promise<Ran> {
  return place.run("diff", "--from", "from.sql", "--to", "to.sql", "--dialect", dialect, ...words);
}

/** Asserts a refusal with the code of wrong input, nothing on stdout, and a next step. */
function refused({ code, stdout, stderr }: Ran, ...says: readonly RegExp[]): void {
  assert.deepEqual([code, stdout], [2, ""], stderr);
  for (const words of says) assert.match(stderr, words);
  assert.match(stderr, /^hint: \w/m);
}

describe("a desired schema", () => {
  for (const dialect of ["sqlite", "postgres"]) {
    test(
      `of ${dialect} that does not load: the place and what the server says`,
      patient,
      async () => {
        const ran = await compare(dialect, {
          to: `${shelf}CREATE TABLE book (id integer,, x int);`,
        });
        refused(ran, /syntax error/, /at to\.sql:2/, /\| CREATE TABLE book/);
      },
    );

    test(`of ${dialect} with two tables that differ only in case`, patient, async () => {
      const ran = await compare(dialect, { to: `${shelf}CREATE TABLE Shelf (id integer);` });
      refused(ran, /shelf"? already exists/i, /at to\.sql:2/);
    });

    test(`of ${dialect} for which a rename names nothing`, patient, async () => {
      const ran = await compare(dialect, { to: shelf + book }, "--rename", "nothing:something");
      refused(ran, /Cannot rename "nothing:something": there is no table "nothing"/);
    });
  }

  test("with a type that the dialect lacks", patient, async () => {
    const ran = await compare("postgres", { to: "CREATE TABLE book (printed datetime2);" });
    refused(ran, /type "datetime2" does not exist/, /at to\.sql:1/);
  });

  test("with a cycle that cannot be ordered", patient, async () => {
    const shelves = shelf.replace(")", ", best integer REFERENCES book (id))");
    const ran = await compare("postgres", { to: shelves + book });
    refused(ran, /relation "book" does not exist/, /at to\.sql:1/);
  });

  test("with one broken view among 1,000 tables", patient, async () => {
    const tables = Array.from({ length: 1000 }, (_, at) => `CREATE TABLE t${at} (id integer);\n`);
    const ran = await compare("postgres", {
      to: `${tables.join("")}CREATE VIEW broken AS SELECT nothing FROM t1;\n`,
    });
    refused(ran, /column "nothing" does not exist/, /at to\.sql:1001/, /\| CREATE VIEW broken/);
  });
});

describe("a desired schema after one that was made before", () => {
  test("lacks a table that others refer to", patient, async () => {
    using place = folder({ "from.sql": shelf + book, "to.sql": shelf + book }, {});
    assert.equal((await diff(place, "postgres")).code, 0);
    writeFileSync(join(place.cwd, "to.sql"), book);
    refused(await diff(place, "postgres"), /relation "shelf" does not exist/, /at to\.sql:1/);
  });

  test("names a table that comes later", patient, async () => {
    using place = folder({ "from.sql": shelf, "to.sql": shelf + book }, {});
    assert.equal((await diff(place, "postgres")).code, 0);
    writeFileSync(join(place.cwd, "to.sql"), book + shelf);
    refused(await diff(place, "postgres"), /relation "shelf" does not exist/, /at to\.sql:1/);
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sha256 } from "../../../core/checksum.ts";
import { parseDbmate, readDbmate } from "../../../project/adopt/dbmate.ts";
import { readDrizzle } from "../../../project/adopt/drizzle.ts";
import { compareVersions, flywayChecksum, readFlyway } from "../../../project/adopt/flyway.ts";
import { readGolangMigrate } from "../../../project/adopt/golang_migrate.ts";
import { parseGoose, readGoose } from "../../../project/adopt/goose.ts";
import { parseSections } from "../../../project/adopt/node_pg_migrate.ts";
import { readPrisma } from "../../../project/adopt/prisma.ts";
import { found, summary, texts } from "./files.ts";

describe("dbmate", () => {
  test("parseDbmate() finds both blocks and the transaction option", () => {
    const { up, down } = parseDbmate(
      "-- a remark\n-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON t (a);\n\n" +
        "-- migrate:down\nDROP INDEX i;\n",
    );
    assert.deepEqual(up, { text: "CREATE INDEX CONCURRENTLY i ON t (a);", transactional: false });
    assert.deepEqual(down, { text: "DROP INDEX i;", transactional: true });
  });

  test("a file without a block for the way back has none", () => {
    assert.equal(parseDbmate("-- migrate:up\nSELECT 1;").down, undefined);
  });

  test("rows without a file are named and left out", () => {
    const history = readDbmate(
      texts({ "20240101_a.sql": "-- migrate:up\n", "20240102_b.sql": "-- migrate:up\n" }),
      ["20240101", "20240109"],
      "schema_migrations",
    );
    assert.deepEqual(summary(history), ["+ 20240101", "- 20240102"]);
    assert.deepEqual(found(history), ["no_file 20240109"]);
    assert.equal(history.migrations[0]!.created, "2024-01-01T00:00:00Z");
  });
});

const gooseFile = `-- +goose NO TRANSACTION
-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql;
-- +goose StatementEnd
-- +goose Down
DROP FUNCTION f();
`;

describe("goose", () => {
  test("parseGoose() drops the annotations and keeps the SQL", () => {
    assert.deepEqual(parseGoose(gooseFile), {
      up: "CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql;",
      down: "DROP FUNCTION f();",
      transactional: false,
      substituted: false,
    });
  });

  test("the last row of a version says whether it is applied", () => {
    const files = texts({
      "00001_a.sql": "-- +goose Up\n",
      "00002_b.sql": "-- +goose Up\n-- +goose ENVSUB ON\n",
      "00010_c.sql": "-- +goose Up\n",
      "00011_d.go": "package migrations",
    });
    const row = (version: number, is_applied: unknown) => ({ version_id: version, is_applied });
    const history = readGoose(
      files,
      [row(0, true), row(1, true), row(2, true), row(2, false), row(10, 1), row(12, "t")],
      "goose_db_version",
    );
    assert.deepEqual(summary(history), ["+ 1", "- 2", "+ 10", "- 11"]);
    assert.deepEqual(found(history), ["no_file 12", "note 00002_b"]);
    assert.deepEqual(history.migrations[3]!.upgrade, { unknown: "it is a Go program" });
  });
});

describe("golang-migrate", () => {
  const files = texts({
    "000001_a.up.sql": "CREATE TABLE a (id int);",
    "000001_a.down.sql": "DROP TABLE a;",
    "000002_b.up.sql": "CREATE TABLE b (id int);",
    "10_c.up.sql": "CREATE TABLE c (id int);",
  });

  test("everything up to the version is applied, in the order of numbers", () => {
    const history = readGolangMigrate(files, { version: 2n, dirty: false });
    assert.deepEqual(summary(history), ["+ 1", "+ 2", "- 10"]);
    assert.equal(history.migrations[0]!.downgrade, "DROP TABLE a;");
    assert.equal(history.migrations[1]!.downgrade, undefined);
    assert.deepEqual(summary(readGolangMigrate(files, undefined)), ["- 1", "- 2", "- 10"]);
  });

  test("a dirty flag stops, and a version without a file is named", () => {
    const history = readGolangMigrate(files, { version: 3, dirty: 1 });
    assert.deepEqual(found(history), ["dirty 3", "no_file 3"]);
    assert.equal(history.findings[0]!.blocks, true);
    assert.match(history.findings[0]!.hint!, /migrate force 3/);
  });
});

describe("Flyway", () => {
  const files = {
    "V1__first.sql": "CREATE TABLE a (id int);\r\n-- Ende\r\n",
    "V1_1__second.sql": "CREATE TABLE b (id int);",
    "V2__third.sql": "CREATE TABLE c (id int);",
    "V10__fourth.sql": "CREATE TABLE ${name} (id int);",
    "U2__third.sql": "DROP TABLE c;",
    "R__view.sql": "CREATE VIEW v AS SELECT 1;",
  };
  const row = (version: string | null, description: string, sum: number | null, more = {}) => ({
    ...{ version, description, checksum: sum, type: "SQL", success: true },
    script: `V${version}__${description}.sql`,
    ...more,
  });

  test("flywayChecksum() is the CRC32 of the lines without their ends, as a signed number", () => {
    // Values that Java's CRC32 gives for the same bytes.
    assert.equal(flywayChecksum("123456789"), 0xcbf43926 | 0);
    assert.equal(flywayChecksum("\ufeff1234\r\n56789\n"), 0xcbf43926 | 0);
    assert.equal(flywayChecksum(""), 0);
  });

  test("compareVersions() compares numbers part by part", () => {
    const sorted = ["10", "2", "1.10", "1.2", "1"].toSorted(compareVersions);
    assert.deepEqual(sorted, ["1", "1.2", "1.10", "2", "10"]);
    assert.equal(compareVersions("1", "1.0"), 0);
  });

  test("rows decide, an undo takes back, and a repeatable one is named", () => {
    const history = readFlyway(
      texts(files),
      [
        row("1", "first", flywayChecksum(files["V1__first.sql"])),
        row("1.1", "second", 42),
        row("2", "third", flywayChecksum(files["V2__third.sql"])),
        row("2", "third", 0, { type: "UNDO_SQL" }),
        row(null, "view", flywayChecksum(files["R__view.sql"])),
      ],
      "flyway_schema_history",
    );
    assert.deepEqual(summary(history), ["+ 1", "+ 1.1", "- 2", "- 10", "+ R__view"]);
    assert.deepEqual(found(history), ["changed V1_1__second", "note R__view", "note V10__fourth"]);
    assert.equal(history.migrations[2]!.downgrade, "DROP TABLE c;");
  });

  test("a baseline covers what is below it, a failed row stops, Java is not known", () => {
    const history = readFlyway(
      texts({ ...files, "V11__code.java": "class V11__code {}" }),
      [
        row("2", "<< Flyway Baseline >>", null, { type: "BASELINE" }),
        row("10", "fourth", 1, { success: false }),
        row("12", "gone", 1),
      ],
      "t",
    );
    assert.deepEqual(summary(history), ["+ 1", "+ 1.1", "+ 2", "- 10", "- 11", "- R__view"]);
    assert.deepEqual(found(history).slice(0, 2), ["no_file 12", "dirty V10__fourth.sql"]);
    assert.equal(history.findings[1]!.blocks, true);
    assert.deepEqual(history.migrations[4]!.upgrade, { unknown: "it is a Java program" });
  });
});

describe("Prisma", () => {
  const files = texts({
    "20240101000000_init/migration.sql": "CREATE TABLE a (id int);\n",
    "20240102000000_more/migration.sql": "CREATE TABLE b (id int);\n",
  });
  const row = (name: string, checksum: string, more = {}) => ({
    ...{ migration_name: name, checksum, finished_at: "2024", rolled_back_at: null },
    ...more,
  });

  test("finished rows count, rolled back ones do not, changed files are named", () => {
    const history = readPrisma(
      files,
      [
        row("20240101000000_init", sha256("CREATE TABLE a (id int);\r\n")),
        row("20240102000000_more", "0", { finished_at: null, rolled_back_at: "2024" }),
        row("20240102000000_more", "0"),
      ],
      "_prisma_migrations",
    );
    assert.deepEqual(summary(history), ["+ 20240101000000_init", "+ 20240102000000_more"]);
    assert.deepEqual(found(history), ["changed 20240102000000_more"]);
  });

  test("a failed row stops", () => {
    const history = readPrisma(
      files,
      [row("20240101000000_init", "0", { finished_at: null })],
      "t",
    );
    assert.deepEqual(found(history), ["dirty 20240101000000_init"]);
    assert.equal(history.findings[0]!.blocks, true);
  });
});

describe("drizzle-kit", () => {
  const sql = "CREATE TABLE a (id int)\n--> statement-breakpoint\nCREATE TABLE b (id int) -- last";

  test("folders of 1.0 are matched by name", () => {
    const history = readDrizzle(
      texts({ "20240101000000_one/migration.sql": sql, "20240102000000_two/migration.sql": "" }),
      [{ name: "20240101000000_one", hash: sha256(sql), created_at: 1 }],
      "__drizzle_migrations",
    );
    assert.deepEqual(summary(history), ["+ 20240101000000_one", "- 20240102000000_two"]);
    assert.equal(
      history.migrations[0]!.upgrade,
      "CREATE TABLE a (id int);\n\nCREATE TABLE b (id int) -- last\n;",
    );
    assert.deepEqual(found(history), []);
  });

  test("journals are matched by time, and a changed file is named", () => {
    const journal = JSON.stringify({ entries: [{ tag: "0000_a", when: 1704067200000 }] });
    const history = readDrizzle(
      texts({ "meta/_journal.json": journal, "0000_a.sql": sql }),
      [{ hash: "other", created_at: "1704067200000" }, { hash: "gone", created_at: 5 }],
      "t",
    );
    assert.deepEqual(summary(history), ["+ 0000_a"]);
    assert.deepEqual(found(history), ["changed 0000_a", "no_file gone"]);
    assert.equal(history.migrations[0]!.created, "2024-01-01T00:00:00Z");
  });

  test("a journal that names a missing file is an error", () => {
    const journal = JSON.stringify({ entries: [{ tag: "0000_a", when: 1 }] });
    assert.throws(
      () => readDrizzle(texts({ "meta/_journal.json": journal }), [], "t"),
      /Cannot find "0000_a.sql"/,
    );
  });
});

describe("node-pg-migrate", () => {
  test("parseSections() finds both directions of a file of SQL", () => {
    assert.deepEqual(parseSections("-- Up Migration\nA;\n-- Down Migration\nB;\n"), {
      upgrade: "A;",
      downgrade: "B;",
    });
    assert.deepEqual(parseSections("A;"), { upgrade: "A;", downgrade: undefined });
    assert.deepEqual(parseSections("A;\n---- down migration ----\nB;"), {
      upgrade: "A;",
      downgrade: "B;",
    });
  });
});

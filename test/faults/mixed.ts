import assert from "node:assert/strict";
import { assertCode, type Site } from "./site.ts";

/** What the mixed migrations leave behind, once each of their statements has run exactly once. */
interface Outcome {
  readonly migrations:
    readonly (readonly [name: string, upgrade: string, ...header: readonly string[]])[];
  readonly entries: number;
  readonly tables: readonly string[];
  readonly columns: readonly string[];
  readonly indexes: readonly string[];
}

/** `log` has no key, so that an INSERT that ran twice is there twice. */
const onPostgres: Outcome = {
  migrations: [
    [
      "0001_tables.sql",
      `CREATE TABLE log (entry int NOT NULL);
INSERT INTO log VALUES (1);
ALTER TABLE log ADD COLUMN note text;
INSERT INTO log VALUES (2, 'two');`,
    ],
    [
      "0002_indexes.sql",
      `INSERT INTO log VALUES (3);
CREATE INDEX CONCURRENTLY log_entry ON log (entry);
INSERT INTO log VALUES (4);
CREATE INDEX CONCURRENTLY log_passing ON log (note);
DROP INDEX CONCURRENTLY log_passing;
REINDEX INDEX CONCURRENTLY log_entry;
INSERT INTO log VALUES (5);`,
      "transaction: off",
    ],
    ["0003_rows.sql", "INSERT INTO log VALUES (6);\nINSERT INTO log VALUES (7);"],
    [
      "0004_mixed.sql",
      `CREATE TABLE first_name (i int);
INSERT INTO log VALUES (8);
ALTER TABLE first_name RENAME TO second_name;
ALTER TABLE log ADD COLUMN extra int;
INSERT INTO log VALUES (9);
VACUUM log;
CREATE TABLE passing (i int);
DROP TABLE passing;
INSERT INTO log VALUES (10);`,
      "transaction: off",
    ],
  ],
  entries: 10,
  tables: ["log", "second_name", "whimbrel_control", "whimbrel_journal", "whimbrel_migrations"],
  columns: ["entry", "note", "extra"],
  indexes: ["log_entry"],
};

const onMysql: Outcome = {
  migrations: [
    [
      "0001_tables.sql",
      `CREATE TABLE log (entry INT NOT NULL);
INSERT INTO log VALUES (1);
ALTER TABLE log ADD COLUMN note VARCHAR(20);
INSERT INTO log VALUES (2, 'two');
CREATE INDEX log_entry ON log (entry);
INSERT INTO log VALUES (3, NULL);`,
    ],
    ["0002_rows.sql", "INSERT INTO log VALUES (4, NULL);\nINSERT INTO log VALUES (5, NULL);"],
    [
      "0003_mixed.sql",
      `CREATE TABLE first_name (i INT);
INSERT INTO log VALUES (6, NULL);
RENAME TABLE first_name TO second_name;
ALTER TABLE log ADD COLUMN extra INT;
INSERT INTO log VALUES (7, NULL, 1);
CREATE TABLE passing (i INT);
DROP TABLE passing;
INSERT INTO log VALUES (8, NULL, 1);`,
    ],
    ["0004_rows.sql", "INSERT INTO log VALUES (9, NULL, 1);"],
  ],
  entries: 9,
  tables: ["log", "second_name", "whimbrel_control", "whimbrel_journal", "whimbrel_migrations"],
  columns: ["entry", "note", "extra"],
  indexes: ["log_entry"],
};

function outcomeOf({ server }: Site): Outcome {
  return server.dialect === "postgres" ? onPostgres : onMysql;
}

/** Writes migrations of every kind that the server's dialect knows: in and out of transactions. */
export function writeMixed(site: Site): void {
  for (const [name, upgrade, ...header] of outcomeOf(site).migrations) {
    site.migration(name, upgrade, ...header);
  }
}

/** Carries on after whatever happened: the next run must end well, with everything in its place. */
export async function assertRecovers(site: Site): Promise<void> {
  assertCode(await site.run(["upgrade"]), 0);
  await assertMixed(site);
}

/** Every statement of the mixed migrations ran exactly once, and history and journal say so. */
export async function assertMixed(site: Site): Promise<void> {
  const { migrations, entries, tables, columns, indexes } = outcomeOf(site);
  const expected = Array.from({ length: entries }, (_, index) => index + 1);
  assert.deepEqual(await site.values("SELECT entry FROM log ORDER BY entry"), expected, "rows");
  const here = site.server.dialect === "postgres" ? "current_schema()" : "DATABASE()";
  assert.deepEqual(
    await site.values(
      "SELECT table_name FROM information_schema.tables " +
        `WHERE table_schema = ${here} ORDER BY table_name`,
    ),
    tables,
    "tables",
  );
  assert.deepEqual(
    await site.values(
      "SELECT column_name FROM information_schema.columns " +
        `WHERE table_schema = ${here} AND table_name = 'log' ORDER BY ordinal_position`,
    ),
    columns,
    "columns",
  );
  assert.deepEqual(await site.values(indexQuery(site)), indexes, "indexes");
  assert.deepEqual(
    await site.values("SELECT name FROM whimbrel_migrations ORDER BY position"),
    migrations.map(([name]) => name.replace(/\.sql$/, "")),
    "history",
  );
  assert.deepEqual(await site.values("SELECT statement FROM whimbrel_journal"), [], "journal");
}

function indexQuery({ server }: Site): string {
  return server.dialect === "postgres"
    ? "SELECT c.relname || CASE WHEN x.indisvalid THEN '' ELSE ' INVALID' END FROM pg_index AS x " +
      "JOIN pg_class AS c ON c.oid = x.indexrelid WHERE x.indrelid = 'log'::regclass ORDER BY 1"
    : "SELECT DISTINCT index_name FROM information_schema.statistics " +
      "WHERE table_schema = DATABASE() AND table_name = 'log' ORDER BY 1";
}

/** What holds at any moment: nothing ran twice, and what the history has is there. */
export async function assertNothingTwice(site: Site): Promise<void> {
  const names = await site.values(
    site.server.dialect === "postgres"
      ? "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
      : "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
  );
  if (!names.includes("log")) return;
  const repeated = await site.values("SELECT entry FROM log GROUP BY entry HAVING count(*) > 1");
  assert.deepEqual(repeated, [], "rows that were written twice");
}

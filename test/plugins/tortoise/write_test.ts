import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertMade } from "../assert_made.ts";
import type { Schema } from "../../../core/schema.ts";
import { plugin } from "../../../plugins/tortoise/mod.ts";
import { usePython } from "../../python.ts";
import { databaseKinds, dialectOf, makeDatabase } from "../databases.ts";
import { inCapitals, makeSchema, roundTrip } from "../round_trip.ts";
import { request, scriptOf } from "../run_python.ts";

const python = await usePython("newest");
const project = fileURLToPath(new URL("project", import.meta.url));

/** What nobody made with models in mind, and Tortoise can say all the same. */
const samples = {
  sqlite: `
    CREATE TABLE "user" (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, "full name" varchar(20) DEFAULT 'it''s', class DECIMAL(5, 2),
      metadata json DEFAULT (json_object('a', 1)), at TEXT NOT NULL DEFAULT (datetime('now')), n INT DEFAULT -5,
      CONSTRAINT both UNIQUE (class, n), CONSTRAINT high CHECK (n > -9));
    CREATE TABLE log (code CHAR(5) NOT NULL PRIMARY KEY, line VARCHAR(9), "user" INT REFERENCES "user"(id) ON DELETE CASCADE);
    CREATE INDEX log_line ON log (line, code);
    CREATE UNIQUE INDEX log_some ON log (line) WHERE line > 'a';
    CREATE TABLE doubled (id INTEGER NOT NULL PRIMARY KEY, d INTEGER AS (id * 2) VIRTUAL)`,
  postgres: `
    CREATE SCHEMA app;
    CREATE TABLE app."User" (id bigserial PRIMARY KEY, extra serial, "full name" text NOT NULL DEFAULT 'a:b', class numeric(5,2), box box,
      ip inet, metadata jsonb, names varchar(5)[], uuid uuid DEFAULT gen_random_uuid(), stamp timestamptz(3), letter char(3),
      txt text COLLATE "C", twice int GENERATED ALWAYS AS (extra * 2) STORED, CONSTRAINT odd UNIQUE (extra),
      CONSTRAINT kind CHECK (class > 0), UNIQUE (class));
    COMMENT ON TABLE app."User" IS 'who''s there';
    COMMENT ON COLUMN app."User".class IS '100%';
    CREATE TABLE one (id int PRIMARY KEY, "user" bigint NOT NULL REFERENCES app."User", code uuid, parent_id int REFERENCES one (id) ON DELETE SET NULL);
    CREATE INDEX one_code ON one (code);
    CREATE UNIQUE INDEX one_some ON one (code) WHERE id > 5;
    CREATE UNIQUE INDEX lone ON one (code DESC, lower(code::text));
    CREATE INDEX json ON app."User" USING gin (metadata)`,
  mysql: `
    CREATE TABLE user (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, \`full name\` varchar(20) NOT NULL DEFAULT 'it''s' COMMENT 'a:b',
      class decimal(5,2) unsigned DEFAULT 0.00, kind enum('a','b') DEFAULT 'a', metadata json, flag bit(1), at datetime(3) DEFAULT CURRENT_TIMESTAMP(3),
      changed timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, n int NOT NULL DEFAULT -5, txt varchar(9) COLLATE utf8mb4_bin,
      twice int AS (n * 2) STORED, label varchar(40) DEFAULT (concat('a', 'b')), line text, UNIQUE KEY once (class, n), KEY by_class (class, kind),
      FULLTEXT KEY words (line), CONSTRAINT positive CHECK (n > -9)) CHARACTER SET utf8mb4 COMMENT 'who''s there';
    CREATE TABLE plain (id int NOT NULL, code int, UNIQUE KEY (code), PRIMARY KEY (id)) CHARACTER SET utf8mb4`,
};

/** Tortoise puts the columns of foreign keys behind the others. */
function withoutOrder(schema: Schema): Schema {
  const byName = (one: { name: string }, other: { name: string }) => one.name < other.name ? -1 : 1;
  return {
    ...schema,
    tables: schema.tables.map((table) => ({ ...table, columns: table.columns.toSorted(byName) })),
  };
}

describe("a schema written as Tortoise models shows no difference", {
  skip: python === undefined,
}, () => {
  for (const kind of databaseKinds) {
    const dialect = dialectOf(kind);
    test(`everything that Tortoise makes, ${kind}`, async (t) => {
      await using database = await makeDatabase(kind);
      if (database === undefined) return t.skip();
      const paths = ["shop", "modern", `modern_${dialect}`];
      const asked = request(project, { paths, dialect, server: database.server });
      const schema = await makeSchema(kind, await scriptOf(python!, plugin, asked));
      const again = await roundTrip(plugin, schema!, kind);
      assertMade(withoutOrder(again!), withoutOrder(schema!), kind);
    });

    test(`a schema made by hand, ${kind}`, async (t) => {
      const schema = await makeSchema(kind, samples[dialect]);
      if (schema === undefined) return t.skip();
      assert.ok(schema.tables.length >= 2);
      const again = await roundTrip(plugin, schema, kind);
      assert.deepEqual(inCapitals(withoutOrder(again!)), inCapitals(withoutOrder(schema)));
    });
  }
});

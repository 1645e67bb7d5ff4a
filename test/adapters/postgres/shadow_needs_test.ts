import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { needsOf, sharedEffect } from "../../../adapters/postgres/shadow/needs.ts";

describe("needsOf()", () => {
  const roles: readonly (readonly [string, ...string[]])[] = [
    ['GRANT SELECT ON TABLE t TO app, Boss, "Boss" WITH GRANT OPTION', "app", "boss", "Boss"],
    ["GRANT ALL ON t TO GROUP app GRANTED BY maker", "maker", "app"],
    ["GRANT one, two TO three", "one", "two", "three"],
    ["REVOKE GRANT OPTION FOR SELECT ON t FROM app CASCADE", "app"],
    ["GRANT SELECT ON t TO PUBLIC, CURRENT_USER, pg_monitor"],
    ["ALTER TABLE t OWNER TO app", "app"],
    ["ALTER TABLE t RENAME TO app"],
    ['ALTER TABLE t ALTER role TYPE text, DROP COLUMN owner, ADD "group" int'],
    ["CREATE SCHEMA AUTHORIZATION app", "app"],
    ["SET SESSION AUTHORIZATION 'app'", "app"],
    ["SET SESSION AUTHORIZATION DEFAULT"],
    ["SET LOCAL ROLE app", "app"],
    ["RESET ROLE"],
    ["SET ROLE NONE"],
    [
      "ALTER DEFAULT PRIVILEGES FOR USER a, b IN SCHEMA s GRANT SELECT ON TABLES TO c",
      "a",
      "b",
      "c",
    ],
    ["CREATE POLICY p ON t TO app USING (a IN (SELECT b FROM owner_to))", "app"],
    ["ALTER POLICY p ON t RENAME TO q"],
    ["REASSIGN OWNED BY a TO b", "a", "b"],
    ["DROP OWNED BY a, b", "a", "b"],
    ["ALTER ROLE app SET search_path = s", "app"],
    ["ALTER ROLE ALL SET search_path = s"],
    ["DROP ROLE a, b", "a", "b"],
    ["DROP ROLE IF EXISTS a"],
    ["CREATE USER MAPPING FOR app SERVER s", "app"],
    ["COMMENT ON ROLE app IS 'x'", "app"],
    ["CREATE ROLE app"],
    ["DO $$ BEGIN CREATE ROLE a; GRANT a TO b; END $$", "b"],
    ["DO $$ BEGIN EXECUTE 'GRANT SELECT ON t TO app'; END $$", "app"],
    ["DO $$ BEGIN EXECUTE format('GRANT SELECT ON %I TO %I', a, b); RAISE 'GRANT a TO b'; END $$"],
    ["DO $$ BEGIN FOR role IN SELECT 1 FROM users LOOP NULL; END LOOP; END $$"],
    ["SELECT role, owner FROM users"],
    ["INSERT INTO t VALUES ('GRANT x TO y')"],
    ["CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ GRANT x TO y $$"],
  ];
  for (const [statement, ...expected] of roles) {
    test(`finds the roles of: ${statement}`, () => {
      assert.deepEqual([...needsOf(statement).roles].sort(), expected.toSorted());
    });
  }

  const extensions: readonly (readonly [string, ...string[]])[] = [
    ["CREATE EXTENSION pg_trgm", "pg_trgm"],
    ['CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public', "uuid-ossp"],
    ["create /* x */ extension if not exists Citext", "citext"],
    ["DO $$ BEGIN CREATE EXTENSION hstore; END $$", "hstore"],
    ["COMMENT ON EXTENSION hstore IS 'CREATE EXTENSION x'"],
    ["-- CREATE EXTENSION x\nCREATE TABLE extension (a int)"],
  ];
  for (const [statement, ...expected] of extensions) {
    test(`finds the extensions of: ${statement}`, () => {
      assert.deepEqual(needsOf(statement).extensions, expected);
    });
  }
});

describe("sharedEffect()", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["CREATE ROLE app", "CREATE ROLE"],
    ["alter user app password 'x'", "ALTER USER"],
    ["DROP DATABASE app", "DROP DATABASE"],
    ["ALTER DATABASE app SET timezone = 'UTC'", "ALTER DATABASE"],
    ["ALTER SYSTEM SET work_mem = '1GB'", "ALTER SYSTEM"],
    ["CREATE TABLESPACE fast LOCATION '/x'", "CREATE TABLESPACE"],
    ["CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", "CREATE SUBSCRIPTION"],
    ["DROP OWNED BY app", "DROP OWNED"],
    ["REASSIGN OWNED BY a TO b", "REASSIGN OWNED"],
    ["GRANT a TO b", "GRANT of a role"],
    ["GRANT CONNECT ON DATABASE app TO b", "GRANT ON DATABASE"],
    ["REVOKE ALL ON DATABASE app FROM PUBLIC", "REVOKE ON DATABASE"],
    ["COMMENT ON DATABASE app IS 'x'", "COMMENT ON DATABASE"],
    ["DO $$ BEGIN IF true THEN CREATE ROLE a; END IF; END $$", "CREATE ROLE"],
    ["DO $$ BEGIN EXECUTE 'CREATE ROLE ' || quote_ident(a); END $$", "CREATE ROLE"],
    ["DO $$ BEGIN EXECUTE format('CREATE ROLE %I', a); END $$", "CREATE ROLE"],
    ["DO $$ BEGIN RAISE NOTICE 'CREATE ROLE'; END $$", undefined],
    ["GRANT SELECT ON t TO app", undefined],
    ["CREATE USER MAPPING FOR app SERVER s", undefined],
    ["DROP USER MAPPING FOR app SERVER s", undefined],
    ["CREATE TABLE t (role text, database text)", undefined],
    ["ALTER TABLE t DROP role", undefined],
    ["SELECT 'DROP DATABASE app'", undefined],
  ];
  for (const [statement, effect] of cases) {
    test(`says of "${statement}": ${effect ?? "nothing"}`, () => {
      assert.equal(sharedEffect(statement), effect);
    });
  }
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lexicalRules } from "../../../adapters/postgres/lexer.ts";
import { traits, transactionConflict } from "../../../adapters/postgres/traits.ts";
import { split } from "../../../core/split.ts";
import { testTraits } from "../../traits_table.ts";

describe("traits() of PostgreSQL", () => {
  testTraits(traits, [
    ['create table if not exists s."A b" (i int)', "ddl repeatable, table s.A b"],
    ["create unlogged table T (i int)", "ddl, table t"],
    ["create unique index I on only s.t (a)", "ddl, index i, table s.t"],
    ["create index on t (a)", "ddl, table t"],
    ["create index concurrently if not exists i on t (a)", "ddl, index i, table t", /CONCURRENTLY/],
    ["create unique index concurrently on t (a)", "ddl, table t", /CREATE INDEX CONCURRENTLY/],
    ["create or replace view v as select 1", "ddl repeatable, view v"],
    ["create materialized view m as select 1", "ddl, materialized view m"],
    ["create foreign table f (i int) server s", "ddl, foreign table f"],
    ["create foreign data wrapper w", "ddl, foreign data wrapper w"],
    ["create text search configuration c (parser = p)", "ddl, text search configuration c"],
    ["create type mood as enum ('a')", "ddl, type mood"],
    ["create or replace function f(int) returns int return 1", "ddl repeatable, function f"],
    ["create schema if not exists authorization r", "ddl repeatable, schema r"],
    ["create cast (a as b) without function", "ddl"],
    ["create extension if not exists pgcrypto", "ddl repeatable, extension pgcrypto"],
    ["create database d", "ddl, database d", /CREATE DATABASE cannot run inside/],
    ["create tablespace x location '/x'", "ddl, tablespace x", /CREATE TABLESPACE/],
    ["create subscription s connection 'x' publication p", "ddl, subscription s", /slot/],
    [
      "create subscription s connection 'x' publication p with (create_slot = false)",
      "ddl, subscription s",
    ],
    ["drop table if exists a, s.b cascade", "ddl repeatable, table a, table s.b"],
    ["drop function f(int, text), g()", "ddl, function f, function g"],
    ["drop index concurrently if exists i", "ddl repeatable, index i", /DROP INDEX CONCURRENTLY/],
    ["drop database d", "ddl, database d", /DROP DATABASE/],
    ["drop subscription s", "ddl, subscription s", /DROP SUBSCRIPTION/],
    ["alter table only s.t rename to u", "ddl, table s.t, table s.u"],
    ["alter table if exists t rename column a to b", "ddl, table t"],
    ["alter table t add column a int, alter b set not null", "ddl, table t"],
    ["alter table t detach partition s.p concurrently", "ddl, table t", /DETACH PARTITION/],
    ["alter table t detach partition p", "ddl, table t"],
    ["alter table t detach partition p finalize", "ddl, table t"],
    ["alter type t rename value 'a' to 'b'", "ddl, type t"],
    ["alter function f(int) rename to g", "ddl, function f, function g"],
    ["alter index i rename to j", "ddl, index i, index j"],
    ["alter database d set tablespace x", "ddl, database d", /SET TABLESPACE/],
    ["alter database d set timezone to 'UTC'", "ddl, database d"],
    ["alter subscription s refresh publication", "ddl, subscription s", /refresh/],
    ["alter subscription s set publication p with (refresh = false)", "ddl, subscription s"],
    ["alter subscription s disable", "ddl, subscription s"],
    ["alter system set work_mem = '1MB'", "opaque repeatable", /ALTER SYSTEM/],
    ["alter default privileges grant select on tables to r", "opaque"],
    ["reindex index concurrently i", "opaque repeatable", /REINDEX CONCURRENTLY/],
    ["reindex (verbose, concurrently) table t", "opaque repeatable", /REINDEX CONCURRENTLY/],
    ["reindex (concurrently false) table t", "opaque repeatable"],
    ["reindex database", "opaque repeatable", /REINDEX DATABASE/],
    ["reindex schema s", "opaque repeatable", /REINDEX SCHEMA/],
    ["reindex table t", "opaque repeatable"],
    ["vacuum (full) t", "opaque repeatable", /VACUUM cannot run/],
    ["cluster", "opaque repeatable", /CLUSTER without a table/],
    ["cluster verbose", "opaque repeatable", /CLUSTER without a table/],
    ["cluster t using i", "opaque repeatable"],
    ["refresh materialized view concurrently m", "dml repeatable"],
    ["analyze t", "dml repeatable"],
    ["insert into t values ('create index concurrently')", "dml"],
    ["truncate t", "dml"],
    ["merge into t using s on true when matched then delete", "dml"],
    ["copy t (a, b) from stdin", "dml"],
    ["copy (select 1) to stdout", "read repeatable"],
    ["copy t to '/f'", "opaque"],
    ["select * from t where a in (select 1)", "read repeatable"],
    ["(select 1) union (select 2)", "read repeatable"],
    ["select setval('s', 5)", "dml"],
    ["select pg_catalog.set_config('search_path', '', false)", "session repeatable"],
    ["select a into temp table x from t", "ddl, table x"],
    ["with d as (delete from t returning *) select * from d", "dml"],
    ["with d as (select 1) select * from d", "read repeatable"],
    ["explain delete from t", "read repeatable"],
    ["explain analyze delete from t", "dml"],
    ["explain (analyze, verbose) delete from t", "dml"],
    ["explain (analyze off) delete from t", "read repeatable"],
    ["show work_mem", "read repeatable"],
    ["set local lock_timeout = 0", "session repeatable"],
    ["begin isolation level serializable", "transaction"],
    ["start transaction", "transaction"],
    ["commit and chain", "transaction"],
    ["end", "transaction"],
    ["abort", "transaction"],
    ["savepoint s", "transaction"],
    ["release savepoint s", "transaction"],
    ["prepare transaction 'x'", "transaction"],
    ["commit prepared 'x'", "transaction", /COMMIT PREPARED/],
    ["prepare p as select 1", "session"],
    ["discard all", "lock", /DISCARD ALL/],
    ["discard plans", "session repeatable"],
    ["select pg_advisory_unlock_all()", "lock"],
    ["do $$ begin perform pg_advisory_unlock(1); end $$", "lock"],
    ["do $$ begin null; end $$", "opaque"],
    ["call p()", "opaque"],
    ["grant select on t to r", "opaque repeatable"],
    ["comment on table t is 'x'", "opaque repeatable"],
    ["frobnicate", "opaque"],
  ]);
});

describe("transactionConflict() of PostgreSQL", () => {
  const conflict = (script: string) => transactionConflict(split([script], lexicalRules()));

  test("names the statement that uses a value added before it", () => {
    const found = conflict(
      "alter type s.mood add value if not exists 'new' after 'old';\n" +
        "insert into t values ('old');\ninsert into t values (E'new');",
    );
    assert.equal(found?.statement.line, 3);
    assert.match(found?.reason ?? "", /'new'.*"s\.mood".*55P04/);
  });

  test("looks into a DO block, which runs at once", () => {
    const script =
      "alter type mood add value 'it''s'; do $$ begin insert into t values ('it''s'); end $$";
    assert.match(conflict(script)?.reason ?? "", /it's/);
  });

  test("finds none where there is none", () => {
    for (
      const script of [
        "alter type mood add value 'a'",
        "insert into t values ('a'); alter type mood add value 'a'",
        "alter type mood add value 'a'; alter type mood add value 'b' after 'a'",
        "create type mood as enum ('x'); alter type mood add value 'a'; insert into t values ('a')",
        "alter type mood add value 'a'; select \"a\" /* 'a' */",
        "alter type mood add value 'a'; create function f() as $$ select 'a' $$",
        "alter type mood rename value 'a' to 'b'; insert into t values ('b')",
      ]
    ) assert.equal(conflict(script), undefined, script);
  });
});

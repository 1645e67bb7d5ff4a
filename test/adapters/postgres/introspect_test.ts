import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { adapter } from "../../../adapters/postgres/mod.ts";
import type { PostgresSession } from "../../../adapters/postgres/session.ts";
import type { Operation } from "../../../core/operation.ts";
import { sortTable } from "../../../core/schema_order.ts";
import { emptySchema, type OpaqueObject, type Schema } from "../../../core/schema.ts";
import { generated } from "../../../core/statement.ts";
import { type DatabaseServer, type ServerName, useServer } from "../../servers/mod.ts";
import { open, run } from "./database.ts";
import { someTable } from "./some_table.ts";

const names: readonly ServerName[] = ["postgres15", "postgres18"];
for (const name of names) {
  const server = await useServer(name);
  describe(`introspect() on ${name}`, { skip: server === undefined }, () => {
    if (server !== undefined) suite(server);
  });
}

function suite(server: DatabaseServer): void {
  const url = server.createDatabase();
  const shared = url.then((database) => open(database));
  after(async () => {
    await (await shared)[Symbol.asyncDispose]();
    await server.dropDatabase(await url);
  });

  /** Runs a script, hands the session on, and takes all of it back. */
  async function within<T>(script: string, work: (session: PostgresSession) => Promise<T>) {
    const session = await shared;
    await run(session, "BEGIN");
    try {
      await run(session, script);
      return await work(session);
    } finally {
      await run(session, "ROLLBACK");
    }
  }

  const read = (script: string) => within(script, (session) => adapter.introspect(session));

  test("an empty database is an empty schema", async () => {
    assert.deepEqual(await read("SELECT 1"), emptySchema);
  });

  test("serial columns have a sequence that they own, and identities have none", async () => {
    const schema = await read(
      "CREATE TABLE t (a smallserial, b bigserial, c int GENERATED ALWAYS AS IDENTITY)",
    );
    assert.deepEqual(schema.sequences, [
      { name: "t_a_seq", type: "smallint", ownedBy: { table: { name: "t" }, column: "a" } },
      { name: "t_b_seq", ownedBy: { table: { name: "t" }, column: "b" } },
    ]);
    assert.deepEqual(schema.tables[0]!.columns, [
      { name: "a", type: "smallint", nullable: false, default: "nextval('t_a_seq'::regclass)" },
      { name: "b", type: "bigint", nullable: false, default: "nextval('t_b_seq'::regclass)" },
      { name: "c", type: "integer", nullable: false, identity: { always: true } },
    ]);
  });

  test("tables that are told by their schema are left out, with all that is on them", async () => {
    const script = `CREATE SCHEMA other; CREATE TABLE public.mine (id int PRIMARY KEY);
      CREATE TABLE other.mine (id int PRIMARY KEY); CREATE INDEX i ON public.mine ((id + 1));
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
      CREATE TRIGGER t BEFORE INSERT ON public.mine FOR EACH ROW EXECUTE FUNCTION f()`;
    const shown = (exclude: readonly (readonly string[])[]) =>
      within(script, async (session) => {
        const namespaces = ["public", "other"];
        const { tables, objects } = await adapter.introspect(session, { exclude, namespaces });
        return [...tables, ...objects].map(({ schema, name }) => `${schema ?? ""}.${name}`);
      });
    assert.deepEqual(await shown([["public", "mine"]]), ["other.mine", ".f", ".other"]);
    assert.deepEqual(await shown([["mine"]]), ["other.mine", ".f", ".other"]);
    assert.deepEqual(await shown([["other", "mine"]]), [".mine", ".f", ".other", ".t"]);
  });

  test("the schemas of the search path are read, and the first of them has no name", async () => {
    const script = `CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c;
      CREATE TYPE a.kind AS ENUM ('x'); CREATE TABLE a.t (id int PRIMARY KEY, k a.kind);
      CREATE TABLE b.t (id int REFERENCES a.t, k a.kind[]); CREATE TABLE c.t ();
      SET LOCAL search_path = a, b`;
    const schema = await read(script);
    assert.deepEqual(schema.tables.map(({ schema, name }) => [schema, name]), [
      [undefined, "t"],
      ["b", "t"],
    ]);
    assert.deepEqual(schema.tables[1]!.foreignKeys[0]!.references, { name: "t" });
    assert.deepEqual(schema.tables[1]!.columns[1]!.type, { name: "kind", dimensions: 1 });
    assert.deepEqual(schema.objects, [
      { kind: "schema", name: "b", definition: 'CREATE SCHEMA "b"', dependsOn: [] },
    ]);
  });

  test("members of extensions are left out, and what uses them needs the extension", async () => {
    const schema = await read(`CREATE EXTENSION hstore;
      CREATE TABLE t (h hstore); CREATE VIEW v AS SELECT akeys(h) AS k FROM t`);
    assert.deepEqual(schema.tables[0]!.columns[0]!.type, "hstore");
    assert.deepEqual(
      schema.objects.map(({ kind, name, dependsOn }) => ({ kind, name, dependsOn })),
      [
        { kind: "extension", name: "hstore", dependsOn: [] },
        {
          kind: "view",
          name: "v",
          dependsOn: [{ kind: "extension", name: "hstore" }, { kind: "table", name: "t" }],
        },
      ],
    );
  });

  test("objects are made again by their definitions, in the order of what they need", async () => {
    const tables = `CREATE TABLE "T 1" (id int PRIMARY KEY, "a b" text, c int);
      CREATE TYPE mood AS ENUM ('ok')`;
    const objects = `
      CREATE FUNCTION twice(i int, OUT j int) LANGUAGE sql AS 'SELECT i * 2';
      CREATE TYPE "Span" AS RANGE (subtype = float8, subtype_diff = float8mi);
      CREATE FUNCTION within(s "Span") RETURNS float8 LANGUAGE sql AS 'SELECT lower(s)';
      CREATE FUNCTION twice(m mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
      CREATE PROCEDURE work(VARIADIC a text[]) LANGUAGE plpgsql AS 'BEGIN NULL; END';
      CREATE VIEW v WITH (security_barrier) AS SELECT id, twice(c) AS "d d" FROM "T 1";
      CREATE VIEW w AS WITH x AS (SELECT * FROM v) SELECT * FROM x UNION ALL SELECT 1, 2;
      CREATE MATERIALIZED VIEW m AS SELECT * FROM w WITH NO DATA;
      CREATE UNIQUE INDEX m_id ON m (id);
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
      CREATE TRIGGER "t t" AFTER UPDATE OF c ON "T 1" FOR EACH ROW WHEN (new.c > 1)
        EXECUTE FUNCTION touch('x');
      CREATE RULE r AS ON DELETE TO "T 1" WHERE old.id = 1 DO INSTEAD NOTHING;
      CREATE POLICY "p p" ON "T 1" AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (c > 1)
        WITH CHECK (c > 2);
      CREATE STATISTICS s (dependencies) ON id, c FROM "T 1"`;
    const before = await read(`${tables}; ${objects}`);
    assert.deepEqual(before.objects.map(({ kind, name }) => `${kind} ${name}`), [
      "function touch",
      "function twice",
      "function twice",
      "function within",
      "index m_id",
      "materialized view m",
      "policy p p",
      "procedure work",
      "rule r",
      "statistics s",
      "trigger t t",
      "type Span",
      "view v",
      "view w",
    ]);
    const dropsAndMakes = await within(`${tables}; ${objects}`, async (session) => {
      const ordered = inOrder(before.objects);
      const operations: readonly Operation[] = [
        ...ordered.toReversed().map((object) => ({ kind: "drop_object", object }) as const),
        ...ordered.map((object) => ({ kind: "create_object", object }) as const),
      ];
      await session.run(session.dialect.render(operations, before));
      return await adapter.introspect(session);
    });
    assert.deepEqual(dropsAndMakes, before);
  });

  test("a database of many tables is read in one exchange with the server", async () => {
    const session = await shared;
    let exchanges = 0;
    await run(session, "CREATE TABLE many (id int)");
    const counted: PostgresSession = Object.assign(Object.create(session) as PostgresSession, {
      run: (...given: Parameters<PostgresSession["run"]>) => {
        exchanges++;
        return session.run(...given);
      },
      query: () => assert.fail("one more exchange"),
    });
    assert.equal((await adapter.introspect(counted)).tables.length, 1);
    await run(session, "DROP TABLE many");
    assert.equal(exchanges, 1);
  });

  test("a random table is read as it was made", async () => {
    await fc.assert(
      fc.asyncProperty(someTable, async (table) => {
        const schema = await within("CREATE TYPE mood AS ENUM ('ok', 'it''s')", async (session) => {
          const operations: readonly Operation[] = [{ kind: "create_table", table }];
          await session.run(session.dialect.render(operations, emptySchema));
          return await adapter.introspect(session);
        });
        assert.deepEqual(schema.tables, [sortTable(table)]);
      }),
      { numRuns: 40 },
    );
  });

  test("what the reader gives, the renderer makes again", async () => {
    const script = `CREATE TYPE mood AS ENUM ('ok'); CREATE DOMAIN d AS mood CHECK (VALUE = 'ok');
      CREATE TABLE t (id serial PRIMARY KEY, d d, UNIQUE (d)); CREATE TYPE c AS (m mood[])`;
    const schema = await read(script);
    const again = await within("SELECT 1", async (session) => {
      await session.run(
        [...session.dialect.render(creation(schema), emptySchema)].map((each) =>
          generated(each.text)
        ),
      );
      return await adapter.introspect(session);
    });
    assert.deepEqual(again, schema);
  });
}

function creation(schema: Schema): readonly Operation[] {
  return [
    ...schema.enums.map((each) => ({ kind: "create_enum", enum: each }) as const),
    ...schema.domains.map((domain) => ({ kind: "create_domain", domain }) as const),
    ...schema.composites.map((composite) => ({ kind: "create_composite", composite }) as const),
    ...schema.sequences.map((sequence) => ({ kind: "create_sequence", sequence }) as const),
    ...schema.tables.map((table) => ({ kind: "create_table", table }) as const),
  ];
}

/** Objects, each behind those that it needs. */
function inOrder(objects: readonly OpaqueObject[]): readonly OpaqueObject[] {
  const ordered: OpaqueObject[] = [];
  const add = (object: OpaqueObject) => {
    if (ordered.includes(object)) return;
    for (const needed of object.dependsOn) {
      objects.filter(({ kind, name }) => kind === needed.kind && name === needed.name).forEach(add);
    }
    ordered.push(object);
  };
  objects.forEach(add);
  return ordered;
}

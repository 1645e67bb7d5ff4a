import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import { describe } from "../../core/describe.ts";
import { diff, type DiffTraits } from "../../core/diff.ts";
import { invertAll } from "../../core/operation.ts";
import { noRenames, type Renames } from "../../core/rename.ts";
import {
  type Column,
  emptySchema,
  type ForeignKey,
  type Index,
  type OpaqueObject,
  type Schema,
  type Table,
} from "../../core/schema.ts";
import { sortSchema } from "../../core/schema_order.ts";
import { follow } from "./follow.ts";
import { sampleSchema } from "./schemas.ts";

function column(name: string, more: Partial<Column> = {}): Column {
  return { name, type: "integer", nullable: true, ...more };
}

function table(
  name: string,
  columns: readonly (string | Column)[],
  more: Partial<Table> = {},
): Table {
  return {
    name,
    columns: columns.map((each) => typeof each === "string" ? column(each) : each),
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    options: {},
    ...more,
  };
}

function key(name: string, from: string, to: string, referenced = "id"): ForeignKey {
  return {
    kind: "foreign_key",
    name,
    columns: [from],
    references: { name: to },
    referencedColumns: [referenced],
  };
}

function index(name: string, of: string, more: Partial<Index> = {}): Index {
  return { name, unique: false, parts: [{ column: of }], ...more };
}

function view(name: string, of: string, text: string, kind = "table"): OpaqueObject {
  return { kind: "view", name, definition: text, dependsOn: [{ kind, name: of }] };
}

function schema(more: Partial<Schema>): Schema {
  return sortSchema({ ...emptySchema, ...more });
}

const primary = { kind: "primary_key", name: "pk", columns: ["id"] } as const;

interface Case {
  readonly from: Partial<Schema>;
  readonly to: Partial<Schema>;
  readonly renames?: Partial<Renames>;
  readonly traits?: DiffTraits;
  readonly lines: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "columns swap their names through a third one": {
    from: { tables: [table("t", ["a", column("b", { type: "text" })])] },
    to: { tables: [table("t", ["b", column("a", { type: "text" })])] },
    renames: {
      columns: [{ table: { name: "t" }, from: "a", to: "b" }, {
        table: { name: "t" },
        from: "b",
        to: "a",
      }],
    },
    lines: [
      'rename column "a" of "t" to "a_old"',
      'rename column "b" of "t" to "a"',
      'rename column "a_old" of "t" to "b"',
    ],
  },
  "a chain of renames begins at its end": {
    from: { tables: [table("a", ["x"]), table("b", ["y"])] },
    to: { tables: [table("b", ["x"]), table("c", ["y"])] },
    renames: {
      tables: [{ from: { name: "a" }, to: { name: "b" } }, {
        from: { name: "b" },
        to: { name: "c" },
      }],
    },
    lines: ['rename table "b" to "c"', 'rename table "a" to "b"'],
  },
  "what is dropped steps aside for a rename, and goes last": {
    from: { tables: [table("t", ["mail", "email"]), table("a", ["x"]), table("b", ["y"])] },
    to: { tables: [table("t", ["email"]), table("b", ["x"])] },
    renames: {
      tables: [{ from: { name: "a" }, to: { name: "b" } }],
      columns: [{ table: { name: "t" }, from: "mail", to: "email" }],
    },
    lines: [
      'rename table "b" to "b_old"',
      'rename table "a" to "b"',
      'rename column "email" of "t" to "email_old"',
      'rename column "mail" of "t" to "email"',
      'drop column "email_old" of "t"',
      'drop table "b_old"',
    ],
  },
  "a table and its columns are renamed together, with the names of what is on them": {
    from: {
      tables: [table("users", ["mail"], {
        indexes: [index("users_mail", "mail")],
        uniques: [{ kind: "unique", name: "users_mail_key", columns: ["mail"] }],
      })],
    },
    to: {
      tables: [table("people", ["email"], {
        indexes: [index("people_email", "email")],
        uniques: [{ kind: "unique", name: "people_email_key", columns: ["email"] }],
      })],
    },
    renames: {
      tables: [{ from: { name: "users" }, to: { name: "people" } }],
      columns: [{ table: { name: "people" }, from: "mail", to: "email" }],
    },
    lines: [
      'rename table "users" to "people"',
      'rename column "mail" of "people" to "email"',
      'rename constraint "users_mail_key" of "people" to "people_email_key"',
      'rename index "users_mail" of "people" to "people_email"',
    ],
  },
  "names that the database takes for the same are renamed, not dropped": {
    from: { tables: [table("Users", ["Mail"])] },
    to: { tables: [table("users", ["mail"])] },
    traits: { fold: { table: (name) => name.toLowerCase(), column: (name) => name.toLowerCase() } },
    lines: ['rename table "Users" to "users"', 'rename column "Mail" of "users" to "mail"'],
  },
  "the order of columns that stay is no change": {
    from: { tables: [table("t", ["a", "b"])] },
    to: { tables: [table("t", ["b", "a"])] },
    lines: [],
  },
  "the fewest columns move where the database can move them, among those that come and go": {
    from: { tables: [table("t", ["gone", "a", "b", "c", "d", "lost"])] },
    to: { tables: [table("t", ["x", "d", "a", "c", "y", "b", "z"])] },
    traits: { ordersColumns: true },
    lines: [
      'add column "x" integer to "t"',
      'add column "y" integer to "t"',
      'add column "z" integer to "t"',
      'move column "d" of "t"',
      'move column "c" of "t"',
      'drop column "lost" of "t"',
      'drop column "gone" of "t"',
    ],
  },
  "a column that changes moves at once": {
    from: { tables: [table("t", ["a", "b", "c"])] },
    to: {
      tables: [{
        ...table("t", ["c", "a", "b"]),
        columns: ["c", "a", "b"].map((name) => ({
          name,
          type: name === "c" ? "text" : "integer",
          nullable: true,
        })),
      }],
    },
    traits: { ordersColumns: true },
    lines: ['alter and move column "c" of "t": type integer to text'],
  },
  "tables come after those that they refer to, and a ring is closed at the end": {
    from: {},
    to: {
      tables: [
        table("a", ["id", "x"], { foreignKeys: [key("a_b", "x", "b")] }),
        table("b", ["id", "x"], { foreignKeys: [key("b_c", "x", "c")] }),
        table("c", ["id", "x"], { foreignKeys: [key("c_a", "x", "a"), key("c_c", "x", "c")] }),
      ],
    },
    lines: [
      'create table "a"',
      'create table "c"',
      'create table "b"',
      'add foreign key "a_b" to "a"',
    ],
  },
  "tables that refer to others go before them": {
    from: {
      tables: [table("a", ["id"]), table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")] })],
    },
    to: {},
    lines: ['drop table "b"', 'drop table "a"'],
  },
  "another primary key takes along the foreign keys that lean on it": {
    from: {
      tables: [
        table("a", ["id", "n"], { primaryKey: primary }),
        table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")] }),
      ],
    },
    to: {
      tables: [
        table("a", ["id", "n"], { primaryKey: { ...primary, columns: ["id", "n"] } }),
        table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")] }),
      ],
    },
    lines: [
      'drop foreign key "b_a" of "b"',
      'alter primary key "pk" of "a"',
      'add foreign key "b_a" to "b"',
    ],
  },
  "foreign keys stay where they hold nothing": {
    from: {
      tables: [
        table("a", ["id"], { primaryKey: primary }),
        table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")] }),
      ],
    },
    to: {
      tables: [
        table("a", [column("id", { type: "bigint" })], { primaryKey: primary }),
        table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")] }),
      ],
    },
    traits: { foreignKeysHold: [] },
    lines: ['alter column "id" of "a": type integer to bigint'],
  },
  "what watches others goes before them and comes after them": {
    from: {
      tables: [table("t", ["a"])],
      objects: [view("eye", "t", "WATCH 1"), view("v", "t", "CREATE VIEW v AS SELECT a FROM t")],
    },
    to: {
      tables: [table("u", ["a"])],
      objects: [view("eye", "u", "WATCH 2"), view("w", "u", "CREATE VIEW w AS SELECT a FROM u")],
    },
    traits: { watches: ({ name }) => name === "eye" },
    lines: [
      'drop view "eye"',
      'drop view "v"',
      'create table "u"',
      'drop table "t"',
      'create view "w"',
      'create view "eye"',
    ],
  },
  "a new table waits with a foreign key for the key that it leans on": {
    from: { tables: [table("a", ["id"])] },
    to: {
      tables: [
        table("a", ["id"], { uniques: [{ kind: "unique", name: "u", columns: ["id"] }] }),
        table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")] }),
      ],
    },
    lines: ['create table "b"', 'add unique "u" to "a"', 'add foreign key "b_a" to "b"'],
  },
  "an index that serves a foreign key does not go under it": {
    from: {
      tables: [
        table("a", ["id"], { primaryKey: primary }),
        table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")], indexes: [index("i", "x")] }),
      ],
    },
    to: {
      tables: [
        table("a", ["id"], { primaryKey: primary }),
        table("b", ["x"], { foreignKeys: [key("b_a", "x", "a")] }),
      ],
    },
    lines: [
      'drop foreign key "b_a" of "b"',
      'drop index "i" of "b"',
      'add foreign key "b_a" to "b"',
    ],
  },
  "the name of an index is free before another table takes it": {
    from: { tables: [table("a", ["x"]), table("b", ["x"], { indexes: [index("i", "x")] })] },
    to: { tables: [table("a", ["x"], { indexes: [index("i", "x")] }), table("b", ["x"])] },
    lines: ['drop index "i" of "b"', 'create index "i" on "a" (x)'],
  },
  "the names of keys swap with the names of their tables": {
    from: {
      tables: [
        table("a", ["x"], { uniques: [{ kind: "unique", name: "a_key", columns: ["x"] }] }),
        table("b", ["y"], { uniques: [{ kind: "unique", name: "b_key", columns: ["y"] }] }),
      ],
    },
    to: {
      tables: [
        table("a", ["y"], { uniques: [{ kind: "unique", name: "a_key", columns: ["y"] }] }),
        table("b", ["x"], { uniques: [{ kind: "unique", name: "b_key", columns: ["x"] }] }),
      ],
    },
    renames: {
      tables: [{ from: { name: "a" }, to: { name: "b" } }, {
        from: { name: "b" },
        to: { name: "a" },
      }],
    },
    lines: [
      'rename table "a" to "a_old"',
      'rename table "b" to "a"',
      'rename table "a_old" to "b"',
      'rename constraint "a_key" of "b" to "a_key_old"',
      'rename constraint "b_key" of "a" to "a_key"',
      'rename constraint "a_key_old" of "b" to "b_key"',
    ],
  },
  "a dropped table gives up a name beforehand": {
    from: {
      tables: [table("a", ["x"], { uniques: [{ kind: "unique", name: "u", columns: ["x"] }] })],
    },
    to: {
      tables: [table("b", ["y"], { uniques: [{ kind: "unique", name: "u", columns: ["y"] }] })],
    },
    lines: ['drop unique "u" of "a"', 'create table "b"', 'drop table "a"'],
  },
  "views fall with the column that they read, with all that lean on them, and come again": {
    from: {
      tables: [table("t", ["a", "b"]), table("u", ["b"])],
      objects: [
        view("v", "t", "CREATE VIEW v AS SELECT a FROM t"),
        view("w", "v", "CREATE VIEW w AS SELECT a FROM v", "view"),
        view("x", "t", "CREATE VIEW x AS SELECT b FROM t"),
      ],
    },
    to: {
      tables: [table("t", [column("a", { type: "text" }), "b"]), table("u", ["b"])],
      objects: [
        view("v", "t", "CREATE VIEW v AS SELECT a FROM t"),
        view("w", "v", "CREATE VIEW w AS SELECT a FROM v", "view"),
        view("x", "t", "CREATE VIEW x AS SELECT b FROM t"),
      ],
    },
    lines: [
      'drop view "w"',
      'drop view "v"',
      'alter column "a" of "t": type integer to text',
      'create view "v"',
      'create view "w"',
    ],
  },
  "a view that is not to change follows the rename of what it reads": {
    from: {
      tables: [table("t", ["a"])],
      objects: [view("v", "t", "CREATE VIEW v AS SELECT a FROM t")],
    },
    to: {
      tables: [table("t", ["b"])],
      objects: [view("v", "t", "CREATE VIEW v AS SELECT a FROM t")],
    },
    renames: { columns: [{ table: { name: "t" }, from: "a", to: "b" }] },
    lines: ['rename column "a" of "t" to "b"'],
  },
  "a generated column is made anew when what it reads changes its type": {
    from: {
      tables: [
        table("t", [
          column("g", { generated: { expression: "a + 1", stored: true } }),
          "a",
        ], { indexes: [index("i", "g")] }),
      ],
    },
    to: {
      tables: [
        table("t", [
          column("g", { generated: { expression: "a + 1", stored: true } }),
          column("a", { type: "bigint" }),
        ], { indexes: [index("i", "g")] }),
      ],
    },
    lines: [
      'drop index "i" of "t"',
      'drop column "g" of "t"',
      'alter column "a" of "t": type integer to bigint',
      'add column "g" integer to "t"',
      'create index "i" on "t" (g)',
    ],
  },
  "schemas come first, types before tables, and a function before the default that calls it": {
    from: {},
    to: {
      objects: [
        { kind: "schema", name: "app", definition: "CREATE SCHEMA app", dependsOn: [] },
        {
          kind: "function",
          name: "f",
          signature: "",
          definition: "CREATE FUNCTION f",
          dependsOn: [],
        },
        {
          kind: "function",
          name: "g",
          signature: "",
          definition: "CREATE FUNCTION g",
          dependsOn: [],
        },
      ],
      enums: [{ schema: "app", name: "mood", values: ["ok"] }],
      domains: [
        { name: "a", type: { name: "b", dimensions: 0 }, nullable: true, checks: [] },
        { name: "b", type: "text", nullable: true, checks: [] },
      ],
      tables: [table("t", [
        column("m", { type: { schema: "app", name: "mood", dimensions: 0 } }),
        column("n", { default: "f()" }),
      ])],
    },
    lines: [
      'create schema "app"',
      'create enum "app.mood"',
      'create domain "b"',
      'create domain "a"',
      'create function "f"',
      'create table "t"',
      'create function "g"',
    ],
  },
  "a sequence is let go before its owner, and owned when the new one is there": {
    from: {
      tables: [table("a", ["id"])],
      sequences: [{ name: "s", ownedBy: { table: { name: "a" }, column: "id" } }],
    },
    to: {
      tables: [table("b", ["id"])],
      sequences: [{ name: "s", ownedBy: { table: { name: "b" }, column: "id" } }],
    },
    lines: ['alter sequence "s"', 'create table "b"', 'alter sequence "s"', 'drop table "a"'],
  },
  "a default goes before the value that its enum loses, and comes after the new one": {
    from: {
      enums: [{ name: "mood", values: ["ok", "sad"] }],
      tables: [table("t", [
        column("m", { type: { name: "mood", dimensions: 0 }, default: "'sad'::mood" }),
      ])],
    },
    to: {
      enums: [{ name: "mood", values: ["ok", "blue"] }],
      tables: [table("t", [
        column("m", { type: { name: "mood", dimensions: 0 }, default: "'blue'::mood" }),
      ])],
    },
    lines: [
      'alter column "m" of "t": drop default',
      'alter enum "mood"',
      'alter column "m" of "t": default \'blue\'::mood',
    ],
  },
  "an enum's new value that is used at once disturbs what reads its columns": {
    from: {
      enums: [{ name: "mood", values: ["ok"] }],
      tables: [table("t", [column("m", { type: { name: "mood", dimensions: 0 } })])],
      objects: [view("v", "t", "CREATE VIEW v AS SELECT m FROM t")],
    },
    to: {
      enums: [{ name: "mood", values: ["ok", "new"] }],
      tables: [table("t", [
        column("m", { type: { name: "mood", dimensions: 0 }, default: "'new'::mood" }),
      ])],
      objects: [view("v", "t", "CREATE VIEW v AS SELECT m FROM t")],
    },
    lines: [
      'drop view "v"',
      'alter enum "mood"',
      'alter column "m" of "t": default \'new\'::mood',
      'create view "v"',
    ],
  },
  "a renamed enum is followed by columns and their defaults": {
    from: {
      enums: [{ name: "mood", values: ["ok"] }],
      tables: [table("t", [
        column("m", { type: { name: "mood", dimensions: 0 }, default: "'ok'::mood" }),
      ])],
    },
    to: {
      enums: [{ name: "feeling", values: ["ok"] }],
      tables: [table("t", [
        column("m", { type: { name: "feeling", dimensions: 0 }, default: "'ok'::feeling" }),
      ])],
    },
    renames: { enums: [{ from: { name: "mood" }, to: { name: "feeling" } }] },
    lines: ['rename enum "mood" to "feeling"'],
  },
  "a table that becomes a partition is made anew, and its rows move": {
    from: {
      tables: [
        table("p", ["x"], { partitioning: { by: "LIST (x)", partitions: [] } }),
        table("q", ["x"]),
      ],
    },
    to: {
      tables: [
        table("p", ["x"], { partitioning: { by: "LIST (x)", partitions: [] } }),
        table("q", [], { partitionOf: { parent: { name: "p" }, bounds: "DEFAULT" } }),
      ],
    },
    lines: [
      'rename table "q" to "q_old"',
      'create table "q"',
      'move rows of "q_old" to "q"',
      'drop table "q_old"',
    ],
  },
  "partitions come after their parent and go before it": {
    from: {
      tables: [
        table("z", ["x"], { partitioning: { by: "LIST (x)", partitions: [] } }),
        table("y", [], { partitionOf: { parent: { name: "z" }, bounds: "DEFAULT" } }),
      ],
    },
    to: {
      tables: [
        table("p", ["x"], { partitioning: { by: "LIST (x)", partitions: [] } }),
        table("a", [], { partitionOf: { parent: { name: "p" }, bounds: "DEFAULT" } }),
      ],
    },
    lines: ['create table "p"', 'create table "a"', 'drop table "y"', 'drop table "z"'],
  },
};

suite("diff()", () => {
  for (const [name, { from, to, renames, traits, lines }] of Object.entries(cases)) {
    test(name, () => {
      const [one, other] = [schema(from), schema(to)];
      const operations = diff(one, other, { ...noRenames, ...renames }, traits);
      assert.deepEqual(operations.map(describe), lines);
      const reached = follow(one, operations, traits);
      if (name !== "the order of columns that stay is no change") assert.deepEqual(reached, other);
      assert.deepEqual(follow(reached, invertAll(operations), traits), one);
    });
  }

  test("finds nothing between equal schemas, and makes one of everything from nothing", () => {
    assert.deepEqual(diff(sampleSchema, structuredClone(sampleSchema)), []);
  });

  test("gives a new column its place unless that is the end", () => {
    const from = schema({ tables: [table("t", ["a", "c"])] });
    const to = schema({ tables: [table("t", ["a", "b", "c", "d"])] });
    assert.deepEqual(
      diff(from, to).map((operation) => operation.kind === "add_column" && operation.position),
      [1, undefined],
    );
  });

  test("compares expressions in the one spelling that the traits give", () => {
    const checked = (expression: string) =>
      schema({
        tables: [table("t", ["a"], {
          checks: [{ kind: "check", name: "c", expression, columns: ["a"] }],
        })],
      });
    const traits: DiffTraits = { spelling: (sql) => sql.replaceAll('"', "") };
    assert.deepEqual(diff(checked('"a" > 0'), checked("a > 0"), noRenames, traits), []);
    assert.equal(diff(checked('"a" > 0'), checked("a > 0")).length, 1);
  });

  test("refuses new things that need each other, and names them", () => {
    const to = schema({
      objects: [
        view("a", "b", "CREATE VIEW a AS SELECT * FROM b", "view"),
        view("b", "a", "CREATE VIEW b AS SELECT * FROM a", "view"),
        view("c", "a", "CREATE VIEW c AS SELECT * FROM a", "view"),
      ],
    });
    assert.throws(() => diff(emptySchema, to), {
      code: "invalid_schema",
      message: 'Cannot find an order for view "a", view "b": each needs another one of them first',
    });
    assert.equal(diff(emptySchema, to, noRenames, { objectsHold: false }).length, 3);
  });

  test("refuses renames of what is not there", () => {
    const both = schema({ tables: [table("t", ["a"])] });
    const renames = { ...noRenames, columns: [{ table: { name: "t" }, from: "b", to: "a" }] };
    assert.throws(() => diff(both, both, renames), {
      code: "usage",
      message: 'Cannot rename "t.b:t.a": "t" has no column "b"',
    });
  });
});

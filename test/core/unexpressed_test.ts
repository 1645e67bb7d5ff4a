import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import { describe } from "../../core/describe.ts";
import { diff, type DiffTraits } from "../../core/diff.ts";
import type { Expressiveness } from "../../core/plugin.ts";
import { noRenames, type Renames } from "../../core/rename.ts";
import { emptySchema, type OpaqueObject, type Schema, type Table } from "../../core/schema.ts";
import { sortSchema } from "../../core/schema_order.ts";
import { keepUnexpressed } from "../../core/unexpressed.ts";

const nothing: Expressiveness = {
  checks: false,
  exclusions: false,
  indexes: false,
  comments: false,
  enums: false,
  sequences: false,
  domains: false,
  composites: false,
  objects: [],
};
const much: Expressiveness = {
  checks: true,
  exclusions: true,
  indexes: true,
  comments: true,
  enums: true,
  sequences: true,
  domains: true,
  composites: true,
  objects: ["view", "trigger", "policy", "function"],
};

function bare(name: string, columns: readonly string[], more: Partial<Table> = {}): Table {
  return {
    name,
    columns: columns.map((column) => ({ name: column, type: "integer", nullable: true })),
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    options: {},
    ...more,
  };
}

function object(
  kind: string,
  name: string,
  definition: string,
  needs: readonly string[],
): OpaqueObject {
  const dependsOn = needs.map((each) => {
    const [kind, name] = each.split(":") as [string, string];
    return { kind, name };
  });
  return { kind, name, definition, dependsOn };
}

const there: Schema = sortSchema({
  ...emptySchema,
  tables: [
    bare("users", ["id", "mail", "old"], {
      checks: [
        { kind: "check", name: "c_mail", expression: "mail > 0", columns: ["mail"] },
        { kind: "check", name: "c_old", expression: "old > mail", columns: ["mail", "old"] },
      ],
      exclusions: [{
        kind: "exclusion",
        name: "x",
        method: "gist",
        parts: [{ column: "mail", operator: "=" }],
      }],
      indexes: [
        { name: "i_mail", unique: false, parts: [{ column: "mail" }], comment: "fast" },
        { name: "i_old", unique: false, parts: [{ expression: "abs(old)" }] },
      ],
      options: { row_level_security: true },
      partitioning: { by: "LIST (id)", partitions: [] },
      comment: "people",
    }),
    bare("users_1", [], { partitionOf: { parent: { name: "users" }, bounds: "IN (1)" } }),
    bare("logs", ["at"]),
  ],
  enums: [{ name: "mood", values: ["ok"] }],
  sequences: [
    { name: "s_free" },
    { name: "s_users", ownedBy: { table: { name: "users" }, column: "id" } },
    { name: "s_logs", ownedBy: { table: { name: "logs" }, column: "at" } },
  ],
  domains: [{ name: "d", type: { name: "mood", dimensions: 0 }, nullable: true, checks: [] }],
  composites: [{ name: "pair", fields: [{ name: "a", type: { name: "d", dimensions: 0 } }] }],
  objects: [
    object("view", "v", "CREATE VIEW v AS SELECT id FROM users", ["table:users"]),
    object("view", "v_old", "CREATE VIEW v_old AS SELECT old FROM users", ["table:users"]),
    object("view", "v_logs", "CREATE VIEW v_logs AS SELECT at FROM logs", ["table:logs"]),
    object("view", "w_logs", "CREATE VIEW w_logs AS SELECT at FROM v_logs", ["view:v_logs"]),
    object("function", "f", "CREATE FUNCTION f", []),
    {
      ...object("trigger", "t", "CREATE TRIGGER t ON users", ["table:users"]),
      table: { name: "users" },
    },
    {
      ...object("trigger", "t_logs", "CREATE TRIGGER t_logs ON logs", []),
      table: { name: "logs" },
    },
  ],
});
const wanted: Schema = sortSchema({
  ...emptySchema,
  tables: [bare("users", ["id", "mail", "new"])],
});

function lines(to: Schema, renames: Renames = noRenames): readonly string[] {
  return diff(there, to, renames).map(describe);
}

suite("keepUnexpressed()", () => {
  test("keeps what models cannot say and still has its tables and columns", () => {
    assert.deepEqual(lines(keepUnexpressed(wanted, there, nothing, noRenames)), [
      'drop view "v_old"',
      'drop view "w_logs"',
      'drop view "v_logs"',
      'drop trigger "t_logs"',
      'drop index "i_old" of "users"',
      'drop check "c_old" of "users"',
      'add column "new" integer to "users"',
      'drop column "old" of "users"',
      'drop table "logs"',
      'drop sequence "s_logs"',
    ]);
  });

  test("takes the models at their word for what they can say", () => {
    const to = keepUnexpressed(wanted, there, much, noRenames);
    assert.deepEqual(to.objects, []);
    assert.deepEqual(to.enums, []);
    const users = to.tables.find(({ name }) => name === "users")!;
    assert.deepEqual([users.checks, users.indexes, users.comment], [[], [], undefined]);
    assert.equal(keepUnexpressed(wanted, there, "everything", noRenames), wanted);
  });

  test("keeps partitions and the options of a table, which no models know", () => {
    const to = keepUnexpressed(wanted, there, much, noRenames);
    const [users, part] = to.tables;
    assert.deepEqual(users!.options, { row_level_security: true });
    assert.equal(users!.partitioning?.by, "LIST (id)");
    assert.equal(part!.partitionOf?.parent.name, "users");
  });

  test("keeps the order of columns, with new ones behind those that they follow", () => {
    const to = sortSchema({
      ...emptySchema,
      tables: [bare("users", ["first", "old", "new", "id", "mail"])],
    });
    const traits: DiffTraits = { ordersColumns: true };
    const order = (expresses: Expressiveness) =>
      keepUnexpressed(to, there, expresses, noRenames, traits).tables
        .find(({ name }) => name === "users")!.columns.map(({ name }) => name);
    assert.deepEqual(order(much), ["first", "id", "mail", "old", "new"]);
    assert.deepEqual(order("everything"), ["first", "old", "new", "id", "mail"]);
  });

  test("takes over what the database knows that models have no words for", () => {
    const traits: DiffTraits = {
      unspoken: (there, wanted) => "type" in wanted ? { ...wanted, comment: there.name! } : wanted,
    };
    const users = keepUnexpressed(wanted, there, much, noRenames, traits).tables
      .find(({ name }) => name === "users");
    assert.deepEqual(users!.columns.map(({ comment }) => comment), ["id", "mail", undefined]);
  });

  test("follows renames of tables and columns", () => {
    const renamed = sortSchema({
      ...emptySchema,
      tables: [bare("people", ["id", "email", "old"]), bare("logs", ["at"])],
    });
    const renames: Renames = {
      tables: [{ from: { name: "users" }, to: { name: "people" } }],
      columns: [{ table: { name: "people" }, from: "mail", to: "email" }],
    };
    const to = keepUnexpressed(renamed, there, nothing, renames);
    const people = to.tables.find(({ name }) => name === "people")!;
    assert.deepEqual(people.checks.map(({ expression }) => expression), [
      "email > 0",
      "old > email",
    ]);
    assert.deepEqual(lines(to, renames), [
      'rename table "users" to "people"',
      'rename column "mail" of "people" to "email"',
    ]);
  });

  test("lets what is wanted go before what is there", () => {
    const index = { name: "i_mail", unique: true, parts: [{ column: "id" }] };
    const to = sortSchema({
      ...wanted,
      tables: [bare("users", ["id", "mail"], { indexes: [index], comment: "new" })],
    });
    const users = keepUnexpressed(to, there, nothing, noRenames).tables[0]!;
    assert.deepEqual(users.indexes, [{ ...index, comment: "fast" }]);
    assert.equal(users.comment, "new");
  });

  const traits = { rights: ["grant"] };
  const granted = sortSchema({
    ...emptySchema,
    tables: [bare("users", ["id", "mail", "old", "t"]), bare("t", ["id"]), bare("logs", ["id"])],
    objects: [
      { ...object("grant", "users to app", "GRANT SELECT ON users TO app", ["table:users"]) },
      {
        ...object("grant", "users.old to app", "GRANT UPDATE (old) ON users TO app", [
          "table:users",
        ]),
      },
      { ...object("grant", "t to app", "GRANT SELECT ON t TO app", ["table:t"]) },
      { ...object("grant", "logs to app", "GRANT SELECT ON logs TO app", ["table:logs"]) },
      { ...object("view", "v", "SELECT 1", []) },
      { ...object("grant", "v to app", "GRANT SELECT ON v TO app", ["view:v"]) },
      { ...object("function", "f", "SELECT 1", []), signature: "text" },
      {
        ...object("grant", "f to app", "GRANT EXECUTE ON FUNCTION f(text) TO app", []),
        dependsOn: [{ kind: "function", name: "f", signature: "text" }],
      },
    ],
  });
  const silent = sortSchema({
    ...emptySchema,
    tables: [bare("users", ["id", "mail"]), bare("t", ["id"])],
    objects: [{ ...object("function", "f", "SELECT 1", []), signature: "integer" }],
  });
  const rightsIn = ({ objects }: Schema) =>
    objects.filter(({ kind }) => kind === "grant").map(({ name }) => name);

  test("keeps the rights on what stays where no right is spoken of", () => {
    const kept = keepUnexpressed(silent, granted, "everything", noRenames, traits);
    assert.deepEqual(rightsIn(kept), ["t to app", "users to app"]);
    assert.deepEqual(kept.objects.filter(({ kind }) => kind === "view"), []);
  });

  test("lets all rights go that are not spoken of beside one that is", () => {
    const right = object("grant", "t to boss", "GRANT SELECT ON t TO boss", ["table:t"]);
    const to = { ...silent, objects: [...silent.objects, right] };
    assert.equal(keepUnexpressed(to, granted, "everything", noRenames, traits), to);
  });
});

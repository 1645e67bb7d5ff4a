import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Schema } from "../../../core/schema.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { describeModels } from "../../../plugins/models/describe.ts";
import {
  type Field,
  fields,
  type Meta,
  Model,
  type RowOf,
} from "../../../plugins/models/library.ts";
import { plugin } from "../../../plugins/models/mod.ts";
import { translate } from "../../../plugins/models/translate.ts";
import type { DialectName } from "../../../plugins/models/types.ts";
import { makeDatabase } from "../databases.ts";
import { loadDesired, makeProject } from "../load.ts";

type Class = new () => Model;

function schemaOf(dialect: DialectName, ...models: readonly Class[]): Schema {
  const plain = JSON.parse(JSON.stringify(describeModels(models)));
  return translate(plain, dialect);
}

function faultOf(dialect: DialectName, ...models: readonly Class[]): string {
  try {
    schemaOf(dialect, ...models);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Nothing is wrong");
}

async function load(files: Readonly<Record<string, string>>, path: string): Promise<Schema> {
  using project = makeProject(files);
  const desired = await loadDesired(plugin, {
    root: project.root,
    paths: [path],
    dialect: "sqlite",
  });
  assert.ok("schema" in desired);
  return desired.schema;
}

class Team extends Model {
  name = fields.CharField({ maxLength: 10 });
}

describe("fields", () => {
  class Person extends Model {
    id = fields.BigIntField({ pk: true });
    name = fields.CharField({ maxLength: 10, null: true });
    tags = fields.JSONField<string[]>();
    mood = fields.CharEnumField({ A: "a", B: "b" });
    team = fields.ForeignKeyField(() => Team);
    teams = fields.ManyToManyField(() => Team);
  }

  test("give the types of rows", () => {
    const row: RowOf<InstanceType<typeof Person>> = {
      id: 1n,
      name: null,
      tags: ["x"],
      mood: "a",
      team_id: 4,
    };
    // @ts-expect-error: this is none of the values.
    const mood: RowOf<Person>["mood"] = "c";
    assert.notEqual(row.mood, mood);
  });

  test("refuse options that they do not have", () => {
    assert.throws(
      // @ts-expect-error: the compiler knows it, too.
      () => fields.IntField({ uniq: true }),
      /^TypeError: IntField has no option "uniq"/,
    );
  });

  test("refuse what cannot be", () => {
    assert.throws(
      // @ts-expect-error: the compiler knows it, too.
      () => fields.CharField(),
      /CharField: maxLength must be a whole number, at least 1/,
    );
    assert.throws(() => fields.TextField({ index: true }), /TextField cannot be indexed or unique/);
    assert.throws(() => fields.IntField({ pk: true, null: true }), /a primary key cannot be NULL/);
    assert.throws(
      () => fields.DatetimeField({ autoNow: true, autoNowAdd: true }),
      /choose one of autoNow and autoNowAdd/,
    );
  });
});

describe("translate()", () => {
  test("gives a model without a key the key id", () => {
    const [table] = schemaOf("mysql", Team).tables;
    assert.deepEqual(table?.columns[0], {
      name: "id",
      type: "INT",
      nullable: false,
      identity: {},
    });
    assert.deepEqual(table?.primaryKey, { kind: "primary_key", columns: ["id"] });
  });

  test("follows references to the model that nobody listed", () => {
    class Member extends Model {
      team = fields.ForeignKeyField(() => Team);
    }
    assert.deepEqual(schemaOf("sqlite", Member).tables.map(({ name }) => name), ["member", "team"]);
  });

  test("gives a reference to a one-to-one key the type of that key's own", () => {
    class Account extends Model {
      key = fields.UUIDField({ pk: true });
    }
    class Profile extends Model {
      account = fields.OneToOneField(() => Account, { pk: true });
    }
    class Photo extends Model {
      profile = fields.ForeignKeyField(() => Profile);
    }
    const { tables } = schemaOf("postgres", Photo);
    const photo = tables.find(({ name }) => name === "photo")!;
    assert.deepEqual(photo.columns[1], { name: "profile_id", type: "UUID", nullable: false });
    assert.deepEqual(photo.foreignKeys[0]?.referencedColumns, ["account_id"]);
  });

  test("puts tables into schemas on PostgreSQL alone", () => {
    class Log extends Model {
      static Meta: Meta = {
        schema: "audit",
        indexes: [{ expressions: ["lower(text)"], type: "hash" }],
      };
      text = fields.TextField();
    }
    const schema = schemaOf("postgres", Log);
    assert.equal(schema.tables[0]?.schema, "audit");
    assert.deepEqual(schema.objects.map(({ definition }) => definition), ['CREATE SCHEMA "audit"']);
    assert.deepEqual(schema.tables[0]?.indexes, [{
      name: "idx_log_(lower(_999034",
      unique: false,
      parts: [{ expression: "lower(text)" }],
      method: "hash",
    }]);
    assert.equal(schemaOf("sqlite", Log).tables[0]?.schema, undefined);
  });

  test("spells defaults by dialect", () => {
    class Thing extends Model {
      text = fields.TextField({ dbDefault: "a\\'b" });
      data = fields.JSONField({ dbDefault: { a: [1] } });
      big = fields.BigIntField({ dbDefault: 9007199254740993n });
      sql = fields.IntField({ defaultSql: { sqlite: "(1 + (2))", postgres: "3", mysql: "(4)" } });
    }
    const defaults = (dialect: DialectName) =>
      schemaOf(dialect, Thing).tables[0]!.columns.slice(1).map((column) => column.default);
    assert.deepEqual(defaults("sqlite"), [
      "'a\\''b'",
      `'{"a":[1]}'`,
      "9007199254740993",
      "1 + (2)",
    ]);
    assert.deepEqual(defaults("postgres"), ["'a\\''b'", `'{"a":[1]}'`, "9007199254740993", "3"]);
    assert.deepEqual(defaults("mysql"), [
      "('a\\\\''b')",
      `('{"a":[1]}')`,
      "9007199254740993",
      "(4)",
    ]);
  });

  test("makes tables that refer to each other", async (t) => {
    class Hen extends Model {
      egg = fields.ForeignKeyField("models.Egg", { null: true });
    }
    class Egg extends Model {
      hen = fields.ForeignKeyField(() => Hen);
    }
    await using database = await makeDatabase("postgres15");
    if (database === undefined) return t.skip();
    await database.make(schemaOf("postgres", Hen, Egg));
    const { tables } = await database.schema();
    assert.deepEqual(tables.map(({ foreignKeys }) => foreignKeys.length), [1, 1]);
  });

  test("explains what is wrong", () => {
    class Lost extends Model {
      team = fields.ForeignKeyField("models.Taem");
    }
    assert.equal(
      faultOf("sqlite", Lost),
      '"Lost.team" refers to the model "models.Taem", which is not there',
    );
    class Unset extends Model {
      team = fields.ForeignKeyField(() => Team, { onDelete: "SET NULL" });
    }
    assert.match(faultOf("sqlite", Unset), /^"Unset.team" is set to NULL on delete, but cannot be/);
    class Pair extends Model {
      static Meta: Meta = { uniqueTogether: ["a", "b"] };
      a = fields.IntField();
    }
    assert.match(
      faultOf("sqlite", Pair),
      /^"Pair.Meta" names the field "b", which the model "Pair"/,
    );
    class ByName extends Model {
      team = fields.ForeignKeyField(() => Team, { toField: "name" });
    }
    assert.match(
      faultOf("sqlite", ByName),
      /^"ByName.team" refers to "Team.name", which is not unique/,
    );
    class Keys extends Model {
      a = fields.IntField({ pk: true });
      b = fields.IntField({ primaryKey: true });
    }
    assert.match(faultOf("sqlite", Keys), /^The model "Keys" has two primary keys: "a", "b"/);
    class Keyless extends Model {
      id = fields.IntField();
    }
    assert.match(
      faultOf("sqlite", Keyless),
      /^The model "Keyless" has a field "id" and no primary/,
    );
    class Typo extends Model {
      static Meta = { tabel: "x" };
    }
    assert.match(faultOf("sqlite", Typo), /^The model "Typo" has an unknown key "tabel" in Meta/);
    class Some extends Model {
      a = fields.IntField({ defaultSql: { postgres: "1" } });
    }
    assert.equal(faultOf("mysql", Some), '"Some.a" has no default for mysql');
  });
});

describe("the plugin models", () => {
  test("loads classes from files, lists of them and their abstract bases", async () => {
    const { tables } = await load({
      "models/base.ts": `import { fields, Model } from "whimbrel/models";
        export abstract class Base extends Model {
          static Meta = { abstract: true };
          made = fields.DatetimeField({ autoNowAdd: true });
        }`,
      "models/a.ts": `import { fields, type Field } from "whimbrel/models";
        import { Base } from "./base.ts";
        console.log("noise"); setInterval(() => {}, 1000);
        class A extends Base { name: Field<string> = fields.CharField({ maxLength: 3 }); }
        class B extends Base { a = fields.ForeignKeyField(() => A); }
        export const all = [A, B];`,
      "models/c.mjs": `import { Model } from "whimbrel/models";
        export default class C extends Model {}`,
    }, "models");
    assert.deepEqual(
      tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]),
      [["a", ["id", "made", "name"]], ["b", ["id", "made", "a_id"]], ["c", ["id"]]],
    );
  });

  const failures: readonly [what: string, text: string, message: RegExp][] = [
    ["no models", "export const a = 1;", /There are no models in "m\.mjs": export classes that/],
    [
      "a field with a mistake, with its model",
      `import { fields, Model } from "whimbrel/models";
      export class A extends Model {
        name = fields.CharField({ maxLength: 0 });
      }`,
      /: m\.mjs: the model "A": CharField: maxLength must be a whole number, at least 1$/,
    ],
  ];
  for (const [what, text, message] of failures) {
    test(`explains ${what}`, async () => {
      await assert.rejects(load({ "m.mjs": text }, "m.mjs"), (error) => {
        assert.ok(error instanceof WhimbrelError);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  test("refuses options and dialects that it does not know", () => {
    const request = { root: "/", paths: ["a.ts"], options: {}, dialect: "sqlite" };
    assert.throws(() => plugin.loader({ ...request, options: { app: 1 } }), {
      message: 'Plugin "models" has no option "app"',
    });
    assert.throws(() => plugin.loader({ ...request, paths: [] }), {
      message: 'Plugin "models" needs a path',
    });
    assert.throws(() => plugin.translate({ models: [] }, { ...request, dialect: "duckdb" }), {
      message: 'Plugin "models" cannot spell types for "duckdb"',
    });
  });
});

/** The fields of a model are data, which a tool of one's own may read. */
const field: Field<string> = new Team().name;
test("a field says its type and options", () => {
  assert.deepEqual(field, { fieldType: "CharField", options: { maxLength: 10 } });
});

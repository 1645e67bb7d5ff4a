import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WhimbrelError } from "../../core/errors.ts";
import {
  addRename,
  findRenameCandidates,
  noRenames,
  parseRename,
  parseRenames,
  parseRenamesFile,
  type Rename,
  serializeRename,
} from "../../core/rename.ts";
import { emptySchema, type Schema, type Table } from "../../core/schema.ts";

function table(name: string, columns: Readonly<Record<string, string>>, schema?: string): Table {
  return {
    ...(schema === undefined ? {} : { schema }),
    name,
    columns: Object.entries(columns).map(([name, type]) => ({ name, type, nullable: true })),
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    options: {},
  };
}

const of = (...tables: readonly Table[]): Schema => ({ ...emptySchema, tables });

function print(candidate: Rename): string {
  return serializeRename(candidate);
}

describe("findRenameCandidates()", () => {
  const from = of(
    table("users", { id: "integer", mail: "text", age: "integer", nick: "text" }),
    table("logs", { at: "timestamp", line: "text" }),
  );
  const to = of(
    table("people", { id: "integer", email: "text", age: "integer", bio: "text" }),
    table("notes", { written: "date", body: "text" }),
  );

  test("asks about tables first, then about their columns, the likeliest first", () => {
    const [first, ...rest] = findRenameCandidates(from, to, noRenames);
    assert.equal(print(first!), "users:people");
    assert.ok(first!.likeness > 0.3 && first!.likeness < 1);
    assert.deepEqual(rest, []);
    const decided = addRename(noRenames, first!);
    assert.deepEqual(findRenameCandidates(from, to, decided).map(print), [
      "people.mail:people.email",
      "people.nick:people.bio",
      "people.mail:people.bio",
      "people.nick:people.email",
    ]);
  });

  test("asks no more about what was decided on or declined", () => {
    const [users] = findRenameCandidates(from, to, noRenames);
    let decided = addRename(noRenames, users!);
    const [mail] = findRenameCandidates(from, to, decided);
    decided = addRename(decided, mail!);
    const [nick, ...rest] = findRenameCandidates(from, to, decided);
    assert.equal(print(nick!), "people.nick:people.bio");
    assert.deepEqual(rest, []);
    const declined = addRename(noRenames, nick!);
    assert.deepEqual(findRenameCandidates(from, to, decided, { declined }), []);
    const none = findRenameCandidates(from, to, noRenames, {
      declined: addRename(noRenames, users!),
    });
    assert.deepEqual(none, []);
  });

  test("does not ask about columns of other types, unless their names are alike", () => {
    const before = of(table("t", { phone: "text", total: "integer" }));
    const after = of(table("t", { count: "date", total_sum: "bigint" }));
    assert.deepEqual(findRenameCandidates(before, after, noRenames).map(print), [
      "t.total:t.total_sum",
    ]);
  });

  test("knows names that the database takes for the same", () => {
    const before = of(table("T", { Mail: "text" }));
    const after = of(table("t", { mail: "text" }));
    const fold = (name: string) => name.toLowerCase();
    const traits = { fold: { table: fold, column: fold } };
    assert.deepEqual(findRenameCandidates(before, after, noRenames, { traits }), []);
  });

  test("finds enums by their values, and columns of them", () => {
    const mood = (name: string): Schema => ({
      ...of({
        ...table("t", {}),
        columns: [{ name: `${name}_now`, type: { name, dimensions: 0 }, nullable: true }],
      }),
      enums: [{ name, values: ["ok", "sad", name] }],
    });
    const [first] = findRenameCandidates(mood("mood"), mood("feeling"), noRenames);
    assert.equal(first!.kind, "enum");
    assert.equal(print(first!), "mood:feeling");
    const decided = addRename(noRenames, first!);
    const [column] = findRenameCandidates(mood("mood"), mood("feeling"), decided);
    assert.equal(print(column!), "t.mood_now:t.feeling_now");
  });
});

describe("parseRename()", () => {
  const from = of(
    table("users", { id: "integer", mail: "text" }),
    table("users", { mail: "text" }, "billing"),
    table("we.ird", { 'a"b:c': "text" }),
  );
  const to = of(
    table("people", { id: "integer", email: "text" }),
    table("users", { email: "text" }, "billing"),
    table("we.ird", { plain: "text" }),
  );

  test("reads tables, columns and names in quotes", () => {
    const renames = parseRenames(
      ["users.mail:email", "billing.users.mail:billing.users.email", "users:people"],
      from,
      to,
    );
    assert.deepEqual(renames, {
      tables: [{ from: { name: "users" }, to: { name: "people" } }],
      columns: [
        { table: { name: "people" }, from: "mail", to: "email" },
        { table: { schema: "billing", name: "users" }, from: "mail", to: "email" },
      ],
    });
    const odd = parseRename('"we.ird"."a""b:c":plain', from, to);
    assert.deepEqual(odd.columns, [{ table: { name: "we.ird" }, from: 'a"b:c', to: "plain" }]);
  });

  test("reads what serializeRename() writes", () => {
    for (
      const texts of [["users:people", "people.mail:people.email"], [
        '"we.ird"."a""b:c":"we.ird".plain',
      ]]
    ) {
      const renames = parseRenames(texts, from, to);
      const written = [
        ...renames.tables.map((each) => serializeRename({ kind: "table", ...each })),
        ...renames.columns.map((each) => serializeRename({ kind: "column", ...each })),
      ];
      assert.deepEqual(written, texts);
    }
  });

  const refused: readonly [string, string, string | undefined][] = [
    [
      "users",
      'Cannot read the rename "users"',
      "write old:new, as in users.mail:users.email or users:people",
    ],
    [
      "a:b:c",
      'Cannot read the rename "a:b:c"',
      "write old:new, as in users.mail:users.email or users:people",
    ],
    [
      "user:people",
      'Cannot rename "user:people": there is no table "user"',
      'did you mean "users"',
    ],
    [
      "users:peple",
      'Cannot rename "users:peple": no table "peple" is wanted',
      'did you mean "people"?',
    ],
    [
      "users.id:users.x",
      'Cannot rename "users.id:users.x": "users" goes with all of it',
      "if the table was renamed, say that as well: --rename users:<new name>",
    ],
    [
      "billing.users.mial:email",
      'Cannot rename "billing.users.mial:email": "billing.users" has no column "mial"',
      'did you mean "mail"?',
    ],
    [
      "billing.users.mail:emial",
      'Cannot rename "billing.users.mail:emial": no column "emial" is wanted in "billing.users"',
      'did you mean "email"?',
    ],
    [
      "billing.users.mail:people.email",
      'Cannot rename "billing.users.mail:people.email": "people" is not what "billing.users" is called',
      "a column stays in its table; rename the table by another --rename old:new",
    ],
    [
      "nothing.mail:email",
      'Cannot rename "nothing.mail:email": there is no table "nothing"',
      undefined,
    ],
  ];
  for (const [text, message, hint] of refused) {
    test(`refuses ${text} and says why`, () => {
      assert.throws(() => parseRename(text, from, to), (error: unknown) => {
        assert.ok(error instanceof WhimbrelError);
        assert.equal(error.code, "usage");
        if (hint !== undefined) assert.ok(error.hint?.includes(hint), String(error.hint));
        assert.equal(error.message, message);
        return true;
      });
    });
  }

  test("refuses to decide on a name twice", () => {
    const once = parseRename("users:people", from, to);
    assert.throws(() => parseRename("users:people", from, to, once), {
      message: 'Cannot rename "users:people": "users" is in another rename already',
    });
  });
});

describe("parseRenamesFile()", () => {
  test("gives the renames with their lines, without comments", () => {
    const text = '\uFEFF# renames\r\nusers:people # the model\n\n  "a#b".c:d\n';
    assert.deepEqual(parseRenamesFile(text), [
      { text: "users:people", line: 2 },
      { text: '"a#b".c:d', line: 4 },
    ]);
    assert.throws(() => parseRenamesFile("users people"), { code: "usage" });
  });
});

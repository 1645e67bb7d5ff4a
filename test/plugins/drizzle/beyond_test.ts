import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findTable, type Schema } from "../../../core/schema.ts";
import { exportByKit } from "./kit.ts";
import { loadSchema } from "./load.ts";
import { made } from "./made.ts";
import { makeProject } from "./project.ts";

/** The defaults of a table's columns. */
function defaults(schema: Schema, name: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    findTable(schema, { name })!.columns.map((column) => [column.name, column.default]),
  );
}

async function loadText(text: string, dialect: string): Promise<Schema> {
  using project = makeProject({ "schema.ts": text });
  return await loadSchema(["schema.ts"], { dialect, root: project.root });
}

describe("what drizzle-kit writes wrong or not at all is made as the models say it", () => {
  test("on PostgreSQL", { timeout: 60_000 }, async () => {
    const schema = await loadText(
      `import { sql } from "drizzle-orm";
       import { bigint, check, customType, integer, jsonb, line, pgEnum, pgSchema, pgTable, point,
         smallserial, text } from "drizzle-orm/pg-core";
       const hidden = pgEnum("not_exported", ["a"]);
       const shop = pgSchema("shop");
       const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
       export const odd = pgTable("odd", {
         small: smallserial().primaryKey(),
         big: bigint({ mode: "bigint" }).default(9223372036854775807n),
         place: point().default([1, 2]),
         placeObject: point({ mode: "xy" }).default({ x: 3, y: 4 }),
         straight: line().default([1, 2, 3]),
         bytes: bytea().default(Buffer.from("hi")),
         json: jsonb().default({ text: "it's" }),
         plain: jsonb().default("just text"),
         list: text().array().default(["it's", 'say "x"', "a\\\\b"]),
         hidden: hidden(),
       }, (table) => [check("limit", sql\`\${table.small} < \${100}\`)]);
       export const things = shop.table("things", { id: integer() });`,
      "postgres",
    );
    const real = await made("postgres18", schema);
    assert.deepEqual(defaults(real, "odd"), {
      small: "nextval('odd_small_seq'::regclass)",
      big: "'9223372036854775807'::bigint",
      place: "'(1,2)'::point",
      placeObject: "'(3,4)'::point",
      straight: "'{1,2,3}'::line",
      bytes: "'\\x6869'::bytea",
      json: `'{"text": "it''s"}'::jsonb`,
      plain: `'"just text"'::jsonb`,
      list: `'{it''s,"say \\"x\\"","a\\\\b"}'::text[]`,
      hidden: undefined,
    });
    assert.equal(findTable(real, { name: "odd" })?.checks[0]?.expression, "small < 100");
    assert.deepEqual(real.enums.map(({ name }) => name), ["not_exported"]);
    assert.ok(findTable(real, { schema: "shop", name: "things" }) !== undefined);
  });

  test(
    "on MySQL, where a fraction of a second is kept up to date",
    { timeout: 60_000 },
    async () => {
      const schema = await loadText(
        `import { mysqlTable, timestamp } from "drizzle-orm/mysql-core";
       import { sql } from "drizzle-orm";
       export const odd = mysqlTable("odd", {
         at: timestamp({ fsp: 3 }).default(sql\`CURRENT_TIMESTAMP(3)\`).onUpdateNow(),
       });`,
        "mysql",
      );
      const real = await made("mysql", schema);
      assert.match(findTable(real, { name: "odd" })?.columns[0]?.onUpdate ?? "", /\(3\)/);
    },
  );

  test("on MySQL, SERIAL is what the server takes it for", { timeout: 60_000 }, async () => {
    const path = "test/plugins/drizzle/fixtures/mysql_serial.ts";
    const schema = await loadSchema([path], { dialect: "mysql" });
    assert.deepEqual(
      await made("mysql", schema),
      await made("mysql", exportByKit(path, { dialect: "mysql" })),
    );
    // MariaDB takes no AUTO_INCREMENT behind SERIAL.
    const numbered = findTable(await made("mariadb", schema), { name: "counted" })?.columns[1];
    assert.deepEqual(numbered?.identity, {});
  });
});

describe("types of extensions are spelled as drizzle-kit spells them", () => {
  const text = `import { bit, geometry, halfvec, index, pgTable, sparsevec, vector }
      from "drizzle-orm/pg-core";
    export const items = pgTable("items", {
      three: vector({ dimensions: 3 }).default([1, 2, 3]),
      half: halfvec({ dimensions: 4 }),
      bits: bit({ dimensions: 5 }),
      sparse: sparsevec({ dimensions: 6 }),
      place: geometry({ type: "point", mode: "tuple", srid: 4326 }),
    }, (table) => [
      index("near").using("hnsw", table.three.op("vector_cosine_ops")).with({ m: 16 }),
      index("where_it_is").using("gist", table.place),
    ]);\n`;
  const cases: readonly (readonly [string | undefined, string])[] = [
    [undefined, "geometry(point)"],
    ["drizzle-orm-next", "geometry(point,4326)"],
  ];
  for (const [orm, geometry] of cases) {
    test(`of ${orm ?? "drizzle-orm"}`, async () => {
      using project = makeProject({ "schema.ts": text }, orm === undefined ? {} : { orm });
      const schema = await loadSchema(["schema.ts"], { dialect: "postgres", root: project.root });
      const [table] = schema.tables;
      assert.deepEqual(table?.columns.map(({ type }) => type), [
        "vector(3)",
        "halfvec(4)",
        "bit(5)",
        "sparsevec(6)",
        geometry,
      ]);
      assert.equal(table?.columns[0]?.default, "'[1,2,3]'");
      assert.deepEqual(table?.indexes, [
        {
          name: "near",
          unique: false,
          parts: [{ column: "three", opclass: "vector_cosine_ops" }],
          method: "hnsw",
          options: { m: "16" },
        },
        { name: "where_it_is", unique: false, parts: [{ column: "place" }], method: "gist" },
      ]);
    });
  }
});

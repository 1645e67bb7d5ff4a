import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { describe, test } from "node:test";
import type { Session, Value } from "../../../core/adapter.ts";
import { rowsOf, run, type Suite } from "./suite.ts";

/** Texts that break what is quoted carelessly. */
export const hostileTexts: readonly string[] = [
  "",
  " ",
  "plain",
  "it's",
  "''",
  "' OR '1'='1",
  "'; DROP TABLE things; --",
  'double "quotes"',
  "back`ticks`",
  "[brackets]",
  "back\\slash",
  "\\",
  "\\'",
  "\\n is no line end",
  "%s _ % like",
  "$1 ? :name @name",
  "$$ $tag$ $$",
  "line\nline\r\nline\rend\n",
  "tab\tend",
  "-- no comment",
  "/* no comment */",
  "semi;colon;",
  "naïve ñandú 日本語 ελληνικά",
  "emoji 🐦 and a ligature ﬁ",
  "e\u0301 is not é",
  "\u00a0\u2028\u2029\ufeff",
  "x".repeat(100_000),
];

/** Names that break what is quoted carelessly, and short enough for every database. */
export const hostileNames: readonly string[] = [
  "select",
  "Table",
  "MiXeD",
  "with space",
  "it's",
  'double"quote',
  'double""quote',
  "back`tick",
  "back\\slash",
  "semi;colon",
  "dot.ted",
  "-- dash",
  "per%cent",
  "ñandú",
  "$1 ?",
  "[brackets]",
];

const binary = Uint8Array.from({ length: 256 }, (_, index) => index);

/** What goes into a statement comes out as it was, as a literal and as a parameter. */
export function testValues({ options, fresh }: Suite): void {
  const parameter = options.parameter ?? (() => "?");

  const makeTable = async (session: Session) => {
    const { type } = session.dialect;
    await run(
      session,
      `CREATE TABLE vals (id integer NOT NULL PRIMARY KEY, t ${type("text")}, ` +
        `n ${type("bigint")}, x ${type("double")}, b ${type("binary")}, f ${type("boolean")})`,
    );
  };

  describe("values", () => {
    test("a text comes back as it was, as a literal", async () => {
      await using database = await fresh();
      const session = await database.open();
      await makeTable(session);
      for (const [id, text] of hostileTexts.entries()) {
        const literal = session.dialect.literal(text);
        await run(session, `INSERT INTO vals (id, t) VALUES (${id}, ${literal})`);
        const [row] = await rowsOf(session, `SELECT t FROM vals WHERE id = ${id}`);
        assert.equal(row?.["t"], text);
      }
    });

    test("a text comes back as it was, as a parameter", async () => {
      await using database = await fresh();
      const session = await database.open();
      await makeTable(session);
      for (const [id, text] of hostileTexts.entries()) {
        const sql = `INSERT INTO vals (id, t) VALUES (${parameter(1)}, ${parameter(2)})`;
        await session.query(sql, [id, text]);
        const [row] = await session.query(`SELECT t FROM vals WHERE id = ${parameter(1)}`, [id]);
        assert.equal(row?.["t"], text);
      }
    });

    test("a NUL character is kept or refused, but never where a text is cut", async () => {
      await using database = await fresh();
      const session = await database.open();
      await makeTable(session);
      const text = "before\0after";
      const { literal } = session.dialect;
      const keep = async (insert: () => Promise<unknown>) => {
        const refused = await insert().then(() => false, () => true);
        // Asked of the database, since a driver may cut what it reads (node:sqlite of Deno does).
        const cut = `SELECT id FROM vals WHERE t = ${literal("before")}`;
        assert.deepEqual(await rowsOf(session, cut), []);
        assert.equal((await rowsOf(session, "SELECT id FROM vals")).length, refused ? 0 : 1);
        await run(session, "DELETE FROM vals");
      };
      await keep(async () => {
        await run(session, `INSERT INTO vals (id, t) VALUES (1, ${literal(text)})`);
      });
      const sql = `INSERT INTO vals (id, t) VALUES (2, ${parameter(1)})`;
      await keep(async () => await session.query(sql, [text]));
    });

    const values: readonly (readonly [column: string, value: Value])[] = [
      ["n", 0],
      ["n", -1],
      ["n", 9007199254740991],
      ["n", 9223372036854775807n],
      ["n", -9223372036854775807n],
      ["x", 0.1],
      ["x", -1.5e-7],
      ["x", 1e21],
      ["t", null],
      ["n", null],
      ["f", true],
      ["f", false],
    ];
    for (const [how, bound] of [["literal", false], ["parameter", true]] as const) {
      test(`numbers, truths and NULL come back as they were, as a ${how}`, async () => {
        await using database = await fresh();
        const session = await database.open();
        await makeTable(session);
        for (const [id, [column, value]] of values.entries()) {
          const word = bound ? parameter(1) : session.dialect.literal(value);
          const sql = `INSERT INTO vals (id, ${column}) VALUES (${id}, ${word})`;
          await (bound ? session.query(sql, [value]) : run(session, sql));
          // Compared by the database: a driver may give a large number as a text.
          const condition = value === null
            ? `${column} IS NULL`
            : `${column} = ${session.dialect.literal(value)}`;
          const rows = await rowsOf(
            session,
            `SELECT id FROM vals WHERE id = ${id} AND ${condition}`,
          );
          assert.equal(rows.length, 1, `${typeof value} ${value}`);
          const [row] = await rowsOf(session, `SELECT ${column} AS v FROM vals WHERE id = ${id}`);
          if (typeof value === "bigint") continue;
          if (value === null) assert.equal(row?.["v"], null);
          else assert.equal(Number(row?.["v"]), Number(value));
        }
      });
    }

    test("every byte comes back as it was, as a literal and as a parameter", async () => {
      await using database = await fresh();
      const session = await database.open();
      await makeTable(session);
      await run(
        session,
        `INSERT INTO vals (id, b) VALUES (1, ${session.dialect.literal(binary)}), ` +
          `(2, ${session.dialect.literal(new Uint8Array())})`,
      );
      await session.query(`INSERT INTO vals (id, b) VALUES (3, ${parameter(1)})`, [binary]);
      const rows = await rowsOf(session, "SELECT b FROM vals ORDER BY id");
      const bytes = rows.map((row) => Buffer.from(row["b"] as Uint8Array).toString("hex"));
      const all = Buffer.from(binary).toString("hex");
      assert.deepEqual(bytes, [all, "", all]);
    });

    test("a time is the same instant, as a literal and as a parameter", async () => {
      await using database = await fresh();
      const session = await database.open();
      const { literal, store } = session.dialect;
      await run(session, `CREATE TABLE times (id integer, moment ${store.timestamp})`);
      const at = new Date("2026-01-13T17:24:05.000Z");
      await run(session, `INSERT INTO times (id, moment) VALUES (1, ${literal(at)})`);
      await session.query(`INSERT INTO times (id, moment) VALUES (2, ${parameter(1)})`, [at]);
      const rows = await rowsOf(session, `SELECT ${store.iso("moment")} AS v FROM times`);
      assert.deepEqual(rows.map((row) => row["v"]), [at.toISOString(), at.toISOString()]);
    });

    test("quote() takes any name, for tables and for columns", async () => {
      await using database = await fresh();
      const session = await database.open();
      const { quote } = session.dialect;
      const columns = hostileNames.map((column) => `${quote(column)} integer`).join(", ");
      await run(session, `CREATE TABLE named (${columns})`);
      const numbers = hostileNames.map((_, index) => index).join(", ");
      await run(session, `INSERT INTO named VALUES (${numbers})`);
      for (const [index, column] of hostileNames.entries()) {
        const [row] = await rowsOf(session, `SELECT ${quote(column)} FROM named`);
        assert.deepEqual(Object.keys(row ?? {}), [column]);
        assert.equal(Number(row?.[column]), index);
      }
      for (const [index, table] of hostileNames.entries()) {
        await run(session, `CREATE TABLE ${quote([table])} (id integer)`);
        await run(session, `INSERT INTO ${quote(table)} VALUES (${index})`);
      }
      for (const [index, table] of hostileNames.entries()) {
        const [row] = await rowsOf(session, `SELECT id FROM ${quote([table])}`);
        assert.equal(Number(row?.["id"]), index);
      }
    });
  });
}

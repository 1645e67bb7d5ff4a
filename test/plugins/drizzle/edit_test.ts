import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { equalData } from "../../../core/schema_order.ts";
import { printName, type QualifiedName, type Schema } from "../../../core/schema.ts";
import { exportByKit } from "./kit.ts";
import { loadSchema } from "./load.ts";
import { made } from "./made.ts";
import { makeProject } from "./project.ts";

/** One edit of a fixture, on top of those before it, and what of the schema is then another. */
interface Edit {
  readonly what: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly changed: readonly string[];
}

const sqlite: readonly Edit[] = [
  {
    what: "a column more",
    from: "  title: text(),",
    to: "  title: text(),\n  color: text().notNull().default(`red`),",
    changed: ["groups"],
  },
  {
    what: "a column's default, nullability and type",
    from: "score: real().default(1.5)",
    to: "score: numeric().notNull().default(`2`)",
    changed: ["users"],
  },
  {
    what: "a check and an index less",
    from: /check\("role_is_known".*\n/,
    to: "",
    changed: ["users"],
  },
  {
    what: "an index on another column",
    from: "table.lastName),",
    to: "table.role),",
    changed: ["users"],
  },
  {
    what: "a foreign key's action",
    from: 'onDelete("restrict")',
    to: 'onDelete("cascade")',
    changed: ["members"],
  },
  {
    what: "a table more",
    from: "export const elsewhere",
    to: `export const extra = sqliteTable("extra", { id: integer().primaryKey() });
export const elsewhere`,
    changed: ["extra"],
  },
  {
    what: "a view's query",
    from: "select email as name from active_users",
    to: "select upper(email) as name from active_users",
    changed: ["a_names_of_users"],
  },
  { what: "a table's name", from: '"single"', to: '"sole"', changed: ["single", "sole"] },
];

const postgres: readonly Edit[] = [
  {
    what: "a value of an enum",
    from: '["day", "week"]',
    to: '["day", "week", "month"]',
    changed: ["time_unit"],
  },
  {
    what: "a column's type",
    from: "short: smallint().default(2)",
    to: "short: bigint({ mode: 'number' }).default(3)",
    changed: ["everything"],
  },
  { what: "an identity", from: "increment: 5,", to: "increment: 6,", changed: ["people"] },
  {
    what: "an index's condition and method",
    from: '.using("hash", table.firstName)',
    to: ".on(table.firstName).where(sql`age > 3`)",
    changed: ["people"],
  },
  {
    what: "a unique constraint",
    from: ".nullsNotDistinct()",
    to: "",
    changed: ["people"],
  },
  {
    what: "a policy",
    from: 'for: "select"',
    to: 'for: "update"',
    changed: ["read_own"],
  },
  { what: "a sequence", from: "cache: 5,", to: "cache: 6,", changed: ["tickets"] },
  {
    what: "a column of another schema's table",
    from: "position: integer().notNull(),",
    to: "position: integer(),",
    changed: ["sales.order_lines"],
  },
  {
    what: "a materialized view",
    from: "sum(${orders.total})",
    to: "max(${orders.total})",
    changed: ["sales.totals"],
  },
];

/** The names of what two schemas have otherwise. */
function changedNames(before: Schema, after: Schema): readonly string[] {
  const all = (schema: Schema): ReadonlyMap<string, QualifiedName> =>
    new Map(
      Object.entries(schema).flatMap(([kind, list]: [string, readonly QualifiedName[]]) =>
        list.map((each): [string, QualifiedName] => [
          JSON.stringify([kind, printName(each)]),
          each,
        ])
      ),
    );
  const [one, other] = [all(before), all(after)];
  const keys = [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => !equalData(one.get(key), other.get(key)));
  return keys.map((key) => (JSON.parse(key) as [string, string])[1]).sort();
}

describe("an edit of models changes what it names, and makes what drizzle-kit makes", () => {
  for (
    const [kind, dialect, edits] of [
      ["sqlite", "sqlite", sqlite],
      ["postgres18", "postgres", postgres],
    ] as const
  ) {
    test(`on ${kind}`, { timeout: 180_000 }, async () => {
      const fixture = new URL(`./fixtures/${dialect}.ts`, import.meta.url);
      let text = readFileSync(fixture, "utf8");
      let before = await made(
        kind,
        exportByKit(`test/plugins/drizzle/fixtures/${dialect}.ts`, { dialect }),
      );
      for (const { what, from, to, changed } of edits) {
        const edited = text.replace(from, to);
        assert.notEqual(edited, text, what);
        text = edited;
        using project = makeProject({ "schema.ts": text });
        const schema = await loadSchema(["schema.ts"], { dialect, root: project.root });
        const after = await made(kind, schema);
        const theirs = await made(kind, exportByKit(join(project.root, "schema.ts"), { dialect }));
        assert.deepEqual(after, theirs, what);
        assert.deepEqual(changedNames(before, after), changed, what);
        before = after;
      }
    });
  }
});

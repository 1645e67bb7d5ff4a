import fc from "fast-check";
import type { Check, Column, ForeignKey, Index, Table, Unique } from "../../../core/schema.ts";

/** Types as the catalogue spells them, each with a default of its own. */
const types: readonly (readonly [type: Column["type"], value: string])[] = [
  ["integer", "1 + 2"],
  ["bigint", "'-5'::bigint"],
  ["text", "'it''s \\ (a) test'::text"],
  ["character varying(20)", "'x'::character varying"],
  ["boolean", "NOT true"],
  ["numeric(10,2)", "1.50"],
  ["timestamp(3) with time zone", "CURRENT_TIMESTAMP"],
  ["timestamp without time zone", "now() AT TIME ZONE 'utc'::text"],
  ["jsonb", "'{}'::jsonb"],
  ["uuid", "gen_random_uuid()"],
  ["integer[]", "'{1,2}'::integer[]"],
  [{ name: "mood", dimensions: 0 }, "'it''s'::mood"],
  [{ name: "mood", dimensions: 1 }, "ARRAY['ok'::mood]"],
];

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8, unit: "grapheme-ascii" }),
  fc.constantFrom("select", "Ümlaut", 'a"b', "a.b", "user", "x"),
);
const comment = fc.option(fc.string({ minLength: 1, maxLength: 9, unit: "grapheme-ascii" }), {
  nil: undefined,
});

const someColumn: fc.Arbitrary<Omit<Column, "name">> = fc.record({
  type: fc.constantFrom(...types),
  nullable: fc.boolean(),
  hasDefault: fc.boolean(),
  collate: fc.boolean(),
  comment,
}).map(({ type: [type, value], nullable, hasDefault, collate, comment }) => ({
  type,
  nullable,
  ...(hasDefault ? { default: value } : {}),
  ...(collate && type === "text" ? { collation: "C" } : {}),
  ...(comment === undefined ? {} : { comment }),
}));

/** A table whose columns, keys and indexes have names and kinds of every sort. */
export const someTable: fc.Arbitrary<Table> = fc.record({
  name,
  columns: fc.uniqueArray(fc.tuple(name, someColumn), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 6,
  }),
  keys: fc.uniqueArray(name, { minLength: 8, maxLength: 8 }),
  choices: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  comment,
}).map(({ name, columns: drawn, keys, choices, comment }): Table => {
  // Names of indexes and tables are of one kind.
  const [primary, unique, foreign, check, ...indexes] = keys.map((key, at) => `${key} ${at}`);
  const [usesKey, usesUnique, usesForeign, usesCheck, usesIndex] = choices.map((nat) =>
    nat % 2 > 0
  );
  const columns = drawn.map(([name, column]): Column => ({ name, ...column }));
  const key = pick(columns, choices[5]!);
  const keyed = columns.map((column) =>
    usesKey && column === key ? { ...column, nullable: false } : column
  );
  const other = pick(columns, choices[6]!).name;
  return {
    name: `t ${name}`,
    columns: keyed,
    ...(usesKey
      ? { primaryKey: { kind: "primary_key", name: primary!, columns: [key.name] } }
      : {}),
    uniques: usesUnique ? [someUnique(unique!, other, choices[7]!)] : [],
    foreignKeys: usesForeign && usesKey
      ? [someForeignKey(foreign!, { table: `t ${name}`, column: key.name, choice: choices[8]! })]
      : [],
    checks: usesCheck ? [someCheck(check!, other)] : [],
    exclusions: [],
    indexes: usesIndex
      ? indexes.slice(0, 2).map((index, at) =>
        someIndex(index, pick(columns, at), choices[9 + at]!)
      )
      : [],
    options: choices[11]! % 3 === 0 ? { fillfactor: "55" } : {},
    ...(comment === undefined ? {} : { comment }),
  };
});

function pick(columns: readonly Column[], choice: number): Column {
  return columns[choice % columns.length]!;
}

function someUnique(name: string, column: string, choice: number): Unique {
  return {
    kind: "unique",
    name,
    columns: [column],
    ...(choice % 2 === 0 ? { deferrable: "deferred" } : { nullsNotDistinct: true }),
  };
}

function someForeignKey(
  name: string,
  { table, column, choice }: {
    readonly table: string;
    readonly column: string;
    readonly choice: number;
  },
): ForeignKey {
  const onDelete =
    ([undefined, "cascade", "set null", "set default", "restrict"] as const)[choice % 5];
  return {
    kind: "foreign_key",
    name,
    columns: [column],
    references: { name: table },
    referencedColumns: [column],
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(choice % 3 === 0 ? { notValid: true } : {}),
  };
}

function someCheck(name: string, column: string): Check {
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(column) && !keywords.has(column);
  const spelled = isPlain ? column : `"${column.replaceAll('"', '""')}"`;
  return { kind: "check", name, expression: `${spelled} IS NOT NULL`, columns: [column] };
}

function someIndex(name: string, column: Column, choice: number): Index {
  const method = column.type === "jsonb" ? "gin" : choice % 3 === 0 ? "hash" : undefined;
  return {
    name,
    unique: method === undefined && choice % 2 === 0,
    parts: [{
      column: column.name,
      ...(method === undefined && choice % 4 > 1 ? { descending: true } : {}),
      ...(method === undefined && choice % 5 > 2
        ? { nulls: choice % 4 > 1 ? "last" : "first" } as const
        : {}),
    }],
    ...(method === undefined ? {} : { method }),
  };
}

/** Short words that the server quotes, which chance can make. */
const keywords: ReadonlySet<string> = new Set(
  ("all and any as asc bit both case cast char check dec desc do else end for from full ilike in " +
    "inner inout int into is isnull join left like limit none not null nullif offset on only or order " +
    "out outer real right row select setof similar some table then time to trim true union user using " +
    "values verbose when where window with").split(" "),
);

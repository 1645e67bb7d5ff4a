import fc from "fast-check";
import type { Column, Index, Table, Unique } from "../../../core/schema.ts";

/** Types with defaults as the catalogue spells them. */
const kinds: readonly (Partial<Column> & { readonly type: string })[] = [
  { type: "int", default: "-7" },
  { type: "bigint unsigned" },
  { type: "tinyint(1)", default: "1" },
  { type: "decimal(12,3)", default: "0.500" },
  { type: "double" },
  { type: "varchar(30)", default: "'it''s (x; '" },
  { type: "varchar(191)", collation: "utf8mb4_bin" },
  { type: "char(5)", default: "''" },
  { type: "longtext", nullable: true },
  { type: "text", nullable: true },
  { type: "json", nullable: true },
  { type: "date", default: "'2020-02-29'" },
  { type: "datetime(6)", default: "CURRENT_TIMESTAMP(6)", onUpdate: "CURRENT_TIMESTAMP(6)" },
  { type: "timestamp", default: "CURRENT_TIMESTAMP" },
  { type: "time(3)" },
  { type: "year" },
  { type: "varbinary(9)" },
  { type: "longblob", nullable: true },
  { type: "enum('a','b''c','ü')", default: "'ü'" },
  { type: "set('x','y')" },
  { type: "bit(4)", default: "b'101'" },
  { type: "varchar(12)", default: "uuid()" },
];

const names = fc.string({
  unit: fc.constantFrom(..."abcXYZ09_ -.;'\"\\`%$üß日".split("")),
  minLength: 1,
  maxLength: 12,
}).filter((name) => name.trim() === name);

const texts = fc.string({ unit: fc.constantFrom(..."ab'\"\\;%\n日 ".split("")), maxLength: 12 })
  .filter((text) => text.trim() !== "");

const isKey = ({ type }: Column): boolean => !/text|json|blob/.test(String(type));

/** A table with the spellings of the catalogue, so that what is read must be the same. */
export function randomTable(): fc.Arbitrary<Table> {
  const columns = fc.uniqueArray(
    fc.record({
      name: names,
      kind: fc.constantFrom(...kinds),
      nullable: fc.boolean(),
      withDefault: fc.boolean(),
      comment: fc.option(texts, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 7, selector: ({ name }) => name.toLowerCase().normalize("NFKD") },
  ).map((list) =>
    list.map(({ name, kind, nullable, withDefault, comment }): Column => {
      const { default: preset, onUpdate, ...type } = kind;
      return {
        name,
        nullable: nullable || !withDefault,
        ...type,
        ...(withDefault && preset !== undefined ? { default: preset } : {}),
        ...(withDefault && onUpdate !== undefined ? { onUpdate } : {}),
        ...(comment === undefined ? {} : { comment }),
      };
    })
  );
  return fc.record({
    name: names,
    columns,
    keyed: fc.boolean(),
    comment: fc.option(texts, { nil: undefined }),
    keys: fc.uniqueArray(
      fc.record({ name: names, picks: fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }) }),
      { maxLength: 3, selector: ({ name }) => name.toLowerCase().normalize("NFKD") },
    ),
    descending: fc.boolean(),
  }).map(({ name, columns, keyed, comment, keys, descending }): Table => {
    const all: readonly Column[] = keyed
      ? [{ name: "the id", type: "int", nullable: false, identity: {} }, ...columns]
      : columns;
    const candidates = all.filter(isKey).map((column) => column.name);
    const picked = keys.map((key) => ({
      name: key.name,
      columns: [...new Set(key.picks.map((pick) => candidates[pick % candidates.length] ?? ""))]
        .filter((column) => column !== ""),
    })).filter((key) => key.columns.length > 0 && key.name.toLowerCase() !== "primary");
    const [unique, ...others] = picked;
    return {
      name,
      columns: all,
      ...(keyed ? { primaryKey: { kind: "primary_key", columns: ["the id"] } } : {}),
      uniques: unique === undefined ? [] : [{ kind: "unique", ...unique } satisfies Unique],
      foreignKeys: [],
      checks: [],
      exclusions: [],
      indexes: others.map((key): Index => ({
        name: key.name,
        unique: false,
        parts: key.columns.map((column) => ({
          column,
          ...(descending ? { descending: true as const } : {}),
        })),
      })),
      options: {},
      ...(comment === undefined ? {} : { comment }),
    };
  });
}

import fc from "fast-check";

/** A column by numbers, which a flavour of SQL turns into types and expressions. */
export interface ColumnDraft {
  /** Index into the flavour's types, taken modulo their number. */
  readonly type: number;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  readonly isGenerated: boolean;
  readonly comment: boolean;
  readonly hasCheck: boolean;
}

/** A key over columns by their places; those that are not there are left out. */
export interface KeyDraft {
  readonly columns: readonly number[];
  readonly unique: boolean;
  readonly descending: boolean;
  /** Index into the flavour's special forms of an index; 0 is none. */
  readonly form: number;
}

/** A table of up to five columns beside its `id`. */
export interface TableDraft {
  readonly columns: readonly (ColumnDraft | null)[];
  /** How rows are numbered: index into the flavour's choices, taken modulo their number. */
  readonly id: number;
  readonly keys: readonly (KeyDraft | null)[];
  readonly constraints: readonly (KeyDraft | null)[];
  /** The table that a column of its own refers to, and what happens when a row goes. */
  readonly reference: { readonly table: number; readonly action: number } | null;
  readonly comment: boolean;
  /** How far the columns are turned from their usual order. */
  readonly turn: number;
  /** Index into the flavour's options of a table; 0 is none. */
  readonly options: number;
}

/** A schema of up to four tables. */
export interface SchemaDraft {
  readonly tables: readonly (TableDraft | null)[];
  /** A view for each table, of its columns at these places. */
  readonly views: readonly (readonly number[] | null)[];
  /** The values of an enum, in their order. */
  readonly values: readonly number[];
  /** Index into the flavour's bodies of a function and a trigger; 0 is none. */
  readonly routine: number;
  /** Indexes into what else a flavour has: domains, row types, policies, gathered views, partitions. */
  readonly extras: readonly number[];
}

const columnCount = 5;
const places = fc.uniqueArray(fc.nat(columnCount - 1), { minLength: 1, maxLength: 3 });
const sometimes = <T>(one: fc.Arbitrary<T>, freq = 2) => fc.option(one, { nil: null, freq });
const seldom = fc.nat(4).map((number) => number === 4);

const column: fc.Arbitrary<ColumnDraft> = fc.record({
  type: fc.nat(40),
  nullable: fc.boolean(),
  hasDefault: fc.boolean(),
  isGenerated: seldom,
  comment: seldom,
  hasCheck: seldom,
});

const key: fc.Arbitrary<KeyDraft> = fc.record({
  columns: places,
  unique: fc.boolean(),
  descending: fc.boolean(),
  form: fc.nat(7),
});

const table: fc.Arbitrary<TableDraft> = fc.record({
  columns: fc.tuple(...Array.from({ length: columnCount }, () => sometimes(column, 4))),
  id: fc.nat(11),
  keys: fc.tuple(sometimes(key), sometimes(key)),
  constraints: fc.tuple(sometimes(key), sometimes(key)),
  reference: sometimes(fc.record({ table: fc.nat(3), action: fc.nat(3) })),
  comment: seldom,
  turn: fc.nat(columnCount - 1),
  options: fc.nat(7),
});

const schema: fc.Arbitrary<SchemaDraft> = fc.record({
  tables: fc.tuple(...Array.from({ length: 4 }, () => sometimes(table, 3))),
  views: fc.tuple(...Array.from({ length: 4 }, () => sometimes(places, 2))),
  values: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 5 }),
  routine: fc.nat(3),
  extras: fc.tuple(...Array.from({ length: 5 }, () => fc.nat(5))),
});

/** Which parts of a schema change; the fewer, the simpler. */
const mask = fc.infiniteStream(fc.nat(2).map((number) => number === 2));

/** Pairs of schemas, of which the second has most parts of the first. */
export const pairs: fc.Arbitrary<readonly [SchemaDraft, SchemaDraft]> = fc
  .tuple(schema, schema, mask)
  .map(([from, other, changes]) => [from, mix(from, other, changes)]);

function mix(from: SchemaDraft, other: SchemaDraft, changes: Iterator<boolean>): SchemaDraft {
  const changed = () => changes.next().value === true;
  const either = <T>(one: T, another: T) => changed() ? another : one;
  const each = <T>(ones: readonly T[], others: readonly T[]) =>
    ones.map((one, index) => either(one, others[index]!));
  return {
    tables: from.tables.map((one, index) => {
      const another = other.tables[index]!;
      if (one === null || another === null) return either(one, another);
      return {
        columns: each(one.columns, another.columns),
        id: either(one.id, another.id),
        keys: each(one.keys, another.keys),
        constraints: each(one.constraints, another.constraints),
        reference: either(one.reference, another.reference),
        comment: either(one.comment, another.comment),
        turn: either(one.turn, another.turn),
        options: either(one.options, another.options),
      };
    }),
    views: each(from.views, other.views),
    values: either(from.values, other.values),
    routine: either(from.routine, other.routine),
    extras: each(from.extras, other.extras),
  };
}

import { keyOf } from "../diff/names.ts";
import { type DiffTraits, rulesOf } from "../diff/traits.ts";
import type { Rename, Renames } from "./renames.ts";
import { compare, equalData } from "../schema_order.ts";
import { type Column, type EnumType, nameOf, type Schema, type Table } from "../schema.ts";
import { fits } from "../type_fit.ts";
import { nameLikeness } from "./likeness.ts";

/** Something that goes while something like it comes, which may be a rename. */
export type RenameCandidate = Rename & {
  /** From 0 to 1. */
  readonly likeness: number;
};

/**
 * What may be a rename, the likeliest first; equally likely ones by name. Each side may be in several
 * candidates: ask about the first one, add the answer to `decided` or to `declined`, and find again.
 * Columns are asked about when all tables and enums are decided.
 */
export function findRenameCandidates(
  from: Schema,
  to: Schema,
  decided: Renames,
  { declined = { tables: [], columns: [] }, traits = {} }: {
    /** Pairs that are no renames. */
    readonly declined?: Renames;
    readonly traits?: DiffTraits;
  } = {},
): readonly RenameCandidate[] {
  const asked = { decided, declined };
  const whole = [
    ...tableCandidates(from, to, { ...asked, traits }),
    ...enumCandidates(from, to, asked),
  ];
  const found = whole.length > 0 ? whole : columnCandidates(from, to, { ...asked, traits });
  return found.sort((one, other) =>
    other.likeness - one.likeness || compare(sortKey(one), sortKey(other))
  );
}

interface Answers {
  readonly decided: Renames;
  readonly declined: Renames;
}

function sortKey(rename: Rename): string {
  return rename.kind === "column"
    ? JSON.stringify([rename.kind, keyOf(rename.table), rename.from, rename.to])
    : JSON.stringify([rename.kind, keyOf(rename.from), keyOf(rename.to)]);
}

function pairKey({ from, to }: { readonly from: TableLike; readonly to: TableLike }): string {
  return JSON.stringify([keyOf(from), keyOf(to)]);
}

type TableLike = { readonly schema?: string; readonly name: string };

/** What is on one side only, and not spoken for. */
function onlyThere<Item extends TableLike>(
  items: readonly Item[],
  others: readonly Item[],
  { decided, fold }: {
    readonly decided: readonly TableLike[];
    readonly fold: (name: string) => string;
  },
): readonly Item[] {
  const key = (name: TableLike) => keyOf({ ...nameOf(name), name: fold(name.name) });
  const known = new Set([...others.map(key), ...decided.map(key)]);
  return items.filter((item) => !known.has(key(item)));
}

function tableCandidates(
  from: Schema,
  to: Schema,
  { decided, declined, traits }: Answers & { readonly traits: DiffTraits },
): RenameCandidate[] {
  const fold = rulesOf(traits).foldTable;
  const refused = new Set(declined.tables.map(pairKey));
  const gone = onlyThere(from.tables, to.tables, {
    decided: decided.tables.map((rename) => rename.from),
    fold,
  });
  const come = onlyThere(to.tables, from.tables, {
    decided: decided.tables.map((rename) => rename.to),
    fold,
  });
  const columns = new Map(
    gone.map((table) => [table, new Map(table.columns.map((column) => [column.name, column]))]),
  );
  return come.flatMap((table) =>
    gone.flatMap((other): RenameCandidate[] => {
      const likeness = tableLikeness({ table: other, columns: columns.get(other)! }, table);
      const pair = { from: nameOf(other), to: nameOf(table) };
      if (likeness === undefined || refused.has(pairKey(pair))) return [];
      return [{ kind: "table", ...pair, likeness }];
    })
  );
}

/** How much two tables have in common; undefined where it is too little to ask. */
function tableLikeness(
  from: { readonly table: Table; readonly columns: ReadonlyMap<string, Column> },
  to: Table,
): number | undefined {
  let shared = 0;
  for (const column of to.columns) {
    const other = from.columns.get(column.name);
    if (other !== undefined) shared += equalData(other.type, column.type) ? 1 : 0.7;
  }
  const overlap = 2 * shared / Math.max(1, from.columns.size + to.columns.length);
  if (overlap < 0.3) return undefined;
  const name = nameLikeness(from.table.name, to.name);
  return overlap < 0.5 && name < 0.5 ? undefined : 0.75 * overlap + 0.25 * name;
}

function enumCandidates(
  from: Schema,
  to: Schema,
  { decided, declined }: Answers,
): RenameCandidate[] {
  const fold = (name: string) => name;
  const refused = new Set((declined.enums ?? []).map(pairKey));
  const pairs = decided.enums ?? [];
  const gone = onlyThere(from.enums, to.enums, { decided: pairs.map((pair) => pair.from), fold });
  const come = onlyThere(to.enums, from.enums, { decided: pairs.map((pair) => pair.to), fold });
  return come.flatMap((type) =>
    gone.flatMap((other): RenameCandidate[] => {
      const overlap = valueOverlap(other, type);
      const pair = { from: nameOf(other), to: nameOf(type) };
      if (overlap < 0.5 || refused.has(pairKey(pair))) return [];
      const likeness = 0.75 * overlap + 0.25 * nameLikeness(other.name, type.name);
      return [{ kind: "enum", ...pair, likeness }];
    })
  );
}

function valueOverlap(from: EnumType, to: EnumType): number {
  const known = new Set(from.values);
  const shared = to.values.filter((value) => known.has(value)).length;
  return 2 * shared / Math.max(1, from.values.length + to.values.length);
}

function columnCandidates(
  from: Schema,
  to: Schema,
  { decided, declined, traits }: Answers & { readonly traits: DiffTraits },
): RenameCandidate[] {
  const fold = rulesOf(traits);
  const tables = new Map(to.tables.map((table) => [foldKey(table, fold.foldTable), table]));
  const renamed = new Map(decided.tables.map((rename) => [keyOf(rename.from), rename.to]));
  const taken = new Set(decided.tables.map((rename) => keyOf(rename.to)));
  const columns = byTable(decided);
  const refused = byTable(declined);
  return from.tables.flatMap((table) => {
    const chosen = renamed.get(keyOf(table));
    const other = tables.get(foldKey(chosen ?? table, fold.foldTable));
    if (other === undefined) return [];
    if (chosen === undefined && taken.has(keyOf(other))) return [];
    return pairColumns(table, other, {
      foldColumn: fold.foldColumn,
      decided: columns.get(keyOf(other)) ?? [],
      declined: refused.get(keyOf(other)) ?? [],
      enums: new Map((decided.enums ?? []).map((pair) => [keyOf(pair.from), pair.to])),
    });
  });
}

function foldKey(table: TableLike, fold: (name: string) => string): string {
  return keyOf({ ...nameOf(table), name: fold(table.name) });
}

function byTable({ columns }: Renames): ReadonlyMap<string, Renames["columns"]> {
  return Map.groupBy(columns, ({ table }) => keyOf(table));
}

function pairColumns(table: Table, other: Table, { foldColumn, decided, declined, enums }: {
  readonly foldColumn: (name: string) => string;
  readonly decided: Renames["columns"];
  readonly declined: Renames["columns"];
  readonly enums: ReadonlyMap<string, TableLike>;
}): readonly RenameCandidate[] {
  const only = (
    columns: readonly Column[],
    others: readonly Column[],
    known: readonly string[],
  ) => {
    const names = new Set([...others.map(({ name }) => name), ...known].map(foldColumn));
    return columns.filter(({ name }) => !names.has(foldColumn(name)));
  };
  const gone = only(table.columns, other.columns, decided.map((rename) => rename.from));
  const come = only(other.columns, table.columns, decided.map((rename) => rename.to));
  return come.flatMap((column, place) =>
    gone.flatMap((before, old): RenameCandidate[] => {
      const isDeclined = declined.some(({ from, to }) =>
        from === before.name && to === column.name
      );
      const likeness = columnLikeness(follow(before, enums), column, place === old);
      if (isDeclined || likeness === undefined) return [];
      return [{
        kind: "column",
        table: nameOf(other),
        from: before.name,
        to: column.name,
        likeness,
      }];
    })
  );
}

/** The column with its type under the name that was decided on. */
function follow(column: Column, enums: ReadonlyMap<string, TableLike>): Column {
  const { type } = column;
  const renamed = typeof type === "string" ? undefined : enums.get(keyOf(type));
  if (typeof type === "string" || renamed === undefined) return column;
  return { ...column, type: { ...renamed, dimensions: type.dimensions } };
}

/** How much two columns have in common; undefined where it is too little to ask. */
function columnLikeness(from: Column, to: Column, isSamePlace: boolean): number | undefined {
  if ((from.generated === undefined) !== (to.generated === undefined)) return undefined;
  const name = nameLikeness(from.name, to.name);
  const isSameType = equalData(from.type, to.type);
  if (!isSameType && name < 0.5) return undefined;
  const type = isSameType ? 1 : fits(from.type, to.type) || fits(to.type, from.type) ? 0.6 : 0;
  const rest = equalData({ ...from, name: "", type: "" }, { ...to, name: "", type: "" });
  return 0.45 * type + 0.3 * name + (rest ? 0.15 : 0) + (isSamePlace ? 0.1 : 0);
}

import type { ColumnDraft, KeyDraft, SchemaDraft, TableDraft } from "./draft.ts";

/** A type that columns are drawn from. */
export interface Kind {
  readonly type: string;
  readonly default?: string;
  /** Can stand in an index and a unique constraint as it is. */
  readonly isKey: boolean;
  /** A condition on a column of the type. */
  readonly check?: (column: string) => string;
  /** An expression that a generated column of type {@linkcode Flavour.computed} is computed by. */
  readonly compute?: (column: string) => string;
}

/** How a kind of database writes a drawn schema. */
export interface Flavour {
  quote(name: string): string;
  readonly kinds: readonly Kind[];
  /** The type of generated columns. */
  readonly computed: string;
  /** STORED or VIRTUAL. */
  kept(column: ColumnDraft): string;
  /** Definitions of `id`, by {@linkcode TableDraft.id}. */
  readonly ids: readonly string[];
  /** The type of what refers to `id`. */
  readonly reference: string;
  readonly actions: readonly string[];
  /** What precedes the tables: types. */
  prelude(draft: SchemaDraft): readonly string[];
  /** What follows them: routines. */
  postlude(draft: SchemaDraft, tables: readonly PrintedTable[]): readonly string[];
  /** A constraint of a key that is not unique; absent where there is none. */
  exclusion?(columns: readonly PrintedColumn[]): string;
  index(table: PrintedTable, key: KeyDraft, columns: readonly PrintedColumn[]): Index;
  comment(table: PrintedTable): readonly string[];
  columnComment(column: PrintedColumn): string;
  tableComment(table: TableDraft): string;
}

/** The statement of an index, with the name left to the caller. */
export type Index = (name: string) => string | undefined;

/** A column as it stands in its table. */
export interface PrintedColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly draft: ColumnDraft;
  readonly isGenerated: boolean;
}

/** A table that the schema has. */
export interface PrintedTable {
  readonly name: string;
  readonly draft: TableDraft;
  readonly columns: readonly PrintedColumn[];
}

const tableNames = ["ants", "Bees", "of ants", "zebras"];
const columnNames = ["a", "b", "C c", "select", "e"];

/** The script that makes a schema. */
export function print(draft: SchemaDraft, flavour: Flavour): string {
  const tables = draft.tables.flatMap((table, index): readonly PrintedTable[] =>
    table === null ? [] : [{
      name: tableNames[index]!,
      draft: table,
      columns: columnsOf(table, flavour),
    }]
  );
  const statements = [
    ...flavour.prelude(draft),
    ...tables.map((table) => createTable(table, flavour)),
    ...tables.flatMap((table) => indexesOf(table, flavour)),
    ...tables.flatMap((table) => referenceOf(table, tables, flavour)),
    ...tables.flatMap((table) => flavour.comment(table)),
    ...draft.views.flatMap((places, index) => viewOf(places, index, { tables, flavour })),
    ...flavour.postlude(draft, tables),
  ];
  return statements.map((statement) => `${statement};\n`).join("");
}

function columnsOf(table: TableDraft, flavour: Flavour): readonly PrintedColumn[] {
  const kindOf = ({ type }: ColumnDraft) => flavour.kinds[type % flavour.kinds.length]!;
  const source = table.columns.findIndex((column) =>
    column !== null && !column.isGenerated && kindOf(column).compute !== undefined
  );
  return table.columns.flatMap((column, index): readonly PrintedColumn[] =>
    column === null ? [] : [{
      name: columnNames[index]!,
      kind: kindOf(column),
      draft: column,
      isGenerated: column.isGenerated && source >= 0 && source < index,
    }]
  );
}

function createTable({ name, draft, columns }: PrintedTable, flavour: Flavour): string {
  const { quote } = flavour;
  const source = columns.find((column) => !column.draft.isGenerated && column.kind.compute);
  const lines = [...columns.slice(draft.turn), ...columns.slice(0, draft.turn)].map((column) => {
    const head = quote(column.name);
    if (column.isGenerated) {
      const expression = source!.kind.compute!(quote(source!.name));
      return `${head} ${flavour.computed} GENERATED ALWAYS AS (${expression}) ${
        flavour.kept(column.draft)
      }`;
    }
    const { nullable, hasDefault } = column.draft;
    const value = column.kind.default;
    return [
      `${head} ${column.kind.type}`,
      nullable ? "NULL" : "NOT NULL",
      hasDefault && value !== undefined ? `DEFAULT ${value}` : "",
      flavour.columnComment(column),
    ].filter((word) => word !== "").join(" ");
  });
  const checks = columns.filter(({ draft, kind, isGenerated }) =>
    draft.hasCheck && !isGenerated && kind.check !== undefined
  ).map(({ name: column, kind }) =>
    `CONSTRAINT ${quote(`${name} ${column} ok`)} CHECK (${kind.check!(quote(column))})`
  );
  const uniques = keysOf(draft.constraints, columns, flavour).map(([key, of], index) =>
    key.unique && of.length > 0
      ? `CONSTRAINT ${quote(`${name} one ${index}`)} UNIQUE (${
        of.map((column) => quote(column.name)).join(", ")
      })`
      : of.length > 0 && key.form === 7 && flavour.exclusion !== undefined
      ? `CONSTRAINT ${quote(`${name} not ${index}`)} ${flavour.exclusion(of)}`
      : ""
  ).filter((line) => line !== "");
  const reference = draft.reference === null ? [] : [`${quote("up")} ${flavour.reference}`];
  return `CREATE TABLE ${quote(name)} (${
    [flavour.ids[draft.id % flavour.ids.length]!, ...lines, ...reference, ...checks, ...uniques]
      .join(", ")
  })${flavour.tableComment(draft)}`;
}

function keysOf(
  keys: readonly (KeyDraft | null)[],
  columns: readonly PrintedColumn[],
  { kinds: _kinds }: Flavour,
): readonly (readonly [KeyDraft, readonly PrintedColumn[]])[] {
  return keys.flatMap((key) => {
    if (key === null) return [];
    const of = key.columns.flatMap((place) =>
      columns.filter(({ name, kind }) => name === columnNames[place] && kind.isKey)
    );
    return [[key, of] as const];
  });
}

function indexesOf(table: PrintedTable, flavour: Flavour): readonly string[] {
  return keysOf(table.draft.keys, table.columns, flavour).flatMap(([key, columns], index) => {
    if (columns.length === 0) return [];
    return flavour.index(table, key, columns)(`${table.name} i${index}`) ?? [];
  });
}

function referenceOf(
  { name, draft: { reference } }: PrintedTable,
  tables: readonly PrintedTable[],
  { quote, actions }: Flavour,
): readonly string[] {
  if (reference === null) return [];
  const wished = tableNames[reference.table % tableNames.length];
  const target = tables.find((table) => table.name === wished);
  if (target === undefined) return [];
  return [
    `ALTER TABLE ${quote(name)} ADD CONSTRAINT ${quote(`${name} up`)} FOREIGN KEY (${
      quote("up")
    }) REFERENCES ${quote(target.name)} (${quote("id")})${
      actions[reference.action % actions.length]
    }`,
  ];
}

function viewOf(
  places: readonly number[] | null,
  index: number,
  { tables, flavour: { quote } }: {
    readonly tables: readonly PrintedTable[];
    readonly flavour: Flavour;
  },
): readonly string[] {
  const table = tables.find(({ name }) => name === tableNames[index]);
  if (places === null || table === undefined) return [];
  const columns = places.flatMap((place) =>
    table.columns.filter(({ name }) => name === columnNames[place])
  ).map(({ name }) => quote(name));
  const view = quote(`${table.name} seen`);
  return [
    `CREATE VIEW ${view} AS SELECT ${[quote("id"), ...columns].join(", ")} FROM ${
      quote(table.name)
    }`,
  ];
}

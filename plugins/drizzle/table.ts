import type {
  Check,
  Column,
  ForeignKey,
  PrimaryKey,
  QualifiedName,
  ReferentialAction,
  SequenceBounds,
  Unique,
} from "../../core/schema.ts";
import type {
  ColumnModel,
  DefaultModel,
  ForeignKeyModel,
  NameModel,
  SequenceOptions,
  TableModel,
} from "./models.ts";

/** A name as the schema has it. */
export function nameOfModel({ schema, name }: NameModel): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}

/** What all dialects say of a column. */
export function baseColumn(
  column: ColumnModel,
  { type, spell }: {
    readonly type: Column["type"];
    spell(column: ColumnModel, value: DefaultModel): string;
  },
): Column {
  return {
    name: column.name,
    type,
    nullable: !column.notNull && column.identity === undefined,
    ...(column.default === undefined ? {} : { default: spell(column, column.default) }),
  };
}

/** The primary key, which columns or a constraint say. */
export function primaryKeyOf(
  table: TableModel,
  name: (said: string) => string | undefined,
): PrimaryKey | undefined {
  const [key] = table.primaryKeys;
  const columns = key?.columns ??
    table.columns.filter(({ primary }) => primary).map((column) => column.name);
  if (columns.length === 0) return undefined;
  const named = key === undefined ? undefined : name(key.name);
  return { kind: "primary_key", ...(named === undefined ? {} : { name: named }), columns };
}

/** The unique constraints of columns and of the table. */
export function uniquesOf(table: TableModel): readonly Unique[] {
  const own = table.columns.flatMap(({ name, unique }) =>
    unique === undefined ? [] : [{ ...unique, columns: [name] }]
  );
  return [...own, ...table.uniques].map(({ name, columns, nullsNotDistinct }) => ({
    kind: "unique",
    // Without a name it has the one that the database chooses.
    ...(name === "" ? {} : { name }),
    columns,
    ...(nullsNotDistinct ? { nullsNotDistinct } : {}),
  }));
}

const actions: ReadonlySet<string> = new Set(["restrict", "cascade", "set null", "set default"]);

function action(word: string | undefined): ReferentialAction | undefined {
  const lower = word?.toLowerCase();
  return lower !== undefined && actions.has(lower) ? lower as ReferentialAction : undefined;
}

/** A foreign key under the name that its database keeps. */
export function foreignKeyOf(key: ForeignKeyModel, name: string | undefined): ForeignKey {
  const onUpdate = action(key.onUpdate);
  const onDelete = action(key.onDelete);
  return {
    kind: "foreign_key",
    ...(name === undefined ? {} : { name }),
    columns: key.columns,
    references: nameOfModel(key.table),
    referencedColumns: key.foreignColumns,
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(onDelete === undefined ? {} : { onDelete }),
  };
}

/** The checks of a table; the columns that they name are found by the database. */
export function checksOf(table: TableModel): readonly Check[] {
  return table.checks.map(({ name, expression }) => ({
    kind: "check",
    name,
    expression,
    columns: [],
  }));
}

/** The numbers of a sequence, but for those that say what holds anyway. */
export function boundsOf(options: SequenceOptions): SequenceBounds {
  const { start, increment, minimum, maximum, cache, cycle } = options;
  return {
    ...(start === undefined ? {} : { start }),
    ...(increment === undefined || increment === "1" ? {} : { increment }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(cache === undefined || cache === "1" ? {} : { cache }),
    ...(cycle === true ? { cycle } : {}),
  };
}

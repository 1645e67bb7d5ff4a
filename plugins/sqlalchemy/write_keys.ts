import type {
  Check,
  Exclusion,
  ForeignKey,
  Index,
  KeyPart,
  PrimaryKey,
  Table,
  Unique,
} from "../../core/schema.ts";
import { call, dictionary, keywords, text, textList } from "../python_code.ts";
import { isPlainKey, sql } from "./write_column.ts";
import type { TypeScope } from "./write_type.ts";

/** The constraints and indexes of a table, as arguments of `Table` and `__table_args__`. */
export function writeKeys(table: Table, scope: TypeScope): readonly string[] {
  return [
    ...(table.primaryKey === undefined || isPlainKey(table, scope)
      ? []
      : [writeKey("sa.PrimaryKeyConstraint", table.primaryKey)]),
    ...table.uniques.map((each) => writeKey("sa.UniqueConstraint", each)),
    ...table.foreignKeys.map(writeForeignKey),
    ...table.checks.map(writeCheck),
    ...table.exclusions.map(writeExclusion),
    ...table.indexes.map((each) => writeIndex(each, scope)),
  ];
}

function writeKey(head: string, key: PrimaryKey | Unique): string {
  const isLoose = key.kind === "unique" && key.nullsNotDistinct === true;
  return call(head, [
    ...key.columns.map(text),
    ...named(key.name),
    ...deferral(key.deferrable),
    ...keywords({
      postgresql_include: key.include === undefined ? undefined : textList(key.include),
      postgresql_nulls_not_distinct: isLoose ? "True" : undefined,
      sqlite_on_conflict: key.onConflict === undefined
        ? undefined
        : text(key.onConflict.toUpperCase()),
    }),
  ], 8);
}

function writeForeignKey(key: ForeignKey): string {
  const { schema, name } = key.references;
  const target = schema === undefined ? name : `${schema}.${name}`;
  return call("sa.ForeignKeyConstraint", [
    textList(key.columns),
    textList(key.referencedColumns.map((column) => `${target}.${column}`)),
    ...named(key.name),
    ...keywords({
      onupdate: key.onUpdate === undefined ? undefined : text(key.onUpdate.toUpperCase()),
      ondelete: key.onDelete === undefined ? undefined : text(key.onDelete.toUpperCase()),
      match: key.match === undefined ? undefined : text(key.match.toUpperCase()),
      postgresql_not_valid: key.notValid === undefined ? undefined : "True",
    }),
    ...deferral(key.deferrable),
  ], 8);
}

function writeCheck({ expression, name, notValid }: Check): string {
  return call("sa.CheckConstraint", [
    sql(expression),
    ...named(name),
    ...keywords({ postgresql_not_valid: notValid === undefined ? undefined : "True" }),
  ], 8);
}

function writeExclusion(exclusion: Exclusion): string {
  const parts = exclusion.parts.map((part) => {
    const what = "column" in part ? text(part.column) : sql(`(${part.expression})`);
    return `(${what}, ${text(part.operator)})`;
  });
  const classes = exclusion.parts.flatMap((part) =>
    "column" in part && part.opclass !== undefined
      ? [[part.column, text(part.opclass)] as const]
      : []
  );
  return call("postgresql.ExcludeConstraint", [
    ...parts,
    ...named(exclusion.name),
    ...keywords({
      using: text(exclusion.method),
      where: exclusion.where === undefined ? undefined : sql(exclusion.where),
      ops: classes.length === 0 ? undefined : dictionary(classes),
    }),
    ...deferral(exclusion.deferrable),
  ], 8);
}

function writeIndex(index: Index, scope: TypeScope): string {
  const { dialect } = scope;
  const prefix = { postgres: "postgresql", mysql: "mysql", sqlite: "sqlite" }[dialect] ?? dialect;
  const lengths = index.parts.flatMap((part) =>
    "column" in part && part.length !== undefined ? [[part.column, `${part.length}`] as const] : []
  );
  const classes = index.parts.flatMap((part) =>
    isSimple(part) && part.opclass !== undefined ? [[part.column, text(part.opclass)] as const] : []
  );
  const isKind = index.method === "fulltext" || index.method === "spatial";
  const settings = Object.entries(index.options ?? {})
    .map(([name, value]) => [name, text(String(value))] as const);
  const parser = index.options?.["parser"];
  return call("sa.Index", [
    text(index.name),
    ...index.parts.map((part) => isSimple(part) ? text(part.column) : sql(partOf(part, dialect))),
    ...keywords({
      unique: index.unique ? "True" : undefined,
      mysql_prefix: isKind ? text(index.method!.toUpperCase()) : undefined,
      mysql_length: lengths.length === 0 ? undefined : dictionary(lengths),
      mysql_with_parser: typeof parser === "string" ? text(parser) : undefined,
      [`${prefix}_using`]: index.method === undefined || isKind ? undefined : text(index.method),
      [`${prefix}_where`]: index.where === undefined ? undefined : sql(index.where),
      postgresql_include: index.include === undefined ? undefined : textList(index.include),
      postgresql_ops: classes.length === 0 ? undefined : dictionary(classes),
      postgresql_nulls_not_distinct: index.nullsNotDistinct === undefined ? undefined : "True",
      postgresql_with: dialect === "postgres" && settings.length > 0
        ? dictionary(settings)
        : undefined,
    }),
  ], 8);
}

/** A part that its column's name says in full, beside what SQLAlchemy has words for. */
function isSimple(part: KeyPart): part is KeyPart & { readonly column: string } {
  return "column" in part && part.descending === undefined && part.nulls === undefined &&
    part.collation === undefined;
}

function partOf(part: KeyPart, dialect: string): string {
  const quote = (name: string) =>
    dialect === "mysql" ? `\`${name.replaceAll("`", "``")}\`` : `"${name.replaceAll('"', '""')}"`;
  const length = part.length === undefined ? "" : `(${part.length})`;
  // SQLite keeps the parentheses that it can do without.
  const expression = "expression" in part ? part.expression : "";
  const inner = dialect === "sqlite" ? expression : `(${expression})`;
  return [
    "column" in part ? quote(part.column) + length : inner,
    part.collation === undefined
      ? ""
      : `COLLATE ${dialect === "postgres" ? quote(part.collation) : part.collation}`,
    part.opclass ?? "",
    part.descending === undefined ? "" : "DESC",
    part.nulls === undefined ? "" : `NULLS ${part.nulls.toUpperCase()}`,
  ].filter((word) => word !== "").join(" ");
}

function named(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [`name=${text(name)}`];
}

function deferral(deferrable: "immediate" | "deferred" | undefined): readonly string[] {
  if (deferrable === undefined) return [];
  return ["deferrable=True", ...(deferrable === "deferred" ? ['initially="DEFERRED"'] : [])];
}

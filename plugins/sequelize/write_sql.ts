import type { ForeignKey, Schema, Table, Unique } from "../../core/schema.ts";
import { isOwnEnum, isSimple, isWritable, usualUniques } from "./expressible.ts";

/** SQL for what `define()` cannot say, around the making of the tables. */
export interface ExtraStatements {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The statements beside the models. SQLite has none: it cannot add to a table. */
export function extraStatements(schema: Schema, dialect: string): ExtraStatements {
  if (dialect === "sqlite") return { before: [], after: [] };
  const quote = quoteOf(dialect);
  const enums = schema.enums.filter((each) => !isOwnEnum(each, schema)).map(({ values, ...name }) =>
    `CREATE TYPE ${full(name, quote)} AS ENUM (${values.map(text).join(", ")})`
  );
  const after = schema.tables.flatMap((table) => [
    ...(dialect === "postgres" ? renames(table, quote) : []),
    ...table.uniques.filter((each) => !usualUniques(table).includes(each)).map((each) =>
      `${alter(table, each, quote)} UNIQUE${each.nullsNotDistinct ? " NULLS NOT DISTINCT" : ""} ${
        list(each.columns, quote)
      }${deferral(each)}`
    ),
    ...table.foreignKeys.filter((each) => !isSimple(table, each))
      .map((each) => `${alter(table, each, quote)} ${foreignKey(each, quote)}`),
    ...table.indexes.filter((each) => !isWritable(each)).map((each) => {
      const parts = each.parts.map((part) =>
        ("column" in part ? quote(part.column) : `(${part.expression})`) +
        (part.descending === true ? " DESC" : "")
      );
      return [
        `CREATE ${each.unique ? "UNIQUE " : ""}INDEX ${quote(each.name)} ON ${full(table, quote)}`,
        each.method === undefined ? "" : `USING ${each.method}`,
        `(${parts.join(", ")})`,
        each.include === undefined ? "" : `INCLUDE ${list(each.include, quote)}`,
        each.nullsNotDistinct ? "NULLS NOT DISTINCT" : "",
        each.where === undefined ? "" : `WHERE ${each.where}`,
      ].filter((part) => part !== "").join(" ");
    }),
  ]);
  return { before: enums, after };
}

type Quote = (name: string) => string;

function quoteOf(dialect: string): Quote {
  const mark = dialect === "mysql" ? "`" : '"';
  return (name) => mark + name.replaceAll(mark, mark + mark) + mark;
}

function full({ schema, name }: { readonly schema?: string; readonly name: string }, quote: Quote) {
  return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function list(names: readonly string[], quote: Quote): string {
  return `(${names.map(quote).join(", ")})`;
}

function alter(table: Table, { name }: { readonly name?: string }, quote: Quote): string {
  const named = name === undefined ? "" : ` CONSTRAINT ${quote(name)}`;
  return `ALTER TABLE ${full(table, quote)} ADD${named}`;
}

function deferral({ deferrable }: Unique | ForeignKey): string {
  return deferrable === undefined ? "" : ` DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`;
}

function foreignKey(key: ForeignKey, quote: Quote): string {
  const action = (event: string, what: string | undefined) =>
    what === undefined ? "" : ` ON ${event} ${what.toUpperCase()}`;
  return [
    `FOREIGN KEY ${list(key.columns, quote)} REFERENCES ${full(key.references, quote)} `,
    list(key.referencedColumns, quote),
    key.match === undefined ? "" : ` MATCH ${key.match.toUpperCase()}`,
    action("UPDATE", key.onUpdate),
    action("DELETE", key.onDelete),
    deferral(key),
    key.notValid === true ? " NOT VALID" : "",
  ].join("");
}

/** Sequelize lets PostgreSQL name constraints: where they have other names, they are renamed. */
function renames(table: Table, quote: Quote): readonly string[] {
  const named = [
    ...(table.primaryKey === undefined
      ? []
      : [{ ...table.primaryKey, usual: `${table.name}_pkey` }]),
    ...usualUniques(table)
      .map((each) => ({ ...each, usual: `${table.name}_${each.columns.join("_")}_key` })),
    ...table.foreignKeys.filter((each) => isSimple(table, each))
      .map((each) => ({ ...each, usual: `${table.name}_${each.columns.join("_")}_fkey` })),
  ];
  return named.filter(({ name, usual }) => name !== undefined && name !== usual)
    .map(({ name, usual }) =>
      `ALTER TABLE ${full(table, quote)} RENAME CONSTRAINT ${quote(usual)} TO ${quote(name!)}`
    );
}

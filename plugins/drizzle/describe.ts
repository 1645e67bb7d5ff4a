import { refusal } from "../program.ts";
import {
  type Core,
  cores,
  type EnumObject,
  type Policy,
  type SequenceObject,
  type TableConfig,
} from "./core.ts";
import {
  describePolicy,
  describeTable,
  nameOfTable,
  qualified,
  type Surroundings,
  texts,
} from "./describe_table.ts";
import { isKind, type Kinds, kindsOf, type Sql, type Writer } from "./entity.ts";
import type { Models, SequenceModel, ViewModel } from "./models.ts";
import { sequenceOptions } from "./numbers.ts";

/** Dialects by the prefixes of the classes of their tables. */
const dialectsByPrefix: Readonly<Record<string, string>> = {
  Pg: "postgres",
  MySql: "mysql",
  SQLite: "sqlite",
  SingleStore: "singlestore",
  Gel: "gel",
  MsSql: "mssql",
  Cockroach: "cockroach",
};

/** What module exports are, of one dialect, with all SQL written by that dialect of the user's. */
export function describeModels(
  exported: readonly unknown[],
  surroundings: Surroundings,
): Pick<
  Models,
  | "dialect"
  | "others"
  | "tables"
  | "enums"
  | "schemas"
  | "sequences"
  | "views"
  | "policies"
  | "roles"
> {
  const { core, dialect } = surroundings;
  const prefix = cores[dialect]!.prefix;
  const entities = [...new Set(exported)].map((value) => ({ value, kinds: kindsOf(value) }));
  const of = <Entity>(kind: string) =>
    entities.filter(({ kinds }) => kinds.has(prefix + kind)).map(({ value }) => value as Entity);
  const write = createWriter(surroundings);
  const tables = lastOfEach(
    of<unknown>("Table").map((table) => core.getTableConfig(table)),
  );
  return {
    dialect,
    others: otherDialects(entities.map(({ kinds }) => kinds), dialect),
    tables: tables.map((table) => describeTable(table, { ...surroundings, write })),
    enums: describeEnums(exported, tables, dialect),
    schemas: of<{ readonly schemaName: string }>("Schema").map(({ schemaName }) => schemaName),
    sequences: of<SequenceObject>("Sequence").map(describeSequence),
    views: describeViews({ views: of("View"), materialized: of("MaterializedView") }, core, write),
    policies: of<Policy>("Policy").filter((policy) => policy._linkedTable !== undefined)
      .map((policy) => ({
        ...describePolicy(policy, write),
        table: nameOfTable(policy._linkedTable),
      })),
    roles: of<{ readonly name: string }>("Role").map(({ name }) => name),
  };
}

/** Of several models of one table, the last one counts, as it does for Drizzle's tool. */
function lastOfEach(tables: readonly TableConfig[]): readonly TableConfig[] {
  const byName = new Map(
    tables.map((table) => [JSON.stringify([table.schema, table.name]), table]),
  );
  return [...byName.values()];
}

function otherDialects(found: readonly Kinds[], dialect: string): readonly string[] {
  return Object.entries(dialectsByPrefix)
    .filter(([prefix, name]) =>
      name !== dialect && found.some((kinds) => kinds.has(`${prefix}Table`))
    )
    .map(([, name]) => name);
}

function createWriter({ core, casing }: Surroundings): Writer {
  const Constructor = core.PgDialect ?? core.MySqlDialect ?? core.SQLiteSyncDialect ??
    core.SQLiteDialect;
  if (Constructor === undefined) throw refusal(`This release of "drizzle-orm" has no dialect`);
  const dialect = new Constructor(casing === undefined ? {} : { casing });
  return {
    sql(fragment, { what, unqualified = false }) {
      const plain = plainText(fragment);
      if (plain !== undefined) return plain;
      try {
        // Statements of DDL have no parameters.
        return dialect.sqlToQuery(fragment.inlineParams(), unqualified ? "indexes" : undefined).sql;
      } catch (error) {
        throw refusal(`Cannot write ${what} as SQL: ${(error as Error).message}`);
      }
    },
    cased: (name) => casing === undefined ? name : dialect.casing?.convert(name) ?? name,
  };
}

/** The text of SQL that is nothing but text, as most defaults are. */
function plainText({ queryChunks }: Sql): string | undefined {
  const [chunk] = queryChunks;
  if (queryChunks.length !== 1 || !isKind(chunk, "StringChunk")) return undefined;
  const { value } = chunk as { readonly value: string | readonly string[] };
  return typeof value === "string" ? value : value.join("");
}

/** Enums that are exported, and those that columns use without. */
function describeEnums(
  exported: readonly unknown[],
  tables: readonly TableConfig[],
  dialect: string,
): Models["enums"] {
  if (dialect !== "postgres") return [];
  const isEnum = (value: unknown): value is EnumObject =>
    typeof value === "function" && Symbol.for("drizzle:isPgEnum") in value;
  const used = tables.flatMap(({ columns }) => columns.map(({ enum: type }) => type));
  const found = [...exported, ...used].filter(isEnum);
  const byName = new Map(
    found.map((each) => [JSON.stringify([each.schema, each.enumName]), each]),
  );
  return [...byName.values()].map((each) => ({
    ...qualified(each.enumName, each.schema),
    values: each.enumValues,
  }));
}

function describeSequence({ seqName, schema, seqOptions }: SequenceObject): SequenceModel {
  return { ...qualified(seqName, schema), ...sequenceOptions(seqOptions) };
}

function describeViews(
  { views, materialized }: {
    readonly views: readonly unknown[];
    readonly materialized: readonly unknown[];
  },
  core: Core,
  write: Writer,
): readonly ViewModel[] {
  return [
    ...views.map((view) => ({ config: core.getViewConfig(view), materialized: false })),
    ...materialized.map((view) => ({
      config: core.getMaterializedViewConfig!(view),
      materialized: true,
    })),
  ].flatMap(({ config, materialized }) => {
    const { name, schema, query, isExisting, with: options, ...rest } = config;
    if (isExisting === true || query === undefined) return [];
    const { using, tablespace, withNoData, algorithm, sqlSecurity, withCheckOption } = rest;
    return [{
      ...qualified(name, schema),
      materialized,
      query: write.sql(query, { what: `view "${name}"` }),
      ...(options === undefined ? {} : { with: texts(options) }),
      ...defined({ using, tablespace, withNoData, algorithm, sqlSecurity, withCheckOption }),
    }];
  });
}

function defined<Shape extends object>(
  shape: Shape,
): { [Key in keyof Shape]?: NonNullable<Shape[Key]> } {
  return Object.fromEntries(
    Object.entries(shape).filter(([, value]) => value !== undefined && value !== null),
  ) as { [Key in keyof Shape]?: NonNullable<Shape[Key]> };
}

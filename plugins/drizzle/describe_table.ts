import type {
  Core,
  ForeignKey,
  IndexConfig,
  IndexedColumn,
  Key,
  Policy,
  TableConfig,
} from "./core.ts";
import { type Column, describeColumn } from "./describe_column.ts";
import { columnName, isKind, type Sql, type Writer } from "./entity.ts";
import type {
  ForeignKeyModel,
  IndexModel,
  IndexPartModel,
  KeyModel,
  NameModel,
  PolicyModel,
  TableModel,
} from "./models.ts";
import { isBeforeFirst } from "./release.ts";
import { refusal } from "../program.ts";

/** What describing needs beside the models. */
export interface Surroundings {
  readonly core: Core;
  readonly dialect: string;
  readonly casing: string | undefined;
  readonly version: string;
}

/** A table with its columns, constraints, indexes and policies. */
export function describeTable(
  table: TableConfig,
  { dialect, casing, version, write }: Surroundings & { readonly write: Writer },
): TableModel {
  const { name, schema, policies = [], enableRLS = false } = table;
  const where = `table "${name}"`;
  const recased = (key: { getName?(): string }, columns: readonly Column[]) =>
    recase(key.getName?.() ?? "", casing === undefined ? [] : columns, write);
  return {
    ...qualified(name, schema),
    columns: table.columns.map((column) =>
      describeColumn(column, {
        dialect,
        version,
        write,
        what: () => `${where}, column "${column.name}"`,
      })
    ),
    primaryKeys: table.primaryKeys.map((key) => ({
      ...describeKey(key, write),
      name: recased(key, key.columns),
    })),
    uniques: table.uniqueConstraints.map((key) => ({
      ...describeKey(key, write),
      nullsNotDistinct: key.nullsNotDistinct === true,
    })),
    foreignKeys: table.foreignKeys.map((key) => describeForeignKey(key, { write, recased })),
    checks: table.checks.map((check) => ({
      name: check.name,
      expression: write.sql(check.value, {
        what: `check "${check.name}" of ${where}`,
        unqualified: dialect !== "mysql" && !isBeforeFirst(version),
      }),
    })),
    indexes: table.indexes.map(({ config }) =>
      describeIndex(config, {
        table: name,
        write,
        unqualified: dialect === "postgres" && !isBeforeFirst(version),
      })
    ),
    policies: policies.map((policy) => describePolicy(policy, write)),
    rowSecurity: enableRLS,
  };
}

/** A name that was made of columns' names, with those in their casing, as Drizzle's tool does. */
function recase(name: string, columns: readonly Column[], write: Writer): string {
  let cased = name;
  for (const column of columns) cased = cased.replace(column.name, columnName(column, write));
  return cased;
}

function describeKey(key: Key, write: Writer): KeyModel {
  const { isNameExplicit } = key;
  return {
    name: key.getName?.() ?? key.name ?? "",
    isNamed: typeof isNameExplicit === "boolean" ? isNameExplicit : key.name !== undefined,
    columns: key.columns.map((column) => columnName(column, write)),
  };
}

function describeForeignKey(
  key: ForeignKey,
  { write, recased }: {
    readonly write: Writer;
    recased(key: ForeignKey, columns: readonly Column[]): string;
  },
): ForeignKeyModel {
  const { name, columns, foreignTable, foreignColumns } = key.reference();
  return {
    name: recased(key, [...columns, ...foreignColumns]),
    isNamed: name !== undefined,
    columns: columns.map((column) => columnName(column, write)),
    table: nameOfTable(foreignTable),
    foreignColumns: foreignColumns.map((column) => columnName(column, write)),
    ...(key.onUpdate === undefined ? {} : { onUpdate: key.onUpdate }),
    ...(key.onDelete === undefined ? {} : { onDelete: key.onDelete }),
  };
}

function describeIndex(
  config: IndexConfig,
  { table, write, unqualified }: {
    readonly table: string;
    readonly write: Writer;
    /** The condition names columns without their table. */
    readonly unqualified: boolean;
  },
): IndexModel {
  const what = `index "${config.name ?? ""}" of table "${table}"`;
  const parts = config.columns.map((part): IndexPartModel => {
    if (isSql(part)) return { expression: write.sql(part, { what, unqualified: true }) };
    const { order, nulls, opClass } = part.indexConfig ?? {};
    return {
      column: columnName(part, write),
      ...(order === undefined ? {} : { order }),
      ...(nulls === undefined ? {} : { nulls }),
      ...(opClass === undefined ? {} : { opclass: opClass }),
    };
  });
  if (config.name === undefined && parts.some((part) => "expression" in part)) {
    throw refusal(`An index of table "${table}" has an expression, so it must have a name`);
  }
  const columns = parts.map((part) => "column" in part ? part.column : "");
  return {
    name: config.name ?? `${table}_${columns.join("_")}_index`,
    unique: config.unique === true,
    parts,
    ...(config.method === undefined ? {} : { method: config.method }),
    ...(config.where === undefined
      ? {}
      : { where: write.sql(config.where, { what, unqualified }) }),
    ...(config.with === undefined ? {} : { with: texts(config.with) }),
  };
}

/** A policy with the names of its roles. */
export function describePolicy(policy: Policy, write: Writer): PolicyModel {
  const what = `policy "${policy.name}"`;
  const { to = "public" } = policy;
  const roles = (Array.isArray(to) ? to : [to])
    .map((role: string | { readonly name: string }) => typeof role === "string" ? role : role.name);
  return {
    name: policy.name,
    ...(policy.as === undefined ? {} : { as: policy.as }),
    ...(policy.for === undefined ? {} : { for: policy.for }),
    to: roles.sort(),
    ...(policy.using === undefined ? {} : { using: write.sql(policy.using, { what }) }),
    ...(policy.withCheck === undefined ? {} : { withCheck: write.sql(policy.withCheck, { what }) }),
  };
}

const nameSymbol = Symbol.for("drizzle:Name");
const schemaSymbol = Symbol.for("drizzle:Schema");

/** The name of a table that something refers to. */
export function nameOfTable(table: unknown): NameModel {
  const marks = table as { readonly [nameSymbol]: string; readonly [schemaSymbol]?: string };
  return qualified(marks[nameSymbol], marks[schemaSymbol]);
}

/** A name, with a schema where there is one. */
export function qualified(name: string, schema: string | undefined): NameModel {
  return schema === undefined ? { name } : { schema, name };
}

function isSql(value: Sql | IndexedColumn): value is Sql {
  return isKind(value, "SQL");
}

/** Options as texts, without those that are undefined. */
export function texts(
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

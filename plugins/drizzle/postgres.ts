import type {
  Column,
  DataType,
  Identity,
  Index,
  KeyPart,
  OpaqueObject,
  Schema,
  Table,
  TableName,
} from "../../core/schema.ts";
import { postgresDefault } from "./default.ts";
import { readIndexPart } from "./index_part.ts";
import type {
  ColumnModel,
  IndexModel,
  IndexPartModel,
  Models,
  NameModel,
  PolicyModel,
  SequenceOptions,
  TableModel,
  ViewModel,
} from "./models.ts";
import { isBeforeFirst } from "./release.ts";
import {
  baseColumn,
  boundsOf,
  checksOf,
  foreignKeyOf,
  nameOfModel,
  primaryKeyOf,
  uniquesOf,
} from "./table.ts";
import { viewObjects } from "./view.ts";

/** Models of `pg-core` as a schema. */
export function translatePostgres(models: Models): Schema {
  const { tables, enums, sequences, views, policies } = models;
  return {
    tables: tables.map((table) => translateTable(table, models)),
    enums: enums.map((each) => ({ ...nameOfModel(each), values: each.values })),
    sequences: sequences.map((each) => ({
      ...nameOfModel(each),
      ...boundsOf(each),
    })),
    domains: [],
    composites: [],
    objects: [
      ...schemasOf(models).map(schemaObject),
      ...viewObjects(views, { quote, define: defineView }),
      ...tables.flatMap((table) =>
        table.policies.map((policy) => policyObject(policy, nameOfModel(table)))
      ),
      ...policies.map((policy) => policyObject(policy, nameOfModel(policy.table))),
    ],
  };
}

/** The schemas that are exported, and those that something is in without. */
function schemasOf({ schemas, tables, enums, sequences, views }: Models): readonly string[] {
  const used = [...tables, ...enums, ...sequences, ...views].flatMap(({ schema }) => schema ?? []);
  return [...new Set([...schemas, ...used])].filter((name) => name !== "public");
}

function schemaObject(name: string): OpaqueObject {
  return { kind: "schema", name, definition: `CREATE SCHEMA ${quote(name)}`, dependsOn: [] };
}

function translateTable(table: TableModel, { policies, version }: Models): Table {
  const primaryKey = primaryKeyOf(table, (name) => name);
  const isLinked = policies.some((policy) =>
    policy.table.name === table.name && policy.table.schema === table.schema
  );
  return {
    ...nameOfModel(table),
    columns: table.columns.map((column) => translateColumn(column, version)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: uniquesOf(table),
    foreignKeys: table.foreignKeys.map((key) => foreignKeyOf(key, key.name)),
    checks: checksOf(table),
    exclusions: [],
    indexes: table.indexes.map((index) => translateIndex(index, version)),
    options: table.rowSecurity || isLinked || table.policies.length > 0
      ? { row_level_security: true }
      : {},
  };
}

function translateColumn(column: ColumnModel, version: string): Column {
  const { identity, generated } = column;
  return {
    ...baseColumn(column, {
      type: typeOf(column),
      spell: (_column, value) => postgresDefault(column, value, version),
    }),
    ...(identity === undefined ? {} : { identity: translateIdentity(identity) }),
    ...(generated === undefined
      ? {}
      : { generated: { expression: generated.expression, stored: true } }),
  };
}

function typeOf({ type, enum: name, dimensions }: ColumnModel): DataType {
  if (name !== undefined) return { ...nameOfModel(name), dimensions };
  // A custom type that is called by a name with capitals in it.
  return /^[A-Za-z_]\w*$/.test(type) && type !== type.toLowerCase() && type !== type.toUpperCase()
    ? { name: type, dimensions: 0 }
    : type;
}

/** Drizzle's tool gives one that counts down the bounds of a `smallint`. */
function translateIdentity(
  { always, ...options }: SequenceOptions & { readonly always: boolean },
): Identity {
  const bounds = boundsOf(options);
  const least = options.increment?.startsWith("-") === true && bounds.minimum === undefined
    ? { minimum: "-32768" }
    : {};
  return { ...(always ? { always } : {}), ...bounds, ...least };
}

function translateIndex(index: IndexModel, version: string): Index {
  return {
    name: index.name,
    unique: index.unique,
    parts: index.parts.map((part) => translatePart(part, version)),
    ...(index.method === undefined || index.method === "btree" ? {} : { method: index.method }),
    ...(index.where === undefined ? {} : { where: index.where }),
    ...(index.with === undefined ? {} : { options: index.with }),
  };
}

function translatePart(part: IndexPartModel, version: string): KeyPart {
  if ("expression" in part) return readIndexPart(part.expression);
  const { column, order, opclass } = part;
  // Before release 1, the tool leaves out the order of a column that has an operator class.
  if (opclass !== undefined && isBeforeFirst(version)) return { column, opclass };
  const descending = order === "desc";
  const implied = descending ? "first" : "last";
  const nulls = part.nulls === "first" || part.nulls === "last" ? part.nulls : implied;
  return {
    column,
    ...(opclass === undefined ? {} : { opclass }),
    ...(descending ? { descending } : {}),
    ...(nulls === implied ? {} : { nulls }),
  };
}

function defineView(view: ViewModel): string {
  const options = Object.entries(view.with ?? {})
    .map(([name, value]) => `${snakeCase(name)} = ${value}`).sort();
  return [
    `CREATE ${view.materialized ? "MATERIALIZED VIEW" : "VIEW"} ${spell(view)}`,
    view.using === undefined ? "" : `USING ${quote(view.using)}`,
    options.length === 0 ? "" : `WITH (${options.join(", ")})`,
    view.tablespace === undefined ? "" : `TABLESPACE ${quote(view.tablespace)}`,
    `AS (${view.query})`,
    view.withNoData === true ? "WITH NO DATA" : "",
  ].filter((word) => word !== "").join(" ");
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Words of CREATE POLICY that are no names of roles. */
const roleWords: ReadonlySet<string> = new Set([
  "public",
  "current_user",
  "current_role",
  "session_user",
]);

function policyObject(policy: PolicyModel, table: TableName): OpaqueObject {
  const roles = policy.to.map((role) => roleWords.has(role) ? role : quote(role));
  const definition = [
    `CREATE POLICY ${quote(policy.name)} ON ${spell(table)}`,
    policy.as?.toLowerCase() === "restrictive" ? "AS RESTRICTIVE" : "",
    `FOR ${policy.for?.toUpperCase() ?? "ALL"}`,
    `TO ${roles.join(", ")}`,
    policy.using === undefined ? "" : `USING (${policy.using})`,
    policy.withCheck === undefined ? "" : `WITH CHECK (${policy.withCheck})`,
  ].filter((word) => word !== "").join(" ");
  return {
    kind: "policy",
    name: policy.name,
    table,
    definition,
    dependsOn: [{ kind: "table", ...table }],
  };
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function spell({ schema, name }: NameModel): string {
  return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

import type { IntrospectFilter, Row } from "../../core/adapter.ts";
import { sortSchema } from "../../core/schema_order.ts";
import type {
  CompositeType,
  Constraint,
  Domain,
  EnumType,
  Options,
  Schema,
  Table,
} from "../../core/schema.ts";
import { generated } from "../../core/statement.ts";
import { collectNames, type Names } from "./catalogue/names.ts";
import * as objectQueries from "./catalogue/object_queries.ts";
import * as queries from "./catalogue/queries.ts";
import { type ColumnsRead, readColumns, readSequence } from "./catalogue/read_columns.ts";
import {
  type KeyContext,
  readCheck,
  readConstraint,
  readIndex,
  readParameters,
} from "./catalogue/read_keys.ts";
import { readGrants } from "./catalogue/read_grants.ts";
import { readInherited } from "./catalogue/read_inherited.ts";
import { readObjects } from "./catalogue/read_objects.ts";
import { presentKinds, type RareRows, readRare } from "./catalogue/rare_queries.ts";
import { list, parametersOf, property, text } from "./catalogue/row.ts";
import { readExpression } from "./ddl/expression.ts";
import type { PostgresSession } from "./session.ts";

/** The rows of each query, by its name. */
type Catalogue =
  & Readonly<Record<keyof ReturnType<typeof queriesOf>, readonly Row[]>>
  & RareRows;

/**
 * Reads the schemas of a database in one round trip, and in one more what few databases have. Names in
 * the default schema have no schema. Left out are members of extensions and temporary tables.
 */
export async function introspect(
  session: Pick<PostgresSession, "run" | "facts" | "inTransaction">,
  filter: IntrospectFilter = { exclude: [] },
): Promise<Schema> {
  const scope = { release: session.facts.release, namespaces: filter.namespaces };
  const texts = queriesOf(scope);
  const run = (queries: readonly string[]) => runQueries(session, queries);
  const rows = await run(Object.values(texts));
  const found = Object.fromEntries(
    Object.keys(texts).map((name, index) => [name, rows[index]!]),
  ) as unknown as Omit<Catalogue, keyof RareRows>;
  const catalogue = { ...found, ...await readRare(found.presentKinds, scope, run) };
  const home = catalogue.namespaces.find((row) => row["is_default"] === true);
  return readSchema(without(catalogue, filter, text(home ?? {}, "name")), text(home ?? {}, "name"));
}

/** What {@linkcode introspect} asks a server of this release for, in any schema. */
export function introspection(release: number): readonly string[] {
  return Object.values(queriesOf({ release, namespaces: "all" }));
}

/** Runs queries in one message, which is one transaction, in which the settings that a pooler needs hold. */
async function runQueries(
  session: Pick<PostgresSession, "run" | "inTransaction">,
  queries: readonly string[],
): Promise<readonly (readonly Row[])[]> {
  const rows = await session.run([...session.inTransaction, ...queries.map(generated)]);
  return rows.slice(session.inTransaction.length);
}

function queriesOf(scope: queries.Scope) {
  return {
    namespaces: queries.namespaces(scope),
    relations: queries.relations(scope),
    columns: queries.columns(scope),
    sequences: queries.sequences(scope),
    constraints: queries.constraints(scope),
    indexes: queries.indexes(scope),
    types: queries.types(scope),
    ranges: objectQueries.ranges(scope),
    routines: objectQueries.routines(scope),
    attachments: objectQueries.attachments(scope),
    collations: objectQueries.collations(scope),
    operators: objectQueries.operators(scope),
    extensions: objectQueries.extensions(),
    dependencies: objectQueries.dependencies(),
    presentKinds: presentKinds(),
  };
}

/** Leaves out what the filter names; its columns and keys are then nobody's. */
function without(catalogue: Catalogue, { exclude }: IntrospectFilter, home: string): Catalogue {
  const excluded = new Set(
    exclude.map((parts) => JSON.stringify([parts.at(-2) ?? home, parts.at(-1)])),
  );
  const isKept = (row: Row) =>
    !excluded.has(JSON.stringify([text(row, "schema"), text(row, "name")]));
  return { ...catalogue, relations: catalogue.relations.filter(isKept) };
}

function readSchema(catalogue: Catalogue, home: string): Schema {
  const names = collectNames(catalogue, home);
  const columns = readColumns(catalogue.columns, {
    sequences: catalogue.sequences,
    notNulls: catalogue.constraints.filter((row) => row["kind"] === "n" && row["relation"] !== 0),
    names,
  });
  const isNumbering = (row: Row) => row["bond"] === "i";
  return sortSchema({
    tables: readTables(catalogue, columns, names),
    enums: catalogue.types.filter((row) => row["kind"] === "e").map((row) => readEnum(row, names)),
    sequences: catalogue.sequences.filter((row) => !isNumbering(row))
      .map((row) => readSequence(row, names)),
    domains: readDomains(catalogue, columns, names),
    composites: catalogue.types.filter((row) => row["kind"] === "c")
      .map((row) => readComposite(row, columns, names)),
    objects: [
      ...readObjects(catalogue, names),
      ...readInherited(catalogue, names),
      ...readGrants(catalogue, names),
    ],
  });
}

function readTables(
  { relations, constraints, indexes }: Catalogue,
  columns: ColumnsRead,
  names: Names,
): readonly Table[] {
  const byOid = new Map(indexes.map((row) => [Number(row["oid"]), row]));
  const context: KeyContext = { columns, names, index: (oid) => byOid.get(Number(oid)) };
  const constraintsOf = Map.groupBy(
    constraints.filter((row) => row["kind"] !== "n"),
    (row) => Number(row["relation"]),
  );
  // A foreign key names the index of the table that it refers to.
  const behind = new Set(
    constraints.filter((row) => row["kind"] !== "f").map((row) => Number(row["index"])),
  );
  const indexesOf = Map.groupBy(indexes, (row) => Number(row["relation"]));
  return relations.filter((row) => row["kind"] === "r" || row["kind"] === "p").map((row) => {
    const oid = Number(row["oid"]);
    const own = (constraintsOf.get(oid) ?? []).map((each) => readConstraint(each, context));
    const all = indexesOf.get(oid) ?? [];
    const free = all.filter((each) => !behind.has(Number(each["oid"])));
    return readTable(row, { own, indexes: all, free, columns, names });
  });
}

function readTable(
  row: Row,
  { own, indexes, free, columns, names }: {
    readonly own: readonly Constraint[];
    readonly indexes: readonly Row[];
    /** Those of the indexes that are no constraint's. */
    readonly free: readonly Row[];
    readonly columns: ColumnsRead;
    readonly names: Names;
  },
): Table {
  const of = <Kind extends Constraint["kind"]>(kind: Kind) =>
    own.filter((each): each is Constraint & { readonly kind: Kind } => each.kind === kind);
  const [primaryKey] = of("primary_key");
  const parents = list<[string, string]>(row, "parents")
    .map(([schema, name]) => names.name(schema, name));
  const [parent] = parents;
  const isPartition = row["is_partition"] === true && parent !== undefined;
  return {
    ...names.name(text(row, "schema"), text(row, "name")),
    columns: columns.of(row["oid"]),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: of("unique"),
    foreignKeys: of("foreign_key"),
    checks: of("check"),
    exclusions: of("exclusion"),
    indexes: free.map(readIndex),
    ...(row["partitioned_by"] === null
      ? {}
      : { partitioning: { by: text(row, "partitioned_by"), partitions: [] } }),
    ...(isPartition ? { partitionOf: { parent, bounds: text(row, "bounds") } } : {}),
    ...(isPartition || parent === undefined ? {} : { inherits: parents }),
    options: readOptions(row, indexes),
    ...property(row, "comment"),
  };
}

function readOptions(row: Row, indexes: readonly Row[]): Options {
  const identity = text(row, "replica_identity");
  const index = indexes.find((each) => each["is_replica_identity"] === true);
  const clustered = indexes.find((each) => each["is_clustered"] === true);
  return {
    ...readParameters(row),
    ...parametersOf(list<string>(row, "toast_parameters"), "toast."),
    ...(row["unlogged"] === true ? { unlogged: true } : {}),
    ...property(row, "access_method"),
    ...(row["row_security"] === true ? { row_level_security: true } : {}),
    ...(row["forced_row_security"] === true ? { force_row_level_security: true } : {}),
    ...(identity === "f" || identity === "n"
      ? { replica_identity: identity === "f" ? "full" : "nothing" }
      : {}),
    ...(clustered === undefined ? {} : { cluster_index: text(clustered, "name") }),
    ...(identity === "i" && index !== undefined
      ? { replica_identity_index: text(index, "name") }
      : {}),
  };
}

function readEnum(row: Row, names: Names): EnumType {
  return {
    ...names.name(text(row, "schema"), text(row, "name")),
    values: list<string>(row, "labels"),
    ...property(row, "comment"),
  };
}

function readDomains(
  { types, constraints }: Catalogue,
  columns: ColumnsRead,
  names: Names,
): readonly Domain[] {
  const checksOf = Map.groupBy(
    constraints.filter((row) => row["kind"] === "c"),
    (row) => Number(row["domain"]),
  );
  return types.filter((row) => row["kind"] === "d").map((row) => {
    const { expression } = property(row, "expression");
    return {
      ...names.name(text(row, "schema"), text(row, "name")),
      type: names.type(row),
      nullable: row["not_null"] !== true,
      ...(expression === undefined ? {} : { default: readExpression(expression) }),
      ...property(row, "collation"),
      checks: (checksOf.get(Number(row["oid"])) ?? []).map((check) => readCheck(check, columns)),
      ...property(row, "comment"),
    };
  });
}

function readComposite(row: Row, columns: ColumnsRead, names: Names): CompositeType {
  return {
    ...names.name(text(row, "schema"), text(row, "name")),
    fields: columns.of(row["relation"]).map(({ name, type, collation }) => ({
      name,
      type,
      ...(collation === undefined ? {} : { collation }),
    })),
    ...property(row, "comment"),
  };
}

import type { ObjectName } from "../../core/statement.ts";
import { literal, quote } from "./quoting.ts";

/**
 * An expression for the definition of an object as text, NULL where there is none; undefined for
 * kinds that are not looked up. What changes by itself (sizes, frozen transaction ids) is left out.
 */
export function definition({ kind, parts }: ObjectName): string | undefined {
  switch (kind) {
    case "table":
    case "foreign table":
      return tableDefinition(relation(parts));
    case "view":
    case "materialized view":
      return viewDefinition(relation(parts));
    case "index":
      return indexDefinition(relation(parts));
    case "sequence":
      return sequenceDefinition(relation(parts));
    case "type":
    case "domain":
      return typeDefinition(`to_regtype(${literal(quote(parts))})`);
    case "function":
    case "procedure":
    case "routine":
    case "aggregate":
      return routineDefinition(parts);
    case "statistics":
      return inSchema(
        "pg_catalog.pg_statistic_ext",
        "stx",
        parts,
        "pg_get_statisticsobjdef(c.oid)",
      );
    case "collation":
      return inSchema("pg_catalog.pg_collation", "coll", parts, "to_json(c)::text");
    default:
      return catalogueDefinition(kind, parts.at(-1) ?? "");
  }
}

/** The oid of a relation, NULL where there is none. */
export function relation(parts: readonly string[]): string {
  return `to_regclass(${literal(quote(parts))})::oid`;
}

/** The oid of an index, which is always in the schema of its table. */
export function indexOf(name: string, table: readonly string[]): string {
  return `(SELECT i.oid FROM pg_catalog.pg_class AS i JOIN pg_catalog.pg_class AS t ` +
    `ON t.relnamespace = i.relnamespace WHERE t.oid = ${relation(table)} ` +
    `AND i.relname = ${literal(name)} AND i.relkind IN ('i', 'I'))`;
}

/** The definition of an index by its oid; `partial:` in front of one that cannot be used. */
export function indexDefinition(oid: string): string {
  return `(SELECT CASE WHEN x.indisvalid THEN '' ELSE 'partial:' END || ${
    json(
      "pg_get_indexdef(x.indexrelid)",
      "x.indisclustered",
      "x.indisreplident",
      "c.relowner",
      "c.reltablespace",
      "c.reloptions",
    )
  } FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.indexrelid ` +
    `WHERE x.indexrelid = ${oid})`;
}

function json(...values: readonly string[]): string {
  return `json_build_array(${values.join(", ")})::text`;
}

function list(query: string): string {
  return `ARRAY(${query})`;
}

const columns = `SELECT ${
  json(
    "a.attnum",
    "a.attname",
    "format_type(a.atttypid, a.atttypmod)",
    "a.attnotnull",
    "a.attidentity",
    "a.attgenerated",
    "a.attcollation",
    "a.attstorage",
    "a.attstattarget",
    "a.attcompression",
    "a.attoptions",
    "pg_get_expr(d.adbin, d.adrelid)",
    "col_description(a.attrelid, a.attnum)",
  )
} FROM pg_catalog.pg_attribute AS a LEFT JOIN pg_catalog.pg_attrdef AS d ` +
  "ON d.adrelid = a.attrelid AND d.adnum = a.attnum " +
  "WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

const constraints = `SELECT ${
  json("k.conname", "pg_get_constraintdef(k.oid)", "k.convalidated")
} FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = c.oid ORDER BY k.conname`;

/** Unusable ones are told apart, so that a build that stopped half way is not taken for done. */
const indexes =
  `SELECT ${
    json("pg_get_indexdef(x.indexrelid)", "x.indisclustered", "x.indisreplident")
  } FROM pg_catalog.pg_index AS x WHERE x.indrelid = c.oid AND x.indisvalid ` +
  "ORDER BY x.indexrelid";

const triggers = `SELECT ${
  json("pg_get_triggerdef(t.oid)", "t.tgenabled")
} FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal ORDER BY t.tgname`;

const rules =
  "SELECT pg_get_ruledef(r.oid) || r.ev_enabled::text FROM pg_catalog.pg_rewrite AS r " +
  "WHERE r.ev_class = c.oid ORDER BY r.rulename";

const policies = `SELECT ${
  json(
    "p.polname",
    "p.polcmd",
    "p.polpermissive",
    "p.polroles",
    "pg_get_expr(p.polqual, p.polrelid)",
    "pg_get_expr(p.polwithcheck, p.polrelid)",
  )
} FROM pg_catalog.pg_policy AS p WHERE p.polrelid = c.oid ORDER BY p.polname`;

const family =
  "SELECT h.inhparent::text || '>' || h.inhrelid::text FROM pg_catalog.pg_inherits AS h " +
  "WHERE c.oid IN (h.inhrelid, h.inhparent) ORDER BY h.inhparent, h.inhrelid";

const shared = [
  "c.oid",
  "c.relkind",
  "c.relpersistence",
  "c.relowner",
  "c.reloptions",
  "c.reltablespace",
  "obj_description(c.oid, 'pg_class')",
];

function tableDefinition(oid: string): string {
  const isDetaching = "EXISTS (SELECT 1 FROM pg_catalog.pg_inherits AS h " +
    // Releases before 14 have no such column, and a row without it says nothing of it.
    "WHERE h.inhparent = c.oid AND to_json(h) ->> 'inhdetachpending' = 'true')";
  return `(SELECT CASE WHEN ${isDetaching} THEN 'partial:' ELSE '' END || ${
    json(
      ...shared,
      "c.relrowsecurity",
      "c.relforcerowsecurity",
      "c.relreplident",
      "c.relam",
      "pg_get_expr(c.relpartbound, c.oid)",
      list(columns),
      list(constraints),
      list(indexes),
      list(triggers),
      list(rules),
      list(policies),
      list(family),
    )
  } FROM pg_catalog.pg_class AS c WHERE c.oid = ${oid})`;
}

function viewDefinition(oid: string): string {
  return `(SELECT ${
    json(
      ...shared,
      "c.relispopulated",
      "pg_get_viewdef(c.oid)",
      list(columns),
      list(indexes),
      list(triggers),
      list(rules),
    )
  } FROM pg_catalog.pg_class AS c WHERE c.oid = ${oid})`;
}

function sequenceDefinition(oid: string): string {
  return `(SELECT ${json(...shared, "to_json(s)")} FROM pg_catalog.pg_class AS c ` +
    `JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid WHERE c.oid = ${oid})`;
}

function typeDefinition(oid: string): string {
  const labels = "SELECT e.enumlabel FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid " +
    "ORDER BY e.enumsortorder";
  const fields = "SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) " +
    "FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = t.typrelid AND a.attnum > 0 " +
    "AND NOT a.attisdropped ORDER BY a.attnum";
  const checks = "SELECT k.conname || pg_get_constraintdef(k.oid) || k.convalidated::text " +
    "FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid ORDER BY k.conname";
  return `(SELECT ${
    json(
      "t.oid",
      "t.typname",
      "t.typnamespace",
      "t.typowner",
      "t.typnotnull",
      "t.typdefault",
      "format_type(t.typbasetype, t.typtypmod)",
      "obj_description(t.oid, 'pg_type')",
      list(labels),
      list(fields),
      list(checks),
    )
  } FROM pg_catalog.pg_type AS t WHERE t.oid = ${oid})`;
}

/** All routines of a name, since statements tell them apart by their arguments only. */
function routineDefinition(parts: readonly string[]): string {
  const schema = parts.at(-2);
  const place = schema === undefined
    ? "pg_function_is_visible(p.oid)"
    : `n.nspname = ${literal(schema)}`;
  return "(SELECT string_agg(CASE WHEN p.prokind = 'a' " +
    "THEN p.proname || '(' || pg_get_function_arguments(p.oid) || ')' " +
    "ELSE pg_get_functiondef(p.oid) END || p.proowner::text, ';' ORDER BY p.oid) " +
    "FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace " +
    `WHERE p.proname = ${literal(parts.at(-1) ?? "")} AND ${place})`;
}

function inSchema(
  catalogue: string,
  prefix: string,
  parts: readonly string[],
  value: string,
): string {
  const schema = parts.at(-2);
  const place = schema === undefined
    ? "n.nspname = ANY (current_schemas(true))"
    : `n.nspname = ${literal(schema)}`;
  return `(SELECT string_agg(${value}, ';' ORDER BY c.oid) FROM ${catalogue} AS c ` +
    `JOIN pg_catalog.pg_namespace AS n ON n.oid = c.${prefix}namespace ` +
    `WHERE c.${prefix}name = ${literal(parts.at(-1) ?? "")} AND ${place})`;
}

interface Catalogue {
  readonly table: string;
  readonly name: string;
  /** What of a row `c` makes the definition; all of it unless told otherwise. */
  readonly value?: string;
}

const roles: Catalogue = { table: "pg_roles", name: "rolname" };

/** Objects that have no schema, or are told by their own name among those of all tables. */
const catalogues: Readonly<Record<string, Catalogue>> = {
  schema: { table: "pg_namespace", name: "nspname" },
  extension: { table: "pg_extension", name: "extname" },
  role: roles,
  user: roles,
  group: roles,
  database: {
    table: "pg_database",
    name: "datname",
    value: "json_build_array(c.oid, c.datdba, c.datistemplate, c.datallowconn, c.datconnlimit, " +
      "c.dattablespace, (SELECT array_agg(s.setconfig ORDER BY s.setrole) " +
      "FROM pg_catalog.pg_db_role_setting AS s WHERE s.setdatabase = c.oid))::text",
  },
  tablespace: { table: "pg_tablespace", name: "spcname" },
  publication: {
    table: "pg_publication",
    name: "pubname",
    value: "to_json(c)::text || coalesce((SELECT json_agg(t ORDER BY t.schemaname, t.tablename) " +
      "FROM pg_catalog.pg_publication_tables AS t WHERE t.pubname = c.pubname)::text, '')",
  },
  subscription: {
    table: "pg_subscription",
    name: "subname",
    // The rest, which has a password in it, is for superusers only.
    value:
      "json_build_array(c.oid, c.subowner, c.subenabled, c.subslotname, c.subpublications)::text",
  },
  "event trigger": { table: "pg_event_trigger", name: "evtname" },
  server: { table: "pg_foreign_server", name: "srvname" },
  "foreign data wrapper": { table: "pg_foreign_data_wrapper", name: "fdwname" },
  language: { table: "pg_language", name: "lanname" },
  "access method": { table: "pg_am", name: "amname" },
  trigger: {
    table: "pg_trigger",
    name: "tgname",
    value: "pg_get_triggerdef(c.oid) || c.tgenabled::text",
  },
  policy: { table: "pg_policies", name: "policyname" },
  rule: { table: "pg_rules", name: "rulename" },
};

function catalogueDefinition(kind: string, name: string): string | undefined {
  const catalogue = catalogues[kind];
  if (catalogue === undefined) return undefined;
  const value = catalogue.value ?? "to_json(c)::text";
  return `(SELECT string_agg(${value}, ';' ORDER BY ${value}) FROM pg_catalog.${catalogue.table} ` +
    `AS c WHERE c.${catalogue.name} = ${literal(name)})`;
}

import { literal } from "../quoting.ts";

/** What the catalogue is asked for. */
export interface Scope {
  /** As in `server_version_num`. */
  readonly release: number;
  /** Schemas that are read; undefined for those of the search path. */
  readonly namespaces: readonly string[] | "all" | undefined;
}

const none = "NULL";

/** Schemas, first the one in which unqualified names are made. */
export function namespaces(scope: Scope): string {
  return "SELECT n.oid, n.nspname AS name, n.nspname = current_schema() AS is_default, " +
    // Those that every new database has need not be made.
    "n.oid >= 16384 AS is_made, obj_description(n.oid, 'pg_namespace') AS comment " +
    `FROM pg_catalog.pg_namespace AS n WHERE ${within(scope)} OR n.nspname = current_schema()`;
}

/** Tables, partitioned tables, views, materialized views and row types. */
export function relations(scope: Scope): string {
  return `SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
    c.reltype AS row_type, c.relpersistence = 'u' AS unlogged, c.relispartition AS is_partition,
    to_json(c.reloptions) AS parameters, to_json(o.reloptions) AS toast_parameters,
    CASE WHEN m.amname <> 'heap' THEN m.amname END AS access_method, s.spcname AS tablespace,
    c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced_row_security,
    c.relreplident AS replica_identity, pg_get_partkeydef(c.oid) AS partitioned_by,
    pg_get_expr(c.relpartbound, c.oid) AS bounds,
    (SELECT json_agg(json_build_array(pn.nspname, p.relname) ORDER BY h.inhseqno)
      FROM pg_catalog.pg_inherits AS h JOIN pg_catalog.pg_class AS p ON p.oid = h.inhparent
      JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.relnamespace
      WHERE h.inhrelid = c.oid) AS parents,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
    CASE WHEN c.relkind IN ('v', 'm') THEN (SELECT json_agg(
        json_build_array(a.attname, col_description(c.oid, a.attnum)) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND col_description(c.oid, a.attnum) IS NOT NULL) END AS column_comments,
    d.description AS comment
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class AS o ON o.oid = c.reltoastrelid AND c.reltoastrelid <> 0
  LEFT JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace
  ${described("c.oid", "pg_class")}
  WHERE ${within(scope)} AND c.relkind IN ('r', 'p', 'v', 'm', 'c') AND c.relpersistence <> 't'
    AND ${own("c.oid", "pg_class")}`;
}

/** Columns of tables and fields of row types, with those that others bequeath. */
export function columns(scope: Scope): string {
  const { release } = scope;
  return `SELECT a.attrelid AS relation, a.attnum AS number, a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type, ${elementType("t")} AS base,
    ${isArray("t")} AS is_array, ${notNull(release)} AS not_null, a.attidentity AS identity,
    a.attgenerated AS generated, pg_get_expr(e.adbin, e.adrelid) AS expression,
    CASE WHEN a.attcollation <> t.typcollation THEN ${collation("l")} END AS collation,
    a.attislocal AS is_local, CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
    ${release >= 140_000 ? "nullif(a.attcompression, '')" : none} AS compression,
    CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
    to_json(a.attoptions) AS settings, d.description AS comment
  FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation
  LEFT JOIN pg_catalog.pg_attrdef AS e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_description AS d ON d.classoid = 'pg_catalog.pg_class'::regclass
    AND d.objoid = a.attrelid AND d.objsubid = a.attnum
  WHERE ${within(scope)} AND c.relkind IN ('r', 'p', 'c') AND c.relpersistence <> 't'
    AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`;
}

/** Release 18 keeps by whom NOT NULL was said: a column that its parent has too may have it from there. */
function notNull(release: number): string {
  if (release < 180_000) return "a.attnotnull";
  return `a.attnotnull AND (NOT a.attislocal OR a.attinhcount = 0 OR EXISTS (SELECT
      FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.contype = 'n'
      AND k.conkey[1] = a.attnum AND k.conislocal))`;
}

/** Sequences, with the column that owns each or numbers its rows by it. */
export function sequences(scope: Scope): string {
  return `SELECT c.oid, n.nspname AS schema, c.relname AS name,
    format_type(q.seqtypid, NULL) AS type, q.seqstart::text AS start,
    q.seqincrement::text AS increment, q.seqmin::text AS minimum, q.seqmax::text AS maximum,
    q.seqcache::text AS cache, q.seqcycle AS cycle,
    c.relpersistence = 'u' AS unlogged, p.deptype AS bond,
    p.refobjid AS relation, p.refobjsubid AS number, tn.nspname AS table_schema,
    tc.relname AS table_name, ta.attname AS column_name, d.description AS comment
  FROM pg_catalog.pg_sequence AS q
  JOIN pg_catalog.pg_class AS c ON c.oid = q.seqrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend AS p ON p.classid = 'pg_catalog.pg_class'::regclass
    AND p.objid = c.oid AND p.deptype IN ('a', 'i')
    AND p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjsubid > 0
  LEFT JOIN pg_catalog.pg_class AS tc ON tc.oid = p.refobjid
  LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = tc.relnamespace
  LEFT JOIN pg_catalog.pg_attribute AS ta
    ON ta.attrelid = p.refobjid AND ta.attnum = p.refobjsubid
  ${described("c.oid", "pg_class")}
  WHERE ${within(scope)} AND c.relpersistence <> 't' AND ${own("c.oid", "pg_class")}`;
}

/** Constraints of tables and domains, but for those that partitions have from their parent. */
export function constraints(scope: Scope): string {
  const { release } = scope;
  const is18 = release >= 180_000;
  return `SELECT k.conrelid AS relation, k.contypid AS domain, k.conname AS name,
    k.contype AS kind, k.condeferrable AS deferrable, k.condeferred AS deferred,
    k.convalidated AS valid, k.connoinherit AS no_inherit, k.conindid AS index,
    to_json(k.conkey) AS key, k.confupdtype AS on_update, k.confdeltype AS on_delete,
    k.confmatchtype AS match, fn.nspname AS target_schema, f.relname AS target,
    CASE WHEN k.confrelid <> 0 THEN (SELECT json_agg(a.attname ORDER BY u.place)
      FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.number)
    END AS target_columns,
    ${release >= 150_000 ? "to_json(k.confdelsetcols)" : none} AS on_delete_key,
    CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS expression,
    CASE WHEN k.contype = 'x' THEN (SELECT json_agg(o.oprname ORDER BY u.place)
      FROM unnest(k.conexclop) WITH ORDINALITY AS u (operator, place)
      JOIN pg_catalog.pg_operator AS o ON o.oid = u.operator) END AS operators,
    ${is18 ? "k.conperiod" : "false"} AS period, ${is18 ? "k.conenforced" : "true"} AS enforced,
    d.description AS comment
  FROM pg_catalog.pg_constraint AS k
  JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
  LEFT JOIN pg_catalog.pg_class AS f ON f.oid = k.confrelid AND k.confrelid <> 0
  LEFT JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace
  ${described("k.oid", "pg_constraint")}
  WHERE ${within(scope)} AND k.contype IN ('p', 'u', 'f', 'c', 'x', 'n') AND k.conparentid = 0
    AND (k.conislocal OR k.coninhcount = 0)`;
}

/** Indexes of tables and materialized views, with those behind constraints. */
export function indexes(scope: Scope): string {
  const distinct = scope.release >= 150_000 ? "NOT x.indnullsnotdistinct" : "true";
  return `SELECT x.indexrelid AS oid, x.indrelid AS relation, n.nspname AS schema, i.relname AS name,
    x.indisunique AS is_unique, x.indisvalid AS valid, x.indisreplident AS is_replica_identity,
    x.indisclustered AS is_clustered, m.amname AS method, to_json(i.reloptions) AS parameters,
    s.spcname AS tablespace,
    x.indnkeyatts AS key_count, ${distinct} AS nulls_distinct,
    pg_get_expr(x.indpred, x.indrelid) AS predicate,
    CASE WHEN c.relkind = 'm' THEN pg_get_indexdef(x.indexrelid, 0, true) END AS definition,
    p.parts, d.description AS comment
  FROM pg_catalog.pg_index AS x
  JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
  JOIN pg_catalog.pg_class AS c ON c.oid = x.indrelid
  JOIN (${indexParts(scope)}) AS p ON p.indexrelid = x.indexrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am AS m ON m.oid = i.relam
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = i.reltablespace
  ${described("x.indexrelid", "pg_class")}
  WHERE ${within(scope)} AND c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
    AND NOT i.relispartition`;
}

/** The parts of all indexes at once, since joins for each index would take most of the time. */
function indexParts(scope: Scope): string {
  return `SELECT x.indexrelid, json_agg(json_build_array(
      a.attname, CASE WHEN a.attname IS NULL THEN pg_get_indexdef(x.indexrelid, p.place::int, false)
      END, p.bits,
      CASE WHEN p.sorting <> coalesce(a.attcollation, 100) AND (a.attname IS NOT NULL OR
        position(pg_get_indexdef(x.indexrelid, p.place::int, false) || ' COLLATE '
        IN pg_get_indexdef(x.indexrelid)) > 0) THEN ${collation("l")} END,
      CASE WHEN NOT o.opcdefault OR e.attoptions IS NOT NULL THEN ${
    name("o", "opc", "opclass")
  } END,
      to_json(e.attoptions)) ORDER BY p.place) AS parts
  FROM pg_catalog.pg_index AS x
  CROSS JOIN unnest(x.indkey::int2[], x.indoption::int2[], x.indcollation::oid[], x.indclass::oid[])
    WITH ORDINALITY AS p (number, bits, sorting, class, place)
  LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = p.number
    AND p.number <> 0
  LEFT JOIN pg_catalog.pg_attribute AS e ON e.attrelid = x.indexrelid AND e.attnum = p.place
  LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = p.sorting
  LEFT JOIN pg_catalog.pg_opclass AS o ON o.oid = p.class
  WHERE x.indrelid IN (SELECT c.oid FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE ${within(scope)})
  GROUP BY x.indexrelid`;
}

/** Enums and domains; row types are among the relations. */
export function types(scope: Scope): string {
  return `SELECT t.oid, t.typarray AS array, n.nspname AS schema, t.typname AS name,
    t.typtype AS kind, (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)
      FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid) AS labels,
    format_type(nullif(t.typbasetype, 0), t.typtypmod) AS type, ${elementType("b")} AS base,
    ${isArray("b")} AS is_array, t.typnotnull AS not_null,
    pg_get_expr(t.typdefaultbin, 0) AS expression, t.typrelid AS relation,
    CASE WHEN t.typcollation <> b.typcollation THEN ${collation("l")} END AS collation,
    d.description AS comment
  FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype AND t.typbasetype <> 0
  LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = t.typcollation
  LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid AND t.typrelid <> 0
  ${described("t.oid", "pg_type")}
  WHERE ${within(scope)} AND (t.typtype IN ('e', 'd') OR t.typtype = 'c' AND c.relkind = 'c')
    AND ${own("t.oid", "pg_type")}`;
}

/** Whether something lives in one of the schemas, `n`. */
export function within({ namespaces }: Scope): string {
  if (namespaces === "all") {
    return "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
  }
  return namespaces === undefined
    ? "n.nspname = ANY (current_schemas(false))"
    : `n.nspname = ANY (ARRAY[${namespaces.map(literal).join(", ")}]::text[])`;
}

/** Whether something is no member of an extension, nor (bond `i`) made along with another object. */
export function own(oid: string, catalogue: string, bonds = "'e'"): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS own WHERE own.objid = ${oid} ` +
    `AND own.classid = 'pg_catalog.${catalogue}'::regclass AND own.deptype IN (${bonds}))`;
}

export function described(oid: string, catalogue: string): string {
  return `LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = ${oid} AND d.objsubid = 0 ` +
    `AND d.classoid = 'pg_catalog.${catalogue}'::regclass`;
}

/** A domain over an array is no array itself. */
function isArray(type: string): string {
  return `(${type}.typcategory = 'A' AND ${type}.typelem <> 0 AND ${type}.typtype = 'b')`;
}

function elementType(type: string): string {
  return `CASE WHEN ${isArray(type)} THEN ${type}.typelem ELSE ${type}.oid END`;
}

/** A bare name where the search path finds it, else SQL that begins with a quotation mark. */
function collation(alias: string): string {
  return `CASE WHEN pg_collation_is_visible(${alias}.oid) THEN ${alias}.collname ELSE (SELECT ` +
    `'"' || replace(ln.nspname, '"', '""') || '"."' || replace(${alias}.collname, '"', '""') || '"' ` +
    `FROM pg_catalog.pg_namespace AS ln WHERE ln.oid = ${alias}.collnamespace) END`;
}

/** A name as SQL, with its schema where the search path does not find it. */
function name(alias: string, prefix: string, kind: string): string {
  return `CASE WHEN pg_${kind}_is_visible(${alias}.oid) THEN quote_ident(${alias}.${prefix}name) ` +
    `ELSE (SELECT quote_ident(sn.nspname) || '.' || quote_ident(${alias}.${prefix}name) ` +
    `FROM pg_catalog.pg_namespace AS sn WHERE sn.oid = ${alias}.${prefix}namespace) END`;
}

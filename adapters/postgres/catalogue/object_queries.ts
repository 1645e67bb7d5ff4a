import { own, type Scope, within } from "./queries.ts";

/**
 * Functions and procedures, but for the constructors of range types. The server writes no definition
 * of an aggregate.
 */
export function routines(scope: Scope): string {
  return `SELECT p.oid, n.nspname AS schema, p.proname AS name,
    CASE WHEN p.prokind = 'p' THEN 'procedure' ELSE 'function' END AS kind,
    pg_get_function_identity_arguments(p.oid) AS arguments,
    (SELECT coalesce(string_agg(format_type(a.type, NULL), ', ' ORDER BY a.place), '')
      FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, place)) AS signature,
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS qualified,
    quote_ident(p.proname) AS bare, pg_get_functiondef(p.oid) AS definition
  FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
  WHERE ${within(scope)} AND p.prokind IN ('f', 'p', 'w') AND ${
    own("p.oid", "pg_proc", "'e', 'i'")
  }`;
}

/** Triggers, rules and policies: what belongs to a table or view and is told by it. */
export function attachments(scope: Scope): string {
  const roles = "(SELECT string_agg(CASE WHEN r.oid = 0 THEN 'PUBLIC' ELSE " +
    "quote_ident(pg_get_userbyid(r.oid)) END, ', ' ORDER BY r.oid) FROM unnest(p.polroles) AS r (oid))";
  const command = "CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' " +
    "WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END";
  const policy =
    "'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || p.polrelid::regclass::text " +
    "|| CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END || ' FOR ' || " +
    `${command} || ' TO ' || ${roles} || ` +
    "coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || " +
    "coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')";
  const on = (relation: string) =>
    `JOIN pg_catalog.pg_class AS c ON c.oid = ${relation} ` +
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace " +
    `WHERE ${within(scope)} AND c.relpersistence <> 't'`;
  // Partitions have copies of their parent's triggers, which depend on those.
  const isCopy = "EXISTS (SELECT FROM pg_catalog.pg_depend AS s WHERE s.objid = t.oid " +
    "AND s.classid = 'pg_catalog.pg_trigger'::regclass " +
    "AND s.refclassid = 'pg_catalog.pg_trigger'::regclass)";
  return `SELECT t.oid, 'trigger' AS kind, t.tgname AS name, n.nspname AS schema,
      c.relname AS table, t.tgrelid AS relation, pg_get_triggerdef(t.oid, true) AS definition
    FROM pg_catalog.pg_trigger AS t ${on("t.tgrelid")} AND NOT t.tgisinternal AND NOT ${isCopy}
      AND ${own("t.oid", "pg_trigger")}
    UNION ALL SELECT r.oid, 'rule', r.rulename, n.nspname, c.relname, r.ev_class,
      pg_get_ruledef(r.oid, true)
    FROM pg_catalog.pg_rewrite AS r ${on("r.ev_class")} AND r.rulename <> '_RETURN'
      AND ${own("r.ev_class", "pg_class")}
    UNION ALL SELECT p.oid, 'policy', p.polname, n.nspname, c.relname, p.polrelid, ${policy}
    FROM pg_catalog.pg_policy AS p ${on("p.polrelid")}
    UNION ALL SELECT x.oid, 'statistics', x.stxname, n.nspname, c.relname, x.stxrelid,
      replace(pg_get_statisticsobjdef(x.oid), quote_ident(sn.nspname) || '.' ||
        quote_ident(x.stxname), CASE WHEN pg_statistics_obj_is_visible(x.oid) THEN '' ELSE
        quote_ident(sn.nspname) || '.' END || quote_ident(x.stxname))
    FROM pg_catalog.pg_statistic_ext AS x
      JOIN pg_catalog.pg_namespace AS sn ON sn.oid = x.stxnamespace ${on("x.stxrelid")}`;
}

/** Range types. */
export function ranges(scope: Scope): string {
  const routine = (oid: string) => `CASE WHEN ${oid} <> 0 THEN ${oid}::regproc::text END`;
  return `SELECT t.oid, t.typarray AS array, n.nspname AS schema, t.typname AS name,
    'type' AS kind, format_type(r.rngsubtype, NULL) AS subtype,
    ${routine("r.rngcanonical")} AS canonical, ${routine("r.rngsubdiff")} AS subtype_diff,
    CASE WHEN NOT o.opcdefault THEN quote_ident(sn.nspname) || '.' || quote_ident(o.opcname) END
      AS subtype_opclass,
    CASE WHEN r.rngcollation <> b.typcollation THEN r.rngcollation::regcollation::text END
      AS collation
  FROM pg_catalog.pg_range AS r
  JOIN pg_catalog.pg_type AS t ON t.oid = r.rngtypid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type AS b ON b.oid = r.rngsubtype
  JOIN pg_catalog.pg_opclass AS o ON o.oid = r.rngsubopc
  JOIN pg_catalog.pg_namespace AS sn ON sn.oid = o.opcnamespace
  WHERE ${within(scope)} AND ${own("t.oid", "pg_type")}`;
}

/** Extensions that somebody made, of the whole database. */
export function extensions(): string {
  return `SELECT e.oid, e.extname AS name, n.nspname AS schema,
    e.extrelocatable AND n.nspname <> current_schema() AS is_elsewhere
  FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
  WHERE e.oid >= 16384`;
}

/**
 * What views, routines, triggers, rules and policies need, as pairs of a catalogue and an oid. For
 * what an extension brought, the extension is needed.
 */
export function dependencies(): string {
  const isView = "r.rulename = '_RETURN'";
  return `SELECT DISTINCT CASE WHEN ${isView} THEN 'pg_class' ELSE p.classid::regclass::text END AS user_kind,
    CASE WHEN ${isView} THEN r.ev_class ELSE p.objid END AS user_oid,
    coalesce(e.refclassid, p.refclassid)::regclass::text AS needed_kind,
    coalesce(e.refobjid, p.refobjid) AS needed_oid
  FROM pg_catalog.pg_depend AS p
  LEFT JOIN pg_catalog.pg_rewrite AS r
    ON p.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = p.objid
  LEFT JOIN pg_catalog.pg_depend AS e
    ON e.classid = p.refclassid AND e.objid = p.refobjid AND e.deptype = 'e'
  WHERE p.classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_trigger'::regclass,
      'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_proc'::regclass,
      'pg_catalog.pg_statistic_ext'::regclass)
    AND p.refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass,
      'pg_catalog.pg_type'::regclass)
    AND p.deptype IN ('n', 'a') AND p.refobjid >= 16384`;
}

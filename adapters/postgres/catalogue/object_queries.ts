import { qualified } from "./carried_select.ts";
import { described, own, type Scope, within } from "./queries.ts";

/** Functions, procedures and aggregates, but for the constructors of range types. */
export function routines(scope: Scope): string {
  return `SELECT p.oid, n.nspname AS schema, p.proname AS name,
    CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
    pg_get_function_identity_arguments(p.oid) AS arguments,
    (SELECT coalesce(string_agg(format_type(a.type, NULL), ', ' ORDER BY a.place), '')
      FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, place)) AS signature,
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS qualified,
    quote_ident(p.proname) AS bare, CASE WHEN p.prokind = 'a' THEN ${aggregate}
      ELSE pg_get_functiondef(p.oid) END AS definition, d.description AS comment
  FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_aggregate AS g ON g.aggfnoid = p.oid
  ${described("p.oid", "pg_proc")}
  WHERE ${within(scope)} AND p.prokind IN ('f', 'p', 'w', 'a') AND ${
    own("p.oid", "pg_proc", "'e', 'i'")
  }`;
}

/** CREATE AGGREGATE, which the server does not write itself; empty parts are left out. */
const aggregate = (() => {
  const routine = (word: string, column: string) =>
    `CASE WHEN g.${column} <> 0 THEN ', ${word} = ' || g.${column}::oid::regproc END`;
  const value = (word: string, column: string) =>
    `CASE WHEN g.${column} IS NOT NULL THEN ', ${word} = ' || quote_literal(g.${column}) END`;
  const isTrue = (word: string, test: string) => `CASE WHEN ${test} THEN ', ${word}' END`;
  const size = (word: string, column: string) =>
    `CASE WHEN g.${column} <> 0 THEN ', ${word} = ' || g.${column} END`;
  const modes = (word: string, column: string, usual: string) =>
    `CASE g.${column} WHEN ${usual} THEN NULL WHEN 'r' THEN ', ${word} = READ_ONLY' ` +
    `WHEN 's' THEN ', ${word} = SHAREABLE' ELSE ', ${word} = READ_WRITE' END`;
  const usualMode = "CASE WHEN g.aggkind = 'n' THEN 'r' ELSE 'w' END";
  return `concat('CREATE AGGREGATE ', quote_ident(n.nspname), '.', quote_ident(p.proname), '(',
      CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END,
      ') (SFUNC = ', g.aggtransfn::oid::regproc, ', STYPE = ', format_type(g.aggtranstype, NULL),
      ${
    [
      size("SSPACE", "aggtransspace"),
      routine("FINALFUNC", "aggfinalfn"),
      isTrue("FINALFUNC_EXTRA", "g.aggfinalextra"),
      modes("FINALFUNC_MODIFY", "aggfinalmodify", usualMode),
      routine("COMBINEFUNC", "aggcombinefn"),
      routine("SERIALFUNC", "aggserialfn"),
      routine("DESERIALFUNC", "aggdeserialfn"),
      value("INITCOND", "agginitval"),
      routine("MSFUNC", "aggmtransfn"),
      routine("MINVFUNC", "aggminvtransfn"),
      "CASE WHEN g.aggmtranstype <> 0 THEN ', MSTYPE = ' || format_type(g.aggmtranstype, NULL) END",
      size("MSSPACE", "aggmtransspace"),
      routine("MFINALFUNC", "aggmfinalfn"),
      isTrue("MFINALFUNC_EXTRA", "g.aggmfinalextra"),
      modes("MFINALFUNC_MODIFY", "aggmfinalmodify", usualMode),
      value("MINITCOND", "aggminitval"),
      "CASE WHEN g.aggsortop <> 0 THEN ', SORTOP = ' || g.aggsortop::regoperator::text END",
      "CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE' " +
      "WHEN 'r' THEN ', PARALLEL = RESTRICTED' END",
      isTrue("HYPOTHETICAL", "g.aggkind = 'h'"),
    ].join(",\n      ")
  }, ')')`;
})();

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
      c.relname AS table, t.tgrelid AS relation, pg_get_triggerdef(t.oid, true) AS definition,
      ${state("t.tgenabled")} AS state,
      obj_description(t.oid, 'pg_trigger') AS comment
    FROM pg_catalog.pg_trigger AS t ${on("t.tgrelid")} AND NOT t.tgisinternal AND NOT ${isCopy}
      AND ${own("t.oid", "pg_trigger")}
    UNION ALL SELECT r.oid, 'rule', r.rulename, n.nspname, c.relname, r.ev_class,
      pg_get_ruledef(r.oid, true), ${state("r.ev_enabled")}, obj_description(r.oid, 'pg_rewrite')
    FROM pg_catalog.pg_rewrite AS r ${on("r.ev_class")} AND r.rulename <> '_RETURN'
      AND ${own("r.ev_class", "pg_class")}
    UNION ALL SELECT p.oid, 'policy', p.polname, n.nspname, c.relname, p.polrelid, ${policy},
      NULL, obj_description(p.oid, 'pg_policy')
    FROM pg_catalog.pg_policy AS p ${on("p.polrelid")}
    UNION ALL SELECT x.oid, 'statistics', x.stxname, n.nspname, c.relname, x.stxrelid,
      replace(pg_get_statisticsobjdef(x.oid), quote_ident(sn.nspname) || '.' ||
        quote_ident(x.stxname), CASE WHEN pg_statistics_obj_is_visible(x.oid) THEN '' ELSE
        quote_ident(sn.nspname) || '.' END || quote_ident(x.stxname)),
      NULL, obj_description(x.oid, 'pg_statistic_ext')
    FROM pg_catalog.pg_statistic_ext AS x
      JOIN pg_catalog.pg_namespace AS sn ON sn.oid = x.stxnamespace ${on("x.stxrelid")}`;
}

/** When a trigger or rule fires, where that is not as usual. */
function state(enabled: string): string {
  return `CASE ${enabled} WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ` +
    "WHEN 'A' THEN 'ENABLE ALWAYS' END";
}

/** Range types. */
export function ranges(scope: Scope): string {
  const routine = (oid: string) => `CASE WHEN ${oid} <> 0 THEN ${oid}::regproc::text END`;
  return `SELECT t.oid, t.typarray AS array, n.nspname AS schema, t.typname AS name,
    'type' AS kind, format_type(r.rngsubtype, NULL) AS subtype,
    ${routine("r.rngcanonical")} AS canonical, ${routine("r.rngsubdiff")} AS subtype_diff,
    CASE WHEN NOT o.opcdefault THEN ${qualified("sn.nspname", "o.opcname")} END AS subtype_opclass,
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

/** Operators that somebody made, with the words of CREATE OPERATOR. */
export function operators(scope: Scope): string {
  const type = (column: string) =>
    `CASE WHEN o.${column} = 0 THEN NULL ELSE format_type(o.${column}, NULL) END`;
  const other = (word: string, column: string) =>
    `CASE WHEN o.${column} <> 0 THEN (SELECT ', ${word} = OPERATOR(' || ` +
    "CASE WHEN pg_operator_is_visible(t.oid) THEN '' ELSE quote_ident(tn.nspname) || '.' END || " +
    "t.oprname || ')' FROM pg_catalog.pg_operator AS t JOIN pg_catalog.pg_namespace AS tn " +
    `ON tn.oid = t.oprnamespace WHERE t.oid = o.${column}) END`;
  const routine = (word: string, column: string) =>
    `CASE WHEN o.${column} <> 0 THEN ', ${word} = ' || o.${column}::oid::regproc END`;
  return `SELECT o.oid, n.nspname AS schema, o.oprname AS name, 'operator' AS kind,
    ${type("oprleft")} AS left_type, ${type("oprright")} AS right_type,
    concat('FUNCTION = ', o.oprcode::oid::regproc, ${other("COMMUTATOR", "oprcom")},
      ${other("NEGATOR", "oprnegate")}, ${routine("RESTRICT", "oprrest")},
      ${routine("JOIN", "oprjoin")}, CASE WHEN o.oprcanhash THEN ', HASHES' END,
      CASE WHEN o.oprcanmerge THEN ', MERGES' END) AS words,
    obj_description(o.oid, 'pg_operator') AS comment
  FROM pg_catalog.pg_operator AS o
  JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
  WHERE ${within(scope)} AND o.oprcode <> 0 AND ${own("o.oid", "pg_operator")}`;
}

/** Collations that somebody made. */
export function collations(scope: Scope): string {
  const locale = scope.release >= 170_000
    ? "l.colllocale"
    : scope.release >= 150_000
    ? "l.colliculocale"
    : "NULL";
  const rules = scope.release >= 160_000 ? "l.collicurules" : "NULL";
  return `SELECT l.oid, n.nspname AS schema, l.collname AS name,
    CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS provider,
    coalesce(${locale}, CASE WHEN l.collcollate = l.collctype THEN l.collcollate END) AS locale,
    l.collcollate AS lc_collate, l.collctype AS lc_ctype, ${rules} AS rules,
    l.collisdeterministic AS deterministic, obj_description(l.oid, 'pg_collation') AS comment
  FROM pg_catalog.pg_collation AS l
  JOIN pg_catalog.pg_namespace AS n ON n.oid = l.collnamespace
  WHERE ${within(scope)} AND ${own("l.oid", "pg_collation")}`;
}

/** Extensions that somebody made, of the whole database, with comments that are not their own words. */
export function extensions(): string {
  return `SELECT e.oid, e.extname AS name, n.nspname AS schema,
    e.extrelocatable AND n.nspname <> current_schema() AS is_elsewhere,
    nullif(obj_description(e.oid, 'pg_extension'), a.comment) AS comment
  FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
  LEFT JOIN pg_catalog.pg_available_extensions AS a ON a.name = e.extname
  WHERE e.oid >= 16384`;
}

/** Catalogues of what is carried as text and needs other things. */
const users: readonly string[] = [
  ...["pg_rewrite", "pg_trigger", "pg_policy", "pg_proc", "pg_statistic_ext", "pg_operator"],
  ...["pg_event_trigger", "pg_cast", "pg_ts_dict", "pg_ts_config", "pg_opclass", "pg_opfamily"],
  ...["pg_amop", "pg_amproc", "pg_foreign_data_wrapper", "pg_foreign_server", "pg_user_mapping"],
  ...["pg_publication_rel", "pg_publication_namespace"],
];

/** Catalogues of what is needed. */
const needed: readonly string[] = [
  ...["pg_class", "pg_proc", "pg_type", "pg_operator", "pg_cast", "pg_ts_dict", "pg_ts_config"],
  ...["pg_opfamily", "pg_opclass", "pg_foreign_data_wrapper", "pg_foreign_server", "pg_collation"],
  "pg_publication",
];

/**
 * What objects that are carried as text need, as pairs of a catalogue and an oid. For what an extension
 * brought, the extension is needed.
 */
export function dependencies(): string {
  const classes = (names: readonly string[]) =>
    names.map((name) => `'pg_catalog.${name}'::regclass`).join(", ");
  const isView = "r.rulename = '_RETURN'";
  // A member of an operator class or family is what these need, under their name.
  const owner = "p.classid IN ('pg_catalog.pg_amop'::regclass, 'pg_catalog.pg_amproc'::regclass)";
  // Tables need much, of which only foreign ones say it here, and columns only defaults of views.
  const isForeign = "p.classid = 'pg_catalog.pg_class'::regclass AND p.objid IN " +
    "(SELECT ftrelid FROM pg_catalog.pg_foreign_table)";
  const isPublished = "p.classid = 'pg_catalog.pg_publication_namespace'::regclass " +
    "AND p.refclassid = 'pg_catalog.pg_namespace'::regclass";
  const isViewDefault = "p.classid = 'pg_catalog.pg_attrdef'::regclass AND p.objid IN " +
    "(SELECT a.oid FROM pg_catalog.pg_attrdef AS a JOIN pg_catalog.pg_class AS v " +
    "ON v.oid = a.adrelid WHERE v.relkind = 'v')";
  // A function that makes ranges canonical needs their type as well, which comes first.
  const isRange = "p.classid = 'pg_catalog.pg_type'::regclass AND EXISTS " +
    "(SELECT FROM pg_catalog.pg_range AS a WHERE a.rngtypid = p.objid " +
    "AND (p.refclassid <> 'pg_catalog.pg_proc'::regclass OR p.refobjid <> a.rngcanonical::oid))";
  return `SELECT DISTINCT CASE WHEN ${isView} THEN 'pg_class' WHEN m.oid IS NOT NULL
      THEN m.refclassid::regclass::text ELSE p.classid::regclass::text END AS user_kind,
    CASE WHEN ${isView} THEN r.ev_class ELSE coalesce(m.refobjid, p.objid) END AS user_oid,
    coalesce(e.refclassid, p.refclassid)::regclass::text AS needed_kind,
    coalesce(e.refobjid, p.refobjid) AS needed_oid
  FROM pg_catalog.pg_depend AS p
  LEFT JOIN pg_catalog.pg_rewrite AS r
    ON p.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = p.objid
  LEFT JOIN pg_catalog.pg_depend AS e
    ON e.classid = p.refclassid AND e.objid = p.refobjid AND e.deptype = 'e'
  LEFT JOIN LATERAL (SELECT p.objid AS oid, o.refclassid, o.refobjid
    FROM pg_catalog.pg_depend AS o WHERE o.classid = p.classid AND o.objid = p.objid
      AND o.refclassid IN (${classes(["pg_opclass", "pg_opfamily"])})) AS m ON ${owner}
  WHERE (p.classid IN (${classes(users)}) OR ${isForeign} OR ${isViewDefault}
      OR ${isRange})
    AND (p.refclassid IN (${classes(needed)}) OR ${isPublished})
    AND p.deptype IN ('n', 'a') AND p.refobjid >= 16384`;
}

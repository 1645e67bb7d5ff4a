import { qualified, routine, select } from "./carried_select.ts";
import { own, type Scope, within } from "./queries.ts";

/** OPTIONS with all but what may be a secret, which is neither shown nor compared. */
function foreignOptions(options: string): string {
  return `(SELECT ' OPTIONS (' || string_agg(quote_ident(o.option_name) || ' ' ||
      quote_literal(o.option_value), ', ' ORDER BY o.option_name) || ')'
    FROM pg_options_to_table(${options}) AS o
    WHERE o.option_name !~* 'passw|secret|token|credential|api_?key')`;
}

/** Wrappers, servers, and who is mapped on each; the options of a mapping are never read. */
export function foreignServers(): readonly string[] {
  const wrappers = select({
    catalogue: "pg_foreign_data_wrapper",
    kind: "foreign data wrapper",
    name: "x.fdwname",
    definition: `concat('CREATE FOREIGN DATA WRAPPER ', quote_ident(x.fdwname),
      ' HANDLER ' || ${routine("x.fdwhandler")}, ' VALIDATOR ' || ${routine("x.fdwvalidator")},
      ${foreignOptions("x.fdwoptions")})`,
    from: `FROM pg_catalog.pg_foreign_data_wrapper AS x
      WHERE ${own("x.oid", "pg_foreign_data_wrapper")}`,
  });
  const servers = select({
    catalogue: "pg_foreign_server",
    kind: "server",
    name: "x.srvname",
    definition: `concat('CREATE SERVER ', quote_ident(x.srvname),
      ' TYPE ' || quote_literal(x.srvtype), ' VERSION ' || quote_literal(x.srvversion),
      ' FOREIGN DATA WRAPPER ', quote_ident(w.fdwname), ${foreignOptions("x.srvoptions")})`,
    from: `FROM pg_catalog.pg_foreign_server AS x
      JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = x.srvfdw
      WHERE ${own("x.oid", "pg_foreign_server")}`,
  });
  const user = "CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END";
  const mappings = select({
    catalogue: "pg_user_mapping",
    kind: "user mapping",
    name: `concat('FOR ', ${user}, ' SERVER ', quote_ident(m.srvname))`,
    definition: `concat('CREATE USER MAPPING FOR ', ${user}, ' SERVER ', quote_ident(m.srvname))`,
    from: `FROM (SELECT m.*, m.umid AS oid FROM pg_catalog.pg_user_mappings AS m) AS x
      JOIN pg_catalog.pg_user_mappings AS m ON m.umid = x.umid
      WHERE ${own("x.umid", "pg_user_mapping")}`,
  });
  return [wrappers, servers, mappings];
}

/** Foreign tables, and comments on their columns. */
export function foreignTables(scope: Scope): readonly string[] {
  const from = "FROM pg_catalog.pg_class AS x " +
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = x.relnamespace ";
  const where = `WHERE x.relkind = 'f' AND ${within(scope)} AND ${own("x.oid", "pg_class")}`;
  const name = qualified("n.nspname", "x.relname");
  const tables = select({
    catalogue: "pg_class",
    kind: "foreign table",
    schema: "n.nspname",
    name: "x.relname",
    definition: foreignTable(name),
    from: from + where,
  });
  const column = `concat('COLUMN ', ${name}, '.', quote_ident(a.attname))`;
  const comments = select({
    catalogue: "pg_description",
    kind: "comment",
    name: column,
    relation: "x.oid",
    definition: `concat('COMMENT ON ', ${column}, ' IS ', quote_literal(d.description))`,
    from: `${from}JOIN pg_catalog.pg_description AS d ON d.objoid = x.oid AND d.objsubid > 0
        AND d.classoid = 'pg_catalog.pg_class'::regclass
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.oid AND a.attnum = d.objsubid ${where}`,
  });
  return [tables, comments];
}

/** The columns, checks, server and options of a foreign table, as CREATE FOREIGN TABLE has them. */
function foreignTable(name: string): string {
  const columns = `(SELECT string_agg(concat('  ', quote_ident(a.attname), ' ',
      format_type(a.atttypid, a.atttypmod), ${foreignOptions("a.attfdwoptions")},
      CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation END,
      CASE WHEN a.attnotnull THEN ' NOT NULL' END, CASE a.attgenerated WHEN '' THEN ' DEFAULT ' ||
        pg_get_expr(e.adbin, e.adrelid) ELSE ' GENERATED ALWAYS AS (' ||
        pg_get_expr(e.adbin, e.adrelid) || ') STORED' END), ',\n' ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef AS e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    WHERE a.attrelid = x.oid AND a.attnum > 0 AND NOT a.attisdropped
      AND (a.attislocal OR x.relispartition))`;
  const checks = `(SELECT string_agg(concat('  CONSTRAINT ', quote_ident(k.conname), ' ',
      pg_get_constraintdef(k.oid)), ',\n' ORDER BY k.conname)
    FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = x.oid AND k.contype = 'c'
      AND k.conislocal)`;
  const parents = `(SELECT string_agg(${qualified("pn.nspname", "p.relname")}, ', '
      ORDER BY h.inhseqno)
    FROM pg_catalog.pg_inherits AS h JOIN pg_catalog.pg_class AS p ON p.oid = h.inhparent
    JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.relnamespace WHERE h.inhrelid = x.oid)`;
  return `(SELECT concat('CREATE FOREIGN TABLE ', ${name}, ' (\n', concat_ws(',\n', ${columns},
      ${checks}), '\n)', CASE WHEN NOT x.relispartition THEN ' INHERITS (' || ${parents} || ')' END,
      ' SERVER ', quote_ident(s.srvname), ${foreignOptions("f.ftoptions")},
      CASE WHEN x.relispartition THEN concat(';\nALTER TABLE ', ${parents}, ' ATTACH PARTITION ',
        ${name}, ' ', pg_get_expr(x.relpartbound, x.oid)) END)
    FROM pg_catalog.pg_foreign_table AS f
    JOIN pg_catalog.pg_foreign_server AS s ON s.oid = f.ftserver WHERE f.ftrelid = x.oid)`;
}

import { qualified, routine, select } from "./carried_select.ts";
import { foreignServers, foreignTables } from "./foreign_queries.ts";
import { operatorClasses } from "./operator_class_queries.ts";
import { own, type Scope, within } from "./queries.ts";
import { textSearch } from "./text_search_queries.ts";

/**
 * Objects that are read as the statements that make them, each with its catalogue and oid: of the whole
 * database, or of one schema.
 *
 * @param present which of them there are, at least one.
 */
export function carried(scope: Scope, present: readonly Carried[]): string {
  const all: Readonly<Record<Carried, () => readonly string[]>> = {
    pg_event_trigger: () => [eventTriggers()],
    pg_publication: () => publications(scope),
    pg_cast: () => [casts(scope)],
    pg_ts_dict: () => textSearch(scope),
    pg_opfamily: () => operatorClasses(scope),
    pg_foreign_data_wrapper: () => [...foreignServers(), ...foreignTables(scope)],
    pg_attrdef: () => [viewDefaults(scope)],
  };
  return present.flatMap((catalogue) => all[catalogue]()).join("\nUNION ALL ");
}

/** Kinds of objects that are read so, by a catalogue of each. */
export type Carried =
  | "pg_event_trigger"
  | "pg_publication"
  | "pg_cast"
  | "pg_ts_dict"
  | "pg_opfamily"
  | "pg_foreign_data_wrapper"
  | "pg_attrdef";

function eventTriggers(): string {
  return select({
    catalogue: "pg_event_trigger",
    kind: "event trigger",
    name: "x.evtname",
    definition: `concat('CREATE EVENT TRIGGER ', quote_ident(x.evtname), ' ON ', x.evtevent,
      ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(g), ', ' ORDER BY g)
        FROM unnest(x.evttags) AS g) || ')', ' EXECUTE FUNCTION ', ${routine("x.evtfoid")}, '()')`,
    state: `CASE x.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
      WHEN 'A' THEN 'ENABLE ALWAYS' END`,
    from: `FROM pg_catalog.pg_event_trigger AS x WHERE ${own("x.oid", "pg_event_trigger")}`,
  });
}

function publications(scope: Scope): readonly string[] {
  const word = (column: string) => `CASE WHEN x.pub${column} THEN '${column}' END`;
  const published = ["insert", "update", "delete", "truncate"].map(word).join(", ");
  const { release } = scope;
  const options = [
    ...release >= 130_000
      ? ["CASE WHEN x.pubviaroot THEN ', publish_via_partition_root = true' END"]
      : [],
    ...release >= 180_000
      ? ["CASE WHEN x.pubgencols = 's' THEN ', publish_generated_columns = stored' END"]
      : [],
  ];
  const header = select({
    catalogue: "pg_publication",
    kind: "publication",
    name: "x.pubname",
    definition: `concat('CREATE PUBLICATION ', quote_ident(x.pubname),
      CASE WHEN x.puballtables THEN ' FOR ALL TABLES' END, ' WITH (publish = ',
      quote_literal(concat_ws(', ', ${published}))${
      options.map((each) => `, ${each}`).join("")
    }, ')')`,
    from: `FROM pg_catalog.pg_publication AS x WHERE ${own("x.oid", "pg_publication")}`,
  });
  const limits = release < 150_000 ? [] : [
    `' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = x.prrelid AND a.attnum = ANY (x.prattrs::int2[])) || ')'`,
    "' WHERE (' || pg_get_expr(x.prqual, x.prrelid) || ')'",
  ];
  const tables = select({
    catalogue: "pg_publication_rel",
    kind: "publication table",
    name: "p.pubname",
    relation: "x.prrelid",
    definition: `concat('ALTER PUBLICATION ', quote_ident(p.pubname), ' ADD TABLE ONLY ',
      ${qualified("n.nspname", "c.relname")}${limits.map((each) => `, ${each}`).join("")})`,
    from: `FROM pg_catalog.pg_publication_rel AS x
      JOIN pg_catalog.pg_publication AS p ON p.oid = x.prpubid
      JOIN pg_catalog.pg_class AS c ON c.oid = x.prrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE ${within(scope)} AND ${own("p.oid", "pg_publication")}`,
  });
  const schemas = select({
    catalogue: "pg_publication_namespace",
    kind: "publication schema",
    name: "quote_ident(p.pubname) || ' FOR TABLES IN SCHEMA ' || quote_ident(n.nspname)",
    definition: `concat('ALTER PUBLICATION ', quote_ident(p.pubname), ' ADD TABLES IN SCHEMA ',
      quote_ident(n.nspname))`,
    from: `FROM pg_catalog.pg_publication_namespace AS x
      JOIN pg_catalog.pg_publication AS p ON p.oid = x.pnpubid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = x.pnnspid
      WHERE ${within(scope)} AND ${own("p.oid", "pg_publication")}`,
  });
  return [header, tables, ...release < 150_000 ? [] : [schemas]];
}

/** A cast has no schema; it is where its types are, or its function. */
function casts(scope: Scope): string {
  const types = "format_type(x.castsource, NULL) || ' AS ' || format_type(x.casttarget, NULL)";
  return select({
    catalogue: "pg_cast",
    kind: "cast",
    name: `'(' || ${types} || ')'`,
    definition: `concat('CREATE CAST (', ${types}, ') ', CASE x.castmethod
        WHEN 'f' THEN 'WITH FUNCTION ' || x.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT'
        ELSE 'WITHOUT FUNCTION' END,
      CASE x.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END)`,
    from: `FROM pg_catalog.pg_cast AS x
      JOIN pg_catalog.pg_type AS s ON s.oid = x.castsource
      JOIN pg_catalog.pg_type AS t ON t.oid = x.casttarget
      LEFT JOIN pg_catalog.pg_proc AS f ON f.oid = x.castfunc
      JOIN pg_catalog.pg_namespace AS n ON n.oid = CASE WHEN s.oid >= 16384 THEN s.typnamespace
        WHEN t.oid >= 16384 OR f.oid IS NULL THEN t.typnamespace ELSE f.pronamespace END
      WHERE x.oid >= 16384 AND (n.nspname = 'pg_catalog' OR ${within(scope)})
        AND ${own("x.oid", "pg_cast", "'e', 'i'")}`,
  });
}

function viewDefaults(scope: Scope): string {
  const view = qualified("n.nspname", "c.relname");
  return select({
    catalogue: "pg_attrdef",
    kind: "view default",
    name: "a.attname",
    relation: "c.oid",
    definition: `concat('ALTER VIEW ', ${view}, ' ALTER COLUMN ', quote_ident(a.attname),
      ' SET DEFAULT ', pg_get_expr(x.adbin, x.adrelid))`,
    from: `FROM pg_catalog.pg_attrdef AS x
      JOIN pg_catalog.pg_class AS c ON c.oid = x.adrelid AND c.relkind = 'v'
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.adrelid AND a.attnum = x.adnum
      WHERE ${within(scope)} AND c.relpersistence <> 't' AND ${own("c.oid", "pg_class")}`,
  });
}

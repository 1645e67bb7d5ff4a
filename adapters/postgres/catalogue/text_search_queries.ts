import { qualified, select } from "./carried_select.ts";
import { own, type Scope, within } from "./queries.ts";

/** Dictionaries, and configurations with their mappings. */
export function textSearch(scope: Scope): readonly string[] {
  const name = (kind: string) => qualified("n.nspname", `x.${kind}name`);
  const dictionary = select({
    catalogue: "pg_ts_dict",
    kind: "text search dictionary",
    schema: "n.nspname",
    name: "x.dictname",
    definition: `concat('CREATE TEXT SEARCH DICTIONARY ', ${name("dict")}, ' (TEMPLATE = ',
      ${qualified("tn.nspname", "t.tmplname")}, ', ' || x.dictinitoption, ')')`,
    from: `FROM pg_catalog.pg_ts_dict AS x
      JOIN pg_catalog.pg_namespace AS n ON n.oid = x.dictnamespace
      JOIN pg_catalog.pg_ts_template AS t ON t.oid = x.dicttemplate
      JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.tmplnamespace
      WHERE ${within(scope)} AND ${own("x.oid", "pg_ts_dict")}`,
  });
  const dictionaries = "string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno)";
  const mappings = `(SELECT string_agg(concat(';\nALTER TEXT SEARCH CONFIGURATION ', ${name("cfg")},
      ' ADD MAPPING FOR ', l.tokens, ' WITH ', l.dictionaries), '' ORDER BY l.tokens)
    FROM (SELECT k.dictionaries, string_agg(quote_ident(k.alias), ', ' ORDER BY k.alias) AS tokens
      FROM (SELECT t.alias, ${dictionaries} AS dictionaries
        FROM pg_catalog.pg_ts_config_map AS m
        JOIN LATERAL ts_token_type(x.cfgparser) AS t ON t.tokid = m.maptokentype
        WHERE m.mapcfg = x.oid GROUP BY t.alias) AS k
      GROUP BY k.dictionaries) AS l)`;
  const configuration = select({
    catalogue: "pg_ts_config",
    kind: "text search configuration",
    schema: "n.nspname",
    name: "x.cfgname",
    definition: `concat('CREATE TEXT SEARCH CONFIGURATION ', ${name("cfg")}, ' (PARSER = ',
      ${qualified("pn.nspname", "p.prsname")}, ')', ${mappings})`,
    from: `FROM pg_catalog.pg_ts_config AS x
      JOIN pg_catalog.pg_namespace AS n ON n.oid = x.cfgnamespace
      JOIN pg_catalog.pg_ts_parser AS p ON p.oid = x.cfgparser
      JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.prsnamespace
      WHERE ${within(scope)} AND ${own("x.oid", "pg_ts_config")}`,
  });
  return [dictionary, configuration];
}

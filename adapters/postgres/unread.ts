import type { Session } from "../../core/adapter.ts";

/** So many names of one kind are shown. */
const shown = 5;

/** The first number that the server gives to what its users make. */
const firstOwn = 16384;

/** Each kind with a query for the names of those that are there. */
const kinds: readonly (readonly [kind: string, query: string])[] = [
  ["languages", named("pg_language", "lanname")],
  ["access methods", named("pg_am", "amname")],
  ["conversions", named("pg_conversion", "conname")],
  ["text search parsers", named("pg_ts_parser", "prsname")],
  ["text search templates", named("pg_ts_template", "tmplname")],
  [
    "base types",
    `SELECT x.typname AS name FROM pg_catalog.pg_type AS x WHERE x.oid >= ${firstOwn}
      AND x.typtype = 'b' AND x.typcategory <> 'A' AND ${own("x.oid", "pg_type")}`,
  ],
  [
    "transforms",
    `SELECT format('%s for %s', format_type(x.trftype, NULL), l.lanname) AS name
      FROM pg_catalog.pg_transform AS x JOIN pg_catalog.pg_language AS l ON l.oid = x.trflang
      WHERE x.oid >= ${firstOwn} AND ${own("x.oid", "pg_transform")}`,
  ],
  [
    "subscriptions",
    `SELECT x.subname AS name FROM pg_catalog.pg_subscription AS x
      JOIN pg_catalog.pg_database AS d ON d.oid = x.subdbid WHERE d.datname = current_database()`,
  ],
];

function named(catalogue: string, column: string): string {
  return `SELECT x.${column} AS name FROM pg_catalog.${catalogue} AS x
    WHERE x.oid >= ${firstOwn} AND ${own("x.oid", catalogue)}`;
}

function own(oid: string, catalogue: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = ${oid}
    AND e.classid = 'pg_catalog.${catalogue}'::regclass AND e.deptype = 'e')`;
}

/** What is in the database and not in the schema that is read of it, a line for each kind. */
export async function findUnread(session: Pick<Session, "query">): Promise<readonly string[]> {
  const union = kinds.map(([kind, query]) =>
    `SELECT '${kind}' AS kind, array_agg(q.name ORDER BY q.name) AS names FROM (${query}) AS q`
  ).join("\nUNION ALL ");
  // As JSON, since drivers read arrays each in their own way.
  const rows = await session.query(
    `SELECT kind, to_json(names)::text AS names FROM (${union}) AS found WHERE names IS NOT NULL`,
  );
  return rows.map(({ kind, names }) => {
    const list = JSON.parse(String(names)) as readonly string[];
    const more = list.length > shown ? ` and ${list.length - shown} more` : "";
    return `${kind}: ${list.slice(0, shown).join(", ")}${more}`;
  });
}

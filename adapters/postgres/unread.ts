import type { Session } from "../../core/adapter.ts";

/** So many names of one kind are shown. */
const shown = 5;

/** Each kind with a query for the names of those that are there. */
const kinds: readonly (readonly [kind: string, query: string])[] = [
  ["event triggers", named("pg_event_trigger", "evtname")],
  ["publications", named("pg_publication", "pubname")],
  ["foreign servers", named("pg_foreign_server", "srvname")],
  [
    "foreign tables",
    `SELECT c.relname AS name FROM pg_catalog.pg_class AS c WHERE c.relkind = 'f'
      AND ${own("c.oid", "pg_class")}`,
  ],
  [
    "casts",
    `SELECT format('%s AS %s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL))
      AS name FROM pg_catalog.pg_cast AS k WHERE k.oid >= 16384 AND ${own("k.oid", "pg_cast")}`,
  ],
  [
    "text search configurations",
    `SELECT t.cfgname AS name FROM pg_catalog.pg_ts_config AS t WHERE t.oid >= 16384
      AND ${own("t.oid", "pg_ts_config")}`,
  ],
];

function named(catalogue: string, column: string): string {
  return `SELECT x.${column} AS name FROM pg_catalog.${catalogue} AS x
    WHERE ${own("x.oid", catalogue)}`;
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

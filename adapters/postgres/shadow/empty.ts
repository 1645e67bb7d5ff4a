import { generated, type Statement } from "../../../core/statement.ts";
import type { PostgresSession } from "../session.ts";
import { planPrefix } from "./plans.ts";

/** The first number that the server gives to what its users make. */
const firstOwn = 16384;

/**
 * Empties a database by SQL: everything that somebody made in it goes, and the schema `public` is as
 * in a new one. What cannot be told from the server's own things stays: grants on these, objects in
 * `pg_catalog`.
 *
 * @param roles whether roles are to go, too; they belong to the whole server.
 * @throws {StatementError} without the rights of an owner of it all.
 */
export async function empty(
  session: PostgresSession,
  { roles }: { readonly roles: boolean },
): Promise<void> {
  await forgetSession(session);
  // One after another, because what is dropped takes others with it.
  for (const query of roles ? [...databaseDrops, ...roleDrops] : databaseDrops) {
    const rows = await session.query(query);
    const drops = rows.map((row) => String(row["drop"]));
    if (drops.length > 0) await session.run(drops.map(generated));
  }
  await session.run(restored(session.facts.release));
}

/**
 * Makes a session as it was when it was new, but for the plans that came with the server. What it made
 * in the database stays, where it was not in a transaction that is open.
 */
export async function forgetSession(session: PostgresSession): Promise<void> {
  await session.run([generated("ROLLBACK"), generated("RESET SESSION AUTHORIZATION")]);
  const drops = await session.query(
    "SELECT 'DEALLOCATE ' || quote_ident(name) AS drop FROM pg_catalog.pg_prepared_statements " +
      `WHERE name !~ '^${planPrefix}'`,
  );
  // What DISCARD ALL does beside it (https://www.postgresql.org/docs/current/sql-discard.html).
  await session.run([
    ...drops.map((row) => String(row["drop"])),
    ...["CLOSE ALL", "RESET ALL", "UNLISTEN *", "SELECT pg_catalog.pg_advisory_unlock_all()"],
    ...["DISCARD TEMP", "DISCARD SEQUENCES"],
  ].map(generated));
}

/** The drops of what stands outside of schemas, by its catalogue. */
function dropsOf(
  catalogue: string,
  { kind, name, where = "" }: {
    readonly kind: string;
    readonly name: string;
    readonly where?: string;
  },
): string {
  return `SELECT 'DROP ${kind} IF EXISTS ' || quote_ident(${name}) || ' CASCADE' AS drop ` +
    `FROM pg_catalog.${catalogue} WHERE oid >= ${firstOwn} ${where}`;
}

const databaseDrops: readonly string[] = [
  // First what would watch the others go.
  dropsOf("pg_event_trigger", { kind: "EVENT TRIGGER", name: "evtname" }),
  dropsOf("pg_publication", { kind: "PUBLICATION", name: "pubname" }),
  dropsOf("pg_extension", { kind: "EXTENSION", name: "extname" }),
  dropsOf("pg_namespace", {
    kind: "SCHEMA",
    name: "nspname",
    where: "AND nspname !~ '^pg_(toast_)?temp_'",
  }),
  // Identities are qualified and, where needed, have arguments.
  "SELECT 'DROP ' || CASE WHEN i.type IN ('function', 'procedure', 'aggregate') THEN 'ROUTINE' " +
  "WHEN i.type = 'composite type' THEN 'TYPE' WHEN i.type = 'statistics object' THEN 'STATISTICS' " +
  "ELSE upper(i.type) END || ' IF EXISTS ' || i.identity || ' CASCADE' AS drop " +
  "FROM pg_catalog.pg_depend AS d, pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i " +
  "WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.objsubid = 0 " +
  "AND d.refobjid = 'public'::regnamespace AND i.type <> 'default acl' " +
  // What goes with another one cannot go alone: multiranges, sequences of identity columns.
  "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS o WHERE o.classid = d.classid " +
  "AND o.objid = d.objid AND o.objsubid = 0 AND o.deptype = 'i') ORDER BY d.objid",
  dropsOf("pg_foreign_data_wrapper", { kind: "FOREIGN DATA WRAPPER", name: "fdwname" }),
  dropsOf("pg_language", { kind: "LANGUAGE", name: "lanname" }),
  dropsOf("pg_am", { kind: "ACCESS METHOD", name: "amname" }),
  "SELECT 'DROP CAST (' || format_type(castsource, NULL) || ' AS ' || " +
  `format_type(casttarget, NULL) || ')' AS drop FROM pg_catalog.pg_cast WHERE oid >= ${firstOwn}`,
  "SELECT 'SELECT lo_unlink(' || oid || ')' AS drop FROM pg_catalog.pg_largeobject_metadata",
];

const roleDrops: readonly string[] = [
  // Takes the grants to them along, those of default privileges included.
  "SELECT 'DROP OWNED BY ' || quote_ident(rolname) || ' CASCADE' AS drop " +
  `FROM pg_catalog.pg_roles WHERE oid >= ${firstOwn}`,
  `SELECT 'DROP ROLE ' || quote_ident(rolname) AS drop FROM pg_catalog.pg_roles ` +
  `WHERE oid >= ${firstOwn}`,
  "SELECT CASE WHEN setdatabase = 0 THEN format('ALTER ROLE %I RESET ALL', rolname) " +
  "WHEN setrole = 0 THEN format('ALTER DATABASE %I RESET ALL', datname) " +
  "ELSE format('ALTER ROLE %I IN DATABASE %I RESET ALL', rolname, datname) END AS drop " +
  "FROM pg_catalog.pg_db_role_setting LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = setrole " +
  "LEFT JOIN pg_catalog.pg_database AS d ON d.oid = setdatabase",
];

/** What every new database has, the way its release makes it. */
function restored(release: number): readonly Statement[] {
  const texts = [
    "CREATE SCHEMA IF NOT EXISTS public",
    "CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    ...release >= 150_000
      ? ["ALTER SCHEMA public OWNER TO pg_database_owner", "GRANT USAGE ON SCHEMA public TO PUBLIC"]
      : ["GRANT ALL ON SCHEMA public TO PUBLIC"],
    "COMMENT ON SCHEMA public IS 'standard public schema'",
  ];
  return texts.map(generated);
}

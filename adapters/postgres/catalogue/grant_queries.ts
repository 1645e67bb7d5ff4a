import { own, type Scope, within } from "./queries.ts";

/**
 * What others than the owner may do: a row for each object and grantee, `grantee` NULL for PUBLIC, with
 * a JSON list of privilege and whether it can be handed on. Only where rights were ever given or taken,
 * with one row more for PUBLIC, which has rights on some things by itself.
 */
export function grants(scope: Scope): string {
  const parts = [
    `SELECT 'pg_class' AS catalogue, c.oid, NULL AS column, c.relacl AS acl, c.relowner AS owner,
      CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END AS class
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${within(scope)} AND c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND c.relpersistence <> 't' AND ${own("c.oid", "pg_class")}`,
    `SELECT 'pg_attribute', c.oid, a.attname, a.attacl, c.relowner, 'c'
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${within(scope)} AND a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relpersistence <> 't' AND ${own("c.oid", "pg_class")}`,
    `SELECT 'pg_proc', p.oid, NULL, p.proacl, p.proowner, 'f'
    FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
    WHERE ${within(scope)} AND p.proacl IS NOT NULL AND ${own("p.oid", "pg_proc", "'e', 'i'")}`,
    `SELECT 'pg_namespace', n.oid, NULL, n.nspacl, n.nspowner, 'n'
    FROM pg_catalog.pg_namespace AS n
    WHERE ${within(scope)} AND n.nspacl IS NOT NULL AND ${own("n.oid", "pg_namespace")}`,
    `SELECT 'pg_type', t.oid, NULL, t.typacl, t.typowner, 'T'
    FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    WHERE ${within(scope)} AND t.typacl IS NOT NULL AND ${own("t.oid", "pg_type")}`,
    `SELECT 'pg_foreign_data_wrapper', w.oid, NULL, w.fdwacl, w.fdwowner, 'F'
    FROM pg_catalog.pg_foreign_data_wrapper AS w
    WHERE w.fdwacl IS NOT NULL AND ${own("w.oid", "pg_foreign_data_wrapper")}`,
    `SELECT 'pg_foreign_server', s.oid, NULL, s.srvacl, s.srvowner, 'S'
    FROM pg_catalog.pg_foreign_server AS s
    WHERE s.srvacl IS NOT NULL AND ${own("s.oid", "pg_foreign_server")}`,
  ];
  // Who is the owner may do everything, said or not. Of several who granted the same, one counts.
  const isOld = scope.release < 150_000;
  // Once everybody could make things in it.
  const inPublic = "o.class = 'n' AND o.oid = to_regnamespace('public') AND g.grantee = 0 " +
    "AND g.privilege_type = 'CREATE'";
  return `SELECT h.catalogue, h.oid, h.column, h.class, pg_get_userbyid(nullif(h.grantee, 0))
      AS grantee, json_agg(json_build_array(h.privilege, h.is_grantable) ORDER BY h.privilege)
      FILTER (WHERE h.privilege IS NOT NULL) AS privileges, count(h.privilege) = min(h.most) AS is_all
  FROM (SELECT o.catalogue, o.oid, o.column, o.class, g.grantee, g.privilege_type AS privilege,
      bool_or(g.is_grantable) AS is_grantable,
      (SELECT count(*) FROM aclexplode(acldefault(o.class::"char", o.owner)) AS d
        WHERE d.grantee = o.owner) AS most
    FROM (${parts.join("\n    UNION ALL ")}) AS o
    CROSS JOIN LATERAL (SELECT a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(o.acl) AS a
      UNION ALL SELECT 0, NULL, NULL) AS g
    WHERE g.grantee <> o.owner${isOld ? ` AND (${inPublic}) IS NOT TRUE` : ""}
    GROUP BY 1, 2, 3, 4, 5, 6, o.owner) AS h
  GROUP BY 1, 2, 3, 4, h.grantee`;
}

/** Finds a row where somebody may have been given or denied a right, so that {@linkcode grants} is worth it. */
export function anyGrant(): string {
  const given = (catalogue: string, list: string, oid = "oid") =>
    `SELECT FROM pg_catalog.${catalogue} WHERE ${list} IS NOT NULL AND ${oid} >= 16384`;
  return [
    given("pg_class", "relacl"),
    given("pg_attribute", "attacl", "attrelid"),
    given("pg_proc", "proacl"),
    given("pg_namespace", "nspacl"),
    given("pg_type", "typacl"),
    given("pg_foreign_data_wrapper", "fdwacl"),
    given("pg_foreign_server", "srvacl"),
    // The server gives rights on its own schemas.
    "SELECT FROM pg_catalog.pg_namespace AS n LEFT JOIN pg_catalog.pg_init_privs AS i " +
    "ON i.objoid = n.oid AND i.classoid = 'pg_catalog.pg_namespace'::regclass " +
    "WHERE n.oid < 16384 AND n.nspacl <> i.initprivs",
  ].join(" UNION ALL ");
}

/** Rights that new objects get by themselves, a row for each grantee as with {@linkcode grants}. */
export function defaultPrivileges(scope: Scope): string {
  return `SELECT n.nspname AS schema, h.class, h.role, h.is_own,
    pg_get_userbyid(nullif(h.grantee, 0)) AS grantee,
    json_agg(json_build_array(h.privilege, h.is_grantable) ORDER BY h.privilege)
      FILTER (WHERE h.privilege IS NOT NULL) AS privileges, count(h.privilege) = min(h.most) AS is_all
  FROM (SELECT d.defaclnamespace AS namespace, d.defaclobjtype AS class,
      pg_get_userbyid(d.defaclrole) AS role, pg_get_userbyid(d.defaclrole) = current_user AS is_own, g.grantee,
      g.privilege_type AS privilege, bool_or(g.is_grantable) AS is_grantable,
      (SELECT count(*) FROM aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'
        ELSE d.defaclobjtype END, d.defaclrole)) AS f WHERE f.grantee = d.defaclrole) AS most
    FROM pg_catalog.pg_default_acl AS d
    CROSS JOIN LATERAL (SELECT a.grantee, a.privilege_type, a.is_grantable
      FROM aclexplode(d.defaclacl) AS a UNION ALL SELECT 0, NULL, NULL) AS g
    WHERE g.grantee <> d.defaclrole GROUP BY 1, 2, 3, 4, 5, 6, d.defaclrole) AS h
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = h.namespace
  WHERE h.namespace = 0 OR ${within(scope)}
  GROUP BY 1, 2, 3, 4, h.grantee`;
}

import type { Session } from "../../../core/adapter.ts";

/** Small catalogues, of which every row counts. */
const small: readonly string[] = [
  ...["am", "auth_members", "authid", "cast", "conversion", "database", "db_role_setting"],
  ...["default_acl", "event_trigger", "extension", "foreign_data_wrapper", "foreign_server"],
  ...["inherits", "language", "largeobject_metadata", "partitioned_table", "policy"],
  ...["publication", "rewrite", "seclabel", "sequence", "shdescription", "statistic_ext"],
  ...["subscription", "tablespace", "transform", "trigger", "ts_config", "ts_dict", "ts_parser"],
  ...["ts_template", "user_mapping"],
];

/** Large catalogues, of which the numbers count, and the rights where there are any. */
const large: Readonly<Record<string, string | undefined>> = {
  class: "relacl",
  collation: undefined,
  constraint: undefined,
  opclass: undefined,
  operator: undefined,
  opfamily: undefined,
  proc: "proacl",
  type: "typacl",
};

/**
 * A text that is equal for two states of an embedded server where neither has anything that the
 * other has not: objects of any kind, roles, rights, settings.
 */
export async function fingerprintOf(session: Session): Promise<string> {
  const rowsOf = (name: string, where = "") =>
    `(SELECT concat(count(*), ' ', sum(hashtextextended(t::text, 0))) FROM pg_catalog.${name} AS t${where})`;
  const sums = [
    ...small.map((name) => rowsOf(`pg_${name}`)),
    // Temporary tables leave an empty schema behind, which the next ones use again.
    rowsOf("pg_namespace", " WHERE nspname !~ '^pg_(toast_)?temp_'"),
    ...Object.entries(large).map(([name, rights]) =>
      `(SELECT concat(count(*), ' ', sum(oid::bigint)${
        rights === undefined ? "" : `, ' ', string_agg(${rights}::text, ' ' ORDER BY oid)`
      }) FROM pg_catalog.pg_${name})`
    ),
    "(SELECT count(*) FROM pg_catalog.pg_description)",
  ];
  const [row] = await session.query(`SELECT md5(concat_ws(';', ${sums.join(", ")})) AS sums`);
  return String(row?.["sums"]);
}

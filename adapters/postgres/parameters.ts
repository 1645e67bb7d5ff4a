import { closest } from "../../core/closest.ts";
import { WhimbrelError } from "../../core/errors.ts";

/**
 * The connection parameters that are understood, by the names that libpq gives them
 * (https://www.postgresql.org/docs/current/libpq-connect.html), with the environment variable that
 * stands in for each.
 */
const understood = {
  host: "PGHOST",
  hostaddr: "PGHOSTADDR",
  port: "PGPORT",
  user: "PGUSER",
  password: "PGPASSWORD",
  dbname: "PGDATABASE",
  passfile: "PGPASSFILE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  sslpassword: undefined,
  sslnegotiation: "PGSSLNEGOTIATION",
  channel_binding: "PGCHANNELBINDING",
  options: "PGOPTIONS",
  application_name: "PGAPPNAME",
  connect_timeout: "PGCONNECT_TIMEOUT",
  target_session_attrs: "PGTARGETSESSIONATTRS",
  search_path: undefined,
} as const;

/** The name of a connection parameter. */
export type ParameterName = keyof typeof understood;

/** Connection parameters by name. */
export type Parameters = Readonly<Partial<Record<ParameterName, string>>>;

/** Other tools' names for the same things. */
const synonyms: Readonly<Record<string, ParameterName>> = {
  ssl: "sslmode",
  schema: "search_path",
  currentSchema: "search_path",
  database: "dbname",
  username: "user",
  ssl_ca: "sslrootcert",
  unix_sock: "host",
};

/**
 * Parameters of connection pools, statement caches and URL dialects of other tools, which have no
 * meaning for one short connection, so that an application's URL can be used as it is.
 */
const ignored = new Set([
  ...["client_encoding", "fallback_application_name", "gssencmode", "krbsrvname", "sslsni"],
  ...["sslcompression", "sslcrl", "sslcertmode", "requirepeer", "require_auth", "replication"],
  ...["keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count"],
  ...["tcp_user_timeout", "load_balance_hosts", "min_protocol_version", "max_protocol_version"],
  ...["minsize", "maxsize", "max_queries", "max_inactive_connection_lifetime", "min_size"],
  ...["max_size", "command_timeout", "timeout", "statement_cache_size", "pool_size"],
  ...["prepared_statement_cache_size", "max_cached_statement_lifetime", "max_overflow"],
  ...["prepared_statement_name_func", "async_fallback", "pgbouncer", "pool", "prepareThreshold"],
  ...["connection_limit", "pool_timeout", "pool_mode", "pool_max_conns", "pool_min_conns"],
  ...["sslaccept", "uselibpqcompat", "prepare", "max", "idle_timeout", "socket_timeout"],
]);

const names = Object.keys(understood) as readonly ParameterName[];

/**
 * The parameter that a person named, whatever tool taught them its name; undefined for one that
 * means nothing here.
 *
 * @throws {WhimbrelError} `configuration` for an unknown name, with the closest ones.
 */
export function toParameter(name: string): ParameterName | undefined {
  const known = names.find((each) => each === name) ?? synonyms[name];
  if (known !== undefined || ignored.has(name)) return known;
  const near = closest(name, [...names, ...Object.keys(synonyms)], (choice) => [choice]);
  throw new WhimbrelError("configuration", `Unknown connection parameter "${name}"`, {
    hint: near.length > 0
      ? `did you mean ${near.map((each) => `"${each}"`).join(" or ")}?`
      : `these are understood: ${names.join(", ")}`,
  });
}

/** The parameters that environment variables give. */
export function environmentParameters(
  env: Readonly<Record<string, string | undefined>>,
): Parameters {
  const found: Partial<Record<ParameterName, string>> = {};
  for (const name of names) {
    const variable = understood[name];
    const value = variable === undefined ? undefined : env[variable];
    if (value !== undefined && value !== "") found[name] = value;
  }
  return found;
}

import type { ConnectOptions, Row } from "../../core/adapter.ts";
import { literal, quote } from "./quoting.ts";
import type { ServerFacts } from "./session.ts";
import type { Target } from "./url.ts";
import type { Wire } from "./wire.ts";

/** What a session is set to, whatever roles, databases and poolers say. */
export interface Settings {
  /** For the whole session, where `condition` holds. */
  forSession(condition: string): string;
  /** For the transaction at hand. */
  readonly forTransaction: string;
}

/** Settings by name; those that a release does not have are left out. */
export function settingsOf(options: ConnectOptions, target: Target): Settings {
  const searchPath = options.schema === undefined ? target.searchPath : quote(options.schema);
  const values = Object.entries({
    // What literals and rows are written like.
    standard_conforming_strings: "on",
    bytea_output: "hex",
    DateStyle: "ISO",
    client_min_messages: "warning",
    // Limits that suit an application would end a migration.
    statement_timeout: String(options.statementTimeout ?? 0),
    lock_timeout: String(options.lockTimeout ?? 0),
    idle_in_transaction_session_timeout: "0",
    idle_session_timeout: "0",
    transaction_timeout: "0",
    // The server notices within a second that a killed runner is gone, and frees its locks.
    client_connection_check_interval: "1000",
    ...(searchPath === undefined ? {} : { search_path: searchPath }),
    ...(options.readOnly ? { default_transaction_read_only: "on" } : {}),
  });
  const rows = values.map(([name, value]) => `(${literal(name)}, ${literal(value)})`).join(", ");
  // The join skips what this release does not know. Windows refuses to look at connections.
  const apply = (isLocal: boolean, condition: string) =>
    `SELECT set_config(s.name, v.value, ${isLocal}) FROM (VALUES ${rows}) AS v (name, value) ` +
    `JOIN pg_catalog.pg_settings AS s ON lower(s.name) = lower(v.name) ` +
    `WHERE (s.name <> 'client_connection_check_interval' OR version() !~* 'visual|mingw') ` +
    `AND ${condition}`;
  return {
    forSession: (condition) => apply(false, condition),
    forTransaction: apply(true, "true"),
  };
}

const facts = "SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version, " +
  "current_setting('server_version_num')::int AS release, pg_is_in_recovery() AS recovery, " +
  "current_setting('transaction_read_only') = 'on' AS read_only, current_database() AS database";

/**
 * Learns about the server and pins the settings in one round trip. They are pinned only where the
 * process that answers is the one that logged us in: behind a pooler they would stay with a
 * process that serves others next.
 */
export async function pinSettings(
  wire: Wire,
  settings: Settings,
): Promise<[ServerFacts, { readonly version: string; readonly database: string }]> {
  const lists = await wire.simple(() => {
    const isOurs = `pg_backend_pid() = ${wire.frames.backend?.pid ?? 0}`;
    return [facts, settings.forSession(isOurs), "SELECT current_schema() AS schema"].join(";\n");
  });
  const row: Row = lists[0]![0]!;
  const schema = lists.at(-1)![0]!["schema"];
  return [{
    release: Number(row["release"]),
    recovery: row["recovery"] === true,
    readOnly: row["read_only"] === true,
    schema: typeof schema === "string" ? schema : null,
    pooled: row["pid"] !== wire.frames.backend?.pid,
  }, {
    version: String(row["version"]).split(" ")[0]!,
    database: String(row["database"]),
  }];
}

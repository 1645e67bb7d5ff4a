import type { ConnectOptions, Row } from "../../core/adapter.ts";
import { literal, quote } from "./quoting.ts";
import type { ServerFacts } from "./session.ts";
import type { Target } from "./url.ts";
import type { Wire } from "./wire.ts";

/** The setting by which a server looks whether its client is still there; not on Windows. */
const lookout = "client_connection_check_interval";

/** What a session is set to, whatever roles, databases and poolers say. */
export function settingsOf(
  options: ConnectOptions,
  target: Target,
  majorRelease: number,
): Readonly<Record<string, string>> {
  const searchPath = options.schema === undefined ? target.searchPath : quote(options.schema);
  return {
    // What literals and rows are written like.
    standard_conforming_strings: "on",
    bytea_output: "hex",
    DateStyle: "ISO",
    client_min_messages: "warning",
    // Limits that suit an application would end a migration.
    statement_timeout: String(options.statementTimeout ?? 0),
    lock_timeout: String(options.lockTimeout ?? 0),
    idle_in_transaction_session_timeout: "0",
    ...(majorRelease >= 14 ? { idle_session_timeout: "0" } : {}),
    ...(majorRelease >= 17 ? { transaction_timeout: "0" } : {}),
    // The server notices within a second that a killed runner is gone, and frees its locks.
    ...(majorRelease >= 14 ? { [lookout]: "1000" } : {}),
    ...(searchPath === undefined ? {} : { search_path: searchPath }),
    ...(options.readOnly ? { default_transaction_read_only: "on" } : {}),
  };
}

/** A statement that puts settings in force, for the session or for the transaction at hand. */
export function applySettings(
  settings: Readonly<Record<string, string>>,
  scope: "session" | "transaction",
): string {
  const calls = Object.entries(settings).map(([name, value]) => {
    const call = `set_config(${literal(name)}, ${literal(value)}, ${scope === "transaction"})`;
    return name === lookout ? `CASE WHEN version() !~* 'visual|mingw' THEN ${call} END` : call;
  });
  return `SELECT ${calls.join(", ")}`;
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
  settings: (majorRelease: number) => Readonly<Record<string, string>>,
): Promise<[ServerFacts, { readonly version: string; readonly database: string }]> {
  const lists = await wire.simple(() => {
    // By now the login has told the release and the process.
    const release = parseInt(wire.frames.parameters.get("server_version") ?? "", 10);
    const pin = applySettings(settings(release), "session");
    const isOurs = `pg_backend_pid() = ${wire.frames.backend?.pid ?? 0}`;
    return [facts, `${pin} WHERE ${isOurs}`, "SELECT current_schema() AS schema"].join(";\n");
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

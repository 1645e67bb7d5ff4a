import { Buffer } from "node:buffer";
import type { Row, StoreTables } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generated } from "../../core/statement.ts";
import { literal, quote } from "./quoting.ts";
import { schemaOf } from "./schema_of_tables.ts";
import type { PostgresSession } from "./session.ts";

/** Bytes; the server cuts what is longer, with no more than a notice. */
const longestName = 63;

/**
 * Refuses a server on which nothing can be applied, in one round trip.
 *
 * @throws {WhimbrelError} `preflight`; `configuration` for names that are too long.
 */
export async function preflight(session: PostgresSession, tables: StoreTables): Promise<void> {
  for (const name of Object.values(tables).flat()) {
    if (Buffer.byteLength(name) <= longestName) continue;
    throw new WhimbrelError("configuration", `The name "${name}" is too long for PostgreSQL`, {
      hint: `give the tool's table a name of at most ${longestName} bytes`,
    });
  }
  const schema = schemaOf(tables);
  const [rows] = await session.run([generated(question(tables, schema))]);
  const fault = findFault(rows![0]!, schema, tables);
  if (fault === undefined) return;
  throw new WhimbrelError("preflight", `Cannot migrate ${session.database}: ${fault.why}`, {
    hint: fault.hint,
  });
}

/** The questions that only the server can answer. */
function question(tables: StoreTables, schema: string | undefined): string {
  const place = schema === undefined ? "current_schema()" : literal(schema);
  const table = literal(quote(tables.history));
  const may = (right: string) => `has_table_privilege(h.oid, '${right}')`;
  return `SELECT pg_is_in_recovery() AS recovery, current_user AS role, ` +
    `current_database() AS database, ` +
    `current_setting('default_transaction_read_only') = 'on' AS read_only, ` +
    `current_setting('search_path') AS search_path, n.nspname AS schema, ` +
    `h.oid IS NOT NULL AS history, has_schema_privilege(n.oid, 'CREATE') AS may_create, ` +
    `has_database_privilege(current_database(), 'CREATE') AS may_create_schema, ` +
    `${may("SELECT")} AND ${may("INSERT")} AND ${may("UPDATE")} AND ${
      may("DELETE")
    } AS may_write ` +
    `FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = ${place} ` +
    `LEFT JOIN pg_catalog.pg_class AS h ON h.oid = to_regclass(${table})`;
}

interface Fault {
  readonly why: string;
  readonly hint: string;
}

function findFault(row: Row, schema: string | undefined, tables: StoreTables): Fault | undefined {
  const { recovery, database } = row;
  const role = quote(String(row["role"]));
  if (recovery === true) {
    return {
      why: "it is a standby, which takes no writes",
      hint: "connect to the primary, or name all hosts and add target_session_attrs=read-write",
    };
  }
  if (row["read_only"] === true) {
    return {
      why: "default_transaction_read_only is on",
      hint: "somebody set it for the server, the database or the role: " +
        `\`ALTER ROLE ${role} SET default_transaction_read_only = off\``,
    };
  }
  if (row["schema"] === null && schema === undefined) {
    return {
      why: `no schema of its search path exists (${row["search_path"]})`,
      hint: 'make one, or name one with "schema" in the configuration',
    };
  }
  if (row["schema"] === null) {
    return row["may_create_schema"] === true ? undefined : {
      why: `schema "${schema}" does not exist, and ${role} may not make it`,
      hint: "let a role that may do so run " +
        `\`CREATE SCHEMA ${quote(schema!)} AUTHORIZATION ${role}\``,
    };
  }
  if (row["history"] === true) {
    const table = quote(tables.history);
    return row["may_write"] === true ? undefined : {
      why: `${role} may not write to the history ${table}`,
      hint: `let its owner run \`GRANT ALL ON ${table} TO ${role}\`, and the same for the other ` +
        "tables of the tool",
    };
  }
  const name = quote(String(row["schema"]));
  return row["may_create"] === true ? undefined : {
    why: `${role} may not make tables in schema ${name} of database "${database}"`,
    hint: `let its owner run \`GRANT CREATE ON SCHEMA ${name} TO ${role}\``,
  };
}

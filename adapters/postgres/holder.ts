import type { Holder, Row, Session, StoreTables } from "../../core/adapter.ts";
import { StatementError } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generated } from "../../core/statement.ts";
import { isHeld, type LockKey, lockKey } from "./lock_key.ts";
import type { PostgresSession } from "./session.ts";

/** Columns of `pg_stat_activity`, as `a`, from which {@linkcode describeBackend} tells who it is. */
export const backendColumns = "a.pid, a.usename, host(a.client_addr) AS address, " +
  "a.application_name, a.state, left(regexp_replace(a.query, '\\s+', ' ', 'g'), 120) AS query, " +
  "extract(epoch FROM clock_timestamp() - a.backend_start)::float8 AS age, " +
  "extract(epoch FROM clock_timestamp() - a.state_change)::float8 AS lasting";

/** A server process as a person would ask about it. */
export function describeBackend(row: Row): string {
  const { pid, usename, address, application_name: program, state, query } = row;
  const parts = [`pid ${pid}`];
  if (typeof usename === "string") parts.push(`user ${usename}`);
  if (typeof address === "string") parts.push(`from ${address}`);
  if (typeof program === "string" && program !== "") parts.push(program);
  if (typeof row["age"] === "number") parts.push(`for ${duration(row["age"])}`);
  // Other roles see neither the state nor the statement.
  if (typeof state !== "string") return parts.join(", ");
  const since = typeof row["lasting"] === "number" ? ` for ${duration(row["lasting"])}` : "";
  parts.push(`${state}${since}`);
  return `${parts.join(", ")}${query === "" || query === null ? "" : `: ${query}`}`;
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 129_600
    ? `${Math.round(seconds / 3600)} h`
    : `${Math.round(seconds / 86_400)} days`;
}

/** Who holds the lock now, with what the control row says of the run. */
export async function findHolder(
  session: PostgresSession,
  tables: StoreTables,
): Promise<Holder | undefined> {
  const key = lockKey(tables, session.facts.schema);
  const [rows] = await session.run([generated(holderQuery(key))]);
  const row = rows?.[0];
  if (row === undefined) return undefined;
  const runner = await readRunner(session, tables);
  const backend = describeBackend(row);
  return {
    id: String(row["pid"]),
    description: runner === undefined ? backend : `${runner} (${backend})`,
  };
}

/** Either lock counts: a pooled run whose lock connection died may still work. */
function holderQuery({ run, work }: LockKey): string {
  return `SELECT ${backendColumns} FROM pg_catalog.pg_locks AS l ` +
    "JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid " +
    `WHERE ${isHeld(run, "l")} OR ${isHeld(work, "l")} ` +
    `ORDER BY (${isHeld(run, "l")}) DESC LIMIT 1`;
}

async function readRunner(session: Session, tables: StoreTables): Promise<string | undefined> {
  const control = session.dialect.quote(tables.control);
  try {
    const [rows] = await session.run([generated(`SELECT holder FROM ${control} WHERE id = 1`)]);
    const holder = rows?.[0]?.["holder"];
    return typeof holder === "string" ? holder : undefined;
  } catch (error) {
    // The first run makes the table; another role may not be allowed to read it.
    if (error instanceof StatementError && !error.connectionLost) return undefined;
    throw error;
  }
}

/**
 * Ends the server process that holds the lock, if it is still that one.
 *
 * @throws {WhimbrelError} `locked` when it is not, `preflight` when this role may not end it.
 */
export async function terminate(
  session: PostgresSession,
  holder: Holder,
  tables: StoreTables,
): Promise<void> {
  const pid = Number(holder.id);
  if (!Number.isInteger(pid)) throw notTheHolder(holder);
  const { run, work } = lockKey(tables, session.facts.schema);
  // Whether it is the holder still and its end are one statement, so that no other can be hit.
  const statement = generated(
    `SELECT pg_terminate_backend(l.pid) AS ended FROM pg_catalog.pg_locks AS l ` +
      `WHERE l.pid = ${pid} AND (${isHeld(run, "l")} OR ${isHeld(work, "l")}) LIMIT 1`,
  );
  try {
    const [rows] = await session.run([statement]);
    if (rows?.[0]?.["ended"] !== true) throw notTheHolder(holder);
  } catch (error) {
    if (!(error instanceof StatementError) || error.serverCode !== "42501") throw error;
    throw new WhimbrelError("preflight", `Cannot end pid ${pid}: ${error.message}`, {
      serverCode: "42501",
      hint: "connect as the same role, or as one that is a member of pg_signal_backend",
    });
  }
}

function notTheHolder({ id }: Holder): WhimbrelError {
  return new WhimbrelError("locked", `Cannot end pid ${id}: it does not hold the lock any more`, {
    hint: "see `whimbrel status`",
  });
}

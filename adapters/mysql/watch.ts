import type { Activity, ActivityWatch, ConnectOptions, Row } from "../../core/adapter.ts";
import { generated } from "../../core/statement.ts";
import { text } from "./row.ts";
import { connect, type MysqlSession } from "./session.ts";

/**
 * Watches a session over a connection of its own: what its statement waits for, and how far it is
 * where the server counts (MariaDB: table copies; MySQL: where events_stages_current is on).
 *
 * @param backend the connection's id.
 */
export async function watch(options: ConnectOptions, backend: string): Promise<ActivityWatch> {
  const session = await connect({ ...options, readOnly: true });
  const id = String(BigInt(backend));
  const probes = session.facts.isMariadb ? mariadbProbes(id) : mysqlProbes(id);
  let sources: readonly Probe[] = probes;
  return {
    async look() {
      let activity: Activity = {};
      for (const probe of sources) {
        const { rows, error } = await session.attempt([generated(probe.sql)]);
        // What the account may not see, or the server does not keep, is not asked for again.
        if (error !== undefined && !session.usable) throw error;
        if (error !== undefined) sources = sources.filter((each) => each !== probe);
        const [row] = rows[0] ?? [];
        if (row !== undefined) activity = { ...probe.read(row), ...activity };
      }
      return activity;
    },
    [Symbol.asyncDispose]: () => (session as MysqlSession)[Symbol.asyncDispose](),
  };
}

/** A question to the server and what its first row tells. The first probe that knows wins. */
interface Probe {
  readonly sql: string;
  readonly read: (row: Row) => Activity;
}

const blockerColumns = "p.ID AS id, p.COMMAND AS command, p.TIME AS seconds, " +
  "LEFT(p.INFO, 120) AS statement, p.USER AS user";

/** Other sessions that hold a lock on the table for which this one waits. */
function tableLocks(id: string): Probe {
  return {
    sql: `SELECT ${blockerColumns} FROM performance_schema.metadata_locks AS wanted ` +
      `JOIN performance_schema.threads AS waiter ON waiter.THREAD_ID = wanted.OWNER_THREAD_ID ` +
      `JOIN performance_schema.metadata_locks AS held ` +
      `ON held.OBJECT_TYPE = wanted.OBJECT_TYPE AND held.OBJECT_SCHEMA <=> wanted.OBJECT_SCHEMA ` +
      `AND held.OBJECT_NAME <=> wanted.OBJECT_NAME AND held.LOCK_STATUS = 'GRANTED' ` +
      `AND held.OWNER_THREAD_ID <> wanted.OWNER_THREAD_ID ` +
      `JOIN performance_schema.threads AS holder ON holder.THREAD_ID = held.OWNER_THREAD_ID ` +
      `JOIN information_schema.PROCESSLIST AS p ON p.ID = holder.PROCESSLIST_ID ` +
      `WHERE waiter.PROCESSLIST_ID = ${id} AND wanted.LOCK_STATUS = 'PENDING' ` +
      `ORDER BY p.TIME DESC LIMIT 1`,
    read: blocker,
  };
}

function mysqlProbes(id: string): readonly Probe[] {
  return [
    tableLocks(id),
    {
      sql: `SELECT ${blockerColumns} FROM performance_schema.data_lock_waits AS w ` +
        `JOIN performance_schema.threads AS waiter ON waiter.THREAD_ID = w.REQUESTING_THREAD_ID ` +
        `JOIN performance_schema.threads AS holder ON holder.THREAD_ID = w.BLOCKING_THREAD_ID ` +
        `JOIN information_schema.PROCESSLIST AS p ON p.ID = holder.PROCESSLIST_ID ` +
        `WHERE waiter.PROCESSLIST_ID = ${id} ORDER BY p.TIME DESC LIMIT 1`,
      read: blocker,
    },
    {
      sql: `SELECT s.WORK_COMPLETED / s.WORK_ESTIMATED AS part ` +
        `FROM performance_schema.events_stages_current AS s ` +
        `JOIN performance_schema.threads AS t USING (THREAD_ID) ` +
        `WHERE t.PROCESSLIST_ID = ${id} AND s.WORK_ESTIMATED > 0`,
      read: (row) => ({ done: Math.min(1, Number(row["part"])) }),
    },
  ];
}

function mariadbProbes(id: string): readonly Probe[] {
  return [
    // Both are empty where their plugin, or the performance schema, is off.
    tableLocks(id),
    {
      sql: `SELECT ${blockerColumns} FROM information_schema.METADATA_LOCK_INFO AS held ` +
        `JOIN information_schema.PROCESSLIST AS p ON p.ID = held.THREAD_ID ` +
        `JOIN information_schema.PROCESSLIST AS waiter ON waiter.ID = ${id} ` +
        `WHERE waiter.STATE LIKE 'Waiting for table metadata lock%' AND held.THREAD_ID <> ${id} ` +
        `AND INSTR(waiter.INFO, held.TABLE_NAME) > 0 AND held.TABLE_NAME <> '' ` +
        `ORDER BY p.TIME DESC LIMIT 1`,
      read: blocker,
    },
    {
      sql: `SELECT ${blockerColumns} FROM information_schema.INNODB_LOCK_WAITS AS w ` +
        `JOIN information_schema.INNODB_TRX AS waiter ON waiter.trx_id = w.requesting_trx_id ` +
        `JOIN information_schema.INNODB_TRX AS holder ON holder.trx_id = w.blocking_trx_id ` +
        `JOIN information_schema.PROCESSLIST AS p ON p.ID = holder.trx_mysql_thread_id ` +
        `WHERE waiter.trx_mysql_thread_id = ${id} ORDER BY p.TIME DESC LIMIT 1`,
      read: blocker,
    },
    {
      sql: `SELECT STATE AS state, PROGRESS AS progress, STAGE AS stage, MAX_STAGE AS stages ` +
        `FROM information_schema.PROCESSLIST WHERE ID = ${id}`,
      read: progress,
    },
  ];
}

function progress(row: Row): Activity {
  const stages = Number(row["stages"]);
  const state = text(row, "state") ?? "";
  return {
    ...(stages > 0
      ? { done: (Math.max(0, Number(row["stage"]) - 1) + Number(row["progress"]) / 100) / stages }
      : {}),
    ...(/^Waiting for .*lock/i.test(state) ? { waitsFor: `${state.toLowerCase()}` } : {}),
  };
}

function blocker(row: Row): Activity {
  const idle = text(row, "command") === "Sleep";
  const statement = text(row, "statement")?.replace(/\s+/g, " ");
  const doing = idle ? "idle in a transaction" : statement ?? text(row, "command");
  return {
    waitsFor: `waits for connection ${text(row, "id")} of ${text(row, "user")} ` +
      `(${text(row, "seconds")} s): ${doing}`,
  };
}

import type { Activity, ActivityWatch, ConnectOptions, Row } from "../../core/adapter.ts";
import { generated } from "../../core/statement.ts";
import { connect } from "./connect.ts";
import { duration } from "./holder.ts";

/** Watches a session from a connection of its own: whom it waits for, and how far it is. */
export async function watch(options: ConnectOptions, backend: string): Promise<ActivityWatch> {
  const pid = Number(backend);
  if (!Number.isInteger(pid)) throw new Error(`Not the id of a server process: ${backend}`);
  const session = await connect({ ...options, readOnly: true });
  return {
    async look(): Promise<Activity> {
      const [blockers, progress] = await session.run([
        generated(blockersOf(pid)),
        generated(progressOf(pid)),
      ]);
      const waitsFor = describeBlockers(blockers!);
      const done = share(progress![0]);
      return {
        ...(waitsFor === undefined ? {} : { waitsFor }),
        ...(done === undefined ? {} : { done }),
      };
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

function blockersOf(pid: number): string {
  return "SELECT a.pid, a.usename, a.state, " +
    "extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS lasting, " +
    "left(regexp_replace(a.query, '\\s+', ' ', 'g'), 120) AS query " +
    `FROM unnest(pg_blocking_pids(${pid})) AS b (pid) ` +
    "LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid ORDER BY a.xact_start";
}

function describeBlockers(rows: readonly Row[]): string | undefined {
  const [first, ...others] = rows;
  if (first === undefined) return undefined;
  // A prepared transaction blocks without a process.
  if (first["pid"] === null) return "waits for a prepared transaction";
  const facts = [first["state"], first["usename"] === null ? null : `user ${first["usename"]}`];
  if (typeof first["lasting"] === "number") facts.push(duration(first["lasting"]));
  const shown = facts.filter((fact) => typeof fact === "string").join(", ");
  const query = typeof first["query"] === "string" && first["query"] !== ""
    ? `: ${first["query"]}`
    : "";
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return `waits for pid ${first["pid"]}${shown === "" ? "" : ` (${shown})`}${more}${query}`;
}

/** Each phase with the share of the whole at which it begins and ends, as a rule of thumb. */
const phases: readonly (readonly [RegExp, number, number])[] = [
  [/^building index: (?:initializing|scanning table)/, 0.02, 0.4],
  [/^building index: (?:sorting|loading)/, 0.4, 0.55],
  [/^building index/, 0.02, 0.55],
  [/^waiting for writers before validation/, 0.55, 0.57],
  [/^index validation: scanning index/, 0.57, 0.65],
  [/^index validation: sorting/, 0.65, 0.67],
  [/^index validation: scanning table/, 0.67, 0.97],
  [/^waiting for old snapshots/, 0.97, 0.98],
  [/^waiting for readers/, 0.98, 1],
  [/^seq scanning heap|^index scanning heap/, 0, 0.7],
  [/^sorting tuples|^writing new heap|^swapping/, 0.7, 0.8],
  [/^rebuilding index/, 0.8, 1],
  [/^scanning heap/, 0, 0.6],
  [/^vacuuming indexes/, 0.6, 0.8],
  [/^vacuuming heap/, 0.8, 0.95],
];

/** The progress views of index builds, VACUUM, and CLUSTER with VACUUM FULL. */
function progressOf(pid: number): string {
  return "SELECT phase, CASE WHEN blocks_total > 0 THEN blocks_done::float8 / blocks_total " +
    "WHEN tuples_total > 0 THEN tuples_done::float8 / tuples_total ELSE 0 END AS part " +
    `FROM pg_catalog.pg_stat_progress_create_index WHERE pid = ${pid} ` +
    "UNION ALL SELECT phase, CASE WHEN heap_blks_total > 0 " +
    "THEN heap_blks_scanned::float8 / heap_blks_total ELSE 0 END " +
    `FROM pg_catalog.pg_stat_progress_vacuum WHERE pid = ${pid} ` +
    "UNION ALL SELECT phase, CASE WHEN heap_blks_total > 0 " +
    "THEN heap_blks_scanned::float8 / heap_blks_total ELSE 0 END " +
    `FROM pg_catalog.pg_stat_progress_cluster WHERE pid = ${pid}`;
}

function share(row: Row | undefined): number | undefined {
  if (row === undefined) return undefined;
  const phase = phases.find(([pattern]) => pattern.test(String(row["phase"])));
  if (phase === undefined) return 0;
  const [, from, to] = phase;
  return from + (to - from) * Math.min(1, Math.max(0, Number(row["part"])));
}

import type { StoreTypes } from "../../core/adapter.ts";

/** What the tool's own tables are made of on PostgreSQL. */
export const store: StoreTypes = {
  // Compares bytes, so that no release of a locale library can break an index.
  name: 'text COLLATE "C"',
  text: "text",
  integer: "bigint",
  timestamp: "timestamptz",
  tableSuffix: "",
  // now() stands still for the whole transaction.
  now: "clock_timestamp()",
  iso: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  forUpdate: "FOR UPDATE",
  packed: (columns, table, order) =>
    `SELECT string_agg(json_build_array(${columns.join(", ")})::text, ',' ORDER BY ${order}) ` +
    `AS packed FROM ${table}`,
  elapsed: { milliseconds: "(extract(epoch FROM clock_timestamp() - now()) * 1000)::bigint" },
};

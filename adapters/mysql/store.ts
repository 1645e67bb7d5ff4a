import type { StoreTypes } from "../../core/adapter.ts";

/**
 * What the tool's tables are made of on MySQL and MariaDB. Times are `datetime` in UTC, which no
 * session's `time_zone` changes; names take 1,020 of the 3,072 bytes that InnoDB allows a key.
 */
export const storeTypes: StoreTypes = {
  name: "varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
  text: "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
  integer: "bigint",
  timestamp: "datetime(3)",
  tableSuffix: " ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
  now: "UTC_TIMESTAMP(3)",
  iso: (column) => `CONCAT(LEFT(DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')`,
  forUpdate: "FOR UPDATE",
  // A value for each row: what GROUP_CONCAT gives has a limit, which a session may set low.
  packed: (columns, table, order) =>
    `SELECT JSON_ARRAY(${columns.join(", ")}) AS packed FROM ${table} ORDER BY ${order}`,
  elapsed: {
    start: "SET @whimbrel_started = SYSDATE(6)",
    // The clock of the server may be set back meanwhile.
    milliseconds: "GREATEST(0, TIMESTAMPDIFF(MICROSECOND, @whimbrel_started, SYSDATE(6)) DIV 1000)",
  },
};

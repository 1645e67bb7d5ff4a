import type { StoreTypes } from "../../core/adapter.ts";

/** What the tool's tables are made of on SQLite. */
export const storeTypes: StoreTypes = {
  name: "text",
  text: "text",
  integer: "integer",
  timestamp: "text",
  tableSuffix: "",
  now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
  iso: (column) => column,
  forUpdate: "",
};

import type { AdapterEntry } from "../core/adapter.ts";

/** The built-in adapters; each is loaded only when a URL asks for it. */
export const adapters: readonly AdapterEntry[] = [
  {
    name: "sqlite",
    schemes: ["sqlite", "sqlite3", "file", "sqlite+aiosqlite", "sqlite+pysqlite", "aiosqlite"],
    load: async () => (await import("./sqlite/mod.ts")).adapter,
  },
];

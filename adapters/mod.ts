import type { AdapterEntry } from "../core/adapter.ts";

/** The built-in adapters; each is loaded only when a URL asks for it. */
export const adapters: readonly AdapterEntry[] = [
  {
    name: "sqlite",
    schemes: ["sqlite", "sqlite3", "file", "aiosqlite"],
    load: async () => (await import("./sqlite/mod.ts")).adapter,
  },
  {
    name: "postgres",
    schemes: ["postgres", "postgresql", "pgsql", "asyncpg", "psycopg"],
    load: async () => (await import("./postgres/mod.ts")).adapter,
  },
  {
    name: "mysql",
    schemes: ["mysql", "mysql2", "mariadb", "asyncmy", "aiomysql"],
    load: async () => (await import("./mysql/mod.ts")).adapter,
  },
];

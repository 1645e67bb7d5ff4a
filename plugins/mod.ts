import type { PluginEntry } from "../core/plugin.ts";

/** The built-in plugins; each is loaded only when the configuration asks for it. */
export const plugins: readonly PluginEntry[] = [
  { name: "sql", load: async () => (await import("./sql/mod.ts")).plugin },
  { name: "snapshot", load: async () => (await import("./snapshot/mod.ts")).plugin },
  { name: "program", load: async () => (await import("./command/mod.ts")).plugin },
  { name: "drizzle", load: async () => (await import("./drizzle/mod.ts")).plugin },
  { name: "sequelize", load: async () => (await import("./sequelize/mod.ts")).plugin },
  { name: "models", load: async () => (await import("./models/mod.ts")).plugin },
  { name: "tortoise", load: async () => (await import("./tortoise/mod.ts")).plugin },
  { name: "sqlalchemy", load: async () => (await import("./sqlalchemy/mod.ts")).plugin },
];

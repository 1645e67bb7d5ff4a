/**
 * Database migrations for SQLite, PostgreSQL, MySQL and MariaDB.
 *
 * @module
 */
export {
  open,
  type Plan,
  type RunOptions,
  type Status,
  type Whimbrel,
} from "./project/whimbrel.ts";
export type { ProjectOptions } from "./project/project.ts";
export { type Config, type DatabaseConfig, defineConfig } from "./project/config.ts";
export type { Finding, FindingKind } from "./project/check.ts";
export * from "./core/mod.ts";

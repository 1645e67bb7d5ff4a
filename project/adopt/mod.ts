import { closest } from "../../core/closest.ts";
import { WhimbrelError } from "../../core/errors.ts";
import type { Tool } from "./source.ts";

/** A tool that can be taken over from. */
export interface ToolEntry {
  readonly name: string;
  /** Its own tables, left in place; no part of anybody's models. */
  readonly tables: readonly string[];
  readonly load: () => Promise<Tool>;
}

/** Every tool; only the one that is named is loaded. */
export const tools: readonly ToolEntry[] = [
  {
    name: "aerich",
    tables: ["aerich"],
    load: async () => (await import("./aerich.ts")).tool,
  },
  {
    name: "alembic",
    tables: ["alembic_version"],
    load: async () => (await import("./alembic.ts")).tool,
  },
  {
    name: "dbmate",
    tables: ["schema_migrations"],
    load: async () => (await import("./dbmate.ts")).tool,
  },
  {
    name: "django",
    tables: ["django_migrations"],
    load: async () => (await import("./django.ts")).tool,
  },
  {
    name: "drizzle",
    tables: ["__drizzle_migrations"],
    load: async () => (await import("./drizzle.ts")).tool,
  },
  {
    name: "flyway",
    tables: ["flyway_schema_history"],
    load: async () => (await import("./flyway.ts")).tool,
  },
  {
    name: "golang-migrate",
    tables: ["schema_migrations"],
    load: async () => (await import("./golang_migrate.ts")).tool,
  },
  {
    name: "goose",
    tables: ["goose_db_version"],
    load: async () => (await import("./goose.ts")).tool,
  },
  {
    name: "knex",
    tables: ["knex_migrations", "knex_migrations_lock"],
    load: async () => (await import("./knex.ts")).tool,
  },
  {
    name: "kysely",
    tables: ["kysely_migration", "kysely_migration_lock"],
    load: async () => (await import("./kysely.ts")).tool,
  },
  {
    name: "node-pg-migrate",
    tables: ["pgmigrations"],
    load: async () => (await import("./node_pg_migrate.ts")).tool,
  },
  {
    name: "prisma",
    tables: ["_prisma_migrations"],
    load: async () => (await import("./prisma.ts")).tool,
  },
  {
    name: "sequelize",
    tables: ["SequelizeMeta"],
    load: async () => (await import("./sequelize.ts")).tool,
  },
  {
    name: "typeorm",
    tables: ["migrations", "typeorm_metadata"],
    load: async () => (await import("./typeorm.ts")).tool,
  },
  {
    name: "umzug",
    tables: ["SequelizeMeta"],
    load: async () => (await import("./umzug.ts")).tool,
  },
];

/**
 * Tables in which other tools keep their history, by names that nothing else has: no drift, and not
 * to be dropped because no model knows them. TypeORM's `migrations` could be anybody's.
 */
export const foreignTables: readonly string[] = [
  ...new Set(tools.flatMap(({ tables }) => tables)),
].filter((name) => name !== "migrations").sort();

/** Loads a tool by its name. @throws {WhimbrelError} `usage` for one that is not known. */
export async function findTool(name: string): Promise<Tool> {
  if (name === "baseline") return (await import("./baseline.ts")).tool;
  const entry = tools.find((one) => one.name === name);
  if (entry !== undefined) return await entry.load();
  const names = [...tools.map((one) => one.name), "baseline"];
  const [near] = closest(name, names, (one) => [one]);
  throw new WhimbrelError("usage", `Cannot adopt from "${name}"`, {
    hint: near === undefined ? `known: ${names.join(", ")}` : `did you mean "${near}"?`,
  });
}

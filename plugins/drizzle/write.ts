import { WhimbrelError } from "../../core/errors.ts";
import type { Schema } from "../../core/schema.ts";
import { writeMysql } from "./write_mysql.ts";
import { writePostgres } from "./write_postgres.ts";
import { writeSqlite } from "./write_sqlite.ts";

const writers: Readonly<Record<string, (schema: Schema) => string>> = {
  postgres: writePostgres,
  mysql: writeMysql,
  sqlite: writeSqlite,
};

/**
 * A module of Drizzle models that gives `schema` again. What Drizzle cannot say is listed in
 * comments at its top.
 *
 * @throws {WhimbrelError} `models` for a dialect that Drizzle does not have.
 */
export function write(schema: Schema, dialect: string): string {
  const writer = writers[dialect];
  if (writer !== undefined) return writer(schema);
  throw new WhimbrelError("models", `Drizzle has no models for the dialect "${dialect}"`, {
    hint: "use another `--format`",
  });
}

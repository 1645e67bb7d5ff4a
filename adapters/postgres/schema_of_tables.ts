import { StatementError, type StoreTables } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { literal, quote } from "./quoting.ts";
import type { PostgresSession } from "./session.ts";

/** The schema that a configuration names for the tool's tables; undefined where it names none. */
export function schemaOf({ history }: StoreTables): string | undefined {
  return history.length > 1 ? history.at(-2) : undefined;
}

/**
 * Makes the schema of the tool's tables where it is missing. Only under the lock: sessions that
 * make the same schema at once fail, `IF NOT EXISTS` or not.
 *
 * @param inTransaction what each transaction must begin with.
 * @throws {WhimbrelError} `preflight` when this role may not.
 */
export async function createMissingSchema(
  session: PostgresSession,
  tables: StoreTables,
  inTransaction: readonly Statement[],
): Promise<void> {
  const schema = schemaOf(tables);
  if (schema === undefined) return;
  const [rows] = await session.run([
    generated(`SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ${literal(schema)}`),
  ]);
  if (rows!.length > 0) return;
  const create = generated(`CREATE SCHEMA ${quote(schema)}`);
  try {
    await session.run([
      generated(session.dialect.begin),
      ...inTransaction,
      create,
      generated("COMMIT"),
    ]);
  } catch (error) {
    if (!(error instanceof StatementError) || error.connectionLost) throw error;
    await session.run([generated("ROLLBACK")]);
    throw new WhimbrelError("preflight", `Cannot make schema "${schema}": ${error.message}`, {
      ...(error.serverCode === undefined ? {} : { serverCode: error.serverCode }),
      hint: `let a role that may do so run \`${create.text}\``,
    });
  }
}

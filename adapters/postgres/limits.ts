import type { Limits } from "../../core/adapter.ts";
import { generated, type Statement } from "../../core/statement.ts";

/**
 * Statements that put limits in force: for the session, or with `SET LOCAL` for the transaction at
 * hand, since behind a pooler the session belongs to others as well.
 */
export function limits(
  { lockTimeout, statementTimeout }: Limits,
  scope: "session" | "transaction",
): readonly Statement[] {
  const set = (name: string, milliseconds: number | undefined) =>
    milliseconds === undefined
      ? []
      : [generated(`SET ${scope === "session" ? "" : "LOCAL "}${name} = ${milliseconds}`)];
  return [...set("lock_timeout", lockTimeout), ...set("statement_timeout", statementTimeout)];
}

import type { Limits } from "../../core/adapter.ts";
import { generated, type Statement } from "../../core/statement.ts";

/** How a session limits statements that say nothing of it. */
export interface SessionLimits {
  /** Milliseconds; 0 is for ever. */
  readonly lockTimeout: number;
  readonly statementTimeout: number;
  /** Behind a pooler the session belongs to others as well, so that limits end with a transaction. */
  readonly scope: "session" | "transaction";
}

/** Statements that put limits in force; those of the session for what is undefined. */
export function limitStatements(wanted: Limits, own: SessionLimits): readonly Statement[] {
  const set = own.scope === "session" ? "SET" : "SET LOCAL";
  return [
    generated(`${set} lock_timeout = ${wanted.lockTimeout ?? own.lockTimeout}`),
    generated(`${set} statement_timeout = ${wanted.statementTimeout ?? own.statementTimeout}`),
  ];
}

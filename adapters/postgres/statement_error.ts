import { StatementError } from "../../core/adapter.ts";
import type { ServerFault } from "./frames.ts";

/** A lock timeout, a deadlock, a serialization failure. */
const passing: ReadonlySet<string> = new Set(["55P03", "40P01", "40001"]);

/** `undefined_table`; a missing schema is reported as one when a table in it is read. */
const missing: ReadonlySet<string> = new Set(["42P01", "3F000"]);

/** Where and in what circumstances the server refused a statement. */
export interface Circumstances {
  readonly index: number;
  readonly offset?: number | undefined;
  /** The transaction that was open is gone. */
  readonly transactionEnded?: boolean;
  /** It runs outside of transactions, so that what it had done so far stays. */
  readonly leavesTraces?: boolean;
}

/** What the server said, for the migrator. */
export function statementError(
  fault: ServerFault,
  { index, offset, transactionEnded = false, leavesTraces = false }: Circumstances,
): StatementError {
  return new StatementError(describe(fault), {
    index,
    serverCode: fault.code,
    ...(offset === undefined ? {} : { offset }),
    transactionEnded,
    transient: passing.has(fault.code) && !leavesTraces,
    missingTable: missing.has(fault.code),
  });
}

/** The server's message with what it adds to it, a line each. */
export function describe({ message, detail, hint, context }: ServerFault): string {
  const lines = [message];
  if (detail !== undefined) lines.push(`  detail: ${detail}`);
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  // The first lines are the innermost: the function in which it happened.
  if (context !== undefined) lines.push(`  where: ${context.split("\n").slice(0, 2).join(", ")}`);
  return lines.join("\n");
}

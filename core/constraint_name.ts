import { createHash } from "node:crypto";
import type { TableName } from "./schema.ts";

/** What a name made for a constraint or index ends with. */
export type NameEnding = "key" | "fkey" | "check" | "idx";

/** The longest name that all dialects take, in bytes of UTF-8. */
const longest = 63;

/**
 * The name of a constraint or index that was not given one: `users_team_id_fkey`, as PostgreSQL would
 * call it. Too long a name is cut and ends with a digest of the whole, so that it stays its own.
 */
export function constraintName(
  table: TableName,
  columns: readonly string[],
  ending: NameEnding,
): string {
  const whole = [table.name, ...columns, ending].join("_");
  if (Buffer.byteLength(whole) <= longest) return whole;
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  const tail = `_${digest}_${ending}`;
  let start = "";
  for (const letter of whole) {
    if (Buffer.byteLength(start + letter + tail) > longest) break;
    start += letter;
  }
  return start + tail;
}

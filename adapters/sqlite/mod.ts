import type { Adapter, Digest, Session } from "../../core/adapter.ts";
import { sha256 } from "../../core/checksum.ts";
import { shellWord } from "../../core/shell_word.ts";
import type { StatementTraits } from "../../core/statement.ts";
import { connect } from "./connect.ts";
import { dialect } from "./dialect.ts";
import { introspect } from "./introspect.ts";
import { holder, lock } from "./lock.ts";
import { shadow } from "./shadow.ts";
import { parseUrl } from "./url.ts";
import { unusable } from "./unusable.ts";

/** SQLite through `node:sqlite`, which Bun, Deno and Node all have. */
export const adapter: Adapter = {
  dialect,
  connect,
  scriptHint: ({ url, folder }) => {
    const { shown } = parseUrl(url, folder);
    return `sqlite3 -bail ${shellWord(shown)} < script.sql`;
  },
  lock,
  holder,
  digest,
  introspect,
  unusable,
  shadow,
};

async function digest(session: Session, { objects }: StatementTraits): Promise<Digest> {
  const result: Record<string, string | null> = {};
  for (const { kind, parts } of objects) {
    const [row] = await session.query(
      "SELECT sql FROM sqlite_schema WHERE name = ? COLLATE NOCASE",
      [parts.at(-1)!],
    );
    result[`${kind} ${parts.join(".")}`] = row === undefined ? null : sha256(String(row["sql"]));
  }
  return result;
}

import { type Session, StatementError, type Unusable } from "../../core/adapter.ts";
import { tokens } from "./lexer.ts";
import { quoteIdentifier as quote } from "./quote.ts";
import { readerOf, type TokenReader } from "./token_reader.ts";

/** What is wrong whatever the application brings along, unlike a function or collation of its own. */
const missing =
  /^(?:no such (?:table|column)|ambiguous column name|table .* has no column|expected \d+ columns)\b/;

/**
 * Views and triggers that name what is not there. SQLite takes them without a look and fails when they
 * are used, or when any table is renamed. Leaves foreign keys off.
 */
export async function unusable(session: Session): Promise<readonly Unusable[]> {
  const rows = await session.query(
    "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE type IN ('view', 'trigger')" +
      " ORDER BY rowid",
  );
  const views: Unusable[] = [];
  for (const { type, name } of rows) {
    if (type !== "view") continue;
    const message = await faultOf(session, `SELECT * FROM ${quote(String(name))}`);
    if (message !== undefined) views.push({ kind: "view", name: String(name), message });
  }
  // Triggers on a view that cannot be read can only fail for the same reason.
  if (views.length > 0) return views;
  await session.query("PRAGMA foreign_keys = OFF");
  const triggers = await Promise.all(
    rows.filter(({ type }) => type === "trigger").map(async (row) => ({
      name: String(row["name"]),
      firing: await firing(session, String(row["tbl_name"]), String(row["sql"])),
    })),
  );
  const found: Unusable[] = [];
  for (const { name, firing } of triggers) {
    if (firing === undefined || await faultOf(session, firing) === undefined) continue;
    // Others that fire along with it, or because of it, may be the ones that are wrong.
    const others = triggers.filter((other) => other.name !== name);
    await session.query("SAVEPOINT alone");
    for (const other of others) await session.query(`DROP TRIGGER ${quote(other.name)}`);
    const message = await faultOf(session, firing);
    await session.query("ROLLBACK TO alone");
    await session.query("RELEASE alone");
    if (message !== undefined) found.push({ kind: "trigger", name, message });
  }
  return found;
}

/** Only compiled, so that it may take as long as it likes and change nothing. */
async function faultOf(session: Session, sql: string): Promise<string | undefined> {
  try {
    await session.query(`EXPLAIN ${sql}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatementError) || !missing.test(error.message)) return undefined;
    // The application's own SQLite may be one that takes "names" for strings.
    if (error.message.includes("should this be a string literal")) return undefined;
    // Deno adds the statement to what SQLite says.
    return error.message.split(" in EXPLAIN ")[0];
  }
}

/** A statement that fires a trigger; undefined for a view whose columns cannot be told. */
async function firing(session: Session, table: string, sql: string): Promise<string | undefined> {
  const reader = readerOf([...tokens(sql)], sql);
  const target = quote(table);
  switch (readEvent(reader)) {
    case "insert":
      return `INSERT INTO ${target} DEFAULT VALUES`;
    case "delete":
      return `DELETE FROM ${target}`;
    default: {
      const columns = reader.takeWords("of")
        ? [reader.takeName()]
        : await columnsOf(session, table);
      const [column] = columns.map(quote);
      return column === undefined ? undefined : `UPDATE ${target} SET ${column} = ${column}`;
    }
  }
}

/** Takes the header of a trigger up to its event, which may stand behind a name like it. */
function readEvent(reader: TokenReader): string {
  reader.takeWords("create");
  reader.takeWords("trigger");
  reader.takeWords("if", "not", "exists");
  reader.takeName();
  if (reader.takeMark(".")) reader.takeName();
  if (!reader.takeWords("before") && !reader.takeWords("after")) reader.takeWords("instead", "of");
  return reader.take().text.toLowerCase();
}

/** Columns that can be written; none for a view that calls functions of the application. */
async function columnsOf(session: Session, table: string): Promise<readonly string[]> {
  try {
    const rows = await session.query(
      "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0",
      [table],
    );
    return rows.map(({ name }) => String(name));
  } catch (error) {
    if (error instanceof StatementError) return [];
    throw error;
  }
}

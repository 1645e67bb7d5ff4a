import { compare } from "../../core/schema_order.ts";
import { tokens } from "./lexer.ts";
import { foldName, quoteText } from "./quote.ts";

/** Which of a table's columns an expression names, sorted; `spelling` is by folded name. */
export function namedColumns(
  expression: string,
  spelling: ReadonlyMap<string, string>,
): readonly string[] {
  const found = [...namesIn(expression)].flatMap((name) => spelling.get(name) ?? []);
  return found.sort(compare);
}

/** All names in an SQL text, folded. A function's name is one of them, a string is not. */
export function namesIn(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, value } of tokens(sql)) {
    if (kind === "identifier" || (kind === "word" && !reserved.has(foldName(value)))) {
      names.add(foldName(value));
    }
  }
  return names;
}

/**
 * An expression of a table without the table's own name before columns (`users.age`), since it is
 * another one while the table is rebuilt.
 */
export function withoutTable(expression: string, table: string): string {
  const list = [...tokens(expression)];
  let [text, from] = ["", 0];
  for (const [index, { kind, value, start }] of list.entries()) {
    const [before, dot, column] = [list[index - 1], list[index + 1], list[index + 2]];
    const isOwn = (kind === "word" || kind === "identifier") && foldName(value) === foldName(table);
    if (!isOwn || dot?.text !== "." || column === undefined || before?.text === ".") continue;
    text += expression.slice(from, start);
    from = column.start;
  }
  return text + expression.slice(from);
}

/**
 * An expression of a table with those of its strings that stand in double quotes, as older builds of
 * SQLite allow, in single ones (https://sqlite.org/quirks.html section 8). `columns` is by folded name.
 */
export function withStrings(expression: string, columns: ReadonlyMap<string, unknown>): string {
  if (!expression.includes('"')) return expression;
  const list = [...tokens(expression)];
  let [text, from] = ["", 0];
  for (const [index, { kind, text: own, value, start, end }] of list.entries()) {
    if (kind !== "identifier" || !own.startsWith('"')) continue;
    const [before, after] = [list[index - 1], list[index + 1]];
    const isPart = before?.text === "." || after?.text === "." || after?.text === "(" ||
      /^(?:as|collate)$/i.test(before?.text ?? "");
    const name = foldName(value);
    if (isPart || columns.has(name) || rowids.has(name)) continue;
    text += expression.slice(from, start) + quoteText(value);
    from = end;
  }
  return text + expression.slice(from);
}

const rowids: ReadonlySet<string> = new Set(["rowid", "_rowid_", "oid"]);

/** Words of expressions that name nothing without quotes; most others of SQL do, as `end` and `key`. */
const reserved: ReadonlySet<string> = new Set(
  ("and between case collate distinct else escape exists from group having in is isnull limit not " +
    "notnull null on or order select then when where").split(" "),
);

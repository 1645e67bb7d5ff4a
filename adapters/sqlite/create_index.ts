import type { Token } from "../../core/lexer.ts";
import type { Index, KeyPart, Table } from "../../core/schema.ts";
import { withStrings } from "./expression.ts";
import { foldName } from "./quote.ts";
import { isKeyword, readTokens, splitAtCommas, type TokenReader } from "./token_reader.ts";

/**
 * Reads an index of a table from the CREATE INDEX statement that `sqlite_schema` keeps.
 *
 * @throws {Error} where the statement is not one that SQLite has stored.
 */
export function parseCreateIndex(sql: string, table: Table): Index {
  const reader = readTokens(sql);
  reader.takeWords("create");
  const unique = reader.takeWords("unique");
  reader.takeWords("index");
  reader.takeWords("if", "not", "exists");
  let name = reader.takeName();
  if (reader.takeMark(".")) name = reader.takeName();
  reader.takeWords("on");
  reader.takeName();
  const columns = new Map(table.columns.map((column) => [foldName(column.name), column.name]));
  const strings = (expression: string) => withStrings(expression, columns);
  const parts = splitAtCommas(reader.takeParenthesised())
    .map((list) => readPart(list, { columns, reader }))
    .map((part) => "expression" in part ? { ...part, expression: strings(part.expression) } : part);
  const where = reader.takeWords("where") ? strings(restOf(reader)) : undefined;
  return { name, unique, parts, ...(where === undefined ? {} : { where }) };
}

function restOf(reader: TokenReader): string {
  const rest: Token[] = [];
  while (reader.peek() !== undefined) rest.push(reader.take());
  return reader.textOf(rest);
}

function readPart(
  list: readonly Token[],
  { columns, reader }: {
    /** By folded name. */
    readonly columns: ReadonlyMap<string, string>;
    readonly reader: TokenReader;
  },
): KeyPart {
  const direction = ["asc", "desc"].find((word) => isKeyword(list.at(-1), word));
  const key = direction === undefined ? list : list.slice(0, -1);
  const order = direction === "desc" ? { descending: true as const } : {};
  const collated = isKeyword(key.at(-2), "collate");
  const [name, ...more] = collated ? key.slice(0, -2) : key;
  const column = more.length > 0 || name === undefined ? undefined : columnOf(name, columns);
  if (column === undefined) return { expression: reader.textOf(key), ...order };
  return { column, ...(collated ? { collation: key.at(-1)!.value } : {}), ...order };
}

/** A string or a bare word there is a column's name where the table has such a column. */
function columnOf(
  { kind, value }: Token,
  columns: ReadonlyMap<string, string>,
): string | undefined {
  if (kind !== "word" && kind !== "identifier" && kind !== "string") return undefined;
  return columns.get(foldName(value));
}

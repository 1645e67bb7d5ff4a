import { isWord, type Token } from "../../core/lexer.ts";
import type { Renames } from "../../core/rename/renames.ts";
import type { OpaqueObject } from "../../core/schema.ts";
import { tokens } from "./lexer.ts";

/**
 * A view, trigger or routine with the new names of tables and columns in its text, which the server
 * leaves as it is. In a view, which the server has written itself, no name is missed; elsewhere those
 * are found that stand behind a word such as FROM, or before a dot.
 */
export function followRenames(object: OpaqueObject, renames: Renames): OpaqueObject {
  const list = [...tokens(object.definition)];
  const isView = object.kind === "view";
  const before = new Map(renames.tables.map(({ from, to }) => [to.name, from.name]));
  const after = new Map(renames.tables.map(({ from, to }) => [from.name, to.name]));
  const aliases = isView ? aliasesIn(list) : rowsOf(object, before);
  const columnOf = (token: Token, owner: string): string | undefined =>
    renames.columns.find(({ table, from }) =>
      from === token.value && (before.get(table.name) ?? table.name) === owner
    )?.to;
  const nameOf = (token: Token, index: number): string | undefined => {
    if (!isName(token)) return undefined;
    const previous = list[index - 1];
    if (previous?.text === ".") {
      const owner = list[index - 2]!.value;
      return columnOf(token, aliases.get(owner) ?? owner);
    }
    const isQualifier = list[index + 1]?.text === "." && !aliases.has(token.value);
    const isRelation = isView ? isPlaced(list, index) : isWord(previous, ...leading);
    return isQualifier || isRelation ? after.get(token.value) : undefined;
  };
  let definition = "";
  let at = 0;
  for (const [index, token] of list.entries()) {
    const name = nameOf(token, index);
    if (name === undefined) continue;
    definition += `${object.definition.slice(at, token.start)}\`${name.replaceAll("`", "``")}\``;
    at = token.end;
  }
  return at === 0 ? object : { ...object, definition: definition + object.definition.slice(at) };
}

/** Words behind which a program names a table. */
const leading = ["from", "into", "join", "table", "update"];

function isName(token: Token | undefined): boolean {
  return token?.kind === "identifier" || token?.kind === "word";
}

/** Whether a name stands where the server writes the tables of a view. */
function isPlaced(list: readonly Token[], index: number): boolean {
  const previous = list[index - 1];
  return isWord(previous, "from", "join", "straight_join") ||
    previous?.text === "(" && isInTables(list, index - 1);
}

/** Whether a parenthesis groups tables, as in ``from ((`a` join `b`) join `c`)``. */
function isInTables(list: readonly Token[], index: number): boolean {
  let at = index;
  while (list[at]?.text === "(") at--;
  return isWord(list[at], "from", "join", "straight_join");
}

/** The table of a trigger, as it was called, by the names of its rows. */
function rowsOf(
  { table }: OpaqueObject,
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (table === undefined) return new Map();
  const name = before.get(table.name) ?? table.name;
  return new Map(["new", "old", "NEW", "OLD"].map((row) => [row, name]));
}

/** Tables by the aliases that a view gives them. */
function aliasesIn(list: readonly Token[]): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const [index, token] of list.entries()) {
    const alias = list[index + 1];
    if (token.kind !== "identifier" || alias?.kind !== "identifier") continue;
    if (isPlaced(list, index)) aliases.set(alias.value, token.value);
  }
  return aliases;
}

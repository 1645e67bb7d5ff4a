import { isWord, type Token } from "../../core/lexer.ts";
import { tokens } from "./lexer.ts";

/** Words behind which a table or another object of a database is named. */
const places = (
  "call event exists from function ignore insert into join like procedure references replace " +
  "sequence table tables to trigger truncate update view"
).split(" ");

/**
 * Where names are that say in which database something is: `app` in `app.users`, not in `app.id`
 * where `app` is a table or an alias. A name that is not used by itself in the text is a database.
 */
export function qualifiersIn(
  list: readonly Token[],
  isDatabase: (name: string) => boolean,
): readonly Token[] {
  const isName = (token: Token | undefined) =>
    token?.kind === "word" || token?.kind === "identifier";
  const isDot = (token: Token | undefined) => token?.text === ".";
  const bare = new Set(
    list.filter((token, index) =>
      isName(token) && !isDot(list[index - 1]) && !isDot(list[index + 1])
    ).map(({ value }) => value),
  );
  return list.filter((token, index) => {
    if (!isName(token) || !isDot(list[index + 1]) || isDot(list[index - 1])) return false;
    if (!isDatabase(token.value)) return false;
    const hasThreeParts = isDot(list[index + 3]);
    return hasThreeParts || isWord(list[index - 1], ...places) || isSubject(list, index) ||
      !bare.has(token.value);
  });
}

/** `CREATE INDEX ... ON app.users`, `CREATE TRIGGER ... ON app.users`. */
function isSubject(list: readonly Token[], index: number): boolean {
  return isWord(list[index - 1], "on") && isWord(list[0], "create", "drop") &&
    !list.slice(0, index - 1).some((token) => isWord(token, "select", "begin", "join"));
}

/** A definition without the name of the database that it is in, as it reads in any other. */
export function withoutDatabase(definition: string, database: string): string {
  const list = [...tokens(definition)];
  const found = qualifiersIn(list, (name) => name === database);
  let text = "";
  let at = 0;
  for (const token of found) {
    const dot = list[list.indexOf(token) + 1]!;
    text += definition.slice(at, token.start);
    at = dot.end;
  }
  return text + definition.slice(at);
}

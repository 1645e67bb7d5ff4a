import { isWord, type Token, tokenize } from "../../core/lexer.ts";
import type { Follow, ScriptRules } from "../../core/split/rules.ts";

export interface PostgresLexicalOptions {
  /** The server setting of that name; off makes a backslash escape in every string. */
  readonly standardConformingStrings?: boolean;
}

/**
 * The lexical rules of PostgreSQL
 * (https://www.postgresql.org/docs/current/sql-syntax-lexical.html), and what psql adds to them.
 */
export function lexicalRules(options: PostgresLexicalOptions = {}): ScriptRules {
  const backslash = options.standardConformingStrings ?? true ? "prefixed" : "always";
  return {
    quotes: new Map([
      ["'", { close: "'", kind: "string", doubled: true, backslash }],
      ['"', { close: '"', kind: "identifier", doubled: true, backslash: "never" }],
    ]),
    stringPrefix: /[eExXbBnN](?=')|[uU]&(?=['"])/y,
    lineComment: /--/y,
    lineEnd: /[\r\n]/g,
    nestedComments: true,
    dollarQuotes: true,
    word: /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y,
    fold: (word) => word.toLowerCase(),
    follow: followRoutine,
    dataFollows,
    client: {
      name: "psql",
      words: new Set(["go"]),
      mark: "\\",
      ignored: /\\(?:un)?restrict\b/y,
      variables: true,
    },
  };
}

const standardRules = lexicalRules();

/** The tokens of a PostgreSQL statement, without blanks and comments. */
export function tokens(sql: string): Iterable<Token> {
  return tokenize(sql, standardRules);
}

/** `COPY ... FROM STDIN`: lines of data stand behind the statement. */
function dataFollows(statement: string): boolean {
  if (!/^copy\b/i.test(statement)) return false;
  let previous: Token | undefined;
  for (const token of tokens(statement)) {
    if (isWord(previous, "from") && isWord(token, "stdin")) return true;
    previous = token;
  }
  return false;
}

/**
 * Semicolons do not end a statement in the body of a SQL-standard routine (`BEGIN ATOMIC ... END`)
 * and between the parentheses of `CREATE RULE ... DO (...)`.
 */
function followRoutine(): Follow {
  let kind: "create" | "routine" | "rule" | undefined;
  let depth = 0;
  let previous = "";
  const follow = (token: string): void => {
    if (kind === "rule") {
      if (token === "(") depth++;
      else if (token === ")") depth--;
    } else if (depth === 0) {
      if (previous === "begin" && token === "atomic") depth = 1;
    } else if (previous === "." || previous === "as") {
      // A column or a label may be called like a keyword.
    } else if (token === "case") depth++;
    else if (token === "end") depth--;
  };
  return (token) => {
    if (kind === "routine" || kind === "rule") follow(token);
    else if (kind === undefined && token === "create") kind = "create";
    else if (kind === undefined) return "settled";
    else if (token === "function" || token === "procedure") kind = "routine";
    else if (token === "rule") kind = "rule";
    else if (token !== "or" && token !== "replace") return "settled";
    previous = token;
    return depth > 0 ? "continues" : "ends";
  };
}

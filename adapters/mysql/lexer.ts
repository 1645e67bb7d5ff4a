import { type Token, tokenize } from "../../core/lexer.ts";
import type { ScriptRules } from "../../core/split/rules.ts";
import { followProgram } from "./stored_program.ts";

/** The parts of a server's `sql_mode`, and its kind, that change how its SQL is cut. */
export interface MysqlLexicalOptions {
  readonly ansiQuotes?: boolean;
  readonly noBackslashEscapes?: boolean;
  /** MariaDB's `sql_mode=ORACLE`. */
  readonly oracle?: boolean;
  readonly mariadb?: boolean;
}

const clientWords = [
  ..."charset clear connect edit ego exit go nopager notee nowarning pager print prompt".split(" "),
  ..."query_attributes quit rehash resetconnection source status system tee warnings".split(" "),
];

/** The lexical rules of MySQL (https://dev.mysql.com/doc/refman/9.4/en/language-structure.html). */
export function lexicalRules(options: MysqlLexicalOptions = {}): ScriptRules {
  const { ansiQuotes = false, noBackslashEscapes = false, oracle = false } = options;
  const mariadb = options.mariadb ?? false;
  const backslash = noBackslashEscapes ? "never" : "always";
  return {
    quotes: new Map([
      ["'", { close: "'", kind: "string", doubled: true, backslash }],
      [
        '"',
        ansiQuotes
          ? { close: '"', kind: "identifier", doubled: true, backslash: "never" }
          : { close: '"', kind: "string", doubled: true, backslash },
      ],
      ["`", { close: "`", kind: "identifier", doubled: true, backslash: "never" }],
    ]),
    stringPrefix: /[xXbBnN](?=')/y,
    lineComment: /#|--(?=[^!-\uffff]|$)/y,
    lineEnd: /\n/g,
    nestedComments: false,
    // Version 999999 is the mark of what no server is to execute (mariadb-dump's first line).
    executableComment: mariadb ? /\/\*M?!(?!999999)(?:\d{5,6})?/y : /\/\*!(?!999999)(?:\d{5,6})?/y,
    dollarQuotes: !mariadb,
    word: /[A-Za-z0-9_$\u0080-\uffff]+/y,
    fold: (word) => word,
    follow: () => followProgram(oracle),
    client: {
      name: "the mysql client",
      words: new Set(clientWords),
      mark: "\\",
      allowed: /\\N\b/y,
      delimiter: true,
    },
  };
}

const defaultRules = lexicalRules();

/** The tokens of a MySQL statement in the default `sql_mode`, without blanks and comments. */
export function tokens(sql: string, rules: ScriptRules = defaultRules): Iterable<Token> {
  return tokenize(sql, rules);
}

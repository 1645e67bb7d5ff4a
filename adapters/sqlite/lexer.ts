import { type LexicalRules, type Token, tokenize } from "../../core/lexer.ts";
import type { Follow, ScriptRules } from "../../core/split/rules.ts";

const rules: ScriptRules = {
  quotes: new Map([
    ["'", { close: "'", kind: "string", doubled: true, backslash: "never" }],
    ['"', { close: '"', kind: "identifier", doubled: true, backslash: "never" }],
    ["`", { close: "`", kind: "identifier", doubled: true, backslash: "never" }],
    ["[", { close: "]", kind: "identifier", doubled: false, backslash: "never" }],
  ]),
  stringPrefix: /[xX](?=')/y,
  lineComment: /--/y,
  lineEnd: /\n/g,
  nestedComments: false,
  dollarQuotes: false,
  word: /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y,
  fold: (word) => word,
  follow: followTrigger,
  client: { name: "the sqlite3 shell", words: new Set(["go"]), mark: "." },
};

/** The lexical rules of SQLite (https://sqlite.org/draft/tokenreq.html). */
export function lexicalRules(): ScriptRules {
  return rules;
}

/** The tokens of a SQLite statement, without blanks and comments. */
export function tokens(sql: string): Iterable<Token> {
  return tokenize(sql, rules satisfies LexicalRules);
}

const triggerHeader = new Set(["explain", "query", "plan", "create", "temp", "temporary"]);

/** A trigger's body is a list of statements that each end with `;`, so its END follows one. */
function followTrigger(): Follow {
  let state: "start" | "header" | "body" | "ended" = "start";
  let previous = "";
  return (token) => {
    if (state === "start" && token === "trigger" && previous !== "") state = "header";
    else if (state === "start" && !triggerHeader.has(token)) return "settled";
    else if (state === "header" && token === "begin") state = "body";
    else if (state === "body" && token === "end" && previous === ";") state = "ended";
    previous = token;
    return state === "body" ? "continues" : "ends";
  };
}

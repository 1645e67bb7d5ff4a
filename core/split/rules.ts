import type { LexicalRules } from "../lexer.ts";

/**
 * Takes the tokens of one statement in order (words in lower case, anything quoted as its opening
 * character, other characters one by one) and says of a terminator behind them:
 *
 * - `ends`: it ends the statement.
 * - `continues`: it stands in a body.
 * - `settled`: it ends the statement, whatever tokens come before it.
 */
export type Follow = (token: string) => "ends" | "continues" | "settled";

/** What a dialect's scripts have beyond tokens. */
export interface ScriptRules extends LexicalRules {
  /** Starts to follow a statement. */
  readonly follow: () => Follow;
  /** Whether lines of data stand behind this statement, up to a line of `\.`. */
  readonly dataFollows?: (statement: string) => boolean;
  readonly client: ClientRules;
}

/** The commands of the database's own client, which are not SQL. */
export interface ClientRules {
  /** The client, as messages name it. */
  readonly name: string;
  /** First words of commands, where a statement could begin. */
  readonly words: ReadonlySet<string>;
  /** A character that begins a command: a backslash anywhere, others where a statement could. */
  readonly mark: string;
  /** Sticky: SQL that begins like a command. */
  readonly allowed?: RegExp;
  /** Sticky: commands whose lines are passed over. */
  readonly ignored?: RegExp;
  /** `:'name'` is replaced by the client. */
  readonly variables?: boolean;
  /** `DELIMITER x` at the start of a line changes what ends a statement. */
  readonly delimiter?: boolean;
}

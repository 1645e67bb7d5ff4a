import type { Token } from "../../core/lexer.ts";
import { tokens } from "./lexer.ts";

/** Reads the tokens of one statement in order. */
export interface TokenReader {
  /** The token that `take` would give; undefined at the end. */
  peek(ahead?: number): Token | undefined;
  /** @throws {Error} at the end of the text. */
  take(): Token;
  /** The token that was taken last. */
  last(): Token;
  /** Takes these words (in lower case), in this order, if they come next. */
  takeWords(...words: readonly string[]): boolean;
  /** Takes this mark if it comes next. */
  takeMark(mark: string): boolean;
  /** Takes a name, quoted in any way that SQLite knows. */
  takeName(): string;
  /** Takes `( ... )` and gives the tokens between. */
  takeParenthesised(): readonly Token[];
  /** The text from the first of these tokens to the last, without comments around it. */
  textOf(list: readonly Token[]): string;
}

/** A reader at the start of a statement that SQLite itself has accepted. */
export function readTokens(sql: string): TokenReader {
  return readerOf([...tokens(sql)], sql);
}

/** A reader of some tokens of a statement. */
export function readerOf(list: readonly Token[], sql: string): TokenReader {
  let at = 0;
  const unexpected = (): Error => {
    const token = list[at];
    const where = token === undefined ? "at its end" : `at "${token.text}"`;
    return new Error(`Cannot understand the statement ${where}: ${sql}`);
  };
  const take = (): Token => {
    const token = list[at];
    if (token === undefined) throw unexpected();
    at++;
    return token;
  };
  const isMark = (token: Token | undefined, mark: string): boolean =>
    token?.text === mark && token.kind !== "word";
  const takeMark = (mark: string): boolean => {
    if (!isMark(list[at], mark)) return false;
    at++;
    return true;
  };
  return {
    peek: (ahead = 0) => list[at + ahead],
    take,
    last: () => list[at - 1]!,
    takeMark,
    takeWords(...words) {
      if (!words.every((word, index) => isKeyword(list[at + index], word))) return false;
      at += words.length;
      return true;
    },
    takeName() {
      const { kind } = list[at] ?? {};
      if (kind !== "word" && kind !== "identifier" && kind !== "string") throw unexpected();
      return take().value;
    },
    takeParenthesised() {
      if (!takeMark("(")) throw unexpected();
      const start = at;
      for (let depth = 1; depth > 0;) {
        const token = take();
        if (isMark(token, "(")) depth++;
        else if (isMark(token, ")")) depth--;
      }
      return list.slice(start, at - 1);
    },
    textOf(part) {
      const [first] = part;
      const last = part.at(-1);
      return first === undefined || last === undefined ? "" : sql.slice(first.start, last.end);
    },
  };
}

/** Whether a token is this word (in lower case), unquoted. */
export function isKeyword(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toLowerCase() === word;
}

/** Cuts tokens at the commas that stand outside of parentheses. */
export function splitAtCommas(list: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of list) {
    const mark = token.kind === "punctuation" ? token.text : "";
    depth += mark === "(" ? 1 : mark === ")" ? -1 : 0;
    if (mark === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

import { isWord, type Token } from "./lexer.ts";
import type { StatementTraits } from "./statement.ts";

/** Reads tokens from left to right, one at a time, and no more of them than it is asked for. */
export interface TokenReader {
  /** The next token, which stays. */
  readonly peek: () => Token | undefined;
  readonly take: () => Token | undefined;
  /** Takes the next token if it is one of these words, and gives it in lower case. */
  readonly word: (...words: readonly string[]) => string | undefined;
  /** Takes these words if they come next, in this order; otherwise what came of them is lost. */
  readonly words: (...words: readonly string[]) => boolean;
  /** Takes the next token if it is written so. */
  readonly mark: (text: string) => boolean;
  /** Takes `a`, `a.b`, `a.b.c`; empty where no name comes next. */
  readonly name: () => readonly string[];
  /** Takes names with commas between them. */
  readonly names: () => readonly (readonly string[])[];
  /** Takes tokens up to and including one of these words outside of parentheses. */
  readonly find: (...words: readonly string[]) => string | undefined;
}

/** Starts to read at the first of these tokens. */
export function readTokens(tokens: Iterable<Token>): TokenReader {
  const input = tokens[Symbol.iterator]();
  let next: Token | undefined;
  const peek = () => next ??= input.next().value as Token | undefined;
  const take = () => {
    const token = peek();
    next = undefined;
    return token;
  };
  const word = (...words: readonly string[]) =>
    isWord(peek(), ...words) ? take()?.text.toLowerCase() : undefined;
  const mark = (text: string) => peek()?.text === text && take() !== undefined;
  const name = () => {
    const parts: string[] = [];
    do {
      const part = isName(peek()) ? take() : undefined;
      if (part === undefined) break;
      parts.push(part.value);
    } while (mark("."));
    return parts;
  };
  const names = () => {
    const found: (readonly string[])[] = [];
    do found.push(name()); while (mark(","));
    return found.filter((parts) => parts.length > 0);
  };
  const find = (...words: readonly string[]) => {
    for (let depth = 0, token = peek(); token !== undefined; token = peek()) {
      if (depth === 0 && isWord(token, ...words)) return word(...words);
      if (token.text === "(") depth++;
      else if (token.text === ")") depth--;
      take();
    }
    return undefined;
  };
  return {
    peek,
    take,
    word,
    words: (...words) => words.every((each) => word(each) !== undefined),
    mark,
    name,
    names,
    find,
  };
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "identifier";
}

/** Traits of a statement that names nothing, runs in a transaction and must not run twice. */
export function traitsOf(
  statementClass: StatementTraits["class"],
  more: Partial<StatementTraits> = {},
): StatementTraits {
  const repeatable = statementClass === "read" || statementClass === "session";
  return { class: statementClass, objects: [], repeatable, ...more };
}

const expressionWords = new Set(
  ("all and any as avg between by case coalesce count distinct else exists filter from if ifnull " +
    "in interval is join lateral length like limit lower max min not now nullif on or over " +
    "partition select some sum then union upper using values when where with within").split(" "),
);

/**
 * Whether what is left of a query may do more than read: it calls a function that is not known to
 * be harmless.
 */
export function callsFunctions(reader: TokenReader): boolean {
  for (let token = reader.take(); token !== undefined; token = reader.take()) {
    const next = reader.peek();
    const isCall = next?.text === "(" && next.start === token.end && isName(token);
    if (isCall && !expressionWords.has(token.value.toLowerCase())) return true;
  }
  return false;
}

/** How a dialect writes quoted text. */
export interface QuoteRule {
  readonly close: string;
  readonly kind: "string" | "identifier";
  /** The closing character, written twice, stands for itself. */
  readonly doubled: boolean;
  /** A backslash escapes the next character: always, never, or after a prefix such as `E`. */
  readonly backslash: "always" | "never" | "prefixed";
}

/** What a dialect's text is made of, as far as cutting it into tokens needs to know. */
export interface LexicalRules {
  /** By opening character. */
  readonly quotes: ReadonlyMap<string, QuoteRule>;
  /** Sticky: what may stand directly before a string and belongs to it (`E`, `X`, `U&`). */
  readonly stringPrefix: RegExp;
  /** Sticky: the first characters of a comment that ends with its line. */
  readonly lineComment: RegExp;
  /** Global: where such a comment ends. */
  readonly lineEnd: RegExp;
  /** Block comments contain block comments. */
  readonly nestedComments: boolean;
  /** Sticky: opens a comment whose content the server executes; it ends with `*` and `/`. */
  readonly executableComment?: RegExp;
  /** `$tag$ ... $tag$` is a string. */
  readonly dollarQuotes: boolean;
  /** Sticky: an unquoted word. */
  readonly word: RegExp;
  /** The name that an unquoted word stands for. */
  readonly fold: (word: string) => string;
}

export type TokenKind = "word" | "identifier" | "string" | "number" | "operator" | "punctuation";

/** A piece of a statement that is neither blank nor comment. */
export interface Token {
  readonly kind: TokenKind;
  /** As written, with prefix and quotes. */
  readonly text: string;
  /** Without quotes and escapes; a word as its dialect folds names. */
  readonly value: string;
  /** Offsets into the tokenized text: the first character, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** Sticky: `$$` or `$tag$`. */
export const dollarTag: RegExp = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;

const blanks = /[ \t\r\n\f\v]+/y;
const number = /0[xX][0-9a-fA-F]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const operator = /->>|->|\|\||::|:=|<=>|<=|>=|<>|!=|==|<<|>>|./suy;
const punctuation = "(),;.[]{}";

/**
 * Gives the tokens of a text lazily, so that a reader of leading words pays for those only. Never
 * fails: an unterminated string or comment reaches to the end of the text.
 */
export function* tokenize(sql: string, rules: LexicalRules): Generator<Token, undefined> {
  let at = 0;
  let executable = false;
  while ((at = skipBlanks(sql, at, rules)) < sql.length) {
    const opener = rules.executableComment && match(rules.executableComment, sql, at);
    if (opener) {
      executable = true;
      at += opener.length;
    } else if (executable && sql.startsWith("*/", at)) {
      executable = false;
      at += 2;
    } else {
      const token = tokenAt(sql, at, rules);
      yield token;
      at = token.end;
    }
  }
}

/** Whether a token is one of these words (given in lower case), unquoted. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.text.toLowerCase());
}

/** What a sticky expression matches at an offset. */
export function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function skipBlanks(sql: string, from: number, rules: LexicalRules): number {
  for (let at = from;;) {
    const before = at;
    at += match(blanks, sql, at)?.length ?? 0;
    if (match(rules.lineComment, sql, at) !== undefined) {
      rules.lineEnd.lastIndex = at;
      at = rules.lineEnd.test(sql) ? rules.lineEnd.lastIndex : sql.length;
    } else if (sql.startsWith("/*", at)) {
      const isCode = rules.executableComment && match(rules.executableComment, sql, at);
      if (!isCode) at = blockCommentEnd(sql, at, rules.nestedComments);
    }
    if (at === before) return at;
  }
}

function blockCommentEnd(sql: string, start: number, nested: boolean): number {
  const marks = nested ? /\/\*|\*\//g : /\*\//g;
  marks.lastIndex = start + 2;
  for (let depth = 1; depth > 0;) {
    const mark = marks.exec(sql);
    if (mark === null) return sql.length;
    depth += mark[0] === "/*" ? 1 : -1;
  }
  return marks.lastIndex;
}

function tokenAt(sql: string, start: number, rules: LexicalRules): Token {
  const prefix = match(rules.stringPrefix, sql, start) ?? "";
  const quote = rules.quotes.get(sql[start + prefix.length] ?? "");
  if (quote !== undefined && (prefix === "" || quote.kind === "string" || prefix.endsWith("&"))) {
    return quotedToken(sql, { start, open: start + prefix.length, quote });
  }
  const dollar = rules.dollarQuotes && match(dollarTag, sql, start);
  if (dollar) {
    const close = sql.indexOf(dollar, start + dollar.length);
    const inner = close < 0 ? sql.length : close;
    const end = Math.min(inner + dollar.length, sql.length);
    const value = sql.slice(start + dollar.length, inner);
    return { kind: "string", text: sql.slice(start, end), value, start, end };
  }
  const digits = isDigitOrDot(sql.charCodeAt(start)) ? match(number, sql, start) ?? "" : "";
  const word = match(rules.word, sql, start) ?? "";
  if (word.length > digits.length) {
    return { kind: "word", text: word, value: rules.fold(word), start, end: start + word.length };
  }
  if (digits !== "") return plainToken("number", digits, start);
  const mark = match(operator, sql, start) ?? "";
  return plainToken(punctuation.includes(mark) ? "punctuation" : "operator", mark, start);
}

function isDigitOrDot(code: number): boolean {
  return code >= 48 && code <= 57 || code === 46;
}

function plainToken(kind: TokenKind, text: string, start: number): Token {
  return { kind, text, value: text, start, end: start + text.length };
}

function quotedToken(
  sql: string,
  { start, open, quote }: { start: number; open: number; quote: QuoteRule },
): Token {
  const escapes = quote.backslash === "always" ||
    quote.backslash === "prefixed" && /e/i.test(sql.slice(start, open));
  const stop = escapes ? new RegExp(`[${quote.close}\\\\]`, "g") : undefined;
  let at = open + 1;
  let closed = -1;
  while (closed < 0 && at < sql.length) {
    const found = stop === undefined ? sql.indexOf(quote.close, at) : search(stop, sql, at);
    if (found < 0) break;
    const skipsTwo = sql[found] === "\\" && escapes ||
      quote.doubled && sql[found + 1] === quote.close;
    if (skipsTwo) at = found + 2;
    else closed = found;
  }
  const inner = sql.slice(open + 1, closed < 0 ? sql.length : closed);
  const end = closed < 0 ? sql.length : closed + 1;
  const value = unescape(inner, { quote, escapes });
  return { kind: quote.kind, text: sql.slice(start, end), value, start, end };
}

function search(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

const escapeLetters: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  "0": "\0",
  Z: "\x1a",
};

function unescape(
  inner: string,
  { quote, escapes }: { quote: QuoteRule; escapes: boolean },
): string {
  const doubled = quote.close + quote.close;
  if (escapes) {
    return inner.replace(/\\(.)|''|""/gsu, (pair: string, letter?: string) => {
      if (letter !== undefined) return escapeLetters[letter] ?? letter;
      return pair === doubled ? quote.close : pair;
    });
  }
  return quote.doubled ? inner.replaceAll(doubled, quote.close) : inner;
}

import type { Token } from "../../core/lexer.ts";
import { tokens } from "./lexer.ts";

/**
 * An expression of the catalogue as a person would write it: without parentheses around the whole,
 * and without the character set before each string, which is the connection's anyway.
 */
export function tidyExpression(text: string): string {
  const all = [...tokens(text)];
  let [start, end] = [0, all.length];
  while (enclosed(all, start, end)) {
    start++;
    end--;
  }
  const list = all.slice(start, end);
  let tidy = "";
  let at = list[0]?.start ?? 0;
  for (const [index, token] of list.entries()) {
    const isIntroducer = /^_utf8mb[34]$/i.test(token.text) && list[index + 1]?.kind === "string";
    if (!isIntroducer && token.kind !== "string") continue;
    tidy += text.slice(at, token.start) + (isIntroducer ? "" : standardQuotes(token.text));
    at = isIntroducer ? list[index + 1]!.start : token.end;
  }
  return tidy + text.slice(at, list.at(-1)?.end);
}

/** A quote in a string as standard SQL doubles it, so that readers of other dialects find its end. */
function standardQuotes(string: string): string {
  return string.replace(/\\(.)/gs, (pair, letter: string) => letter === "'" ? "''" : pair);
}

/** Whether the first token's parenthesis closes with the last token. */
function enclosed(list: readonly Token[], start: number, end: number): boolean {
  if (!isMark(list[start], "(")) return false;
  let depth = 0;
  for (let at = start; at < end; at++) {
    if (isMark(list[at], "(")) depth++;
    else if (isMark(list[at], ")") && --depth === 0) return at === end - 1;
  }
  return false;
}

function isMark(token: Token | undefined, mark: string): boolean {
  return token?.kind === "punctuation" && token.text === mark;
}

/** Undoes the escaping that MySQL's information_schema puts around a whole expression. */
export function unescapeExpression(text: string): string {
  return text.replace(/\\(.)/gs, (_pair, letter: string) => letter === "n" ? "\n" : letter);
}

/** The value of a text that is one string literal and nothing else. */
export function stringValue(expression: string): string | undefined {
  const [first, second] = tokens(expression);
  return first?.kind === "string" && second === undefined && !/^[xbn]/i.test(first.text)
    ? first.value
    : undefined;
}

/**
 * The time now, in one spelling of many: `CURRENT_TIMESTAMP(3)`. Undefined for another expression.
 *
 * @param type of the column, whose precision MySQL wants to see repeated.
 */
export function currentTimestamp(expression: string, type = ""): string | undefined {
  const found = nowWords.exec(tidyExpression(expression));
  if (found === null) return undefined;
  const ofType = /^(?:datetime|timestamp)\((\d)\)/.exec(type)?.[1];
  const precision = ofType ?? found[1] ?? found[2] ?? "";
  return precision === "" || precision === "0"
    ? "CURRENT_TIMESTAMP"
    : `CURRENT_TIMESTAMP(${precision})`;
}

const nowWords =
  /^(?:(?:current_timestamp|localtime|localtimestamp)(?:\s*\((\d?)\))?|now\s*\((\d?)\))$/i;

/** All names in an SQL text, unquoted. A function's name is one of them, a string is not. */
export function namesIn(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, value } of tokens(sql)) {
    if (kind === "word" || kind === "identifier") names.add(value);
  }
  return names;
}

/**
 * The names in a view as the server writes it that may be of tables, views and functions. What stands
 * behind a dot or AS is a column or an alias.
 */
export function relationNamesIn(view: string): ReadonlySet<string> {
  const names = new Set<string>();
  let before = "";
  for (const { kind, text, value } of tokens(view)) {
    const isName = kind === "word" || kind === "identifier";
    if (isName && before !== "." && before !== "as") names.add(value);
    before = text.toLowerCase();
  }
  return names;
}

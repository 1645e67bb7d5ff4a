import { refuseVariable } from "./client_command.ts";
import { dollarTag, match, type QuoteRule } from "../lexer.ts";
import { ahead, lineAt, refill, scriptError, type ScriptWindow } from "./window.ts";
import type { Scan } from "./scan.ts";

const blanks = /[ \t\r\n\f\v]+/y;

/** Passes blanks up to the end of the window. */
export function skipBlanks(window: ScriptWindow): void {
  blanks.lastIndex = window.at;
  if (blanks.test(window.text)) window.at = blanks.lastIndex;
}

/** Passes a comment that is not code, if one begins here. */
export function skipComment(scan: Scan): boolean {
  const { window, rules } = scan;
  rules.lineComment.lastIndex = window.at;
  if (rules.lineComment.test(window.text)) {
    window.at = rules.lineComment.lastIndex;
    skipTo(window, rules.lineEnd);
    return true;
  }
  if (!window.text.startsWith("/*", window.at)) return false;
  if (rules.executableComment && match(rules.executableComment, window.text, window.at)) {
    return false;
  }
  skipBlockComment(window, rules.nestedComments);
  return true;
}

function skipTo(window: ScriptWindow, end: RegExp): void {
  do {
    end.lastIndex = window.at;
    if (end.test(window.text)) {
      window.at = end.lastIndex - 1;
      return;
    }
    window.at = window.text.length;
  } while (refill(window));
}

function skipBlockComment(window: ScriptWindow, nested: boolean): void {
  const line = lineAt(window, window.at);
  const marks = nested ? /\/\*|\*\//g : /\*\//g;
  window.at += 2;
  for (let depth = 1; depth > 0;) {
    marks.lastIndex = window.at;
    const mark = marks.exec(window.text);
    if (mark !== null) {
      depth += mark[0] === "/*" ? 1 : -1;
      window.at = marks.lastIndex;
      continue;
    }
    // The first half of a mark may be the last character of the window.
    window.at = Math.max(window.at, window.text.length - 1);
    if (!refill(window)) {
      throw scriptError(window, {
        line,
        message: "Cannot find the end of a comment",
        hint: nested ? "close it, and every comment in it, with */" : "close it with */",
      });
    }
  }
}

/** Passes a string or a quoted identifier, if one begins here. */
export function skipQuoted(scan: Scan): boolean {
  const { window, rules } = scan;
  const mark = window.text[window.at]!;
  const quote = rules.quotes.get(mark);
  if (quote !== undefined) skipByRule(scan, quote);
  else if (mark !== "$" || !rules.dollarQuotes || !skipDollarQuoted(window)) return false;
  else scan.end = window.base + window.at;
  return true;
}

function skipByRule(scan: Scan, quote: QuoteRule): void {
  const { window, rules } = scan;
  if (rules.client.variables) refuseVariable(scan);
  const prefixed = quote.backslash === "prefixed" && isPrefixed(window);
  do {
    if (prefixed || quote.backslash === "always") skipEscaped(window, quote);
    else skipPlainQuoted(window, quote);
    scan.end = window.base + window.at;
  } while (prefixed && goesOn(scan, quote));
}

/** Whether an `E` of its own stands before the quote. */
function isPrefixed({ text, at }: ScriptWindow): boolean {
  return /[eE]/.test(text[at - 1] ?? "") && !isWordCharacter(text[at - 2]);
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_$\u0080-\uffff]/.test(character);
}

/** A doubled quote ends one string here and begins another, which comes to the same. */
function skipPlainQuoted(window: ScriptWindow, quote: QuoteRule): void {
  const open = window.at++;
  let line: number | undefined;
  for (;;) {
    const close = window.text.indexOf(quote.close, window.at);
    if (close >= 0) {
      window.at = close + 1;
      return;
    }
    line ??= lineAt(window, open);
    window.at = window.text.length;
    if (!refill(window)) throw unterminated(window, { line, quote });
  }
}

const singleOrBackslash = /['\\]/g;
const doubleOrBackslash = /["\\]/g;

function skipEscaped(window: ScriptWindow, quote: QuoteRule): void {
  const open = window.at++;
  const stop = quote.close === "'" ? singleOrBackslash : doubleOrBackslash;
  let line: number | undefined;
  for (;;) {
    stop.lastIndex = window.at;
    const found = stop.test(window.text);
    window.at = found ? stop.lastIndex : window.text.length;
    if (found && window.text[window.at - 1] === quote.close) return;
    line ??= lineAt(window, open);
    if (found ? !ahead(window, 1) : !refill(window)) throw unterminated(window, { line, quote });
    if (found) window.at++;
  }
}

/** An `E` string goes on in a quote that follows at once, or on a later line. */
function goesOn(scan: Scan, quote: QuoteRule): boolean {
  const { window, rules } = scan;
  ahead(window, 1);
  if (window.text.startsWith(quote.close, window.at)) return true;
  let newline = false;
  for (;;) {
    const from = window.at;
    skipBlanks(window);
    newline ||= /[\r\n]/.test(window.text.slice(from, window.at));
    ahead(window, 3);
    rules.lineComment.lastIndex = window.at;
    if (rules.lineComment.test(window.text)) skipComment(scan);
    else if (window.at === from) return newline && window.text.startsWith(quote.close, window.at);
  }
}

function skipDollarQuoted(window: ScriptWindow): boolean {
  if (isWordCharacter(window.text[window.at - 1])) return false;
  const cut = /\$[A-Za-z0-9_\u0080-\uffff]*$/y;
  while (match(cut, window.text, window.at) !== undefined && refill(window));
  const tag = match(dollarTag, window.text, window.at);
  if (tag === undefined) return false;
  const line = lineAt(window, window.at);
  window.at += tag.length;
  for (;;) {
    const close = window.text.indexOf(tag, window.at);
    if (close >= 0) {
      window.at = close + tag.length;
      return true;
    }
    window.at = Math.max(window.at, window.text.length - tag.length + 1);
    if (!refill(window)) {
      throw scriptError(window, {
        line,
        message: `Cannot find the end of a string quoted with "${tag}"`,
        hint: `close it with ${tag}`,
      });
    }
  }
}

function unterminated(
  window: ScriptWindow,
  { line, quote }: { line: number; quote: QuoteRule },
): Error {
  const what = quote.kind === "string" ? "a string" : "a quoted identifier";
  return scriptError(window, {
    line,
    message: `Cannot find the end of ${what}`,
    hint: `close it with ${quote.close}, or write the ${quote.close} in it twice`,
  });
}

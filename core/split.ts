import type { ScriptOrigin } from "./adapter.ts";
import { refuseCommand, refuseLoneSeparator, runClientCommand } from "./split/client_command.ts";
import { openCopyBlock } from "./split/copy_block.ts";
import { match } from "./lexer.ts";
import type { Follow, ScriptRules } from "./split/rules.ts";
import { beginScan, type Scan } from "./split/scan.ts";
import {
  ahead,
  keep,
  lineAt,
  openWindow,
  refill,
  refuseNul,
  scriptError,
  takeKept,
} from "./split/window.ts";
import { skipBlanks, skipComment, skipQuoted } from "./split/skip.ts";
import type { Statement } from "./statement.ts";

/** Longest look ahead: what tells one comment or command from another is shorter. */
const lookAhead = 24;

/**
 * Cuts a script into statements, lazily: what is in memory is the statement at hand and the piece
 * of the script that it ends in. Text without a statement in it (blanks, comments) yields nothing.
 *
 * @param script the text in pieces of any length.
 * @param origin names the file and the line on which the script starts, for errors.
 * @throws {WhimbrelError} `invalid_migration` with the line of an unterminated string, comment or
 * body, of a client command that is not SQL, and of a NUL character.
 */
export function* split(
  script: Iterable<string>,
  rules: ScriptRules,
  origin: ScriptOrigin = { file: "script", line: 1 },
): Generator<Statement, undefined> {
  const window = openWindow(script, origin);
  const scan = beginScan(window, rules);
  try {
    while (findStatement(scan)) {
      const statement = readStatement(scan);
      if (!rules.dataFollows?.(statement.text)) {
        yield statement;
        continue;
      }
      const read = openCopyBlock(window, statement.line);
      yield { ...statement, data: pieces(read) };
      // What the caller left of the data is not to be taken for SQL.
      while (read() !== undefined);
    }
    refuseNul(window);
  } finally {
    window.input.return?.();
  }
}

function* pieces(read: () => string | undefined): Generator<string, undefined> {
  for (let piece = read(); piece !== undefined; piece = read()) yield piece;
}

/** Goes to where the next statement begins; false when none does. */
function findStatement(scan: Scan): boolean {
  const { window } = scan;
  for (;;) {
    skipBlanks(window);
    if (window.at >= window.text.length) {
      if (!refill(window)) return false;
      continue;
    }
    ahead(window, lookAhead + scan.delimiter.length);
    if (window.text.startsWith(scan.delimiter, window.at)) window.at += scan.delimiter.length;
    else if (!skipComment(scan) && !runClientCommand(scan)) return true;
  }
}

/** Reads a statement and its terminator. */
function readStatement(scan: Scan): Statement {
  const { window, rules } = scan;
  const line = lineAt(window, window.at);
  keep(window);
  // A delimiter of the script's own says where the statement ends: there is nothing to follow.
  const follow = scan.delimiter === ";" ? rules.follow() : undefined;
  let verdict: ReturnType<Follow> = follow ? "ends" : "settled";
  for (;;) {
    if (verdict === "settled") jump(scan);
    else skipBlanks(window);
    if (window.at >= window.text.length) {
      if (refill(window)) continue;
      if (verdict === "continues") throw unterminatedBody(scan, line);
      return takeStatement(scan, line);
    }
    ahead(window, lookAhead + scan.delimiter.length);
    const mark = window.text[window.at]!;
    if (verdict !== "continues" && window.text.startsWith(scan.delimiter, window.at)) {
      const statement = takeStatement(scan, line);
      window.at += scan.delimiter.length;
      return statement;
    }
    let token = mark;
    if (!skipQuoted(scan)) {
      if (skipComment(scan) || skipExecutable(scan)) continue;
      token = readPlain(scan, verdict !== "settled");
    }
    if (verdict !== "settled") verdict = follow!(token);
  }
}

/** Goes to the next character of interest, or to the end of the window. */
function jump(scan: Scan): void {
  const { window, stops } = scan;
  const { text, at } = window;
  stops.lastIndex = at;
  const to = stops.test(text) ? stops.lastIndex - 1 : text.length;
  let last = to;
  while (last > at && isBlank(text.charCodeAt(last - 1))) last--;
  if (last > at) scan.end = window.base + last;
  window.at = to;
}

function isBlank(code: number): boolean {
  return code === 32 || code >= 9 && code <= 13;
}

/** Passes the opening or the end of a comment that the server executes. */
function skipExecutable(scan: Scan): boolean {
  const { window, rules } = scan;
  if (rules.executableComment === undefined) return false;
  if (scan.executable > 0 && window.text.startsWith("*/", window.at)) {
    scan.executable = 0;
    window.at += 2;
  } else if (window.text[window.at] === "/") {
    const opener = match(rules.executableComment, window.text, window.at);
    if (opener === undefined) return false;
    scan.executable = lineAt(window, window.at);
    window.at += opener.length;
  } else return false;
  scan.end = window.base + window.at;
  return true;
}

/** Passes a whole word, where words matter, or one character, and gives it in lower case. */
function readPlain(scan: Scan, words: boolean): string {
  const { window, rules } = scan;
  refuseCommand(scan);
  const word = words ? match(rules.word, window.text, window.at) : undefined;
  const token = word ?? window.text[window.at]!;
  window.at += token.length;
  // No word that matters is longer than the look ahead: of a longer one, the first part will do.
  while (word !== undefined && window.at === window.text.length && refill(window)) {
    window.at += match(/[A-Za-z0-9_$\u0080-\uffff]*/y, window.text, window.at)?.length ?? 0;
  }
  scan.end = window.base + window.at;
  return token.toLowerCase();
}

function takeStatement(scan: Scan, line: number): Statement {
  const { window } = scan;
  if (scan.executable > 0) {
    throw scriptError(window, {
      line: scan.executable,
      message: "Cannot find the end of an executable comment in its statement",
      hint: "close it with */ before the statement ends",
    });
  }
  refuseNul(window);
  let text = takeKept(window, scan.end);
  // Behind END, before a delimiter of the script's own, scripts write the usual one too.
  if (scan.delimiter !== ";") text = text.replace(/[;\s]+$/, "");
  refuseLoneSeparator(scan, { text, line });
  return { text, line };
}

function unterminatedBody(scan: Scan, line: number): Error {
  return scriptError(scan.window, {
    line,
    message: "Cannot find the end of the statement's body",
    hint: scan.rules.client.delimiter
      ? "check that every block has its END, or set the end with DELIMITER"
      : "check that every BEGIN and CASE has its END, and every parenthesis its counterpart",
  });
}

import { isWord, match, tokenize } from "../lexer.ts";
import { ahead, lineAt, scriptError } from "./window.ts";
import { type Scan, setDelimiter } from "./scan.ts";

/**
 * Carries out a command of the database's client that stands where a statement could begin:
 * `DELIMITER`, and those that are passed over. False when there is none.
 *
 * @throws {WhimbrelError} `invalid_migration` for every other command.
 */
export function runClientCommand(scan: Scan): boolean {
  const { window, rules: { client, word } } = scan;
  const mark = window.text[window.at]!;
  if (mark === client.mark) {
    if (client.ignored && match(client.ignored, window.text, window.at) !== undefined) {
      readLine(scan);
      return true;
    }
    throw commandError(scan);
  }
  const first = match(word, window.text, window.at)?.toLowerCase();
  if (first === "delimiter" && client.delimiter) {
    readDelimiter(scan);
    return true;
  }
  const isSlash = mark === "/" && window.text[window.at + 1] !== "*";
  if (isSlash || first !== undefined && client.words.has(first)) throw commandError(scan);
  return false;
}

/** Refuses a backslash command inside of a statement. */
export function refuseCommand(scan: Scan): void {
  const { window, rules: { client } } = scan;
  if (client.mark !== "\\" || window.text[window.at] !== "\\") return;
  if (client.allowed && match(client.allowed, window.text, window.at) !== undefined) return;
  throw commandError(scan);
}

/** Refuses `:'name'` and `:"name"`, which the client would replace. */
export function refuseVariable(scan: Scan): void {
  const { window } = scan;
  const { text, at } = window;
  // After an expression it is the bound of an array slice, after a colon a cast.
  if (text[at - 1] !== ":" || /[\w:)\]'"[]/.test(text[at - 2] ?? "")) return;
  ahead(window, 66);
  const name = match(/(['"])\w+\1/y, window.text, window.at);
  if (name === undefined) return;
  throw scriptError(window, {
    line: lineAt(window, window.at),
    message: `Cannot replace the variable ":${name}": it is a feature of ${scan.rules.client.name}`,
    hint: "write the value itself",
  });
}

/** First words that show that the line before them was meant to end a statement. */
const statementWords = new Set(
  ("alter begin call comment create declare delete drop exec execute go grant if insert print " +
    "replace revoke select set update use with").split(" "),
);

/** Refuses a line of `GO` or `/`, which other databases' clients take for a terminator. */
export function refuseLoneSeparator(
  scan: Scan,
  { text, line }: { text: string; line: number },
): void {
  if (!/\n[ \t]*(?:go|\/)[ \t]*\r?(?:\n|$)/i.test(text)) return;
  let separator: { text: string; start: number } | undefined;
  const refuse = () => {
    if (separator === undefined) return;
    const before = text.slice(0, separator.start).match(/\r\n?|\n/g)?.length ?? 0;
    throw separatorError(scan, { line: line + before, text: separator.text });
  };
  for (const token of tokenize(text, scan.rules)) {
    if (statementWords.has(token.text.toLowerCase())) refuse();
    const isLone = (token.text === "/" || isWord(token, "go")) &&
      /(?:^|[\r\n])[ \t]*$/.test(text.slice(Math.max(0, token.start - 80), token.start)) &&
      /^[ \t]*(?:[\r\n]|$)/.test(text.slice(token.end, token.end + 80));
    separator = isLone ? token : undefined;
  }
  refuse();
}

function separatorError(scan: Scan, { line, text }: { line: number; text: string }): Error {
  return scriptError(scan.window, {
    line,
    message: `Cannot read "${text}" as SQL: it separates statements in other databases' clients`,
    hint: "end statements with ; and remove the line",
  });
}

/** `DELIMITER x`: the rest of the script's statements end with x. */
function readDelimiter(scan: Scan): void {
  const { window } = scan;
  const line = lineAt(window, window.at);
  const value = readLine(scan).trim().split(/\s+/)[1]?.replace(/^(['"`])(.+)\1$/, "$2");
  if (value === undefined || value.includes("\\")) {
    throw scriptError(window, {
      line,
      message: value === undefined
        ? "Cannot set the delimiter: DELIMITER has no value"
        : "Cannot set the delimiter: it contains a backslash",
      hint: "write for example DELIMITER $$",
    });
  }
  setDelimiter(scan, value);
}

function commandError(scan: Scan): Error {
  const { window, rules } = scan;
  const line = lineAt(window, window.at);
  const command = readLine(scan).trim().split(/\s/)[0] ?? "";
  if (/^(?:go|\/)$/i.test(command)) return separatorError(scan, { line, text: command });
  return scriptError(window, {
    line,
    message: `Cannot run "${command}": it is a command of ${rules.client.name}, not SQL`,
    hint: "write it as SQL, or remove it",
  });
}

/** Passes the rest of the line and gives it, without its break. */
function readLine({ window }: Scan): string {
  const lineBreak = /[\r\n]/g;
  for (let from = window.at;;) {
    lineBreak.lastIndex = from;
    const found = lineBreak.test(window.text);
    if (!found && ahead(window, window.text.length - window.at + 1)) {
      from = window.at;
      continue;
    }
    const end = found ? lineBreak.lastIndex - 1 : window.text.length;
    const line = window.text.slice(window.at, end);
    window.at = end;
    return line;
  }
}

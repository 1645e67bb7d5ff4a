import { ahead, refill, refuseNul, scriptError, type ScriptWindow } from "./window.ts";

/**
 * Starts to read the lines of data behind a COPY statement. The returned function gives them in
 * pieces, without the line of `\.` that ends them, and then `undefined`.
 *
 * @throws {WhimbrelError} `invalid_migration` when more SQL follows in the line of the statement,
 * and, while it is read, when the data does not end.
 */
export function openCopyBlock(window: ScriptWindow, line: number): () => string | undefined {
  const rest = takeRestOfLine(window);
  if (!/^[ \t\f\v\r]*(?:--[^\n]*)?\n?$/.test(rest)) {
    throw scriptError(window, {
      line,
      message: "Cannot read SQL that follows COPY ... FROM STDIN in its line",
      hint: "put the data on the next line, and SQL behind the line of \\.",
    });
  }
  let lineStarts = true;
  let ended = false;
  return () => {
    ahead(window, 4);
    const { text, at } = window;
    if (ended || lineStarts && /^\\\.\r?(?:\n|$)/.test(text.slice(at, at + 4))) {
      if (!ended) takeRestOfLine(window);
      ended = true;
      refuseNul(window);
      return undefined;
    }
    if (at >= text.length) {
      throw scriptError(window, {
        line,
        message: "Cannot find the end of the data of COPY ... FROM STDIN",
        hint: "end the data with a line of \\.",
      });
    }
    const mark = text.indexOf("\n\\.", at);
    // The first half of the mark may be the last character of the window.
    const cut = text.endsWith("\n\\") ? text.length - 1 : text.length;
    window.at = mark < 0 ? Math.max(at + 1, cut) : mark + 1;
    lineStarts = text[window.at - 1] === "\n";
    return text.slice(at, window.at);
  };
}

/** Passes what is left of the line, with its break. */
function takeRestOfLine(window: ScriptWindow): string {
  const parts: string[] = [];
  for (;;) {
    const end = window.text.indexOf("\n", window.at);
    const to = end < 0 ? window.text.length : end + 1;
    parts.push(window.text.slice(window.at, to));
    window.at = to;
    if (end >= 0 || !refill(window)) return parts.join("");
  }
}

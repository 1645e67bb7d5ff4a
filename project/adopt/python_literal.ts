/**
 * The text of a Python string literal, or of several behind one another, that make up all of
 * `source`, parentheses around them included. Undefined for everything else, and for what only Python
 * can tell (f-strings, names of characters).
 */
export function pythonText(source: string): string | undefined {
  let rest = source.trim();
  while (rest.startsWith("(") && rest.endsWith(")")) rest = rest.slice(1, -1).trim();
  let text = "";
  do {
    const open = /^([rRuU]?)("""|'''|"|')/.exec(rest);
    if (open === null) return undefined;
    const [whole, prefix = "", quote = ""] = open;
    const end = closing(rest, whole.length, quote);
    if (end === undefined) return undefined;
    const inner = rest.slice(whole.length, end);
    const part = /r/i.test(prefix) ? inner : unescape(inner);
    if (part === undefined) return undefined;
    text += part;
    rest = rest.slice(end + quote.length).replace(/^(?:\s|\\\n|#[^\n]*(?:\n|$))+/, "");
  } while (rest !== "");
  return text;
}

function closing(source: string, from: number, quote: string): number | undefined {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source.startsWith(quote, at)) return at;
    else if (quote.length === 1 && source[at] === "\n") return undefined;
  }
  return undefined;
}

const plain: Readonly<Record<string, string>> = {
  ...{ "\\": "\\", "'": "'", '"': '"', "\n": "" },
  ...{ n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" },
};

/** https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */
function unescape(text: string): string | undefined {
  let known = true;
  const result = text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([^]))/g,
    (whole, byte, short, long, octal, letter: string | undefined) => {
      const code = byte ?? short ?? long;
      if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      if (letter === "N") known = false;
      // What is no escape stays as it is.
      return plain[letter!] ?? whole;
    },
  );
  return known ? result : undefined;
}

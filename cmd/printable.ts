/**
 * What terminals obey instead of showing it: control characters, among them those that begin an escape
 * sequence, and those that turn the direction of text around.
 */
const commanding = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * A text that does nothing to a terminal but fill it: names and messages of a database or a file may
 * hold anything. Line ends and tabs stay; the rest is spelled out, such as `\x1b`.
 */
export function harmless(text: string): string {
  return text.search(commanding) === -1
    ? text
    : text.replace(/\r\n/g, "\n").replace(commanding, spellOut);
}

/** The sequences that this program writes itself: colours, and a line that is taken away again. */
// deno-lint-ignore no-control-regex
const own = /(\x1b\[(?:[0-9]|2[1-9]|3[0-9]|9[0-7])m|\r\x1b\[2K)/;

/** The same for a text that has been painted already: colours stay. */
export function harmlessInColors(text: string): string {
  // Every second part is what was split at.
  return text.split(own).map((part, index) => index % 2 === 1 ? part : harmless(part)).join("");
}

/** A harmless text in which line ends, too, are spelled out. */
export function inOneLine(text: string): string {
  return harmless(text).replaceAll("\n", "\\n");
}

/** A harmless text with all lines but the first indented, so that none passes for another one. */
export function indented(text: string): string {
  return harmless(text).replaceAll("\n", "\n    ");
}

function spellOut(character: string): string {
  if (character === "\n" || character === "\t") return character;
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
}

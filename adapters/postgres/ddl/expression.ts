import { isWord, type Token } from "../../../core/lexer.ts";
import { tokens } from "../lexer.ts";

/** An expression of the catalogue, without the parentheses that stand around the whole of it. */
export function readExpression(expression: string): string {
  return withoutParentheses(expression);
}

/**
 * Writes `(ARRAY[a, b])::text[]` as `ARRAY[(a)::text, (b)::text]`. The server writes the first for an
 * IN list of strings, but reads the second out of it, so that both mean the same.
 */
export function withCastElements(text: string): string {
  if (!text.includes("(ARRAY[")) return text;
  const all = [...tokens(text)];
  const edits: { readonly at: number; readonly end: number; readonly text: string }[] = [];
  for (const [index, token] of all.entries()) {
    if (token.text !== "(" || !isWord(all[index + 1], "array") || all[index + 2]?.text !== "[") {
      continue;
    }
    const elements = elementsOf(all, index + 3);
    const cast = elements === undefined ? undefined : castOf(text, all, elements.close + 1);
    if (elements === undefined || cast === undefined) continue;
    const list = elements.spans.map(([start, end]) => `(${text.slice(start, end)})${cast.type}`);
    edits.push({ at: token.start, end: cast.end, text: `ARRAY[${list.join(", ")}]` });
  }
  return edits.reduceRight(
    (result, edit) => result.slice(0, edit.at) + edit.text + result.slice(edit.end),
    text,
  );
}

/**
 * Writes an IN list of `varchar` so that the server makes the same of it again, down to its own
 * spelling: with the cast of the whole list, it would cast each element.
 */
export function withListOfStrings(sql: string): string {
  return sql.replaceAll(castList, "$1$2");
}

const castList =
  /(\)::text (?:=|<>) (?:ANY|ALL) \()\((ARRAY\['(?:[^']|'')*'::character varying(?:, '(?:[^']|'')*'::character varying)*\])\)::text\[\]/g;

interface Elements {
  /** Where each begins and ends in the text. */
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** The token of the closing bracket. */
  readonly close: number;
}

/** The elements of an array without arrays in it, from its first token on. */
function elementsOf(all: readonly Token[], first: number): Elements | undefined {
  const spans: [number, number][] = [];
  let depth = 0;
  let start = all[first]?.start ?? 0;
  for (let index = first; index < all.length; index++) {
    const { text, start: at } = all[index]!;
    if (depth === 0 && (text === "," || text === "]")) {
      spans.push([start, all[index - 1]!.end]);
      if (text === "]") return { spans, close: index };
      start = all[index + 1]?.start ?? at;
    }
    if (text === "[") return undefined;
    if (text === "(") depth++;
    if (text === ")") depth--;
  }
  return undefined;
}

/** `)::type[]` from a token on, as the cast of one element. */
function castOf(text: string, all: readonly Token[], at: number) {
  const close = all[at];
  if (close?.text !== ")") return undefined;
  const match = /^::(?:"(?:[^"]|"")*"|[\w ."]+)(?:\([\d, ]+\))?(?=\[\])/.exec(
    text.slice(close.end),
  );
  if (match === null) return undefined;
  return { type: match[0], end: close.end + match[0].length + 2 };
}

/** An expression without the parentheses that stand around the whole of it. */
function withoutParentheses(expression: string): string {
  let text = expression.trim();
  while (isEnclosed(text)) text = text.slice(1, -1).trim();
  return text;
}

function isEnclosed(text: string): boolean {
  if (!text.startsWith("(") || !text.endsWith(")")) return false;
  let depth = 0;
  for (const { kind, text: mark, end } of tokens(text)) {
    if (kind !== "punctuation") continue;
    if (mark === "(") depth++;
    if (mark === ")" && --depth === 0) return end === text.length;
  }
  return false;
}

/** Words that DEFAULT takes between parentheses only (`b_expr` in the grammar of PostgreSQL). */
const needParentheses = [
  "and",
  "or",
  "not",
  "is",
  "isnull",
  "notnull",
  "in",
  "like",
  "ilike",
  "similar",
  "between",
  "at",
  "collate",
  "overlaps",
  "operator",
];

/** An expression as DEFAULT takes it: in parentheses where the grammar asks for them. */
export function defaultExpression(expression: string): string {
  let depth = 0;
  for (const token of tokens(expression)) {
    if (token.text === "(" || token.text === "[") depth++;
    else if (token.text === ")" || token.text === "]") depth--;
    else if (depth === 0 && isWord(token, ...needParentheses)) return `(${expression})`;
  }
  return expression;
}

import { isWord } from "../../../core/lexer.ts";
import { tokens } from "../lexer.ts";

/** An expression without the parentheses that stand around the whole of it. */
export function withoutParentheses(expression: string): string {
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

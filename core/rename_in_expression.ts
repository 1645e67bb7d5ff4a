/**
 * Renames a column in an SQL expression, as a database does when the column is renamed.
 *
 * Knows only what all dialects share: `'...'` is a string, `"..."` and `` `...` `` are names, and a word
 * before `(` is a function. A name keeps its quotes; a bare one gets them where the new name needs
 * them.
 */
export function renameInExpression(
  expression: string,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  return expression.replace(pieces, (piece: string) => {
    if (piece.endsWith("'") || /^\d/.test(piece)) return piece;
    const quote = piece[0] === '"' || piece[0] === "`" ? piece[0] : "";
    if (quote === "" && operators.has(piece.toLowerCase())) return piece;
    const name = quote === "" ? piece : piece.slice(1, -1).replaceAll(quote + quote, quote);
    if (name !== from && (quote !== "" || name.toLowerCase() !== from.toLowerCase())) return piece;
    if (quote !== "") return enclose(to, quote);
    return plain.test(to) && !reserved.has(to) ? to : enclose(to, '"');
  });
}

/** Whether an expression names a column, by the rules of {@linkcode renameInExpression}. */
export function mentionsColumn(expression: string, name: string): boolean {
  return renameInExpression(expression, { from: name, to: `${name}_` }) !== expression;
}

/** Strings with their prefix, quoted names, numbers, and words that are no function and no cast. */
const pieces =
  /[A-Za-z]?'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\d[\w.]*|(?<!::\s*)(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_$]*(?!\s*\()(?![\p{L}\p{N}_$])/gu;
const plain = /^[a-z_][a-z0-9_]*$/;

/** Words that no dialect takes for a column's name in an expression. */
const reserved = new Set(
  ("all and as asc between by case check collate column constraint create cross default desc " +
    "distinct else end except exists false foreign from group having in index inner into is join key " +
    "left like limit not null offset on or order primary references right select set table then to " +
    "true union unique update user using values when where window with").split(" "),
);

/** Words that are part of the expression wherever they stand without quotes. */
const operators = new Set(
  "and between case distinct else exists in is not null or select then when where".split(" "),
);

function enclose(name: string, quote: string): string {
  return quote + name.replaceAll(quote, quote + quote) + quote;
}

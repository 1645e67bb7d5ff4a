import type { QualifiedName } from "./schema.ts";

/**
 * Renames a column in an SQL expression, as a database does when the column is renamed.
 *
 * Knows only what all dialects share: `'...'` is a string, `"..."` and `` `...` `` are names, and a word
 * before `(` is a function. A name keeps its quotes; a bare one gets those of the expression where the
 * new name needs them.
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
    return plain.test(to) && !reserved.has(to) ? to : enclose(to, quoteIn(expression));
  });
}

/** An SQL expression without the quotes of names that can do without. */
export function dropQuotes(expression: string): string {
  return expression.replace(pieces, (piece: string) => {
    const name = piece.slice(1, -1);
    const isQuoted = piece.startsWith('"') || piece.startsWith("`");
    return isQuoted && plain.test(name) && !reserved.has(name) ? name : piece;
  });
}

/** Whether an expression names a column, by the rules of {@linkcode renameInExpression}. */
export function mentionsColumn(expression: string, name: string): boolean {
  return renameInExpression(expression, { from: name, to: `${name}_` }) !== expression;
}

/**
 * Renames a type in the casts of an SQL expression (`'ok'::mood`), as a database does when the type is
 * renamed.
 */
export function renameTypeInExpression(
  expression: string,
  { from, to }: { readonly from: QualifiedName; readonly to: QualifiedName },
): string {
  return expression.replace(casts, (piece: string, before?: string, name?: string) => {
    if (before === undefined || name === undefined) return piece;
    const parts = [...name.matchAll(typeName)].map(([part]) =>
      part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part
    );
    const [schema, bare] = parts.length > 1 ? parts : [undefined, parts[0]];
    if (bare !== from.name || schema !== from.schema) return piece;
    return before +
      [to.schema, to.name].flatMap((part) =>
        part === undefined ? [] : [plain.test(part) ? part : enclose(part, '"')]
      ).join(".");
  });
}

/** Renames a value of an enum where an SQL expression casts it to that enum. */
export function renameValueInExpression(
  expression: string,
  { type, from, to }: {
    readonly type: QualifiedName;
    readonly from: string;
    readonly to: string;
  },
): string {
  const cast = /('(?:[^']|'')*')(::(?:(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\.?)+)/gu;
  const marked = { schema: type.schema ?? "", name: `${type.name} renamed` };
  return expression.replace(cast, (piece: string, value: string, rest: string) => {
    const isOfType = renameTypeInExpression(rest, { from: type, to: marked }) !== rest;
    return isOfType && value === enclose(from, "'") ? enclose(to, "'") + rest : piece;
  });
}

/**
 * Renames a sequence where a string of an SQL expression is its name (`nextval('ids')`), as a database
 * does that keeps the sequence and not its name.
 */
export function renameSequenceInExpression(
  expression: string,
  { from, to }: { readonly from: QualifiedName; readonly to: QualifiedName },
): string {
  const spell = ({ schema, name }: QualifiedName) =>
    [schema, name].flatMap((part) =>
      part === undefined
        ? []
        : [plain.test(part) && !reserved.has(part) ? part : enclose(part, '"')]
    ).join(".");
  return expression.replaceAll(enclose(spell(from), "'"), enclose(spell(to), "'"));
}

/** Strings with their prefix, quoted names, numbers, and words that are no function and no cast. */
const pieces =
  /[A-Za-z]?'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\d[\w.]*|(?<!::\s*)(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_$]*(?!\s*\()(?![\p{L}\p{N}_$])/gu;
const plain = /^[a-z_][a-z0-9_]*$/;

/** Strings and quoted names, which have no casts in them, and casts. */
const casts =
  /[A-Za-z]?'(?:[^']|'')*'|(::\s*)((?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*))?)|"(?:[^"]|"")*"/gu;
const typeName = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;

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

/** The quotes of the names in an expression; those of the standard where it has none. */
function quoteIn(expression: string): string {
  const [found] = expression.matchAll(/'(?:[^']|'')*'|("|`)/g).filter(([, mark]) => mark);
  return found?.[1] ?? '"';
}

function enclose(name: string, quote: string): string {
  return quote + name.replaceAll(quote, quote + quote) + quote;
}

import type { KeyPart, PartOrder } from "../../core/schema.ts";

type Draft = { -readonly [Key in keyof PartOrder]: PartOrder[Key] };

/**
 * An expression of an index as Drizzle has it: with the words of its order behind it, and
 * parentheses around it or not. One that is a column's name and no more is that column.
 *
 * @param expression `lower("email") desc nulls last`, `"title" gin_trgm_ops`, `` `name`(10) ``.
 */
export function readIndexPart(expression: string): KeyPart {
  const order: Draft = {};
  let rest = expression.trim();
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(rest);
    if (found === null) return undefined;
    rest = rest.slice(0, found.index).trimEnd();
    return found[1];
  };
  const nulls = take(/\s+nulls\s+(first|last)$/i)?.toLowerCase();
  const direction = take(/\s+(asc|desc)$/i)?.toLowerCase();
  const opclass = take(/\s+((?:"?\w+"?\.)?"?\w+_ops"?(?:\s*\([^()]*\))?)$/i);
  const collation = take(/\s+collate\s+("[^"]+"|`[^`]+`|\w+)$/i);
  const length = take(/(?<=[`"\w])\s*\((\d+)\)$/);
  if (direction === "desc") order.descending = true;
  const implied = direction === "desc" ? "first" : "last";
  if ((nulls === "first" || nulls === "last") && nulls !== implied) order.nulls = nulls;
  if (opclass !== undefined) order.opclass = opclass;
  if (collation !== undefined) order.collation = unquoted(collation);
  const bare = withoutParentheses(rest);
  const column = /^(?:"((?:[^"]|"")+)"|`((?:[^`]|``)+)`)$/.exec(bare);
  if (column === null) {
    const whole = length === undefined ? rest : `${rest}(${length})`;
    return { expression: withoutParentheses(whole), ...order };
  }
  return {
    column: column[1]?.replaceAll('""', '"') ?? column[2]!.replaceAll("``", "`"),
    ...order,
    ...(length === undefined ? {} : { length: Number(length) }),
  };
}

function unquoted(name: string): string {
  return /^["`]/.test(name) ? name.slice(1, -1) : name;
}

/** An expression without the parentheses that stand around the whole of it. */
export function withoutParentheses(expression: string): string {
  const text = expression.trim();
  return isEnclosed(text) ? withoutParentheses(text.slice(1, -1)) : text;
}

function isEnclosed(text: string): boolean {
  if (!text.startsWith("(") || !text.endsWith(")")) return false;
  let depth = 0;
  let quote = "";
  for (const [index, mark] of [...text].entries()) {
    if (quote !== "") {
      if (mark === quote) quote = "";
    } else if (mark === "'" || mark === '"' || mark === "`") quote = mark;
    else if (mark === "(") depth++;
    else if (mark === ")" && --depth === 0) return index === [...text].length - 1;
  }
  return false;
}

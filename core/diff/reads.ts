import { mentionsColumn } from "../rename_in_expression.ts";
import type { Constraint, Index, KeyPart } from "../schema.ts";

/** Whether a constraint or index has a part in one of the columns. */
export function readsAny(item: Constraint | Index, columns: ReadonlySet<string>): boolean {
  if (columns.size === 0) return false;
  const named = [
    ..."columns" in item ? item.columns : [],
    ..."include" in item ? item.include ?? [] : [],
    ..."parts" in item ? item.parts.flatMap(columnOf) : [],
  ];
  return named.some((column) => columns.has(column)) ||
    expressionsOf(item).some((expression) => mentionsAny(expression, columns));
}

/** Whether an expression names one of the columns. */
export function mentionsAny(expression: string, columns: ReadonlySet<string>): boolean {
  for (const column of columns) if (mentionsColumn(expression, column)) return true;
  return false;
}

/** The expressions of a constraint or index. */
export function expressionsOf(item: Constraint | Index): readonly string[] {
  return [
    ..."expression" in item ? [item.expression] : [],
    ..."where" in item && item.where !== undefined ? [item.where] : [],
    ..."parts" in item
      ? item.parts.flatMap((part) => "expression" in part ? [part.expression] : [])
      : [],
  ];
}

function columnOf(part: KeyPart): readonly string[] {
  return "column" in part ? [part.column] : [];
}

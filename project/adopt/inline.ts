import type { Dialect, Value } from "../../core/adapter.ts";

/** Values as JSON carries them, by position or by name. */
export type Parameters = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Strings, quoted names, comments and dollar quotes, in which a question mark means nothing. */
const passed =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[^]*?\*\/|\$([A-Za-z_]\w*)?\$[^]*?\$\1\$/y;
const questionMark = /\?\d*/y;
const numbered = /\$(\w+)/y;
const named = /[$:@](\w+)/y;

/**
 * Puts the values of a statement into its text, as literals.
 *
 * @returns undefined where a placeholder has no value.
 */
export function inlineParameters(
  sql: string,
  parameters: Parameters,
  dialect: Dialect,
): string | undefined {
  const values = Array.isArray(parameters) ? parameters : Object.values(parameters);
  if (values.length === 0) return sql;
  // A question mark beside numbered placeholders is an operator.
  const placeholder = Array.isArray(parameters)
    ? /\$\d/.test(sql) ? numbered : questionMark
    : named;
  let text = "";
  let next = 0;
  for (let at = 0; at < sql.length;) {
    passed.lastIndex = at;
    const skipped = passed.exec(sql)?.[0];
    if (skipped !== undefined) {
      text += skipped;
      at += skipped.length;
      continue;
    }
    placeholder.lastIndex = at;
    // A cast of PostgreSQL (`x::int`) is no name.
    const cast = sql.startsWith("::", at);
    const match = cast ? null : placeholder.exec(sql);
    if (match === null) {
      const length = cast ? 2 : 1;
      text += sql.slice(at, at + length);
      at += length;
      continue;
    }
    const value = match[1] === undefined ? values[next++] : valueCalled(parameters, match[1]);
    if (value === undefined) return undefined;
    text += dialect.literal(valueOf(value));
    at += match[0].length;
  }
  return text;
}

function valueCalled(parameters: Parameters, name: string): unknown {
  if (Array.isArray(parameters)) return parameters[Number(name) - 1];
  const record = parameters as Readonly<Record<string, unknown>>;
  return record[name] ?? record[`$${name}`] ?? record[`:${name}`] ?? record[`@${name}`];
}

/** What the recorder encoded, as a value of the database. */
function valueOf(value: unknown): Value {
  if (typeof value !== "object" || value === null) return value as Value;
  const { $date, $bytes, $integer } = value as Readonly<Record<string, unknown>>;
  if (typeof $date === "string") return new Date($date);
  if (typeof $bytes === "string") return Buffer.from($bytes, "base64");
  if (typeof $integer === "string") return BigInt($integer);
  return JSON.stringify(value);
}

import type { Row } from "../../../core/adapter.ts";
import type { Options } from "../../../core/schema.ts";

/** A column of a row as text; empty for NULL. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return value === null || value === undefined ? "" : String(value);
}

/** A column of a row as a property of that name, or another; no property for NULL. */
export function property<Name extends string>(
  row: Row,
  column: Name,
): { readonly [Key in Name]?: string };
export function property<Name extends string>(
  row: Row,
  column: string,
  name: Name,
): { readonly [Key in Name]?: string };
export function property(row: Row, column: string, name = column): Record<string, string> {
  const value = row[column];
  return value === null || value === undefined ? {} : { [name]: String(value) };
}

/** A property that is true or absent. */
export function flag<Name extends string>(
  name: Name,
  holds: unknown,
): { readonly [Key in Name]?: true } {
  return (holds === true ? { [name]: true } : {}) as { readonly [Key in Name]?: true };
}

/** A column that holds JSON: a list, empty for NULL. */
export function list<Item>(row: Row, column: string): readonly Item[] {
  const value = row[column];
  return Array.isArray(value) ? value as Item[] : [];
}

/** Settings as the catalogue has them: `fillfactor=70`. */
export function parametersOf(settings: readonly string[], prefix = ""): Options {
  return Object.fromEntries(settings.map((setting) => {
    const at = setting.indexOf("=");
    return [prefix + setting.slice(0, at), setting.slice(at + 1)];
  }));
}

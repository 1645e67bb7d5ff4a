import type { Deferral, ForeignKey, QualifiedName } from "../core/schema.ts";

/** Quotes a name, given by its parts where it is qualified. */
export type Quote = (name: string | readonly string[]) => string;

/** A qualified name, quoted. */
export function quoteName(name: QualifiedName, quote: Quote): string {
  return quote(name.schema === undefined ? name.name : [name.schema, name.name]);
}

/** Names in parentheses, quoted: `("a", "b")`. */
export function columnList(columns: readonly string[], quote: Quote): string {
  return `(${columns.map((column) => quote(column)).join(", ")})`;
}

/** `CONSTRAINT "name" ` with its blank; empty for a constraint without a name. */
export function constraintPrefix(name: string | undefined, quote: Quote): string {
  return name === undefined ? "" : `CONSTRAINT ${quote(name)} `;
}

/** A foreign key from REFERENCES on, in standard SQL. */
export function referencesClause(key: ForeignKey, quote: Quote): string {
  const columns = key.referencedColumns.length === 0
    ? ""
    : ` ${columnList(key.referencedColumns, quote)}`;
  const limited = key.onDeleteColumns === undefined
    ? ""
    : ` ${columnList(key.onDeleteColumns, quote)}`;
  return [
    `REFERENCES ${quoteName(key.references, quote)}${columns}`,
    key.match === undefined ? "" : `MATCH ${key.match.toUpperCase()}`,
    key.onUpdate === undefined ? "" : `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete === undefined ? "" : `ON DELETE ${key.onDelete.toUpperCase()}${limited}`,
    deferralClause(key.deferrable),
  ].filter((part) => part !== "").join(" ");
}

/** When a constraint is checked, in standard SQL; empty where that is at once. */
export function deferralClause(deferral: Deferral | undefined): string {
  return deferral === undefined ? "" : `DEFERRABLE INITIALLY ${deferral.toUpperCase()}`;
}

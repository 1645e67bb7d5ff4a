import { WhimbrelError } from "../../../core/errors.ts";
import type { DataType, KeyPart, QualifiedName } from "../../../core/schema.ts";
import { quoteName } from "../../ddl.ts";
import { literal, quote } from "../quoting.ts";
import { withListOfStrings } from "./expression.ts";

/** A name of the schema as a statement has it. */
export function spell(name: QualifiedName): string {
  return quoteName(name, quote);
}

/** A type as a statement has it: one of the database's own as it is, one of the schema's quoted. */
export function spellDataType(type: DataType): string {
  return typeof type === "string" ? type : spell(type) + "[]".repeat(type.dimensions);
}

/**
 * A collation as a statement has it. One that begins with a quotation mark is SQL already, because
 * names of collations have dots of their own (`en_US.utf8`).
 */
export function spellCollation(collation: string): string {
  return collation.startsWith('"') ? collation : quote(collation);
}

/** A part of an index or exclusion, with its order. An operator class stands as it is. */
export function spellPart(part: KeyPart): string {
  return [
    "column" in part ? quote(part.column) : `(${withListOfStrings(part.expression)})`,
    part.collation === undefined ? "" : `COLLATE ${spellCollation(part.collation)}`,
    part.opclass ?? "",
    part.descending === true ? "DESC" : "",
    part.nulls === undefined ? "" : `NULLS ${part.nulls.toUpperCase()}`,
  ].filter((word) => word !== "").join(" ");
}

/** `COMMENT ON what IS 'text'`; an absent text takes the comment away. */
export function commentOn(what: string, comment: string | undefined): string {
  return `COMMENT ON ${what} IS ${literal(comment ?? null)}`;
}

/** The comment of something new; nothing where it has none. */
export function newComment(what: string, comment: string | undefined): readonly string[] {
  return comment === undefined ? [] : [commentOn(what, comment)];
}

/** The comment of something that had one, or not; nothing where it stays. */
export function changedComment(
  what: string,
  { from, to }: {
    readonly from: { readonly comment?: string };
    readonly to: { readonly comment?: string };
  },
): readonly string[] {
  return from.comment === to.comment ? [] : [commentOn(what, to.comment)];
}

/** The error for a change that PostgreSQL has no statement for. */
export function refused(what: string, hint: string): WhimbrelError {
  return new WhimbrelError("refused_statement", `PostgreSQL cannot ${what}`, { hint });
}

/**
 * Gives something another name, in another schema perhaps. The default schema has no name here, so
 * that the server is asked for it.
 */
export function rename(
  kind: "SEQUENCE" | "TABLE" | "TYPE",
  { from, to }: { readonly from: QualifiedName; readonly to: QualifiedName },
): readonly string[] {
  const moved = from.schema === to.schema ? [] : [
    to.schema === undefined
      ? moveToDefaultSchema(`${kind} ${spell(from)}`)
      : `ALTER ${kind} ${spell(from)} SET SCHEMA ${quote(to.schema)}`,
  ];
  const renamed = from.name === to.name
    ? []
    : [`ALTER ${kind} ${spell({ ...to, name: from.name })} RENAME TO ${quote(to.name)}`];
  return [...moved, ...renamed];
}

/** Moves something to the default schema, which has no name here, so that the server is asked for it. */
export function moveToDefaultSchema(what: string): string {
  const alter = `format('ALTER %s SET SCHEMA %I', ${literal(what)}, current_schema())`;
  return `DO ${literal(`BEGIN EXECUTE ${alter}; END`)}`;
}

import { equalData } from "../../../core/schema_order.ts";
import type { Check, CompositeType, Domain, EnumType } from "../../../core/schema.ts";
import { literal, quote } from "../quoting.ts";
import { constraintDefinition } from "./constraint.ts";
import { defaultExpression } from "./expression.ts";
import { changedComment, newComment, spell, spellCollation, spellDataType } from "./words.ts";

/** CREATE TYPE ... AS ENUM. */
export function createEnum(type: EnumType): readonly string[] {
  return [
    `CREATE TYPE ${spell(type)} AS ENUM (${type.values.map(literal).join(", ")})`,
    ...newComment(`TYPE ${spell(type)}`, type.comment),
  ];
}

/** A value that an enum gets, and the statement that adds it in its place. */
export interface AddedValue {
  readonly value: string;
  readonly statement: string;
}

/**
 * The values that lead from one enum to another, in the order in which they are added; undefined
 * where values go or change places, for which the type has to be made anew.
 */
export function addedValues(from: EnumType, to: EnumType): readonly AddedValue[] | undefined {
  const known = new Set(from.values);
  const kept = to.values.filter((value) => known.has(value));
  if (!equalData(kept, from.values)) return undefined;
  return to.values.flatMap((value, index): AddedValue[] => {
    if (known.has(value)) return [];
    const next = to.values.slice(index + 1).find((later) => known.has(later));
    // Before the next of the old ones, since each new one goes right in front of it.
    const place = next === undefined ? "" : ` BEFORE ${literal(next)}`;
    return [{ value, statement: `ALTER TYPE ${spell(to)} ADD VALUE ${literal(value)}${place}` }];
  });
}

/** The comment of an enum that stays. */
export function enumComment(from: EnumType, to: EnumType): readonly string[] {
  return changedComment(`TYPE ${spell(to)}`, { from, to });
}

/** CREATE DOMAIN. */
export function createDomain(domain: Domain): readonly string[] {
  const name = spell(domain);
  const later = domain.checks.filter(({ notValid }) => notValid === true);
  return [
    [
      `CREATE DOMAIN ${name} AS ${spellDataType(domain.type)}`,
      domain.collation === undefined ? "" : `COLLATE ${spellCollation(domain.collation)}`,
      domain.default === undefined ? "" : `DEFAULT ${defaultExpression(domain.default)}`,
      domain.nullable ? "" : "NOT NULL",
      ...domain.checks.filter((check) => !later.includes(check)).map(constraintDefinition),
    ].filter((word) => word !== "").join(" "),
    ...later.map((check) => `ALTER DOMAIN ${name} ADD ${constraintDefinition(check)}`),
    ...newComment(`DOMAIN ${name}`, domain.comment),
    ...domain.checks.flatMap((check) => newComment(domainCheck(domain, check), check.comment)),
  ];
}

/** Changes a domain in its place. */
export function alterDomain(from: Domain, to: Domain): readonly string[] {
  const alter = (clause: string) => `ALTER DOMAIN ${spell(to)} ${clause}`;
  const gone = from.checks.filter((check) => !to.checks.some((other) => sameRule(check, other)));
  const added = to.checks.filter((check) => !from.checks.some((other) => sameRule(check, other)));
  const kept = to.checks.filter((check) => !added.includes(check));
  const before = (check: Check) => from.checks.find((other) => sameRule(check, other))!;
  return [
    ...gone.map((check) => alter(`DROP CONSTRAINT ${quote(checkName(from, check))}`)),
    ...(from.default === to.default ? [] : [
      alter(
        to.default === undefined ? "DROP DEFAULT" : `SET DEFAULT ${defaultExpression(to.default)}`,
      ),
    ]),
    ...(from.nullable === to.nullable
      ? []
      : [alter(to.nullable ? "DROP NOT NULL" : "SET NOT NULL")]),
    ...added.map((check) => alter(`ADD ${constraintDefinition(check)}`)),
    ...kept.filter((check) => before(check).notValid === true && check.notValid !== true)
      .map((check) => alter(`VALIDATE CONSTRAINT ${quote(checkName(to, check))}`)),
    ...changedComment(`DOMAIN ${spell(to)}`, { from, to }),
    ...added.flatMap((check) => newComment(domainCheck(to, check), check.comment)),
    ...kept.flatMap((check) =>
      changedComment(domainCheck(to, check), { from: before(check), to: check })
    ),
  ];
}

/** A check that became valid is the same one; one that is to be unchecked again is not. */
function sameRule(from: Check, to: Check): boolean {
  return from.name === to.name && from.expression === to.expression &&
    (from.notValid === true || to.notValid !== true);
}

function checkName(domain: Domain, check: Check): string {
  return check.name ?? `${domain.name}_check`;
}

function domainCheck(domain: Domain, check: Check): string {
  return `CONSTRAINT ${quote(checkName(domain, check))} ON DOMAIN ${spell(domain)}`;
}

/** CREATE TYPE ... AS. */
export function createComposite(type: CompositeType): readonly string[] {
  const fields = type.fields.map(fieldDefinition);
  return [
    `CREATE TYPE ${spell(type)} AS (${fields.join(", ")})`,
    ...newComment(`TYPE ${spell(type)}`, type.comment),
  ];
}

/** Whether a row type may have to be made anew: fields keep their places, and in tables their types. */
export function isCompositeRemade(from: CompositeType, to: CompositeType): boolean {
  return !keepsOrder(from, to) || to.fields.some((field) => {
    const before = from.fields.find(({ name }) => name === field.name);
    return before !== undefined && !equalData(before, field);
  });
}

/** Whether new fields come last, and the others stay in their order. */
export function keepsOrder(from: CompositeType, to: CompositeType): boolean {
  const names = ({ fields }: CompositeType) => fields.map(({ name }) => name);
  const wanted = names(to);
  const kept = names(from).filter((name) => wanted.includes(name));
  return equalData(wanted.slice(0, kept.length), kept);
}

/** Changes a row type in its place. */
export function alterComposite(from: CompositeType, to: CompositeType): readonly string[] {
  const find = (type: CompositeType, name: string) =>
    type.fields.find((field) => field.name === name);
  const clauses = [
    ...from.fields.filter(({ name }) => find(to, name) === undefined)
      .map(({ name }) => `DROP ATTRIBUTE ${quote(name)}`),
    ...to.fields.flatMap((field) => {
      const before = find(from, field.name);
      if (before === undefined) return [`ADD ATTRIBUTE ${fieldDefinition(field)}`];
      if (equalData(before, field)) return [];
      return [`ALTER ATTRIBUTE ${quote(field.name)} TYPE ${fieldType(field)}`];
    }),
  ];
  return [
    ...(clauses.length === 0 ? [] : [`ALTER TYPE ${spell(to)} ${clauses.join(", ")}`]),
    ...changedComment(`TYPE ${spell(to)}`, { from, to }),
  ];
}

type Field = CompositeType["fields"][number];

function fieldDefinition(field: Field): string {
  return `${quote(field.name)} ${fieldType(field)}`;
}

function fieldType({ type, collation }: Field): string {
  const suffix = collation === undefined ? "" : ` COLLATE ${spellCollation(collation)}`;
  return spellDataType(type) + suffix;
}

import { equalData } from "../../../core/schema_order.ts";
import type { Column, DataType, TableName } from "../../../core/schema.ts";
import { literal, quote } from "../quoting.ts";
import { defaultExpression } from "./expression.ts";
import { bounds, isNarrowed, startOf } from "./sequence.ts";
import { changeColumnOptions, columnDefinition, columnOptions, identityClause } from "./table.ts";
import { changedComment, spell, spellCollation, spellDataType } from "./words.ts";

/** What ALTER TABLE is given, in the order of its own passes, and what follows it. */
export interface ColumnChange {
  /** Clauses that change the type, before all others. */
  readonly type: readonly string[];
  readonly clauses: readonly string[];
  readonly after: readonly string[];
}

/** Whether a column has to be made anew, which takes along what is on it. */
export function isRemade(from: Column, to: Column, release: number): boolean {
  if (equalData(from.generated, to.generated)) return false;
  if (from.generated === undefined) return true;
  if (to.generated === undefined) return !from.generated.stored;
  return from.generated.stored !== to.generated.stored || release < 170_000;
}

/** Drops a column and adds it, with the values that a virtual one had. */
export function remakeColumn(table: TableName, from: Column, to: Column): ColumnChange {
  const name = quote(to.name);
  const keepsValues = from.generated !== undefined && to.generated === undefined;
  // The rows get their values after the column, and only then have to have them.
  const isFilledLater = keepsValues && !to.nullable;
  return {
    type: [],
    clauses: [
      `DROP COLUMN ${name}`,
      `ADD COLUMN ${columnDefinition({ ...to, nullable: to.nullable || isFilledLater })}`,
      ...columnOptions(to),
    ],
    after: [
      ...(keepsValues ? [`UPDATE ${spell(table)} SET ${name} = ${from.generated.expression}`] : []),
      ...(isFilledLater ? [`ALTER TABLE ${spell(table)} ALTER COLUMN ${name} SET NOT NULL`] : []),
      ...changedComment(`COLUMN ${spell(table)}.${name}`, { from: {}, to }),
    ],
  };
}

/** Changes a column in its place. */
export function alterColumn(
  table: TableName,
  { from, to, using }: { readonly from: Column; readonly to: Column; readonly using?: string },
): ColumnChange {
  const name = quote(to.name);
  const alter = (clause: string) => `ALTER COLUMN ${name} ${clause}`;
  const isRetyped = using !== undefined || !equalData(from.type, to.type) ||
    from.collation !== to.collation;
  // A default is written for the old type; the server would keep it with a cast around it.
  const isReset = from.default !== to.default || isRetyped && to.default !== undefined;
  const dropsDefault = from.default !== undefined &&
    (isRetyped || to.default === undefined || to.identity !== undefined);
  return {
    type: [
      ...(from.identity !== undefined && to.identity === undefined ? [alter("DROP IDENTITY")] : []),
      ...(dropsDefault && isReset ? [alter("DROP DEFAULT")] : []),
      ...(isRetyped ? [alter(typeClause(from, to, using))] : []),
    ],
    clauses: [
      ...(from.generated !== undefined && to.generated === undefined
        ? [alter("DROP EXPRESSION")]
        : []),
      ...(from.generated !== undefined && to.generated !== undefined &&
          from.generated.expression !== to.generated.expression
        ? [alter(`SET EXPRESSION AS (${to.generated.expression})`)]
        : []),
      ...nullability(from, to),
      ...(isReset && to.default !== undefined
        ? [alter(`SET DEFAULT ${defaultExpression(to.default)}`)]
        : []),
      ...identityChange(from, to).map(alter),
      ...changeColumnOptions(from, to),
    ],
    after: [
      ...(to.identity !== undefined &&
          (from.identity === undefined || isNarrowed(from.identity, to.identity))
        ? [continueNumbers(table, to)]
        : []),
      ...changedComment(`COLUMN ${spell(table)}.${name}`, { from, to }),
    ],
  };
}

function nullability(from: Column, to: Column): readonly string[] {
  const name = quote(to.name);
  const was = from.nullable ? undefined : from.notNull?.name ?? "";
  const is = to.nullable ? undefined : to.notNull?.name ?? "";
  if (was === is) return [];
  const drop = was === undefined ? [] : [`ALTER COLUMN ${name} DROP NOT NULL`];
  if (is === undefined) return drop;
  // Only release 18 and later know names of NOT NULL, and take this form.
  return [
    ...drop,
    is === ""
      ? `ALTER COLUMN ${name} SET NOT NULL`
      : `ADD CONSTRAINT ${quote(is)} NOT NULL ${name}`,
  ];
}

/** One clause, because the server looks at the numbers of each clause by themselves. */
function identityChange(from: Column, to: Column): readonly string[] {
  if (to.identity === undefined) return [];
  if (from.identity === undefined) return [`ADD ${identityClause(to.identity)}`];
  const words = [
    ...(from.identity.always === to.identity.always
      ? []
      : [`SET GENERATED ${to.identity.always === true ? "ALWAYS" : "BY DEFAULT"}`]),
    ...bounds(to.identity, from.identity).map((word) => `SET ${word}`),
    // Refused otherwise for a position outside of the limits; the rows' numbers are then passed by.
    ...(isNarrowed(from.identity, to.identity) ? ["RESTART"] : []),
  ];
  return words.length === 0 ? [] : [words.join(" ")];
}

/** Lets a new identity go on behind the numbers that are there. */
function continueNumbers(table: TableName, column: Column): string {
  const name = quote(column.name);
  const sequence = `pg_get_serial_sequence(${literal(spell(table))}, ${literal(column.name)})`;
  const [extreme, comparison] = column.identity?.increment?.startsWith("-") === true
    ? ["min", "<="]
    : ["max", ">="];
  const start = startOf(column.identity ?? {});
  return `SELECT setval(${sequence}, ${extreme}(${name})) FROM ${spell(table)} ` +
    `HAVING ${extreme}(${name}) ${comparison} ${String(BigInt(start))}`;
}

/**
 * Types that PostgreSQL turns into each other by itself when it assigns. A cast in USING would do
 * more than that: to `varchar(3)` it cuts texts off, where assigning refuses.
 */
const families: readonly RegExp[] = [
  /^(?:smallint|int|integer|bigint|int[248]|numeric|decimal|real|double precision|float[48]?)$/,
  /^(?:date|timestamp|timestamptz|timestamp with(?:out)? time zone)$/,
  /^(?:time|timetz|time with(?:out)? time zone)$/,
  /^(?:bit|varbit|bit varying)$/,
];
const texts = /^(?:text|varchar|character varying|char|character|bpchar)$/;

/** A column's value as one of another column; undefined where assigning it is enough. */
export function conversion(from: Column, to: Column): string | undefined {
  return isAssignable(from.type, to.type) ? undefined : castOf(from, to);
}

function typeClause(from: Column, to: Column, using: string | undefined): string {
  const type = spellDataType(to.type);
  const collation = to.collation === undefined ? "" : ` COLLATE ${spellCollation(to.collation)}`;
  const cast = using ?? conversion(from, to);
  return `TYPE ${type}${collation}${cast === undefined ? "" : ` USING ${cast}`}`;
}

const numbers = /^(?:smallint|integer|bigint|numeric|real|double precision)$/;
const whole = /^(?:integer|bigint)$/;

/** Casts that there are beside those within {@linkcode families}: from, to. */
const casts: readonly (readonly [from: RegExp, to: RegExp])[] = [
  [/^jsonb?$/, /^jsonb?$/],
  [/^jsonb$/, numbers],
  [/^jsonb$/, /^boolean$/],
  [/^integer$/, /^boolean$/],
  [/^boolean$/, /^integer$/],
  [/^timestamp/, /^time /],
  [/^time without time zone$/, /^interval$/],
  [/^interval$/, /^time without time zone$/],
  [/^(?:inet|cidr)$/, /^(?:inet|cidr)$/],
  [/^macaddr8?$/, /^macaddr8?$/],
  [whole, /^bit$/],
  [/^bit$/, whole],
  [/^(?:integer|bigint|numeric)$/, /^money$/],
  [/^money$/, /^numeric$/],
];

/** Every type can be read from text and written as text, so that text leads where no cast does. */
function castOf(from: Column, to: Column): string {
  const type = spellDataType(to.type);
  const arrays = isArray(from.type) && isArray(to.type) ? "[]" : "";
  const way = hasCast(from.type, to.type) ? "" : `::text${arrays}`;
  return `${quote(from.name)}${way}::${type}`;
}

function hasCast(from: DataType, to: DataType): boolean {
  if (typeof from !== "string") return typeof to === "string" && texts.test(element(to));
  if (typeof to !== "string") return texts.test(element(from)) || !isKnown(element(from));
  const [source, target] = [element(from), element(to)];
  if (isArray(from) !== isArray(to)) return texts.test(isArray(from) ? target : source);
  return source === target || texts.test(source) || texts.test(target) || !isKnown(source) ||
    !isKnown(target) ||
    families.some((one) => one.test(source) && one.test(target)) ||
    casts.some(([one, other]) => one.test(source) && other.test(target));
}

/** Whether it is a type of the server's own; others may have casts of their own. */
function isKnown(type: string): boolean {
  return /^(?:xml|uuid|bytea|boolean|interval|money|jsonb?|tsvector|tsquery|oid|name|\w+range)$/
    .test(type) ||
    numbers.test(type) || families.some((one) => one.test(type)) ||
    casts.some((pair) => pair.some((one) => one.test(type)));
}

function isArray(type: DataType): boolean {
  return typeof type === "string" ? type.endsWith("[]") : type.dimensions > 0;
}

function element(type: string): string {
  return bare(type.replaceAll("[]", ""));
}

function isAssignable(from: DataType, to: DataType): boolean {
  if (equalData(from, to)) return true;
  if (typeof to !== "string") return false;
  const target = bare(to);
  if (texts.test(target)) return true;
  if (typeof from !== "string") return false;
  const source = bare(from);
  return source === target || families.some((one) => one.test(source) && one.test(target));
}

/** A type without its length: `character varying(3)` is `character varying`. */
function bare(type: string): string {
  return type.trim().toLowerCase().replace(/\s*\([^)]*\)/, "").replace(/\s+/g, " ");
}

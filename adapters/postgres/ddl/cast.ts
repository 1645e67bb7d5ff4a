import { equalData } from "../../../core/schema_order.ts";
import { type Column, type DataType, sameName } from "../../../core/schema.ts";
import { quote } from "../quoting.ts";
import { spellDataType } from "./words.ts";

/**
 * What ALTER COLUMN ... TYPE has behind USING, so that values stay what they are; undefined where the
 * server assigns the one type to the other by itself.
 */
export function castOf(from: Column, to: DataType): string | undefined {
  if (isAssignable(from.type, to)) return undefined;
  const name = quote(from.name);
  const type = spellDataType(to);
  if (isArray(to) && !isArray(from.type) && isElement(from.type, to)) {
    return `CASE WHEN ${name} IS NOT NULL THEN ARRAY[${name}]::${type} END`;
  }
  const special = isArray(to) ? undefined : specialCast(name, from.type, to);
  if (special !== undefined) return special;
  // Every type can be read from text and written as text, so that text leads where no cast does.
  const arrays = isArray(from.type) && isArray(to) ? "[]" : "";
  return `${name}${hasCast(from.type, to) ? "" : `::text${arrays}`}::${type}`;
}

/** A way to one value where a cast is none. */
function specialCast(name: string, from: DataType, to: DataType): string | undefined {
  const [source, target] = [nameOf(from), nameOf(to)];
  const type = spellDataType(to);
  if (json.test(target)) {
    // The text of other types is no JSON.
    const isText = texts.test(source) || json.test(source) || !isKnown(source);
    return isText && !isArray(from) ? undefined : `to_${target}(${name})`;
  }
  // Of several values none is one, so that the server refuses them.
  if (isArray(from)) return `nullif(array_to_string(${name}, ';', 'NULL'), '')::${type}`;
  if (source === "boolean" && numbers.test(target)) return `${name}::integer::${type}`;
  if (target === "boolean" && numbers.test(source)) return `${name} <> 0`;
  const isRead = json.test(source) && isKnown(target) && !hasCast(from, to);
  return isRead ? `(${name} #>> '{}')::${type}` : undefined;
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
const json = /^jsonb?$/;
const numbers = /^(?:smallint|integer|bigint|numeric|real|double precision)$/;
const whole = /^(?:integer|bigint)$/;

/** Casts that there are beside those within {@linkcode families}: from, to. */
const casts: readonly (readonly [from: RegExp, to: RegExp])[] = [
  [json, json],
  [/^jsonb$/, numbers],
  [/^jsonb$/, /^boolean$/],
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

function hasCast(from: DataType, to: DataType): boolean {
  if (typeof from !== "string") return typeof to === "string" && texts.test(element(to));
  if (typeof to !== "string") return texts.test(element(from)) || !isKnown(element(from));
  const [source, target] = [element(from), element(to)];
  if (isArray(from) !== isArray(to)) return texts.test(isArray(from) ? target : source);
  if (!isKnown(target)) return !json.test(source);
  return source === target || texts.test(source) || texts.test(target) || !isKnown(source) ||
    families.some((one) => one.test(source) && one.test(target)) ||
    casts.some(([one, other]) => one.test(source) && other.test(target));
}

/** Whether a value can be an element of the array: a text may rather be the text of an array. */
function isElement(type: DataType, array: DataType): boolean {
  if (typeof type !== "string") {
    return typeof array === "string" ? texts.test(element(array)) : sameName(type, array);
  }
  if (typeof array !== "string") return false;
  const [source, target] = [element(type), element(array)];
  return source === target || texts.test(source) === texts.test(target) && isKnown(source) &&
      families.concat(texts).some((one) => one.test(source) && one.test(target));
}

/** Whether it is a type of the server's own; others may have casts of their own. */
function isKnown(type: string): boolean {
  return /^(?:xml|uuid|bytea|boolean|interval|money|jsonb?|tsvector|tsquery|oid|name|\w+range)$/
    .test(type) ||
    numbers.test(type) || texts.test(type) || families.some((one) => one.test(type)) ||
    casts.some((pair) => pair.some((one) => one.test(type)));
}

function isArray(type: DataType): boolean {
  return typeof type === "string" ? type.endsWith("[]") : type.dimensions > 0;
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

function nameOf(type: DataType): string {
  return typeof type === "string" ? element(type) : "";
}

function element(type: string): string {
  return bare(type.replaceAll("[]", ""));
}

/** A type without its length: `character varying(3)` is `character varying`. */
function bare(type: string): string {
  return type.trim().toLowerCase().replace(/\s*\([^)]*\)/, "").replace(/\s+/g, " ");
}

import { equalData } from "./schema_order.ts";
import type { DataType } from "./schema.ts";

/**
 * Whether every value of one type is a value of another, without loss and without failing. Knows the
 * usual types by their usual names; false for what it does not know.
 */
export function fits(from: DataType, to: DataType): boolean {
  if (equalData(from, to)) return true;
  if (typeof to !== "string") return false;
  const target = parse(to);
  // Every value has a text, also that of an enum; but bytes may be none.
  if (target?.family === "text" && target.length === Infinity) {
    return typeof from !== "string" || !bytes.test(from);
  }
  if (typeof from !== "string") return false;
  const source = parse(from);
  if (isWiderSize(from, to) || hasAllValues(from, to)) return true;
  if (source === undefined || target === undefined) return false;
  if (source.family === "number" && target.family === "number") return numberFits(source, target);
  if (source.family === "text" && target.family === "text") return source.length <= target.length;
  if (source.family === "time" && target.family === "time") return timeFits(source, target);
  return false;
}

const bytes = /^\s*(?:(?:tiny|medium|long)?blob|(?:var)?binary|bytea)\b/i;

/** What a database does with values that are not of the new type of their column. */
export type Misfit = "kept" | "refused" | "lost";

/**
 * Whether a value of one type that is none of the other is too long, too large or not listed, which
 * databases that mind types refuse; what has to be rounded or converted, they may change.
 */
export function isTooLargeAtMost(from: DataType, to: DataType): boolean {
  if (typeof from !== "string" || typeof to !== "string") return false;
  const [source, target] = [parse(from), parse(to)];
  if (source?.family === "text" && target?.family === "text") return true;
  if (source?.family === "number" && target?.family === "number") {
    return source.exact && target.exact && source.fraction <= target.fraction;
  }
  const [one, other] = [from.toLowerCase(), to.toLowerCase()];
  const listed = parseValues(from);
  return listed !== undefined && listed.kind === parseValues(to)?.kind ||
    sizes.some((names) => names.includes(one) && names.includes(other));
}

/** Types that differ in how much they hold, from the smallest. */
const sizes: readonly (readonly string[])[] = [
  ["tinytext", "text", "mediumtext", "longtext"],
  ["tinyblob", "blob", "mediumblob", "longblob"],
];

function isWiderSize(from: string, to: string): boolean {
  const [one, other] = [from.toLowerCase(), to.toLowerCase()];
  return sizes.some((names) => names.includes(one) && names.indexOf(one) < names.indexOf(other));
}

/** Whether both are types of listed values, and the second one lists all of the first. */
function hasAllValues(from: string, to: string): boolean {
  const [one, other] = [parseValues(from), parseValues(to)];
  return one !== undefined && one.kind === other?.kind &&
    one.values.every((value) => other.values.includes(value));
}

function parseValues(
  type: string,
): { readonly kind: string; readonly values: readonly string[] } | undefined {
  const found = /^(enum|set)\s*\((.*)\)$/is.exec(type.trim());
  if (found === null) return undefined;
  return { kind: found[1]!.toLowerCase(), values: found[2]!.match(/'(?:[^']|'')*'/g) ?? [] };
}

interface NumberType {
  readonly family: "number";
  /** Decimal digits before and after the point that all its values keep. */
  readonly whole: number;
  readonly fraction: number;
  readonly unsigned: boolean;
  /** Binary digits, where values are whole; so many are kept by those that are not exact. */
  readonly bits: number;
  readonly exact: boolean;
}

interface TextType {
  readonly family: "text";
  readonly length: number;
}

interface TimeType {
  readonly family: "time";
  readonly name: string;
  readonly precision: number;
}

type ParsedType = NumberType | TextType | TimeType;

const integers: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  int2: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  int4: 32,
  bigint: 64,
  int8: 64,
};

/** The digits of a whole number of so many bits. */
const digits: Readonly<Record<number, number>> = { 8: 3, 16: 5, 24: 8, 32: 10, 64: 20 };

/** Binary digits of the fraction of a floating point number. */
const floats: Readonly<Record<string, number>> = {
  real: 24,
  float4: 24,
  float: 24,
  double: 53,
  "double precision": 53,
  float8: 53,
};

const texts: Readonly<Record<string, number>> = {
  tinytext: 63,
  mediumtext: 4_194_303,
  longtext: Infinity,
  text: Infinity,
  clob: Infinity,
};

const times = new Set(["date", "time", "datetime", "timestamp", "timestamptz", "timetz"]);

function parse(type: string): ParsedType | undefined {
  const pattern =
    /^([a-z_][a-z_0-9 ]*?)\s*(?:\((\d+)(?:\s*,\s*(-?\d+))?\))?((?: (?:unsigned|zerofill|with(?:out)? time zone))*)$/;
  const found = pattern.exec(type.trim().toLowerCase());
  if (found === null) return undefined;
  const [, name, first, second, suffix] = found as unknown as [string, string, ...string[]];
  const size = first === undefined ? undefined : Number(first);
  const unsigned = suffix?.includes("unsigned") === true;
  const bits = integers[name];
  if (bits !== undefined) {
    return { family: "number", whole: digits[bits]!, fraction: 0, unsigned, bits, exact: true };
  }
  const float = floats[name];
  if (float !== undefined) {
    return { family: "number", whole: 38, fraction: 0, unsigned, bits: float, exact: false };
  }
  if (name === "numeric" || name === "decimal") return parseNumeric(size, second, unsigned);
  if (times.has(name)) return { family: "time", name: name + (suffix ?? ""), precision: size ?? 6 };
  const length = texts[name];
  if (length !== undefined) return { family: "text", length };
  if (name === "varchar" || name === "character varying") {
    return { family: "text", length: size ?? Infinity };
  }
  return name === "char" || name === "character"
    ? { family: "text", length: size ?? 1 }
    : undefined;
}

function parseNumeric(
  size: number | undefined,
  second: string | undefined,
  unsigned: boolean,
): NumberType {
  const fraction = size === undefined ? Infinity : Number(second ?? 0);
  const whole = size === undefined ? Infinity : size - fraction;
  return { family: "number", whole, fraction, unsigned, bits: Infinity, exact: true };
}

function numberFits(from: NumberType, to: NumberType): boolean {
  if (to.unsigned && !from.unsigned) return false;
  if (!to.exact) {
    const isWhole = from.exact && from.fraction === 0 && from.bits !== Infinity;
    return from.exact ? isWhole && from.bits <= to.bits : from.bits <= to.bits;
  }
  if (!from.exact) return false;
  if (from.bits !== Infinity && to.bits !== Infinity) {
    return from.bits < to.bits || from.bits === to.bits && from.unsigned === to.unsigned;
  }
  return from.whole <= to.whole && from.fraction <= to.fraction && to.bits === Infinity;
}

function timeFits(from: TimeType, to: TimeType): boolean {
  if (from.precision > to.precision && from.name !== "date") return false;
  const wider: Readonly<Record<string, readonly string[]>> = {
    date: ["datetime", "timestamp", "timestamp without time zone"],
    timestamp: ["datetime", "timestamp without time zone"],
    "timestamp without time zone": ["timestamp", "datetime"],
    timestamptz: ["timestamp with time zone"],
    "timestamp with time zone": ["timestamptz"],
  };
  return from.name === to.name || wider[from.name]?.includes(to.name) === true;
}

import {
  type Column,
  printType,
  type QualifiedName,
  sameName,
  type Schema,
  type Sequence,
  type Table,
} from "../../core/schema.ts";
import { type Module, object, text } from "./code.ts";
import type { TypeCode } from "./write_scope.ts";

/** What the builder of a type may need to know. */
export interface PostgresScope {
  readonly module: Module;
  readonly schema: Schema;
  /** The identifier of an enum of the module. */
  enumName(name: QualifiedName): string | undefined;
}

/** Types by their names in the catalogue, with what `default()` takes. */
const plain: Readonly<Record<string, readonly [builder: string, takes?: TypeCode["takes"]]>> = {
  "integer": ["integer", "number"],
  "smallint": ["smallint", "number"],
  "real": ["real", "number"],
  "double precision": ["doublePrecision", "number"],
  "boolean": ["boolean", "boolean"],
  "text": ["text", "string"],
  "json": ["json", "json"],
  "jsonb": ["jsonb", "json"],
  "uuid": ["uuid", "string"],
  "date": ["date", "string"],
  "inet": ["inet", "string"],
  "cidr": ["cidr", "string"],
  "macaddr": ["macaddr", "string"],
  "macaddr8": ["macaddr8", "string"],
  "point": ["point"],
  "line": ["line"],
  "numeric": ["numeric", "string"],
  "character varying": ["varchar", "string"],
};

/** Types that have arguments, by patterns of what the catalogue says. */
const patterns: readonly {
  readonly pattern: RegExp;
  make(
    found: RegExpExecArray,
  ): readonly [string, Record<string, string | undefined>, TypeCode["takes"]?];
}[] = [
  {
    pattern: /^(character varying|character)\((\d+)\)$/,
    make: ([, name, length]) => [name === "character" ? "char" : "varchar", { length }, "string"],
  },
  {
    pattern: /^numeric\((\d+),(-?\d+)\)$/,
    make: ([, precision, scale]) => ["numeric", { precision, scale }, "string"],
  },
  {
    pattern: /^(timestamp|time)(?:\((\d)\))? (with|without) time zone$/,
    make: ([, name, precision, zone]) => [
      name!,
      { precision, withTimezone: zone === "with" ? "true" : undefined },
    ],
  },
  {
    pattern: /^interval(?: ([a-z ]+?))?(?:\((\d)\))?$/,
    make: ([, fields, precision]) => [
      "interval",
      { fields: fields === undefined ? undefined : text(fields), precision },
      "string",
    ],
  },
  {
    pattern: /^(vector|halfvec|bit|sparsevec)\((\d+)\)$/,
    make: ([, name, dimensions]) => [name!, { dimensions }],
  },
];

/** The builder of a column's type. */
export function typeCode(column: Column, table: Table, scope: PostgresScope): TypeCode {
  const { module, schema } = scope;
  const serial = serialOf(column, table, schema.sequences);
  if (serial !== undefined) {
    return { builder: module.use(serial), ...(serial === "bigserial" ? number : {}) };
  }
  const { type } = column;
  if (typeof type !== "string") {
    const name = scope.enumName(type);
    const suffix = ".array()".repeat(type.dimensions);
    return name === undefined
      ? { builder: module.custom(printType(type)) }
      : type.dimensions === 0
      ? { builder: name, takes: "string" }
      : { builder: name, suffix, takes: "array" };
  }
  const base = type.replace(/(?:\[\])+$/, "");
  const code = baseCode(base, module);
  const dimensions = (type.length - base.length) / 2;
  if (dimensions === 0) return code;
  return { ...code, suffix: ".array()".repeat(dimensions), takes: "array" };
}

const number = { config: '{ mode: "number" }' };

function baseCode(type: string, module: Module): TypeCode {
  if (type === "bigint") return { builder: module.use("bigint"), ...number, takes: "number" };
  const known = plain[type];
  if (known !== undefined) {
    const [builder, takes] = known;
    return { builder: module.use(builder), ...(takes === undefined ? {} : { takes }) };
  }
  for (const { pattern, make } of patterns) {
    const found = pattern.exec(type);
    if (found === null) continue;
    const [builder, options, takes] = make(found);
    const config = object(options);
    return {
      builder: module.use(builder),
      ...(config === "" ? {} : { config }),
      ...(takes === undefined ? {} : { takes }),
    };
  }
  return { builder: module.custom(type) };
}

const serials: Readonly<Record<string, string>> = {
  smallint: "smallserial",
  integer: "serial",
  bigint: "bigserial",
};

/**
 * `serial` and its like, where a column is numbered by a sequence of its own that is as the server
 * makes one for it.
 */
export function serialOf(
  column: Column,
  table: Table,
  sequences: readonly Sequence[],
): string | undefined {
  const serial = typeof column.type === "string" ? serials[column.type] : undefined;
  if (serial === undefined || column.nullable || column.default === undefined) return undefined;
  const own = sequences.find(({ ownedBy }) =>
    ownedBy !== undefined && sameName(ownedBy.table, table) && ownedBy.column === column.name
  );
  if (own === undefined || own.name !== `${table.name}_${column.name}_seq`) return undefined;
  const { start, increment, minimum, maximum, cache, cycle, type } = own;
  const isUsual =
    [start, increment, minimum, maximum, cache, cycle].every((each) => each === undefined) &&
    (type ?? "bigint") === column.type;
  return isUsual && /^nextval\('/.test(column.default) ? serial : undefined;
}

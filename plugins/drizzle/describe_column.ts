import { columnName, isKind, type Named, type Sql, type Writer } from "./entity.ts";
import type { ColumnModel, DefaultModel, NameModel, ValueModel } from "./models.ts";
import { sequenceOptions } from "./numbers.ts";
import { isBeforeFirst } from "./release.ts";

/** What is used of Drizzle's columns. */
export interface Column extends Named {
  readonly notNull: boolean;
  readonly primary: boolean;
  readonly default?: unknown;
  readonly isUnique?: boolean;
  readonly uniqueName?: string;
  readonly uniqueType?: string;
  readonly enum?: { readonly enumName: string; readonly schema?: string };
  readonly enumValues?: readonly string[];
  readonly generated?: { readonly as: unknown; readonly mode?: string };
  readonly generatedIdentity?: {
    readonly type: string;
    readonly sequenceOptions?: Readonly<Record<string, unknown>>;
  };
  readonly autoIncrement?: boolean;
  readonly hasOnUpdateNow?: boolean;
  readonly onUpdateNowFsp?: number;
  readonly charSet?: string;
  readonly collation?: string;
  /** The column of an array's elements, before release 1. */
  readonly baseColumn?: Column;
  /** How many times it is an array, from release 1 on; before, the size of a vector. */
  readonly dimensions?: unknown;
  getSQLType(): string;
  mapToDriverValue(value: unknown): unknown;
}

type Draft = { -readonly [Key in keyof ColumnModel]: ColumnModel[Key] };

/** A column with its default and expressions as text. */
export function describeColumn(
  column: Column,
  { dialect, version, write, what }: {
    readonly dialect: string;
    readonly version: string;
    readonly write: Writer;
    what(): string;
  },
): ColumnModel {
  const { base, type, dimensions } = elementOf(column, version);
  // Assigned rather than spread: there may be thousands of columns, and this runs cold.
  const model: Draft = {
    name: columnName(column, write),
    type,
    dimensions,
    notNull: column.notNull,
    primary: column.primary,
    autoIncrement: column.autoIncrement === true,
  };
  const { generated, generatedIdentity: identity } = column;
  if (base.enum !== undefined && dialect === "postgres") model.enum = enumName(base.enum);
  if (dialect === "mysql" && column.enumValues !== undefined && /^enum\(/i.test(type)) {
    model.values = column.enumValues;
  }
  if (column.default !== undefined) model.default = describeDefault(column, write, what);
  if (generated !== undefined) {
    const unqualified = dialect === "sqlite";
    model.generated = {
      expression: expressionOf(generated.as, { write, what: what(), unqualified }),
      ...(generated.mode === undefined ? {} : { mode: generated.mode }),
    };
  }
  if (identity !== undefined) {
    model.identity = {
      always: identity.type === "always",
      ...sequenceOptions(identity.sequenceOptions),
    };
  }
  if (column.isUnique === true) {
    model.unique = {
      name: column.uniqueName ?? "",
      nullsNotDistinct: column.uniqueType === "not distinct",
    };
  }
  if (column.hasOnUpdateNow === true) {
    const { onUpdateNowFsp: fsp } = column;
    model.onUpdateNow = fsp === undefined ? {} : { fsp };
  }
  if (typeof column.charSet === "string") model.charset = column.charSet;
  if (typeof column.collation === "string") model.collation = column.collation;
  return model;
}

function enumName({ enumName, schema }: NonNullable<Column["enum"]>): NameModel {
  return schema === undefined ? { name: enumName } : { schema, name: enumName };
}

/** The column of an array's innermost elements, its type, and how deep it is. */
function elementOf(column: Column, version: string): {
  readonly base: Column;
  readonly type: string;
  readonly dimensions: number;
} {
  const type = column.getSQLType();
  if (!isBeforeFirst(version)) {
    const dimensions = typeof column.dimensions === "number" ? column.dimensions : 0;
    return { base: column, type: type + "[]".repeat(dimensions), dimensions };
  }
  let base = column;
  let dimensions = 0;
  for (; base.baseColumn !== undefined; base = base.baseColumn) dimensions++;
  return { base, type, dimensions };
}

function expressionOf(
  as: unknown,
  { write, ...where }: {
    readonly write: Writer;
    readonly what: string;
    readonly unqualified: boolean;
  },
): string {
  const value = typeof as === "function" ? as() : as;
  return isSql(value) ? write.sql(value, where) : String(value);
}

function isSql(value: unknown): value is Sql {
  return isKind(value, "SQL");
}

function describeDefault(column: Column, write: Writer, what: () => string): DefaultModel {
  const value = column.default;
  if (typeof value !== "object" && typeof value !== "bigint") {
    return { value: describeValue(value) };
  }
  if (isSql(value)) return { sql: write.sql(value, { what: what(), unqualified: true }) };
  const driver = driverValue(column);
  // What types of the user's make of a value may be SQL.
  if (isSql(driver)) return { sql: write.sql(driver, { what: what(), unqualified: true }) };
  return {
    value: describeValue(value),
    ...(typeof driver === "string" || typeof driver === "number" || typeof driver === "bigint" ||
        typeof driver === "boolean"
      ? { driver: describeValue(driver) }
      : {}),
  };
}

function driverValue(column: Column): unknown {
  try {
    return column.mapToDriverValue(column.default);
  } catch {
    // The value is not what the column's type promises, but Drizzle writes it all the same.
    return undefined;
  }
}

function describeValue(value: unknown): ValueModel {
  switch (typeof value) {
    case "string":
      return { kind: "string", text: value };
    case "number":
    case "bigint":
      return { kind: "number", text: String(value) };
    case "boolean":
      return { kind: "boolean", text: value ? "true" : "false" };
  }
  if (value instanceof Date) return { kind: "date", text: value.toISOString() };
  if (value instanceof Uint8Array) {
    return { kind: "bytes", text: Buffer.from(value).toString("hex") };
  }
  const text = JSON.stringify(value) ?? "null";
  return Array.isArray(value)
    ? { kind: "array", items: value.map(describeValue), text }
    : { kind: "json", text };
}

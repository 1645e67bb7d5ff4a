import type { Check, Index, QualifiedName, Schema, Table } from "./schema.ts";

/**
 * Puts every list whose order means nothing (all but columns, values, fields and partitions) into one
 * order: by name, then by content, letter by letter and without a locale.
 */
export function sortSchema(schema: Schema): Schema {
  return {
    tables: schema.tables.map(sortTable).sort(byName),
    enums: [...schema.enums].sort(byName),
    sequences: [...schema.sequences].sort(byName),
    domains: schema.domains.map((domain) => ({
      ...domain,
      checks: [...domain.checks].sort(byNameThenContent),
    })).sort(byName),
    composites: [...schema.composites].sort(byName),
    objects: [...schema.objects].sort((one, other) =>
      compare(one.kind, other.kind) || byName(one, other) ||
      compare(one.signature ?? "", other.signature ?? "") ||
      byName(one.table ?? noName, other.table ?? noName)
    ),
  };
}

/** Puts a table's constraints and indexes into the order of {@linkcode sortSchema}. */
export function sortTable(table: Table): Table {
  return {
    ...table,
    uniques: [...table.uniques].sort(byNameThenContent),
    foreignKeys: [...table.foreignKeys].sort(byNameThenContent),
    checks: table.checks.map(sortCheckColumns).sort(byNameThenContent),
    exclusions: [...table.exclusions].sort(byNameThenContent),
    indexes: [...table.indexes].sort((one: Index, other: Index) => compare(one.name, other.name)),
  };
}

/**
 * Whether two values of plain data are the same. The order of properties means nothing, and a
 * property that is undefined is as good as absent.
 */
export function equalData(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length &&
      one.every((item, index) => equalData(item, other[index]));
  }
  // Counted rather than collected, because whole schemas are compared by this.
  let left = 0;
  for (const key in one) {
    const value = (one as Plain)[key];
    if (value === undefined) continue;
    if (!equalData(value, (other as Plain)[key])) return false;
    left++;
  }
  for (const key in other) if ((other as Plain)[key] !== undefined) left--;
  return left === 0;
}

type Plain = Readonly<Record<string, unknown>>;

/** Compares text by code units: below zero, zero or above, as `sort` wants it. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const noName: QualifiedName = { name: "" };

function byName(one: QualifiedName, other: QualifiedName): number {
  return compare(one.schema ?? "", other.schema ?? "") || compare(one.name, other.name);
}

function byNameThenContent(one: { readonly name?: string }, other: { readonly name?: string }) {
  return compare(one.name ?? "", other.name ?? "") || compare(contentOf(one), contentOf(other));
}

/** JSON with sorted properties, so that objects built in different ways compare alike. */
export function contentOf(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(definedEntries(part).sort(([one], [other]) => compare(one, other)))
        : part,
  );
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, part]) => part !== undefined);
}

function sortCheckColumns(check: Check): Check {
  return { ...check, columns: [...check.columns].sort(compare) };
}

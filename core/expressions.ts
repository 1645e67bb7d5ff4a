import type { Check, Column, Domain, Exclusion, Index, KeyPart, Schema, Table } from "./schema.ts";

/** The schema with each expression in its tables and domains put through a function. */
export function mapExpressions(schema: Schema, map: (expression: string) => string): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => mapTable(table, map)),
    domains: schema.domains.map((domain): Domain => ({
      ...domain,
      ...(domain.default === undefined ? {} : { default: map(domain.default) }),
      checks: domain.checks.map((check) => mapCheck(check, map)),
    })),
  };
}

function mapTable(table: Table, map: (expression: string) => string): Table {
  return {
    ...table,
    columns: table.columns.map((column) => mapColumn(column, map)),
    checks: table.checks.map((check) => mapCheck(check, map)),
    exclusions: table.exclusions.map((exclusion) => mapParts(exclusion, map)),
    indexes: table.indexes.map((index) => mapParts(index, map)),
  };
}

/** A column with its expressions put through a function. */
export function mapColumn(column: Column, map: (expression: string) => string): Column {
  const { default: value, generated } = column;
  if (value === undefined && generated === undefined) return column;
  return {
    ...column,
    ...(value === undefined ? {} : { default: map(value) }),
    ...(generated === undefined
      ? {}
      : { generated: { ...generated, expression: map(generated.expression) } }),
  };
}

/** A check with its expression put through a function. */
export function mapCheck(check: Check, map: (expression: string) => string): Check {
  return { ...check, expression: map(check.expression) };
}

/** An index or exclusion with its expressions put through a function. */
export function mapParts<Item extends Index | Exclusion>(
  item: Item,
  map: (expression: string) => string,
): Item {
  const part = (part: KeyPart): KeyPart =>
    "expression" in part ? { ...part, expression: map(part.expression) } : part;
  return {
    ...item,
    parts: item.parts.map(part),
    ...(item.where === undefined ? {} : { where: map(item.where) }),
  } as Item;
}

import type { EnumType, ForeignKey, Index, Schema, Table, Unique } from "../../core/schema.ts";

/** Whether a reference can stand beside its column, to a table that sync() makes before. */
export function isSimple(table: Table, key: ForeignKey): boolean {
  return key.columns.length === 1 && key.referencedColumns.length === 1 &&
    key.references.schema === table.schema && key.match === undefined &&
    key.onDeleteColumns === undefined && key.notValid === undefined &&
    key.period === undefined && key.notEnforced === undefined;
}

/** The unique constraints that columns can say: each is in one at most, in the table's order. */
export function usualUniques({ columns, uniques }: Table): readonly Unique[] {
  const taken = new Set<string>();
  const order = columns.map(({ name }) => name);
  return uniques.filter((unique) => {
    const places = unique.columns.map((name) => order.indexOf(name));
    const isUsual = unique.details === undefined && unique.deferrable === undefined &&
      unique.nullsNotDistinct === undefined && unique.include === undefined &&
      unique.columns.every((name) => !taken.has(name)) &&
      places.every((place, index) => index === 0 || place > places[index - 1]!);
    if (isUsual) { for (const name of unique.columns) taken.add(name); }
    return isUsual;
  });
}

/** An index that the option `indexes` can say. */
export function isWritable(index: Index): boolean {
  return index.include === undefined && index.nullsNotDistinct === undefined &&
    index.options === undefined && index.comment === undefined && index.invisible === undefined;
}

/** The enums that `define()` makes by itself. */
export function isOwnEnum({ name, schema }: EnumType, { tables }: Schema): boolean {
  return schema === undefined &&
    tables.some((table) =>
      table.columns.some((column) =>
        name === `enum_${table.name}_${column.name}` && typeof column.type !== "string" &&
        column.type.name === name && column.type.schema === undefined
      )
    );
}

import { equalData } from "../../../core/schema_order.ts";
import type { Column, TableName } from "../../../core/schema.ts";
import { literal, quote } from "../quoting.ts";
import { castOf } from "./cast.ts";
import { defaultExpression } from "./expression.ts";
import { bounds, isNarrowed, startOf } from "./sequence.ts";
import {
  changeColumnOptions,
  columnDefinition,
  columnOptions,
  identityClause,
  notNullWords,
} from "./table.ts";
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
      ...changeColumnOptions(isRetyped ? withoutStorage(from) : from, to),
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

/** With the new type come its own ways to store values. */
function withoutStorage(column: Column): Column {
  const { storage: _storage, compression: _compression, ...options } = column.options ?? {};
  return { ...column, options };
}

function nullability(from: Column, to: Column): readonly string[] {
  const name = quote(to.name);
  if (from.nullable === to.nullable && (to.nullable || equalData(from.notNull, to.notNull))) {
    return [];
  }
  const drop = from.nullable ? [] : [`ALTER COLUMN ${name} DROP NOT NULL`];
  if (to.nullable) return drop;
  // Only release 18 and later know names of NOT NULL, and take this form.
  return [
    ...drop,
    to.notNull === undefined
      ? `ALTER COLUMN ${name} SET NOT NULL`
      : `ADD ${notNullWords(to.notNull, `NOT NULL ${name}`)}`,
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

function typeClause(from: Column, to: Column, using: string | undefined): string {
  const type = spellDataType(to.type);
  const collation = to.collation === undefined ? "" : ` COLLATE ${spellCollation(to.collation)}`;
  const cast = using ?? castOf(from, to.type);
  return `TYPE ${type}${collation}${cast === undefined ? "" : ` USING ${cast}`}`;
}

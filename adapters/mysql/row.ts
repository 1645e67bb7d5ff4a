import type { Row } from "../../core/adapter.ts";

/** A value of a row as text; undefined for NULL and for a missing row. */
export function text(row: Row | undefined, name: string): string | undefined {
  const value = row?.[name];
  return value === null || value === undefined ? undefined : String(value);
}

/** Compares rows by their `position`, as `sort` wants it. */
export function byPosition(one: Row, other: Row): number {
  return Number(one["position"]) - Number(other["position"]);
}

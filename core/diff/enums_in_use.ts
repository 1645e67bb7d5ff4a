import type { Operation } from "../operation.ts";
import { keyOf } from "./names.ts";

/** Keys of the enums that get values which other operations of the list name. */
export function enumsInUse(operations: readonly Operation[]): readonly string[] {
  const altered = operations.filter((operation) => operation.kind === "alter_enum");
  if (altered.length === 0) return [];
  const texts = operations.filter((operation) => operation.kind !== "alter_enum").flatMap(textsOf);
  return altered.filter(({ from, to }) => {
    const known = new Set(from.values);
    const added = to.values.filter((value) => !known.has(value))
      .map((value) => `'${value.replaceAll("'", "''")}'`);
    return added.some((value) => texts.some((text) => text.includes(value)));
  }).map(({ to }) => keyOf(to));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

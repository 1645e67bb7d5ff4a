import type { QualifiedName } from "../schema.ts";

/** A name as the key of a map. */
export function keyOf({ schema, name }: QualifiedName): string {
  return schema === undefined ? name : `${schema}\0${name}`;
}

/** Things by their names. */
export function byKey<Item extends QualifiedName>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [keyOf(item), item]));
}

/** The longest name that all dialects take, in bytes of UTF-8. */
const longest = 63;

/** A name that nothing has: `users_old`. */
export function freeName(
  name: string,
  isTaken: (name: string) => boolean,
  ending: "_old" | "_new" = "_old",
): string {
  let start = name;
  while (Buffer.byteLength(start + ending) > longest - 3) start = start.slice(0, -1);
  let free = start + ending;
  for (let count = 2; isTaken(free); count++) free = `${start}${ending}${count}`;
  return free;
}

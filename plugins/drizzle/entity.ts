/** The names of a value's class and of those that it extends, as Drizzle marks them. */
export type Kinds = ReadonlySet<string>;

const entityKind = Symbol.for("drizzle:entityKind");
const none: Kinds = new Set();

/** Told by marks, because a project may have several copies of Drizzle. */
export function kindsOf(value: unknown): Kinds {
  if (typeof value !== "object" || value === null) return none;
  const kinds = new Set<string>();
  let prototype: unknown = Object.getPrototypeOf(value);
  while (typeof prototype === "object" && prototype !== null) {
    const { constructor } = prototype as { readonly constructor?: unknown };
    if (typeof constructor === "function" && Object.hasOwn(constructor, entityKind)) {
      kinds.add(String((constructor as unknown as Record<symbol, unknown>)[entityKind]));
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return kinds;
}

/** Whether a value's class, or one that it extends, is marked with a name. */
export function isKind(value: unknown, kind: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  for (
    let prototype = Object.getPrototypeOf(value);
    prototype !== null;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    if (prototype.constructor?.[entityKind] === kind) return true;
  }
  return false;
}

/** Drizzle's SQL object. */
export interface Sql {
  readonly queryChunks: readonly unknown[];
  inlineParams(): Sql;
}

/** Writes as the user's own Drizzle does. */
export interface Writer {
  /** SQL with its values in it. `what` it belongs to is for errors. */
  sql(fragment: Sql, where: { readonly what: string; readonly unqualified?: boolean }): string;
  /** The name in the database of a column that is called by its property. */
  cased(name: string): string;
}

/** A column by name only. */
export interface Named {
  readonly name: string;
  /** The name is that of the property. */
  readonly keyAsName?: boolean;
}

/** The name that a column has in the database. */
export function columnName({ name, keyAsName }: Named, write: Writer): string {
  return keyAsName === true ? write.cased(name) : name;
}

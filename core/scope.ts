import { printName, type QualifiedName, sameName, type Schema, type TableName } from "./schema.ts";

/** Which tables and views are looked at, by patterns in which `*` stands for any letters. */
export interface Scope {
  /** All where it is absent or empty. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/**
 * Leaves out of a schema the tables and views that a scope does not cover, with all that is theirs:
 * triggers, policies, owned sequences.
 */
export function limitSchema(schema: Schema, scope: Scope): Schema {
  const covers = matcher(scope);
  if (covers === undefined) return schema;
  const gone: QualifiedName[] = [
    ...schema.tables.filter((table) => !covers(table)),
    ...schema.objects.filter((object) => isRelation(object.kind) && !covers(object)),
  ];
  if (gone.length === 0) return schema;
  const isGone = (name: TableName) => gone.some((one) => sameName(one, name));
  return {
    ...schema,
    tables: schema.tables.filter(covers),
    sequences: schema.sequences.filter(({ ownedBy }) =>
      ownedBy === undefined || !isGone(ownedBy.table)
    ),
    objects: schema.objects.filter((object) =>
      object.table === undefined
        ? !isRelation(object.kind) || covers(object)
        : !isGone(object.table)
    ),
  };
}

function isRelation(kind: string): boolean {
  return /\b(?:view|table)$/.test(kind);
}

/** Undefined where everything is covered. */
function matcher({ include = [], exclude = [] }: Scope) {
  if (include.length + exclude.length === 0) return undefined;
  const wanted = include.map(toPattern);
  const unwanted = exclude.map(toPattern);
  return (named: QualifiedName): boolean => {
    const spellings = [named.name, printName(named)];
    const some = (patterns: readonly RegExp[]) =>
      patterns.some((pattern) => spellings.some((spelling) => pattern.test(spelling)));
    return (wanted.length === 0 || some(wanted)) && !some(unwanted);
  };
}

function toPattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "su");
}

import { constraintsOf, nameOf, type QualifiedName, type Schema, type Table } from "../schema.ts";
import type { Renames } from "../rename/renames.ts";
import { keyOf } from "./names.ts";
import { type Lay, withoutFallen } from "./leaning.ts";
import { isShared, type Rules } from "./traits.ts";
import { withItems } from "./what_is_left.ts";

/**
 * The schema without what goes and leaves its name to something of another kind, a table to a view's
 * or an index's; undefined where nothing does. What still uses such a thing is left as it is, but for
 * defaults that count by a sequence.
 */
export function vacate(
  from: Schema,
  to: Schema,
  { renames, rules, lay }: {
    readonly renames: Renames;
    readonly rules: Rules;
    readonly lay: Lay;
  },
): Schema | undefined {
  const wanted = kindsByName(to, rules);
  const renamed = new Set(
    [...renames.tables, ...renames.enums ?? []].map((each) => keyOf(each.from)),
  );
  const left = [...kindsByName(from, rules)].filter(([key, kind]) =>
    wanted.has(key) && wanted.get(key) !== kind && !renamed.has(key)
  );
  if (left.length === 0) return undefined;
  const goes = new Map(left);
  const isGone = (kind: Kind) => (item: QualifiedName) => goes.get(keyOf(item)) === kind;
  const used = typesInUse(from);
  const isUnused = (type: QualifiedName) => !isGone("type")(type) || used.has(keyOf(type));
  const sequences = new Set(from.sequences.filter(isGone("sequence")).map(({ name }) => name));
  const bare: Schema = {
    tables: from.tables.filter((table) => !isGone("table")(table)).map((table) =>
      withItems(
        withoutDefaults(table, sequences),
        (item) =>
          !("references" in item && isGone("table")(item.references)) &&
          !(item.name !== undefined && isShared(item, rules) &&
            isGone("key")({ ...nameOf(table), name: item.name })),
      )
    ),
    enums: from.enums.filter(isUnused),
    domains: from.domains.filter(isUnused),
    composites: from.composites.filter(isUnused),
    sequences: from.sequences.filter((sequence) =>
      !isGone("sequence")(sequence) &&
      (sequence.ownedBy === undefined || !isGone("table")(sequence.ownedBy.table))
    ),
    objects: from.objects.filter((object) => !isRelation(object) || !isGone("object")(object)),
  };
  return withoutFallen(bare, lay(from, bare));
}

type Kind = "table" | "sequence" | "type" | "object" | "key";

/** Names that may be taken only once in a namespace, and for what. */
function kindsByName(schema: Schema, rules: Rules): ReadonlyMap<string, Kind> {
  const keys = schema.tables.flatMap((table) =>
    [...table.indexes, ...constraintsOf(table)].filter((item) => isShared(item, rules))
      .flatMap(({ name }) => name === undefined ? [] : [keyOf({ ...nameOf(table), name })])
  );
  const all: readonly (readonly [Kind, readonly QualifiedName[]])[] = [
    ["type", [...schema.enums, ...schema.domains, ...schema.composites]],
    ["sequence", schema.sequences],
    ["object", schema.objects.filter(isRelation)],
    ["table", schema.tables],
  ];
  return new Map([
    ...keys.map((key) => [key, "key"] as const),
    ...all.flatMap(([kind, items]) => items.map((item) => [keyOf(item), kind] as const)),
  ]);
}

/** Whether an object shares its name with tables. */
function isRelation({ kind }: { readonly kind: string }): boolean {
  return ["view", "materialized view", "foreign table", "type"].includes(kind);
}

function typesInUse({ tables, domains, composites }: Schema): ReadonlySet<string> {
  const types = [
    ...tables.flatMap(({ columns }) => columns.map(({ type }) => type)),
    ...domains.map(({ type }) => type),
    ...composites.flatMap(({ fields }) => fields.map(({ type }) => type)),
  ];
  return new Set(types.flatMap((type) => typeof type === "string" ? [] : [keyOf(type)]));
}

function withoutDefaults(table: Table, sequences: ReadonlySet<string>): Table {
  if (sequences.size === 0) return table;
  return {
    ...table,
    columns: table.columns.map((column) => {
      const { default: value, ...bare } = column;
      const isLeft = value === undefined ||
        !sequences.values().some((name) => value.includes(name));
      return isLeft ? column : bare;
    }),
  };
}

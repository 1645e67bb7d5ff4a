import type { Operation } from "../operation.ts";
import {
  type DataType,
  type Dependency,
  type ForeignKey,
  nameOf,
  type OpaqueObject,
  printName,
  sameName,
  type Table,
} from "../schema.ts";
import { isUsed, type Uses, usesOf } from "./early.ts";
import type { ForeignKeyPlan } from "./foreign_keys.ts";
import { keyOf } from "./names.ts";
import { bodyReader, isRoutine, needsOf, type ObjectStep } from "./objects.ts";
import { type Needs, sortByNeeds } from "./order.ts";
import { parentsOf } from "../heirs.ts";
import type { Rules } from "./traits.ts";
import { needEachOther, partsOf, type TypeStep } from "./types.ts";

/** New tables, and the foreign keys that they get once all of them are there. */
export interface Creation {
  readonly operations: readonly Operation[];
  readonly later: readonly Operation[];
}

/**
 * Orders new tables by their parents and foreign keys, together with the types and objects that they
 * use. A foreign key of a ring is made once all of its tables are there.
 *
 * @throws {WhimbrelError} `invalid_schema` for tables, types and objects that need each other.
 */
export function createTables(
  created: readonly Table[],
  { types, objects, foreignKeys, rules }: {
    readonly types: readonly TypeStep[];
    readonly objects: readonly ObjectStep[];
    readonly foreignKeys: ForeignKeyPlan;
    readonly rules: Rules;
  },
): Creation {
  const tables = new Map(created.map((table) => [keyOf(table), table]));
  const { order, stuck } = sortByNeeds<Node>(
    [...types, ...created, ...objects],
    needsAmong({ types, tables, objects, isExact: rules.objectsHold }),
  );
  if (stuck.length > 0) {
    throw needEachOther(
      stuck.map((node) =>
        "to" in node
          ? `${node.to.kind} "${printName(node.to)}"`
          : "operation" in node
          ? `type "${printName(node.type)}"`
          : `table "${printName(node)}"`
      ),
    );
  }
  const there = new Set<string>();
  const later: Operation[] = [];
  const operations = order.map((node): Operation => {
    if ("to" in node) return makeObject(node);
    if ("operation" in node) return node.operation;
    there.add(keyOf(node));
    const isReady = (key: ForeignKey) =>
      sameName(key.references, node) || !rules.holds("table") ||
      foreignKeys.isReady(key) &&
        (there.has(keyOf(key.references)) || !tables.has(keyOf(key.references)));
    const waiting = node.foreignKeys.filter((key) => !isReady(key));
    if (waiting.length === 0) return { kind: "create_table", table: node };
    for (const constraint of waiting) {
      later.push({ kind: "add_constraint", table: nameOf(node), constraint });
    }
    return {
      kind: "create_table",
      table: { ...node, foreignKeys: node.foreignKeys.filter(isReady) },
    };
  });
  return { operations, later };
}

/** Drops types and the objects that tables no longer use, each before what it needs. */
export function dropUnused(
  types: readonly TypeStep[],
  objects: readonly OpaqueObject[],
  { objectsHold }: Rules,
): readonly Operation[] {
  const steps = objects.map((to): ObjectStep => ({ to }));
  const { order, stuck } = sortByNeeds<Node>(
    [...steps.toReversed(), ...types],
    needsAmong({ types, tables: new Map(), objects: steps, isExact: objectsHold }),
  );
  return [...order, ...stuck].toReversed().flatMap((node): readonly Operation[] => {
    if ("to" in node) return [{ kind: "drop_object", object: node.to }];
    return "operation" in node ? [node.operation] : [];
  });
}

/** What can need each other. */
type Node = Table | ObjectStep | TypeStep;

function needsAmong({ types, tables, objects, isExact }: {
  readonly types: readonly TypeStep[];
  readonly tables: ReadonlyMap<string, Table>;
  readonly objects: readonly ObjectStep[];
  /** Whether the database tells all that objects need. */
  readonly isExact: boolean;
}): (node: Node) => Needs<Node> {
  const steps = new Map(types.map((step) => [keyOf(step.type), step]));
  const byTarget = Map.groupBy(objects, ({ to }) => `${to.kind} ${keyOf(to)}`);
  const found = ({ kind, ...name }: Dependency): readonly Node[] => {
    const named = kind === "table"
      ? tables.get(keyOf(name))
      : kind === "domain" || kind === "composite"
      ? steps.get(keyOf(name))
      : undefined;
    return named !== undefined ? [named] : byTarget.get(`${kind} ${keyOf(name)}`) ?? [];
  };
  const inBody = bodyReader<{ readonly name: string; readonly node: Node }>([
    ...objects.filter(({ to }) => isRoutine(to)).map((node) => ({ name: node.to.name, node })),
    ...tables.values().map((node) => ({ name: node.name, node })),
  ]);
  const stepOf = (type: DataType): readonly Node[] =>
    typeof type === "string" ? [] : [steps.get(keyOf(type)) ?? []].flat();
  const used = (uses: () => Uses): readonly Node[] => {
    if (objects.length === 0) return [];
    const known = uses();
    return objects.filter(({ to }) => isUsed(to, known));
  };
  return (node) => {
    if ("to" in node) {
      const hard = needsOf(node.to).flatMap(found);
      const soft = inBody(node.to).map((each) => each.node);
      return isExact ? { hard, soft } : { hard: [], soft: [...hard, ...soft] };
    }
    if ("operation" in node) {
      const { type } = node;
      return {
        hard: partsOf(type).flatMap(stepOf),
        soft: used(() => usesOf([], "fields" in type ? [] : [type])),
      };
    }
    const parents = parentsOf(node).flatMap((name) => tables.get(keyOf(name)) ?? []);
    const referenced = node.foreignKeys.flatMap(({ references }) =>
      tables.get(keyOf(references)) ?? []
    );
    return {
      hard: [...parents, ...node.columns.flatMap(({ type }) => stepOf(type))],
      soft: [...used(() => usesOf([node], [])), ...referenced],
    };
  };
}

/** Puts an object into its place. */
export function makeObject({ from, to }: ObjectStep): Operation {
  return from === undefined
    ? { kind: "create_object", object: to }
    : { kind: "replace_object", from, to };
}

/**
 * Orders tables that are dropped, those first that others do not need. A foreign key of a ring goes
 * beforehand, where a table is held by it.
 */
export function dropTables(doomed: readonly Table[], rules: Rules): {
  readonly order: readonly Table[];
  readonly loosened: readonly { readonly table: Table; readonly key: ForeignKey }[];
} {
  const byName = new Map(doomed.map((table) => [keyOf(table), table]));
  const find = (names: readonly { readonly schema?: string; readonly name: string }[]) =>
    names.flatMap((name) => byName.get(keyOf(name)) ?? []);
  const { order, stuck } = sortByNeeds(doomed, (table) => ({
    hard: find(parentsOf(table)),
    soft: find(table.foreignKeys.map(({ references }) => references)),
  }));
  const all = [...order, ...stuck];
  const places = new Map(all.map((table, index) => [table, index]));
  const loosened = !rules.holds("table")
    ? []
    : all.flatMap((table) =>
      table.foreignKeys.flatMap((key) => {
        const referenced = byName.get(keyOf(key.references));
        return referenced !== undefined && places.get(referenced)! > places.get(table)!
          ? [{ table, key }]
          : [];
      })
    );
  return { order: all.toReversed(), loosened };
}

import type { Domain, OpaqueObject, Table } from "../schema.ts";
import { bodyReader, isRoutine } from "./objects.ts";
import { expressionsOf } from "./reads.ts";
import { constraintsOf } from "../schema.ts";

/**
 * Which objects are used by tables and domains: functions in expressions, types of columns, operator
 * classes of indexes.
 */
export interface Uses {
  /** Names that a parenthesis follows in an expression. */
  readonly calls: ReadonlySet<string>;
  /** Names in types and operator classes. */
  readonly types: ReadonlySet<string>;
  /** Names in string literals, by which functions are told how to search in texts. */
  readonly literals: ReadonlySet<string>;
}

/** What tables and domains call and are made of, by bare names. */
export function usesOf(tables: readonly Table[], domains: readonly Domain[]): Uses {
  const calls = new Set<string>();
  const types = new Set<string>();
  const literals = new Set<string>();
  const read = (expression: string | undefined) => {
    for (const name of callsIn(expression ?? "")) calls.add(name);
    for (const [text] of (expression ?? "").matchAll(strings)) {
      for (const name of namesIn(text)) literals.add(name);
    }
  };
  const readType = (type: Table["columns"][number]["type"]) => {
    if (typeof type !== "string") return void types.add(type.name);
    for (const name of namesIn(type)) types.add(name);
  };
  for (const table of tables) {
    for (const column of table.columns) {
      readType(column.type);
      if (column.collation !== undefined) readType(column.collation);
      read(column.default);
      read(column.generated?.expression);
    }
    for (const item of [...constraintsOf(table), ...table.indexes]) {
      for (const expression of expressionsOf(item)) read(expression);
      for (const { opclass } of "parts" in item ? item.parts : []) readType(opclass ?? "");
    }
  }
  for (const domain of domains) {
    readType(domain.type);
    if (domain.collation !== undefined) readType(domain.collation);
    read(domain.default);
    for (const { expression } of domain.checks) read(expression);
  }
  return { calls, types, literals };
}

/** The names that an expression calls, without quotes and namespaces. */
export function callsIn(expression: string): readonly string[] {
  return Array.from(expression.matchAll(called), ([, name]) => unquote(name!));
}

/** The names in a type or collation, without quotes. */
export function namesIn(type: string): readonly string[] {
  return Array.from(type.matchAll(names), ([name]) => unquote(name));
}

/** Whether something that is used so cannot be without the object. */
export function isUsed(object: OpaqueObject, { calls, types, literals }: Uses): boolean {
  if (object.table !== undefined) return false;
  if (object.kind.startsWith("text search ")) return literals.has(object.name);
  // One that a type has by itself is not named where it is used.
  if (object.kind === "operator class" && object.dependsOn.some(({ name }) => types.has(name))) {
    return true;
  }
  return object.signature === undefined ? types.has(object.name) : calls.has(object.name);
}

/** Those of the objects that are used, with all among them that these need. */
export function usedAmong(
  objects: readonly OpaqueObject[],
  uses: Uses,
): ReadonlySet<OpaqueObject> {
  const found = new Set(objects.filter((object) => isUsed(object, uses)));
  if (found.size === 0) return found;
  const byName = Map.groupBy(objects, ({ kind, schema, name }) => `${kind} ${schema} ${name}`);
  const inBody = bodyReader(objects.filter(isRoutine));
  // A set goes on to what is added to it meanwhile.
  for (const object of found) {
    for (const routine of inBody(object)) found.add(routine);
    for (const { kind, schema, name } of object.dependsOn) {
      for (const needed of byName.get(`${kind} ${schema} ${name}`) ?? []) found.add(needed);
    }
  }
  return found;
}

const names = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;
const strings = /'(?:[^']|'')*'/g;
const called = /("(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\s*\(/gu;

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

import type { Operation } from "../../core/operation.ts";
import type { Spelling } from "./spelling.ts";

/** An operation, or one that the server has carried out by itself with an earlier one. */
export interface FollowedOperation {
  readonly operation: Operation;
  readonly isDone: boolean;
}

/**
 * Keeps up with the names that the server gives: with a table it renames the foreign keys that it named
 * after it, and MySQL the checks
 * (https://dev.mysql.com/doc/refman/9.4/en/rename-table.html).
 */
export function* followNames(
  operations: readonly Operation[],
  { mariadb }: Pick<Spelling, "mariadb">,
): Generator<FollowedOperation> {
  /** What renamed tables were called at first, by what they are called now. */
  const origins = new Map<string, string>();
  const followed = new Set<string>();
  const pattern = mariadb ? /^_ibfk_\d+$/ : /^_(?:ibfk|chk)_\d+$/;
  const givenName = (table: string, name: string | undefined): string | undefined => {
    const origin = origins.get(table);
    if (origin === undefined || name === undefined || !name.startsWith(origin)) return undefined;
    const rest = name.slice(origin.length);
    return pattern.test(rest) ? table + rest : undefined;
  };
  for (const [index, operation] of operations.entries()) {
    if (isForetold(operation, operations.slice(index + 1), pattern)) {
      yield { operation, isDone: true };
      continue;
    }
    if (operation.kind === "rename_table") {
      const { from, to } = operation;
      origins.set(to.name, origins.get(from.name) ?? from.name);
      origins.delete(from.name);
    }
    const key = keyIn(operation);
    const given = key === undefined ? undefined : givenName(key.table, key.name);
    if (key === undefined || given === undefined) {
      yield { operation, isDone: false };
      continue;
    }
    if (!followed.has(`${key.table}.${given}`)) {
      followed.add(`${key.table}.${given}`);
      const { table } = operation as Extract<Operation, { readonly kind: "drop_constraint" }>;
      const step = { kind: "rename_constraint", table, constraint: key.kind } as const;
      yield { operation: { ...step, from: key.name, to: given }, isDone: true };
    }
    const next = withName(operation, given);
    if (next !== undefined) yield { operation: next, isDone: false };
  }
}

/** Whether a key gets its new name by the rename of its table that follows, as on the way back. */
function isForetold(
  operation: Operation,
  rest: readonly Operation[],
  pattern: RegExp,
): boolean {
  const key = operation.kind === "rename_constraint" ? keyIn(operation) : undefined;
  if (key === undefined || operation.kind !== "rename_constraint") return false;
  const { table, name } = key;
  const number = name.startsWith(table) ? name.slice(table.length) : "";
  return pattern.test(number) &&
    rest.some((later) =>
      later.kind === "rename_table" && later.from.name === table &&
      operation.to === later.to.name + number
    );
}

interface NamedKey {
  readonly table: string;
  readonly kind: "foreign_key" | "check";
  readonly name: string;
}

/** The foreign key or check that an operation finds by its name. */
function keyIn(operation: Operation): NamedKey | undefined {
  switch (operation.kind) {
    case "drop_constraint":
    case "alter_constraint": {
      const { kind, name } = "constraint" in operation ? operation.constraint : operation.from;
      if (name === undefined || kind !== "foreign_key" && kind !== "check") return undefined;
      return { table: operation.table.name, kind, name };
    }
    case "rename_constraint": {
      const { table, constraint: kind, from } = operation;
      if (kind !== "foreign_key" && kind !== "check") return undefined;
      return { table: table.name, kind, name: from };
    }
    default:
      return undefined;
  }
}

/** The operation on the key's name of now; undefined where nothing is left to do. */
function withName(operation: Operation, name: string): Operation | undefined {
  switch (operation.kind) {
    case "drop_constraint":
      return { ...operation, constraint: { ...operation.constraint, name } };
    case "alter_constraint":
      return { ...operation, from: { ...operation.from, name } };
    case "rename_constraint":
      return operation.to === name ? undefined : { ...operation, from: name };
    default:
      return operation;
  }
}

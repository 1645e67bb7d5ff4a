import { WhimbrelError } from "../../core/errors.ts";
import type { Operation } from "../../core/operation.ts";
import type { Constraint, Schema, Table } from "../../core/schema.ts";
import { addColumn, isColumnConstraint, renderNative } from "./native.ts";
import { foldName } from "./quote.ts";
import { type Origin, type Rename, undoInExpression, undoRenames } from "./rebuild.ts";

/** A rebuild as far as the table alone tells. */
export interface TableRebuild {
  readonly from: Table;
  readonly to: Table;
  readonly origins: ReadonlyMap<string, Origin>;
  /** What the table is called when all operations are done. */
  readonly currentName: string;
}

/** The statements of changes that have been put together. */
export interface FinishedChanges {
  readonly body: readonly string[];
  /** Renames, which come after the rebuilds of all tables. */
  readonly tail: readonly string[];
  /** Old names that the tail takes away. */
  readonly renames: readonly GoneName[];
}

/** A name that a table or column had. */
export interface GoneName {
  readonly name: string;
  /** For a column, the names of its table. */
  readonly tables?: readonly string[];
}

/** Operations on one table that are rendered together. */
export interface TableChanges {
  /** What the table is called after the operations so far. */
  name(): string;
  /** Whether the table is called so in the database, or will be. */
  uses(name: string): boolean;
  /** Whether one of the operations is a rename, which SQLite carries into all that is there. */
  renames(): boolean;
  /** Whether a rename that is still to come would change what a table, as it will be, refers to. */
  confuses(other: Table): boolean;
  /** Whether an index has the name in the database, but not after the operations so far. */
  frees(index: string): boolean;
  /** Whether the operation uses a column name that is free only once earlier ones have run. */
  collides(operation: Operation): boolean;
  /** @param after the schema after the operation. */
  add(operation: Operation, after: Schema): void;
  finish(rebuild: (rebuild: TableRebuild) => readonly string[]): FinishedChanges;
}

/**
 * Starts to collect operations on a table as it is in the database.
 *
 * @throws {WhimbrelError} `invalid_migration` where there is no such table.
 */
export function startTableChanges(from: Table | undefined, name: string): TableChanges {
  if (from === undefined) {
    throw new WhimbrelError("invalid_migration", `There is no table "${name}"`);
  }
  /** The table before each operation, and last the table after all. */
  const states: Table[] = [from];
  const operations: Operation[] = [];
  const renames: Rename[] = [];
  const origins = new Map<string, Origin>(
    from.columns.map((column) => [column.name, { source: column.name }]),
  );
  const current = (): Table => states.at(-1)!;
  return {
    name: () => current().name,
    uses: (taken) => [from.name, current().name].some((used) => foldName(used) === foldName(taken)),
    renames: () =>
      operations.some(({ kind }) => kind === "rename_table" || kind === "rename_column"),
    confuses: (other) => {
      const tables = new Set<string>();
      const columns = new Set(renames.map((rename) => foldName(rename.from)));
      for (const operation of operations) {
        if (operation.kind === "rename_table") tables.add(foldName(operation.from.name));
      }
      const called = foldName(current().name);
      return other.foreignKeys.some(({ references, referencedColumns }) =>
        tables.has(foldName(references.name)) ||
        foldName(references.name) === called &&
          referencedColumns.some((name) => columns.has(foldName(name)))
      );
    },
    frees: (index) => {
      const has = (table: Table) =>
        table.indexes.some(({ name }) => foldName(name) === foldName(index));
      return has(from) && !has(current());
    },
    collides: (operation) =>
      operation.kind === "add_column" &&
      renames.some((rename) => foldName(rename.from) === foldName(operation.column.name)),
    add(operation, after) {
      const called = operation.kind === "rename_table" ? operation.to.name : current().name;
      states.push(after.tables.find((table) => table.name === called)!);
      operations.push(operation);
      traceOrigin(operation, { origins, renames });
      if (operation.kind === "rename_column") renames.push(operation);
    },
    finish(rebuild) {
      const native = renderAllNative(operations, states);
      const tables = [from.name, current().name];
      const moved = operations.flatMap((operation): GoneName[] =>
        operation.kind === "rename_table"
          ? [{ name: operation.from.name }]
          : operation.kind === "rename_column"
          ? [{ name: operation.from, tables }]
          : []
      );
      if (native !== undefined) {
        return moved.length === 0
          ? { body: native, tail: [], renames: [] }
          : { body: [], tail: native, renames: moved };
      }
      const { table, left } = undoRenames(current(), renames);
      return {
        body: rebuild({
          from,
          to: calledAs(table, from.name),
          origins: byOldName(origins, left),
          currentName: current().name,
        }),
        tail: renameAll(from, current().name, left),
        renames: moved,
      };
    },
  };
}

function traceOrigin(
  operation: Operation,
  { origins, renames }: { origins: Map<string, Origin>; renames: readonly Rename[] },
): void {
  if (operation.kind === "add_column") origins.set(operation.column.name, {});
  else if (operation.kind === "drop_column") origins.delete(operation.column.name);
  else if (operation.kind === "rename_column") {
    origins.set(operation.to, origins.get(operation.from) ?? {});
    origins.delete(operation.from);
  } else if (operation.kind === "alter_column" && operation.using !== undefined) {
    origins.set(operation.to.name, { using: undoInExpression(operation.using, renames) });
  }
}

/** Origins by the names that columns have before the renames that are left. */
function byOldName(
  origins: ReadonlyMap<string, Origin>,
  left: readonly Rename[],
): ReadonlyMap<string, Origin> {
  const oldName = (name: string): string =>
    left.toReversed().reduce((called, { from, to }) => called === to ? from : called, name);
  return new Map([...origins].map(([name, origin]) => [oldName(name), origin]));
}

function calledAs(table: Table, name: string): Table {
  return {
    ...table,
    name,
    foreignKeys: table.foreignKeys.map((key) =>
      key.references.name === table.name ? { ...key, references: { ...key.references, name } } : key
    ),
  };
}

function renameAll(table: Table, name: string, columns: readonly Rename[]): readonly string[] {
  const renames: Operation[] = columns.map((rename) => ({
    kind: "rename_column",
    table,
    ...rename,
  }));
  if (name !== table.name) renames.push({ kind: "rename_table", from: table, to: { name } });
  return renames.flatMap((operation) => renderNative(operation, table) ?? []);
}

/** Undefined where one of the operations takes a rebuild, which then does the work of all. */
function renderAllNative(
  operations: readonly Operation[],
  states: readonly Table[],
): readonly string[] | undefined {
  const statements: string[] = [];
  const folded = new Set<Operation>();
  for (const [index, operation] of operations.entries()) {
    if (folded.has(operation)) continue;
    const native = renderNative(operation, states[index]);
    if (native === undefined) return undefined;
    if (operation.kind !== "add_column") {
      statements.push(...native);
      continue;
    }
    const constraints = constraintsOfColumn(operation, operations.slice(index + 1));
    for (const constraint of constraints) folded.add(constraint);
    statements.push(addColumn(operation, constraints.map(({ constraint }) => constraint)));
  }
  return statements;
}

type AddConstraint = Operation & { readonly kind: "add_constraint" | "drop_constraint" } & {
  readonly constraint: Constraint;
};

/** Constraints that are added to a new column directly after it. */
function constraintsOfColumn(
  { column }: Operation & { readonly kind: "add_column" | "drop_column" },
  following: readonly Operation[],
): readonly AddConstraint[] {
  const found: AddConstraint[] = [];
  for (const operation of following) {
    if (operation.kind === "add_column" || operation.kind === "create_index") continue;
    if (operation.kind !== "add_constraint") break;
    if (isColumnConstraint(operation.constraint, column)) found.push(operation);
  }
  return found;
}

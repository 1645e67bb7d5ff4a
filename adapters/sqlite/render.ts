import { apply } from "../../core/apply.ts";
import type { Operation } from "../../core/operation.ts";
import { type OpaqueObject, type Schema } from "../../core/schema.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { namesIn } from "./expression.ts";
import { renderNative } from "./native.ts";
import { foldName } from "./quote.ts";
import { type Rebuild, rebuildTable, refuseStaleTrigger } from "./rebuild.ts";
import { type GoneName, startTableChanges, type TableChanges } from "./table_changes.ts";

/**
 * Renders operations in order, as far as one sees: those on one table become one rebuild where one of
 * them needs it, and the renames among them come last, so that SQLite itself carries them into
 * triggers and views.
 *
 * @throws {WhimbrelError} `refused_statement` for what SQLite does not have, and `invalid_migration` for
 * an operation that does not fit the schema.
 */
export function render(operations: readonly Operation[], before: Schema): readonly Statement[] {
  const statements = needsSchema(operations)
    ? renderKnowing(operations, before)
    : operations.flatMap((operation) => renderNative(operation, undefined) ?? []);
  return statements.map(generated);
}

/** Whether one of the operations may take a rebuild, which needs the table as it is. */
export function needsSchema(operations: readonly Operation[]): boolean {
  return operations.some((operation) => renderNative(operation, undefined) === undefined);
}

function renderKnowing(operations: readonly Operation[], before: Schema): readonly string[] {
  const statements: string[] = [];
  /** Old names that are gone from the database, but perhaps not from the triggers' text as known. */
  const renamed: GoneName[] = [];
  let schema = before;
  let pending: TableChanges[] = [];

  const flush = (asked: readonly TableChanges[]): void => {
    // What waits was planned with the old names, so that it has to run before a rename.
    const all = asked.some((changes) => changes.renames());
    const chosen = pending.filter((changes) => all || asked.includes(changes));
    const finished = chosen.map((changes) =>
      changes.finish((rebuild) => rebuildTable(complete(rebuild, { schema, before, renamed })))
    );
    statements.push(
      ...finished.flatMap(({ body }) => body),
      ...finished.flatMap(({ tail }) => tail),
    );
    renamed.push(...finished.flatMap(({ renames }) => renames));
    pending = pending.filter((changes) => !chosen.includes(changes));
  };
  const changesOf = (name: string): TableChanges => {
    const found = pending.find((changes) => changes.name() === name);
    if (found !== undefined) return found;
    const table = schema.tables.find((candidate) => candidate.name === name);
    const started = startTableChanges(table, name);
    pending.push(started);
    return started;
  };

  for (const operation of operations) {
    const target = tableOf(operation);
    if (target === undefined) {
      flush(claims(operation, pending));
      statements.push(...renderNative(operation, undefined) ?? []);
      schema = forgetTriggers(apply(schema, operation), operation);
      if (operation.kind === "replace_object") {
        statements.push(...triggersOn(schema, operation.to.name).map((each) => each.definition));
      }
    } else {
      const own = pending.filter((changes) => changes.name() === target);
      flush(claims(operation, pending).filter((changes) => !own.includes(changes)));
      if (own.some((changes) => changes.collides(operation))) flush(own);
      const after = apply(schema, operation);
      const table = after.tables.find(({ name }) => name === nameAfter(operation, target));
      flush(pending.filter((changes) => changes.name() !== target && changes.confuses(table!)));
      const changes = changesOf(target);
      schema = after;
      changes.add(operation, schema);
    }
  }
  flush(pending);
  return statements;
}

/** The table whose changes an operation joins; undefined for what stands by itself. */
function tableOf(operation: Operation): string | undefined {
  if (operation.kind === "rename_table") return operation.from.name;
  if (operation.kind === "create_table" || operation.kind === "drop_table") return undefined;
  return "table" in operation ? operation.table.name : undefined;
}

function nameAfter(operation: Operation, name: string): string {
  return operation.kind === "rename_table" ? operation.to.name : name;
}

/** The changes that must have happened before an operation: all before views, else those on its names. */
function claims(
  operation: Operation,
  pending: readonly TableChanges[],
): readonly TableChanges[] {
  const names = namesOf(operation);
  if (names === undefined) return pending;
  return pending.filter((changes) =>
    names.tables.some((name) => changes.uses(name)) ||
    names.indexes.some((name) => changes.frees(name))
  );
}

/** The names that an operation takes or looks up; undefined for what may name anything. */
function namesOf(
  operation: Operation,
): { readonly tables: readonly string[]; readonly indexes: readonly string[] } | undefined {
  switch (operation.kind) {
    case "rename_table":
      return { tables: [operation.to.name], indexes: [] };
    case "create_table":
    case "drop_table": {
      // A rename that comes later would be carried into the references of a new table.
      const { name, foreignKeys, indexes } = operation.table;
      const isNew = operation.kind === "create_table";
      return {
        tables: [name, ...(isNew ? foreignKeys.map(({ references }) => references.name) : [])],
        indexes: isNew ? indexes.map((index) => index.name) : [],
      };
    }
    case "create_index":
      return { tables: [], indexes: [operation.index.name] };
    case "rename_index":
      return { tables: [], indexes: [operation.to] };
    default:
      return "table" in operation ? { tables: [], indexes: [] } : undefined;
  }
}

function triggersOn({ objects }: Schema, name: string): readonly OpaqueObject[] {
  return objects.filter(({ kind, table }) => kind === "trigger" && table?.name === name);
}

/** DROP TABLE takes the triggers along. */
function forgetTriggers(schema: Schema, operation: Operation): Schema {
  if (operation.kind !== "drop_table") return schema;
  const gone = triggersOn(schema, operation.table.name);
  return { ...schema, objects: schema.objects.filter((object) => !gone.includes(object)) };
}

interface Surroundings {
  readonly schema: Schema;
  readonly before: Schema;
  readonly renamed: readonly GoneName[];
}

/** Adds to a rebuild what of it is not the table's own. */
function complete(
  { currentName, ...rebuild }: Omit<Rebuild, "triggers" | "name" | "isReferredTo"> & {
    readonly currentName: string;
  },
  { schema, before, renamed }: Surroundings,
): Rebuild {
  const triggers = triggersOn(schema, currentName);
  for (const trigger of triggers) {
    const names = namesIn(trigger.definition);
    const isNamed = (name: string) => names.has(foldName(name));
    const stale = renamed.find(({ name, tables }) =>
      isNamed(name) && tables?.some(isNamed) !== false
    );
    if (stale !== undefined) refuseStaleTrigger(trigger, stale.name);
  }
  const taken = new Set(
    [...before.tables, ...schema.tables, ...schema.objects].map(({ name }) => foldName(name)),
  );
  let name = `whimbrel_new_${rebuild.from.name}`;
  while (taken.has(foldName(name))) name += "_";
  const isReferredTo = schema.objects.some((object) => !triggers.includes(object));
  return { ...rebuild, triggers, name, isReferredTo };
}

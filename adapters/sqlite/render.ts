import { apply } from "../../core/apply.ts";
import type { Operation } from "../../core/operation.ts";
import { type OpaqueObject, type Schema } from "../../core/schema.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { namesIn } from "./expression.ts";
import { renderNative } from "./native.ts";
import { foldName } from "./quote.ts";
import { type Rebuild, rebuildTable, refuseStaleTrigger } from "./rebuild.ts";
import { startTableChanges, type TableChanges } from "./table_changes.ts";

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
  const renamed = new Set<string>();
  let schema = before;
  let pending: TableChanges[] = [];

  const flush = (chosen: readonly TableChanges[]): void => {
    const finished = chosen.map((changes) =>
      changes.finish((rebuild) => rebuildTable(complete(rebuild, { schema, before, renamed })))
    );
    statements.push(
      ...finished.flatMap(({ body }) => body),
      ...finished.flatMap(({ tail }) => tail),
    );
    for (const { renames } of finished) for (const name of renames) renamed.add(foldName(name));
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
      const changes = changesOf(target);
      schema = apply(schema, operation);
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

/** The changes that must have happened before an operation: all before views, else those on its names. */
function claims(
  operation: Operation,
  pending: readonly TableChanges[],
): readonly TableChanges[] {
  const taken = operation.kind === "rename_table"
    ? operation.to.name
    : operation.kind === "create_table" || operation.kind === "drop_table"
    ? operation.table.name
    : undefined;
  if (taken === undefined) return tableOf(operation) === undefined ? pending : [];
  return pending.filter((changes) => changes.uses(taken));
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
  readonly renamed: ReadonlySet<string>;
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
    const stale = [...namesIn(trigger.definition)].find((name) => renamed.has(name));
    if (stale !== undefined) refuseStaleTrigger(trigger, stale);
  }
  const taken = new Set(
    [...before.tables, ...schema.tables, ...schema.objects].map(({ name }) => foldName(name)),
  );
  let name = `whimbrel_new_${rebuild.from.name}`;
  while (taken.has(foldName(name))) name += "_";
  const isReferredTo = schema.objects.some((object) => !triggers.includes(object));
  return { ...rebuild, triggers, name, isReferredTo };
}

import type { Collected } from "./collect.ts";
import type { Attribute, Instance, Library, Model, TableName } from "./library.ts";

/** What `sync()` would run on an empty database. */
export interface Synced {
  readonly statements: readonly string[];
  readonly notes: readonly string[];
}

/** Where models keep the order in which their tables can be made. */
interface Sorter {
  getModelsTopoSortedByForeignKey(): readonly Model[] | null;
}

/**
 * Has the package write the statements of its own `sync()`, without a database. Tables that refer to
 * each other get their foreign keys at the end.
 */
export async function recordSync({ library, instance, models }: Collected): Promise<Synced> {
  const statements: string[] = schemasOf(models, instance).map((name) =>
    `CREATE SCHEMA IF NOT EXISTS "${name.replaceAll('"', '""')}"`
  );
  const notes: string[] = [];
  library.record(statements);
  const sorter =
    (library.major === 6
      ? (instance as unknown as { modelManager: Sorter }).modelManager
      : instance.models) as Sorter;
  const sorted = sorter.getModelsTopoSortedByForeignKey();
  // A reference to a table that is not there yet does not hurt SQLite.
  const isCyclic = sorted === null && !instance.dialect.name.startsWith("sqlite");
  await runHooks(instance, "beforeBulkSync", notes);
  for (const model of sorted === null ? models : [...sorted].reverse()) {
    showOwnIndexes(library, instance, model);
    const mark = statements.length;
    const options = { force: false, alter: false, withoutForeignKeyConstraints: isCyclic };
    try {
      await model.sync({ ...options, hooks: true });
    } catch (error) {
      statements.length = mark;
      await model.sync({ ...options, hooks: false });
      notes.push(`A hook of "${model.name}" at sync() is left out: ${(error as Error).message}`);
    }
  }
  if (isCyclic) statements.push(...await foreignKeys({ library, instance, models }));
  library.record(statements);
  await runHooks(instance, "afterBulkSync", notes);
  return { statements, notes };
}

/** Runs what the models do around the sync() of all of them. */
async function runHooks(instance: Instance, name: string, notes: string[]): Promise<void> {
  try {
    await (instance.hooks?.runAsync(name, {}) ?? instance.runHooks?.(name, {}));
  } catch (error) {
    notes.push(`A hook "${name}" is left out: ${(error as Error).message}`);
  }
}

/** The schemas that PostgreSQL must have before; elsewhere they are part of tables' names. */
function schemasOf(models: readonly Model[], { dialect }: Instance): readonly string[] {
  if (dialect.name !== "postgres") return [];
  const names = models.map((model) => nameOf(model)).map((name) =>
    typeof name === "string" ? undefined : name.schema
  );
  return [...new Set(names)].filter((name): name is string =>
    name !== undefined && name !== "" && name !== "public"
  ).sort();
}

function nameOf(model: Model): TableName {
  return model.table ?? model.getTableName!();
}

/**
 * After a table is made, sync() asks for its indexes: those that stand behind unique keys must be
 * among them where the table was made with the names that the model gives them.
 */
function showOwnIndexes({ major }: Library, instance: Instance, model: Model): void {
  const unnamed = major === 6 ? /^(?:sqlite|postgres)$/ : /^sqlite3$/;
  const names = unnamed.test(instance.dialect.name) ? [] : Object.keys(model.uniqueKeys ?? {});
  instance.queryInterface.showIndex = () => Promise.resolve(names.map((name) => ({ name })));
}

/** The foreign keys of all models as statements of their own. */
async function foreignKeys({ library, instance, models }: Collected): Promise<readonly string[]> {
  const changes: string[] = [];
  library.record(changes);
  for (const model of models) {
    for (const [column, attribute] of columnsOf(model)) {
      if (attribute.references === undefined) continue;
      // The column is as it should be: only what is said about the reference is wanted.
      const { unique: _, ...rest } = attribute;
      await instance.queryInterface.changeColumn(nameOf(model), column, rest, {});
    }
  }
  return changes.flatMap((text) => text.match(/ALTER TABLE\s[^;]*?ADD FOREIGN KEY[^;]*/g) ?? []);
}

function columnsOf(model: Model): Iterable<readonly [string, Attribute]> {
  return model.modelDefinition?.columns ?? Object.entries(model.fieldRawAttributesMap ?? {});
}

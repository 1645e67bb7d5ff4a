import { constraintName } from "./constraint_name.ts";
import type { Columns, Name, Operations } from "./op.ts";
import { type Draft, draftColumn, draftReference, type Later, listOf } from "./op_draft.ts";
import { draftIndex } from "./op_index.ts";
import { columnsIn, draftTable } from "./op_table.ts";
import { changeColumn, dropColumn } from "./op_change.ts";
import { checkKeys, invalidCall, readName, requireText } from "./op_check.ts";
import type { Operation } from "./operation.ts";
import { constraintsOf, nameOf, printName, type Table, type TableName } from "./schema.ts";
import type { ScriptExecutor } from "./script.ts";

/**
 * The operations that a migration is given. What passes to the executor and back is plain data, so
 * that it may live in another thread.
 *
 * @throws {WhimbrelError} `invalid_migration`, from each operation, for arguments that it cannot take.
 */
export function createOperations(executor: ScriptExecutor): Operations {
  const run = (...list: readonly Operation[]) => executor.operations(list);
  const settle = async <Type>(draft: Draft<Type>): Promise<Type> =>
    await settleDraft(draft, executor);
  const tableCalled = async (call: string, name: Name): Promise<Table> => {
    const wanted = readName(call, name);
    return await executor.table(wanted) ?? missing(call, wanted);
  };
  return {
    dialect: executor.dialect,
    async execute(sql) {
      await executor.execute(requireText("execute()", sql, "the SQL text"));
    },
    async query(sql, parameters = []) {
      return await executor.query(requireText("query()", sql, "the SQL text"), parameters);
    },
    async createTable(name, definition) {
      const table = await settle(draftTable(readName("createTable()", name), definition));
      const exists = definition.ifNotExists === true && await executor.table(table) !== undefined;
      if (!exists) await run({ kind: "create_table", table });
    },
    async dropTable(name, options = {}) {
      const wanted = readName("dropTable()", name);
      checkKeys("dropTable()", options, ["ifExists"]);
      if (options.ifExists === true && await executor.table(wanted) === undefined) return;
      await run({ kind: "drop_table", table: bareTable(wanted) });
    },
    async renameTable(name, to) {
      const call = "renameTable()";
      await run({ kind: "rename_table", from: readName(call, name), to: readName(call, to) });
    },
    async addColumn(name, column, definition) {
      const table = readName("addColumn()", name);
      const draft = draftColumn("addColumn()", { table, column }, definition);
      const { column: added, constraints } = await settle(draft);
      await run(
        { kind: "add_column", table, column: added },
        ...constraints.map((constraint): Operation => ({
          kind: "add_constraint",
          table,
          constraint,
        })),
      );
    },
    async dropColumn(name, column) {
      await run(...dropColumn(await tableCalled("dropColumn()", name), column));
    },
    async renameColumn(name, column, to) {
      const call = "renameColumn()";
      const table = readName(call, name);
      const [from, target] = [column, to].map((text) => requireText(call, text, "a column's name"));
      await run({ kind: "rename_column", table, from: from!, to: target! });
    },
    async alterColumn(name, column, changes) {
      const table = await tableCalled("alterColumn()", name);
      await run(await settle(changeColumn(table, column, changes)));
    },
    ...constraintOperations(run, tableCalled),
    ...indexOperations(run, tableCalled),
  };
}

type Run = (...list: readonly Operation[]) => Promise<void>;
type TableCalled = (call: string, name: Name) => Promise<Table>;

function constraintOperations(run: Run, tableCalled: TableCalled): Pick<
  Operations,
  "addPrimaryKey" | "addUnique" | "addForeignKey" | "addCheck" | "dropConstraint"
> {
  return {
    async addPrimaryKey(name, columns, options = {}) {
      const call = "addPrimaryKey()";
      const table = readName(call, name);
      checkKeys(call, options, ["name"]);
      const key = { kind: "primary_key", ...options, columns: listOf(call, columns) } as const;
      await run({ kind: "add_constraint", table, constraint: key });
    },
    async addUnique(name, columns, options = {}) {
      const call = "addUnique()";
      const table = readName(call, name);
      checkKeys(call, options, ["name"]);
      const list = listOf(call, columns);
      const unique = options.name ?? constraintName(table, list, "key");
      await run({
        kind: "add_constraint",
        table,
        constraint: { kind: "unique", name: unique, columns: list },
      });
    },
    async addForeignKey(name, columns: Columns, references) {
      const call = "addForeignKey()";
      const table = readName(call, name);
      const constraint = draftReference(
        call,
        { table, columns: listOf(call, columns) },
        references,
      );
      await run({ kind: "add_constraint", table, constraint });
    },
    async addCheck(name, check, expression) {
      const call = "addCheck()";
      const table = await tableCalled(call, name);
      const condition = requireText(call, expression, "the condition");
      const constraint = {
        kind: "check",
        name: requireText(call, check, "the constraint's name"),
        expression: condition,
        columns: columnsIn(condition, table.columns),
      } as const;
      await run({ kind: "add_constraint", table: nameOf(table), constraint });
    },
    async dropConstraint(name, constraint) {
      const call = "dropConstraint()";
      const table = await tableCalled(call, name);
      const found = constraintsOf(table).find((candidate) => candidate.name === constraint);
      if (found === undefined) {
        throw notThere(call, { table, what: "constraint", name: constraint });
      }
      await run({ kind: "drop_constraint", table: nameOf(table), constraint: found });
    },
  };
}

function indexOperations(run: Run, tableCalled: TableCalled): Pick<
  Operations,
  "createIndex" | "dropIndex" | "renameIndex"
> {
  return {
    async createIndex(name, columns, options = {}) {
      const table = readName("createIndex()", name);
      const { concurrently, ...rest } = options;
      const index = draftIndex("createIndex()", table, { ...rest, columns });
      await run({
        kind: "create_index",
        table,
        index,
        ...(concurrently === true ? { concurrently } : {}),
      });
    },
    async dropIndex(name, index) {
      const call = "dropIndex()";
      const table = await tableCalled(call, name);
      const found = table.indexes.find((candidate) => candidate.name === index);
      if (found === undefined) throw notThere(call, { table, what: "index", name: index });
      await run({ kind: "drop_index", table: nameOf(table), index: found });
    },
    async renameIndex(name, index, to) {
      const call = "renameIndex()";
      const table = readName(call, name);
      const [from, target] = [index, to].map((text) => requireText(call, text, "an index's name"));
      await run({ kind: "rename_index", table, from: from!, to: target! });
    },
  };
}

/** Asks the dialect for what a draft left open, in one call. */
async function settleDraft<Type>(
  { types, values, finish }: Draft<Type>,
  executor: ScriptExecutor,
): Promise<Type> {
  if (types.length + values.length === 0) return finish(noLater);
  const spelling = await executor.spell({ types, values });
  return finish({
    type: (portable) => spelling.types[types.indexOf(portable)]!,
    literal: (value) => spelling.literals[values.indexOf(value)]!,
  });
}

const noLater: Later = { type: (portable) => portable, literal: String };

/** A drop needs no more than the name. */
function bareTable(name: TableName): Table {
  return {
    ...name,
    columns: [],
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    options: {},
  };
}

function missing(call: string, name: TableName): never {
  throw invalidCall(call, `there is no table "${printName(name)}"`);
}

function notThere(
  call: string,
  { table, what, name }: { readonly table: Table; readonly what: string; readonly name: string },
): Error {
  return invalidCall(call, `the table "${printName(table)}" has no ${what} "${name}"`);
}

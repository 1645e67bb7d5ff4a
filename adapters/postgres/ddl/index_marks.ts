import { keyOf } from "../../../core/diff/names.ts";
import type { Operation } from "../../../core/operation.ts";
import {
  type Constraint,
  type Index,
  type Options,
  sameName,
  type Schema,
  type TableName,
} from "../../../core/schema.ts";
import { equalData } from "../../../core/schema_order.ts";
import { laterOptions } from "./options.ts";
import { spell } from "./words.ts";

/** Options of a table that name one of its indexes, and are lost with it. */
const marks = ["cluster_on", "replica_identity_index"] as const;

/** The options of a table without those that wait for an index, and the rest for the end. */
export interface IndexMarks {
  /** What an operation can say of its table at once. */
  now(operation: Operation): Operation;
  /** Statements for the end, when all indexes are there. */
  readonly statements: readonly string[];
}

/** Finds the indexes that their tables name in options and that are made, or made again. */
export function indexMarks(operations: readonly Operation[], before: Schema): IndexMarks {
  const final = finalOptions(operations, before);
  const isMade = (table: TableName, index: unknown) =>
    operations.some((operation) => {
      const made = madeIndex(operation);
      return made !== undefined && made.name === index &&
        sameName(finalName(operations, made.table, operation), table);
    });
  const statements = [...final.values()].flatMap(({ table, options }) => {
    const lost = marks.filter((name) =>
      options[name] !== undefined && isMade(table, options[name])
    );
    const clauses = laterOptions(
      Object.fromEntries(lost.map((name) => [name, options[name]!])),
    );
    return clauses.length === 0 ? [] : [`ALTER TABLE ${spell(table)} ${clauses.join(", ")}`];
  });
  return {
    statements,
    now(operation) {
      if (operation.kind !== "alter_table_options") return operation;
      const table = finalName(operations, operation.table, operation);
      const waiting = marks.filter((name) => isMade(table, operation.to[name]));
      if (waiting.length === 0) return operation;
      const without = (options: Options): Options =>
        Object.fromEntries(
          Object.entries(options).filter(([name]) => !waiting.some((each) => each === name)),
        );
      return { ...operation, from: without(operation.from), to: without(operation.to) };
    },
  };
}

function madeIndex(
  operation: Operation,
): { readonly table: TableName; readonly name: string | undefined } | undefined {
  switch (operation.kind) {
    case "create_index":
      return { table: operation.table, name: operation.index.name };
    case "alter_index":
      return isRemade(operation) ? { table: operation.table, name: operation.to.name } : undefined;
    case "rename_index":
      return { table: operation.table, name: operation.to };
    case "add_constraint":
      return { table: operation.table, name: operation.constraint.name };
    case "alter_constraint":
      return isRemade(operation) ? { table: operation.table, name: operation.to.name } : undefined;
    case "rename_constraint":
      return { table: operation.table, name: operation.to };
    default:
      return undefined;
  }
}

/** Whether more changes than what is said of an index. */
function isRemade({ from, to }: Operation & { readonly kind: "alter_index" | "alter_constraint" }) {
  const bare = (item: Index | Constraint) => ({ ...item, comment: undefined, options: undefined });
  return !equalData(bare(from), bare(to));
}

/** What a table is called after all operations that follow one. */
function finalName(operations: readonly Operation[], table: TableName, after: Operation) {
  return operations.slice(operations.indexOf(after) + 1).reduce(
    (name, operation) =>
      operation.kind === "rename_table" && sameName(operation.from, name) ? operation.to : name,
    table,
  );
}

interface Known {
  readonly table: TableName;
  readonly options: Options;
}

/** The options of tables that stay, as far as they are known, by their names in the end. */
function finalOptions(
  operations: readonly Operation[],
  before: Schema,
): ReadonlyMap<string, Known> {
  const known = new Map(
    before.tables.filter(({ options }) => marks.some((name) => options[name] !== undefined))
      .map((table): [string, Known] => [keyOf(table), { table, options: table.options }]),
  );
  for (const operation of operations) {
    if (operation.kind === "alter_table_options") {
      known.set(keyOf(operation.table), { table: operation.table, options: operation.to });
    } else if (operation.kind === "drop_table") known.delete(keyOf(operation.table));
    else if (operation.kind === "rename_table") {
      const renamed = known.get(keyOf(operation.from));
      known.delete(keyOf(operation.from));
      if (renamed !== undefined) {
        known.set(keyOf(operation.to), { ...renamed, table: operation.to });
      }
    }
  }
  return known;
}

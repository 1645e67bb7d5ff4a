import { fitTable } from "./apply_table.ts";
import type { Operation } from "./operation.ts";
import type { QualifiedName, Schema, Table, TableName } from "./schema.ts";

/**
 * Gives tables other names, all at once, with what refers to them. What is not reached stays the same
 * data, so that it can be told by that.
 *
 * @param newName undefined for a table that keeps its name.
 */
export function renameTables(
  schema: Schema,
  newName: (name: TableName) => TableName | undefined,
): Schema {
  const follow = <Named extends QualifiedName>(named: Named): Named => {
    const name = newName(named);
    return name === undefined ? named : renamed(named, name);
  };
  const isReached = (named: QualifiedName) => newName(named) !== undefined;
  return {
    ...schema,
    tables: schema.tables.map((table): Table => {
      const { partitionOf, inherits } = table;
      const reached = isReached(table) ||
        table.foreignKeys.some(({ references }) => isReached(references)) ||
        partitionOf !== undefined && isReached(partitionOf.parent) || inherits?.some(isReached);
      return !reached ? table : {
        ...follow(table),
        foreignKeys: table.foreignKeys.map((key) => ({
          ...key,
          references: follow(key.references),
        })),
        ...(partitionOf === undefined
          ? {}
          : { partitionOf: { ...partitionOf, parent: follow(partitionOf.parent) } }),
        ...(inherits === undefined ? {} : { inherits: inherits.map(follow) }),
      };
    }),
    sequences: schema.sequences.map((sequence) =>
      sequence.ownedBy === undefined || !isReached(sequence.ownedBy.table)
        ? sequence
        : { ...sequence, ownedBy: { ...sequence.ownedBy, table: follow(sequence.ownedBy.table) } }
    ),
    objects: schema.objects.map((object) => {
      const { table, dependsOn } = object;
      const isNeeded = dependsOn.some((needed) => needed.kind === "table" && isReached(needed));
      if (!isNeeded && (table === undefined || !isReached(table))) return object;
      return {
        ...object,
        ...(table === undefined ? {} : { table: follow(table) }),
        dependsOn: dependsOn.map((needed) => needed.kind === "table" ? follow(needed) : needed),
      };
    }),
  };
}

/** A column that gets another name. */
export type ColumnStep = Operation & { readonly kind: "rename_column" };

/**
 * Gives columns other names, those of one table in turn, with what refers to them. What is not reached
 * stays the same data.
 *
 * @throws {WhimbrelError} `invalid_migration` for a column that is not there, or a name that is taken.
 */
export function renameColumns(
  schema: Schema,
  stepsOf: (table: TableName) => readonly ColumnStep[],
): Schema {
  const follow = (table: TableName, column: string): string =>
    stepsOf(table).reduce((name, { from, to }) => name === from ? to : name, column);
  return {
    ...schema,
    tables: schema.tables.map((table) => {
      const own = stepsOf(table).reduce(fitTable, table);
      if (!own.foreignKeys.some(({ references }) => stepsOf(references).length > 0)) return own;
      return {
        ...own,
        foreignKeys: own.foreignKeys.map((key) => ({
          ...key,
          referencedColumns: key.referencedColumns.map((column) => follow(key.references, column)),
        })),
      };
    }),
    sequences: schema.sequences.map((sequence) => {
      const { ownedBy } = sequence;
      if (ownedBy === undefined || stepsOf(ownedBy.table).length === 0) return sequence;
      const column = follow(ownedBy.table, ownedBy.column);
      return { ...sequence, ownedBy: { ...ownedBy, column } };
    }),
  };
}

/** Something under another name. */
export function renamed<Named extends QualifiedName>(named: Named, to: QualifiedName): Named {
  const { schema: _left, ...rest } = named;
  return {
    ...rest,
    ...(to.schema === undefined ? {} : { schema: to.schema }),
    name: to.name,
  } as Named;
}

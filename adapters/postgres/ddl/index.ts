import { equalData } from "../../../core/schema_order.ts";
import type { Index, Options, TableName } from "../../../core/schema.ts";
import { columnList } from "../../ddl.ts";
import { quote } from "../quoting.ts";
import { withListOfStrings } from "./expression.ts";
import { changeParameters, parameterList, storageOf } from "./options.ts";
import { changedComment, newComment, spell, spellPart } from "./words.ts";

/** CREATE INDEX and the index's comment. */
export function createIndex(
  table: TableName,
  index: Index,
  concurrently = false,
): readonly string[] {
  const { parameters, tablespace } = storageOf(index.options ?? {});
  const words = [
    index.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX",
    concurrently ? "CONCURRENTLY" : "",
    // That of a partitioned table is not used until all partitions have theirs.
    `${quote(index.name)} ON ${index.invalid === true ? "ONLY " : ""}${spell(table)}`,
    index.method === undefined ? "" : `USING ${quote(index.method)}`,
    `(${index.parts.map(spellPart).join(", ")})`,
    includeClause(index.include),
    index.nullsNotDistinct === true ? "NULLS NOT DISTINCT" : "",
    Object.keys(parameters).length === 0 ? "" : `WITH (${parameterList(parameters)})`,
    tablespace === undefined ? "" : `TABLESPACE ${quote(tablespace)}`,
    index.where === undefined ? "" : `WHERE ${withListOfStrings(index.where)}`,
  ];
  return [
    words.filter((word) => word !== "").join(" "),
    ...newComment(`INDEX ${spellIndex(table, index.name)}`, index.comment),
  ];
}

/** DROP INDEX. */
export function dropIndex(table: TableName, name: string, concurrently = false): string {
  return `DROP INDEX ${concurrently ? "CONCURRENTLY " : ""}${spellIndex(table, name)}`;
}

/** Another name for an index. */
export function renameIndex(table: TableName, from: string, to: string): string {
  return `ALTER INDEX ${spellIndex(table, from)} RENAME TO ${quote(to)}`;
}

/** Changes an index in its place where that is possible, and makes it anew where not. */
export function alterIndex(table: TableName, from: Index, to: Index): readonly string[] {
  const { comment: _was, options: before = {}, ...kept } = from;
  const { comment: _is, options: wanted = {}, ...other } = to;
  if (!equalData(kept, other)) {
    return [dropIndex(table, from.name), ...createIndex(table, to)];
  }
  const name = spellIndex(table, to.name);
  return [
    ...changeStorage(before, wanted).map((clause) => `ALTER INDEX ${name} ${clause}`),
    ...changedComment(`INDEX ${name}`, { from, to }),
  ];
}

/** Clauses of ALTER INDEX from some storage parameters and tablespace to others. */
export function changeStorage(from: Options, to: Options): readonly string[] {
  const before = storageOf(from);
  const after = storageOf(to);
  return [
    ...changeParameters(before.parameters, after.parameters),
    ...(before.tablespace === after.tablespace
      ? []
      : [`SET TABLESPACE ${quote(after.tablespace ?? "pg_default")}`]),
  ];
}

/** The name of an index as a statement has it: it lives in the schema of its table. */
export function spellIndex(table: TableName, name: string): string {
  return spell({ ...(table.schema === undefined ? {} : { schema: table.schema }), name });
}

/** `INCLUDE (...)`; empty where nothing is kept beside the key. */
export function includeClause(include: readonly string[] | undefined): string {
  return include === undefined || include.length === 0
    ? ""
    : `INCLUDE ${columnList(include, quote)}`;
}

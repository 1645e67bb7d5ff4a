import { equalData } from "../../../core/schema_order.ts";
import type { Index, Options, TableName } from "../../../core/schema.ts";
import { quote } from "../quoting.ts";
import { includeClause } from "./constraint.ts";
import { withListOfStrings } from "./expression.ts";
import { parameterList, storageOf } from "./options.ts";
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
    `${quote(index.name)} ON ${spell(table)}`,
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

function changeStorage(from: Options, to: Options): readonly string[] {
  const before = storageOf(from);
  const after = storageOf(to);
  const gone = Object.keys(before.parameters).filter((key) => !(key in after.parameters));
  const changed = Object.fromEntries(
    Object.entries(after.parameters).filter(([key, value]) => before.parameters[key] !== value),
  );
  return [
    ...(gone.length === 0 ? [] : [`RESET (${gone.join(", ")})`]),
    ...(Object.keys(changed).length === 0 ? [] : [`SET (${parameterList(changed)})`]),
    ...(before.tablespace === after.tablespace
      ? []
      : [`SET TABLESPACE ${quote(after.tablespace ?? "pg_default")}`]),
  ];
}

/** An index lives in the schema of its table. */
function spellIndex(table: TableName, name: string): string {
  return spell({ ...(table.schema === undefined ? {} : { schema: table.schema }), name });
}

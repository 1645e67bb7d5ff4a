import type { Index, PrimaryKey, Table, Unique } from "../../core/schema.ts";
import { constraintClause, indexClause } from "./definition.ts";
import { namesIn } from "./expression.ts";
import type { Spelling } from "./spelling.ts";

/** A key of a table, as far as it can be dropped and made again in one ALTER TABLE. */
export type Key = PrimaryKey | Unique | Index;

/** All keys of a table. */
export function allKeys({ primaryKey, uniques, indexes }: Table): readonly Key[] {
  return [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques, ...indexes];
}

/** The keys in which a column has a part. */
export function keysOn(name: string, table: Table): readonly Key[] {
  return allKeys(table).filter((key) =>
    "columns" in key
      ? key.columns.includes(name)
      : key.parts.some((part) =>
        "column" in part ? part.column === name : namesIn(part.expression).has(name)
      )
  );
}

/** Parts of an ALTER TABLE that drop keys. */
export function dropKeys(keys: readonly Key[], { quote }: Spelling): readonly string[] {
  return keys.map((key) =>
    "kind" in key && key.kind === "primary_key"
      ? "DROP PRIMARY KEY"
      : `DROP INDEX ${quote(key.name!)}`
  );
}

/** Parts of an ALTER TABLE that make keys. */
export function addKeys(keys: readonly Key[], spelling: Spelling): readonly string[] {
  return keys.map((key) =>
    `ADD ${"kind" in key ? constraintClause(key, spelling) : indexClause(key, spelling)}`
  );
}

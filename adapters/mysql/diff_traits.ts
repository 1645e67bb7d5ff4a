import type { DiffTraits } from "../../core/diff/traits.ts";
import { isText } from "./alter_table.ts";
import { followRenames } from "./follow_renames.ts";
import { changesCollation } from "./table_options.ts";
import { unspoken } from "./unspoken.ts";

/**
 * Foreign keys hold tables, keys, indexes and types; views and routines look names up when they are
 * used (https://dev.mysql.com/doc/refman/9.4/en/create-table-foreign-keys.html).
 */
export const diffTraits: DiffTraits = {
  fold: { column: (name) => name.toLowerCase() },
  foreignKeysHold: ["table", "key", "index", "type"],
  generatedHold: false,
  objectsHold: false,
  // Keys are named within their table, and the primary key has no name at all.
  sharedNames: ["foreign_key", "check"],
  repartitions: true,
  replaces: () => true,
  // A column that a foreign key refers to cannot be made anew, which AUTO_INCREMENT takes.
  recounts: (from, to) => (from.identity === undefined) !== (to.identity === undefined),
  followRenames,
  ordersColumns: true,
  unspoken,
  retypes: (column, from, to) =>
    isText(column) && column.collation === undefined && changesCollation(from, to),
};

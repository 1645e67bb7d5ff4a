import { fitTable } from "../../core/apply_table.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { renameInExpression } from "../../core/rename_in_expression.ts";
import { type OpaqueObject, printType, type Table } from "../../core/schema.ts";
import { createIndex, createTable } from "./definition.ts";
import { foldName, quoteIdentifier as quote, quoteText } from "./quote.ts";
import { isRowidType } from "./types.ts";

/** Where a column of the new table takes its values from. */
export interface Origin {
  /** The column of the old table; absent for a new column, which takes its default. */
  readonly source?: string;
  /** An expression over the old table instead. */
  readonly using?: string;
}

/** A table to be made anew under its old names; renames come afterwards, so that SQLite does them. */
export interface Rebuild {
  readonly from: Table;
  readonly to: Table;
  /** By the column's name in `to`. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly triggers: readonly OpaqueObject[];
  /** A free name for the table while it is filled. */
  readonly name: string;
  /** Views or triggers elsewhere may name the table, which SQLite would refuse while it is away. */
  readonly isReferredTo: boolean;
}

/**
 * The statements that put a new table with the same rows in the place of one
 * (https://sqlite.org/lang_altertable.html section 7): create, copy, drop, rename, and then what went
 * with the old table. Foreign keys must be off around the transaction, because DROP TABLE deletes rows.
 */
export function rebuildTable(rebuild: Rebuild): readonly string[] {
  const { from, to, name, triggers, isReferredTo } = rebuild;
  const rename = `ALTER TABLE ${quote(name)} RENAME TO ${quote(from.name)}`;
  return [
    createTable(to, { name }),
    ...copyRows(rebuild),
    ...copyCounter(rebuild),
    `DROP TABLE ${quote(from.name)}`,
    // Without this, RENAME reads every view and trigger and stumbles over the missing table.
    ...(isReferredTo
      ? ["PRAGMA legacy_alter_table = ON", rename, "PRAGMA legacy_alter_table = OFF"]
      : [rename]),
    ...to.indexes.map((index) => createIndex(index, from)),
    ...triggers.map(({ definition }) => definition),
  ];
}

function copyRows({ from, to, origins, name }: Rebuild): readonly string[] {
  const generated = (column: { readonly generated?: unknown }) => column.generated !== undefined;
  const pairs = to.columns.filter((column) => !generated(column)).flatMap((column) => {
    const { source, using } = origins.get(column.name) ?? {};
    if (using !== undefined) return [[column.name, using] as const];
    return source === undefined ? [] : [[column.name, quote(source)] as const];
  });
  const rowid = sharedRowid(from, to);
  const targets = [...(rowid ? [rowid] : []), ...pairs.map(([target]) => quote(target))];
  const sources = [...(rowid ? [rowid] : []), ...pairs.map(([, source]) => source)];
  // A table that shares nothing with the old one has no rows to take over.
  if (targets.length === 0) return [];
  // A conflict clause of the new table would drop or replace rows without a word.
  const insert = hasConflictClause(to) ? "INSERT OR ABORT" : "INSERT";
  return [
    `${insert} INTO ${quote(name)} (${targets.join(", ")})\nSELECT ${sources.join(", ")} FROM ${
      quote(from.name)
    }`,
  ];
}

function hasConflictClause({ columns, primaryKey, uniques }: Table): boolean {
  const clauses = [primaryKey, ...uniques, ...columns.map(({ notNull }) => notNull)];
  return clauses.some((clause) => clause?.onConflict !== undefined);
}

/** Rows keep their rowid, which full-text tables and applications may refer to. */
function sharedRowid(from: Table, to: Table): string | undefined {
  const keeps = (table: Table) => table.options["without_rowid"] !== true;
  if (!keeps(from) || !keeps(to) || rowidColumn(to) !== undefined) return undefined;
  const taken = new Set([...from.columns, ...to.columns].map(({ name }) => foldName(name)));
  return ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name));
}

/** The INTEGER PRIMARY KEY, which is the rowid itself. */
function rowidColumn({ primaryKey, columns, options }: Table): string | undefined {
  if (primaryKey?.columns.length !== 1 || options["without_rowid"] === true) return undefined;
  if (primaryKey.details?.[0]?.descending) return undefined;
  const column = columns.find(({ name }) => name === primaryKey.columns[0]);
  return column !== undefined && isRowidType(printType(column.type)) ? column.name : undefined;
}

/** AUTOINCREMENT never gives a number twice, not even that of a row which is gone. */
function copyCounter({ from, to, name }: Rebuild): readonly string[] {
  const counts = ({ columns }: Table) => columns.some(({ identity }) => identity !== undefined);
  if (!counts(from) || !counts(to)) return [];
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${quoteText(name)}`,
    `INSERT INTO sqlite_sequence (name, seq)\nSELECT ${
      quoteText(name)
    }, seq FROM sqlite_sequence WHERE name = ${quoteText(from.name)}`,
  ];
}

/** A rename of a column that happened on the way from the old table to the new one. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** The table with its columns called as before these renames; those that are gone by now are skipped. */
export function undoRenames(table: Table, renames: readonly Rename[]): {
  readonly table: Table;
  /** The renames that still have to be done, in order. */
  readonly left: readonly Rename[];
} {
  const left: Rename[] = [];
  let before = table;
  for (const { from, to } of renames.toReversed()) {
    if (!before.columns.some(({ name }) => name === to)) continue;
    before = fitTable(before, { kind: "rename_column", table, from: to, to: from });
    before = {
      ...before,
      foreignKeys: before.foreignKeys.map((key) =>
        key.references.name === table.name
          ? {
            ...key,
            referencedColumns: key.referencedColumns.map((name) => name === to ? from : name),
          }
          : key
      ),
    };
    left.unshift({ from, to });
  }
  return { table: before, left };
}

/** An expression over columns as they are called after these renames, as it was before them. */
export function undoInExpression(expression: string, renames: readonly Rename[]): string {
  return renames.toReversed().reduce(
    (text, { from, to }) => renameInExpression(text, { from: to, to: from }),
    expression,
  );
}

/** @throws {WhimbrelError} `refused_statement`, because the trigger's text is not known any more. */
export function refuseStaleTrigger(trigger: OpaqueObject, name: string): never {
  throw new WhimbrelError(
    "refused_statement",
    `Cannot rebuild "${trigger.table?.name}" after the rename of "${name}": trigger "${trigger.name}" names it`,
    { hint: "put the rename in a migration of its own, before or after this one" },
  );
}

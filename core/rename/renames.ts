import type { QualifiedName, TableName } from "../schema.ts";

/** What a person decided to be the same thing under another name, or not to be. */
export interface Renames {
  readonly tables: readonly TableRename[];
  readonly columns: readonly ColumnRename[];
  readonly enums?: readonly EnumRename[];
}

/** A table under another name. */
export interface TableRename {
  readonly from: TableName;
  readonly to: TableName;
}

/** A column under another name. */
export interface ColumnRename {
  /** The table as it is called after the renames of tables. */
  readonly table: TableName;
  readonly from: string;
  readonly to: string;
}

/** An enum under another name. */
export interface EnumRename {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
}

/** One rename, with the kind of what is renamed. */
export type Rename =
  | { readonly kind: "table" } & TableRename
  | { readonly kind: "column" } & ColumnRename
  | { readonly kind: "enum" } & EnumRename;

/** Nothing was renamed. */
export const noRenames: Renames = { tables: [], columns: [] };

/** The renames with one more. */
export function addRename(renames: Renames, rename: Rename): Renames {
  switch (rename.kind) {
    case "table": {
      const { from, to } = rename;
      return { ...renames, tables: [...renames.tables, { from, to }] };
    }
    case "column": {
      const { table, from, to } = rename;
      return { ...renames, columns: [...renames.columns, { table, from, to }] };
    }
    case "enum": {
      const { from, to } = rename;
      return { ...renames, enums: [...renames.enums ?? [], { from, to }] };
    }
  }
}

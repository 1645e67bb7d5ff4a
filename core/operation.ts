import type {
  Column,
  CompositeType,
  Constraint,
  Domain,
  EnumType,
  Index,
  OpaqueObject,
  Options,
  Partitioning,
  QualifiedName,
  Sequence,
  Table,
  TableName,
} from "./schema.ts";

/**
 * One change of a schema, as plain data that survives JSON and structured cloning.
 *
 * Each carries what was and what will be, so that it can be inverted, described and rendered without
 * a look-up. None changes anything that it does not name, but for references that follow a rename:
 * whoever drops a column drops the indexes and constraints on it by operations of their own.
 */
export type Operation =
  | TableOperation
  | ColumnOperation
  | ConstraintOperation
  | IndexOperation
  | TypeOperation
  | SequenceOperation
  | ObjectOperation;

/** A change of a whole table. */
export type TableOperation =
  | {
    readonly kind: "create_table" | "drop_table";
    readonly table: Table;
    /** Its rows come from another table, or have gone to one. */
    readonly moved?: true;
  }
  /** Names in different namespaces move the table. */
  | { readonly kind: "rename_table"; readonly from: TableName; readonly to: TableName }
  /** An absent comment is none. */
  | {
    readonly kind: "set_table_comment";
    readonly table: TableName;
    readonly from?: string;
    readonly to?: string;
  }
  | {
    readonly kind: "alter_table_options";
    readonly table: TableName;
    readonly from: Options;
    readonly to: Options;
  }
  /** An absent partitioning is none. */
  | {
    readonly kind: "alter_partitioning";
    readonly table: TableName;
    readonly from?: Partitioning;
    readonly to?: Partitioning;
  }
  /** Other bounds for partitions that stay, all at once. */
  | {
    readonly kind: "alter_partition_bounds";
    /** The partitioned table. */
    readonly table: TableName;
    readonly from: readonly PartitionBounds[];
    /** The same partitions in the same order. */
    readonly to: readonly PartitionBounds[];
  }
  /** Copies all rows, by the names of columns; both tables with the columns that they inherit. */
  | { readonly kind: "move_rows"; readonly from: Table; readonly to: Table };

/** A partition and the rows that belong to it. */
export interface PartitionBounds {
  readonly partition: TableName;
  /** As in {@linkcode PartitionOf}. */
  readonly bounds: string;
}

/** A change of one column. */
export type ColumnOperation =
  | {
    readonly kind: "add_column" | "drop_column";
    readonly table: TableName;
    readonly column: Column;
    /**
     * The column's place, counted from 0; the end where absent. A wish: a database that can add
     * columns at the end only does so.
     */
    readonly position?: number;
  }
  /** Expressions and references in other tables follow, as they do in a database. */
  | {
    readonly kind: "rename_column";
    readonly table: TableName;
    readonly from: string;
    readonly to: string;
  }
  /** Both sides have the same name. */
  | {
    readonly kind: "alter_column";
    readonly table: TableName;
    readonly from: Column;
    readonly to: Column;
    /** Gives the new value of each row from its old ones. Inverting loses it. */
    readonly using?: string;
    /**
     * Where the column stands, and where it does without itself counted, both from 0; absent where it
     * stays. Only databases that can put a column in another place are asked to.
     */
    readonly move?: { readonly from: number; readonly to: number };
  };

/** A change of one constraint. */
export type ConstraintOperation =
  | {
    readonly kind: "add_constraint" | "drop_constraint";
    readonly table: TableName;
    readonly constraint: Constraint;
  }
  /** Both sides are of one kind: deferring, validating. */
  | {
    readonly kind: "alter_constraint";
    readonly table: TableName;
    readonly from: Constraint;
    readonly to: Constraint;
  }
  | {
    readonly kind: "rename_constraint";
    readonly table: TableName;
    readonly constraint: Constraint["kind"];
    readonly from: string;
    readonly to: string;
  };

/** A change of one index. */
export type IndexOperation =
  | {
    readonly kind: "create_index" | "drop_index";
    readonly table: TableName;
    readonly index: Index;
    /** Built or dropped without keeping writers out, which refuses a transaction (PostgreSQL). */
    readonly concurrently?: true;
  }
  /** Both sides have the same name. */
  | {
    readonly kind: "alter_index";
    readonly table: TableName;
    readonly from: Index;
    readonly to: Index;
  }
  | {
    readonly kind: "rename_index";
    readonly table: TableName;
    readonly from: string;
    readonly to: string;
  };

/** A change of a type of the schema. The two sides of an `alter_` have the same name. */
export type TypeOperation =
  | { readonly kind: "create_enum" | "drop_enum"; readonly enum: EnumType }
  /** Values added, taken away or put into another order. */
  | { readonly kind: "alter_enum"; readonly from: EnumType; readonly to: EnumType }
  | { readonly kind: "rename_enum"; readonly from: QualifiedName; readonly to: QualifiedName }
  | {
    readonly kind: "rename_enum_value";
    readonly enum: QualifiedName;
    readonly from: string;
    readonly to: string;
  }
  | { readonly kind: "create_domain" | "drop_domain"; readonly domain: Domain }
  | { readonly kind: "alter_domain"; readonly from: Domain; readonly to: Domain }
  | { readonly kind: "create_composite" | "drop_composite"; readonly composite: CompositeType }
  | { readonly kind: "alter_composite"; readonly from: CompositeType; readonly to: CompositeType };

/** A change of a sequence. The two sides of `alter_sequence` have the same name. */
export type SequenceOperation =
  | { readonly kind: "create_sequence" | "drop_sequence"; readonly sequence: Sequence }
  | { readonly kind: "alter_sequence"; readonly from: Sequence; readonly to: Sequence }
  | { readonly kind: "rename_sequence"; readonly from: QualifiedName; readonly to: QualifiedName };

/** A change of an object that is carried as text. The two sides of a replacement have one name. */
export type ObjectOperation =
  | { readonly kind: "create_object" | "drop_object"; readonly object: OpaqueObject }
  | { readonly kind: "replace_object"; readonly from: OpaqueObject; readonly to: OpaqueObject };

const opposites = {
  create_table: "drop_table",
  drop_table: "create_table",
  add_column: "drop_column",
  drop_column: "add_column",
  add_constraint: "drop_constraint",
  drop_constraint: "add_constraint",
  create_index: "drop_index",
  drop_index: "create_index",
  create_enum: "drop_enum",
  drop_enum: "create_enum",
  create_domain: "drop_domain",
  drop_domain: "create_domain",
  create_composite: "drop_composite",
  drop_composite: "create_composite",
  create_sequence: "drop_sequence",
  drop_sequence: "create_sequence",
  create_object: "drop_object",
  drop_object: "create_object",
} as const;

/** The operation that takes this one back. Rows that it lost do not return. */
export function invert(operation: Operation): Operation {
  switch (operation.kind) {
    case "create_table":
    case "drop_table":
      return { ...operation, kind: opposites[operation.kind] };
    case "add_column":
    case "drop_column":
      return { ...operation, kind: opposites[operation.kind] };
    case "add_constraint":
    case "drop_constraint":
      return { ...operation, kind: opposites[operation.kind] };
    case "create_index":
    case "drop_index":
      return { ...operation, kind: opposites[operation.kind] };
    case "create_enum":
    case "drop_enum":
      return { ...operation, kind: opposites[operation.kind] };
    case "create_domain":
    case "drop_domain":
      return { ...operation, kind: opposites[operation.kind] };
    case "create_composite":
    case "drop_composite":
      return { ...operation, kind: opposites[operation.kind] };
    case "create_sequence":
    case "drop_sequence":
      return { ...operation, kind: opposites[operation.kind] };
    case "create_object":
    case "drop_object":
      return { ...operation, kind: opposites[operation.kind] };
    case "alter_column": {
      const { using: _lost, move, ...sides } = operation;
      return {
        ...sides,
        from: operation.to,
        to: operation.from,
        ...(move === undefined ? {} : { move: { from: move.to, to: move.from } }),
      };
    }
    case "set_table_comment":
    case "alter_partitioning": {
      const { from, to, ...rest } = operation;
      return {
        ...rest,
        ...(to === undefined ? {} : { from: to }),
        ...(from === undefined ? {} : { to: from }),
      } as Operation;
    }
    case "rename_table":
    case "alter_table_options":
    case "alter_partition_bounds":
    case "move_rows":
    case "rename_column":
    case "alter_constraint":
    case "rename_constraint":
    case "alter_index":
    case "rename_index":
    case "alter_enum":
    case "rename_enum":
    case "rename_enum_value":
    case "alter_domain":
    case "alter_composite":
    case "alter_sequence":
    case "rename_sequence":
    case "replace_object":
      return { ...operation, from: operation.to, to: operation.from } as Operation;
  }
}

/** Takes back a list: each operation inverted, the last one first. */
export function invertAll(operations: readonly Operation[]): readonly Operation[] {
  return operations.map(invert).reverse();
}

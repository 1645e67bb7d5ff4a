/**
 * What `upgrade(op)` and `downgrade(op)` of a migration in TypeScript are given. This text stands by
 * itself, because it is written beside migrations as their types.
 *
 * Every call is a statement of its own and has to be awaited.
 */
export interface Operations {
  /** `sqlite`, `postgres`, `mysql`, or the name of a custom adapter. */
  readonly dialect: string;

  /** Runs one or more SQL statements. */
  execute(sql: string): Promise<void>;
  /** Rows of one statement; placeholders are `?` or `$1`, as the database writes them. */
  query(sql: string, parameters?: readonly Literal[]): Promise<readonly Row[]>;

  /** Makes a table, and the indexes that its definition lists. */
  createTable(table: Name, definition: TableDefinition): Promise<void>;
  /** Drops a table with all its rows. */
  dropTable(table: Name, options?: { readonly ifExists?: boolean }): Promise<void>;
  renameTable(table: Name, to: Name): Promise<void>;

  addColumn(table: Name, column: string, definition: ColumnDefinition): Promise<void>;
  /** Drops a column, and with it the indexes and constraints that are on it alone. */
  dropColumn(table: Name, column: string): Promise<void>;
  renameColumn(table: Name, column: string, to: string): Promise<void>;
  /** Changes what is given and leaves the rest of the column as it is. */
  alterColumn(table: Name, column: string, changes: ColumnChanges): Promise<void>;

  addPrimaryKey(table: Name, columns: Columns, options?: Named): Promise<void>;
  addUnique(table: Name, columns: Columns, options?: Named): Promise<void>;
  addForeignKey(table: Name, columns: Columns, references: Reference): Promise<void>;
  /** `expression` is SQL, without parentheses around it. */
  addCheck(table: Name, name: string, expression: string): Promise<void>;
  dropConstraint(table: Name, name: string): Promise<void>;

  /** Indexes columns or `{ sql }` expressions, in the order given. */
  createIndex(
    table: Name,
    columns: string | SqlExpression | readonly IndexPart[],
    options?: IndexOptions,
  ): Promise<void>;
  dropIndex(table: Name, name: string): Promise<void>;
  renameIndex(table: Name, name: string, to: string): Promise<void>;
}

/** `users`, `billing.users`, or the parts where a name has a dot of its own. */
export type Name = string | { readonly schema?: string; readonly name: string };

/** One column or several. */
export type Columns = string | readonly string[];

/** A row by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** A value of the database, given as one of JavaScript. */
export type Literal = string | number | bigint | boolean | null | Uint8Array | Date;

/** SQL that stands as it is: `{ sql: "CURRENT_TIMESTAMP" }`. */
export interface SqlExpression {
  readonly sql: string;
}

/**
 * A type that every dialect spells in its own way, or any type of the database's own.
 *
 * `smallint`, `integer`, `bigint`, `boolean`, `real`, `double`, `decimal(10,2)`, `char(2)`,
 * `varchar(200)`, `text`, `uuid`, `json`, `date`, `time`, `timestamp`, `timestamptz`, `binary`.
 */
export type ColumnType =
  | "smallint"
  | "integer"
  | "bigint"
  | "boolean"
  | "real"
  | "double"
  | "text"
  | "uuid"
  | "json"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz"
  | "binary"
  | (string & Record<never, never>);

/** What a table is made of. */
export interface TableDefinition {
  /** By name, in order. */
  readonly columns: Readonly<Record<string, ColumnDefinition>>;
  /** For a key of several columns; one of a single column may stand at the column. */
  readonly primaryKey?: Columns | (Named & { readonly columns: Columns });
  readonly uniques?: readonly (Columns | (Named & { readonly columns: Columns }))[];
  readonly foreignKeys?: readonly (Named & {
    readonly columns: Columns;
    readonly references: Reference;
  })[];
  /** SQL conditions, without parentheses around them. */
  readonly checks?: readonly (string | (Named & { readonly sql: string }))[];
  readonly indexes?: readonly (IndexOptions & {
    readonly columns: string | SqlExpression | readonly IndexPart[];
  })[];
  readonly comment?: string;
  /** SQLite: values must have the type of their column. */
  readonly strict?: boolean;
  /** SQLite: rows are kept in the order of the primary key. */
  readonly withoutRowid?: boolean;
  /** Further options by the database's own names: `{ engine: "InnoDB" }`. */
  readonly options?: Readonly<Record<string, string | boolean>>;
  /** Leaves a table of that name as it is, whatever it looks like. */
  readonly ifNotExists?: boolean;
}

/** What a column is made of. */
export interface ColumnDefinition {
  readonly type: ColumnType;
  /** True where nothing is said, but for a primary key. */
  readonly nullable?: boolean;
  /** A value, or `{ sql }` for an expression. */
  readonly default?: Literal | SqlExpression;
  readonly primaryKey?: boolean;
  /** The database numbers the rows. */
  readonly autoIncrement?: boolean;
  readonly unique?: boolean;
  /** A table whose column `id` is meant, or the reference in full. */
  readonly references?: string | Reference;
  /** An SQL condition, without parentheses around it. */
  readonly check?: string;
  /** Computed from other columns of the row; kept on disk where `stored`. */
  readonly generated?: SqlExpression & { readonly stored?: boolean };
  readonly collation?: string;
  readonly comment?: string;
}

/** What changes of a column; what is not named stays. */
export interface ColumnChanges {
  readonly type?: ColumnType;
  readonly nullable?: boolean;
  /** `null` takes the default away. */
  readonly default?: Literal | SqlExpression;
  /** `null` goes back to the default collation. */
  readonly collation?: string | null;
  readonly comment?: string | null;
  /** SQL that gives the new value of each row: `"email::citext"`, `"coalesce(email, '')"`. */
  readonly using?: string;
}

/** What a foreign key refers to. */
export interface Reference {
  readonly table: Name;
  /** `id` where nothing is said. */
  readonly columns?: Columns;
  readonly onDelete?: Action;
  readonly onUpdate?: Action;
  /** Checked when the transaction ends, always or when the transaction says so. */
  readonly deferrable?: "immediate" | "deferred";
  /** Made from table and columns where nothing is said. */
  readonly name?: string;
}

/** What happens to rows that refer to one that goes or changes its key. */
export type Action = "no action" | "restrict" | "cascade" | "set null" | "set default";

/** A name of one's own, instead of the one made from table and columns. */
export interface Named {
  readonly name?: string;
}

/** One part of an index. */
export type IndexPart =
  | string
  | SqlExpression
  | ({ readonly column: string } & IndexOrder)
  | (SqlExpression & IndexOrder);

/** How an index sorts one of its parts. */
export interface IndexOrder {
  readonly descending?: boolean;
  readonly nulls?: "first" | "last";
  readonly collation?: string;
  /** PostgreSQL: `gin_trgm_ops`. */
  readonly opclass?: string;
  /** MySQL: characters that are indexed. */
  readonly length?: number;
}

/** What an index may have beside its columns. */
export interface IndexOptions extends Named {
  readonly unique?: boolean;
  /** An SQL condition: only rows that meet it are indexed. */
  readonly where?: string;
  /** `gin`, `gist`, `hash`, `fulltext`, `spatial`. */
  readonly method?: string;
  /** PostgreSQL: columns that are kept beside the key. */
  readonly include?: Columns;
  /** PostgreSQL: built without keeping writers out; the migration needs `transaction: off`. */
  readonly concurrently?: boolean;
}

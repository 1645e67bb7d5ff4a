import type { Column } from "./describe_column.ts";
import type { Sql } from "./entity.ts";

/** Where Drizzle keeps what it has for a dialect, and what its classes are called. */
export const cores: Readonly<Record<string, { readonly module: string; readonly prefix: string }>> =
  {
    postgres: { module: "pg-core", prefix: "Pg" },
    mysql: { module: "mysql-core", prefix: "MySql" },
    sqlite: { module: "sqlite-core", prefix: "SQLite" },
  };

/** What is used of a core of the user's `drizzle-orm`. */
export interface Core {
  getTableConfig(table: unknown): TableConfig;
  getViewConfig(view: unknown): ViewConfig;
  getMaterializedViewConfig?(view: unknown): ViewConfig;
  readonly PgDialect?: new (config: object) => Dialect;
  readonly MySqlDialect?: new (config: object) => Dialect;
  /** Before release 1. */
  readonly SQLiteSyncDialect?: new (config: object) => Dialect;
  readonly SQLiteDialect?: new (config: object) => Dialect;
}

/** What is used of a dialect class. */
export interface Dialect {
  sqlToQuery(sql: Sql, source?: string): { readonly sql: string };
  readonly casing?: { convert(name: string): string };
}

/** What is used of a table. */
export interface TableConfig {
  readonly name: string;
  readonly schema?: string;
  readonly columns: readonly Column[];
  readonly indexes: readonly { readonly config: IndexConfig }[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly { readonly name: string; readonly value: Sql }[];
  readonly primaryKeys: readonly Key[];
  readonly uniqueConstraints: readonly (Key & { readonly nullsNotDistinct?: boolean })[];
  readonly policies?: readonly Policy[];
  readonly enableRLS?: boolean;
}

/** What is used of a primary key or unique constraint. */
export interface Key {
  readonly name?: string;
  readonly columns: readonly Column[];
  /** Some constraints of release 1 have none. */
  getName?(): string;
  isNameExplicit?: boolean | (() => boolean);
}

/** What is used of a foreign key. */
export interface ForeignKey {
  readonly onUpdate?: string;
  readonly onDelete?: string;
  reference(): {
    readonly name?: string;
    readonly columns: readonly Column[];
    readonly foreignTable: unknown;
    readonly foreignColumns: readonly Column[];
  };
  getName?(): string;
}

/** What is used of an index. */
export interface IndexConfig {
  readonly name?: string;
  readonly columns: readonly (Sql | IndexedColumn)[];
  readonly unique?: boolean;
  readonly method?: string;
  readonly using?: string;
  readonly where?: Sql;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** What is used of a column of an index. */
export interface IndexedColumn {
  readonly name: string;
  readonly keyAsName?: boolean;
  readonly indexConfig?: {
    readonly order?: string;
    readonly nulls?: string;
    readonly opClass?: string;
  };
}

/** What is used of a policy. */
export interface Policy {
  readonly name: string;
  readonly as?: string;
  readonly for?: string;
  readonly to?: unknown;
  readonly using?: Sql;
  readonly withCheck?: Sql;
  readonly _linkedTable?: unknown;
}

/** What is used of a view. */
export interface ViewConfig {
  readonly name: string;
  readonly schema?: string;
  readonly query?: Sql;
  readonly isExisting?: boolean;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly using?: string;
  readonly tablespace?: string;
  readonly withNoData?: boolean;
  readonly algorithm?: string;
  readonly sqlSecurity?: string;
  readonly withCheckOption?: string;
}

/** What is used of an enum. */
export interface EnumObject {
  readonly schema?: string;
  readonly enumName: string;
  readonly enumValues: readonly string[];
}

/** What is used of a sequence. */
export interface SequenceObject {
  readonly seqName: string;
  readonly schema?: string;
  readonly seqOptions?: Readonly<Record<string, unknown>>;
}

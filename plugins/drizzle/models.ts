/**
 * What the loader prints: the models as data, names in the database's casing, SQL as text.
 */
export interface Models {
  /** The release of `drizzle-orm`: it decides about names and spellings. */
  readonly version: string;
  /** The dialect that was asked for. */
  readonly dialect: string;
  /** The other dialects whose models were found. */
  readonly others: readonly string[];
  /** The files that were read, from the project's root. */
  readonly files: readonly string[];
  readonly tables: readonly TableModel[];
  readonly enums: readonly EnumModel[];
  readonly schemas: readonly string[];
  readonly sequences: readonly SequenceModel[];
  readonly views: readonly ViewModel[];
  /** Policies that are no table's own, linked to one. */
  readonly policies: readonly (PolicyModel & { readonly table: NameModel })[];
  /** Roles of the models, which are the server's. */
  readonly roles: readonly string[];
  /** Filters of `drizzle.config.ts`. */
  readonly tablesFilter: readonly string[];
  readonly schemaFilter: readonly string[];
}

/** A name with its schema, where it says one. */
export interface NameModel {
  readonly name: string;
  readonly schema?: string;
}

/** A table with what belongs to it. */
export interface TableModel extends NameModel {
  readonly columns: readonly ColumnModel[];
  readonly primaryKeys: readonly KeyModel[];
  readonly uniques: readonly (KeyModel & { readonly nullsNotDistinct: boolean })[];
  readonly foreignKeys: readonly ForeignKeyModel[];
  readonly checks: readonly { readonly name: string; readonly expression: string }[];
  readonly indexes: readonly IndexModel[];
  readonly policies: readonly PolicyModel[];
  readonly rowSecurity: boolean;
}

/** A column. */
export interface ColumnModel {
  readonly name: string;
  /** As `getSQLType()` gives it. */
  readonly type: string;
  readonly enum?: NameModel;
  /** Values of a MySQL enum. */
  readonly values?: readonly string[];
  /** How many times it is an array. */
  readonly dimensions: number;
  readonly notNull: boolean;
  readonly primary: boolean;
  readonly default?: DefaultModel;
  readonly generated?: { readonly expression: string; readonly mode?: string };
  readonly identity?: SequenceOptions & { readonly always: boolean };
  readonly unique?: { readonly name: string; readonly nullsNotDistinct: boolean };
  readonly autoIncrement: boolean;
  /** ON UPDATE CURRENT_TIMESTAMP, with the fractional digits where they are said. */
  readonly onUpdateNow?: { readonly fsp?: number };
  readonly charset?: string;
  readonly collation?: string;
}

/** A default, which is SQL or a value. */
export type DefaultModel = { readonly sql: string } | {
  readonly value: ValueModel;
  /** The value as it is given to the driver, where that is text or a number. */
  readonly driver?: ValueModel;
};

/** A JavaScript value of a kind that JSON may not have. */
export type ValueModel =
  | { readonly kind: "string" | "date" | "json" | "bytes"; readonly text: string }
  /** Numbers and bigints, in decimal. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly text: "true" | "false" }
  /** `json` is the whole array as JSON. */
  | { readonly kind: "array"; readonly items: readonly ValueModel[]; readonly text: string };

/** Numbers of a sequence, in decimal. */
export interface SequenceOptions {
  readonly start?: string;
  readonly increment?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cache?: string;
  readonly cycle?: boolean;
}

/** A primary key or unique constraint. */
export interface KeyModel {
  readonly name: string;
  /** Whether the models say the name. */
  readonly isNamed: boolean;
  readonly columns: readonly string[];
}

/** A foreign key. */
export interface ForeignKeyModel extends KeyModel {
  readonly table: NameModel;
  readonly foreignColumns: readonly string[];
  readonly onUpdate?: string;
  readonly onDelete?: string;
}

/** An index. */
export interface IndexModel {
  readonly name: string;
  readonly unique: boolean;
  readonly parts: readonly IndexPartModel[];
  readonly method?: string;
  readonly where?: string;
  readonly with?: Readonly<Record<string, string>>;
}

/** A column or an expression, which may end with words of its order. */
export type IndexPartModel = { readonly expression: string } | {
  readonly column: string;
  readonly order?: string;
  readonly nulls?: string;
  readonly opclass?: string;
};

/** A policy of row level security. */
export interface PolicyModel {
  readonly name: string;
  readonly as?: string;
  readonly for?: string;
  readonly to: readonly string[];
  readonly using?: string;
  readonly withCheck?: string;
}

/** An enum type. */
export interface EnumModel extends NameModel {
  readonly values: readonly string[];
}

/** A sequence. */
export interface SequenceModel extends NameModel, SequenceOptions {}

/** A view that the models define. */
export interface ViewModel extends NameModel {
  readonly materialized: boolean;
  readonly query: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly using?: string;
  readonly tablespace?: string;
  readonly withNoData?: boolean;
  readonly algorithm?: string;
  readonly sqlSecurity?: string;
  readonly withCheckOption?: string;
}

/** What the loader's program is given. */
export interface Input {
  readonly root: string;
  readonly paths: readonly string[];
  readonly dialect: string;
  readonly casing?: string;
}

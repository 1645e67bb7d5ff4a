/** A name with the namespace that it lives in. */
export interface QualifiedName {
  /** PostgreSQL schema or MySQL database; absent where it is the connection's default one. */
  readonly schema?: string;
  /** As the catalogue stores it: unquoted, in its own case. */
  readonly name: string;
}

/** The name of a table. */
export type TableName = QualifiedName;

/**
 * Everything that a database's DDL made, as plain data that survives JSON and structured cloning.
 *
 * Lists are in the order of {@linkcode sortSchema}, so that equal schemas are equal data. Optional
 * properties are absent where the database's own default holds, never spelled out.
 */
export interface Schema {
  readonly tables: readonly Table[];
  readonly enums: readonly EnumType[];
  readonly sequences: readonly Sequence[];
  readonly domains: readonly Domain[];
  readonly composites: readonly CompositeType[];
  readonly objects: readonly OpaqueObject[];
}

/** A table with all that belongs to it alone. Its triggers are {@linkcode Schema.objects}. */
export interface Table extends QualifiedName {
  /** In the table's own order. */
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly exclusions: readonly Exclusion[];
  /** Those made by CREATE INDEX; not those that stand behind a constraint. */
  readonly indexes: readonly Index[];
  readonly partitioning?: Partitioning;
  /** The partitioned table that this one is a part of. */
  readonly partitionOf?: PartitionOf;
  readonly inherits?: readonly TableName[];
  readonly options: Options;
  readonly comment?: string;
}

/** Settings by the dialect's own names in lower case: `strict`, `without_rowid`, `engine`, `fillfactor`. */
export type Options = Readonly<Record<string, string | boolean>>;

/** A type of the database, as its catalogue spells it in full, or the use of a type of the schema. */
export type DataType = string | UserType;

/** The use of an enum, domain or composite type of the schema, which must be there before. */
export interface UserType extends QualifiedName {
  /** 0 for the type itself, 1 for an array of it, and so on. */
  readonly dimensions: number;
}

/** One column. */
export interface Column {
  readonly name: string;
  readonly type: DataType;
  /** False for what the column itself says; a primary key may forbid NULL all the same. */
  readonly nullable: boolean;
  /** Present where NOT NULL says more than that. */
  readonly notNull?: NotNull;
  /** An SQL expression in the dialect's own spelling, without outer parentheses that it can do without. */
  readonly default?: string;
  /** The database numbers the rows: IDENTITY, AUTO_INCREMENT, AUTOINCREMENT. */
  readonly identity?: Identity;
  readonly generated?: Generated;
  readonly collation?: string;
  readonly charset?: string;
  /** An expression that every UPDATE of the row assigns (MySQL). */
  readonly onUpdate?: string;
  /** Left out by `SELECT *`. */
  readonly invisible?: true;
  readonly comment?: string;
  /** What else the dialect lets a column say: storage, compression, srid. */
  readonly options?: Options;
}

/** A NOT NULL with a name or a way out. */
export interface NotNull {
  readonly name?: string;
  /** Holds for the table itself, not for its heirs (PostgreSQL 18). */
  readonly noInherit?: true;
  readonly onConflict?: ConflictAction;
}

/** How the database numbers rows. Bounds are decimal text, because they exceed a number's precision. */
export interface Identity extends SequenceBounds {
  /** Values given by a statement are refused. */
  readonly always?: true;
}

/** The numbers that a sequence goes through; absent ones are the database's defaults. */
export interface SequenceBounds {
  readonly start?: string;
  readonly increment?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cache?: string;
  readonly cycle?: true;
}

/** A column that is computed from others of its row. */
export interface Generated {
  /** Without the parentheses around it. */
  readonly expression: string;
  /** Kept on disk rather than computed when read. */
  readonly stored: boolean;
}

/** What SQLite does with a row that breaks a constraint, where it is not ABORT. */
export type ConflictAction = "rollback" | "fail" | "ignore" | "replace";

/** A constraint may be put off to the end of the transaction, and starts out so or not. */
export type Deferral = "immediate" | "deferred";

/** What every kind of constraint may have. */
interface ConstraintBase {
  /** Absent where the database lets a constraint go without (SQLite). */
  readonly name?: string;
  readonly comment?: string;
}

/** What a primary key and a unique constraint have in common. */
interface KeyBase extends ConstraintBase {
  readonly columns: readonly string[];
  /** Those of the columns that say more than their name. */
  readonly details?: readonly KeyColumn[];
  readonly include?: readonly string[];
  readonly deferrable?: Deferral;
  readonly onConflict?: ConflictAction;
  /** The last column is a range that must not overlap (PostgreSQL 18). */
  readonly withoutOverlaps?: true;
  /** Settings of the index behind it: tablespace, storage parameters, kind of tree. */
  readonly options?: Options;
}

/** The one primary key of a table. */
export interface PrimaryKey extends KeyBase {
  readonly kind: "primary_key";
}

/** A unique constraint; a unique index is an {@linkcode Index}. */
export interface Unique extends KeyBase {
  readonly kind: "unique";
  readonly nullsNotDistinct?: true;
}

/**
 * What a referenced row's end does to the rows that refer to it; what the database does where nothing
 * is said is absent: RESTRICT on MariaDB, NO ACTION on all others.
 */
export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

/** A reference to rows of a table, perhaps the same one. */
export interface ForeignKey extends ConstraintBase {
  readonly kind: "foreign_key";
  readonly columns: readonly string[];
  readonly references: TableName;
  /** As many as `columns`; none where the statement left the primary key to be understood (SQLite). */
  readonly referencedColumns: readonly string[];
  readonly onUpdate?: ReferentialAction;
  readonly onDelete?: ReferentialAction;
  /** The columns that ON DELETE SET NULL or SET DEFAULT is limited to. */
  readonly onDeleteColumns?: readonly string[];
  /** SIMPLE is absent. */
  readonly match?: "full" | "partial";
  readonly deferrable?: Deferral;
  /** Rows that were there before have not been checked. */
  readonly notValid?: true;
  readonly notEnforced?: true;
  /** The last column is a range that must be covered (PostgreSQL 18). */
  readonly period?: true;
}

/** A condition on each row. */
export interface Check extends ConstraintBase {
  readonly kind: "check";
  /** Without the parentheses around it. */
  readonly expression: string;
  /** The columns that the expression names, sorted. */
  readonly columns: readonly string[];
  readonly notValid?: true;
  readonly notEnforced?: true;
  readonly noInherit?: true;
}

/** No two rows may compare true on all parts (PostgreSQL). */
export interface Exclusion extends ConstraintBase {
  readonly kind: "exclusion";
  readonly method: string;
  readonly parts: readonly (KeyPart & { readonly operator: string })[];
  readonly include?: readonly string[];
  readonly where?: string;
  readonly deferrable?: Deferral;
  /** Storage parameters and the tablespace of the index behind it. */
  readonly options?: Options;
}

/** Any constraint of a table but NOT NULL, which is the column's. */
export type Constraint = PrimaryKey | Unique | ForeignKey | Check | Exclusion;

/** How a key sorts and compares one of its parts; absent is the database's default. */
export interface PartOrder {
  readonly descending?: true;
  /** Where it is not what the direction implies. */
  readonly nulls?: "first" | "last";
  readonly collation?: string;
  readonly opclass?: string;
  /** Characters or bytes of the value that are indexed (MySQL). */
  readonly length?: number;
}

/** A column as part of a key. */
export interface KeyColumn extends PartOrder {
  readonly column: string;
}

/** An expression as part of a key, without the parentheses around it. */
export interface KeyExpression extends PartOrder {
  readonly expression: string;
}

/** One part of an index. */
export type KeyPart = KeyColumn | KeyExpression;

/** An index that a statement of its own made. */
export interface Index {
  /** It lives in the namespace of its table. */
  readonly name: string;
  readonly unique: boolean;
  readonly parts: readonly KeyPart[];
  /** `gin`, `hash`, `fulltext`, `spatial`, ...; absent for the database's usual B-tree. */
  readonly method?: string;
  readonly where?: string;
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: true;
  /** Kept up to date, but not used by the planner. */
  readonly invisible?: true;
  /** The build broke off, so that the index is not used (PostgreSQL, CONCURRENTLY). */
  readonly invalid?: true;
  /** Storage parameters, full-text parser. */
  readonly options?: Options;
  readonly comment?: string;
}

/** How a table is cut into partitions. */
export interface Partitioning {
  /** What follows PARTITION BY: `RANGE (created_at)`. */
  readonly by: string;
  /** Where partitions are no tables of their own (MySQL), in their order. */
  readonly partitions: readonly Partition[];
}

/** One partition of a MySQL table. */
export interface Partition {
  readonly name: string;
  /** What follows the name: `VALUES LESS THAN (2026)`. */
  readonly bounds: string;
}

/** The place of a table among the partitions of another (PostgreSQL). */
export interface PartitionOf {
  readonly parent: TableName;
  /** `FOR VALUES FROM (...) TO (...)`, `DEFAULT`. */
  readonly bounds: string;
}

/** A type whose values are listed, in their order. */
export interface EnumType extends QualifiedName {
  readonly values: readonly string[];
  readonly comment?: string;
}

/** A sequence that stands by itself or is owned by a column; those of identity columns are not here. */
export interface Sequence extends QualifiedName, SequenceBounds {
  readonly type?: string;
  /** Goes when this column goes. */
  readonly ownedBy?: { readonly table: TableName; readonly column: string };
  /** Starts anew after a crash (PostgreSQL). */
  readonly unlogged?: true;
  readonly comment?: string;
}

/** A type with conditions on its values. */
export interface Domain extends QualifiedName {
  readonly type: DataType;
  readonly nullable: boolean;
  readonly default?: string;
  readonly collation?: string;
  readonly checks: readonly Check[];
  readonly comment?: string;
}

/** A row type. */
export interface CompositeType extends QualifiedName {
  readonly fields: readonly CompositeField[];
  readonly comment?: string;
}

/** One field of a row type. */
export interface CompositeField {
  readonly name: string;
  readonly type: DataType;
  readonly collation?: string;
}

/** An object that is carried as the text that makes it: a view, trigger, function, extension, ... */
export interface OpaqueObject extends QualifiedName {
  /** The words of its CREATE and DROP statements in lower case: `view`, `materialized view`, `trigger`. */
  readonly kind: string;
  /** Argument types, where they are part of the name (functions): `integer, text`. */
  readonly signature?: string;
  /** The table or view that it goes with (triggers, policies, rules). */
  readonly table?: TableName;
  /** The whole statement that makes it, without terminator; `;` between them where it takes several. */
  readonly definition: string;
  /** What must be there before it, as far as the adapter knows. */
  readonly dependsOn: readonly Dependency[];
  /** Dropping it loses rows (virtual tables). */
  readonly holdsRows?: true;
}

/** Something of the schema that an object needs. */
export interface Dependency extends QualifiedName {
  /** `table`, `enum`, `sequence`, `domain`, `composite`, or an {@linkcode OpaqueObject.kind}. */
  readonly kind: string;
  /** As of an {@linkcode OpaqueObject}; absent where any of the name is meant. */
  readonly signature?: string;
}

/** A schema with nothing in it. */
export const emptySchema: Schema = {
  tables: [],
  enums: [],
  sequences: [],
  domains: [],
  composites: [],
  objects: [],
};

/** The bare name of something that carries more. */
export function nameOf(named: QualifiedName): QualifiedName {
  return named.schema === undefined
    ? { name: named.name }
    : { schema: named.schema, name: named.name };
}

/** Whether two names are the same, letter by letter. */
export function sameName(one: QualifiedName, other: QualifiedName): boolean {
  return one.name === other.name && one.schema === other.schema;
}

/** A name for people: `app.users`. Not quoted, so never part of a statement. */
export function printName(named: QualifiedName): string {
  return named.schema === undefined ? named.name : `${named.schema}.${named.name}`;
}

/** A type for people: `integer`, `app.mood[]`. */
export function printType(type: DataType): string {
  return typeof type === "string" ? type : printName(type) + "[]".repeat(type.dimensions);
}

/** Finds a table by its exact name. */
export function findTable(schema: Schema, name: TableName): Table | undefined {
  return schema.tables.find((table) => sameName(table, name));
}

/** All constraints of a table: the primary key first, then by kind in the order of {@linkcode Table}. */
export function constraintsOf(table: Table): readonly Constraint[] {
  return [
    ...(table.primaryKey ? [table.primaryKey] : []),
    ...table.uniques,
    ...table.foreignKeys,
    ...table.checks,
    ...table.exclusions,
  ];
}

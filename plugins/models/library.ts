/**
 * Models for migrations, in the words of Tortoise ORM: `import { fields, Model } from
 * "whimbrel/models"`. They say what the tables are, and the same models do for every dialect.
 *
 * @module
 */

/** A column of a model. `Value` is what the application reads from it. */
export interface Field<Value = unknown> {
  /** The name of the field's type: `CharField`. */
  readonly fieldType: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Never there; it carries the type. */
  readonly value?: Value;
}

/** A reference to a row of another model: a column `NAME_id` with a foreign key. */
export interface ForeignKey<To extends Model = Model> extends Field<To> {
  readonly fieldType: "ForeignKeyField" | "OneToOneField";
}

/** References to rows of another model through a table of their own. */
export interface ManyToMany<To extends Model = Model> extends Field<readonly To[]> {
  readonly fieldType: "ManyToManyField";
}

/** A database's own expression, such as the default of a column. */
export interface SqlDefault {
  /** By dialect where they spell it in ways of their own. */
  readonly sql: string | PerDialect;
}

/** One text for each dialect that the models are used with. */
export interface PerDialect {
  readonly sqlite?: string;
  readonly postgres?: string;
  readonly mysql?: string;
}

/** What every column may say. */
export interface FieldOptions<Value> {
  /** The model's one primary key; without one, a model gets `id = fields.IntField({ pk: true })`. */
  readonly primaryKey?: boolean;
  /** Short for `primaryKey`. */
  readonly pk?: boolean;
  /** Default: false. */
  readonly null?: boolean;
  readonly unique?: boolean;
  /** An index on this column alone. */
  readonly dbIndex?: boolean;
  /** Short for `dbIndex`. */
  readonly index?: boolean;
  /** What the application gives new rows; the database does not know it. */
  readonly default?: Value | (() => Value);
  /** What the database gives new rows. */
  readonly dbDefault?: Value | SqlDefault;
  /** `dbDefault` as SQL. */
  readonly defaultSql?: string | PerDialect;
  /** The column's comment. */
  readonly description?: string;
  /** The column's name where it is not the field's. */
  readonly sourceField?: string;
}

/** What columns of whole numbers may say. */
export interface IntOptions<Value> extends FieldOptions<Value> {
  /** Whether the database numbers the rows. Default: true for a primary key. */
  readonly generated?: boolean;
}

/** What columns of text may say. */
export interface CharOptions extends FieldOptions<string> {
  /** In characters. */
  readonly maxLength: number;
}

/** What columns of exact numbers must say. */
export interface DecimalOptions extends FieldOptions<string> {
  readonly maxDigits: number;
  readonly decimalPlaces: number;
}

/** What columns of times may say. Both are the application's work, and exclude each other. */
export interface TimeOptions<Value> extends FieldOptions<Value> {
  /** Set whenever the row is saved. */
  readonly autoNow?: boolean;
  /** Set when the row is made. */
  readonly autoNowAdd?: boolean;
}

/** What columns of one value out of a list may say. */
export interface CharEnumOptions<Value> extends FieldOptions<Value> {
  /** Default: the length of the longest value. */
  readonly maxLength?: number;
}

/** What happens to a row whose referenced row goes. */
export type OnDelete = "CASCADE" | "RESTRICT" | "SET NULL" | "SET DEFAULT" | "NO ACTION";

/** What references may say. */
export interface ForeignKeyOptions
  extends Omit<FieldOptions<unknown>, "primaryKey" | "pk" | "unique"> {
  /** What the other model calls the way back; `false` for none. */
  readonly relatedName?: string | false;
  /** Default: CASCADE. */
  readonly onDelete?: OnDelete;
  /** Whether the database checks the reference. Default: true. */
  readonly dbConstraint?: boolean;
  /** The unique field of the other model that is referred to. Default: its primary key. */
  readonly toField?: string;
}

/** What references that only one row has may say. */
export interface OneToOneOptions extends ForeignKeyOptions {
  readonly primaryKey?: boolean;
  readonly pk?: boolean;
}

/** What references through a table may say. */
export interface ManyToManyOptions {
  /** The table's name. Default: both tables' names with `_` between them. */
  readonly through?: string;
  /** Its column for the other model. Default: `OTHER_id`. */
  readonly forwardKey?: string;
  /** Its column for this model. Default: `THIS_id`. */
  readonly backwardKey?: string;
  readonly relatedName?: string;
  /** Default: CASCADE. */
  readonly onDelete?: OnDelete;
  /** Whether the database checks the references. Default: true. */
  readonly dbConstraint?: boolean;
  /** Whether two rows are related once at most. Default: true. */
  readonly unique?: boolean;
  /** The table's comment. */
  readonly description?: string;
}

/** An index that says more than the names of its fields. */
export interface Index {
  readonly fields?: readonly string[];
  /** SQL in place of fields. */
  readonly expressions?: readonly string[];
  readonly name?: string;
  /** `gin`, `gist`, `brin`, `hash` (PostgreSQL), `fulltext`, `spatial` (MySQL). */
  readonly type?: string;
  /** SQL: only the rows for which it holds (SQLite, PostgreSQL). */
  readonly where?: string;
  readonly unique?: boolean;
}

/** What a model says beside its fields, as `static Meta`. */
export interface Meta {
  /** Default: the class's name in lower case. */
  readonly table?: string;
  /** PostgreSQL's schema. */
  readonly schema?: string;
  /** The application, as the first part of `models.Person`. Default: `models`. */
  readonly app?: string;
  /** Only the base of other models. */
  readonly abstract?: boolean;
  readonly tableDescription?: string;
  /** One list of fields, or several. */
  readonly uniqueTogether?: readonly string[] | readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[] | Index)[];
}

/** Known by this mark, because a project may have more than one copy of this module. */
const mark: unique symbol = Symbol.for("whimbrel.model") as never;

/** The base of every model: its fields are its columns, and `static Meta: Meta` says the rest. */
export class Model {
  static readonly [mark] = true;
}

/** A model, or its name: `models.Person`, `Person` of the same application, `() => Person`. */
export type ModelReference<To extends Model> = string | (() => new () => To);

/** A row of a model, as the application reads it: `RowOf<Person>`. */
export type RowOf<Of extends Model> =
  & {
    [Key in keyof Of as Of[Key] extends ForeignKey | ManyToMany ? never : Key]: Of[Key] extends
      Field<infer Value> ? Value : never;
  }
  & {
    [Key in keyof Of as Of[Key] extends ForeignKey ? `${Key & string}_id` : never]: Of[Key] extends
      ForeignKey<infer To> ? KeyOf<To> : never;
  };

/** The type of a model's key, where that is called `id`. */
type KeyOf<Of> = Of extends { readonly id: Field<infer Value> } ? Value : number;

/** Makes fields of a type; `null: true` adds NULL to what the application reads. */
export interface MakeField<Value, Options> {
  (options: Options & { readonly null: true }): Field<Value | null>;
  (options?: Options): Field<Value>;
}

/** Makes fields of a type that must say something. */
export interface MakeSizedField<Value, Options> {
  (options: Options & { readonly null: true }): Field<Value | null>;
  (options: Options): Field<Value>;
}

/** A value of any type that JSON has. */
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};

/** SQL in the place of a value: `dbDefault: sql("nextval('numbers')")`. */
export function sql(text: string | PerDialect): SqlDefault {
  return { sql: text };
}

/** The time at which a row is made, as the database's own default. */
export function now(): SqlDefault {
  return sql({
    sqlite: "CURRENT_TIMESTAMP",
    postgres: "CURRENT_TIMESTAMP",
    mysql: "CURRENT_TIMESTAMP(6)",
  });
}

/** 32 hexadecimal digits by chance, as the database's own default. */
export function randomHex(): SqlDefault {
  return sql({
    sqlite: "(lower(hex(randomblob(16))))",
    postgres: "md5(random()::text)",
    mysql: "(LOWER(HEX(RANDOM_BYTES(16))))",
  });
}

const optionNames: ReadonlySet<string> = new Set([
  ...["primaryKey", "pk", "null", "unique", "dbIndex", "index", "default", "dbDefault"],
  ...["defaultSql", "description", "sourceField", "generated", "maxLength", "maxDigits"],
  ...["decimalPlaces", "autoNow", "autoNowAdd", "to", "relatedName", "onDelete", "dbConstraint"],
  ...["toField", "through", "forwardKey", "backwardKey"],
]);

type Options = Readonly<Record<string, unknown>>;

function field(fieldType: string, options: object = {}): Field<never> {
  const all = options as Options;
  const stranger = Object.keys(all).find((name) => !optionNames.has(name));
  if (stranger !== undefined) throw new TypeError(`${fieldType} has no option "${stranger}"`);
  if ((all["primaryKey"] === true || all["pk"] === true) && all["null"] === true) {
    throw new TypeError(`${fieldType}: a primary key cannot be NULL`);
  }
  if (all["autoNow"] === true && all["autoNowAdd"] === true) {
    throw new TypeError(`${fieldType}: choose one of autoNow and autoNowAdd`);
  }
  return { fieldType, options: { ...all } };
}

/** Fields whose type says all. */
function make<Value, Options>(fieldType: string): MakeField<Value, Options> {
  return (options?: Options) => field(fieldType, options as object | undefined);
}

/** Fields that the databases cannot have in an index. */
function makePlain<Value, Options>(fieldType: string): MakeField<Value, Options> {
  return (options?: Options) => {
    const { unique, index, dbIndex } = (options ?? {}) as FieldOptions<Value>;
    if (unique === true || index === true || dbIndex === true) {
      throw new TypeError(`${fieldType} cannot be indexed or unique: take a CharField`);
    }
    return field(fieldType, options as object | undefined);
  };
}

/** Fields with numbers that must be given, each with the least that it may be. */
function makeSized<Value, Options>(
  fieldType: string,
  sizes: Readonly<Record<string, number>>,
): MakeSizedField<Value, Options> {
  return (options: Options) => {
    for (const [name, least] of Object.entries(sizes)) {
      const size = (options as Record<string, unknown> | undefined)?.[name];
      if (Number.isInteger(size) && size as number >= least) continue;
      throw new TypeError(`${fieldType}: ${name} must be a whole number, at least ${least}`);
    }
    return field(fieldType, options as object);
  };
}

/** Makes fields of one value out of a list. */
export interface MakeCharEnumField {
  <Value extends string>(
    values: Readonly<Record<string, Value>>,
    options: CharEnumOptions<Value> & { readonly null: true },
  ): Field<Value | null>;
  <Value extends string>(
    values: Readonly<Record<string, Value>>,
    options?: CharEnumOptions<Value>,
  ): Field<Value>;
}

/** Makes fields of one number out of a list. */
export interface MakeIntEnumField {
  <Value extends number>(
    values: Readonly<Record<string, Value | string>>,
    options: FieldOptions<Value> & { readonly null: true },
  ): Field<Value | null>;
  <Value extends number>(
    values: Readonly<Record<string, Value | string>>,
    options?: FieldOptions<Value>,
  ): Field<Value>;
}

/** The types of columns. */
export interface Fields {
  /** 32 bits. */
  readonly IntField: MakeField<number, IntOptions<number>>;
  /** 64 bits. */
  readonly BigIntField: MakeField<bigint, IntOptions<number | bigint>>;
  /** 16 bits. */
  readonly SmallIntField: MakeField<number, IntOptions<number>>;
  /** Text of a greatest length. */
  readonly CharField: MakeSizedField<string, CharOptions>;
  /** Text of any length. */
  readonly TextField: MakeField<string, FieldOptions<string>>;
  readonly BooleanField: MakeField<boolean, FieldOptions<boolean>>;
  /** Exact numbers, as text. */
  readonly DecimalField: MakeSizedField<string, DecimalOptions>;
  readonly FloatField: MakeField<number, FieldOptions<number>>;
  /** A moment. */
  readonly DatetimeField: MakeField<Date, TimeOptions<Date | string>>;
  /** A day. */
  readonly DateField: MakeField<string, FieldOptions<string>>;
  /** A time of day. */
  readonly TimeField: MakeField<string, TimeOptions<string>>;
  /** A length of time in microseconds. */
  readonly TimeDeltaField: MakeField<bigint, FieldOptions<number | bigint>>;
  /** Anything that JSON can say: `fields.JSONField<string[]>()`. */
  readonly JSONField: <Value = Json>(options?: FieldOptions<Value>) => Field<Value>;
  readonly UUIDField: MakeField<string, FieldOptions<string>>;
  /** Bytes. */
  readonly BinaryField: MakeField<Uint8Array, FieldOptions<Uint8Array>>;
  /** One of the texts of an `enum` or of an object of constants. */
  readonly CharEnumField: MakeCharEnumField;
  /** One of the numbers of an `enum` or of an object of constants; 16 bits. */
  readonly IntEnumField: MakeIntEnumField;
  /** A reference to a row of another model, in a column `NAME_id`. */
  readonly ForeignKeyField: <To extends Model>(
    to: ModelReference<To>,
    options?: ForeignKeyOptions,
  ) => ForeignKey<To>;
  /** A reference that only one row has. */
  readonly OneToOneField: <To extends Model>(
    to: ModelReference<To>,
    options?: OneToOneOptions,
  ) => ForeignKey<To>;
  /** References through a table of their own. */
  readonly ManyToManyField: <To extends Model>(
    to: ModelReference<To>,
    options?: ManyToManyOptions,
  ) => ManyToMany<To>;
}

/** The types of columns: `name = fields.CharField({ maxLength: 200 })`. */
export const fields: Fields = {
  IntField: make("IntField"),
  BigIntField: make("BigIntField"),
  SmallIntField: make("SmallIntField"),
  CharField: makeSized("CharField", { maxLength: 1 }),
  TextField: makePlain("TextField"),
  BooleanField: make("BooleanField"),
  DecimalField: makeSized("DecimalField", { maxDigits: 1, decimalPlaces: 0 }),
  FloatField: make("FloatField"),
  DatetimeField: make("DatetimeField"),
  DateField: make("DateField"),
  TimeField: make("TimeField"),
  TimeDeltaField: make("TimeDeltaField"),
  JSONField: makePlain("JSONField"),
  UUIDField: make("UUIDField"),
  BinaryField: makePlain("BinaryField"),
  CharEnumField: (values: Readonly<Record<string, string>>, options: object = {}) => {
    const listed = Object.entries(values);
    const maxLength = Math.max(1, ...listed.map(([, value]) => [...value].length));
    return field("CharEnumField", { maxLength, description: describeValues(listed), ...options });
  },
  IntEnumField: (values: Readonly<Record<string, number | string>>, options: object = {}) => {
    // An `enum` of TypeScript has the names by their numbers, too.
    const listed = Object.entries(values).filter(([, value]) => typeof value === "number");
    return field("IntEnumField", { description: describeValues(listed), ...options });
  },
  ForeignKeyField: (to, options) => relation("ForeignKeyField", to, options),
  OneToOneField: (to, options) => relation("OneToOneField", to, options),
  ManyToManyField: (to, options) => relation("ManyToManyField", to, options),
};

function relation<Made>(fieldType: string, to: unknown, options: object = {}): Made {
  return field(fieldType, { ...options, to }) as Made;
}

/** As Tortoise has it: the comment of such a column lists its values. */
function describeValues(listed: readonly (readonly [string, string | number])[]): string {
  return listed.map(([name, value]) => `${name}: ${value}`).join("\n").slice(0, 2048);
}

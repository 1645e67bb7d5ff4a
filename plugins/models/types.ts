/** The dialects that models can be spelled for. */
export type DialectName = "sqlite" | "postgres" | "mysql";

type Spelling = string | { readonly [Dialect in DialectName | "usual"]?: string };

/** Types of columns, as Tortoise ORM spells them (https://tortoise.github.io/fields.html). */
const spellings: Readonly<Record<string, Spelling>> = {
  IntField: "INT",
  BigIntField: "BIGINT",
  SmallIntField: "SMALLINT",
  CharField: "VARCHAR(maxLength)",
  TextField: { usual: "TEXT", mysql: "LONGTEXT" },
  BooleanField: { usual: "BOOL", sqlite: "INT" },
  DecimalField: { usual: "DECIMAL(maxDigits,decimalPlaces)", sqlite: "VARCHAR(40)" },
  DatetimeField: { usual: "TIMESTAMP", postgres: "TIMESTAMPTZ", mysql: "DATETIME(6)" },
  DateField: "DATE",
  TimeField: { usual: "TIME", postgres: "TIMETZ", mysql: "TIME(6)" },
  TimeDeltaField: "BIGINT",
  FloatField: { usual: "DOUBLE PRECISION", sqlite: "REAL", mysql: "DOUBLE" },
  JSONField: { usual: "JSON", postgres: "JSONB" },
  UUIDField: { usual: "CHAR(36)", postgres: "UUID" },
  BinaryField: { usual: "BLOB", postgres: "BYTEA", mysql: "LONGBLOB" },
  CharEnumField: "VARCHAR(maxLength)",
  IntEnumField: "SMALLINT",
};

/** The types of keys that PostgreSQL numbers. */
const serials: Readonly<Record<string, string>> = {
  INT: "SERIAL",
  BIGINT: "BIGSERIAL",
  SMALLINT: "SMALLSERIAL",
};

/** Whether a name is one of a type of columns. */
export function isColumnType(fieldType: string): boolean {
  return Object.hasOwn(spellings, fieldType);
}

/** A column's type; its sizes are taken from the options of the same names. */
export function spellType(
  fieldType: string,
  options: Readonly<Record<string, unknown>>,
  dialect: DialectName,
): string {
  const spelling = spellings[fieldType]!;
  const text = typeof spelling === "string" ? spelling : spelling[dialect] ?? spelling.usual!;
  return text.replace(/maxLength|maxDigits|decimalPlaces/g, (name) => String(options[name]));
}

/** The type of a key whose rows the database numbers. */
export function spellNumberedType(fieldType: string, dialect: DialectName): string {
  const type = spellType(fieldType, {}, dialect);
  switch (dialect) {
    case "sqlite":
      return "INTEGER";
    case "postgres":
      return serials[type]!;
    case "mysql":
      return type;
  }
}

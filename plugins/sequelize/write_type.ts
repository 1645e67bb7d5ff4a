import type { Column, DataType, EnumType } from "../../core/schema.ts";

/** The DataTypes of Sequelize for types of the catalogue; `$1` and `$2` are its arguments. */
type Rules = readonly (readonly [type: RegExp, code: string])[];

const numbers: Rules = [
  [/^smallint$/, "DataTypes.SMALLINT"],
  [/^bigint$/, "DataTypes.BIGINT"],
  [/^date$/, "DataTypes.DATEONLY"],
  [/^json$/, "DataTypes.JSON"],
  [/^text$/, "DataTypes.TEXT"],
];

const rules: Readonly<Record<string, Rules>> = {
  postgres: [
    ...numbers,
    [/^integer$/, "DataTypes.INTEGER"],
    [/^(?:character varying|varchar)\((\d+)\)$/, "DataTypes.STRING($1)"],
    [/^(?:character|char)\((\d+)\)$/, "DataTypes.CHAR($1)"],
    [/^boolean$/, "DataTypes.BOOLEAN"],
    [/^uuid$/, "DataTypes.UUID"],
    [/^jsonb$/, "DataTypes.JSONB"],
    [/^(?:timestamp with time zone|timestamptz)$/, "DataTypes.DATE"],
    [/^(?:time without time zone|time)$/, "DataTypes.TIME"],
    [/^numeric$/, "DataTypes.DECIMAL"],
    [/^numeric\((\d+),(\d+)\)$/, "DataTypes.DECIMAL($1, $2)"],
    [/^real$/, "DataTypes.REAL"],
    [/^double precision$/, "DataTypes.DOUBLE"],
    [/^bytea$/, "DataTypes.BLOB"],
    [/^inet$/, "DataTypes.INET"],
    [/^cidr$/, "DataTypes.CIDR"],
    [/^macaddr$/, "DataTypes.MACADDR"],
    [/^tsvector$/, "DataTypes.TSVECTOR"],
  ],
  mysql: [
    ...numbers,
    [/^int$/, "DataTypes.INTEGER"],
    [/^int unsigned$/, "DataTypes.INTEGER.UNSIGNED"],
    [/^bigint unsigned$/, "DataTypes.BIGINT.UNSIGNED"],
    [/^tinyint\(1\)$/, "DataTypes.BOOLEAN"],
    [/^varchar\((\d+)\)$/, "DataTypes.STRING($1)"],
    [/^char\((\d+)\)$/, "DataTypes.CHAR($1)"],
    [/^datetime$/, "DataTypes.DATE"],
    [/^datetime\((\d)\)$/, "DataTypes.DATE($1)"],
    [/^time$/, "DataTypes.TIME"],
    [/^decimal\((\d+),(\d+)\)$/, "DataTypes.DECIMAL($1, $2)"],
    [/^float$/, "DataTypes.FLOAT"],
    [/^double$/, "DataTypes.DOUBLE"],
    [/^blob$/, "DataTypes.BLOB"],
    [/^(tiny|medium|long)text$/, 'DataTypes.TEXT("$1")'],
    [/^(tiny|medium|long)blob$/, 'DataTypes.BLOB("$1")'],
  ],
  sqlite: [
    [/^INTEGER$/i, "DataTypes.INTEGER"],
    [/^BIGINT$/i, "DataTypes.BIGINT"],
    [/^TEXT$/i, "DataTypes.TEXT"],
    [/^VARCHAR\((\d+)\)$/i, "DataTypes.STRING($1)"],
    [/^TINYINT\(1\)$/i, "DataTypes.BOOLEAN"],
    [/^DATETIME$/i, "DataTypes.DATE"],
    [/^DATE$/i, "DataTypes.DATEONLY"],
    [/^UUID$/i, "DataTypes.UUID"],
    [/^JSON$/i, "DataTypes.JSON"],
    [/^BLOB$/i, "DataTypes.BLOB"],
  ],
};

/** What the type of a column depends on. */
export interface TypeContext {
  readonly dialect: string;
  readonly enums: readonly EnumType[];
  /** `enum_TABLE_COLUMN`, the name that Sequelize gives to the enum of this column. */
  readonly ownEnum: string;
}

/** A column's type as code: a type of Sequelize, else SQL as it is. */
export function writeType(column: Column, context: TypeContext): string {
  const plain = column.collation === undefined && column.charset === undefined &&
    column.generated === undefined && column.identity?.always !== true;
  return plain && dataType(column.type, context) ||
    JSON.stringify(sqlType(column, context.dialect));
}

function dataType(type: DataType, context: TypeContext): string | undefined {
  if (typeof type !== "string") return enumType(type, context);
  const array = /^(.+)\[\]$/.exec(type);
  if (array !== null) {
    const inner = dataType(array[1]!, context);
    return inner === undefined ? undefined : `DataTypes.ARRAY(${inner})`;
  }
  for (const [pattern, code] of rules[context.dialect] ?? []) {
    if (pattern.test(type)) return type.replace(pattern, code);
  }
  const [, values] = /^enum\((.*)\)$/.exec(type) ?? [];
  return values === undefined
    ? undefined
    : `DataTypes.ENUM(${
      [...values.matchAll(/'((?:[^']|'')*)'/g)]
        .map(([, value]) => JSON.stringify(value!.replaceAll("''", "'"))).join(", ")
    })`;
}

/** An enum that has the name which Sequelize would give it. */
function enumType(
  { name, schema, dimensions }: Exclude<DataType, string>,
  { enums, ownEnum }: TypeContext,
): string | undefined {
  const found = enums.find((each) => each.name === name && each.schema === schema);
  if (found === undefined || name !== ownEnum || schema !== undefined || dimensions > 1) return;
  const code = `DataTypes.ENUM(${found.values.map((value) => JSON.stringify(value)).join(", ")})`;
  return dimensions === 1 ? `DataTypes.ARRAY(${code})` : code;
}

/** Whatever the type of Sequelize cannot say stands behind it as SQL. */
function sqlType({ type, ...column }: Column, dialect: string): string {
  const quote = dialect === "mysql" ? (name: string) => name : (name: string) => `"${name}"`;
  const name = typeof type === "string"
    ? type
    : [type.schema, type.name].filter((part) => part !== undefined).map((part) => `"${part}"`)
      .join(".") + "[]".repeat(type.dimensions);
  const { generated } = column;
  return [
    name,
    column.charset === undefined ? "" : `CHARACTER SET ${column.charset}`,
    column.collation === undefined ? "" : `COLLATE ${quote(column.collation)}`,
    column.identity?.always === true ? "GENERATED ALWAYS AS IDENTITY" : "",
    generated === undefined
      ? ""
      : `GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? "STORED" : "VIRTUAL"}`,
  ].filter((part) => part !== "").join(" ");
}

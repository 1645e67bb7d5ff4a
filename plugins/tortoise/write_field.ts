import type { Column, Schema, Table } from "../../core/schema.ts";
import { sameName } from "../../core/schema.ts";
import { keywords, text } from "../python_code.ts";

/** The class for types that Tortoise has no field for; written where it is used. */
export const rawField = `class RawField(fields.Field):
    """A type of the database that Tortoise has no field for."""

    def __init__(self, sql_type, **options):
        super().__init__(**options)
        self.SQL_TYPE = sql_type
`;

/** Fields by the catalogue's spelling of what Tortoise makes of them. */
const plain: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  postgres: {
    smallint: "SmallIntField",
    integer: "IntField",
    bigint: "BigIntField",
    text: "TextField",
    boolean: "BooleanField",
    "double precision": "FloatField",
    "timestamp with time zone": "DatetimeField",
    date: "DateField",
    "time with time zone": "TimeField",
    jsonb: "JSONField",
    uuid: "UUIDField",
    bytea: "BinaryField",
  },
  mysql: {
    smallint: "SmallIntField",
    int: "IntField",
    bigint: "BigIntField",
    longtext: "TextField",
    "tinyint(1)": "BooleanField",
    double: "FloatField",
    "datetime(6)": "DatetimeField",
    date: "DateField",
    "time(6)": "TimeField",
    json: "JSONField",
    "char(36)": "UUIDField",
    longblob: "BinaryField",
  },
  sqlite: {
    SMALLINT: "SmallIntField",
    INT: "IntField",
    BIGINT: "BigIntField",
    TEXT: "TextField",
    REAL: "FloatField",
    TIMESTAMP: "DatetimeField",
    DATE: "DateField",
    TIME: "TimeField",
    JSON: "JSONField",
    "CHAR(36)": "UUIDField",
    BLOB: "BinaryField",
  },
};

/** Fields that Tortoise refuses to make an index or a key of. */
const unindexable: ReadonlySet<string> = new Set(["TextField", "JSONField", "BinaryField"]);

/** What the keys of a table say of one of its columns. */
export interface FieldRole {
  readonly isKey: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  /** The column's name, where the attribute has another. */
  readonly source?: string;
}

/** Writes a column as a field: `fields.CharField`, and its arguments. */
export function writeField(
  column: Column,
  table: Table,
  schema: Schema,
  { dialect, role }: { readonly dialect: string; readonly role: FieldRole },
): { readonly head: string; readonly parts: readonly string[] } {
  const { isKey, isUnique, isIndexed, source } = role;
  const isNumbered = numbering(column, table, schema, dialect);
  const { head, parts, isInteger } = fieldOf(column, dialect, {
    isNumbered,
    referring: isNumbered ? referringType(table, schema) : "INT",
    isKey,
    mustIndex: isUnique || isIndexed || isKey,
  });
  const ends = isNumbered ? undefined : defaultOf(column, dialect);
  return {
    head,
    parts: [
      ...parts,
      ...keywords({
        primary_key: isKey ? "True" : undefined,
        generated: isKey && isInteger && !isNumbered ? "False" : undefined,
        null: column.nullable && !isKey ? "True" : undefined,
        unique: isUnique && !isKey ? "True" : undefined,
        db_index: isIndexed ? "True" : undefined,
        db_default: ends === undefined ? undefined : `SqlDefault(${text(ends)})`,
        source_field: source === undefined ? undefined : text(source),
        description: descriptionOf(column.comment, dialect),
      }),
    ],
  };
}

interface Found {
  readonly head: string;
  readonly parts: readonly string[];
  readonly isInteger: boolean;
}

function fieldOf(
  column: Column,
  dialect: string,
  { isNumbered, referring, isKey, mustIndex }: {
    readonly isNumbered: boolean;
    readonly referring: string;
    readonly isKey: boolean;
    readonly mustIndex: boolean;
  },
): Found {
  const { type, generated, identity, collation } = column;
  const spelling = typeof type === "string"
    ? type
    : [type.schema, type.name].filter((part) => part !== undefined).map((part) => `"${part}"`)
      .join(".") + "[]".repeat(type.dimensions);
  const raw = (spelled: string): Found => ({
    head: "RawField",
    parts: [text(spelled)],
    isInteger: false,
  });
  if (generated !== undefined) {
    const kept = generated.stored ? "STORED" : "VIRTUAL";
    return raw(`${spelling} GENERATED ALWAYS AS (${generated.expression}) ${kept}`);
  }
  if (collation !== undefined) {
    return raw(`${spelling} COLLATE ${dialect === "postgres" ? `"${collation}"` : collation}`);
  }
  if (isNumbered && isKey) {
    const known = plain[dialect]?.[dialect === "sqlite" ? referring : spelling];
    if (known !== undefined) return { head: `fields.${known}`, parts: [], isInteger: true };
    return raw(`${spelling} AUTO_INCREMENT`);
  }
  if (isNumbered) return raw(spelling === "bigint" ? "BIGSERIAL" : "SERIAL");
  if (identity !== undefined) {
    const how = identity.always === true ? "ALWAYS" : "BY DEFAULT";
    return raw(`${spelling} GENERATED ${how} AS IDENTITY`);
  }
  return knownField(spelling, dialect, mustIndex) ?? raw(spelling);
}

function knownField(spelling: string, dialect: string, mustIndex: boolean): Found | undefined {
  const known = plain[dialect]?.[dialect === "sqlite" ? spelling.toUpperCase() : spelling];
  if (known !== undefined && !(mustIndex && unindexable.has(known))) {
    return { head: `fields.${known}`, parts: [], isInteger: known.endsWith("IntField") };
  }
  const length = /^(?:character varying|varchar)\((\d+)\)$/i.exec(spelling)?.[1];
  if (length !== undefined) {
    return { head: "fields.CharField", parts: [`max_length=${length}`], isInteger: false };
  }
  const [, digits, places] = /^(?:numeric|decimal)\((\d+),(\d+)\)$/.exec(spelling) ?? [];
  if (digits !== undefined && dialect !== "sqlite") {
    const parts = [`max_digits=${digits}`, `decimal_places=${places}`];
    return { head: "fields.DecimalField", parts, isInteger: false };
  }
  return undefined;
}

/** Whether the database numbers the column in the way that Tortoise asks for. */
function numbering(column: Column, table: Table, schema: Schema, dialect: string): boolean {
  if (dialect !== "postgres") return column.identity !== undefined;
  return column.default?.startsWith("nextval(") === true &&
    schema.sequences.some(({ name, ownedBy }) =>
      ownedBy !== undefined && sameName(ownedBy.table, table) && ownedBy.column === column.name &&
      name === `${table.name}_${column.name}_seq`
    );
}

/** Every numbered key is INTEGER in SQLite; what refers to it tells which field it is. */
function referringType(table: Table, schema: Schema): string {
  const types = schema.tables.flatMap(({ columns, foreignKeys }) =>
    foreignKeys.filter(({ references }) => sameName(references, table))
      .map((key) => columns.find(({ name }) => name === key.columns[0])?.type)
  );
  const [found = "INT"] = types.flatMap((type) =>
    typeof type === "string" && /INT$/i.test(type) ? [type.toUpperCase()] : []
  );
  return found;
}

function defaultOf(column: Column, dialect: string): string | undefined {
  const expression = column.default;
  const after = column.onUpdate === undefined ? "" : ` ON UPDATE ${column.onUpdate}`;
  if (expression === undefined) return after === "" ? undefined : `NULL${after}`;
  const isPlain = dialect === "postgres" || after !== "" ||
    /^(?:_\w+ )?(?:[XB])?'(?:[^']|'')*'$|^[-+]?[\w.]+$|^current_timestamp\(\d\)$/i.test(expression);
  return isPlain ? expression + after : `(${expression})`;
}

/** PostgreSQL keeps the escapes that Tortoise writes into comments. */
export function descriptionOf(comment: string | undefined, dialect: string): string | undefined {
  if (comment === undefined) return undefined;
  if (dialect !== "postgres") return text(comment);
  const meant: Readonly<Record<string, string>> = { n: "\n", r: "\r", Z: "\x1a", 0: "\0" };
  return text(comment.replaceAll(/\\(.)/g, (_, mark: string) => meant[mark] ?? mark));
}

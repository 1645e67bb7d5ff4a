import type { Column, Identity, Schema, Table } from "../../core/schema.ts";
import { sameName } from "../../core/schema.ts";
import { keywords, text } from "../python_code.ts";
import { raw, type TypeScope, writeType } from "./write_type.ts";

/** A column as SQLAlchemy writes it. */
export interface WrittenColumn {
  /** What `mapped_column` and `Column` take after the name. */
  readonly parts: readonly string[];
  /** The type of its values in Python, `Optional` where it may be NULL. */
  readonly annotation: string;
}

/** SQL that `text()` takes as it is: a colon before a word would be a parameter. */
export function sql(expression: string): string {
  return `sa.text(${text(expression.replaceAll(/(?<![:\w\\]):(?=\w)/g, "\\:"))})`;
}

/** Writes a column of a table, without what its constraints and indexes say. */
export function writeColumn(
  column: Column,
  table: Table,
  schema: Schema,
  scope: TypeScope,
): WrittenColumn {
  const serial = serialOf(column, table, schema);
  const isKey = table.primaryKey?.columns.includes(column.name) ?? false;
  const isNumbered = isKey && table.primaryKey?.columns.length === 1;
  const written = writeType(column, scope);
  const code = serial !== undefined && !isNumbered ? raw(serial) : written.code;
  const { generated, comment, notNull } = column;
  const parts = [
    code,
    ...(generated === undefined ? [] : [
      `sa.Computed(${text(generated.expression)}, persisted=${
        generated.stored ? "True" : "False"
      })`,
    ]),
    ...(column.identity === undefined || scope.dialect !== "postgres"
      ? []
      : [writeIdentity(column.identity)]),
    ...keywords({
      primary_key: isPlainKey(table, scope) && isKey ? "True" : undefined,
      autoincrement: isNumbered ? autoincrement(column, serial, scope) : undefined,
      // A key forbids NULL unless it says otherwise, which only SQLite lets it do.
      nullable: isKey && column.nullable ? "True" : undefined,
      server_default: serial !== undefined ? undefined : writeDefault(column, scope),
      comment: comment === undefined ? undefined : text(comment),
      sqlite_on_conflict_not_null: notNull?.onConflict === undefined
        ? undefined
        : text(notNull.onConflict.toUpperCase()),
    }),
  ];
  return { parts, annotation: column.nullable ? `Optional[${written.python}]` : written.python };
}

/** Whether the columns can say that they are the key: it has the name that the database chooses. */
export function isPlainKey({ name, columns, primaryKey }: Table, { dialect }: TypeScope): boolean {
  if (primaryKey === undefined) return true;
  if (primaryKey.deferrable !== undefined || primaryKey.include !== undefined) return false;
  if (primaryKey.onConflict !== undefined) return false;
  const order = columns.map((column) => column.name).filter((each) =>
    primaryKey.columns.includes(each)
  );
  if (order.join("\0") !== primaryKey.columns.join("\0")) return false;
  return primaryKey.name === (dialect === "postgres" ? `${name}_pkey` : undefined);
}

/** The pseudo-type of a column that its own sequence numbers (PostgreSQL). */
export function serialOf(column: Column, table: Table, schema: Schema): string | undefined {
  const found = schema.sequences.find(({ ownedBy }) =>
    ownedBy !== undefined && sameName(ownedBy.table, table) && ownedBy.column === column.name
  );
  if (found === undefined || found.name !== `${table.name}_${column.name}_seq`) return undefined;
  if (!column.default?.startsWith("nextval(") || typeof column.type !== "string") return undefined;
  return { smallint: "SMALLSERIAL", integer: "SERIAL", bigint: "BIGSERIAL" }[column.type];
}

/** SQLAlchemy numbers an integer key unless it is told not to. */
function autoincrement(
  column: Column,
  serial: string | undefined,
  { dialect }: TypeScope,
): string | undefined {
  if (dialect === "sqlite" || serial !== undefined || column.identity !== undefined) {
    return undefined;
  }
  return typeof column.type === "string" && /int/.test(column.type) ? "False" : undefined;
}

function writeIdentity({ always, ...bounds }: Identity): string {
  const parts = keywords({
    always: always === undefined ? undefined : "True",
    start: bounds.start,
    increment: bounds.increment,
    minvalue: bounds.minimum,
    maxvalue: bounds.maximum,
    cache: bounds.cache,
    cycle: bounds.cycle === undefined ? undefined : "True",
  });
  return `sa.Identity(${parts.join(", ")})`;
}

function writeDefault(column: Column, { dialect }: TypeScope): string | undefined {
  const expression = column.default;
  if (expression === undefined) {
    return column.onUpdate === undefined ? undefined : sql(`NULL ON UPDATE ${column.onUpdate}`);
  }
  if (column.onUpdate !== undefined) return sql(`${expression} ON UPDATE ${column.onUpdate}`);
  if (dialect === "mysql") return writeMysqlDefault(expression, column);
  const isPlain = dialect === "postgres" || /^(?:'(?:[^']|'')*'|[-+]?[\w.]+)$/.test(expression);
  return sql(isPlain ? expression : `(${expression})`);
}

/** SQLAlchemy puts parentheses around what is neither a word nor text, which is another default. */
function writeMysqlDefault(expression: string, { type }: Column): string {
  const literal = /^'((?:[^'\\]|'')*)'$/.exec(expression)?.[1]?.replaceAll("''", "'");
  const bytes = /^_utf8mb4 X'([\dA-F]*)'$/i.exec(expression)?.[1];
  // A number that the column's scale has not rounded is an expression.
  const scale = /^decimal\(\d+,(\d+)\)/.exec(String(type))?.[1];
  const fraction = /^-?\d*(?:\.(\d+))?$/.exec(expression)?.[1]?.length ?? 0;
  const isRounded = scale === undefined || Number(scale) === fraction;
  const number = /^-?\d*\.\d+$|^-\d+$/.test(expression) && isRounded ? expression : undefined;
  const value = literal ?? number ??
    (bytes === undefined ? undefined : new TextDecoder().decode(Uint8Array.from(
      bytes.match(/../g) ?? [],
      (pair) => parseInt(pair, 16),
    )));
  if (value !== undefined) return text(value);
  return sql(/^\w+$|^current_timestamp\(\d\)$/i.test(expression) ? expression : `(${expression})`);
}

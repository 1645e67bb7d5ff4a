import { WhimbrelError } from "../../core/errors.ts";
import type { Column, ForeignKey, Index, KeyPart, Schema, Table } from "../../core/schema.ts";
import { isSimple, isWritable, usualUniques } from "./expressible.ts";
import { extraStatements } from "./write_sql.ts";
import { writeType } from "./write_type.ts";

/** The indentation of what stands inside `define()`. */
const inside = "    ";

/**
 * Models of Sequelize 6 as a module with one function. What `define()` cannot say is SQL in a hook.
 *
 * @throws {WhimbrelError} `models` for a dialect that Sequelize does not know.
 */
export function write(schema: Schema, dialect: string): string {
  if (!/^(?:sqlite|postgres|mysql)$/.test(dialect)) {
    throw new WhimbrelError("models", `Sequelize has no dialect "${dialect}"`, {
      hint: "it knows sqlite, postgres and mysql",
    });
  }
  const models = schema.tables.map((table) => writeModel(table, { schema, dialect }));
  const { before, after } = extraStatements(schema, dialect);
  const hooks = [writeHook("beforeBulkSync", before), writeHook("afterBulkSync", after)];
  const body = [...models, ...hooks].filter((part) => part !== "").join("\n\n");
  const names = ["DataTypes", "Deferrable", "literal"]
    .filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = names.filter((name) => name !== "literal");
  return [
    `import { ${
      [...imports, ...(names.includes("literal") ? ["Sequelize"] : [])].join(", ")
    } } from "sequelize";\n`,
    ...(names.includes("literal") ? ["\nconst { literal } = Sequelize;\n"] : []),
    "\nexport default function define(sequelize) {\n",
    body,
    "\n}\n",
  ].join("").replace('import {  } from "sequelize";\n\n', "");
}

interface Context {
  readonly schema: Schema;
  readonly dialect: string;
}

function writeModel(table: Table, context: Context): string {
  const hasKey = table.primaryKey !== undefined;
  // Sequelize gives every model without a key one that is called "id".
  const attribute = (name: string) => hasKey || name !== "id" ? key(name) : "id_";
  const columns = table.columns.map((column) =>
    `${inside}${attribute(column.name)}: ${writeColumn(table, column, context)},\n`
  );
  return [
    `  sequelize.define(${json(modelName(table, context))}, {\n`,
    ...columns,
    `  }, ${writeOptions(table, context)})${hasKey ? "" : '.removeAttribute("id")'};`,
  ].join("");
}

/** Models of one name in two schemas would be one. */
function modelName({ name, schema }: Table, context: Context): string {
  const isAlone = context.schema.tables.filter((table) => table.name === name).length === 1;
  return isAlone || schema === undefined ? name : `${schema}.${name}`;
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : json(name);
}

type Entries = readonly (readonly [string, string | undefined])[];

function object(entries: Entries): string {
  const there = entries.filter(([, code]) => code !== undefined);
  return `{ ${there.map(([name, code]) => `${name}: ${code}`).join(", ")} }`;
}

/** On one line where it is short. */
function block(entries: Entries): string {
  const line = object(entries);
  if (line.length <= 80) return line;
  const there = entries.filter(([, code]) => code !== undefined);
  return `{\n${there.map(([name, code]) => `${inside}  ${name}: ${code},\n`).join("")}${inside}}`;
}

function writeColumn(table: Table, column: Column, { schema, dialect }: Context): string {
  const isNumbered = column.identity !== undefined && column.identity.always !== true ||
    isSerial(table, column, schema);
  const inKey = table.primaryKey?.columns.includes(column.name) ?? false;
  const reference = table.foreignKeys.find((each) =>
    isSimple(table, each) && each.columns[0] === column.name
  );
  const type = writeType(column, {
    dialect,
    enums: schema.enums,
    ownEnum: `enum_${table.name}_${column.name}`,
  });
  const onUpdate = column.onUpdate === undefined ? "" : ` ON UPDATE ${column.onUpdate}`;
  return block([
    ["type", type],
    ["field", !inKey && column.name === "id" ? json("id") : undefined],
    ["primaryKey", inKey ? "true" : undefined],
    ["autoIncrement", isNumbered ? "true" : undefined],
    [
      "autoIncrementIdentity",
      isNumbered && dialect === "postgres" && column.identity !== undefined ? "true" : undefined,
    ],
    ["allowNull", column.nullable ? undefined : "false"],
    [
      "defaultValue",
      column.default === undefined || isNumbered
        ? undefined
        : `literal(${json(expression(column.default, dialect) + onUpdate)})`,
    ],
    ["unique", uniqueOf(table, column, dialect)],
    ["references", reference === undefined ? undefined : writeReference(reference)],
    [
      "onDelete",
      reference === undefined ? undefined : json((reference.onDelete ?? "no action").toUpperCase()),
    ],
    [
      "onUpdate",
      reference === undefined ? undefined : json((reference.onUpdate ?? "no action").toUpperCase()),
    ],
    ["comment", column.comment === undefined ? undefined : json(column.comment)],
  ]);
}

/** SQLite wants parentheses around what is more than a literal. */
function expression(text: string, dialect: string): string {
  return dialect === "sqlite" && !/^(?:'(?:[^']|'')*'|[-+]?[\d.]+|\w+)$/.test(text)
    ? `(${text})`
    : text;
}

/** A column that PostgreSQL numbers by a sequence of its own. */
function isSerial(table: Table, { name, default: value }: Column, { sequences }: Schema): boolean {
  return value?.startsWith("nextval(") === true &&
    sequences.some(({ ownedBy }) => ownedBy?.column === name && ownedBy.table.name === table.name);
}

function writeReference({ references, referencedColumns, deferrable }: ForeignKey): string {
  const model = references.schema === undefined
    ? json(references.name)
    : object([["tableName", json(references.name)], ["schema", json(references.schema)]]);
  return object([
    ["model", model],
    ["key", json(referencedColumns[0])],
    [
      "deferrable",
      deferrable === undefined ? undefined : `Deferrable.INITIALLY_${deferrable.toUpperCase()}`,
    ],
  ]);
}

/** Columns of one constraint share its name. */
function uniqueOf(table: Table, { name }: Column, dialect: string): string | undefined {
  const own = usualUniques(table).find(({ columns }) => columns.includes(name));
  if (own === undefined) return undefined;
  const isNamed = own.columns.length > 1 || dialect === "mysql";
  return isNamed ? json(own.name ?? `unique_${own.columns.join("_")}`) : "true";
}

function writeOptions(table: Table, { dialect }: Context): string {
  const indexes = table.indexes.filter(isWritable).map((index) =>
    `${inside}  ${writeIndex(index, dialect)},\n`
  );
  const { engine, charset, collation } = table.options;
  const options: readonly (readonly [string, string | undefined])[] = [
    ["tableName", json(table.name)],
    ["schema", table.schema === undefined ? undefined : json(table.schema)],
    ["timestamps", "false"],
    ["comment", table.comment === undefined ? undefined : json(table.comment)],
    ["engine", engine === undefined ? undefined : json(engine)],
    ["charset", charset === undefined ? undefined : json(charset)],
    ["collate", collation === undefined ? undefined : json(collation)],
    ["indexes", indexes.length === 0 ? undefined : `[\n${indexes.join("")}${inside}]`],
  ];
  const lines = options.filter(([, code]) => code !== undefined)
    .map(([name, code]) => `${inside}${name}: ${code},\n`);
  return `{\n${lines.join("")}  }`;
}

function writeIndex(index: Index, dialect: string): string {
  const special = index.method === "fulltext" || index.method === "spatial";
  return object([
    ["name", json(index.name)],
    ["unique", index.unique ? "true" : undefined],
    ["type", special ? json(index.method?.toUpperCase()) : undefined],
    ["using", index.method === undefined || special ? undefined : json(index.method)],
    ["fields", `[${index.parts.map((part) => writePart(part, dialect)).join(", ")}]`],
    ["where", index.where === undefined ? undefined : `literal(${json(index.where)})`],
  ]);
}

function writePart(part: KeyPart, dialect: string): string {
  const order = part.descending === true ? "DESC" : part.nulls === undefined ? undefined : "ASC";
  const nulls = part.nulls === undefined ? "" : ` NULLS ${part.nulls.toUpperCase()}`;
  const direction = order === undefined ? undefined : order + nulls;
  if ("expression" in part) {
    const quoted = part.collation === undefined ? "" : ` COLLATE "${part.collation}"`;
    const sql = dialect === "sqlite" ? part.expression : `(${part.expression})`;
    const rest = [part.opclass, direction].filter((word) => word !== undefined);
    return `literal(${json([sql + quoted, ...rest].join(" "))})`;
  }
  const plain = part.collation === undefined && part.opclass === undefined &&
    part.length === undefined && direction === undefined;
  if (plain) return json(part.column);
  return object([
    ["name", json(part.column)],
    ["length", part.length === undefined ? undefined : String(part.length)],
    ["collate", part.collation === undefined ? undefined : json(part.collation)],
    ["operator", part.opclass === undefined ? undefined : json(part.opclass)],
    ["order", direction === undefined ? undefined : json(direction)],
  ]);
}

function writeHook(name: string, statements: readonly string[]): string {
  if (statements.length === 0) return "";
  return [
    `  sequelize.addHook(${json(name)}, async () => {\n`,
    ...statements.map((sql) => `${inside}await sequelize.query(${json(sql)});\n`),
    "  });",
  ].join("");
}

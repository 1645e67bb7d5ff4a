import type { Schema, Sequence, Table } from "../../core/schema.ts";
import { printName } from "../../core/schema.ts";
import { block, call, className, dictionary, identifier, keywords, text } from "../python_code.ts";
import { serialOf, writeColumn } from "./write_column.ts";
import { writeKeys } from "./write_keys.ts";
import { rawType, type TypeScope, writeDomain, writeEnum } from "./write_type.ts";

/** Names that stand in the class bodies, so that no attribute may hide them. */
const used: ReadonlySet<string> = new Set(
  ("sa postgresql mysql Mapped mapped_column Optional Any Decimal UUID dt Base Raw metadata " +
    "registry int str bool float bytes list dict").split(" "),
);

/** Declarative models of SQLAlchemy 2 for a schema; tables without a key are no classes. */
export function write(schema: Schema, dialect: string): string {
  const taken = new Set(used);
  const variables = new Map<string, string>();
  for (const each of [...schema.enums, ...schema.domains]) {
    const variable = identifier(each.name, taken);
    taken.add(variable);
    variables.set(printName(each), variable);
  }
  const scope = { dialect, variables };
  const tables = schema.tables.filter((table) => table.partitionOf === undefined);
  const parts = [
    ...schema.enums.map((each) => writeEnum(each, variables.get(printName(each))!)),
    ...schema.domains.map((each) => writeDomain(each, variables.get(printName(each))!, scope)),
    ...ownSequences(schema).map(writeSequence),
    ...tables.map((table) => {
      if (table.primaryKey === undefined) return writeTable(table, schema, scope);
      const name = className(table.name, taken);
      taken.add(name);
      return writeClass(table, name, schema, scope);
    }),
    ...leftOut(schema),
  ];
  const body = parts.join("\n\n\n");
  return [
    imports(body),
    "class Base(DeclarativeBase):\n    pass",
    ...(body.includes("Raw(") ? [rawType.trimEnd()] : []),
    body,
  ].join("\n\n\n") + "\n";
}

function imports(body: string): string {
  const typing = ["Any", "Optional"].filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const dialects = ["mysql", "postgresql"].filter((name) => body.includes(`${name}.`));
  const isMapped = body.includes("mapped_column(");
  const standard = [
    ...(body.includes("dt.") ? ["import datetime as dt"] : []),
    ...(body.includes("Decimal") ? ["from decimal import Decimal"] : []),
    ...(typing.length > 0 ? [`from typing import ${typing.join(", ")}`] : []),
    ...(/\bUUID\b/.test(body) ? ["from uuid import UUID"] : []),
  ];
  const installed = [
    "import sqlalchemy as sa",
    ...(dialects.length > 0 ? [`from sqlalchemy.dialects import ${dialects.join(", ")}`] : []),
    `from sqlalchemy.orm import DeclarativeBase${isMapped ? ", Mapped, mapped_column" : ""}`,
  ];
  return [standard, installed].filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n")).join("\n\n");
}

/** Sequences that no SERIAL column makes. */
function ownSequences(schema: Schema): readonly Sequence[] {
  return schema.sequences.filter(({ ownedBy }) => {
    const table = schema.tables.find((each) =>
      ownedBy && printName(each) === printName(ownedBy.table)
    );
    const column = table?.columns.find((each) => each.name === ownedBy?.column);
    return table === undefined || column === undefined ||
      serialOf(column, table, schema) === undefined;
  });
}

function writeSequence(sequence: Sequence): string {
  const { name, schema, start, increment, minimum, maximum, cache, cycle } = sequence;
  return call("sa.Sequence", [
    text(name),
    ...keywords({
      start,
      increment,
      minvalue: minimum,
      maxvalue: maximum,
      cache,
      cycle: cycle === undefined ? undefined : "True",
      data_type: sequence.type === "integer"
        ? "sa.Integer"
        : sequence.type === "smallint"
        ? "sa.SmallInteger"
        : undefined,
      schema: schema === undefined ? undefined : text(schema),
      metadata: "Base.metadata",
    }),
  ]);
}

function writeClass(table: Table, name: string, schema: Schema, scope: TypeScope): string {
  const taken = new Set([...used, ...scope.variables.values()]);
  const columns = table.columns.map((column) => {
    const attribute = identifier(column.name, taken);
    taken.add(attribute);
    const { parts, annotation } = writeColumn(column, table, schema, scope);
    const named = attribute === column.name ? parts : [text(column.name), ...parts];
    return `    ${call(`${attribute}: Mapped[${annotation}] = mapped_column`, named, 4)}`;
  });
  const options = optionsOf(table);
  const keys = [
    ...writeKeys(table, scope),
    ...(options.length > 0 ? [dictionary(options)] : []),
  ];
  return [
    `class ${name}(Base):`,
    `    __tablename__ = ${text(table.name)}`,
    ...(keys.length === 0 ? [] : [`    ${block("__table_args__ = (", keys, 4, ")")}`]),
    "",
    ...columns,
  ].join("\n");
}

function writeTable(table: Table, schema: Schema, scope: TypeScope): string {
  const columns = table.columns.map((column) => {
    const { parts } = writeColumn(column, table, schema, scope);
    const nullable = column.nullable ? [] : ["nullable=False"];
    return call("sa.Column", [text(column.name), ...parts, ...nullable], 4);
  });
  const options = optionsOf(table).map(([name, value]) => `${name}=${value}`);
  const keys = writeKeys(table, scope);
  return block(
    "sa.Table(",
    [text(table.name), "Base.metadata", ...columns, ...keys, ...options],
    0,
    ")",
  );
}

/** Options of tables that SQLAlchemy writes as they are: `mysql_engine="InnoDB"`. */
const mysqlOptions: ReadonlyMap<string, string> = new Map([
  ["engine", "mysql_engine"],
  ["charset", "mysql_charset"],
  ["collation", "mysql_collate"],
  ["row_format", "mysql_row_format"],
]);

function optionsOf(table: Table): readonly (readonly [string, string])[] {
  const { schema, comment, options, partitioning, inherits, columns } = table;
  const isNumbered = columns.some((column) => column.identity !== undefined);
  return Object.entries({
    schema: schema === undefined ? undefined : text(schema),
    comment: comment === undefined ? undefined : text(comment),
    ...Object.fromEntries(
      Object.entries(options).flatMap(([name, value]) => {
        const word = mysqlOptions.get(name);
        return word === undefined ? [] : [[word, text(String(value))]];
      }),
    ),
    prefixes: options["unlogged"] === true ? '["UNLOGGED"]' : undefined,
    sqlite_autoincrement: isNumbered ? "True" : undefined,
    sqlite_with_rowid: options["without_rowid"] === true ? "False" : undefined,
    sqlite_strict: options["strict"] === true ? "True" : undefined,
    postgresql_partition_by: partitioning === undefined ? undefined : text(partitioning.by),
    postgresql_inherits: inherits?.[0] === undefined ? undefined : text(printName(inherits[0])),
  }).flatMap(([name, value]) => value === undefined ? [] : [[name, value] as const]);
}

/** Names what a reader of the models will not find in them. */
function leftOut(schema: Schema): readonly string[] {
  const names = [
    ...schema.tables.filter((table) => table.partitionOf !== undefined)
      .map((table) => `partition ${printName(table)}`),
    ...schema.composites.map((each) => `type ${printName(each)}`),
    ...schema.objects.map((each) => `${each.kind} ${printName(each)}`),
  ];
  if (names.length === 0) return [];
  return [
    `# Left out, because models cannot say it:\n${names.map((name) => `# - ${name}\n`).join("")}`
      .trimEnd(),
  ];
}

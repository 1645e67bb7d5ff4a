import type { Row } from "../../core/adapter.ts";
import type { Options, Partitioning, Table } from "../../core/schema.ts";
import type { CatalogueQuery } from "./catalogue.ts";
import { hasOwnIndex } from "./foreign_key.ts";
import { readColumn } from "./read_column.ts";
import { readChecks, readColumnChecks, readForeignKeys, readKeys } from "./read_keys.ts";
import { byPosition, text } from "./row.ts";
import type { Spelling, TableDefaults } from "./spelling.ts";

/** The rows of the catalogue about one table. */
export type TableRows = (query: CatalogueQuery) => readonly Row[];

/** What is the same for all tables of a database. */
export interface DatabaseFacts {
  readonly spelling: Spelling;
  readonly database: string;
  readonly defaults: TableDefaults;
}

/** Reads a table from its row of information_schema.TABLES and from what else is known of it. */
export function readTable(row: Row, rows: TableRows, facts: DatabaseFacts): Table {
  const { spelling, database, defaults } = facts;
  const collation = text(row, "collation");
  const checks = rows("checks");
  const columnChecks = readColumnChecks(checks, spelling);
  const columns = rows("columns").toSorted(byPosition).map((column) =>
    readColumn(column, {
      spelling,
      database,
      tableCollation: collation,
      check: columnChecks.get(text(column, "name")!),
    })
  );
  const keys = readKeys(rows("keys"), { engine: text(row, "engine") ?? defaults.engine });
  const foreignKeys = readForeignKeys({
    columns: rows("references"),
    rules: rows("rules"),
    database,
  });
  const comment = text(row, "comment") ?? "";
  const partitioning = readPartitioning(rows("partitions"), spelling);
  const table: Table = {
    name: text(row, "name")!,
    columns,
    ...keys,
    foreignKeys,
    checks: readChecks(checks, columns.map(({ name }) => name), spelling),
    exclusions: [],
    ...(partitioning === undefined ? {} : { partitioning }),
    options: readOptions(row, defaults),
    ...(comment === "" ? {} : { comment }),
  };
  return withoutOwnIndexes(table, spelling);
}

/** Leaves out the indexes that the server made for foreign keys, and drops and makes again with them. */
function withoutOwnIndexes(table: Table, spelling: Spelling): Table {
  const indexes = table.indexes.filter((index) => {
    const key = table.foreignKeys.find(({ name }) => name === index.name);
    const plain = !index.unique && index.method === undefined && index.comment === undefined &&
      index.invisible === undefined;
    if (key === undefined || !plain) return true;
    const columns = index.parts.map((part) =>
      "column" in part && Object.keys(part).length === 1 ? part.column : ""
    );
    const rest = { ...table, indexes: table.indexes.filter((other) => other !== index) };
    return columns.join("\0") !== key.columns.join("\0") || !hasOwnIndex(key, rest, spelling);
  });
  return { ...table, indexes };
}

function readOptions(row: Row, defaults: TableDefaults): Options {
  const engine = text(row, "engine");
  const collation = text(row, "collation");
  const others = [...(text(row, "options") ?? "").matchAll(optionPattern)].map((match) =>
    [match[1]!.toLowerCase(), unquote(match[2]!)] as const
  );
  return {
    ...(engine === undefined || engine === defaults.engine ? {} : { engine }),
    ...(collation === undefined || collation === defaults.collation ? {} : { collation }),
    ...(text(row, "type") === "SYSTEM VERSIONED" ? { system_versioning: true } : {}),
    ...Object.fromEntries(others),
  };
}

const optionPattern = /`?(\w+)`?\s*=\s*('(?:[^']|'')*'|"[^"]*"|`[^`]*`|\S+)/g;

function unquote(value: string): string {
  return /^['"`]/.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value;
}

function readPartitioning(
  rows: readonly Row[],
  { text: quoted }: Spelling,
): Partitioning | undefined {
  const whole = rows.filter((row) => Number(row["part"] ?? 1) === 1).toSorted(byPosition);
  const [first] = whole;
  if (first === undefined) return undefined;
  const parts = rows.filter((row) => text(row, "name") === text(first, "name")).length;
  const method = text(first, "sub_method");
  const sub = method === undefined
    ? ""
    : ` SUBPARTITION BY ${method} (${text(first, "sub_expression") ?? ""}) SUBPARTITIONS ${parts}`;
  return {
    by: `${text(first, "method")} (${text(first, "expression") ?? ""})${sub}`,
    partitions: whole.map((row) => {
      const comment = text(row, "comment") ?? "";
      return {
        name: text(row, "name")!,
        bounds: [boundsOf(row), comment === "" ? "" : `COMMENT = ${quoted(comment)}`]
          .filter((part) => part !== "").join(" "),
      };
    }),
  };
}

function boundsOf(row: Row): string {
  const method = text(row, "method") ?? "";
  const bounds = text(row, "bounds");
  if (bounds === undefined) return "";
  if (method === "SYSTEM_TIME") return bounds;
  if (method.startsWith("LIST")) return bounds === "DEFAULT" ? bounds : `VALUES IN (${bounds})`;
  return method === "RANGE" && bounds === "MAXVALUE"
    ? "VALUES LESS THAN MAXVALUE"
    : `VALUES LESS THAN (${bounds})`;
}

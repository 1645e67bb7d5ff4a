import type { Row } from "../../core/adapter.ts";
import type { Options, Partitioning, Table } from "../../core/schema.ts";
import type { CatalogueQuery } from "./catalogue.ts";
import { hasOwnIndex } from "./foreign_key.ts";
import { readColumn } from "./read_column.ts";
import { readChecks, readColumnChecks, readForeignKeys, readKeys } from "./read_keys.ts";
import { byPosition, text } from "./row.ts";
import { readShownTable, type ShownPartitioning, type ShownTable } from "./shown_table.ts";
import type { Spelling, TableDefaults } from "./spelling.ts";
import { periodOption } from "./table_options.ts";

/** The rows of the catalogue about one table. */
export type TableRows = (query: CatalogueQuery) => readonly Row[];

/** What is the same for all tables of a database. */
export interface DatabaseFacts {
  readonly spelling: Spelling;
  readonly database: string;
  readonly defaults: TableDefaults;
}

/** Reads a table from its row of information_schema.TABLES and from what else is known of it. */
export function readTable(
  row: Row,
  { rows, definition }: { readonly rows: TableRows; readonly definition: string | undefined },
  facts: DatabaseFacts,
): Table {
  const { spelling, database, defaults } = facts;
  const collation = text(row, "collation");
  // An account may see a table in the catalogue, but not what the server writes for it.
  const shown = definition === undefined ? undefined : readShownTable(definition, spelling);
  const checks = rows("checks").filter((check) => !shown?.periods.has(text(check, "name")!));
  const columnChecks = readColumnChecks(checks, spelling);
  const columns = rows("columns").toSorted(byPosition).map((column) =>
    readColumn(column, {
      spelling,
      database,
      tableCollation: collation,
      check: columnChecks.get(text(column, "name")!),
      shown: shown?.columns.get(text(column, "name")!),
    })
  );
  const keys = readKeys(rows("keys"), {
    engine: text(row, "engine") ?? defaults.engine,
    options: shown?.keys ?? new Map(),
  });
  const foreignKeys = readForeignKeys({
    columns: rows("references"),
    rules: rows("rules"),
    database,
    spelling,
  });
  const comment = text(row, "comment") ?? "";
  const partitioning = readPartitioning(rows("partitions"), {
    spelling,
    shown: shown?.partitioning,
  });
  const table: Table = {
    name: text(row, "name")!,
    columns,
    ...keys,
    foreignKeys,
    checks: readChecks(checks, columns.map(({ name }) => name), {
      spelling,
      shown: shown?.checks,
    }),
    exclusions: [],
    ...(partitioning === undefined ? {} : { partitioning }),
    options: readOptions(row, { defaults, shown }),
    ...(comment === "" ? {} : { comment }),
  };
  return withoutOwnIndexes(table, spelling);
}

/** Leaves out the indexes that the server made for foreign keys, and drops and makes again with them. */
function withoutOwnIndexes(table: Table, spelling: Spelling): Table {
  const indexes = table.indexes.filter((index) => {
    const key = table.foreignKeys.find(({ name }) => name === index.name);
    // Of two foreign keys on the same columns the later one gave the index its name.
    const isShared = table.foreignKeys.some((other) =>
      other !== key && other.columns.join("\0") === key?.columns.join("\0")
    );
    const plain = !index.unique && index.method === undefined && index.comment === undefined &&
      index.invisible === undefined;
    if (key === undefined || isShared || !plain) return true;
    const columns = index.parts.map((part) =>
      "column" in part && Object.keys(part).length === 1 ? part.column : ""
    );
    const rest = { ...table, indexes: table.indexes.filter((other) => other !== index) };
    return columns.join("\0") !== key.columns.join("\0") || !hasOwnIndex(key, rest, spelling);
  });
  return { ...table, indexes };
}

function readOptions(row: Row, { defaults, shown }: {
  readonly defaults: TableDefaults;
  readonly shown: ShownTable | undefined;
}): Options {
  const engine = text(row, "engine");
  const collation = text(row, "collation");
  const others = [...(text(row, "options") ?? "").matchAll(optionPattern)].map((match) =>
    [match[1]!.toLowerCase(), unquote(match[2]!)] as const
  );
  return {
    ...(engine === undefined || engine === defaults.engine ? {} : { engine }),
    ...(collation === undefined || collation === defaults.collation ? {} : { collation }),
    ...(text(row, "type") === "SYSTEM VERSIONED" ? { system_versioning: true } : {}),
    ...Object.fromEntries(others.filter(([name]) => !misleading.has(name))),
    ...shown?.options,
    ...Object.fromEntries(
      [...shown?.periods ?? []].map(([name, columns]) => [periodOption(name), columns]),
    ),
  };
}

/** Options that the catalogue names where nobody has set them. */
const misleading = new Set(["secondary_load", "transactional", "page_checksum"]);

/** The options of an engine are quoted, and better read where they keep their case. */
const optionPattern = /(?<![\w`])(\w+)\s*=\s*('(?:[^']|'')*'|"[^"]*"|`[^`]*`|\S+)/g;

function unquote(value: string): string {
  return /^['"`]/.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value;
}

function readPartitioning(rows: readonly Row[], { spelling, shown }: {
  readonly spelling: Spelling;
  readonly shown: ShownPartitioning | undefined;
}): Partitioning | undefined {
  const whole = rows.filter((row) => Number(row["part"] ?? 1) === 1).toSorted(byPosition);
  const [first] = whole;
  if (first === undefined) return undefined;
  const parts = rows.filter((row) => text(row, "name") === text(first, "name")).length;
  const method = text(first, "sub_method");
  const sub = method === undefined
    ? ""
    : ` SUBPARTITION BY ${method} (${text(first, "sub_expression") ?? ""}) SUBPARTITIONS ${parts}`;
  const algorithm = shown?.algorithm === undefined ? "" : ` ALGORITHM = ${shown.algorithm}`;
  const isOfTime = text(first, "method") === "SYSTEM_TIME" && shown !== undefined;
  return {
    by: isOfTime
      ? shown.head
      : `${text(first, "method")}${algorithm} (${text(first, "expression") ?? ""})${sub}`,
    // Which partitions of time there are is the server's own doing where they are only counted.
    partitions: isOfTime && shown.rest.size === 0 ? [] : whole.map((row) => {
      const name = text(row, "name")!;
      const comment = text(row, "comment") ?? "";
      const rest = shown?.rest.get(name) ??
        (comment === "" ? "" : `COMMENT = ${spelling.text(comment)}`);
      return { name, bounds: [boundsOf(row), rest].filter((part) => part !== "").join(" ") };
    }),
  };
}

function boundsOf(row: Row): string {
  const method = text(row, "method") ?? "";
  const bounds = text(row, "bounds");
  if (method === "SYSTEM_TIME") return bounds === "CURRENT" ? bounds : "HISTORY";
  if (bounds === undefined) return "";
  if (method.startsWith("LIST")) return bounds === "DEFAULT" ? bounds : `VALUES IN (${bounds})`;
  return method === "RANGE" && bounds === "MAXVALUE"
    ? "VALUES LESS THAN MAXVALUE"
    : `VALUES LESS THAN (${bounds})`;
}

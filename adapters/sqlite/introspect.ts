import type { IntrospectFilter, Session } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { sortSchema } from "../../core/schema_order.ts";
import {
  type Dependency,
  emptySchema,
  type ForeignKey,
  type OpaqueObject,
  type Schema,
  type Table,
} from "../../core/schema.ts";
import { parseCreateIndex } from "./create_index.ts";
import { parseCreateTable } from "./create_table.ts";
import { namesIn } from "./expression.ts";
import { foldName } from "./quote.ts";

/** One row of `sqlite_schema`, with what `pragma_table_list` knows of it. */
interface Entry {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string;
  /** The columns' names as SQLite itself reads the statement; empty for what is no table. */
  readonly columns: readonly string[];
}

// Shadow tables belong to their virtual table, and an index without SQL to its constraint. The list
// of tables is made once: a pragma in a join is run for every row.
const query = `
  WITH listed AS MATERIALIZED (SELECT name, type FROM pragma_table_list WHERE schema = 'main')
  SELECT s.type, s.name, s.tbl_name, s.sql,
    CASE WHEN l.type = 'table' THEN (SELECT json_group_array(name) FROM pragma_table_xinfo(s.name)) END
      AS columns
  FROM main.sqlite_schema s
  LEFT JOIN listed l ON l.name = s.name AND s.type IN ('table', 'view')
  WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND l.type IS NOT 'shadow'
  ORDER BY s.rowid`;

/**
 * Reads the main database as it is declared: tables and indexes in full, views, triggers and virtual
 * tables as text.
 *
 * @throws {WhimbrelError} `preflight` for a table whose declaration cannot be understood.
 */
export async function introspect(
  session: Pick<Session, "query">,
  filter?: IntrospectFilter,
): Promise<Schema> {
  const excluded = new Set(filter?.exclude.map((parts) => foldName(parts.at(-1) ?? "")));
  const entries = (await session.query(query)).map((row): Entry => ({
    type: String(row["type"]),
    name: String(row["name"]),
    table: String(row["tbl_name"]),
    sql: String(row["sql"]),
    columns: row["columns"] === null ? [] : JSON.parse(String(row["columns"])) as string[],
  })).filter(({ name, table }) => !excluded.has(foldName(name)) && !excluded.has(foldName(table)));
  const indexes = Map.groupBy(
    entries.filter(({ type }) => type === "index"),
    ({ table }) => foldName(table),
  );
  const tables = entries.filter(isTable).map((entry) =>
    readTable(entry, indexes.get(foldName(entry.name)) ?? [])
  );
  return sortSchema({
    ...emptySchema,
    tables: spellReferences(tables),
    objects: readObjects(entries),
  });
}

function isTable({ type, sql }: Entry): boolean {
  return type === "table" && !isVirtual(sql);
}

function isVirtual(sql: string): boolean {
  return /^\s*CREATE\s+VIRTUAL\s/i.test(sql);
}

/** A rebuild copies what was understood, so a misreading must not go unnoticed. */
function readTable(entry: Entry, indexes: readonly Entry[]): Table {
  try {
    const table: Table = { ...parseCreateTable(entry.sql), name: entry.name };
    const names = table.columns.map(({ name }) => name);
    if (entry.columns.join("\0") !== names.join("\0")) {
      throw new Error(
        `SQLite has the columns ${entry.columns.join(", ")}; found ${names.join(", ")}`,
      );
    }
    return { ...table, indexes: indexes.map(({ sql }) => parseCreateIndex(sql, table)) };
  } catch (cause) {
    throw new WhimbrelError("preflight", `Cannot understand the declaration of "${entry.name}"`, {
      statement: entry.sql,
      notes: [cause instanceof Error ? cause.message : String(cause)],
      cause,
    });
  }
}

/** Gives references the spelling of what they refer to, since SQLite ignores case. */
function spellReferences(tables: readonly Table[]): readonly Table[] {
  const byName = new Map(tables.map((table) => [foldName(table.name), table]));
  const spell = (key: ForeignKey): ForeignKey => {
    const target = byName.get(foldName(key.references.name));
    if (target === undefined) return key;
    const columns = new Map(target.columns.map(({ name }) => [foldName(name), name]));
    return {
      ...key,
      references: { name: target.name },
      referencedColumns: key.referencedColumns.map((name) => columns.get(foldName(name)) ?? name),
    };
  };
  return tables.map((table) => ({ ...table, foreignKeys: table.foreignKeys.map(spell) }));
}

function readObjects(entries: readonly Entry[]): readonly OpaqueObject[] {
  const kinds = new Map(
    entries.filter(({ type }) => type === "table" || type === "view")
      .map((entry) => [foldName(entry.name), { kind: kindOf(entry), name: entry.name }]),
  );
  return entries.filter((entry) => entry.type !== "index" && !isTable(entry)).map((entry) => {
    const dependsOn = [...namesIn(entry.sql)].flatMap((name): Dependency[] => {
      const needed = kinds.get(name);
      return needed === undefined || needed.name === entry.name ? [] : [needed];
    });
    return {
      kind: kindOf(entry),
      name: entry.name,
      ...(entry.type === "trigger"
        ? { table: { name: kinds.get(foldName(entry.table))?.name ?? entry.table } }
        : {}),
      definition: entry.sql,
      dependsOn: dependsOn.sort((one, other) => one.name < other.name ? -1 : 1),
      ...(isVirtual(entry.sql) ? { holdsRows: true as const } : {}),
    };
  });
}

function kindOf({ type, sql }: Entry): string {
  return isVirtual(sql) ? "virtual table" : type;
}

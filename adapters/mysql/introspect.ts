import type { IntrospectFilter, Row, Session } from "../../core/adapter.ts";
import { sortSchema } from "../../core/schema_order.ts";
import { emptySchema, type Schema } from "../../core/schema.ts";
import { catalogueQueries, type CatalogueQuery, catalogueStatements } from "./catalogue.ts";
import { type NamedObject, readDefinitions, readObjects } from "./read_objects.ts";
import { readTable } from "./read_table.ts";
import { byPosition, text } from "./row.ts";
import { own } from "./session.ts";

/**
 * Reads the connection's database: tables with all that is theirs in one round trip of a fixed number
 * of queries, and in a second one what the server itself writes for tables, views, triggers, routines,
 * events and sequences, where there are any.
 *
 * @throws {StatementError}
 */
export async function introspect(session: Session, filter?: IntrospectFilter): Promise<Schema> {
  const { facts, spelling, dialect, run, attempt } = own(session);
  const results = await run(catalogueStatements({
    mariadb: facts.isMariadb,
    database: dialect.literal(facts.database),
  }));
  const rowsOf = (query: CatalogueQuery): readonly Row[] =>
    results[catalogueQueries.indexOf(query)] ?? [];
  const isWanted = wanted(facts.database, filter);
  const entries = rowsOf("tables").filter((row) => isWanted(text(row, "name")!));
  const named: NamedObject[] = [
    ...entries.filter((row) => text(row, "type") === "VIEW")
      .map((row) => ({ kind: "view", name: text(row, "name")! })),
    ...entries.filter((row) => text(row, "type") === "SEQUENCE")
      .map((row) => ({ kind: "sequence", name: text(row, "name")! })),
    ...triggersIn(rowsOf("triggers").filter((row) => isWanted(text(row, "tab")!))),
    ...[...rowsOf("routines"), ...rowsOf("events")]
      .map((row) => ({ kind: text(row, "kind")!, name: text(row, "name")! })),
  ];
  const grouped = new Map(
    catalogueQueries.map((query) => [query, Map.groupBy(rowsOf(query), (row) => text(row, "tab"))]),
  );
  const databaseFacts = {
    spelling,
    database: facts.database,
    defaults: facts.tableDefaults,
  };
  const made = entries.filter((row) => tableTypes.has(text(row, "type") ?? ""))
    .map((row) => ({ row, kind: "table", name: text(row, "name")! }));
  const definitions = await readDefinitions({ attempt, dialect }, [...made, ...named]);
  const tables = made.map((table) => {
    const rows = (query: CatalogueQuery) => grouped.get(query)?.get(table.name) ?? [];
    return readTable(table.row, { rows, definition: definitions.get(table) }, databaseFacts);
  });
  const names = made.map(({ name }) => name);
  const { database } = facts;
  const objects = readObjects(named, {
    definitions,
    tables: names,
    database,
    quote: spelling.quote,
  });
  return sortSchema({ ...emptySchema, tables, ...objects });
}

/** Triggers, each with the one behind which it runs. */
function triggersIn(rows: readonly Row[]): readonly NamedObject[] {
  const groups = Map.groupBy(rows, (row) => `${text(row, "event")} ${text(row, "tab")}`);
  return [...groups.values()].flatMap((group) =>
    group.toSorted(byPosition).map((row, index, list) => {
      const follows = text(list[index - 1], "name");
      return {
        kind: "trigger",
        name: text(row, "name")!,
        table: text(row, "tab")!,
        ...(follows === undefined ? {} : { follows }),
      };
    })
  );
}

const tableTypes = new Set(["BASE TABLE", "SYSTEM VERSIONED"]);

function wanted(database: string, filter: IntrospectFilter | undefined): (name: string) => boolean {
  const excluded = new Set(
    (filter?.exclude ?? []).filter((parts) => parts.length < 2 || parts.at(-2) === database)
      .map((parts) => parts.at(-1)),
  );
  return (name) => !excluded.has(name);
}

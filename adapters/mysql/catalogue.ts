import { generated, type Statement } from "../../core/statement.ts";

/** The rows of information_schema that tell about one database. */
export const catalogueQueries = [
  "tables",
  "columns",
  "keys",
  "references",
  "rules",
  "checks",
  "partitions",
  "triggers",
  "routines",
  "events",
] as const;

/** One of {@linkcode catalogueQueries}. */
export type CatalogueQuery = (typeof catalogueQueries)[number];

/** What of a server decides how it is asked. */
export interface CatalogueServer {
  readonly mariadb: boolean;
  /** Its database, as a literal: so that the server looks for no other one's files. */
  readonly database: string;
}

/**
 * The queries, a fixed number for a database of any size. They leave it to the reader to put rows in
 * their order, since the server would sort them in a file.
 */
export function catalogueStatements(server: CatalogueServer): readonly Statement[] {
  const texts = queries(server);
  return catalogueQueries.map((name) => generated(texts[name]));
}

function queries({ mariadb, database }: CatalogueServer): Readonly<Record<CatalogueQuery, string>> {
  return {
    tables: "SELECT TABLE_NAME AS name, TABLE_TYPE AS type, ENGINE AS engine, " +
      "TABLE_COLLATION AS collation, CREATE_OPTIONS AS options, TABLE_COMMENT AS comment " +
      `FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${database}`,
    columns: "SELECT TABLE_NAME AS tab, COLUMN_NAME AS name, ORDINAL_POSITION AS position, " +
      "COLUMN_DEFAULT AS preset, IS_NULLABLE AS nullable, COLUMN_TYPE AS type, EXTRA AS extra, " +
      "COLLATION_NAME AS collation, COLUMN_COMMENT AS comment, " +
      `GENERATION_EXPRESSION AS expression, ${mariadb ? "NULL" : "SRS_ID"} AS srid ` +
      `FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ${database}`,
    keys: "SELECT TABLE_NAME AS tab, INDEX_NAME AS name, NON_UNIQUE AS repeats, " +
      "SEQ_IN_INDEX AS position, COLUMN_NAME AS col, COLLATION AS direction, SUB_PART AS length, " +
      "INDEX_TYPE AS type, INDEX_COMMENT AS comment, " +
      (mariadb
        ? "NULL AS expression, IF(IGNORED = 'YES', 1, 0) AS hidden "
        : "EXPRESSION AS expression, IF(IS_VISIBLE = 'NO', 1, 0) AS hidden ") +
      `FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ${database}`,
    references: "SELECT TABLE_NAME AS tab, CONSTRAINT_NAME AS name, COLUMN_NAME AS col, " +
      "ORDINAL_POSITION AS position, REFERENCED_TABLE_SCHEMA AS target_schema, " +
      "REFERENCED_TABLE_NAME AS target, REFERENCED_COLUMN_NAME AS target_col " +
      "FROM information_schema.KEY_COLUMN_USAGE " +
      `WHERE TABLE_SCHEMA = ${database} AND REFERENCED_TABLE_NAME IS NOT NULL`,
    rules: "SELECT TABLE_NAME AS tab, CONSTRAINT_NAME AS name, UPDATE_RULE AS on_update, " +
      "DELETE_RULE AS on_delete FROM information_schema.REFERENTIAL_CONSTRAINTS " +
      `WHERE CONSTRAINT_SCHEMA = ${database}`,
    checks: mariadb
      ? "SELECT TABLE_NAME AS tab, CONSTRAINT_NAME AS name, CHECK_CLAUSE AS expression, " +
        "LEVEL AS level, 'YES' AS enforced FROM information_schema.CHECK_CONSTRAINTS " +
        `WHERE CONSTRAINT_SCHEMA = ${database}`
      : "SELECT t.TABLE_NAME AS tab, c.CONSTRAINT_NAME AS name, c.CHECK_CLAUSE AS expression, " +
        "'Table' AS level, t.ENFORCED AS enforced " +
        "FROM information_schema.CHECK_CONSTRAINTS AS c " +
        "JOIN information_schema.TABLE_CONSTRAINTS AS t " +
        "ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME " +
        `AND t.CONSTRAINT_TYPE = 'CHECK' WHERE c.CONSTRAINT_SCHEMA = ${database}`,
    partitions: "SELECT TABLE_NAME AS tab, PARTITION_NAME AS name, " +
      "PARTITION_ORDINAL_POSITION AS position, SUBPARTITION_ORDINAL_POSITION AS part, " +
      "PARTITION_METHOD AS method, PARTITION_EXPRESSION AS expression, " +
      "SUBPARTITION_METHOD AS sub_method, SUBPARTITION_EXPRESSION AS sub_expression, " +
      "PARTITION_DESCRIPTION AS bounds, PARTITION_COMMENT AS comment " +
      "FROM information_schema.PARTITIONS " +
      `WHERE TABLE_SCHEMA = ${database} AND PARTITION_NAME IS NOT NULL`,
    triggers: "SELECT 'trigger' AS kind, TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS tab, " +
      "CONCAT(ACTION_TIMING, EVENT_MANIPULATION) AS event, ACTION_ORDER AS position " +
      `FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ${database}`,
    routines: "SELECT LOWER(ROUTINE_TYPE) AS kind, ROUTINE_NAME AS name " +
      `FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ${database}`,
    events: "SELECT 'event' AS kind, EVENT_NAME AS name " +
      `FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ${database}`,
  };
}

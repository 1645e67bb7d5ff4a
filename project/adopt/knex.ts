import { readScripts } from "./recorded_history.ts";
import { readRows, type Tool } from "./source.ts";

/** https://knexjs.org/guide/migrations.html: `up(knex)` and `down(knex)`. */
export const tool: Tool = {
  name: "knex",
  title: "Knex",
  tables: [["knex_migrations"]],
  folders: ["migrations", "db/migrations", "src/migrations", "src/db/migrations"],
  isMigration: (path) => /^[^/]+\.[cm]?[jt]s$/.test(path) && !path.endsWith(".d.ts"),
  async read(source) {
    const rows = await readRows(source, "id") ?? [];
    return await readScripts(source, {
      program,
      keyOf: (path) => path,
      applied: rows.map(({ name }) => String(name)),
      latecomers: "refuses",
    });
  },
};

/** A client whose connection is the recorder. */
const program = String.raw`
async function open() {
  const loaded = require("knex");
  const knex = loaded.knex ?? loaded;
  const client = { sqlite: "sqlite3", postgres: "pg", mysql: "mysql2" }[dialect];
  const database = knex({ client, useNullAsDefault: true, version: input.server || undefined });
  // On the class, because a transaction has a client of its own.
  const own = Object.getPrototypeOf(database.client);
  own.acquireConnection = async () => ({ __knexUid: "recorder" });
  own.releaseConnection = async () => {};
  own.acquireRawConnection = async () => ({});
  const query = async (connection, object) => {
    const rows = ask(object.sql, object.bindings ?? []);
    object.response = dialect === "sqlite" ? rows : dialect === "postgres"
      ? { rows, rowCount: 0, fields: [], command: "" }
      : [rows, []];
    return object;
  };
  own._query = query;
  return ({ up, down, config }) => ({
    up: up === undefined ? undefined : () => up(database),
    down: down === undefined ? undefined : () => down(database),
    transactional: config?.transaction !== false,
  });
}
`;

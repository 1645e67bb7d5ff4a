import { readScripts } from "./recorded_history.ts";
import { readRows, type Tool } from "./source.ts";

/** https://kysely.dev/docs/migrations: `up(db)` and `down(db)`. */
export const tool: Tool = {
  name: "kysely",
  title: "Kysely",
  tables: [["kysely_migration"]],
  folders: ["migrations", "src/migrations", "src/db/migrations", "db/migrations"],
  isMigration: (path) => /^[^/]+\.[cm]?[jt]s$/.test(path) && !path.endsWith(".d.ts"),
  async read(source) {
    const rows = await readRows(source, "timestamp") ?? [];
    return await readScripts(source, {
      program,
      keyOf: (path) => path.replace(/\.[cm]?[jt]s$/, ""),
      applied: rows.map(({ name }) => String(name)),
      latecomers: "refuses",
    });
  },
};

/** A dialect whose driver is the recorder. */
const program = String.raw`
async function open() {
  const kysely = await import(pathToFileURL(require.resolve("kysely")).href);
  const name = { sqlite: "Sqlite", postgres: "Postgres", mysql: "Mysql" }[dialect];
  const connection = {
    executeQuery: async ({ sql, parameters }) => ({ rows: ask(sql, parameters) }),
    async *streamQuery({ sql, parameters }) {
      yield { rows: ask(sql, parameters) };
    },
  };
  const nothing = async () => {};
  const database = new kysely.Kysely({
    dialect: {
      createAdapter: () => new kysely[name + "Adapter"](),
      createIntrospector: (db) => new kysely[name + "Introspector"](db),
      createQueryCompiler: () => new kysely[name + "QueryCompiler"](),
      createDriver: () => ({
        init: nothing,
        acquireConnection: async () => connection,
        beginTransaction: nothing,
        commitTransaction: nothing,
        rollbackTransaction: nothing,
        releaseConnection: nothing,
        destroy: nothing,
      }),
    },
  });
  return ({ up, down }) => ({
    up: up === undefined ? undefined : () => up(database),
    down: down === undefined ? undefined : () => down(database),
  });
}
`;

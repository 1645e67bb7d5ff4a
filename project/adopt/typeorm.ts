import { readScripts } from "./recorded_history.ts";
import { readRows, type Tool } from "./source.ts";

/** https://typeorm.io/docs/migrations/why: a class with `up(queryRunner)` and `down(queryRunner)`. */
export const tool: Tool = {
  name: "typeorm",
  title: "TypeORM",
  tables: [["migrations"]],
  folders: [
    ...["src/migrations", "src/migration", "migrations", "src/database/migrations", "migration"],
    ...["src/db/migrations", "dist/migrations"],
  ],
  isMigration: (path) => /^[^/]+\.[cm]?[jt]s$/.test(path) && !path.endsWith(".d.ts"),
  async read(source) {
    const rows = await readRows(source, "id") ?? [];
    const history = await readScripts(source, {
      program,
      keyOf: (path) => path,
      applied: rows.map(({ name }) => String(name)),
      latecomers: "applies",
      namedByModule: true,
    });
    // By the time in the class's name, which need not be that of the file.
    const timeOf = (key: string) => Number(/(\d{13})$/.exec(key)?.[1] ?? 0);
    return {
      ...history,
      migrations: history.migrations.toSorted((one, other) => timeOf(one.key) - timeOf(other.key)),
    };
  },
};

/** A query runner that has no connection: what it would send is recorded. */
const program = String.raw`
async function open() {
  const runner = await createRunner();
  return (module) => {
    const found = [...Object.values(module), ...Object.values(module.default ?? {})].find((value) =>
      typeof value === "function" && typeof value.prototype?.up === "function"
    );
    if (found === undefined) return {};
    const migration = new found();
    return {
      name: migration.name ?? found.name,
      up: () => migration.up(runner),
      down: () => migration.down(runner),
      transactional: migration.transaction !== false,
    };
  };
}

async function createRunner() {
  const query = async (sql, parameters) => ask(sql, parameters ?? []);
  let runner;
  try {
    const { DataSource } = require("typeorm");
    const type = { sqlite: "better-sqlite3", postgres: "postgres", mysql: "mysql" }[dialect];
    const driver = new Proxy(class {}, { get: (target, key) => target[key] ?? (() => {}) });
    const source = new DataSource({ type, database: ":memory:", driver, migrations: [] });
    source.driver.database = undefined;
    source.driver.version = input.server;
    runner = source.createQueryRunner("master");
  } catch {
    // Without its driver, raw SQL can still be told.
    runner = {};
  }
  runner.query = query;
  runner.connect = async () => ({ pragma: (words) => ask("PRAGMA " + words) });
  for (const name of ["startTransaction", "commitTransaction"]) runner[name] = async () => {};
  runner.rollbackTransaction = async () => { throw refuse("it rolls back"); };
  return new Proxy(runner, {
    get(target, key) {
      if (key in target) return target[key];
      if (key === "then" || typeof key === "symbol") return undefined;
      throw refuse("it calls queryRunner." + key + ", for which TypeORM needs its driver");
    },
  });
}
`;

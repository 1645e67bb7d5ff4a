import { readScripts, type SqlFile } from "./recorded_history.ts";
import { readRows, type Tool } from "./source.ts";

/** https://salsita.github.io/node-pg-migrate: `up(pgm)`, or SQL below comments. */
export const tool: Tool = {
  name: "node-pg-migrate",
  title: "node-pg-migrate",
  tables: [["pgmigrations"]],
  folders: ["migrations", "db/migrations", "src/migrations"],
  isMigration: (path) =>
    /^[^/]+\.(?:[cm]?[jt]s|sql)$/.test(path) && !/\.d\.ts$|\.down\.sql$/.test(path),
  async read(source) {
    const rows = await readRows(source, "id") ?? [];
    return await readScripts(source, {
      program,
      keyOf: (path) => path.replace(/\.(?:[cm]?[jt]s|sql)$/, ""),
      applied: rows.map(({ name }) => String(name)),
      latecomers: "refuses",
      sqlOf: (_, text) => parseSections(text),
    });
  },
};

/** What stands below `-- Up Migration` and `-- Down Migration`; all of it where neither is there. */
export function parseSections(text: string): SqlFile {
  const mark = /^\s*--[ \t-]*(up|down)\s+migration[^\n]*$/gim;
  const marks = [...text.matchAll(mark)];
  const section = (direction: string): string | undefined => {
    const index = marks.findIndex((match) => match[1]!.toLowerCase() === direction);
    const match = marks[index];
    if (match === undefined) return undefined;
    return text.slice(match.index + match[0].length, marks[index + 1]?.index).trim();
  };
  const up = section("up");
  const upgrade = up ?? text.slice(0, marks[0]?.index).trim();
  return { upgrade, downgrade: section("down") };
}

/** The package's own builder, whose steps are SQL. */
const program = String.raw`
async function open() {
  const library = await import(pathToFileURL(require.resolve("node-pg-migrate")).href);
  const { MigrationBuilder } = library;
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const database = {
    query: async (sql, parameters) => ({ rows: ask(typeof sql === "string" ? sql : sql.text, parameters) }),
    select: async (sql, parameters) => ask(typeof sql === "string" ? sql : sql.text, parameters),
  };
  let shorthands = {};
  const builder = () => new MigrationBuilder(database, shorthands, false, logger);
  const build = async (work, pgm) => {
    await new Promise((resolve, reject) => {
      const ended = work(pgm, resolve);
      if (work.length < 2) Promise.resolve(ended).then(resolve, reject);
    });
    for (const sql of pgm.getSqlSteps()) ask(sql);
    return pgm;
  };
  return (module) => {
    shorthands = { ...shorthands, ...module.shorthands };
    const pgm = builder();
    const back = builder();
    const down = module.down === undefined
      ? () => build(module.up, back.enableReverseMode())
      : () => build(module.down, back);
    return {
      up: () => build(module.up, pgm),
      down: module.down === false ? undefined : down,
      get transactional() {
        return pgm.isUsingTransaction();
      },
    };
  };
}
`;

import { join } from "node:path";
import {
  type AdoptedHistory,
  type AdoptedMigration,
  createdOf,
  rowsWithoutFile,
  type Sql,
  type TableRow,
  type TextFile,
} from "./history.ts";
import { pythonText } from "./python_literal.ts";
import { readMigrations, readRows, runTool, type Source, type Tool } from "./source.ts";

const fileName = /(?:^|\/)(\d+)_[^/]*\.(?:py|sql)$/;

/** https://github.com/tortoise/aerich: functions that give SQL, in a folder for each app. */
export const tool: Tool = {
  name: "aerich",
  title: "Aerich",
  tables: [["aerich"]],
  folders: ["migrations", "src/migrations", "app/migrations", "db/migrations"],
  isMigration: (path) => fileName.test(path),
  async read(source) {
    const rows = await readRows(source, "id") ?? [];
    const files = readMigrations(source);
    const computed = await runComputed(source, files);
    return readAerich(files, rows, {
      table: source.table.join("."),
      dialect: source.session.dialect.name,
      folder: source.folder.path.split(/[/\\]/).at(-1)!,
      computed,
    });
  },
};

/** What a history is read with. */
export interface AerichOptions {
  readonly table: string;
  readonly dialect: string;
  /** The app's name where the files stand in no folder of their own. */
  readonly folder: string;
  /** What the functions gave that are more than a literal, by path. */
  readonly computed: ReadonlyMap<string, Sides>;
}

interface Sides {
  readonly upgrade: Sql;
  readonly downgrade: Sql | undefined;
}

/** @param rows of the table in the order in which they were written. */
export function readAerich(
  files: readonly TextFile[],
  rows: readonly TableRow[],
  { table, dialect, folder, computed }: AerichOptions,
): AdoptedHistory {
  const apps = Map.groupBy(files, ({ path }) => appOf(path, folder));
  const several = apps.size > 1;
  const keyOf = (app: string, version: string) => several ? `${app}/${version}` : version;
  // A folder may have another name than its app; rows of apps without a folder here are no concern.
  const named = rows.filter((row) => apps.has(String(row["app"])));
  const own = several || named.length === 0 ? rows : named;
  const applied = new Set(own.map((row) => keyOf(String(row["app"]), String(row["version"]))));
  const migrations = [...apps].flatMap(([app, own]) => {
    const line = own.toSorted((one, other) => numberOf(one.path) - numberOf(other.path))
      .map(({ path, text }): AdoptedMigration => {
        const version = path.slice(path.lastIndexOf("/") + 1);
        const name = version.replace(/\.(?:py|sql)$/, "");
        const created = createdOf(name.replace(/^\d+_/, ""));
        const sides = computed.get(path) ?? parseAerich(text) ?? lost;
        return {
          ...{ key: keyOf(app, version), name: several ? `${app}.${name}` : name, dialect },
          ...(created === undefined ? {} : { created }),
          upgrade: sides.upgrade,
          downgrade: typeof sides.downgrade === "string" && sides.downgrade.trim() === ""
            ? undefined
            : sides.downgrade,
          transactional: !/^RUN_IN_TRANSACTION\s*(?::\s*bool\s*)?=\s*False\b/m.test(text),
        };
      });
    return several ? lineOf(app, line, applied) : line;
  });
  const keys = new Set(migrations.map(({ key }) => key));
  return {
    migrations,
    applied: new Set([...applied].filter((key) => keys.has(key))),
    findings: rowsWithoutFile(applied, keys, table),
    latecomers: "applies",
  };
}

const lost: Sides = {
  upgrade: { unknown: "it has no function upgrade that gives SQL" },
  downgrade: undefined,
};

/** Apps know nothing of each other: each is a line with a label. */
function lineOf(
  app: string,
  line: readonly AdoptedMigration[],
  applied: ReadonlySet<string>,
): readonly AdoptedMigration[] {
  const rank = ({ key }: AdoptedMigration) => applied.has(key) ? 0 : 1;
  const ordered = line.toSorted((one, other) => rank(one) - rank(other));
  return ordered.map((migration, index) => ({
    ...migration,
    parents: index === 0 ? [] : [ordered[index - 1]!.key],
    ...(index === 0 ? { label: app } : {}),
  }));
}

function appOf(path: string, folder: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? folder : path.slice(0, slash).split("/").at(-1)!;
}

function numberOf(path: string): number {
  return Number(fileName.exec(path)![1]);
}

/** Both directions of a file; undefined where a function does more than give a text. */
export function parseAerich(text: string): Sides | undefined {
  const plain = text.replaceAll("\r\n", "\n");
  const old = /^-- upgrade --\n([^]*?)^-- downgrade --\n([^]*)$/m.exec(plain);
  if (old !== null) return { upgrade: old[1]!.trim(), downgrade: old[2]!.trim() };
  const upgrade = returned(plain, "upgrade");
  const downgrade = returned(plain, "downgrade");
  if (upgrade === undefined) return undefined;
  if (downgrade === undefined && /^async def downgrade\b/m.test(plain)) return undefined;
  return { upgrade: upgrade.trim(), downgrade: downgrade?.trim() };
}

/** The text of `return "..."`, where that is all that a function does. */
function returned(source: string, name: string): string | undefined {
  const head = new RegExp(`^async def ${name}\\(.*?\\).*:[ \\t]*\\n`, "m").exec(source);
  if (head === null) return undefined;
  const body = source.slice(head.index + head[0].length);
  const start = /^[ \t]+return[ \t]+/.exec(body);
  if (start === null) return undefined;
  const rest = body.slice(start[0].length);
  // The text may have lines that look like code: the function ends where all before is a literal.
  for (const end of [...rest.matchAll(/\n(?=\S)/g)].map(({ index }) => index).concat(rest.length)) {
    const found = pythonText(rest.slice(0, end));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Functions that compute are run by the project's Python, with nothing to ask. */
async function runComputed(
  source: Source,
  files: readonly TextFile[],
): Promise<ReadonlyMap<string, Sides>> {
  const computed = files.filter(({ path, text }) =>
    path.endsWith(".py") && parseAerich(text) === undefined
  );
  if (computed.length === 0) return new Map();
  const results = await runTool(source, {
    runtime: "python",
    source: program,
    input: {
      root: source.project.root,
      files: computed.map(({ path }) => [path, join(source.folder.path, path)]),
    },
  }) as Readonly<Record<string, { readonly upgrade: Sql; readonly downgrade: Sql | null }>>;
  return new Map(
    Object.entries(results).map(([path, { upgrade, downgrade }]) => [
      path,
      { upgrade, downgrade: downgrade ?? undefined },
    ]),
  );
}

const program = String.raw`
import asyncio, importlib.util, json, os, sys

folder = sys.argv[1]
with open(os.path.join(folder, "input.json"), encoding="utf-8") as file:
    given = json.load(file)
sys.path.insert(0, given["root"])


class Asked(Exception):
    pass


class NoDatabase:
    def __getattr__(self, name):
        raise Asked("it asks the database: " + name)


def side(module, name):
    function = getattr(module, name, None)
    if function is None:
        return None
    try:
        result = asyncio.run(function(NoDatabase()))
    except Exception as error:
        return {"unknown": str(error) or type(error).__name__}
    return result if isinstance(result, str) else {"unknown": name + " gives no SQL"}


found = {}
for path, full in given["files"]:
    try:
        spec = importlib.util.spec_from_file_location("adopted", full)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except Exception as error:
        found[path] = {"upgrade": {"unknown": "it cannot be loaded: " + str(error)}, "downgrade": None}
        continue
    upgrade = side(module, "upgrade")
    if upgrade is None:
        upgrade = {"unknown": "it has no function upgrade"}
    found[path] = {"upgrade": upgrade, "downgrade": side(module, "downgrade")}

with open(os.path.join(folder, "output.json"), "w", encoding="utf-8") as file:
    json.dump(found, file)
`;

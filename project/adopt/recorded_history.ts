import {
  type AdoptedHistory,
  type AdoptedMigration,
  createdOf,
  rowsWithoutFile,
} from "./history.ts";
import { type Recordable, type Recorded, recordMigrations } from "./record.ts";
import { filesBelow, readTexts, type Source } from "./source.ts";

/** How a JavaScript tool keeps its history. */
export interface ScriptTool {
  /** Module text that defines `open`. */
  readonly program: string;
  /** What the table calls a file. */
  keyOf(path: string): string;
  /** Keys that are applied, as the table has them. */
  readonly applied: readonly string[];
  readonly latecomers: AdoptedHistory["latecomers"];
  /** Both directions of a file of SQL; undefined for one that is no migration. */
  sqlOf?(path: string, text: string): SqlFile | undefined;
  /** The table calls it what the migration itself says. */
  readonly namedByModule?: true;
}

/** A migration that needs no recording. */
export type SqlFile = Pick<AdoptedMigration, "upgrade" | "downgrade">;

/** Reads a folder of scripts and files of SQL, in the order of their names. */
export async function readScripts(source: Source, options: ScriptTool): Promise<AdoptedHistory> {
  const { folder, tool, table } = source;
  const paths = filesBelow(folder.path).filter((path) => tool.isMigration(path));
  const scripts = paths.filter((path) => !path.endsWith(".sql"))
    .map((path): Recordable => ({ key: options.keyOf(path), path }));
  const recorded = new Map(
    (await recordMigrations(source, options.program, scripts)).map((one) => [one.key, one]),
  );
  const texts = readTexts(folder, (path) => tool.isMigration(path) && path.endsWith(".sql"));
  const sql = new Map(texts.map(({ path, text }) => [path, options.sqlOf?.(path, text)]));
  const migrations = paths.flatMap((path): readonly AdoptedMigration[] => {
    const key = options.keyOf(path);
    const side = recorded.get(key) ?? sql.get(path);
    return side === undefined ? [] : [migrationOf(path, key, side, options)];
  });
  const keys = new Set(migrations.map(({ key }) => key));
  return {
    migrations,
    applied: new Set(options.applied.filter((key) => keys.has(key))),
    findings: rowsWithoutFile(options.applied, keys, table.join(".")),
    latecomers: options.latecomers,
  };
}

function migrationOf(
  path: string,
  key: string,
  side: Recorded | SqlFile,
  { namedByModule }: ScriptTool,
): AdoptedMigration {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const name = file.replace(/(?:\.up)?\.[cm]?(?:js|ts|sql)$/, "");
  const created = createdOf(name);
  const { named, ...sql } = { named: undefined, ...side };
  return {
    transactional: true,
    ...sql,
    key: namedByModule === true && named !== undefined ? named : key,
    name,
    ...(created === undefined ? {} : { created }),
  };
}

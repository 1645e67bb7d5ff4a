import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "../../core/adapter.ts";
import { alembicSource } from "./alembic_source.ts";
import type { AdoptedHistory, AdoptFinding } from "./history.ts";
import { type RecordedSide, sqlOf } from "./record.ts";
import { readRows, runTool, type Tool } from "./source.ts";

/** https://alembic.sqlalchemy.org: a graph of modules, and a table that names its heads. */
export const tool: Tool = {
  name: "alembic",
  title: "Alembic",
  tables: [["alembic_version"]],
  folders: ["alembic/versions", "migrations/versions", "versions", "src/alembic/versions"],
  isMigration: (path) => path.endsWith(".py") && !path.endsWith("__init__.py"),
  async read(source) {
    const { folder, project, session: { dialect } } = source;
    const rows = await readRows(source) ?? [];
    const revisions = await runTool(source, {
      runtime: "python",
      source: alembicSource,
      input: {
        root: project.root,
        dialect: dialect.name,
        alembicDialect: { postgres: "postgresql" }[dialect.name] ?? dialect.name,
        versions: folder.path,
        // What alembic.ini says of the folder holds where nobody names another.
        standard: existsSync(join(project.root, "alembic.ini")) &&
          tool.folders.includes(folder.shown),
      },
    }) as readonly AlembicRevision[];
    const heads = rows.map(({ version_num }) => String(version_num));
    return readAlembic(revisions, heads, { dialect, table: source.table.join(".") });
  },
};

/** A revision as Alembic has it. */
export interface AlembicRevision {
  readonly key: string;
  readonly name: string;
  readonly parents: readonly string[];
  readonly depends: readonly string[];
  readonly label: string | null;
  readonly created: string | null;
  readonly up: RecordedSide;
  readonly down: RecordedSide | null;
  readonly transactional: boolean;
}

/**
 * The table has heads alone: applied is what they come from.
 *
 * @param revisions parents first.
 * @param heads the rows of the table.
 */
export function readAlembic(
  revisions: readonly AlembicRevision[],
  heads: readonly string[],
  { dialect, table }: { readonly dialect: Dialect; readonly table: string },
): AdoptedHistory {
  const byKey = new Map(revisions.map((revision) => [revision.key, revision]));
  const applied = new Set<string>();
  const waiting = heads.filter((head) => byKey.has(head));
  for (let key; (key = waiting.pop()) !== undefined;) {
    if (applied.has(key)) continue;
    applied.add(key);
    const { parents, depends } = byKey.get(key)!;
    waiting.push(...parents, ...depends);
  }
  return {
    migrations: revisions.map(({ key, name, parents, depends, label, created, ...rest }) => ({
      ...{ key, revision: key, name, parents, depends, dialect: dialect.name },
      ...(label === null ? {} : { label }),
      ...(created === null ? {} : { created }),
      upgrade: sqlOf(rest.up, dialect),
      downgrade: rest.down === null ? undefined : sqlOf(rest.down, dialect),
      transactional: rest.transactional,
    })),
    applied,
    findings: heads.filter((head) => !byKey.has(head)).map((head): AdoptFinding => ({
      kind: "no_file",
      name: head,
      message: `"${table}" says that the database stands at "${head}", which has no file: ` +
        "what came before it is not known",
      blocks: true,
      hint: "fetch the branch that has it, or set the database to a revision that is there: " +
        "`alembic stamp --purge REV`",
    })),
    latecomers: "applies",
  };
}

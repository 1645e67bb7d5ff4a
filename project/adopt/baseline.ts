import { sha256 } from "../../core/checksum.ts";
import { diff } from "../../core/diff.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generate, sectionText } from "../../core/generate.ts";
import { emptySchema } from "../../core/schema.ts";
import { originOf } from "./file_text.ts";
import {
  type AdoptedHistory,
  type AdoptedMigration,
  type AdoptFinding,
  revisionFor,
} from "./history.ts";
import type { Source, Tool } from "./source.ts";

/** For a database that no tool knows: its schema is the first migration. */
export const tool: Tool = {
  name: "baseline",
  title: "the live schema",
  tables: [],
  folders: [],
  isMigration: () => false,
  async read(source) {
    const upgrade = await createLiveSchema(source);
    if (upgrade === "") {
      throw new WhimbrelError(
        "usage",
        `There is nothing to adopt in "${source.session.database}"`,
        {
          hint: "an empty database needs no baseline: write its first migration with " +
            "`whimbrel migrate`",
        },
      );
    }
    const key = "baseline";
    return {
      migrations: [{
        ...{ key, name: key, upgrade, downgrade: undefined, transactional: true },
        revision: revisionFor(key, sha256(upgrade)),
        dialect: source.session.dialect.name,
      }],
      applied: new Set([key]),
      findings: [{
        kind: "note",
        name: key,
        message: "The baseline makes the tables of this database, not the rows in them",
      }],
      latecomers: "applies",
    };
  },
};

/** The statements that make the database as it is, without the tables of migration tools. */
async function createLiveSchema({ project, session, tool, table }: Source): Promise<string> {
  const { foreignTables } = await import("./mod.ts");
  const adapter = await project.adapter();
  const own = [...tool.tables, table, ...foreignTables.map((name) => [name])];
  const { history, journal, control } = project.tables;
  const schema = await adapter.introspect(session, {
    exclude: [...own.filter((name) => name.length > 0), history, journal, control],
  });
  const { dialect } = session;
  return generate(diff(emptySchema, schema), dialect, emptySchema)
    .map(({ upgrade }) => sectionText(dialect, upgrade, []).trim()).join("\n\n");
}

const prefix = "baseline ";

/**
 * Puts one migration, made from the live schema, in the place of all that are applied: some of them
 * cannot be known, and nobody can tell their part of the schema from that of the others.
 */
export async function collapseApplied(
  history: AdoptedHistory,
  source: Source,
): Promise<AdoptedHistory> {
  const { migrations, applied } = history;
  const there = await keysThere(source);
  const known = there.find((key) => key.startsWith(prefix));
  const covered = known === undefined ? applied : coveredBy(known, migrations, there);
  const newest = migrations.findLast(({ key }) => covered.has(key))!;
  const key = known ?? `${prefix}${newest.key}`;
  const { created, name } = newest;
  const baseline: AdoptedMigration = {
    ...{ key, name: `${name}_baseline`, downgrade: undefined, transactional: true },
    ...(created === undefined ? {} : { created }),
    upgrade: known === undefined ? await createLiveSchema(source) : "",
    dialect: source.session.dialect.name,
    ...(newest.parents === undefined ? {} : { parents: [] }),
  };
  const renamed = (
    keys: readonly string[],
  ) => [...new Set(keys.map((one) => covered.has(one) ? key : one))];
  return {
    ...history,
    migrations: [
      baseline,
      ...migrations.filter((one) => !covered.has(one.key)).map((one) => ({
        ...one,
        ...(one.parents === undefined ? {} : { parents: renamed(one.parents) }),
        ...(one.depends === undefined ? {} : { depends: renamed(one.depends) }),
      })),
    ],
    applied: new Set([
      ...(applied.size > 0 ? [key] : []),
      ...[...applied].filter((one) => !covered.has(one)),
    ]),
    findings: [...history.findings, ...reasons(migrations, applied, covered.size)],
  };
}

async function keysThere({ project, tool }: Source): Promise<readonly string[]> {
  const { existingFiles } = await import("./adopt.ts");
  return existingFiles(project).flatMap((file) => {
    const origin = originOf(file);
    return origin?.tool === tool.name ? [origin.key] : [];
  });
}

/** What an earlier baseline stands for: all up to its newest, but for those with a file. */
function coveredBy(
  baseline: string,
  migrations: readonly AdoptedMigration[],
  there: readonly string[],
): ReadonlySet<string> {
  const newest = baseline.slice(prefix.length);
  const index = migrations.findIndex(({ key }) => key === newest);
  return new Set(
    migrations.slice(0, index + 1).map(({ key }) => key).filter((key) => !there.includes(key)),
  );
}

function reasons(
  migrations: readonly AdoptedMigration[],
  applied: ReadonlySet<string>,
  count: number,
): readonly AdoptFinding[] {
  const unknown = migrations.flatMap(({ key, name, upgrade }): readonly AdoptFinding[] =>
    typeof upgrade === "string" || !applied.has(key) ? [] : [{
      kind: "unknown",
      name,
      message: `The SQL of "${name}" cannot be known beforehand: ${upgrade.unknown}`,
    }]
  );
  return [...unknown, {
    kind: "note",
    name: "baseline",
    message: `The ${count} applied migrations become one, made from the live schema: ` +
      "a new database gets their tables, not the rows that they wrote",
  }];
}

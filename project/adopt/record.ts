import { join } from "node:path";
import type { Dialect } from "../../core/adapter.ts";
import type { AdoptedMigration, Sql } from "./history.ts";
import { inlineParameters, type Parameters } from "./inline.ts";
import { recorderFoot, recorderHead } from "./recorder_source.ts";
import { runTool, type Source } from "./source.ts";

/** A migration that must run to give its SQL. */
export interface Recordable {
  /** What the tool's table calls it. */
  readonly key: string;
  /** From the tool's folder. */
  readonly path: string;
}

/** What became of a migration. */
export interface Recorded
  extends Pick<AdoptedMigration, "key" | "upgrade" | "downgrade" | "transactional" | "dialect"> {
  /** What the tool's part calls it, where that is not the key. */
  readonly named: string | undefined;
}

interface Recording {
  readonly key: string;
  readonly name?: string;
  readonly up: RecordedSide;
  readonly down?: RecordedSide;
  readonly transactional: boolean;
}

/** What one direction sent, or why that is not known. */
export type RecordedSide = { readonly unknown: string } | {
  readonly statements: readonly { readonly sql: string; readonly parameters: Parameters }[];
};

/**
 * Runs migrations of a JavaScript tool in the user's project, without a database, for the SQL that
 * they send.
 *
 * @param program module text that defines `open`, as {@linkcode recorderHead} says.
 */
export async function recordMigrations(
  source: Source,
  program: string,
  files: readonly Recordable[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<readonly Recorded[]> {
  if (files.length === 0) return [];
  const { session: { dialect, server }, folder, project } = source;
  const recordings = await runTool(source, {
    runtime: "javascript",
    source: recorderHead + program + recorderFoot,
    input: {
      ...more,
      root: project.root,
      dialect: dialect.name,
      server: releaseOf(server),
      files: files.map(({ key, path }) => ({ key, path: join(folder.path, path) })),
    },
  }) as readonly Recording[];
  return recordings.map(({ key, name, up, down, transactional }) => ({
    ...{ key, named: name, transactional, dialect: dialect.name },
    upgrade: sqlOf(up, dialect),
    downgrade: down === undefined ? undefined : sqlOf(down, dialect),
  }));
}

/** One direction as SQL, with its values in it. */
export function sqlOf(side: RecordedSide, dialect: Dialect): Sql {
  if ("unknown" in side) return side;
  const texts: string[] = [];
  for (const { sql, parameters } of side.statements) {
    const text = inlineParameters(sql, parameters, dialect);
    if (text === undefined) return { unknown: `a value is missing in: ${sql.slice(0, 80)}` };
    texts.push(`${text};`);
  }
  return texts.join("\n\n");
}

/** `15.18.0` of `PostgreSQL 15.18`: three numbers, as packages compare them; empty for none. */
function releaseOf(server: string): string {
  const numbers = /\d+(?:\.\d+)*/.exec(server)?.[0].split(".");
  return numbers === undefined ? "" : [...numbers, "0", "0"].slice(0, 3).join(".");
}

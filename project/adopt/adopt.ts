import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Migration, readDirectory } from "../../core/directory.ts";
import { WhimbrelError } from "../../core/errors.ts";
import type { Rewrite } from "../../core/rewrite.ts";
import type { StoreState } from "../../core/store.ts";
import { writeNew } from "../new_file.ts";
import type { Project } from "../project.ts";
import type { Whimbrel } from "../whimbrel.ts";
import { isAsWritten, originOf } from "./file_text.ts";
import type { AdoptedHistory, AdoptFinding } from "./history.ts";
import { type AdoptedStep, type AdoptionPlan, planAdoption } from "./plan.ts";
import {
  filesBelow,
  findFolder,
  type Folder,
  readingError,
  type Source,
  type Tool,
} from "./source.ts";

/** Where a tool keeps its things, where it is not where it does by default. */
export interface AdoptRequest {
  readonly from?: string;
  readonly table?: string;
  /** Where a relative `from` starts. */
  readonly start: string;
  readonly signal?: AbortSignal;
}

/** The plan, and what it was made of. */
export interface Adoption extends AdoptionPlan {
  readonly folder: Folder;
  readonly table: string;
  readonly database: string;
}

/** Reads the tool's files and table and plans what to do with them; changes nothing. */
export async function readAdoption(
  project: Project,
  tool: Tool,
  { from, table, start, signal }: AdoptRequest,
): Promise<Adoption> {
  const folder = findFolder(tool, project.root, { from, start });
  if (tool.folders.length > 0) refuseSameFolder(project, folder, tool);
  await using session = await project.connect({
    readOnly: true,
    ...(signal === undefined ? {} : { signal }),
  });
  let isMissing = false;
  const source: Source = {
    missing: () => void (isMissing = true),
    ...{ tool, project, session, folder },
    table: table?.split(".") ?? tool.tables[0] ?? [],
    ...(signal === undefined ? {} : { signal }),
  };
  const history = await readHistory(source);
  const plan = planAdoption(history, {
    ...{ tool: tool.name, title: tool.title, dialect: session.dialect },
    files: existingFiles(project),
  });
  const name = source.table.join(".");
  const absent: readonly AdoptFinding[] = isMissing && history.applied.size === 0
    ? [{ kind: "note", name, message: `There is no table "${name}": nothing counts as applied` }]
    : [];
  return {
    ...{ steps: plan.steps, findings: [...absent, ...plan.findings] },
    ...{ folder, table: name, database: session.database },
  };
}

async function readHistory(source: Source): Promise<AdoptedHistory> {
  try {
    return await withBaseline(await source.tool.read(source), source);
  } catch (error) {
    throw readingError(error, source.tool);
  }
}

/** What is applied and cannot be known stands in the live schema. */
async function withBaseline(history: AdoptedHistory, source: Source): Promise<AdoptedHistory> {
  const { migrations, applied } = history;
  const isLost = migrations.some(({ key, upgrade }) =>
    typeof upgrade !== "string" && applied.has(key)
  );
  if (!isLost) return history;
  const adopted = existingFiles(source.project).flatMap((file) => originOf(file) ?? []);
  const there = new Set(adopted.map(({ key }) => key));
  if ([...applied].every((key) => there.has(key))) return history;
  const { collapseApplied } = await import("./baseline.ts");
  return await collapseApplied(history, source);
}

/** The migrations of Whimbrel's folder; none where there is no folder yet. */
export function existingFiles({ dir }: Project): readonly Migration[] {
  return existsSync(dir.path) ? readDirectory(dir) : [];
}

function refuseSameFolder({ dir }: Project, folder: Folder, tool: Tool): void {
  if (!existsSync(dir.path) || realpathSync(dir.path) !== realpathSync(folder.path)) return;
  // What Whimbrel does not take for a migration of its own may stay where it is.
  const clash = filesBelow(folder.path).some((path) =>
    tool.isMigration(path) && /^[^/]+\.(?:sql|m?[jt]s)$/.test(path)
  );
  if (!clash) return;
  throw new WhimbrelError(
    "usage",
    `Cannot adopt into "${dir.shown}": the migrations of ${tool.title} are there`,
    {
      hint: "name another folder for Whimbrel's: `whimbrel init --dir db/whimbrel`, " +
        "then run this again",
    },
  );
}

/**
 * Writes the files. All of them or none.
 *
 * @returns their paths.
 * @throws {WhimbrelError} `preflight` where one cannot be written.
 */
export function writeFiles({ dir }: Project, steps: readonly AdoptedStep[]): readonly string[] {
  const written: string[] = [];
  try {
    for (const { name, text } of steps) {
      if (text === undefined) continue;
      const path = join(dir.path, `${name}.sql`);
      writeNew(path, join(dir.shown, `${name}.sql`), text);
      written.push(path);
    }
  } catch (error) {
    removeFiles(written);
    throw error;
  }
  return written;
}

/** Removes files that were written in vain, or are taken back. */
export function removeFiles(paths: readonly string[]): void {
  for (const path of paths) rmSync(path, { force: true });
}

/** What is to be recorded as applied: what the tool's table says, and the history lacks. */
export function recordsOf(
  graph: Whimbrel["project"]["graph"],
  steps: readonly AdoptedStep[],
): (state: StoreState) => readonly Rewrite[] {
  const wanted = new Set(steps.filter(({ applied }) => applied).map(({ revision }) => revision));
  return (state) => {
    const known = new Set(state.entries.map(({ revision }) => revision));
    return graph().order.filter(({ id }) => wanted.has(id) && !known.has(id))
      .map((migration): Rewrite => ({ kind: "stamp", migration }));
  };
}

/** What `adopt --undo` takes back. */
export interface Undoing {
  readonly files: readonly Migration[];
  readonly decide: (state: StoreState) => readonly Rewrite[];
}

/**
 * Finds the files and rows that adopting made.
 *
 * @throws {WhimbrelError} `usage` where nothing was adopted; `changed` where a file is another one
 * by now, others follow it, or one was run here since then.
 */
export function planUndo(project: Project, state: StoreState): Undoing {
  const all = existingFiles(project);
  const files = all.filter((file) => originOf(file) !== undefined);
  if (files.length === 0) {
    throw new WhimbrelError("usage", `Nothing in "${project.dir.shown}" was adopted`, {
      hint: "the files of an adopted history have a line `-- adopted: ...`",
    });
  }
  const ids = new Set(files.map(({ id }) => id));
  const follower = all.find((file) =>
    !ids.has(file.id) && [...file.parents, ...file.depends].some((id) => ids.has(id))
  );
  if (follower !== undefined) {
    throw stays(follower.file, `"${follower.name}" was written on top of it`, "remove it first");
  }
  for (const file of files) {
    if (isAsWritten(readFileSync(file.path, "utf8"), originOf(file)!)) continue;
    throw stays(file.file, `"${file.name}" was edited since then`, "remove that file by hand");
  }
  const run = state.entries.find(({ revision, state }) => ids.has(revision) && state === "applied");
  if (run !== undefined) {
    throw stays(
      undefined,
      `"${run.name}" was applied by Whimbrel, and the old tool does not know it`,
      `undo it first: \`whimbrel downgrade ${run.revision}-1\``,
    );
  }
  return {
    files,
    decide: ({ entries }) =>
      entries.filter(({ revision }) => ids.has(revision)).toReversed()
        .map((entry): Rewrite => ({ kind: "forget", entry })),
  };
}

function stays(file: string | undefined, why: string, hint: string): WhimbrelError {
  return new WhimbrelError("changed", `Cannot take the adopted history back: ${why}`, {
    ...(file === undefined ? {} : { place: { file } }),
    hint,
  });
}

import { existsSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { destroys } from "../core/describe.ts";
import { exitCodes, WhimbrelError } from "../core/errors.ts";
import {
  type Generated,
  generateMigrations,
  openReaders,
  type Readers,
  toFiles,
  verifyGenerated,
} from "../project/generate.ts";
import { type NewFile, writeNewFile } from "../project/new_file.ts";
import type { Project } from "../project/project.ts";
import { parseSource } from "../project/source.ts";
import type { App } from "./app.ts";
import type { MigrationPlace } from "./migrate.ts";
import { answersOf, lenientAnswersOf, type RenameOptions } from "./renames.ts";
import { summarize } from "./summary.ts";

/** What a migration out of models is written with. */
export interface ModelsMigration extends MigrationPlace, RenameOptions {
  readonly name?: string;
  /** What the migrations are to become: a source as `diff` takes it. */
  readonly from: string;
  readonly check?: boolean;
  readonly allowDataLoss?: boolean;
  readonly format: "sql" | "ts";
  readonly label?: string;
  readonly revision?: string;
  readonly dialects?: readonly string[];
}

/** Compares models with migrations and writes what is missing. @returns the exit code. */
export async function migrateModels(
  app: App,
  project: Project,
  options: ModelsMigration,
): Promise<number> {
  const { graph, parents, name, check } = options;
  await using readers = openReaders(project, {
    signal: app.io.signal,
    onNote: app.say,
    expectsChange: check !== true,
  });
  const generated = await generateMigrations(project, readers, {
    ...{ graph, parents, to: parseSource(options.from) },
    dialects: options.dialects ?? project.database.dialects ?? [],
    answers: check === true ? await lenientAnswersOf(app, options) : await answersOf(app, options),
  });
  const operations = generated.flatMap((one) => one.operations);
  if (operations.length === 0) {
    app.say(`no change: the migrations make what the ${sourceName(options.from)}`);
    if (app.json) app.printJson(check === true ? [] : null);
    return exitCodes.done;
  }
  for (const { section, operations: some, dialect } of generated) {
    if (section !== undefined && some.length > 0) app.say(`${section}:`);
    summarize(app, some, dialect);
  }
  if (check === true) {
    if (app.json) app.printJson(operations);
    return exitCodes.found;
  }
  await agreeToLoss(app, generated, options);
  const missing = !existsSync(project.dir.path);
  const written: NewFile[] = [];
  const files = toFiles(generated);
  for (const [index, content] of files.entries()) {
    written.push(writeNewFile(project, {
      ...content,
      name: files.length === 1 ? name! : `${name} ${index + 1}`,
      format: options.format === "ts" ? "script" : "sql",
      parents: index === 0 ? parents : [written.at(-1)!.revision],
      depends: index === 0 ? options.dependencies : [],
      ...(options.revision === undefined || index > 0 ? {} : { revision: options.revision }),
      ...(options.label === undefined || index > 0 ? {} : { label: options.label }),
      written: written.map(({ node }) => node),
    }));
  }
  await prove(app, { folder: project.dir.path, readers, generated, written });
  if (missing) app.say(`made the folder ${project.dir.shown}`);
  const results = written.map(({ node: _, ...file }) => file);
  if (app.json) app.printJson({ files: results, operations });
  else for (const { file } of results) app.print(file);
  if (files.length > 1) {
    app.say(`${files.length} files, because some statements cannot share a transaction`);
  }
  app.say("next: read it, then `whimbrel upgrade`");
  return exitCodes.done;
}

interface Proof {
  /** Of the new files. */
  readonly folder: string;
  readonly readers: Readers;
  readonly generated: readonly Generated[];
  readonly written: readonly NewFile[];
}

/** Replays the new files; takes them away again where one cannot even run. */
async function prove(app: App, { folder, readers, generated, written }: Proof): Promise<void> {
  try {
    const graph = (await app.project()).graph();
    const last = written.at(-1)!.revision;
    const left = await verifyGenerated(readers, generated, { graph, last });
    if (left.length === 0) return;
    app.say(app.errorColors.red("the migration does not lead all the way; what is left:"));
    summarize(app, left);
    app.say("write the rest by hand, and tell us: it is a fault of this program");
  } catch (error) {
    for (const { file } of written) rmSync(join(folder, basename(file)), { force: true });
    throw error;
  }
}

function sourceName(source: string): string {
  return source === "models" ? "models ask for" : `${source} has`;
}

/** Asks before something is written that loses rows or values. */
async function agreeToLoss(
  app: App,
  generated: readonly Generated[],
  { allowDataLoss }: ModelsMigration,
): Promise<void> {
  const lost = [
    ...new Set(
      generated.flatMap(({ operations, dialect }) =>
        operations.flatMap((operation) => destroys(operation, dialect) ?? [])
      ),
    ),
  ];
  if (lost.length === 0 || allowDataLoss === true) return;
  if (!app.io.interactive || app.json) {
    throw new WhimbrelError("decision_needed", "The migration would lose data", {
      notes: lost.map((what) => `loses ${what}`),
      hint: "write it with --allow-data-loss, or tell a rename with --rename old:new",
    });
  }
  const { askToGoOn } = await import("./prompt.ts");
  const what = lost.length === 1 ? lost[0] : `${lost.length} things`;
  if (await askToGoOn(`Write a migration that loses ${what}?`)) return;
  throw new WhimbrelError("interrupted", "Cancelled; nothing was written");
}

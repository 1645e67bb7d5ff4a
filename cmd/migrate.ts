import { type Command, Option } from "commander";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { adapters } from "../adapters/mod.ts";
import type { Migration } from "../core/directory.ts";
import { exitCodes, WhimbrelError } from "../core/errors.ts";
import { titleOf } from "../core/find.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { resolveEach, resolveOne } from "../core/target.ts";
import { noDialect } from "../project/adapter.ts";
import { graphOrEmpty, type NewFile, typesFile, writeNewFile } from "../project/new_file.ts";
import type { Project } from "../project/project.ts";
import type { App } from "./app.ts";
import { addRenameOptions, type RenameOptions } from "./renames.ts";

/** `whimbrel migrate`: writes the next migration file. */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  addRenameOptions(
    command
      .option("-n, --name <name>", "what the migration does, in a few words")
      .option("--empty", "sections to be written by hand")
      .option("--from <source>", "what the migrations are to become", "models")
      .option("--check", "write nothing; exit 1 where there is something to write")
      .option("--allow-data-loss", "write what loses rows or values without asking"),
  )
    .addOption(
      new Option("--format <format>", "SQL or TypeScript").choices(["sql", "ts"]).default("sql"),
    )
    .option("--label <label>", "name the line that starts here, as in billing@head")
    .option(
      "--depends <revisions>",
      "revisions of other lines that must be applied first",
      list,
    )
    .option("--head <revision>", "the head to go on from, where there are several")
    .option("--parent <revision>", "start a branch after this revision, or from base")
    .option("--dialects <names>", "a section for each, such as sqlite,postgres", list)
    .addHelpText("after", examples)
    .action(async (options: MigrateOptions) => exit(await runMigrate(app(), options)));
}

/** What `migrate` may be told. */
export interface MigrateOptions extends RenameOptions {
  readonly name?: string;
  readonly empty?: boolean;
  readonly from: string;
  readonly check?: boolean;
  readonly allowDataLoss?: boolean;
  readonly format: "sql" | "ts";
  readonly label?: string;
  readonly depends?: readonly string[];
  readonly head?: string;
  readonly parent?: string;
  /** Its revision; chosen by chance where it is absent. */
  readonly revision?: string;
  readonly dialects?: readonly string[];
}

const examples = `
It compares what the models ask for with what the migrations make, both in a throw-away database,
and writes the way from one to the other and back. It asks whether something was renamed; where
nobody can be asked, it prints the flags to choose from and exits 2.

Examples:
  whimbrel migrate --name add_email
  whimbrel migrate --name people --rename users:people
  whimbrel migrate --check                         in continuous integration
  whimbrel migrate --name as_it_is --from database
  whimbrel migrate --name add_email --empty
  whimbrel migrate --name "Fill in the emails" --empty --format ts
  whimbrel migrate --name invoices --empty --parent base --label billing
  whimbrel migrate --name add_email --empty --dialects sqlite,postgres

The file's path is printed; nothing runs before \`whimbrel upgrade\`.`;

/** Writes the next migration. @returns the exit code. */
export async function runMigrate(app: App, options: MigrateOptions): Promise<number> {
  const { name } = options;
  if (name === undefined && options.check !== true) {
    throw new WhimbrelError("usage", "A migration needs a name", {
      hint: "say what it does: `whimbrel migrate --name add_email`",
    });
  }
  return await app.use(async ({ project }) => {
    await refuseCode(project, options);
    refuseDialects(project, options);
    const place = placeOf(project, options);
    if (options.empty === true) return writeEmpty(app, project, { ...options, ...place });
    const { migrateModels } = await import("./migrate_models.ts");
    return await migrateModels(app, project, { ...options, ...place });
  });
}

/** Where in the graph the new migration stands. */
export interface MigrationPlace {
  readonly graph: RevisionGraph<Migration>;
  readonly parents: readonly string[];
  readonly dependencies: readonly string[];
}

function placeOf(project: Project, options: MigrateOptions): MigrationPlace {
  const graph = graphOrEmpty(project);
  return {
    graph,
    parents: parentsOf(graph, options),
    dependencies: (options.depends ?? []).map((text) => resolveOne(graph, text).id),
  };
}

function writeEmpty(app: App, project: Project, options: MigrateOptions & MigrationPlace): number {
  const missing = !existsSync(project.dir.path);
  const written = writeNewFile(project, {
    name: options.name ?? "",
    format: options.format === "ts" ? "script" : "sql",
    parents: options.parents,
    depends: options.dependencies,
    ...(options.revision === undefined ? {} : { revision: options.revision }),
    ...(options.label === undefined ? {} : { label: options.label }),
    dialects: options.dialects ?? project.database.dialects ?? [],
  });
  if (missing) app.say(`made the folder ${project.dir.shown}`);
  printNewFile(app, written);
  if (options.format === "ts" && !existsSync(join(project.dir.path, typesFile))) {
    app.say("`whimbrel types` gives your editor the types of op, where no package is installed");
  }
  return exitCodes.done;
}

/** Prints the path of a new migration as the result, and what comes next as talk. */
function printNewFile(app: App, { revision, parents, file }: NewFile): void {
  if (app.json) app.printJson({ revision, parents, file });
  else app.print(file);
  app.say("next: write its statements, then `whimbrel upgrade`");
}

/** Adds the names of one use of an option, with commas or blanks between them, to those before. */
function list(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(/[\s,]+/).filter((word) => word !== "")];
}

async function refuseCode(
  project: Project,
  options: MigrateOptions,
): Promise<void> {
  const { format, dialects = [] } = options;
  if (format !== "ts") return;
  if (dialects.length > 0 && options.empty === true) {
    throw new WhimbrelError("usage", "A migration in TypeScript has no sections for dialects", {
      hint: 'ask in it: `if (op.dialect === "sqlite") ...`, or leave --dialects out',
    });
  }
  if (await project.scripts() === undefined) {
    throw new WhimbrelError(
      "usage",
      "Cannot write a migration in TypeScript: code is switched off",
      {
        hint: "write it in SQL, or allow code (--no-code, `code: false` in the configuration)",
      },
    );
  }
}

function refuseDialects(project: Project, { dialects = [] }: MigrateOptions): void {
  const twice = dialects.find((name, index) => dialects.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new WhimbrelError("usage", `The dialect "${twice}" is named twice`, {
      hint: "a migration has one section for each dialect",
    });
  }
  // An adapter of one's own has a name that only it knows.
  if (project.database.adapter !== undefined) return;
  const known = adapters.map(({ name }) => name);
  const unknown = dialects.find((name) => !known.includes(name));
  if (unknown !== undefined) throw noDialect(unknown);
}

function parentsOf(
  graph: RevisionGraph<Migration>,
  { head, parent }: MigrateOptions,
): readonly string[] {
  if (head !== undefined && parent !== undefined) {
    throw new WhimbrelError("usage", "--head and --parent say the same thing twice", {
      hint: "--head goes on from a head, --parent starts a branch anywhere",
    });
  }
  if (parent !== undefined) return resolveEach(graph, parent).map(({ id }) => id);
  if (head !== undefined) return [headCalled(graph, head)];
  const { heads } = graph;
  if (heads.length < 2) return heads.map(({ id }) => id);
  throw new WhimbrelError("decision_needed", `There are ${heads.length} heads to go on from`, {
    notes: heads.map(titleOf),
    hint: `join them with \`whimbrel merge\`, or go on from one with --head ${heads[0]!.id}`,
  });
}

function headCalled(graph: RevisionGraph<Migration>, text: string): string {
  const found = resolveOne(graph, text);
  if (graph.heads.includes(found)) return found.id;
  throw new WhimbrelError("usage", `"${titleOf(found)}" is no head: other migrations follow it`, {
    notes: graph.heads.map((head) => `head: ${titleOf(head)}`),
    hint: `name a head, or start a branch there with --parent ${found.id}`,
  });
}

import type { Command } from "commander";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import process from "node:process";
import { WhimbrelError } from "../../core/errors.ts";
import { resolveEach, resolveOne } from "../../core/target.ts";
import type { App } from "../app.ts";
import { collect } from "../collect.ts";
import { addRenameOptions, type RenameOptions, renamesOf } from "../renames.ts";

/** Adds the commands that write files or the database. */
export function defineWriting(
  command: Command,
  app: () => App,
  exit: (code: number) => void,
): void {
  defineFiles(command, app, exit);
  command.command("upgrade").description("Apply migrations up to a revision.")
    .argument("<revision>", "head, heads, a revision, +N, label@head; FROM:TO with --sql")
    .option("--sql", "print a script and touch no database")
    .option("--tag <tag>", "for env.py, which is not run here")
    .action(async (revision: string, { sql }: { readonly sql?: boolean }) => {
      const { runUpgrade } = await import("../upgrade.ts");
      await runUpgrade(app(), revision, { sql: sql === true });
    });
  command.command("downgrade").description("Undo migrations down to a revision.")
    .argument("<revision>", "base, a revision, -N, label@base; FROM:TO with --sql")
    .option("--sql", "print a script and touch no database")
    .option("--tag <tag>", "for env.py, which is not run here")
    .action(async (revision: string, { sql }: { readonly sql?: boolean }) => {
      const { runDowngrade } = await import("../downgrade.ts");
      // Alembic does not ask.
      await runDowngrade(app(), revision, { sql: sql === true, yes: true });
    });
  command.command("stamp").description("Set the history without running anything.")
    .argument("<revisions...>", "a revision, head, heads or base")
    .option("--purge", "also forget revisions that have no file here")
    .option("--sql", "cannot be told without a database here")
    .option("--tag <tag>", "for env.py, which is not run here")
    .action(async (revisions: readonly string[], options: StampOptions) => {
      if (options.sql === true) {
        throw new WhimbrelError("usage", "A stamp cannot be written as a script", {
          hint: "run it on the database: `whimbrel stamp REVISION`",
        });
      }
      const { runStamp } = await import("../stamp.ts");
      const [target = ""] = revisions;
      if (revisions.length > 1 && target !== "heads") {
        throw new WhimbrelError("usage", "A stamp takes one revision here", {
          hint: "name the revision that has the others before it, or `heads`",
        });
      }
      await runStamp(app(), target, { purge: options.purge === true, yes: true });
    });
}

interface StampOptions {
  readonly purge?: boolean;
  readonly sql?: boolean;
}

function defineFiles(command: Command, app: () => App, exit: (code: number) => void): void {
  command.command("init").description("Write the configuration and the migrations folder.")
    .argument("<directory>", "the folder of the migrations")
    .option("-t, --template <name>", "accepted; there is one kind of project")
    .option("--package", "accepted; the folder holds no Python")
    .action(async (dir: string) => {
      const { runInit } = await import("../init.ts");
      await runInit(app(), { dir, format: "json", models: { plugin: "sqlalchemy" } });
    });
  addRenameOptions(
    command.command("revision").description("Write the next migration.")
      .option("-m, --message <text>", "what it does")
      .option("--autogenerate", "out of the models")
      .option("--sql", "nothing to choose: no database is asked")
      .option("--head <revision>", "the revision to follow: a head, or base")
      .option("--splice", "allow a revision that is no head")
      .option("--branch-label <label>", "name the line that starts here")
      .option("--version-path <folder>", "accepted where it is the folder that is configured")
      .option("--rev-id <id>", "its revision")
      .option("--depends-on <revision>", "must be applied first", collect, [])
      .option("--allow-data-loss", "write what loses rows or values without asking"),
  ).action(async (options: RevisionOptions) => exit(await writeRevision(app(), options)));
  command.command("merge").description("Join heads in one migration.")
    .argument("<revisions...>", "heads")
    .option("-m, --message <text>", "what it does", "merge")
    .option("--branch-label <label>", "a merge has no line of its own here")
    .option("--rev-id <id>", "chosen by chance here")
    .action(async (revisions: readonly string[], { message }: { readonly message: string }) => {
      const { runMerge } = await import("../merge.ts");
      const all = revisions.length === 1 && revisions[0] === "heads";
      await runMerge(app(), all ? [] : revisions, message);
    });
  command.command("edit").description("Open migrations in $EDITOR.")
    .argument("<revisions...>", "a revision, head or heads")
    .action((revisions: readonly string[]) => edit(app(), revisions));
  command.command("ensure_version").description("Nothing to do: the first upgrade does it.")
    .option("--sql", "the scripts of `upgrade --sql` make the tables")
    .action(() =>
      app().print("Nothing to do: the tables are made under the lock when first needed")
    );
  command.command("list_templates").description("List the kinds of projects.")
    .action(() => app().print("generic - the one kind there is"));
}

interface RevisionOptions extends RenameOptions {
  readonly message?: string;
  readonly autogenerate?: boolean;
  readonly head?: string;
  readonly splice?: boolean;
  readonly branchLabel?: string;
  readonly revId?: string;
  readonly versionPath?: string;
  readonly dependsOn: readonly string[];
  readonly allowDataLoss?: boolean;
}

async function writeRevision(app: App, options: RevisionOptions): Promise<number> {
  const { runMigrate } = await import("../migrate.ts");
  const { head, splice, branchLabel, revId, dependsOn, autogenerate, versionPath } = options;
  const { dir, start } = await app.project();
  if (versionPath !== undefined && resolve(start, versionPath) !== dir.path) {
    throw new WhimbrelError("usage", `Migrations are written to "${dir.shown}"`, {
      hint: `say --dir ${versionPath}, or \`dir\` in the configuration; one folder holds them all`,
    });
  }
  const name = options.message ?? (autogenerate === true ? "auto" : "revision");
  const isBranch = head === "base" || (splice === true && head !== undefined);
  return await runMigrate(app, {
    ...{ name, from: "models", format: "sql", depends: dependsOn, ...renamesOf(options) },
    ...(autogenerate === true ? {} : { empty: true }),
    ...(head === undefined || head === "head" ? {} : isBranch ? { parent: head } : { head }),
    ...(branchLabel === undefined ? {} : { label: branchLabel }),
    ...(revId === undefined ? {} : { revision: revId }),
    ...(options.allowDataLoss === true ? { allowDataLoss: true } : {}),
  });
}

async function edit(app: App, texts: readonly string[]): Promise<void> {
  const graph = (await app.project()).graph();
  const files = texts.flatMap((text) =>
    text === "heads" ? resolveEach(graph, text) : [resolveOne(graph, text)]
  ).map(({ path }) => path);
  const { VISUAL, EDITOR } = app.io.env;
  const editor = VISUAL ?? EDITOR;
  if (editor === undefined || editor === "") {
    throw new WhimbrelError("usage", "No editor is named", {
      notes: files,
      hint: "set EDITOR, such as `export EDITOR=vim`",
    });
  }
  const [program = "", ...words] = editor.split(" ");
  const ended = spawnSync(program, [...words, ...files], { stdio: "inherit", env: process.env });
  if (ended.error !== undefined || ended.status !== 0) {
    throw new WhimbrelError("usage", `The editor "${editor}" failed`, {
      hint: "see to EDITOR",
      cause: ended.error,
    });
  }
}

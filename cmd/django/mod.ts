import type { Command } from "commander";
import { exitCodes, WhimbrelError } from "../../core/errors.ts";
import type { App } from "../app.ts";
import type { RevisionGraph } from "../../core/graph.ts";
import { asking } from "../family.ts";
import { addRenameOptions, type RenameOptions, renamesOf } from "../renames.ts";
import { migrationCalled } from "./named.ts";
import { migrateTo, type TargetOptions } from "./migrate.ts";
import { printMigrations, printSql } from "./show.ts";

/** `whimbrel django ...`: the commands of Django's migrations (https://docs.djangoproject.com). */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  command
    .option("-v, --verbosity <level>", "accepted; --quiet says less")
    .option("--settings <module>", "accepted; the configuration is Whimbrel's own")
    .option("--pythonpath <folder>", "accepted; the configuration is Whimbrel's own")
    .option("--traceback", "accepted; a bug always shows its stack")
    .option("--no-color", "accepted; NO_COLOR=1 does it")
    .option("--force-color", "accepted; FORCE_COLOR=1 does it")
    .option("--skip-checks", "accepted; files are always checked")
    .addHelpText(
      "after",
      `
The words of Django for what Whimbrel does. An app's label in front of a migration's name is the
label of a line of migrations, and may be left out.

Examples:
  whimbrel django makemigrations -n add_email
  whimbrel django migrate
  whimbrel django migrate zero
  whimbrel django showmigrations --plan`,
    );
  defineMaking(command, app, exit);
  defineMigrating(command, app, exit);
  command.command("check").description("Exit 1 when something is pending, changed or undecided.")
    .action(async () => {
      const { runCheck } = await import("../check.ts");
      exit(await runCheck(app(), { format: "text" }));
    });
  command.command("history").description("List the migrations, the newest first.")
    .option("-l, --limit <number>", "only so many", Number)
    .action(async ({ limit }: { readonly limit?: number }) => {
      const { runHistory } = await import("../history.ts");
      await runHistory(app(), limit === undefined ? {} : { n: limit });
    });
  command.command("current").description("Show where the database stands.")
    .action(async () => (await import("../current.ts")).runCurrent(app(), false));
}

interface MakeOptions extends RenameOptions {
  readonly message?: string;
  readonly name?: string;
  readonly empty?: boolean;
  readonly merge?: boolean;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly noinput?: boolean;
  readonly allowDataLoss?: boolean;
}

function defineMaking(command: Command, app: () => App, exit: (code: number) => void): void {
  addRenameOptions(
    command.command("makemigrations").description("Write the next migration out of the models.")
      .argument("[label...]", "the line that it belongs to, where there are several")
      .option("-m, --message <text>", "what it does")
      .option("-n, --name <name>", "what it does")
      .option("--empty", "sections to be written by hand")
      .option("--merge", "join heads")
      .option("--check", "write nothing; exit 1 where there is something to write")
      .option("--dry-run", "show what would be written")
      .option("--noinput, --no-input", "never ask")
      .option("--allow-data-loss", "write what loses rows or values without asking"),
  ).action(async (labels: readonly string[], options: MakeOptions) =>
    exit(await make(app(), labels, options))
  );
  command.command("squashmigrations").description("Put one migration in the place of several.")
    .argument("[words...]", "[LABEL] [FROM] TO")
    .option("--squashed-name <name>", "the end of the new file's name", "squashed")
    .option("--no-optimize", "accepted; statements that change rows are always kept as they are")
    .option("--noinput, --no-input", "do not ask")
    .action(async (words: readonly string[], options: SquashOptions) => {
      const { runSquash } = await import("../squash.ts");
      await runSquash(app(), squashRange((await app().project()).graph(), words), {
        name: options.squashedName,
        yes: options.input === false,
      });
    });
}

/** `[LABEL] [FROM] TO` as a range; of a label's line everything up to TO. */
function squashRange(graph: RevisionGraph, words: readonly string[]): string {
  const [label = ""] = words;
  if (!graph.labels.has(label)) {
    const [to = "head", from = ""] = words.toReversed();
    return `${from}:${to}`;
  }
  const [to, from] = words.slice(1).toReversed();
  const first = from === undefined
    ? graph.labels.get(label)!
    : migrationCalled(graph, [label, from]);
  const last = to === undefined ? `${label}@head` : migrationCalled(graph, [label, to]).id;
  return `${first.id}:${last}`;
}

interface SquashOptions {
  readonly squashedName: string;
  readonly input?: boolean;
}

async function make(
  given: App,
  labels: readonly string[],
  options: MakeOptions & { readonly input?: boolean },
): Promise<number> {
  const app = asking(given, options.input);
  if (options.merge === true) {
    const { runMerge } = await import("../merge.ts");
    await runMerge(app, [], options.name ?? options.message ?? "merge");
    return exitCodes.done;
  }
  const [label, more] = labels;
  if (more !== undefined) {
    throw new WhimbrelError("usage", "One migration belongs to one line", {
      hint: "name one label, or none",
    });
  }
  const { runMigrate } = await import("../migrate.ts");
  const { graphOrEmpty } = await import("../../project/new_file.ts");
  const hasLines = graphOrEmpty(await app.project()).labels.size > 0;
  const isShown = options.check === true || options.dryRun === true;
  const code = await runMigrate(app, {
    name: options.name ?? options.message ?? "auto",
    ...{ from: "models", format: "sql", ...renamesOf(options) },
    ...(options.empty === true ? { empty: true } : {}),
    ...(isShown ? { check: true } : {}),
    ...(label === undefined || !hasLines ? {} : { head: `${label}@head` }),
    ...(options.allowDataLoss === true ? { allowDataLoss: true } : {}),
  });
  return options.check === true ? code : exitCodes.done;
}

function defineMigrating(command: Command, app: () => App, exit: (code: number) => void): void {
  command.command("migrate").description("Go up or down to a migration.")
    .argument("[words...]", "[LABEL] [NAME]: a revision, a part of its name, or zero")
    .option("--plan", "show what would run")
    .option("--check", "run nothing; exit 1 where something is pending")
    .option("--fake", "record without running")
    .option("--fake-initial", "refused: see `whimbrel adopt baseline`")
    .option("--prune", "forget applied migrations without a file")
    .option("--run-syncdb", "refused: every table has a migration")
    .option("--noinput, --no-input", "do not ask")
    .action(async (words: readonly string[], options: TargetOptions) =>
      exit(await migrateTo(app(), words, options))
    );
  command.command("rollback").description("Undo the last migrations.")
    .option("-s, --steps <number>", "how many", "1")
    .option("--noinput, --no-input", "do not ask")
    .action(async ({ steps, input }: { readonly steps: string; readonly input?: boolean }) => {
      if (!/^[1-9]\d*$/.test(steps)) {
        throw new WhimbrelError("usage", `"${steps}" is no number of migrations`, {
          hint: "write a number from 1 up: `rollback -s 2`",
        });
      }
      const { runDowngrade } = await import("../downgrade.ts");
      await runDowngrade(app(), `-${steps}`, { yes: input === false });
    });
  command.command("showmigrations").description("List migrations and whether each is applied.")
    .argument("[labels...]", "only these lines")
    .option("-l, --list", "by line (default)")
    .option("-p, --plan", "in the order in which they are applied")
    .action((labels: readonly string[], options: { readonly plan?: boolean }) =>
      printMigrations(app(), labels, options.plan === true)
    );
  command.command("sqlmigrate").description("Print a migration's statements.")
    .argument("<words...>", "[LABEL] NAME")
    .option("--backwards", "those that undo it")
    .action((words: readonly string[], options: { readonly backwards?: boolean }) =>
      printSql(app(), words, options.backwards === true ? "downgrade" : "upgrade")
    );
}

import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import type { PreparedStep } from "../core/prepare.ts";
import type { App } from "./app.ts";
import { followRun } from "./progress.ts";

/** `whimbrel downgrade`: undoes migrations. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[target]", "-N, a revision to go back to, base, label@base (default: -1)")
    .option("--plan", "show what would run, and stop")
    .option("--sql", "print a script for FROM:TO and touch no database")
    .option("--dialect <name>", "with --sql: the dialect of the script, where no URL tells it")
    .option("--fake", "take them out of the history without running them")
    .option("-y, --yes", "do not ask")
    .addHelpText("after", examples)
    .action((target: string | undefined, options: DowngradeOptions) =>
      runDowngrade(app(), target, options)
    );
}

/** What `downgrade` may be told. */
export interface DowngradeOptions {
  readonly plan?: boolean;
  readonly sql?: boolean;
  readonly dialect?: string;
  readonly fake?: boolean;
  readonly yes?: boolean;
}

const examples = `
Examples:
  whimbrel downgrade                undo the last migration
  whimbrel downgrade -2             undo the last two
  whimbrel downgrade abc123         undo everything after this revision
  whimbrel downgrade base --yes     undo everything
  whimbrel downgrade --sql head:base > down.sql

A revision whose file is on another branch is undone by the script that the history keeps.`;

/** Undoes migrations, or shows or records what would be undone. */
export async function runDowngrade(
  app: App,
  target: string | undefined,
  options: DowngradeOptions,
): Promise<void> {
  if (options.sql === true) {
    const { printScript } = await import("./offline.ts");
    return await printScript(app, "downgrade", { target, dialect: options.dialect });
  }
  const planOptions = target === undefined ? {} : { target };
  if (options.plan === true) {
    const { printPlan } = await import("./plan.ts");
    return await printPlan(app, "downgrade", planOptions);
  }
  await app.use(async (whimbrel) => {
    if (options.fake === true) {
      const { forgetApplied } = await import("./stamp.ts");
      return await forgetApplied(app, whimbrel, planOptions);
    }
    if (options.yes !== true && app.io.interactive) {
      const { steps } = await whimbrel.plan("downgrade", planOptions);
      if (steps.length > 0) await confirm(app, steps);
    }
    const progress = followRun(app, whimbrel);
    const results = await whimbrel.downgrade({
      ...planOptions,
      onEvent: progress.onEvent,
      signal: app.io.signal,
    }).finally(progress.stop);
    progress.report(results, "Undone");
  });
}

async function confirm(app: App, steps: readonly PreparedStep[]): Promise<void> {
  const { errorColors: colors } = app;
  app.say("This undoes:");
  for (const prepared of steps) {
    app.say(`  ${prepared.step.name}`);
    if (prepared.work.kind !== "sql") continue;
    for (const { text } of prepared.work.statements) {
      const loses = /^\s*(?:DROP|DELETE|TRUNCATE)\b|\bDROP\s+COLUMN\b/i.test(text);
      const line = text.replace(/\s+/g, " ").slice(0, 90);
      app.say(`    ${loses ? colors.red(line) : colors.dim(line)}`);
    }
  }
  const { askToGoOn } = await import("./prompt.ts");
  if (await askToGoOn("Undo? What these statements remove is lost.")) return;
  throw new WhimbrelError("interrupted", "Not confirmed; nothing was changed");
}

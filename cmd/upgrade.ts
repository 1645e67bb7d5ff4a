import type { Command } from "commander";
import type { App } from "./app.ts";
import { followRun } from "./progress.ts";

/** `whimbrel upgrade`: applies pending migrations. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[target]", "head, heads, a revision or its beginning, +N, label@head")
    .option("--plan", "show what would run, and stop")
    .option("--sql", "print a script for FROM:TO (default: base:head) and touch no database")
    .option("--dialect <name>", "with --sql: the dialect of the script, where no URL tells it")
    .option("--fake", "record pending migrations as applied without running them")
    .option("--single-transaction", "all pending migrations in one transaction, or none")
    .option("--allow-missing", "go on although applied revisions have no file here")
    .addHelpText("after", examples)
    .action((target: string | undefined, options: UpgradeOptions) =>
      runUpgrade(app(), target, options)
    );
}

/** What `upgrade` may be told. */
export interface UpgradeOptions {
  readonly plan?: boolean;
  readonly sql?: boolean;
  readonly dialect?: string;
  readonly fake?: boolean;
  readonly singleTransaction?: boolean;
  readonly allowMissing?: boolean;
}

const examples = `
Examples:
  whimbrel upgrade                 everything up to the head
  whimbrel upgrade +1              the next migration only
  whimbrel upgrade heads           every head, where there are several
  whimbrel upgrade abc123          up to a revision
  whimbrel upgrade --sql > up.sql  a script for a database administrator
  whimbrel upgrade --wait 60s      in a container that starts beside its database

Exit codes: 0 done, 2 a decision is needed, 3 rolled back, 4 half way, 6 locked, 7 changed files.`;

/** Applies pending migrations, or shows or records what would be applied. */
export async function runUpgrade(
  app: App,
  target: string | undefined,
  options: UpgradeOptions,
): Promise<void> {
  if (options.sql === true) {
    const { printScript } = await import("./offline.ts");
    return await printScript(app, "upgrade", { target, dialect: options.dialect });
  }
  const planOptions = {
    ...(target === undefined ? {} : { target }),
    allowMissing: options.allowMissing ?? false,
  };
  if (options.plan === true) {
    const { printPlan } = await import("./plan.ts");
    return await printPlan(app, "upgrade", planOptions);
  }
  await app.use(async (whimbrel) => {
    if (options.fake === true) {
      const { stampPending } = await import("./stamp.ts");
      return await stampPending(app, whimbrel, planOptions);
    }
    const progress = followRun(app, whimbrel);
    const results = await whimbrel.upgrade({
      ...planOptions,
      singleTransaction: options.singleTransaction ?? false,
      onEvent: progress.onEvent,
      signal: app.io.signal,
    }).finally(progress.stop);
    progress.report(results, "Applied");
  });
}

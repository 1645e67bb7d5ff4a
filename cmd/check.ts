import type { Command } from "commander";
import { exitCodes } from "../core/errors.ts";
import { findHeads, type Finding, type FindingKind } from "../project/check.ts";
import type { App } from "./app.ts";

/** `whimbrel check`: for continuous integration and readiness probes. */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  command
    .option("--pending", "look for pending migrations only")
    .option("--heads", "look for several heads only")
    .option("--offline", "look at the files only, and touch no database")
    .addHelpText(
      "after",
      `
Without an option it looks for everything: pending, changed, missing and interrupted migrations,
and several heads.

Examples:
  whimbrel check                 exit 1 and a list, or exit 0
  whimbrel check --offline       in a build without a database
  whimbrel check --pending       a readiness probe`,
    )
    .action(async (options: CheckOptions) => exit(await run(app(), options)));
}

interface CheckOptions {
  readonly pending?: boolean;
  readonly heads?: boolean;
  readonly offline?: boolean;
}

async function run(app: App, options: CheckOptions): Promise<number> {
  const kinds: FindingKind[] = [];
  if (options.pending === true) kinds.push("pending", "interrupted");
  if (options.heads === true) kinds.push("heads");
  const all = await app.use(async (whimbrel) =>
    options.offline === true ? findHeads(whimbrel.project.graph()) : await whimbrel.check()
  );
  const findings = kinds.length === 0 ? all : all.filter(({ kind }) => kinds.includes(kind));
  if (app.json) app.printJson({ ok: findings.length === 0, findings });
  else printFindings(app, findings);
  return findings.length === 0 ? exitCodes.done : exitCodes.found;
}

function printFindings(app: App, findings: readonly Finding[]): void {
  const { colors } = app;
  for (const { kind, message } of findings) app.print(`${colors.red(kind.padEnd(11))} ${message}`);
  // Each hint once: twenty pending migrations need one command.
  for (const hint of new Set(findings.map(({ hint }) => hint))) app.say(`hint: ${hint}`);
  if (findings.length === 0) app.print("All is well");
}

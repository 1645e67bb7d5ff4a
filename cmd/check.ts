import { type Command, Option } from "commander";
import { exitCodes } from "../core/errors.ts";
import { findHeads, type Finding, type FindingKind } from "../project/check.ts";
import type { Whimbrel } from "../project/whimbrel.ts";
import type { App } from "./app.ts";

/** `whimbrel check`: for continuous integration and readiness probes. */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  command
    .option("--pending", "look for pending migrations only")
    .option("--heads", "look for several heads only")
    .option("--models", "look for changes of the models without a migration only")
    .option("--drift", "look for changes of the database that no migration made")
    .option("--offline", "look at the files only, and touch no database")
    .addOption(
      new Option("--format <format>", "text, or annotations of GitHub Actions")
        .choices(["text", "github"]).default("text"),
    )
    .addHelpText(
      "after",
      `
Without an option it looks for everything but drift: pending, changed, missing and interrupted
migrations, several heads, and models that no migration follows, where models are configured.
Drift compares the database's schema with what its applied migrations make in the shadow.

Examples:
  whimbrel check                   exit 1 and a list, or exit 0
  whimbrel check --offline         in a build without a database
  whimbrel check --pending         a readiness probe
  whimbrel check --drift           before a release
  whimbrel check --format github   in a workflow`,
    )
    .action(async (options: CheckOptions) => exit(await runCheck(app(), options)));
}

/** What `check` may be told. */
export interface CheckOptions {
  readonly pending?: boolean;
  readonly heads?: boolean;
  readonly models?: boolean;
  readonly drift?: boolean;
  readonly offline?: boolean;
  readonly format: "text" | "github";
}

/** Prints what a deployment should not meet unprepared. @returns the exit code. */
export async function runCheck(app: App, options: CheckOptions): Promise<number> {
  const findings = await app.use((whimbrel) => find(whimbrel, options, app.io.signal));
  if (app.json) app.printJson({ ok: findings.length === 0, findings });
  else if (options.format === "github") printAnnotations(app, findings);
  else printFindings(app, findings);
  return findings.length === 0 ? exitCodes.done : exitCodes.found;
}

async function find(
  whimbrel: Whimbrel,
  options: CheckOptions,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { project } = whimbrel;
  const { pending, heads, models, drift, offline } = options;
  const chosen = [pending, heads, models, drift].includes(true);
  const kinds: readonly FindingKind[] = [
    ...pending === true ? ["pending", "interrupted"] as const : [],
    ...heads === true ? ["heads"] as const : [],
  ];
  const findings: Finding[] = [];
  if (!chosen || kinds.length > 0) {
    const all = offline === true ? findHeads(project.graph()) : await whimbrel.check();
    findings.push(...chosen ? all.filter(({ kind }) => kinds.includes(kind)) : all);
  }
  if (models === true || (!chosen && offline !== true && project.database.models !== undefined)) {
    const { findModelDrift } = await import("../project/drift.ts");
    findings.push(...await findModelDrift(project, signal));
  }
  if (drift === true) {
    const { findDrift } = await import("../project/drift.ts");
    findings.push(...await findDrift(project, signal));
  }
  return findings;
}

function printFindings(app: App, findings: readonly Finding[]): void {
  const { colors } = app;
  for (const { kind, message } of findings) app.print(`${colors.red(kind.padEnd(11))} ${message}`);
  // Each hint once: twenty pending migrations need one command.
  for (const hint of new Set(findings.map(({ hint }) => hint))) app.say(`hint: ${hint}`);
  if (findings.length === 0) app.print("All is well");
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function printAnnotations(app: App, findings: readonly Finding[]): void {
  const escape = (text: string) =>
    text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const property = (text: string) => escape(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  for (const { kind, message, file, hint } of findings) {
    const place = file === undefined ? "" : `file=${property(file)},line=1,`;
    app.print(
      `::error ${place}title=${property(`whimbrel: ${kind}`)}::${
        escape(`${message}\nhint: ${hint}`)
      }`,
    );
  }
  if (findings.length === 0) app.print("::notice title=whimbrel::All is well");
}

import type { Command } from "commander";
import type { Direction } from "../core/direction.ts";
import type { PlanOptions } from "../core/plan.ts";
import type { PreparedStep } from "../core/prepare.ts";
import { recordScript } from "../core/recorder.ts";
import type { Statement } from "../core/statement.ts";
import type { Project } from "../project/project.ts";
import type { App } from "./app.ts";
import { stepJson } from "./json.ts";

/** `whimbrel plan`: exactly what `upgrade` would run, with its transaction boundaries. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[target]", "as for upgrade, or with --down as for downgrade")
    .option("--down", "what downgrade would run")
    .option("--allow-missing", "go on although applied revisions have no file here")
    .addHelpText(
      "after",
      `
Examples:
  whimbrel plan
  whimbrel plan +1
  whimbrel plan --down -2
  whimbrel plan --json`,
    )
    .action((target: string | undefined, options: CommandOptions) =>
      printPlan(app(), options.down === true ? "downgrade" : "upgrade", {
        ...(target === undefined ? {} : { target }),
        allowMissing: options.allowMissing ?? false,
      })
    );
}

interface CommandOptions {
  readonly down?: boolean;
  readonly allowMissing?: boolean;
}

/** Prints what a run would do, and does nothing. */
export async function printPlan(
  app: App,
  direction: Direction,
  options: PlanOptions,
): Promise<void> {
  await app.use(async (whimbrel) => {
    const { steps } = await whimbrel.plan(direction, options);
    const planned = [];
    for (const prepared of steps) {
      planned.push({ prepared, ...await statementsOf(whimbrel.project, prepared) });
    }
    if (app.json) {
      app.printJson({
        steps: planned.map(({ prepared, statements, complete }) => ({
          ...stepJson(prepared.step),
          transaction: prepared.mode === "transaction",
          complete,
          statements: statements.map(({ text, line }) => ({ text, line })),
        })),
      });
      return;
    }
    if (planned.length === 0) app.print("Nothing to do");
    for (const { prepared, statements, complete } of planned) {
      printStep(app, prepared, statements, complete);
    }
  });
}

async function statementsOf(
  project: Project,
  { work, step, file }: PreparedStep,
): Promise<{ readonly statements: readonly Statement[]; readonly complete: boolean }> {
  if (work.kind === "sql") return { statements: [...work.statements], complete: true };
  const { dialect } = await project.adapter();
  const request = { path: work.path, file, direction: step.direction };
  return await recordScript((await project.scripts())!, request, dialect);
}

function printStep(
  { colors, ...app }: App,
  { step, mode, file }: PreparedStep,
  statements: readonly Statement[],
  complete: boolean,
): void {
  const how = mode === "transaction" ? "one transaction" : "statement by statement, journaled";
  app.print(`${colors.bold(`${step.direction} ${step.name}`)} ${colors.dim(`(${how}; ${file})`)}`);
  for (const { text } of statements) {
    for (const line of `${text};`.split(/\r?\n/)) app.print(`    ${line}`);
  }
  if (statements.length === 0 && complete) app.print(colors.dim("    no statements"));
  if (!complete) {
    app.print(colors.dim("    the rest asks the database and is not known beforehand"));
  }
}

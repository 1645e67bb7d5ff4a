import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import {
  type Adoption,
  planUndo,
  readAdoption,
  recordsOf,
  removeFiles,
  writeFiles,
} from "../project/adopt/adopt.ts";
import type { AdoptFinding } from "../project/adopt/history.ts";
import { findTool, tools } from "../project/adopt/mod.ts";
import type { AdoptedStep } from "../project/adopt/plan.ts";
import type { Tool } from "../project/adopt/source.ts";
import { readState } from "../core/enter.ts";
import type { Project } from "../project/project.ts";
import type { App } from "./app.ts";

/** `whimbrel adopt`: takes over the migrations and the history of another tool. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[tool]", "the tool, or baseline for a database that no tool knows")
    .option("--from <folder>", "the tool's migrations (default: where the tool looks)")
    .option("--table <name>", "the tool's table (default: the tool's own)")
    .option("--dry-run", "show what would be done, and stop")
    .option("--undo", "take back what adopt wrote")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      `
Tools: ${tools.map(({ name }) => name).join(", ")}, baseline.

The old files and tables stay as they are.

Examples:
  whimbrel adopt dbmate --dry-run
  whimbrel adopt alembic --yes
  whimbrel adopt flyway --from src/main/resources/db/migration
  whimbrel adopt baseline          the live schema as the first migration
  whimbrel adopt --undo`,
    )
    .action((tool: string | undefined, options: AdoptOptions) => run(app(), tool, options));
}

interface AdoptOptions {
  readonly from?: string;
  readonly table?: string;
  readonly dryRun?: boolean;
  readonly undo?: boolean;
  readonly yes?: boolean;
}

async function run(app: App, name: string | undefined, options: AdoptOptions): Promise<void> {
  if (options.undo === true) return await undo(app, options);
  if (name === undefined) {
    throw new WhimbrelError("usage", "Say which tool is to be taken over", {
      hint: `\`whimbrel adopt TOOL\`: ${tools.map((one) => one.name).join(", ")}, baseline`,
    });
  }
  const tool = await findTool(name);
  const project = await app.project();
  const { from, table } = options;
  const adoption = await readAdoption(project, tool, {
    start: app.io.cwd,
    signal: app.io.signal,
    ...(from === undefined ? {} : { from }),
    ...(table === undefined ? {} : { table }),
  });
  const dry = options.dryRun === true;
  if (!app.json) printAdoption(app, { adoption, tool, dry });
  if (dry) return app.json ? printJson(app, { adoption, tool, changed: false }) : undefined;
  refuseBlocked(adoption.findings, tool);
  await askFirst(app, options, {
    question: "Write these files, and record what is applied?",
    needed: "Adopting writes files and rows",
  });
  const stamped = await carryOut(app, project, adoption);
  if (app.json) return printJson(app, { adoption, tool, changed: true });
  const pending = adoption.steps.filter(({ applied }) => !applied).length;
  app.print(
    `Adopted ${count(adoption.steps.length, "migration")} from ${tool.title}: ` +
      `${stamped} recorded as applied, ${pending} pending`,
  );
  app.say("next: `whimbrel status`; `whimbrel adopt --undo` takes it back");
}

/** Files first, for what is recorded is their checksums. @returns the number of rows. */
async function carryOut(app: App, project: Project, { steps }: Adoption): Promise<number> {
  const written = writeFiles(project, steps);
  try {
    // The folder is another one now than the project has read.
    return await app.use(async (whimbrel) => {
      const decide = recordsOf(whimbrel.project.graph, steps);
      if (steps.every(({ applied }) => !applied)) return 0;
      return (await whimbrel.rewrite(decide, app.io.signal)).length;
    });
  } catch (error) {
    removeFiles(written);
    throw error;
  }
}

function refuseBlocked(findings: readonly AdoptFinding[], tool: Tool): void {
  const blocking = findings.filter(({ blocks }) => blocks === true);
  const [first] = blocking;
  if (first === undefined) return;
  throw new WhimbrelError(
    "decision_needed",
    `Cannot adopt the history of ${tool.title}: ${first.message}`,
    {
      notes: blocking.slice(1).map(({ message }) => message),
      ...(first.hint === undefined ? {} : { hint: first.hint }),
    },
  );
}

async function askFirst(
  app: App,
  { yes }: AdoptOptions,
  { question, needed }: { readonly question: string; readonly needed: string },
): Promise<void> {
  if (yes === true) return;
  if (!app.io.interactive) {
    throw new WhimbrelError("decision_needed", `${needed}, which needs a yes`, {
      hint: "say so with --yes; --dry-run only shows it",
    });
  }
  const { askToGoOn } = await import("./prompt.ts");
  if (await askToGoOn(question)) return;
  throw new WhimbrelError("interrupted", "Not confirmed; nothing was changed");
}

function printAdoption(
  app: App,
  { adoption, tool, dry }: {
    readonly adoption: Adoption;
    readonly tool: Tool;
    readonly dry: boolean;
  },
): void {
  const { steps, findings, folder, table, database } = adoption;
  const colors = dry ? app.colors : app.errorColors;
  const line = (text: string) => dry ? app.print(text) : app.say(text);
  const place = table === "" ? "" : `: ${folder.shown}, table ${table}`;
  line(`${tool.title}${place} in ${database}`);
  for (const { applied, name, text } of steps) {
    const word = applied ? colors.green("applied") : colors.yellow("pending");
    line(`  ${word}  ${name}${text === undefined ? colors.dim(" (has its file)") : ""}`);
  }
  if (steps.length === 0) line("  no migrations");
  for (const { blocks, message, hint } of findings) {
    line(`${blocks === true ? colors.red("stops:") : colors.yellow("note:")} ${message}`);
    if (hint !== undefined) line(`  ${colors.dim(hint)}`);
  }
  line(`${count(newFiles(steps), "file")} to write, ${count(applied(steps), "row")} to record`);
}

const newFiles = (steps: readonly AdoptedStep[]) =>
  steps.filter(({ text }) => text !== undefined).length;
const applied = (steps: readonly AdoptedStep[]) => steps.filter((step) => step.applied).length;

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function printJson(
  app: App,
  { adoption, tool, changed }: {
    readonly adoption: Adoption;
    readonly tool: Tool;
    readonly changed: boolean;
  },
): void {
  app.printJson({
    tool: tool.name,
    folder: adoption.folder.shown,
    table: adoption.table,
    changed,
    migrations: adoption.steps.map(({ key, revision, name, parents, applied, text }) => ({
      ...{ key, revision, name, parents },
      state: applied ? "applied" : "pending",
      written: text !== undefined,
    })),
    findings: adoption.findings.map(({ kind, name, message, blocks, hint }) => ({
      ...{ kind, name, message, blocks: blocks === true, hint: hint ?? null },
    })),
  });
}

async function undo(app: App, options: AdoptOptions): Promise<void> {
  const project = await app.project();
  const state = await (async () => {
    await using session = await project.connect({ readOnly: true });
    return await readState(session, project.tables);
  })();
  const { files, decide } = planUndo(project, state);
  const rows = decide(state).length;
  const dry = options.dryRun === true;
  if (!app.json) {
    const line = (text: string) => dry ? app.print(text) : app.say(text);
    for (const { file } of files) line(`remove ${file}`);
    line(`forget ${count(rows, "row")} of the history`);
  }
  if (!dry) {
    await askFirst(app, options, {
      question: "Take the adopted history back? Tables stay as they are.",
      needed: "Taking it back removes files and rows",
    });
    if (rows > 0) {
      await app.use((whimbrel) => whimbrel.rewrite(decide, app.io.signal));
    }
    removeFiles(files.map(({ path }) => path));
  }
  const removed = files.map(({ file }) => file);
  if (app.json) return app.printJson({ undone: !dry, files: removed, rows });
  if (!dry) app.print(`Took back ${count(files.length, "file")} and ${count(rows, "row")}`);
}

import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import { findRevision } from "../core/find.ts";
import type { Rewrite } from "../core/rewrite.ts";
import { joinStatus } from "../core/status.ts";
import type { StoreState } from "../core/store.ts";
import type { Whimbrel } from "../project/whimbrel.ts";
import type { App } from "./app.ts";

/** `whimbrel repair`: accepts changed files and settles interrupted statements. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[revisions...]", "accept only these (default: every changed file)")
    .option("--applied <revision:statement>", "this interrupted statement took effect")
    .option("--not-applied <revision:statement>", "this interrupted statement did not take effect")
    .option("--forget <revision>", "take a revision without a file out of the history")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      `
Nothing is run: only what the history and the journal say is changed, after showing it.

Examples:
  whimbrel repair                          accept files that were edited after they were applied
  whimbrel repair abc123
  whimbrel repair --applied abc123:2       statement 2 did take effect; \`upgrade\` goes on after it
  whimbrel repair --not-applied abc123:2   it did not; \`upgrade\` runs it again`,
    )
    .action((revisions: readonly string[], options: RepairOptions) =>
      run(app(), revisions, options)
    );
}

interface RepairOptions {
  readonly applied?: string;
  readonly notApplied?: string;
  readonly forget?: string;
  readonly yes?: boolean;
}

async function run(
  app: App,
  revisions: readonly string[],
  options: RepairOptions,
): Promise<void> {
  await app.use(async (whimbrel) => {
    const decide = decision(whimbrel, revisions, options);
    const { state } = await whimbrel.read();
    const planned = decide(state);
    if (planned.length === 0) {
      if (app.json) app.printJson({ changes: [] });
      else app.print("Nothing to repair");
      return;
    }
    if (!app.json) { for (const rewrite of planned) app.say(describe(rewrite)); }
    await confirm(app, options);
    const done = await whimbrel.rewrite(decide, app.io.signal);
    if (app.json) app.printJson({ changes: done.map(describe) });
    else app.print(`Repaired ${done.length} ${done.length === 1 ? "entry" : "entries"}`);
  });
}

function decision(
  { project }: Whimbrel,
  revisions: readonly string[],
  { applied, notApplied, forget }: RepairOptions,
): (state: StoreState) => readonly Rewrite[] {
  const settled = applied ?? notApplied;
  if (settled !== undefined) {
    const place = parsePlace(settled);
    return () => [{ kind: "settle", ...place, applied: applied !== undefined }];
  }
  if (forget !== undefined) return (state) => [forgetting(project.graph(), state, forget)];
  const graph = project.graph();
  const wanted = new Set(revisions.map((text) => findRevision(graph, text).id));
  return (state) =>
    joinStatus(graph, state).flatMap((row): readonly Rewrite[] => {
      const { migration, entry, revision } = row;
      if (migration === undefined || entry === undefined) return [];
      if (migration.checksum === entry.checksum) return [];
      return wanted.size > 0 && !wanted.has(revision) ? [] : [{ kind: "accept", migration }];
    });
}

function forgetting(
  graph: ReturnType<Whimbrel["project"]["graph"]>,
  state: StoreState,
  text: string,
): Rewrite {
  const found = state.entries.filter(({ revision, name }) =>
    revision === text || name === text || (text.length >= 4 && revision.startsWith(text))
  );
  const [entry] = found;
  if (entry === undefined || found.length > 1) {
    throw new WhimbrelError("unknown_revision", `The history has no one revision "${text}"`, {
      notes: found.map(({ revision, name }) => `${revision} ${name}`),
      hint: "`whimbrel status` shows what is missing its file",
    });
  }
  if (graph.get(entry.revision) === undefined) return { kind: "forget", entry };
  throw new WhimbrelError("usage", `"${entry.name}" has a file here`, {
    hint: `undo it with \`whimbrel downgrade\`, or use \`whimbrel stamp\``,
  });
}

function parsePlace(text: string): { readonly revision: string; readonly statement: number } {
  const match = /^(.+):(\d+)$/.exec(text);
  if (match !== null && Number(match[2]) > 0) {
    return { revision: match[1]!, statement: Number(match[2]) - 1 };
  }
  throw new WhimbrelError("usage", `"${text}" names no statement`, {
    hint: "write it like abc123def456:2, as the error that sent you here does",
  });
}

function describe(rewrite: Rewrite): string {
  switch (rewrite.kind) {
    case "accept":
      return `accept ${rewrite.migration.file} as it is now`;
    case "forget":
      return `forget ${rewrite.entry.name}`;
    case "stamp":
      return `stamp ${rewrite.migration.name}`;
    case "settle":
      return `statement ${rewrite.statement + 1} of ${rewrite.revision} ${
        rewrite.applied ? "took effect" : "did not take effect"
      }`;
  }
}

async function confirm(app: App, options: RepairOptions): Promise<void> {
  const explicit = options.applied ?? options.notApplied ?? options.forget;
  if (options.yes === true || explicit !== undefined) return;
  if (!app.io.interactive) {
    throw new WhimbrelError("decision_needed", "Accepting changed files needs a yes", {
      hint: "say so with --yes",
    });
  }
  const { askToGoOn } = await import("./prompt.ts");
  if (await askToGoOn("Change the history so?")) return;
  throw new WhimbrelError("interrupted", "Not confirmed; nothing was changed");
}

import type { Command } from "commander";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { titleOf } from "../core/find.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { resolveEach } from "../core/target.ts";
import { graphOrEmpty, writeNewFile } from "../project/new_file.ts";
import type { Commutation } from "../project/commute.ts";
import type { Project } from "../project/project.ts";
import type { App } from "./app.ts";

/** `whimbrel merge`: joins heads in one migration. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[revisions...]", "heads to join (default: all)")
    .option("-n, --name <name>", "the end of the file's name", "merge")
    .addHelpText(
      "after",
      `
Two branches that each added a migration leave two heads. A merge is a migration without
statements whose parents are both of them. Both sides are replayed in the shadow in either order, so
that you know whether the order matters; databases may apply them in either.

Examples:
  whimbrel merge
  whimbrel merge --name merge_billing
  whimbrel merge abc123 def456`,
    )
    .action((revisions: readonly string[], options: { readonly name: string }) =>
      runMerge(app(), revisions, options.name)
    );
}

/** Joins heads in one migration. */
export async function runMerge(
  app: App,
  revisions: readonly string[],
  name: string,
): Promise<void> {
  const project = await app.project();
  const graph = graphOrEmpty(project);
  const heads = revisions.length === 0 ? graph.heads : chosenHeads(graph, revisions);
  if (heads.length < 2) {
    const [only] = heads;
    const why = only === undefined ? "there is no migration" : `"${only.name}" is the only head`;
    app.say(`nothing to merge: ${why}`);
    if (app.json) app.printJson(null);
    return;
  }
  const commutation = await tryCommute(app, project, heads);
  const { revision, parents, file } = writeNewFile(project, {
    name,
    format: "sql",
    parents: heads.map(({ id }) => id),
  });
  if (app.json) {
    app.printJson({ revision, parents, file, commutes: commutation?.commutes ?? null });
  } else app.print(file);
  for (const head of heads) app.say(`joins ${titleOf(head)}`);
  if (commutation !== undefined) tell(app, commutation);
  app.say("next: `whimbrel upgrade`");
}

/** Undefined where there is nothing to replay in, which must not keep anybody from merging. */
async function tryCommute(
  app: App,
  project: Project,
  heads: readonly Migration[],
): Promise<Commutation | undefined> {
  const { commute } = await import("../project/commute.ts");
  try {
    return await commute(project, { graph: project.graph(), heads }, { signal: app.io.signal });
  } catch (error) {
    if (!(error instanceof WhimbrelError)) throw error;
    app.say(`whether the sides commute is not known: ${error.message}`);
    return undefined;
  } finally {
    await (await project.scripts())?.[Symbol.asyncDispose]();
  }
}

function tell(app: App, { commutes, notes }: Commutation): void {
  const { errorColors: colors } = app;
  if (commutes) {
    return app.say(colors.green("the sides commute: the schema is the same either way"));
  }
  app.say(colors.red("the sides do not commute: the order in which they are applied matters"));
  for (const note of notes) app.say(`  ${note}`);
}

/** In graph order, each once. */
function chosenHeads(
  graph: RevisionGraph<Migration>,
  revisions: readonly string[],
): readonly Migration[] {
  const chosen = new Set(revisions.flatMap((text) => resolveEach(graph, text)));
  const notes = graph.heads.map((head) => `head: ${titleOf(head)}`);
  for (const revision of chosen) {
    if (graph.heads.includes(revision)) continue;
    throw new WhimbrelError("usage", `Cannot merge "${titleOf(revision)}": it is no head`, {
      notes,
      hint: "name heads, or nothing to join them all",
    });
  }
  if (chosen.size === 1 && graph.heads.length > 1) {
    throw new WhimbrelError("usage", "Cannot merge one head with itself", {
      notes,
      hint: "name two or more heads, or nothing to join them all",
    });
  }
  return graph.heads.filter((head) => chosen.has(head));
}

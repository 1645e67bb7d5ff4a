import type { Command } from "commander";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { titleOf } from "../core/find.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { resolveEach } from "../core/target.ts";
import { graphOrEmpty, writeNewFile } from "../project/new_file.ts";
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
statements whose parents are both of them.

Examples:
  whimbrel merge
  whimbrel merge --name merge_billing
  whimbrel merge abc123 def456`,
    )
    .action((revisions: readonly string[], options: { readonly name: string }) =>
      run(app(), revisions, options.name)
    );
}

async function run(app: App, revisions: readonly string[], name: string): Promise<void> {
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
  const { revision, parents, file } = writeNewFile(project, {
    name,
    format: "sql",
    parents: heads.map(({ id }) => id),
  });
  if (app.json) app.printJson({ revision, parents, file });
  else app.print(file);
  for (const head of heads) app.say(`joins ${titleOf(head)}`);
  app.say("next: see that both sides go together, then `whimbrel upgrade`");
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

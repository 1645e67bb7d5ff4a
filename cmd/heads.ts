import type { Command } from "commander";
import { titleOf } from "../core/find.ts";
import type { App } from "./app.ts";
import { marksOf, revisionJson } from "./reading.ts";

/** `whimbrel heads`: the revisions that nothing follows. */
export function define(command: Command, app: () => App): void {
  command
    .addHelpText(
      "after",
      `
Reads the files only. More than one head means that two branches have to be joined with
\`whimbrel merge\`.

Examples:
  whimbrel heads
  whimbrel heads --json | jq '.heads | length'`,
    )
    .action(() => runHeads(app()));
}

/** Lists the migrations that nothing follows. */
async function runHeads(app: App): Promise<void> {
  const graph = (await app.project()).graph();
  if (app.json) {
    app.printJson({
      heads: graph.heads.map((head) => revisionJson(head, { graph, history: undefined })),
    });
    return;
  }
  for (const head of graph.heads) {
    app.print(`${titleOf(head)} ${app.colors.cyan(marksOf(head, graph))}`);
  }
  if (graph.heads.length === 0) app.say("there are no migrations yet");
  if (graph.heads.length > 1) app.say("`whimbrel merge` joins them");
}

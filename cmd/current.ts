import type { Command } from "commander";
import { titleOf } from "../core/find.ts";
import { appliedHeads } from "../core/locate.ts";
import type { Entry } from "../core/store.ts";
import type { App } from "./app.ts";
import { type AnyRevision, fileOf, marksOf, revisionJson, withHistory } from "./reading.ts";

/** `whimbrel current`: where the database stands. */
export function define(command: Command, app: () => App): void {
  command
    .option("-v, --verbose", "also when, by whom and from which file")
    .addHelpText(
      "after",
      `
Prints the applied revisions that no applied revision follows: usually one.

Examples:
  whimbrel current
  whimbrel current --verbose
  whimbrel current --json | jq -r '.current[].revision'`,
    )
    .action((options: { readonly verbose?: boolean }) =>
      runCurrent(app(), options.verbose === true)
    );
}

/** Prints the applied revisions that no applied one follows. */
export async function runCurrent(app: App, verbose: boolean): Promise<void> {
  await app.use(async ({ project }) =>
    await withHistory(project, async (reading) => {
      const { graph, history: { entries, session } } = reading;
      const current = appliedHeads(graph, new Set(entries.keys()));
      if (app.json) {
        app.printJson({
          database: session.database,
          current: current.map((revision) => ({
            ...revisionJson(revision, reading),
            appliedBy: entries.get(revision.id)!.appliedBy,
          })),
        });
        return;
      }
      if (current.length === 0) app.say(`nothing is applied to ${session.database}`);
      for (const revision of current) {
        const marks = marksOf(revision, graph);
        app.print(
          marks === "" ? titleOf(revision) : `${titleOf(revision)} ${app.colors.cyan(marks)}`,
        );
        if (verbose) printEntry(app, revision, entries.get(revision.id)!);
      }
    })
  );
}

function printEntry(app: App, revision: AnyRevision, entry: Entry): void {
  app.print(`  file:    ${fileOf(revision) ?? "gone"}`);
  app.print(`  parents: ${revision.parents.join(" ") || "none"}`);
  app.print(`  ${entry.state}: ${entry.appliedAt} by ${entry.appliedBy} in ${entry.durationMs} ms`);
}

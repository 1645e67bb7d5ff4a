import type { Command } from "commander";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { titleOf } from "../core/find.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { resolveOne } from "../core/target.ts";
import type { App } from "./app.ts";

/** `whimbrel rebase`: lets a branch's migrations follow another head. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[branch]", "the head that moves (default: the one that was made last)")
    .option("--onto <revision>", "the head to follow (default: the other one)")
    .addHelpText(
      "after",
      `
Where two branches each added a migration, \`rebase\` makes one line of them instead of a merge: the
parents in the headers of the branch change, nothing else. The new order is replayed in the shadow
before a file is written.

Examples:
  whimbrel rebase
  whimbrel rebase 1a2b3c --onto 4d5e6f`,
    )
    .action((branch: string | undefined, options: { readonly onto?: string }) =>
      run(app(), branch, options.onto)
    );
}

async function run(
  app: App,
  branchText: string | undefined,
  ontoText: string | undefined,
): Promise<void> {
  const { rebaseBranch } = await import("../project/rebase.ts");
  await app.use(async ({ project }) => {
    const graph = project.graph();
    const branch = branchText === undefined ? lastHead(graph) : resolveOne(graph, branchText);
    const onto = ontoText === undefined ? otherHead(graph, branch) : resolveOne(graph, ontoText);
    if (branch === undefined || onto === undefined) {
      app.say("nothing to rebase: there is one line of migrations");
      if (app.json) app.printJson(null);
      return;
    }
    const { changed, moved, unchecked } = await rebaseBranch(project, {
      ...{ graph, branch, onto },
      signal: app.io.signal,
    });
    if (app.json) {
      app.printJson({
        onto: onto.id,
        moved: moved.map(({ id }) => id),
        files: changed.map(({ file }) => file),
      });
    } else for (const { file } of changed) app.print(file);
    app.say(
      `${moved.map(titleOf).join(", ")} now ${moved.length === 1 ? "follows" : "follow"} ${
        titleOf(onto)
      }`,
    );
    if (unchecked !== undefined) app.say(`the new order was not replayed: ${unchecked}`);
    app.say(
      "a database that has them applied calls them changed: `whimbrel repair` accepts the headers",
    );
  });
}

function lastHead(graph: RevisionGraph<Migration>): Migration | undefined {
  return graph.heads.length < 2 ? undefined : graph.heads.at(-1);
}

function otherHead(
  graph: RevisionGraph<Migration>,
  branch: Migration | undefined,
): Migration | undefined {
  const others = graph.heads.filter(({ id }) => id !== branch?.id);
  if (others.length < 2) return others[0];
  throw new WhimbrelError("decision_needed", `There are ${others.length} heads to follow`, {
    notes: others.map((head) => `head: ${titleOf(head)}`),
    hint: `say which with --onto ${others[0]!.id}`,
  });
}

import type { Migration } from "../../core/directory.ts";
import { exitCodes, WhimbrelError } from "../../core/errors.ts";
import type { RevisionGraph } from "../../core/graph.ts";
import type { App } from "../app.ts";
import { migrationCalled } from "./named.ts";

/** What `migrate` may be told. */
export interface TargetOptions {
  readonly plan?: boolean;
  readonly check?: boolean;
  readonly fake?: boolean;
  readonly fakeInitial?: boolean;
  readonly prune?: boolean;
  readonly runSyncdb?: boolean;
  readonly input?: boolean;
}

/** Goes up or down, whichever way the target lies. @returns the exit code. */
export async function migrateTo(
  app: App,
  words: readonly string[],
  options: TargetOptions,
): Promise<number> {
  refuse(options);
  if (options.prune === true) return await prune(app);
  if (options.check === true) {
    const { runCheck } = await import("../check.ts");
    return await runCheck(app, { pending: true, format: "text" });
  }
  const { direction, target } = await find(app, words);
  const choice = { plan: options.plan === true, fake: options.fake === true };
  if (direction === "upgrade") {
    const { runUpgrade } = await import("../upgrade.ts");
    await runUpgrade(app, target, choice);
  } else {
    const { runDowngrade } = await import("../downgrade.ts");
    await runDowngrade(app, target, { ...choice, yes: options.input === false });
  }
  return exitCodes.done;
}

function refuse({ fakeInitial, runSyncdb }: TargetOptions): void {
  if (fakeInitial === true) {
    throw new WhimbrelError("usage", "--fake-initial takes tables by their names alone", {
      hint:
        "`whimbrel adopt baseline` compares the schema; `migrate --fake` records without looking",
    });
  }
  if (runSyncdb === true) {
    throw new WhimbrelError("usage", "There are no tables without migrations", {
      hint: "write them: `whimbrel django makemigrations`",
    });
  }
}

interface Found {
  readonly direction: "upgrade" | "downgrade";
  readonly target: string;
}

async function find(app: App, words: readonly string[]): Promise<Found> {
  return await app.use(async (whimbrel) => {
    const graph = whimbrel.project.graph();
    const [first, second] = words;
    if (words.length > 2) {
      throw new WhimbrelError("usage", "A migration is named by a label and a name at most", {
        hint: "write `migrate LABEL NAME`, `migrate NAME` or `migrate zero`",
      });
    }
    if (first === undefined) return { direction: "upgrade", target: "heads" };
    const label = graph.labels.has(first) ? first : undefined;
    const name = second ?? (label === undefined ? first : undefined);
    if (name === undefined) return { direction: "upgrade", target: `${label}@head` };
    if (name === "zero") {
      return { direction: "downgrade", target: label === undefined ? "base" : `${label}@base` };
    }
    const { id } = migrationCalled(graph, words);
    const { state } = await whimbrel.read();
    const applied = new Set(state.entries.map(({ revision }) => revision));
    return { direction: hasLater(graph, id, applied) ? "downgrade" : "upgrade", target: id };
  });
}

/** Whether something that follows a revision is applied, so that the way to it leads down. */
function hasLater(
  graph: RevisionGraph<Migration>,
  id: string,
  applied: ReadonlySet<string>,
): boolean {
  return applied.has(id) && [...graph.descendants(id)].some((other) => applied.has(other));
}

async function prune(app: App): Promise<number> {
  await app.use(async (whimbrel) => {
    const graph = whimbrel.project.graph();
    const removed = await whimbrel.rewrite(
      ({ entries }) =>
        entries.filter(({ revision }) => graph.get(revision) === undefined)
          .map((entry) => ({ kind: "forget", entry })),
      app.io.signal,
    );
    for (const rewrite of removed) {
      if (rewrite.kind === "forget") app.print(`Pruning ${rewrite.entry.name}`);
    }
    if (removed.length === 0) app.print("No migrations to prune");
  });
  return exitCodes.done;
}

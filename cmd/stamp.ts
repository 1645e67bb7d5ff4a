import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import { resolveEach } from "../core/target.ts";
import { planDowngrade, type PlanOptions, planUpgrade } from "../core/plan.ts";
import type { Rewrite } from "../core/rewrite.ts";
import type { StoreState } from "../core/store.ts";
import type { Whimbrel } from "../project/whimbrel.ts";
import type { App } from "./app.ts";

/** `whimbrel stamp`: sets the history without running anything. */
export function define(command: Command, app: () => App): void {
  command
    .argument("<target>", "a revision, head, heads, base or label@head")
    .option("--purge", "also forget revisions that have no file here")
    .option("-y, --yes", "do not ask before revisions are forgotten")
    .addHelpText(
      "after",
      `
The history then holds the target and everything before it, and nothing else.

Examples:
  whimbrel stamp head            this database already has everything
  whimbrel stamp abc123          ... everything up to this revision
  whimbrel stamp base --yes      forget all (the tables stay as they are)`,
    )
    .action((target: string, options: StampOptions) => runStamp(app(), target, options));
}

/** What `stamp` may be told. */
export interface StampOptions {
  readonly purge?: boolean;
  readonly yes?: boolean;
}

/** Sets the history without running anything. */
export async function runStamp(
  app: App,
  target: string,
  { purge, yes }: StampOptions,
): Promise<void> {
  await app.use(async (whimbrel) => {
    const graph = whimbrel.project.graph();
    const targets = target === "base" ? [] : resolveEach(graph, target).map(({ id }) => id);
    const wanted = new Set([...targets, ...graph.ancestors(targets)]);
    const decide = (state: StoreState): readonly Rewrite[] => {
      const applied = new Set(state.entries.map(({ revision }) => revision));
      return [
        ...state.entries
          .filter(({ revision }) =>
            !wanted.has(revision) && (purge === true || graph.get(revision) !== undefined)
          )
          .map((entry): Rewrite => ({ kind: "forget", entry })).reverse(),
        ...graph.order
          .filter(({ id }) => wanted.has(id) && !applied.has(id))
          .map((migration): Rewrite => ({ kind: "stamp", migration })),
      ];
    };
    const { state } = await whimbrel.read();
    const planned = decide(state);
    if (planned.length === 0) return report(app, []);
    await confirmForgetting(app, planned, yes === true);
    report(app, await whimbrel.rewrite(decide, app.io.signal));
  });
}

async function confirmForgetting(
  app: App,
  planned: readonly Rewrite[],
  yes: boolean,
): Promise<void> {
  const forgotten = planned.flatMap((rewrite) => rewrite.kind === "forget" ? [rewrite.entry] : []);
  if (forgotten.length === 0 || yes) return;
  for (const entry of forgotten) app.say(`forget ${entry.name}`);
  if (!app.io.interactive) {
    throw new WhimbrelError("decision_needed", "Stamping here forgets applied revisions", {
      notes: forgotten.map(({ name }) => name),
      hint: "say so with --yes",
    });
  }
  const { askToGoOn } = await import("./prompt.ts");
  if (await askToGoOn("Forget these revisions? Their tables stay.")) return;
  throw new WhimbrelError("interrupted", "Not confirmed; nothing was changed");
}

/** `upgrade --fake`: records what an upgrade would run. */
export async function stampPending(
  app: App,
  whimbrel: Whimbrel,
  options: PlanOptions,
): Promise<void> {
  const graph = whimbrel.project.graph();
  const decide = (state: StoreState): readonly Rewrite[] =>
    planUpgrade(graph, state, options)
      .map(({ migration }) => ({ kind: "stamp", migration: migration! }));
  await recordOnly(app, whimbrel, decide);
}

/** `downgrade --fake`: forgets what a downgrade would undo. */
export async function forgetApplied(
  app: App,
  whimbrel: Whimbrel,
  options: PlanOptions,
): Promise<void> {
  const migrations = whimbrel.project.migrations();
  const decide = (state: StoreState): readonly Rewrite[] =>
    planDowngrade(migrations, state, options)
      .map(({ entry }) => ({ kind: "forget", entry: entry! }));
  await recordOnly(app, whimbrel, decide);
}

async function recordOnly(
  app: App,
  whimbrel: Whimbrel,
  decide: (state: StoreState) => readonly Rewrite[],
): Promise<void> {
  const { state } = await whimbrel.read();
  if (decide(state).length === 0) return report(app, []);
  report(app, await whimbrel.rewrite(decide, app.io.signal));
}

function report(app: App, rewrites: readonly Rewrite[]): void {
  const lines = rewrites.map((rewrite) => {
    if (rewrite.kind === "stamp") return { did: "stamped", name: rewrite.migration.name };
    return { did: "forgot", name: rewrite.kind === "forget" ? rewrite.entry.name : "" };
  });
  if (app.json) return app.printJson({ changes: lines });
  for (const { did, name } of lines) app.print(`${did} ${name}`);
  if (lines.length === 0) app.print("Nothing to do");
}

import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import { graphOrEmpty } from "../project/new_file.ts";
import type { App } from "./app.ts";

/** `whimbrel init-db`: the first migration out of the models, applied. */
export function define(command: Command, app: () => App): void {
  command
    .option("-n, --name <name>", "the end of the file's name", "init")
    .option("--dialects <names>", "a section for each, such as sqlite,postgres")
    .addHelpText(
      "after",
      `
Writes the first migration out of the models and applies it. Where there are migrations already, it
applies those.

Examples:
  whimbrel init-db
  whimbrel init-db --name create_tables`,
    )
    .action((options: { readonly name: string; readonly dialects?: string }) =>
      runInitDb(app(), options)
    );
}

/** Writes the first migration out of the models, and applies what is pending. */
export async function runInitDb(
  app: App,
  { name, dialects }: { readonly name: string; readonly dialects?: string },
): Promise<void> {
  const project = await app.project();
  const graph = graphOrEmpty(project);
  if (graph.order.length === 0) {
    const { migrateModels } = await import("./migrate_models.ts");
    await app.use(({ project: opened }) =>
      migrateModels({ ...app, printJson: () => {} }, opened, {
        ...{ graph, name, parents: [], dependencies: [], from: "models", format: "sql" },
        ...(dialects === undefined ? {} : { dialects: dialects.split(/[\s,]+/) }),
      })
    );
  } else app.say("there are migrations already; they are applied");
  if (graphOrEmpty(await app.project()).order.length === 0) {
    throw new WhimbrelError("usage", "There is nothing to start with: the models are empty", {
      hint: "add a model, or write the first migration: `whimbrel migrate --name init --empty`",
    });
  }
  const { runUpgrade } = await import("./upgrade.ts");
  await runUpgrade(app, undefined, {});
}

import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import { endHolder } from "../core/rewrite.ts";
import { withSession } from "../project/whimbrel.ts";
import type { App } from "./app.ts";

/** `whimbrel unlock`: shows who holds the lock, and ends that run when told to by its id. */
export function define(command: Command, app: () => App): void {
  command
    .option("--id <id>", "end the run that holds the lock, by the id that is shown")
    .addHelpText(
      "after",
      `
The lock dies with the run that holds it, so there is nothing to free after a crash. This is for a
run that lives on and should not.

Examples:
  whimbrel unlock             who holds the lock?
  whimbrel unlock --id 4242   end it; what it had not committed is rolled back`,
    )
    .action((options: { readonly id?: string }) => run(app(), options.id));
}

async function run(app: App, id: string | undefined): Promise<void> {
  const project = await app.project();
  await withSession(project, id === undefined, async (session, adapter) => {
    const holder = await adapter.holder(session, project.tables);
    if (id === undefined || holder === undefined) {
      if (app.json) app.printJson({ holder: holder ?? null });
      else if (holder === undefined) app.print("The lock is free");
      else {
        app.print(`held by ${holder.id}: ${holder.description}`);
        app.say(`hint: to end that run: whimbrel unlock --id ${holder.id}`);
      }
      return;
    }
    if (holder.id !== id) {
      throw new WhimbrelError("usage", `The lock is not held by ${id} but by ${holder.id}`, {
        notes: [holder.description],
        hint: `if that run should end: \`whimbrel unlock --id ${holder.id}\``,
      });
    }
    await endHolder(session, { adapter, tables: project.tables, holder });
    if (app.json) app.printJson({ holder: null, ended: holder });
    else app.print(`Ended ${holder.id}`);
  });
}

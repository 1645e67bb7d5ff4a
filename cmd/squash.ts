import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import { resolveOne } from "../core/target.ts";
import type { App } from "./app.ts";

/** `whimbrel squash`: one migration in the place of several. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[range]", "FROM:TO, both included (default: everything)")
    .option("-n, --name <name>", "the end of the new file's name", "squashed")
    .option("--dialects <names>", "a section for each, such as sqlite,postgres")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      `
The new migration's schema is compared in the shadow with the one that the old ones make, before
their files are removed. A database on which all of them are applied takes the new one for applied;
one that has only some of them is refused until it was upgraded with the old files.

Examples:
  whimbrel squash
  whimbrel squash 1a2b3c:head-3 --name first_year`,
    )
    .action((range: string | undefined, options: SquashOptions) =>
      runSquash(app(), range, options)
    );
}

/** What `squash` may be told. */
export interface SquashOptions {
  readonly name: string;
  readonly dialects?: string;
  readonly yes?: boolean;
}

/** Puts one migration in the place of several. */
export async function runSquash(
  app: App,
  range: string | undefined,
  options: SquashOptions,
): Promise<void> {
  const [{ squashRange }, { squashMigrations }] = await Promise.all([
    import("../core/squash.ts"),
    import("../project/squash.ts"),
  ]);
  await app.use(async ({ project }) => {
    const graph = project.graph();
    const [from = "", to = ""] = (range ?? "").split(":");
    if (range !== undefined && !range.includes(":")) {
      throw new WhimbrelError("usage", `Cannot read the range "${range}"`, {
        hint: "write FROM:TO, such as 1a2b3c:head",
      });
    }
    if (graph.roots.length > 1 && from === "") {
      throw new WhimbrelError("decision_needed", "There are several first migrations", {
        hint: `name the one to start from: \`whimbrel squash ${graph.roots[0]!.id}:head\``,
      });
    }
    const first = from === "" ? graph.roots[0] : resolveOne(graph, from);
    if (first === undefined) return app.say("there is nothing to squash");
    const found = squashRange(graph, first, resolveOne(graph, to === "" ? "head" : to));
    if (found.members.length < 2) return app.say("there is nothing to squash: it is one migration");
    await confirm(app, found.members.length, options);
    const { revision, file, removed, made } = await squashMigrations(project, {
      ...found,
      graph,
      name: options.name,
      dialects: options.dialects?.split(/[\s,]+/).filter((name) => name !== "") ??
        project.database.dialects ?? [],
      signal: app.io.signal,
    });
    if (app.json) return app.printJson({ revision, file, removed, made });
    app.print(file);
    app.say(
      made === "rendered"
        ? "its schema is the same as before; its statements were written anew"
        : "its schema is the same as before; its statements are those of the files, since some " +
          "change rows",
    );
    for (const path of removed) app.say(`removed ${path}`);
  });
}

async function confirm(app: App, count: number, { yes }: SquashOptions): Promise<void> {
  if (yes === true) return;
  if (!app.io.interactive || app.json) {
    throw new WhimbrelError("decision_needed", `${count} migrations would become one`, {
      hint: "add --yes; git keeps the files that are removed",
    });
  }
  const { askToGoOn } = await import("./prompt.ts");
  if (await askToGoOn(`Put one migration in the place of ${count}, and remove their files?`)) {
    return;
  }
  throw new WhimbrelError("interrupted", "Cancelled; nothing was changed");
}

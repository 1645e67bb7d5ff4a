import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import type { App } from "./app.ts";

/** `whimbrel entrypoint`: the command that the environment names, for containers. */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  command
    .argument("[options...]", "more options of the command that runs")
    .usage("[options]")
    .allowUnknownOption()
    .addHelpText(
      "after",
      `
Runs what COMMAND says (default: upgrade). A command that writes a migration calls it what
MIGRATION_NAME says; others pass it over. It may be a family's command: COMMAND="aerich upgrade".

Examples:
  COMMAND=upgrade whimbrel entrypoint
  COMMAND=migrate MIGRATION_NAME=add_field whimbrel entrypoint
  COMMAND=upgrade whimbrel entrypoint --wait 60s
  docker compose run -e COMMAND=status migrations`,
    )
    .action(async (options: readonly string[]) => exit(await run(app(), options)));
}

async function run({ io }: App, options: readonly string[]): Promise<number> {
  const words = (io.env["COMMAND"] ?? "").trim().split(/\s+/).filter((word) => word !== "");
  if (words[0] === "entrypoint") {
    throw new WhimbrelError("usage", "COMMAND=entrypoint would never end", {
      hint: "name the command that is to run, such as COMMAND=upgrade",
    });
  }
  const name = io.env["MIGRATION_NAME"];
  const option = namers.find(([pattern]) => pattern.test(words.join(" ")))?.[1];
  const { runCommand } = await import("./program.ts");
  return await runCommand([
    ...words.length === 0 ? ["upgrade"] : words,
    ...(name === undefined || name === "" || option === undefined ? [] : [option, name]),
    ...options,
  ], io);
}

/** Commands that take a name, and how they take it. */
const namers: readonly (readonly [RegExp, string])[] = [
  [/^(?:migrate|make|merge|squash|init-db|aerich\b.* migrate|django makemigrations)\b/, "--name"],
  [/^alembic\b.* (?:revision|merge)\b/, "--message"],
];

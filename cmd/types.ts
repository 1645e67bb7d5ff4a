import type { Command } from "commander";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { WhimbrelError } from "../core/errors.ts";
import { typesFile, writeOver } from "../project/new_file.ts";
import type { Project } from "../project/project.ts";
import type { App } from "./app.ts";

/** `whimbrel types`: writes the library's types beside the migrations. */
export function define(command: Command, app: () => App): void {
  command
    .addHelpText(
      "after",
      `
Writes whimbrel.d.ts into the migrations folder, so that editors and compilers know
\`import type { Operations } from "whimbrel"\` where the package is not installed. Run it again
after an update of whimbrel. New migrations in TypeScript refer to the file where it is there.

Examples:
  whimbrel types
  whimbrel types --dir db/migrations`,
    )
    .action(() => run(app()));
}

async function run(app: App): Promise<void> {
  const { file, change } = await writeTypes(await app.project());
  if (app.json) app.printJson({ file, change });
  else app.print(file);
  app.say(
    change === "none" ? "up to date" : `${change}; migrations can import types from "whimbrel"`,
  );
}

/** What happened to the file of types. */
export interface TypesResult {
  /** As it is shown to people. */
  readonly file: string;
  readonly change: "created" | "changed" | "none";
}

/**
 * Writes the types beside a project's migrations.
 *
 * @throws {WhimbrelError} `usage` over a file of that name that somebody else wrote, `preflight`
 * where it cannot be written.
 */
export async function writeTypes({ dir }: Project): Promise<TypesResult> {
  const { default: lines } = await import("../project/library_types.json", {
    with: { type: "json" },
  });
  const path = join(dir.path, typesFile);
  const file = join(dir.shown, typesFile);
  const text = `${lines.join("\n")}\n`;
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (before === text) return { file, change: "none" };
  if (before !== undefined && !before.startsWith(lines[0]!)) {
    throw new WhimbrelError(
      "usage",
      `Cannot write "${file}": the file there is not whimbrel's own`,
      {
        place: { file, line: 1 },
        hint: "move it away, then run `whimbrel types` again",
      },
    );
  }
  writeOver(path, file, text);
  return { file, change: before === undefined ? "created" : "changed" };
}

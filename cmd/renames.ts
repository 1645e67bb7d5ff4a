import type { Command } from "commander";
import type { RenameAnswers } from "../project/compare.ts";
import type { App } from "./app.ts";

/** What a command line says of renames. */
export interface RenameOptions {
  /** False after `--no-rename`. */
  readonly rename?: unknown;
  /** Every `--rename`, also beside `--no-rename`. */
  readonly renames?: readonly string[];
}

/** Adds the options by which renames are told from what goes while something like it comes. */
export function addRenameOptions(command: Command): Command {
  const given: string[] = [];
  return command
    .option(
      "--rename <old:new>",
      "a rename, such as users.mail:users.email or users:people",
      (text: string) => {
        given.push(text);
        command.setOptionValue("renames", given);
        return true;
      },
    )
    .option("--no-rename", "nothing else is a rename: what goes is dropped");
}

/** Of more options, those that say something of renames. */
export function renamesOf({ rename, renames }: RenameOptions): RenameOptions {
  return {
    ...(rename === undefined ? {} : { rename }),
    ...(renames === undefined ? {} : { renames }),
  };
}

/** How the questions about renames are answered. */
export async function answersOf(
  app: App,
  { rename, renames: given = [] }: RenameOptions,
): Promise<RenameAnswers> {
  if (rename === false) return { given, none: true };
  if (!app.io.interactive || app.json) return { given, none: false };
  const { askRename } = await import("./prompt.ts");
  return { given, none: false, ask: askRename };
}

/** The same for what writes nothing: without an answer nothing is a rename, and a line says so. */
export async function lenientAnswersOf(app: App, options: RenameOptions): Promise<RenameAnswers> {
  const { serializeRename } = await import("../core/rename.ts");
  return {
    ...await answersOf(app, options),
    onUnsure(candidates) {
      const shown = candidates.slice(0, 5);
      const flags = shown.map((candidate) => `--rename ${serializeRename(candidate)}`);
      const rest = candidates.length - shown.length;
      const more = rest === 0 ? "" : ` (and ${rest} more)`;
      app.say(`taken for dropped and made anew; if it was renamed: ${flags.join(", ")}${more}`);
    },
  };
}

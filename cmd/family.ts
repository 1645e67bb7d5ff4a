import { type Command, Option } from "commander";
import type { App } from "./app.ts";

/**
 * Lets a family and its commands take the options of the program behind their names, and the commands
 * those of the family. One that a command has itself, or under the same letter, stays its own.
 */
export function shareOptions(family: Command, program: Command): void {
  for (const command of family.commands) share(command, [family, program]);
  share(family, [program]);
}

function share(command: Command, owners: readonly Command[]): void {
  const taken = new Set(command.options.flatMap(({ short, long }) => [short, long]));
  for (const owner of owners) {
    for (const option of owner.options) {
      const shared = copyOf(option, taken);
      if (shared === undefined) continue;
      taken.add(shared.short).add(shared.long);
      command.addOption(shared.hideHelp());
      command.on(`option:${shared.name()}`, (text?: string | null) => {
        const name = option.attributeName();
        const value = typeof text === "string"
          ? option.parseArg?.(text, owner.getOptionValue(name)) ?? text
          : !option.negate;
        owner.setOptionValue(name, value);
      });
    }
  }
}

/** The same option under those of its names that are free. */
function copyOf(
  { flags, long }: Option,
  taken: ReadonlySet<string | undefined>,
): Option | undefined {
  if (taken.has(long)) return undefined;
  const free = flags.split(", ").filter((name) => !taken.has(name.split(" ")[0]));
  return free.length === 0 ? undefined : new Option(free.join(", "));
}

/** An app that asks nobody, where the command line says so. */
export function asking(app: App, isAllowed: boolean | undefined): App {
  return isAllowed === false ? { ...app, io: { ...app.io, interactive: false } } : app;
}

/** An app on another database of the configuration. */
export function onDatabase(app: App, database: string): App {
  return {
    ...app,
    project: (more) => app.project({ database, ...more }),
    use: (work, more) => app.use(work, { database, ...more }),
  };
}

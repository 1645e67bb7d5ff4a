import type { Command } from "commander";
import type { App } from "../app.ts";
import { collect } from "../collect.ts";
import { onDatabase } from "../family.ts";
import { defineReading } from "./reading.ts";
import { defineWriting } from "./writing.ts";

/** `whimbrel alembic ...`: the commands of Alembic (https://alembic.sqlalchemy.org). */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  command
    .enablePositionalOptions()
    .option("-c, --config <file>", "Alembic's configuration, which init reads", "alembic.ini")
    .option("-n, --name <section>", "one database, where there are several")
    .option("-x <argument>", "for env.py, which is not run here", collect, [])
    .option("--raiseerr", "accepted; a bug always shows its stack")
    .addHelpText(
      "after",
      `
The words of Alembic for what Whimbrel does: \`alias alembic="whimbrel alembic"\`. Revisions may be
written as there: parts of them, +1, -2, head, heads, base, label@head, head-1.

Examples:
  whimbrel alembic revision --autogenerate -m "add email"
  whimbrel alembic upgrade head
  whimbrel alembic history -r base:head --verbose`,
    );
  const open = () => {
    const { name, x } = command.opts<{ readonly name?: string; readonly x: readonly string[] }>();
    const own = app();
    if (x.length > 0) own.say("-x has no effect: there is no env.py to read it");
    return name === undefined ? own : onDatabase(own, name);
  };
  defineWriting(command, open, exit);
  defineReading(command, open, exit);
}

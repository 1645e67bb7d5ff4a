import type { Command } from "commander";
import type { Dialect } from "../core/adapter.ts";
import { exitCodes } from "../core/errors.ts";
import type { Operation } from "../core/operation.ts";
import type { Schema } from "../core/schema.ts";
import type { App } from "./app.ts";
import { addRenameOptions, lenientAnswersOf, type RenameOptions } from "./renames.ts";

/** `whimbrel diff`: what gets from one schema to another. */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  addRenameOptions(
    command
      .option("--from <source>", "the schema that is there", "migrations")
      .option("--to <source>", "the schema that is wanted", "models")
      .option("--dialect <name>", "of files and migrations, where no database is named")
      .option("--exit-code", "exit 1 where there is a difference"),
  )
    .addHelpText(
      "after",
      `
A source is models, migrations, migrations@REVISION, database, a database URL, a .sql file of the
whole schema, or a snapshot .json. The SQL that is printed runs as it is in the database's own
client. Nothing is changed.

Examples:
  whimbrel diff                                        what \`migrate\` would write
  whimbrel diff --from database --to migrations        drift
  whimbrel diff --from a.sql --to b.sql --dialect postgres
  whimbrel diff --from postgres://user@one/app --to postgres://user@two/app --exit-code`,
    )
    .action(async (options: DiffOptions) => exit(await run(app(), options)));
}

interface DiffOptions extends RenameOptions {
  readonly from: string;
  readonly to: string;
  readonly dialect?: string;
  readonly exitCode?: boolean;
}

async function run(app: App, options: DiffOptions): Promise<number> {
  const [source, { compare }] = await Promise.all([
    import("../project/source.ts"),
    import("../project/compare.ts"),
  ]);
  const from = source.parseSource(options.from);
  const to = source.parseSource(options.to);
  const operations = await app.use(async ({ project }) => {
    const dialect = options.dialect ?? await source.dialectOfSources(project, [from, to]);
    await using reader = await source.openReader(project, {
      ...(dialect === undefined ? {} : { dialect }),
      signal: app.io.signal,
      onNote: app.say,
    });
    const before = await reader.read(from);
    const answers = await lenientAnswersOf(app, options);
    const target = await source.readTarget(reader, to);
    const { dialect: kind } = reader;
    const found = await compare(project, { from: before, target, dialect: kind }, answers);
    await print(app, reader.dialect, { operations: found.operations, from: before });
    return found.operations;
  });
  return options.exitCode === true && operations.length > 0 ? exitCodes.found : exitCodes.done;
}

async function print(
  app: App,
  dialect: Dialect,
  { operations, from }: { readonly operations: readonly Operation[]; readonly from: Schema },
): Promise<void> {
  if (app.json) return app.printJson(operations);
  if (operations.length === 0) return app.say("no difference");
  const { generate, standaloneScript } = await import("../core/generate.ts");
  for (const text of standaloneScript(dialect, generate(operations, dialect, from))) {
    app.io.stdout.write(text);
  }
  const { summarize } = await import("./summary.ts");
  summarize(app, operations);
}

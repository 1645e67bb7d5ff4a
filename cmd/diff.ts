import type { Command } from "commander";
import { exitCodes } from "../core/errors.ts";
import type { App } from "./app.ts";
import { addRenameOptions, lenientAnswersOf, type RenameOptions } from "./renames.ts";

/** `whimbrel diff`: what gets from one schema to another. */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  addRenameOptions(
    command
      .option("--from <source>", "the schema that is there", "migrations")
      .option("--to <source>", "the schema that is wanted", "models")
      .option("--dialect <name>", "of files and migrations, where no database is named")
      .option("--exit-code", "exit 1 where there is a difference")
      .option("--no-proof", "print the SQL without trying it in the shadow"),
  )
    .addHelpText(
      "after",
      `
A source is models, migrations, migrations@REVISION, database, a database URL, a .sql file of the
whole schema, or a snapshot .json. The SQL that is printed runs as it is in the database's own
client. Between files, models and migrations it is tried in the shadow first. Nothing is changed.

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
  readonly proof?: boolean;
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
    const url = source.urlOfSources([from, to]);
    await using reader = await source.openReader(project, {
      ...(dialect === undefined ? {} : { dialect }),
      ...(url === undefined ? {} : { url }),
      signal: app.io.signal,
      onNote: app.say,
    });
    const before = await reader.read(from);
    const answers = await lenientAnswersOf(app, options);
    const target = await source.readTarget(reader, to);
    const { dialect: kind } = reader;
    const found = await compare(project, { from: before, target, dialect: kind }, answers);
    const { operations } = found;
    if (app.json) app.printJson(operations);
    else if (operations.length === 0) app.say("no difference");
    else {
      const { generate, standaloneScript } = await import("../core/generate.ts");
      const hint = await source.scriptHint(project, from, kind);
      const script = [...standaloneScript(kind, generate(operations, kind, before), hint)].join("");
      // A database of either side may be of another release than the shadow.
      const isProved = options.proof !== false && from.kind !== "database" &&
        to.kind !== "database";
      if (isProved) {
        const { proveWay } = await import("../project/proof.ts");
        await proveWay(reader, { from: before, to: found.to, script });
      }
      app.io.stdout.write(script);
      const { summarize } = await import("./summary.ts");
      summarize(app, operations, kind);
    }
    return operations;
  });
  return options.exitCode === true && operations.length > 0 ? exitCodes.found : exitCodes.done;
}

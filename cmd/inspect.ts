import { type Command, Option } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import type { Schema } from "../core/schema.ts";
import { limitSchema } from "../core/scope.ts";
import type { App } from "./app.ts";

/** `whimbrel inspect`: a schema as SQL, JSON or model code. */
export function define(command: Command, app: () => App): void {
  command
    .argument("[source]", "models, migrations[@REVISION], database, a URL or a file", "database")
    .addOption(new Option("--format <format>", "sql, json, or the plugin that writes models")
      .default("sql"))
    .option("--tables <patterns>", "only these, such as users,audit_*", list)
    .option("--dialect <name>", "of files and migrations, where no database is named")
    .addHelpText(
      "after",
      `
Examples:
  whimbrel inspect                        the database's schema as SQL
  whimbrel inspect models                 what the models ask for
  whimbrel inspect migrations@head-1      what the migrations make, but for the last one
  whimbrel inspect postgres://user@host/db --format json
  whimbrel inspect --format drizzle       models for the tables that are there`,
    )
    .action((source: string, options: InspectOptions) => runInspect(app(), source, options));
}

function list(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

/** What `inspect` may be told. */
export interface InspectOptions {
  readonly format: string;
  readonly dialect?: string;
  /** Only these tables; all where it is absent or empty. */
  readonly tables?: readonly string[];
}

/** Prints a schema. */
export async function runInspect(app: App, name: string, options: InspectOptions): Promise<void> {
  const { dialectOfSources, openReader, parseSource, urlOfSources } = await import(
    "../project/source.ts"
  );
  const source = parseSource(name);
  const project = await app.project();
  const dialect = options.dialect ?? await dialectOfSources(project, [source]);
  const url = urlOfSources([source]);
  await using reader = await openReader(project, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(url === undefined ? {} : { url }),
    signal: app.io.signal,
    onNote: app.say,
  });
  const schema = limitSchema(await reader.read(source), { include: options.tables ?? [] });
  if (app.json || options.format === "json") app.printJson(schema);
  else if (options.format === "sql") await printSql(app, reader.dialect, schema);
  else {
    const { loadPlugin } = await import("../project/models.ts");
    const plugin = await loadPlugin(project, options.format);
    if (plugin.write === undefined) {
      throw new WhimbrelError("usage", `The plugin "${plugin.name}" does not write models`, {
        hint: "use --format sql, json, drizzle, sequelize, tortoise or sqlalchemy",
      });
    }
    app.io.stdout.write(plugin.write(schema, reader.dialect.name));
  }
}

async function printSql(
  app: App,
  dialect: import("../core/adapter.ts").Dialect,
  schema: Schema,
): Promise<void> {
  const [{ diff }, { emptySchema }, { sectionText }] = await Promise.all([
    import("../core/diff.ts"),
    import("../core/schema.ts"),
    import("../core/generate.ts"),
  ]);
  const statements = dialect.render(diff(emptySchema, schema), emptySchema);
  if (statements.length === 0) app.say("the schema is empty");
  for (const statement of statements) {
    app.io.stdout.write(`${sectionText(dialect, [statement], [])}\n`);
  }
}

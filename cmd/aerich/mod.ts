import { type Command, Option } from "commander";
import { WhimbrelError } from "../../core/errors.ts";
import type { App } from "../app.ts";
import { collect } from "../collect.ts";
import { asking, onDatabase } from "../family.ts";
import { addRenameOptions, type RenameOptions } from "../renames.ts";

/** `whimbrel aerich ...`: the commands of Aerich (https://github.com/tortoise/aerich). */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  command
    .enablePositionalOptions()
    .option("-c, --config <file>", "Aerich's configuration, which init reads", "pyproject.toml")
    .option("--app <name>", "one app, where there are several")
    .option("--no-input", "never ask")
    .addHelpText(
      "after",
      `
The words of Aerich for what Whimbrel does: \`alias aerich="whimbrel aerich"\`. Where an answer
matters to a script, exit codes are Whimbrel's.

Examples:
  whimbrel aerich init -t settings.TORTOISE_ORM
  whimbrel aerich migrate --name add_email
  whimbrel aerich upgrade`,
    );
  const settings = () => command.opts<FamilyOptions>();
  const open = () => appOf(app(), settings());
  defineStart(command, open, settings);
  defineApply(command, open);
  addRenameOptions(
    command.command("migrate").description("Write the next migration out of the models.")
      .option("--name <name>", "what it does", "update")
      .option("--empty", "sections to be written by hand")
      .option("--no-input", "never ask: what may be a rename must be told with --rename")
      .option("--offline", "nothing to choose here: models are never compared with the database")
      .option("--allow-data-loss", "write what loses rows or values without asking"),
  ).action(async (options: MigrateOptions) => exit(await migrate(open(), options)));
  command.command("heads").description("List the migrations that are not applied.")
    .action(() => printPending(open()));
  command.command("history").description("List all migrations.")
    .action(async () => {
      const { readFilesAndHistory } = await import("../reading.ts");
      const reader = open();
      await readFilesAndHistory(reader, { offline: true }, ({ graph }) => {
        for (const { name } of graph.order) reader.print(name);
        return Promise.resolve();
      });
    });
  command.command("inspectdb").description("Print Tortoise models of the tables that are there.")
    .option("-t, --table <name>", "only this table", collect, [])
    .action(async ({ table }: { readonly table: readonly string[] }) => {
      const { runInspect } = await import("../inspect.ts");
      await runInspect(open(), "database", { format: "tortoise", tables: table });
    });
  command.command("fix-migrations").description("Nothing to do: there is no state in the files.")
    .action(() => open().print("Nothing to fix: no file keeps a state of the models"));
}

interface FamilyOptions {
  readonly config: string;
  readonly app?: string;
  readonly input?: boolean;
}

interface MigrateOptions extends RenameOptions {
  readonly name: string;
  readonly empty?: boolean;
  readonly input?: boolean;
  readonly allowDataLoss?: boolean;
}

/** The app of Aerich's `--app` is a database of the configuration. */
function appOf(app: App, { app: name, input }: FamilyOptions): App {
  const quiet = asking(app, input);
  return name === undefined ? quiet : onDatabase(quiet, name);
}

function defineStart(
  command: Command,
  open: () => App,
  settings: () => FamilyOptions,
): void {
  command.command("init").description("Write the configuration.")
    .option("-t, --tortoise-orm <path>", "Tortoise's configuration, such as settings.TORTOISE_ORM")
    .option("--location <folder>", "the folder of the migrations", "./migrations")
    .option("-s, --src_folder <folder>", "where modules are looked for")
    .action(async (options: InitOptions) => {
      const { runInit } = await import("../init.ts");
      const { tortoiseOrm: path = settings().config, src_folder } = options;
      await runInit(open(), {
        format: "json",
        dir: options.location,
        models: {
          plugin: "tortoise",
          path,
          ...(src_folder === undefined ? {} : { src_folder }),
        },
      });
    });
  const safe = new Option("-s, --safe", "accepted; tables that are there are never made again");
  command.command("init-db").description("Write the first migration and apply it.")
    .addOption(safe)
    .option("--pre <sql>", "refused: it is a statement of the first migration")
    .action(async ({ pre }: { readonly pre?: string }) => {
      if (pre !== undefined) {
        throw new WhimbrelError("usage", "What --pre runs would be in no migration", {
          hint: "`aerich init-migrations` writes the first one: put it on top of its statements, " +
            "then `aerich upgrade`",
        });
      }
      await (await import("../init_db.ts")).runInitDb(open(), { name: "init" });
    });
  command.command("init-migrations").description("Write the first migration, without a database.")
    .addOption(safe)
    .action(async () => {
      const { runMigrate } = await import("../migrate.ts");
      await runMigrate(open(), { name: "init", from: "models", format: "sql" });
    });
}

interface InitOptions {
  readonly tortoiseOrm?: string;
  readonly location: string;
  readonly src_folder?: string;
}

function defineApply(command: Command, open: () => App): void {
  command.command("upgrade").description("Apply everything that is pending.")
    .option("-i, --in-transaction <boolean>", "each migration's header says that here")
    .option("--fake", "record without running")
    .action(async ({ inTransaction, fake }: UpgradeOptions) => {
      if (/^(?:false|no|0)$/i.test(inTransaction ?? "")) {
        throw new WhimbrelError("usage", "A whole upgrade cannot do without transactions", {
          hint: "write `-- transaction: off` into the header of the migration that needs it",
        });
      }
      const { runUpgrade } = await import("../upgrade.ts");
      await runUpgrade(open(), "heads", { fake: fake === true });
    });
  command.command("downgrade").description("Undo the last migration, or back to a version.")
    .option("-v, --version <number>", "undo this version, counted from 0, and all after it", "-1")
    .option("-d, --delete", "also remove the files")
    .option("--fake", "take out of the history without running")
    .option("--yes", "do not ask")
    .action((options: DowngradeOptions) => downgrade(open(), options));
}

interface UpgradeOptions {
  readonly inTransaction?: string;
  readonly fake?: boolean;
}

interface DowngradeOptions {
  readonly version: string;
  readonly delete?: boolean;
  readonly fake?: boolean;
  readonly yes?: boolean;
}

async function downgrade(app: App, options: DowngradeOptions): Promise<void> {
  const { fake, yes, version } = options;
  const { runDowngrade } = await import("../downgrade.ts");
  const number = Number(version);
  if (!Number.isInteger(number)) {
    throw new WhimbrelError("usage", `"${version}" is no version`, {
      hint: "count the files of `aerich history` from 0, or leave -v out for the last one",
    });
  }
  const { order } = (await app.project()).graph();
  const target = number === -1 ? "-1" : versionBefore(order, number);
  const undone = options.delete === true ? await filesAfter(app, target) : [];
  await runDowngrade(app, target, { fake: fake === true, yes: yes === true });
  if (undone.length === 0) return;
  const { rmSync } = await import("node:fs");
  for (const { path, file } of undone) {
    rmSync(path, { force: true });
    app.say(`removed ${file}`);
  }
}

/** `downgrade -v 2` undoes version 2 as well, so what stays is the one before it. */
function versionBefore(
  order: readonly { readonly id: string; readonly name: string }[],
  number: number,
): string {
  const numbered = order.findIndex(({ name }) => name.startsWith(`${number}_`));
  const index = numbered === -1 ? number : numbered;
  if (index < 0 || index >= order.length) {
    throw new WhimbrelError("unknown_revision", `There is no version ${number}`, {
      notes: order.map(({ name }, at) => `${at}: ${name}`),
      hint: "count from 0",
    });
  }
  return index === 0 ? "base" : order[index - 1]!.id;
}

async function filesAfter(
  app: App,
  target: string,
): Promise<readonly { readonly path: string; readonly file: string }[]> {
  return await app.use(async (whimbrel) => {
    const { steps } = await whimbrel.plan("downgrade", { target });
    return steps.flatMap(({ step: { migration } }) => migration === undefined ? [] : [migration]);
  });
}

async function migrate(app: App, { input, ...options }: MigrateOptions): Promise<number> {
  const { runMigrate } = await import("../migrate.ts");
  return await runMigrate(asking(app, input), { ...options, from: "models", format: "sql" });
}

/** In Aerich, heads are the files that are not applied yet. */
async function printPending(app: App): Promise<void> {
  const { rows } = await app.use((whimbrel) => whimbrel.status());
  const pending = rows.filter(({ standing }) => standing === "pending");
  for (const { name } of pending) app.print(name);
  if (pending.length === 0) app.say("No available heads: everything is applied");
}

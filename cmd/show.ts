import type { Command } from "commander";
import type { Dialect } from "../core/adapter.ts";
import { readBodies, statementsOf } from "../core/body.ts";
import { type Direction } from "../core/direction.ts";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { readText } from "../core/file.ts";
import { prepareSteps } from "../core/prepare.ts";
import { recordScript } from "../core/recorder.ts";
import type { Statement } from "../core/statement.ts";
import { createStore } from "../core/store.ts";
import { resolveOne } from "../core/target.ts";
import type { App } from "./app.ts";
import { type AnyRevision, readFilesAndHistory, type Reading, revisionJson } from "./reading.ts";
import { paint } from "./status.ts";

/** `whimbrel show`: one migration with its statements. */
export function define(command: Command, app: () => App): void {
  command
    .argument("<revision>", "a revision or its beginning, head, current, a file's name")
    .option("--dialect <name>", "the dialect of the statements (default: the database's)")
    .option("--offline", "read the file only, and touch no database")
    .addHelpText(
      "after",
      `
Examples:
  whimbrel show head
  whimbrel show abc123 --dialect postgres --offline
  whimbrel show current --json | jq -r '.downgrade.statements[].text'`,
    )
    .action((revision: string, options: ShowOptions) => runShow(app(), revision, options));
}

/** What `show` may be told. */
export interface ShowOptions {
  readonly dialect?: string;
  readonly offline?: boolean;
}

/** What a migration runs in one direction. */
interface Side {
  readonly statements: readonly Statement[];
  /** False where a script asks the database for rows, so that the rest is not known beforehand. */
  readonly complete: boolean;
}

/** `none` where the migration has nothing in a direction, `unknown` where it cannot be told. */
type Sides = Readonly<Record<Direction, Side | "none" | "unknown">>;

/** Prints one migration. */
async function runShow(app: App, text: string, options: ShowOptions): Promise<void> {
  await readFilesAndHistory(app, { offline: options.offline ?? false }, async (reading) => {
    const { graph, history } = reading;
    const applied = history === undefined ? undefined : new Set(history.entries.keys());
    const revision = resolveOne(graph, text, applied);
    const dialect = await chooseDialect(reading, options);
    const sides: Sides = {
      upgrade: await sideOf(reading, { revision, dialect, direction: "upgrade" }),
      downgrade: await sideOf(reading, { revision, dialect, direction: "downgrade" }),
    };
    if (app.json) printAsJson(app, reading, { revision, dialect, sides });
    else print(app, reading, { revision, sides });
  });
}

/** Undefined where nothing says which dialect is meant. */
async function chooseDialect(
  { history, project }: Reading,
  { dialect }: ShowOptions,
): Promise<Dialect | undefined> {
  if (dialect !== undefined) return await (await import("./offline.ts")).dialectOf(dialect);
  if (history !== undefined) return history.session.dialect;
  try {
    // The URL alone tells the dialect, and is not opened for that.
    return (await project.adapter()).dialect;
  } catch (error) {
    if (error instanceof WhimbrelError && error.code === "configuration") return undefined;
    throw error;
  }
}

interface Asked {
  readonly revision: AnyRevision;
  readonly dialect: Dialect | undefined;
  readonly direction: Direction;
}

async function sideOf(
  reading: Reading,
  { revision, dialect, direction }: Asked,
): Promise<Side | "none" | "unknown"> {
  if ("entry" in revision) return await rememberedSide(reading, revision.id, direction);
  if (revision.format === "script") {
    return await scriptSide(reading, { migration: revision, dialect, direction });
  }
  if (dialect === undefined) return "unknown";
  const body = readBodies(revision, dialect.name)[direction];
  if (body === undefined) return "none";
  return { statements: [...statementsOf(body, revision, dialect)], complete: true };
}

async function scriptSide(
  { project }: Reading,
  { migration, dialect, direction }: Omit<Asked, "revision"> & { readonly migration: Migration },
): Promise<Side | "none" | "unknown"> {
  const scripts = await project.scripts();
  if (scripts === undefined || dialect === undefined) return "unknown";
  const { path, file } = migration;
  if (!(await scripts.exports(path, file)).has(direction)) return "none";
  return await recordScript(scripts, { path, file, direction }, dialect);
}

/** A file that is gone left the way back in the history. */
async function rememberedSide(
  { history, project }: Reading,
  id: string,
  direction: Direction,
): Promise<Side | "none" | "unknown"> {
  const entry = history?.entries.get(id);
  if (history === undefined || entry === undefined || direction === "upgrade") return "unknown";
  if (!entry.reversible) return "none";
  const { session } = history;
  const { dialect } = session;
  const step = { direction, revision: id, name: entry.name, migration: undefined, entry };
  const store = createStore(dialect, project.tables);
  const [prepared] = await prepareSteps([step], { dialect, store, session, scripts: undefined });
  if (prepared?.work.kind !== "sql") return "unknown";
  return { statements: [...prepared.work.statements], complete: true };
}

function printAsJson(
  app: App,
  reading: Reading,
  { revision, dialect, sides }: {
    readonly revision: AnyRevision;
    readonly dialect: Dialect | undefined;
    readonly sides: Sides;
  },
): void {
  const side = (one: Side | "none" | "unknown") =>
    typeof one === "string" ? null : {
      complete: one.complete,
      statements: one.statements.map(({ text, line }) => ({ text, line })),
    };
  app.printJson({
    ...revisionJson(revision, reading),
    checksum: "checksum" in revision ? revision.checksum : revision.entry.checksum,
    transaction: "transactional" in revision ? revision.transactional : null,
    dialect: dialect?.name ?? null,
    reversible: sides.downgrade === "unknown" ? null : sides.downgrade !== "none",
    upgrade: side(sides.upgrade),
    downgrade: side(sides.downgrade),
  });
}

function print(
  app: App,
  { graph, history }: Reading,
  { revision, sides }: { readonly revision: AnyRevision; readonly sides: Sides },
): void {
  const { colors } = app;
  const line = (key: string, value: string) => app.print(`${`${key}:`.padEnd(12)} ${value}`);
  const named = (ids: readonly string[]) =>
    ids.map((id) => graph.get(id)?.name ?? id).join(", ") || "none";
  const children = graph.children(revision.id).map(({ id }) => id);
  app.print(colors.bold(revision.name));
  line("revision", revision.id);
  line("parents", named(revision.parents));
  if (children.length > 0) line("followed by", named(children));
  if (revision.depends.length > 0) line("depends", named(revision.depends));
  if (revision.label !== undefined) line("label", revision.label);
  if (revision.created !== undefined) line("created", revision.created);
  if ("transactional" in revision && !revision.transactional) line("transaction", "off");
  line("file", "file" in revision ? revision.file ?? "gone" : "gone");
  const standing = history?.standings.get(revision.id);
  const entry = history?.entries.get(revision.id);
  const when = entry === undefined ? "" : `, ${entry.appliedAt} by ${entry.appliedBy}`;
  if (standing !== undefined) line("state", `${paint(app, standing)}${when}`);
  if (sides.upgrade === "unknown" && "path" in revision) return printFile(app, revision);
  printSide(app, "upgrade", sides.upgrade);
  printSide(app, "downgrade", sides.downgrade);
}

/** Without a dialect nobody can say what of the file would run. */
function printFile(app: App, { path }: Migration): void {
  app.print("");
  for (const text of readText(path)) app.io.stdout.write(text);
  app.say("this is the file; the statements of a dialect are shown with --dialect or a database");
}

function printSide(app: App, direction: Direction, side: Side | "none" | "unknown"): void {
  const { colors } = app;
  app.print("");
  app.print(colors.bold(direction));
  if (side === "unknown") {
    return app.print(colors.dim("    not known: the file is gone"));
  }
  if (side === "none") {
    const irreversible = direction === "downgrade" ? "none: the migration is irreversible" : "none";
    return app.print(colors.dim(`    ${irreversible}`));
  }
  for (const { text } of side.statements) {
    for (const line of `${text};`.split(/\r?\n/)) app.print(`    ${line}`);
  }
  if (side.statements.length === 0 && side.complete) app.print(colors.dim("    no statements"));
  if (!side.complete) {
    app.print(colors.dim("    the rest asks the database and is not known beforehand"));
  }
}

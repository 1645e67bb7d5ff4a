import { Command, CommanderError, Help } from "commander";
import type { Colors, Formatter } from "picocolors/types";
import { exitCodes } from "../core/errors.ts";
import { type App, createApp, type Io } from "./app.ts";
import { type CommandEntry, commands } from "./commands.ts";
import { shareOptions } from "./family.ts";
import { harmlessInColors } from "./printable.ts";

/** Parses a command line, runs its command, and gives the exit code. */
export async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.done;
  const { program } = await createProgram(argv, io, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync(argv.length === 0 ? ["--help"] : argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  return code;
}

/**
 * The grammar of the command line. Only the command that is called is loaded and complete; `all`
 * completes every one, for shells that ask what there is.
 */
export async function createProgram(
  argv: readonly string[],
  io: Io,
  exit: (code: number) => void,
  { all = false }: { readonly all?: boolean } = {},
): Promise<{ readonly program: Command }> {
  const program = new Command("whimbrel");
  const called = all ? commands : commands.filter((entry) => isCalled(entry, argv));
  const app = lazyApp(program, io, await colorsOf(io));
  program
    .description("Database migrations for SQLite, PostgreSQL, MySQL and MariaDB")
    .option("-V, --version", "print version, commit and runtime")
    .option("--url <url>", "database (default: DATABASE_URL, also from .env)")
    .option("--dir <folder>", "migrations folder (default: migrations)")
    .option("-c, --config <file>", "configuration (default: whimbrel.config.ts, whimbrel.json)")
    .option("--database <name>", "one of the configuration's databases")
    .option("--env-file <file>", "read variables from this file instead of .env")
    .option("--no-code", "refuse migrations and configurations that are code")
    .option("--wait <time>", "wait for a server that is still starting, such as 30s")
    .option("--lock-timeout <time>", "wait this long for another run (default: 60s)")
    .option("--json", "print the result as JSON")
    .option("-q, --quiet", "print results and errors only");
  configure(program, io);
  // Behind a command's name no other one is of use; elsewhere, help and suggestions list them all.
  const named = commands.some((entry) => isCalled(entry, argv.slice(0, 1)));
  // A family has options of its own under letters that are others here: what stands behind its name
  // is its alone.
  const isFamily = commands.some(({ name, group }) => group === "Families" && name === argv[0]);
  if (isFamily || argv[0] === "entrypoint") program.enablePositionalOptions();
  for (const entry of named && !all ? called : commands) {
    const command = program.command(entry.name).summary(entry.summary)
      .description(sentence(entry.summary)).helpGroup(`${entry.group}:`);
    if (entry.alias !== undefined) command.alias(entry.alias);
    configure(command, io);
    if (!called.includes(entry)) continue;
    (await entry.load()).define(command, app, exit);
    if (entry.group === "Families") shareOptions(command, program);
  }
  program.commandsGroup("Other:").helpCommand(true);
  program.addHelpText("after", topics);
  return { program };
}

const topics = `
Examples:
  whimbrel init                      start here: configuration and folder
  whimbrel migrate --name add_users --empty
  whimbrel upgrade                   apply everything that is pending
  whimbrel downgrade                 undo the last migration
  whimbrel status

\`whimbrel COMMAND --help\` shows a command's options and examples.`;

function isCalled({ name, alias }: CommandEntry, argv: readonly string[]): boolean {
  return argv.some((word) => word === name || word === alias);
}

function sentence(summary: string): string {
  return `${summary[0]!.toUpperCase()}${summary.slice(1)}`;
}

function configure(command: Command, io: Io): void {
  command
    .exitOverride()
    .showHelpAfterError("hint: `whimbrel --help` lists the commands and options")
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(harmlessInColors(text)),
      getOutHelpWidth: () => Math.min(io.stdout.columns, 100),
      getErrHelpWidth: () => Math.min(io.stderr.columns, 100),
      getOutHasColors: () => hasColors(io, "stdout"),
      getErrHasColors: () => hasColors(io, "stderr"),
    })
    .configureHelp({ showGlobalOptions: command.name() !== "whimbrel" } satisfies Partial<Help>);
}

function lazyApp(program: Command, io: Io, colors: Parameters<typeof createApp>[2]): () => App {
  let app: App | undefined;
  return () => app ??= createApp(io, program.optsWithGlobals(), colors);
}

/** Loading the colours looks at the terminal, which takes longer than all else that is loaded. */
async function colorsOf(io: Io): Promise<Parameters<typeof createApp>[2]> {
  const [stdout, stderr] = [hasColors(io, "stdout"), hasColors(io, "stderr")];
  if (!stdout && !stderr) return { stdout: plain, stderr: plain };
  const { default: pc } = await import("picocolors");
  return { stdout: pc.createColors(stdout), stderr: pc.createColors(stderr) };
}

const unstyled: Formatter = (text) => String(text);

/** Every style leaves a text as it is. */
const plain = new Proxy({}, {
  get: (_, style) => style === "isColorSupported" ? false : unstyled,
}) as Colors;

/** https://no-color.org, https://force-color.org */
export function hasColors({ env, ...io }: Io, stream: "stdout" | "stderr"): boolean {
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  if (env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0") return true;
  return io[stream].isTTY && env["TERM"] !== "dumb";
}

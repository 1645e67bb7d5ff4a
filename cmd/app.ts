import type { Command } from "commander";
import type { Colors } from "picocolors/types";
import { WhimbrelError } from "../core/errors.ts";
import { parseDuration } from "../core/migration.ts";
import { openProject, type Project, type ProjectOptions } from "../project/project.ts";
import { harmlessInColors, inOneLine } from "./printable.ts";
import { createWhimbrel, type Whimbrel } from "../project/whimbrel.ts";

/** Where text goes. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Characters in a line. */
  readonly columns: number;
}

/** The world outside of a command, so that tests can run one in their own process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

/** What a command works with. */
export interface App {
  readonly io: Io;
  readonly colors: Colors;
  /** Colours of what goes to stderr, which may be a terminal when stdout is none. */
  readonly errorColors: Colors;
  /** Answers are wanted as JSON. */
  readonly json: boolean;
  /** Only results and errors are wanted. */
  readonly quiet: boolean;
  /** Opens the project that the global options name. */
  project(more?: Partial<ProjectOptions>): Promise<Project>;
  /** Runs `work` on the project's operations and ends what they left running. */
  use<T>(work: (whimbrel: Whimbrel) => Promise<T>, more?: Partial<ProjectOptions>): Promise<T>;
  /** Writes a result to stdout, one line. */
  print(line: string): void;
  /** Writes talk to stderr, one line; nothing with `--quiet`. */
  say(line: string): void;
  /** Writes a result to stdout as JSON. */
  printJson(value: unknown): void;
}

/** One command: declares its arguments and options, and what it does. */
export interface CommandModule {
  /** @param command already named and described; sets its action. The exit code is the result. */
  define(command: Command, app: () => App, exit: (code: number) => void): void;
}

/** The options that every command takes. */
export interface GlobalOptions {
  readonly url?: string;
  readonly dir?: string;
  readonly config?: string;
  readonly envFile?: string;
  readonly database?: string;
  readonly code?: boolean;
  readonly wait?: string;
  readonly lockTimeout?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Puts an app together out of what the command line said. */
export function createApp(io: Io, options: GlobalOptions, colors: {
  readonly stdout: Colors;
  readonly stderr: Colors;
}): App {
  const project = (more: Partial<ProjectOptions> = {}): Promise<Project> => {
    const lockTimeout = durationOption(options.lockTimeout, "--lock-timeout");
    const wait = durationOption(options.wait, "--wait");
    warnOfPassword(io, options, colors.stderr);
    return openProject({
      root: io.cwd,
      env: io.env,
      ...(options.url === undefined ? {} : { url: options.url }),
      ...(options.dir === undefined ? {} : { dir: options.dir }),
      ...(options.config === undefined ? {} : { config: options.config }),
      ...(options.envFile === undefined ? {} : { envFile: options.envFile }),
      ...(options.database === undefined ? {} : { database: options.database }),
      ...(options.code === false ? { code: false } : {}),
      ...(lockTimeout === undefined ? {} : { lockTimeout }),
      ...(wait === undefined ? {} : { wait }),
      ...more,
    });
  };
  return {
    io,
    colors: colors.stdout,
    errorColors: colors.stderr,
    json: options.json === true,
    quiet: options.quiet === true,
    project,
    async use(work, more) {
      await using whimbrel = createWhimbrel(await project(more));
      return await work(whimbrel);
    },
    print: (line) => io.stdout.write(`${lineOf(line, colors.stdout)}\n`),
    say: (line) => {
      if (options.quiet !== true) io.stderr.write(`${lineOf(line, colors.stderr)}\n`);
    },
    printJson: (value) => io.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`),
  };
}

function lineOf(text: string, { isColorSupported }: Colors): string {
  return isColorSupported ? harmlessInColors(text).replaceAll("\n", "\\n") : inOneLine(text);
}

/** Milliseconds of an option's value. @throws {WhimbrelError} `usage`. */
export function durationOption(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new WhimbrelError("usage", `"${text}" is no duration for ${option}`, {
    hint: `write it like ${option} 30s or ${option} 5min`,
  });
}

function warnOfPassword(io: Io, { url }: GlobalOptions, colors: Colors): void {
  if (url === undefined || !/^[^/]*:\/\/[^/@]*:[^/]+@/.test(url)) return;
  io.stderr.write(
    `${colors.yellow("warning:")} a password on the command line can be read by everybody on ` +
      "this machine; DATABASE_URL or .env keeps it\n",
  );
}

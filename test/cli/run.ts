import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { main } from "../../cmd/main.ts";

/** The compiled executable that commands are run in; in this process where it is not named. */
export const binary: string | undefined = process.env["WHIMBREL_BINARY"];

/** What a command left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs. */
export interface Place {
  readonly cwd: string;
  /** The whole environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one command line, in this process or in the executable. */
export async function run(args: readonly string[], { cwd, env = {} }: Place): Promise<Ran> {
  if (binary !== undefined) return spawn(binary, args, { cwd, env });
  const written = { stdout: "", stderr: "" };
  const output = (stream: "stdout" | "stderr") => ({
    write: (text: string) => void (written[stream] += text),
    isTTY: false,
    columns: 100,
  });
  const code = await main(args, {
    stdout: output("stdout"),
    stderr: output("stderr"),
    interactive: false,
    env,
    cwd,
    signal: new AbortController().signal,
  });
  // Paths are shown from where the process stands, which is not where this command runs.
  const shorten = (text: string) => text.replaceAll(`${cwd}/`, "");
  return { code, stdout: shorten(written.stdout), stderr: shorten(written.stderr) };
}

/** Runs any program. */
export function spawn(program: string, args: readonly string[], { cwd, env = {} }: Place): Ran {
  const ended = spawnSync(program, args, {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: cwd, ...env },
    encoding: "utf8",
    timeout: 60_000,
  });
  if (ended.error !== undefined) throw ended.error;
  return { code: ended.status ?? -1, stdout: ended.stdout, stderr: ended.stderr };
}

/** A folder for one test, with its files; it is removed with the object. */
export interface Folder extends Disposable, Place {
  readonly env: Readonly<Record<string, string>>;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** Runs a command that must succeed, and gives what it wrote to stdout without the last line end. */
  readonly result: (...args: readonly string[]) => Promise<string>;
}

/**
 * Makes a folder with files.
 *
 * @param env default: `DATABASE_URL` for an SQLite file in the folder.
 */
export function folder(
  files: Readonly<Record<string, string>> = {},
  env?: Readonly<Record<string, string>>,
): Folder {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "whimbrel-cli-")));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const place: Place & Pick<Folder, "env"> = {
    cwd,
    env: env ?? { DATABASE_URL: `sqlite://${join(cwd, "app.db")}` },
  };
  return {
    ...place,
    run: (...args) => run(args, place),
    async result(...args) {
      const ran = await run(args, place);
      if (ran.code === 0) return ran.stdout.replace(/\n$/, "");
      throw new Error(`\`whimbrel ${args.join(" ")}\` ended with ${ran.code}: ${ran.stderr}`);
    },
    [Symbol.dispose]: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

/** An SQL migration of one table. */
export function migration(id: string, parents: string, name = id): readonly [string, string] {
  return [
    `migrations/${id}.sql`,
    `-- revision: ${id}\n-- parents: ${parents}\n\n-- upgrade\nCREATE TABLE ${name} (id integer);\n` +
    `\n-- downgrade\nDROP TABLE ${name};\n`,
  ];
}

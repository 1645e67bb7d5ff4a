import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bun, inFolder, whimbrel, write } from "./folder.ts";
import { type Benchmark, compare, timeRow } from "./measure.ts";

/** What starting takes, beside an executable of the same kind that does nothing. */
export const start: Benchmark = {
  name: "start",
  run: () =>
    inFolder(async (folder) => {
      const empty = buildEmpty(folder);
      const { version, nothing } = compare({
        version: { command: [whimbrel, "--version"] },
        nothing: { command: [empty] },
      }, 25);
      return [timeRow("`whimbrel --version`", version, ["an empty executable", nothing], 1.5)];
    }),
};

/** Compiles an empty program as `scripts/build.ts` compiles Whimbrel. @returns its path. */
export function buildEmpty(folder: string): string {
  return buildProgram(folder, "empty", "export {};\n");
}

/** Compiles a program of one file as `scripts/build.ts` compiles Whimbrel. @returns its path. */
export function buildProgram(folder: string, name: string, text: string): string {
  const source = write(folder, `${name}.ts`, text);
  const program = join(folder, name);
  const flags = [
    "--compile",
    "--format=esm",
    "--splitting",
    "--bytecode",
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    "--compile-autoload-package-json",
    "--compile-autoload-tsconfig",
  ];
  const built = spawnSync(bun, ["build", ...flags, source, `--outfile=${program}`], {
    cwd: folder,
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`Cannot build ${name}: ${built.stderr}`);
  return program;
}

import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Desired } from "../../../core/plugin.ts";
import type { Schema } from "../../../core/schema.ts";
import { plugin } from "../../../plugins/drizzle/mod.ts";
import { runProgram } from "../../../project/program.ts";

/** The repository, in whose packages `drizzle-orm` is found. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What models are loaded with beside their files. */
export interface LoadOptions {
  readonly dialect: string;
  /** The project, where it is not the repository. */
  readonly root?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** Loads models as the tool does: the plugin's program in a process, then its translation. */
export async function load(
  paths: readonly string[],
  { dialect, root: folder = root, options = {}, env = {}, timeout = 30_000 }: LoadOptions,
): Promise<Desired> {
  const request = { root: folder, paths, options, dialect };
  const models = await runProgram(plugin.loader(request), {
    root: folder,
    what: 'the models by plugin "drizzle"',
    timeout,
    env: { ...process.env, ...env },
  });
  return plugin.translate(models, request);
}

/** The schema that models ask for. */
export async function loadSchema(
  paths: readonly string[],
  options: LoadOptions,
): Promise<Schema> {
  const desired = await load(paths, options);
  if (!("schema" in desired)) throw new Error("The plugin gave a script");
  return desired.schema;
}

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Desired, ModelsRequest, Plugin } from "../../core/plugin.ts";
import { runProgram } from "../../project/program.ts";

/** The repository, whose packages models of tests import. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** Runs a plugin's program as the product does and translates what it printed. */
export async function loadDesired(
  plugin: Plugin,
  request: Partial<ModelsRequest> & Pick<ModelsRequest, "paths" | "dialect">,
): Promise<Desired> {
  const whole: ModelsRequest = { root: repository, options: {}, ...request };
  const models = await runProgram(plugin.loader(whole), {
    root: whole.root,
    what: `the models by plugin "${plugin.name}"`,
    timeout: 60_000,
    env: process.env,
  });
  return plugin.translate(models, whole);
}

/** The script of models whose plugin gives one. */
export async function loadScript(
  ...[plugin, request]: Parameters<typeof loadDesired>
): Promise<string> {
  const desired = await loadDesired(plugin, request);
  if ("script" in desired) return desired.script;
  throw new Error(`The plugin "${plugin.name}" gives no script`);
}

/** A project of JavaScript that is gone at the end of the test. */
export interface Project extends Disposable {
  readonly root: string;
}

/** Makes a project of these files, in which the repository's packages are installed. */
export function makeProject(files: Readonly<Record<string, string>>): Project {
  const root = mkdtempSync(join(tmpdir(), "whimbrel-project-"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "junction");
  // Its own, so that one in a folder above does not say what its modules are.
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ModelsRequest, Plugin } from "../../core/plugin.ts";
import { attempt } from "../servers/cache.ts";

/** A project of Python files in a folder of its own, which goes at the end. */
export interface PythonProject extends Disposable {
  readonly root: string;
}

/** What a plugin's program said. */
export interface ProgramRun {
  readonly code: number;
  readonly stderr: string;
  readonly stdout: string;
  /** What it wrote, where it ended well. */
  readonly models: unknown;
}

/** Makes a project of files by path, on top of a copy of a folder where one is given. */
export function makeProject(
  files: Readonly<Record<string, string>>,
  copied?: string,
): PythonProject {
  const root = mkdtempSync(join(tmpdir(), "whimbrel-python-"));
  if (copied !== undefined) cpSync(copied, root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

/** A request for the models of a project. */
export function request(root: string, more: Partial<ModelsRequest>): ModelsRequest {
  return { root, paths: [], options: {}, dialect: "sqlite", ...more };
}

/** Runs a plugin's program as the product does: a folder below the root, which is the folder it runs in. */
export async function runPython(
  python: string,
  plugin: Plugin,
  asked: ModelsRequest,
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramRun> {
  const program = plugin.loader(asked);
  if (program.runtime !== "python") throw new Error(`The loader is no Python: ${program.runtime}`);
  const folder = mkdtempSync(join(asked.root, "run-"));
  try {
    writeFileSync(join(folder, "program.py"), program.source);
    writeFileSync(join(folder, "input.json"), JSON.stringify(program.input));
    const outcome = await attempt([python, join(folder, "program.py"), folder], {
      cwd: asked.root,
      env: { PYTHONDONTWRITEBYTECODE: "1", ...env },
    });
    const output = join(folder, "output.json");
    const models = outcome.code === 0 ? JSON.parse(readFileSync(output, "utf8")) : undefined;
    return { ...outcome, models };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The script that a plugin gives for the models of a project. Throws `Error` with what it said. */
export async function scriptOf(
  python: string,
  plugin: Plugin,
  asked: ModelsRequest,
): Promise<string> {
  const { code, stderr, models } = await runPython(python, plugin, asked);
  if (code !== 0) throw new Error(`The program failed: ${stderr}`);
  const desired = plugin.translate(models, asked);
  if (!("script" in desired)) throw new Error("The plugin gives no script");
  return desired.script;
}

/** Runs a Python script in a project. Throws `Error` with what it said where it fails. */
export async function runScript(python: string, root: string, text: string): Promise<string> {
  const env = { PYTHONPATH: root, PYTHONDONTWRITEBYTECODE: "1" };
  const { code, stdout, stderr } = await attempt([python, "-c", text], { cwd: root, env });
  if (code !== 0) throw new Error(`Python failed: ${stderr}`);
  return stdout;
}

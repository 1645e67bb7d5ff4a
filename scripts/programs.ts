/**
 * Writes plugins/X/program.json, the text of each plugin's program with all that it imports, so that
 * every runtime and the executable can load it: `bun scripts/programs.ts`. A test keeps both in step.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The JSON text of every plugin's program, by its path from the root. */
export function programs(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name } of readdirSync(join(root, "plugins"), { withFileTypes: true })) {
    const folder = `plugins/${name}`;
    const source = existsSync(join(root, folder, "program.ts"))
      ? bundle(`${folder}/program.ts`)
      : existsSync(join(root, folder, "program.py"))
      ? ["plugins/program.py", `${folder}/program.py`]
        .map((path) => readFileSync(join(root, path), "utf8")).join("\n\n")
      : undefined;
    if (source === undefined) continue;
    const text = `${
      JSON.stringify({ lines: source.replaceAll("\r\n", "\n").split("\n") }, null, 2)
    }\n`;
    found.set(`${folder}/program.json`, text);
  }
  return found;
}

/** One module without imports but the runtime's own and the user's, which are found when it runs. */
function bundle(path: string): string {
  const built = spawnSync("bun", [
    ...["build", path, "--target=node", "--format=esm", "--packages=external"],
  ], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (built.status !== 0) throw new Error(`Cannot bundle ${path}: ${built.stderr}`);
  return built.stdout;
}

if (import.meta.main) {
  for (const [path, text] of programs()) {
    writeFileSync(join(root, path), text);
    process.stdout.write(`${path}\n`);
  }
}

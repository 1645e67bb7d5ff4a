import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** As much of the frameworks of the examples as these use. */
const frameworks: Readonly<Record<string, string>> = {
  hono: `
    interface Context { text(text: string): Response }
    export class Hono {
      get(path: string, route: (context: Context) => Response): void {}
      fetch(request: Request): Response { return new Response() }
    }`,
  express: `
    interface Answer { status(code: number): Answer; json(value: unknown): void }
    interface App {
      get(path: string, route: (request: unknown, response: Answer) => unknown): void;
      listen(port: number): void;
    }
    export default function express(): App { throw new Error() }`,
};

/** Checks modules by the strict flags of the project; gives what the compiler says, or nothing. */
export function typeFaults(modules: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-types-"));
  try {
    const files = modules.map((text, index) => {
      const file = join(folder, `module_${index}.ts`);
      writeFileSync(file, text);
      return file;
    });
    for (const [name, text] of Object.entries(frameworks)) {
      writeFileSync(join(folder, `${name}.ts`), text);
    }
    const local = Object.keys(frameworks).map((name) => [name, join(folder, `${name}.ts`)]);
    const imports = { ...Object.fromEntries(local), whimbrel: join(root, "mod.ts") };
    writeFileSync(join(folder, "imports.json"), JSON.stringify({ imports }));
    const deno = join(root, "node_modules/.bin/deno");
    const words = ["check", "--quiet", `--import-map=${join(folder, "imports.json")}`, ...files];
    const { status, stderr, error } = spawnSync(deno, words, {
      // The flags are those of deno.json there.
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
      timeout: 120_000,
    });
    if (error !== undefined) throw error;
    return status === 0 ? "" : stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

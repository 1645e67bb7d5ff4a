import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root } from "./load.ts";

/** What drizzle-kit calls the dialects. */
const dialects: Readonly<Record<string, string>> = {
  postgres: "postgresql",
  mysql: "mysql",
  sqlite: "sqlite",
};

/** The SQL by which drizzle-kit itself makes the models' schema in an empty database. */
export function exportByKit(
  path: string,
  { dialect, casing, kit = "drizzle-kit" }: {
    readonly dialect: string;
    readonly casing?: string;
    readonly kit?: string;
  },
): string {
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-kit-"));
  const run = (...words: readonly string[]) => {
    const made = spawnSync("node", [join(root, "node_modules", kit, "bin.cjs"), ...words], {
      cwd: root,
      encoding: "utf8",
    });
    if (made.status === 0 && made.stdout.trim() !== "") return made.stdout;
    throw new Error(`drizzle-kit ${words[0]} failed: ${made.stdout}${made.stderr}`);
  };
  const options = [`--dialect=${dialects[dialect]}`, `--schema=${path}`];
  try {
    // It says what it reads, on the same stream.
    if (casing === undefined) return run("export", ...options).replace(/^.*?(?=^CREATE )/ms, "");
    // `export` takes no casing.
    const out = relative(root, folder);
    run("generate", ...options, `--casing=${casing}`, `--out=${out}`, "--breakpoints=false");
    const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".sql"));
    return readFileSync(join(folder, file), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

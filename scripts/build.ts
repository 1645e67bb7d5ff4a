/**
 * Compiles the executable: `bun scripts/build.ts [TARGET...|all]`. Without a target it builds
 * `dist/whimbrel` for this machine; with targets, `dist/whimbrel-TARGET` for each, and SHA256SUMS.
 * The same sources and commit give the same bytes.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { packed } from "../adapters/postgres/shadow/parts.ts";
import { commit } from "./commit.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const dist = join(root, "dist");

/** What users download; Bun fetches the runtime of another platform from the npm registry. */
const targets = [
  "linux-x64",
  "linux-arm64",
  "linux-x64-musl",
  "linux-arm64-musl",
  "darwin-x64",
  "darwin-arm64",
  "windows-x64",
] as const;
type Target = (typeof targets)[number];

/** The program, and the threads in which TypeScript migrations and the embedded PostgreSQL run. */
const entries = [
  "cmd/main.ts",
  "project/script_worker.ts",
  "adapters/postgres/embedded_worker.ts",
];

const flags = [
  "--compile",
  "--format=esm",
  // Commands load what they need from chunks of their own, compiled ahead: half the start-up time.
  "--splitting",
  "--bytecode",
  // Identifiers stay and source positions are embedded, so that the stack of a bug can be read.
  "--minify-syntax",
  "--minify-whitespace",
  "--sourcemap=linked",
  // Puts every entry beside the chunks, where `new URL("./script_worker.ts", import.meta.url)`
  // of a chunk finds it.
  "--entry-naming=[name].[ext]",
  // The files of the embedded PostgreSQL keep the names by which the program finds them.
  "--asset-naming=[name].[ext]",
  "--loader=.zst:file",
  "--loader=.tar:file",
  // The user's .env and bunfig.toml configure the user's programs, not this one ...
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  // ... but TypeScript migrations resolve `#imports` and `paths` as they do in the user's project.
  "--compile-autoload-package-json",
  "--compile-autoload-tsconfig",
];

function main(words: readonly string[]): void {
  mkdirSync(dist, { recursive: true });
  // A folder of one name, because names of files are part of the bytes.
  const embedded = join(dist, ".embedded");
  run("Cannot make the embedded files", ["scripts/embed.ts", embedded]);
  compileAll(words, Object.values(packed).map((name) => join(embedded, name)));
}

function compileAll(words: readonly string[], files: readonly string[]): void {
  const defines = [`--define=WHIMBREL_COMMIT=${JSON.stringify(commit(root))}`];
  if (words.length === 0) {
    compile(process.platform === "win32" ? "whimbrel.exe" : "whimbrel", defines, files);
    return;
  }
  const chosen = words.includes("all") ? targets : words.map(toTarget);
  const names = chosen.map((target) => {
    const name = `whimbrel-${target}${target.startsWith("windows") ? ".exe" : ""}`;
    compile(name, [...defines, `--target=bun-${target}`], files);
    return name;
  });
  const sums = names.toSorted().map((name) => `${sha256(join(dist, name))}  ${name}\n`);
  writeFileSync(join(dist, "SHA256SUMS"), sums.join(""));
}

function toTarget(word: string): Target {
  const found = targets.find((target) => target === word);
  if (found !== undefined) return found;
  throw new Error(`Unknown target "${word}": use "all" or some of ${targets.join(", ")}`);
}

function compile(name: string, more: readonly string[], files: readonly string[]): void {
  const start = performance.now();
  // Built aside and renamed: an executable that is running cannot be written over. The file has one
  // name there whatever the target, because the name is part of the bytes.
  const folder = mkdtempSync(join(dist, ".build-"));
  try {
    run(`Cannot build "${name}"`, [
      ...["build", ...flags, ...more, ...entries, ...files],
      `--outfile=${join(folder, "whimbrel")}`,
    ]);
    const file = name.endsWith(".exe") ? "whimbrel.exe" : "whimbrel";
    renameSync(join(folder, file), join(dist, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const megabytes = (statSync(join(dist, name)).size / 1e6).toFixed(1);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`dist/${name}  ${megabytes} MB  ${seconds} s\n`);
}

/** Runs Bun with these words; what it says is shown where it fails. */
function run(failure: string, words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}${failure}: see above`);
}

function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

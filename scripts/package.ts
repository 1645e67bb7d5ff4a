/**
 * Makes `dist/npm`, what `npm publish dist/npm` publishes: `bun scripts/package.ts`. Node.js runs no
 * TypeScript inside node_modules, so the package holds JavaScript and declarations. The same sources
 * and commit give the same bytes.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { commit } from "./commit.ts";
import manifest from "../package.json" with { type: "json" };

const root = fileURLToPath(new URL("../", import.meta.url));
const { exports: libraries, bin: { whimbrel: program } } = manifest;

/** Everything that these reach is in the package, and nothing else: no tests, no tools. */
const entries = [
  program,
  "./project/script_worker.ts",
  "./adapters/postgres/embedded_worker.ts",
  ...Object.values(libraries),
];

/** The README and the errors point to the pages. */
const texts = ["README.md", "CHANGELOG.md", "LICENSE", "docs"];

/**
 * Writes the npm package into a folder that is empty or missing.
 *
 * @throws {Error} where the sources do not compile.
 */
export function writePackage(folder: string): void {
  mkdirSync(join(root, "dist"), { recursive: true });
  // Inside the project, where the compiler finds the types of packages.
  const work = mkdtempSync(join(root, "dist/.npm-"));
  try {
    const built = join(work, "built");
    compile(work, built);
    const files = readdirSync(built, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"));
    for (const path of files.filter((each) => each.endsWith(".js"))) {
      write(join(folder, path), toPacked(path, read(built, path)));
    }
    for (const path of files.filter((each) => each.endsWith(".json"))) {
      write(join(folder, path), read(built, path));
    }
    for (const [path, text] of declarations(built)) write(join(folder, path), text);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  write(join(folder, "package.json"), `${JSON.stringify(packedManifest(), undefined, 2)}\n`);
  for (const name of texts) cpSync(join(root, name), join(folder, name), { recursive: true });
}

function compile(work: string, built: string): void {
  const options = {
    extends: join(root, "tsconfig.json"),
    files: entries.map((path) => join(root, path)),
    compilerOptions: {
      // The package `picocolors` has no `exports`: its types are found as bundlers find them.
      module: "ESNext",
      moduleResolution: "Bundler",
      resolveJsonModule: true,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      noEmit: false,
      noEmitOnError: true,
      rootDir: root,
      outDir: built,
    },
  };
  const file = join(work, "tsconfig.json");
  writeFileSync(file, JSON.stringify(options));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [compiler, "-p", file], {
    cwd: root,
    encoding: "utf8",
    timeout: 120_000,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${stdout}${stderr}Cannot compile the package: see above`);
}

/** Does what the compiler leaves: it rewrites the paths of imports, not those of URLs. */
function toPacked(path: string, text: string): string {
  const packed = text.replaceAll(
    /(new URL\("\.{1,2}\/[^"]+)\.ts(", import\.meta\.url\))/g,
    "$1.js$2",
  );
  if (path === emitted(program)) return packed.replace(/^#!.*/, "#!/usr/bin/env node");
  // As the executable has it, by the build's `--define`.
  if (path === "project/version.js") return `const WHIMBREL_COMMIT = "${commit(root)}";\n${packed}`;
  return packed;
}

/** The declarations that the library's own lead to; those of commands are of no use to anybody. */
function declarations(built: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open = Object.values(libraries).map((path) => emitted(path, ".d.ts"));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    const here = posix.dirname(path);
    // The compiler leaves the extensions of these imports as they are.
    const text = read(built, path).replaceAll(
      /(\bfrom |\bimport\()"(\.{1,2}\/[^"]+)\.ts"/g,
      (_, start: string, target: string) => {
        open.push(posix.join(here, `${target}.d.ts`));
        return `${start}"${target}.js"`;
      },
    );
    found.set(path, text);
  }
  return found;
}

function packedManifest(): object {
  const { name, version, description, license, type, engines, dependencies } = manifest;
  const exports = Object.entries(libraries).map(([key, path]) => [
    key,
    { types: `./${emitted(path, ".d.ts")}`, default: `./${emitted(path)}` },
  ]);
  return {
    ...{ name, version, description, license, type, engines },
    exports: Object.fromEntries(exports),
    // Without `./`, as `npm publish` wants it.
    bin: { whimbrel: emitted(program) },
    dependencies,
  };
}

/** Where the compiler puts what it makes of `./a/b.ts`: `a/b.js`. */
function emitted(source: string, extension = ".js"): string {
  return posix.normalize(source).replace(/\.ts$/, extension);
}

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function main(): void {
  const start = performance.now();
  const folder = join(root, "dist/npm");
  rmSync(folder, { recursive: true, force: true });
  writePackage(folder);
  const sizes = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(folder, path)))
    .filter((each) => each.isFile())
    .map(({ size }) => size);
  const kilobytes = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`dist/npm  ${sizes.length} files  ${kilobytes} kB  ${seconds} s\n`);
}

if (import.meta.main) {
  try {
    main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

import {
  existsSync,
  globSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import process from "node:process";

/** Module texts that a JavaScript runtime can import. */
const moduleName = /\.[cm]?[jt]sx?$/;
const declarationName = /\.d\.[cm]?ts$/;

/**
 * Does the work of a program that reads models: gives it `input.json` of the folder that the
 * program was called with, writes what it returns into `output.json` there, and ends the process, whatever
 * timers and connections the models keep. A failure is explained on standard error.
 */
export async function runProgram<Input>(
  work: (input: Input) => Promise<unknown>,
): Promise<never> {
  const folder = process.argv[2] ?? ".";
  let isDone = false;
  // What models leave running may fail later (a connection that nobody waits for): not our matter.
  process.on("unhandledRejection", () => {});
  process.on("uncaughtException", () => {});
  process.on("exit", () => {
    if (isDone) return;
    process.stderr.write("The models ended the process, or wait for what never comes\n");
    process.exitCode = 1;
  });
  const input = JSON.parse(readFileSync(join(folder, "input.json"), "utf8")) as Input;
  try {
    const output = JSON.stringify(await work(input));
    writeFileSync(join(folder, "output.json"), output);
    isDone = true;
    process.exit(0);
  } catch (error) {
    isDone = true;
    process.stderr.write(`${explain(error, process.cwd())}\n`);
    process.exit(1);
  }
}

/** An error that says all there is to say: its message is shown, but no stack. */
export function refusal(message: string): Error {
  return Object.assign(new Error(message), { name: "Refusal" });
}

/**
 * The module files that paths, folders and globs name, absolute, each once, in the order of
 * the patterns.
 *
 * @throws a refusal for a pattern that names no file.
 */
export function findFiles(patterns: readonly string[], root: string): readonly string[] {
  return [...new Set(patterns.flatMap((pattern) => filesOf(pattern, root)))];
}

function filesOf(pattern: string, root: string): readonly string[] {
  const path = resolve(root, pattern);
  const found = existsSync(path) ? [path] : globSync(pattern, { cwd: root })
    .map((each) => isAbsolute(each) ? each : join(root, each))
    .filter((each) => !relative(root, each).split(/[\\/]/).includes("node_modules"))
    .sort();
  const files = found.flatMap((each) => statSync(each).isDirectory() ? filesIn(each) : [each])
    .filter((each) => !declarationName.test(each));
  if (files.length > 0) return files;
  throw refusal(
    existsSync(path) ? `"${pattern}" has no module files` : `"${pattern}" names no file`,
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && moduleName.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** What a module exports, by name. */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  // By its real place, as other modules import it, so that nothing is there twice.
  return await import(toUrl(realpathSync(file)));
}

/** Written here, because `node:url` takes longer to load than many models. */
function toUrl(path: string): string {
  const parts = path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return parts.startsWith("/") ? `file://${parts}` : `file:///${parts.replace("%3A", ":")}`;
}

function fromUrl(url: string): string {
  const path = decodeURIComponent(url.replace(/^file:\/\//, ""));
  return /^\/[a-z]:/i.test(path) ? path.slice(1) : path;
}

/** What a module of models exports, by name; what is exported as one object counts as named. */
export async function importModels(file: string): Promise<Readonly<Record<string, unknown>>> {
  const exports = await importFile(file);
  const { default: whole } = exports;
  const isPlain = typeof whole === "object" && whole !== null &&
    Object.getPrototypeOf(whole) === Object.prototype;
  return isPlain ? { ...whole, ...exports } : { ...exports };
}

/**
 * The file that a package's module is imported from by `file`: what `import "drizzle-orm/pg-core"`
 * gives there. Undefined where the package is not installed. Runtimes resolve from another module
 * than their own in ways of their own, and `require` finds the CommonJS copy.
 *
 * @param specifier a package's name, perhaps with a path behind it.
 */
export function findModule(specifier: string, file: string): string | undefined {
  const words = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  const folder = findPackage(words.slice(0, length).join("/"), file);
  if (folder === undefined) return undefined;
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const path = words.slice(length).join("/");
  const target = path === ""
    ? importTarget(manifest.exports?.["."] ?? manifest.exports) ?? manifest.main ?? "index.js"
    : importTarget(manifest.exports?.[`./${path}`]) ??
      importTarget(manifest.exports?.["./*"])?.replaceAll("*", path);
  const found = target === undefined ? undefined : join(folder, target);
  // A runtime knows a module by its real place, and would load another copy by way of a link.
  return found !== undefined && existsSync(found) ? realpathSync(found) : undefined;
}

/** The folder of a package that `file` sees, as it is called in the file itself. */
export function findPackage(name: string, file: string): string | undefined {
  for (let folder = resolve(file, "..");; folder = resolve(folder, "..")) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (resolve(folder, "..") === folder) return undefined;
  }
}

/** https://nodejs.org/api/packages.html#conditional-exports */
function importTarget(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (typeof entry !== "object" || entry === null) return undefined;
  for (const [condition, target] of Object.entries(entry)) {
    if (!["import", "node", "module", "default"].includes(condition)) continue;
    const found = importTarget(target);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The version of the package that a module, by its real path, is a part of. */
export function versionOf(module: string): string | undefined {
  for (let folder = resolve(module, "..");; folder = resolve(folder, "..")) {
    const path = join(folder, "package.json");
    const manifest = existsSync(path) ? readFileSync(path, "utf8") : "";
    const version = /"version"\s*:\s*"([^"]+)"/.exec(manifest)?.[1];
    if (version !== undefined || resolve(folder, "..") === folder) return version;
  }
}

/** What Bun throws where a module cannot be read or found. */
interface BuildMessage {
  readonly message: string;
  readonly position?: { readonly file: string; readonly line: number } | null;
}

/**
 * An error of the user's code for people: where it happened in their own files, and last the place
 * and the message in one line.
 */
function explain(error: unknown, root: string): string {
  if (!(error instanceof Error) && typeof (error as BuildMessage)?.message !== "string") {
    return `The models threw ${String(error)}`;
  }
  const { name, message } = error as Error;
  if (name === "Refusal") return message;
  const messages = (error as AggregateError).errors as readonly BuildMessage[] | undefined;
  const [first] = messages ?? [error as BuildMessage];
  if (first?.position !== undefined && first.position !== null) {
    return `${shorten(first.position.file, root)}:${first.position.line}: ${first.message}`;
  }
  const places = placesIn((error as Error).stack ?? "").filter((place) => isOwn(place, root))
    .map((place) => shorten(place, root));
  const [reason = "", ...more] = message.split("\n");
  const calls = places.slice(1).map((place) => `called at ${place}`);
  const line = `${places[0] === undefined ? "" : `${withoutColumn(places[0])}: `}${reason}`;
  return [...more, ...calls, line].join("\n");
}

/** `path:line:column` of each line of a stack; Node puts that of a syntax error before all. */
function placesIn(stack: string): readonly string[] {
  return stack.split("\n").flatMap((line) => {
    const [, place] = /((?:file:\/\/)?(?:[a-z]:[\\/]|\/)[^()]*?:\d+(?::\d+)?)\)?$/i
      .exec(line.trim()) ?? [];
    if (place === undefined) return [];
    return [fromUrl(place)];
  });
}

/** Whether a place is in a file of the user's: no package's, and not this program. */
function isOwn(place: string, root: string): boolean {
  const isProgram = process.argv[1] !== undefined &&
    place.startsWith(resolve(root, process.argv[1]));
  return !isProgram && !/[\\/]node_modules[\\/]/.test(place);
}

function shorten(place: string, root: string): string {
  const path = fromUrl(place);
  const short = relative(root, path);
  return short.startsWith("..") ? path : short;
}

function withoutColumn(place: string): string {
  return place.replace(/(:\d+):\d+$/, "$1");
}

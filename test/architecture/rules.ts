import { findImports, type Import } from "./imports.ts";
import { type Token, tokenize } from "./tokens.ts";

/** The parts of the product, in the order in which they build on each other. */
export const layers = ["core", "adapters", "plugins", "project", "cmd"] as const;

/** Above this many lines a file is named in the test's output, above {@linkcode lineLimit} it fails. */
export const lineGoal = 300;

/** The most lines that a source file may have. */
export const lineLimit = 400;

const drivers =
  /^(?:postgres|mysql2|mariadb|pg|better-sqlite3|node:sqlite|bun:sqlite|@electric-sql\/pglite)(?:\/|$)/;

/** The only files that may import a driver: for servers, and for one that runs in the process. */
const driverPlaces = /^adapters\/[^/]+\/(?:connect|embedded)\.ts$/;
const foreignNames = /sqlite|postgres|mysql|mariadb|pglite|drizzle|sequelize|tortoise|sqlalchemy/i;

/** What {@linkcode findFaults} has to know beside the source. */
export interface Package {
  /** The names under `dependencies` in package.json. */
  readonly dependencies: readonly string[];
}

/**
 * Checks one source file against the laws of the architecture. `path` is from the root of the
 * project. Each fault reads `core/x.ts:3: what is wrong`.
 */
export function findFaults(path: string, source: string, from: Package): readonly string[] {
  const tokens = tokenize(source);
  const imports = findImports(path, tokens);
  const faults = [
    ...imports.flatMap((each) => importFaults(path, each, from).map((what) => at(each, what))),
    ...tokens.flatMap((each, index) => tokenFaults(path, tokens, index).map((w) => at(each, w))),
    ...fileFaults(path, source),
    ...(isBalanced(tokens) ? [] : ["1: brackets do not match, so the rules cannot read it"]),
  ];
  return faults.map((fault) => `${path}:${fault}`);
}

/** Guards against a checker that loses its way in a file and then finds nothing there. */
function isBalanced(tokens: readonly Token[]): boolean {
  const count = (marks: string) =>
    tokens.filter(({ kind, text }) => kind === "mark" && marks.includes(text)).length;
  return count("([{") === count(")]}");
}

function at({ line }: { readonly line: number }, what: string): string {
  return `${line}: ${what}`;
}

function importFaults(path: string, { specifier, target, kind }: Import, from: Package): string[] {
  if (specifier === undefined || target === undefined) {
    // Programs of plugins run on their own, in the user's project.
    const known = path.startsWith("project/") || path === "plugins/program.ts";
    return known ? [] : ["only project/ may import() what it does not know beforehand"];
  }
  const faults: string[] = [];
  if (kind === "bare") faults.push(`"${specifier}" is imported for its side effects`);
  if (drivers.test(specifier) && !driverPlaces.test(path)) {
    faults.push(`driver "${specifier}" is imported outside an adapter's connect.ts or embedded.ts`);
  }
  if (isRelative(specifier)) {
    if (!specifier.endsWith(".ts") && !specifier.endsWith(".json")) {
      faults.push(`"${specifier}" has no extension`);
    }
    if (!mayImport(path, target, kind)) faults.push(`${layerOf(path)} may not import "${target}"`);
    const part = partOf(target);
    if (part !== undefined && part !== partOf(path) && kind === "value") {
      faults.push(`"${target}" must be loaded with import() when it is needed`);
    }
  } else if (!specifier.startsWith("node:")) {
    if (!mayImportPackages(path)) faults.push(`${path} may not import package "${specifier}"`);
    if (!from.dependencies.includes(packageOf(specifier))) {
      faults.push(`package "${specifier}" is not among the dependencies of package.json`);
    }
  }
  return faults;
}

function isRelative(specifier: string): boolean {
  return /^\.\.?\//.test(specifier);
}

function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** `core` for `core/graph.ts`; the file itself at the root. */
function layerOf(path: string): string {
  return path.split("/")[0] ?? path;
}

/** `adapters/sqlite` for the files of that folder: what stands alone and is loaded lazily. */
function partOf(path: string): string | undefined {
  return /^(?:adapters|plugins)\/[^/]+(?=\/)/.exec(path)?.[0];
}

/** Plain functions that neighbours share. */
const sharedFiles: readonly string[] = [
  "adapters/ddl.ts",
  "plugins/options.ts",
  "plugins/program.ts",
  "plugins/python_code.ts",
];

function mayImport(path: string, target: string, kind: Import["kind"]): boolean {
  const layer = layerOf(path);
  const other = layerOf(target);
  if (target === "package.json") return layer !== "core";
  if (other === "core") return true;
  const part = partOf(path);
  if (part !== undefined) return partOf(target) === part || sharedFiles.includes(target);
  switch (layer) {
    case "core":
      return false;
    case "adapters":
    case "plugins":
      return other === layer;
    case "project":
    case "mod.ts":
      // Users' scripts are served the library that stands above.
      if (target === "mod.ts") return kind === "lazy";
      return other === "adapters" || other === "plugins" || other === "project";
    case "cmd":
      return (layers as readonly string[]).includes(other);
    default:
      return false;
  }
}

function mayImportPackages(path: string): boolean {
  return /^(?:cmd|project|plugins\/[^/]+)\//.test(path) || path === "plugins/options.ts" ||
    driverPlaces.test(path);
}

function tokenFaults(path: string, tokens: readonly Token[], index: number): string[] {
  const token = tokens[index];
  if (token === undefined) return [];
  const faults: string[] = [];
  if (path.startsWith("core/") && foreignNames.test(token.text)) {
    faults.push(`core names "${foreignNames.exec(token.text)?.[0]}"`);
  }
  if (token.kind !== "word") return faults;
  const [before, next] = [tokens[index - 1]?.text, tokens[index + 1]];
  if (before === ".") return faults;
  if (token.text === "default" && before === "export") faults.push("default export");
  if (token.text === "enum" && next?.kind === "word") faults.push("enum");
  if (token.text === "namespace" && next?.kind === "word") faults.push("namespace");
  if (token.text === "any" && !":?(".includes(next?.text ?? " ")) faults.push("type any");
  if ((token.text === "let" || token.text === "var") && token.depth === 0) {
    faults.push(`top-level ${token.text} is a global`);
  }
  return faults;
}

function fileFaults(path: string, source: string): string[] {
  const faults: string[] = [];
  const length = source.split("\n").length - 1;
  if (length > lineLimit) faults.push(`${length}: longer than ${lineLimit} lines`);
  if (!path.split("/").every((each) => /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.ts)?$/.test(each))) {
    faults.push("1: the path is not in snake_case");
  }
  return faults;
}

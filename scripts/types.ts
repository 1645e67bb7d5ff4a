/**
 * Writes project/library_types.json, the text of `whimbrel.d.ts` line by line, out of the sources:
 * `bun scripts/types.ts`. A test keeps both in step.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { exitCodes } from "../core/errors.ts";

const root = new URL("../", import.meta.url);

/** The lines of an ambient declaration of what migrations, configurations and models import. */
export function libraryTypes(): readonly string[] {
  const errors = read("core/errors.ts");
  const config = read("project/config.ts");
  const declarations = [
    // The operations stand by themselves, so that they can be taken as they are.
    read("core/op.ts"),
    declarationOf(config, "export interface DatabaseConfig "),
    declarationOf(config, "export interface ModelsConfig "),
    declarationOf(config, "export interface Config "),
    declarationOf(config, "export function defineConfig").replace(/ \{\n[^]*/, ";"),
    `/** The exit codes of the command line. */\nexport const exitCodes: ${literalOf(exitCodes)};`,
    errorCode(errors),
    declarationOf(errors, "export interface Place "),
    declarationOf(errors, "export interface ErrorDetails "),
    errorClass(errors),
  ];
  const body = declarations.map((text) => text.trim()).join("\n\n");
  return [
    "// Written by `whimbrel types`; it gives editors and compilers the types of the library where",
    "// no package is installed.",
    'declare module "whimbrel" {',
    ...indented(body),
    "}",
    "",
    'declare module "whimbrel/models" {',
    ...indented(emitted("plugins/models/library.ts")),
    "}",
  ];
}

function indented(text: string): readonly string[] {
  return text.trim().split("\n").map((line) => line === "" ? "" : `  ${line}`);
}

/** What the compiler declares of a module without imports. */
function emitted(path: string): string {
  const folder = fileURLToPath(root);
  mkdirSync(join(folder, "dist"), { recursive: true });
  const work = mkdtempSync(join(folder, "dist/.types-"));
  try {
    const compiler = join(folder, "node_modules/typescript/bin/tsc");
    const words = [
      ...[compiler, path, "--ignoreConfig", "--declaration", "--emitDeclarationOnly"],
      ...["--target", "ESNext", "--module", "NodeNext", "--strict", "--outDir", work],
    ];
    const { status, stdout } = spawnSync(process.execPath, words, {
      cwd: folder,
      encoding: "utf8",
      timeout: 60_000,
    });
    if (status !== 0) throw new Error(`${stdout}Cannot declare "${path}": see above`);
    return readFileSync(join(work, "library.d.ts"), "utf8")
      .replaceAll("\r\n", "\n")
      .replace(/^\/\*\*[^]*?@module[^]*?\*\/\n/, "")
      // What stands in an ambient module is declared already; indented as the sources are.
      .replaceAll(/^(export )?declare /gm, "$1")
      .replaceAll(/^(?: {4})+/gm, (blanks) => blanks.slice(blanks.length / 2));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8").replaceAll("\r\n", "\n");
}

/** A declaration at the left margin with the comment above it. */
function declarationOf(source: string, start: string): string {
  const at = source.indexOf(`\n${start}`);
  if (at === -1) throw new Error(`Cannot find "${start}"`);
  const before = source.slice(0, at);
  const comment = before.endsWith("*/") ? before.slice(before.lastIndexOf("/**")) : "";
  const end = source.indexOf("\n}", at) + "\n}".length;
  return `${comment}${source.slice(at, end)}`.trim();
}

function literalOf(value: Readonly<Record<string, number>>): string {
  const members = Object.entries(value).map(([key, number]) => `  readonly ${key}: ${number};\n`);
  return `{\n${members.join("")}}`;
}

/** The codes themselves, since what they are computed from is not public. */
function errorCode(source: string): string {
  const table = declarationOf(source, "const codes = {");
  const codes = [...table.matchAll(/^ {2}(\w+): exitCodes/gm)].map(([, code]) => `  | "${code}"`);
  const { comment = "" } = /(?<comment>\/\*\*[^/]*\*\/)\nexport type ErrorCode/.exec(source)!
    .groups!;
  return `${comment}\nexport type ErrorCode =\n${codes.join("\n")};`;
}

/** A declared class has the signature of its constructor alone. */
function errorClass(source: string): string {
  return declarationOf(source, "export class WhimbrelError ")
    .replace(/(constructor\(.*\)) \{\n[^]*?\n {2}\}/, "$1;")
    .replace("details: ErrorDetails = {}", "details?: ErrorDetails")
    .replace(/(\w+) = ("\w+");/, "$1: $2;");
}

if (import.meta.main) {
  const path = new URL("project/library_types.json", root);
  writeFileSync(path, `${JSON.stringify(libraryTypes(), undefined, 2)}\n`);
  process.stdout.write("project/library_types.json\n");
}

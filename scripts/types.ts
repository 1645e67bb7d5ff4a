/**
 * Writes project/library_types.json, the text of `whimbrel.d.ts` line by line, out of the sources:
 * `bun scripts/types.ts`. A test keeps both in step.
 *
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { exitCodes } from "../core/errors.ts";

const root = new URL("../", import.meta.url);

/** The lines of an ambient declaration of what migrations and configurations import. */
export function libraryTypes(): readonly string[] {
  const errors = read("core/errors.ts");
  const config = read("project/config.ts");
  const declarations = [
    // The operations stand by themselves, so that they can be taken as they are.
    read("core/op.ts"),
    declarationOf(config, "export interface DatabaseConfig "),
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
    ...body.split("\n").map((line) => line === "" ? "" : `  ${line}`),
    "}",
  ];
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

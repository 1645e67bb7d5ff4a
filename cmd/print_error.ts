import pc from "picocolors";
import { exitCodes, WhimbrelError } from "../core/errors.ts";
import type { Io } from "./app.ts";
import { harmless, indented, inOneLine } from "./printable.ts";
import { hasColors } from "./program.ts";

/** How many lines of a statement an error shows. */
const statementLines = 12;

/** Prints an error for people to stderr, or with `json` as an object to stdout. */
export function printError(error: unknown, io: Io, { json }: { readonly json: boolean }): void {
  const colors = pc.createColors(hasColors(io, "stderr"));
  if (!(error instanceof WhimbrelError)) {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    io.stderr.write(
      `${colors.red("bug:")} ${harmless(text)}\n${
        colors.cyan("hint:")
      } please report it with this text\n`,
    );
    if (json) {
      io.stdout.write(
        `${JSON.stringify({ error: { code: "bug", message: text, exitCode: exitCodes.bug } })}\n`,
      );
    }
    return;
  }
  if (json) io.stdout.write(`${JSON.stringify({ error: errorJson(error) }, undefined, 2)}\n`);
  const { place, statement, serverCode, notes, hint } = error;
  const lines = [`${colors.red("error:")} ${indented(error.message)}`];
  if (place !== undefined) {
    lines.push(`  at ${inOneLine(place.file)}${place.line === undefined ? "" : `:${place.line}`}`);
  }
  if (statement !== undefined) lines.push(...quoted(statement).map((line) => colors.dim(line)));
  if (serverCode !== undefined) lines.push(`  code: ${inOneLine(serverCode)}`);
  for (const note of notes) lines.push(`  - ${indented(note)}`);
  if (hint !== undefined) lines.push(`${colors.cyan("hint:")} ${indented(hint)}`);
  io.stderr.write(`${lines.join("\n")}\n`);
}

/** An error as `--json` prints it. */
export function errorJson(error: WhimbrelError): Readonly<Record<string, unknown>> {
  const { code, message, exitCode, place, statement, serverCode, notes, hint } = error;
  return { code, message, exitCode, place, statement, serverCode, notes, hint };
}

function quoted(statement: string): readonly string[] {
  const lines = statement.split(/\r\n?|\n/).map(harmless);
  const shown = lines.slice(0, statementLines).map((line) => `  | ${line.slice(0, 200)}`);
  return lines.length > statementLines
    ? [...shown, `  | ... (${lines.length - statementLines} more lines)`]
    : shown;
}

import { confirm, isCancel, text } from "@clack/prompts";
import process from "node:process";
import { WhimbrelError } from "../core/errors.ts";
import { type RenameCandidate, serializeRename } from "../core/rename.ts";
import { printName } from "../core/schema.ts";
import { inOneLine } from "./printable.ts";

/** Asks yes or no on the terminal, by default no; a cancelled question is a no. */
export async function askToGoOn(message: string): Promise<boolean> {
  const answer = await confirm({
    message: inOneLine(message),
    initialValue: false,
    output: process.stderr,
  });
  return !isCancel(answer) && answer;
}

/** Asks for a line of text. @throws {WhimbrelError} `interrupted` for a cancelled question. */
export async function askText(message: string, fallback: string): Promise<string> {
  const answer = await text({
    message: inOneLine(message),
    placeholder: inOneLine(fallback),
    defaultValue: fallback,
    output: process.stderr,
  });
  if (!isCancel(answer)) return answer.trim();
  throw new WhimbrelError("interrupted", "Cancelled; nothing was changed");
}

/** Asks whether something was renamed, by default no. @throws {WhimbrelError} `interrupted`. */
export async function askRename(candidate: RenameCandidate): Promise<boolean> {
  const question = candidate.kind === "column"
    ? `Was column "${candidate.from}" of "${
      printName(candidate.table)
    }" renamed to "${candidate.to}"?`
    : `Was ${candidate.kind} "${printName(candidate.from)}" renamed to "${
      printName(candidate.to)
    }"?`;
  const answer = await confirm({
    message: inOneLine(`${question} (--rename ${serializeRename(candidate)})`),
    initialValue: false,
    output: process.stderr,
  });
  if (!isCancel(answer)) return answer;
  throw new WhimbrelError("interrupted", "Cancelled; nothing was written");
}

import { confirm, isCancel, text } from "@clack/prompts";
import process from "node:process";
import { WhimbrelError } from "../core/errors.ts";

/** Asks yes or no on the terminal, by default no; a cancelled question is a no. */
export async function askToGoOn(message: string): Promise<boolean> {
  const answer = await confirm({ message, initialValue: false, output: process.stderr });
  return !isCancel(answer) && answer;
}

/** Asks for a line of text. @throws {WhimbrelError} `interrupted` for a cancelled question. */
export async function askText(message: string, fallback: string): Promise<string> {
  const answer = await text({
    message,
    placeholder: fallback,
    defaultValue: fallback,
    output: process.stderr,
  });
  if (!isCancel(answer)) return answer.trim();
  throw new WhimbrelError("interrupted", "Cancelled; nothing was changed");
}

import { confirm, isCancel } from "@clack/prompts";
import process from "node:process";

/** Asks yes or no on the terminal, by default no; a cancelled question is a no. */
export async function askToGoOn(message: string): Promise<boolean> {
  const answer = await confirm({ message, initialValue: false, output: process.stderr });
  return !isCancel(answer) && answer;
}

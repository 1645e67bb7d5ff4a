import type { Command } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import type { App } from "./app.ts";
import { completeWords } from "./complete_words.ts";
import { bashScript, fishScript, zshScript } from "./completion_scripts.ts";

const scripts: Readonly<Record<string, string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `whimbrel completion`: scripts for shells, and the answers that these ask for. */
export function define(command: Command, app: () => App): void {
  command
    .argument("<shell>", "bash, zsh or fish")
    .argument("[words...]", "what the scripts ask with: completion words -- WORD...")
    .usage("[options] <bash|zsh|fish>")
    .addHelpText(
      "after",
      `
The script asks whimbrel itself what fits, so it knows commands, options and revisions, and needs
no update with a new release.

Examples:
  echo 'source <(whimbrel completion bash)' >> ~/.bashrc
  echo 'source <(whimbrel completion zsh)' >> ~/.zshrc      (after compinit)
  whimbrel completion fish > ~/.config/fish/completions/whimbrel.fish`,
    )
    .action((shell: string, words: readonly string[]) => run(app(), shell, words));
}

async function run(app: App, shell: string, words: readonly string[]): Promise<void> {
  if (shell === "words") {
    for (const line of await completeWords(app.io, words)) app.print(line);
    return;
  }
  const script = scripts[shell];
  if (script !== undefined) return app.io.stdout.write(script);
  throw new WhimbrelError("usage", `Cannot complete in "${shell}"`, {
    hint: `known shells: ${Object.keys(scripts).join(", ")}`,
  });
}

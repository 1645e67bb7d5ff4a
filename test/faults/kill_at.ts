/**
 * Upgrades the project of the current folder and kills itself right after the statement whose number
 * is given: `bun kill_at.ts 3`. Statements are counted over the whole run.
 *
 * @module
 */
import process from "node:process";
import { open } from "../../mod.ts";

let left = Number(process.argv[2]);
await using whimbrel = await open();
await whimbrel.upgrade({
  onEvent: (event) => {
    if (event.type === "progress" && --left === 0) process.kill(process.pid, "SIGKILL");
  },
});

/** Takes the lock, says so, and keeps it until it is killed: `lock_holder.ts URL`. */
import process from "node:process";
import { lock } from "../../../adapters/mysql/lock.ts";
import { open, tablesOf } from "./servers.ts";

const [url = ""] = process.argv.slice(2);
const session = await open(url);
const held = await lock(session, {
  tables: tablesOf(url),
  timeout: 30_000,
  run: "abcdefabcdef",
  onWait: () => process.stdout.write("waiting\n"),
});
process.stdout.write(`held ${held.backend}\n`);
setInterval(() => {}, 60_000);

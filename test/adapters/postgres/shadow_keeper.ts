/**
 * A run that uses a shadow until it is killed: `shadow_keeper.ts URL`. It prints a line when it does.
 *
 * @module
 */
import process from "node:process";
import { adapter } from "../../../adapters/postgres/mod.ts";

const shadow = await adapter.shadow!({ url: process.argv[2]! });
await shadow.open([]);
process.stdout.write("open\n");
setInterval(() => {}, 1000);

/**
 * A process that takes the lock, says `locked`, and runs a statement under it: for tests that kill
 * it, and for tests in which several race. Arguments: URL, statement.
 */
import process from "node:process";
import { adapter } from "../../../adapters/postgres/mod.ts";
import { generated } from "../../../core/statement.ts";
import { open, request } from "./database.ts";

const [url = "", statement = "SELECT 1"] = process.argv.slice(2);
const session = await open(url);
const run = process.pid.toString(16).padStart(12, "0");
const lock = await adapter.lock(session, request({ run, timeout: 60_000 }));
process.stdout.write("locked\n");
const inTransaction = lock.inTransaction ?? [];
const frame = inTransaction.length === 0 ? [[], []] : [
  [generated(session.dialect.begin), ...inTransaction],
  [generated("COMMIT")],
];
await session.run([...frame[0]!, generated(statement), ...frame[1]!]);
await lock.verify();
await lock[Symbol.asyncDispose]();
await session[Symbol.asyncDispose]();

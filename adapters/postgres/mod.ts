import type { Adapter, ConnectOptions, Lock, LockRequest, Session } from "../../core/adapter.ts";
import { shellWord } from "../../core/shell_word.ts";
import { connect } from "./connect.ts";
import { dialect } from "./dialect.ts";
import { cleanUp, digest } from "./digest.ts";
import { findHolder, terminate } from "./holder.ts";
import { introspect } from "./introspect.ts";
import { lockDirect } from "./lock.ts";
import { lockPooled } from "./pooled_lock.ts";
import { preflight } from "./preflight.ts";
import { createMissingSchema } from "./schema_of_tables.ts";
import type { PostgresSession } from "./session.ts";
import { parseTarget } from "./url.ts";
import { watch } from "./watch.ts";

export { schemes } from "./url.ts";

/**
 * Milliseconds. A statement that waits for a table lock keeps all later readers of the table
 * waiting behind it, so it gives up soon, is rolled back, and is tried again.
 */
const usualLockTimeout = 3000;

/** PostgreSQL 12 and later. */
export const adapter: Adapter = {
  dialect,
  connect: (options) => connect({ lockTimeout: usualLockTimeout, ...options }),
  scriptHint,
  preflight: (session, tables) => preflight(own(session), tables),
  lock: (session, request) => lock(own(session), request),
  holder: (session, tables) => findHolder(own(session), tables),
  terminate: (session, holder, tables) => terminate(own(session), holder, tables),
  digest: (session, traits) => digest(own(session), traits),
  cleanUp: (session, traits) => cleanUp(own(session), traits),
  watch,
  introspect: (session, filter) => introspect(own(session), filter),
  unread: async (session) => await (await import("./unread.ts")).findUnread(session),
  // Nothing of it is needed to run migrations.
  shadow: async (options) => await (await import("./shadow.ts")).shadow(options),
};

function scriptHint(options: ConnectOptions): string {
  const { hosts: [host], user, database } = parseTarget(options);
  return [
    "psql -v ON_ERROR_STOP=1 -f script.sql",
    ...(host === undefined ? [] : [`-h ${shellWord(host.name)} -p ${host.port}`]),
    `-U ${shellWord(user)}`,
    shellWord(database),
  ].join(" ");
}

/** Takes the lock and makes the schema of the tool's tables, where it is missing, under it. */
async function lock(session: PostgresSession, request: LockRequest): Promise<Lock> {
  const lock = session.facts.pooled
    ? await lockPooled(session, request)
    : await lockDirect(session, request);
  try {
    await createMissingSchema(session, request.tables, lock.inTransaction ?? []);
    return lock;
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
}

/** Sessions are made by the adapter that is given them. */
function own(session: Session): PostgresSession {
  if ("facts" in session && "inTransaction" in session) return session as PostgresSession;
  throw new Error("This session belongs to another adapter");
}

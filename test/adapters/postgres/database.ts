import assert from "node:assert/strict";
import { adapter } from "../../../adapters/postgres/mod.ts";
import type { PostgresSession } from "../../../adapters/postgres/session.ts";
import {
  type ConnectOptions,
  type LockRequest,
  type Session,
  StatementError,
  type StoreTables,
} from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { generated } from "../../../core/statement.ts";

/** Options as the command line gives them, without its environment. */
export function options(url: string, more: Partial<ConnectOptions> = {}): ConnectOptions {
  return { url, connectTimeout: 10_000, readOnly: false, settings: {}, env: {}, ...more };
}

/** A session, to be closed by the caller. */
export async function open(
  url: string,
  more: Partial<ConnectOptions> = {},
): Promise<PostgresSession> {
  return await adapter.connect(options(url, more)) as PostgresSession;
}

/** Runs texts as the statements of one batch. */
export async function run(session: Session, ...texts: readonly string[]) {
  return await session.run(texts.map(generated));
}

/** The error of a statement that must fail. */
export async function statementError(work: Promise<unknown>): Promise<StatementError> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof StatementError, `No StatementError: ${String(error)}`);
  return error;
}

/** The error that a person would read. */
export async function whimbrelError(work: Promise<unknown>): Promise<WhimbrelError> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof WhimbrelError, `No WhimbrelError: ${String(error)}`);
  return error;
}

/** The tool's tables with their default names. */
export const tables: StoreTables = {
  history: ["public", "whimbrel_migrations"],
  journal: ["public", "whimbrel_journal"],
  control: ["public", "whimbrel_control"],
};

/** A request for the lock that says nothing while it waits. */
export function request(more: Partial<LockRequest> = {}): LockRequest {
  return { tables, timeout: 10_000, run: "0123456789ab", onWait: () => {}, ...more };
}

/** The process of the server that works for a session. */
export async function backendOf(session: Session): Promise<number> {
  const [rows] = await run(session, "SELECT pg_backend_pid() AS pid");
  return Number(rows?.[0]?.["pid"]);
}

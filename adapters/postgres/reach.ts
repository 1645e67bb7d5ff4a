import type { Socket } from "node:net";
import type { ConnectOptions } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { pause } from "../../core/retry.ts";
import { connectError } from "./connect_error.ts";
import type { PostgresSession } from "./session.ts";
import { openSocket, SocketError, type TlsUse } from "./socket.ts";
import type { TlsMode } from "./tls_policy.ts";
import type { Host, SessionAttributes, Target } from "./url.ts";
import { WireError } from "./wire.ts";

/** A socket over which nobody has logged in yet. */
export interface Login {
  readonly socket: Socket;
  readonly host: Host;
  readonly target: Target;
  readonly deadline: AbortSignal;
}

/** The ways to secure a connection, in the order in which libpq tries them. */
const tlsUses: Readonly<Record<TlsMode, readonly TlsUse[]>> = {
  disable: ["off"],
  allow: ["off", "on"],
  prefer: ["offered", "off"],
  require: ["on"],
  "verify-ca": ["on"],
  "verify-full": ["on"],
};

/** Starting up, shutting down, too many connections: passes by itself. */
const passing: ReadonlySet<string> = new Set(["57P03", "53300"]);

/** How often a connection that breaks before it can be used is made. */
const attempts = 3;

/**
 * Logs in to the first host that answers and is what the URL asks for. A server that is starting
 * up, or has no connection to spare, is asked again until the time is over.
 *
 * @throws {WhimbrelError}
 */
export async function reach(
  target: Target,
  { connectTimeout, signal }: Pick<ConnectOptions, "connectTimeout" | "signal">,
  login: (login: Login) => Promise<PostgresSession>,
): Promise<PostgresSession> {
  const limit = Math.min(connectTimeout, target.connectTimeout ?? Infinity);
  const timeout = AbortSignal.timeout(limit);
  const deadline = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  for (let attempt = 1;; attempt++) {
    const failures: WhimbrelError[] = [];
    let mayPass = false;
    for (const host of inOrder(target)) {
      try {
        const session = await reachHost(host, target, deadline, login);
        const wrong = refusal(session, host.attributes);
        if (wrong === undefined) return session;
        await session[Symbol.asyncDispose]();
        failures.push(wrong);
      } catch (cause) {
        if (signal?.aborted === true) {
          throw new WhimbrelError("interrupted", "Interrupted while connecting");
        }
        if (cause instanceof WireError && passing.has(cause.fault?.code ?? "")) mayPass = true;
        if (isLoss(cause) && attempt < attempts) mayPass = true;
        failures.push(connectError(cause, host, target));
      }
    }
    if (!mayPass || deadline.aborted) throw summary(failures);
    await pause(Math.min(1000, 50 * 2 ** attempt), deadline);
  }
}

/** The connection broke on the way in, and no server said why. */
function isLoss(cause: unknown): boolean {
  if (cause instanceof SocketError) return cause.fault === "lost";
  return cause instanceof WireError && cause.lost && cause.fault === undefined;
}

/** The hosts to try, each with what it must be; `prefer-standby` takes any in a second round. */
function inOrder({ hosts, attributes }: Target) {
  if (attributes !== "prefer-standby") return hosts.map((host) => ({ ...host, attributes }));
  const standbys = hosts.map((host) => ({ ...host, attributes: "standby" as const }));
  return [...standbys, ...hosts.map((host) => ({ ...host, attributes: "any" as const }))];
}

async function reachHost(
  host: Host,
  target: Target,
  deadline: AbortSignal,
  login: (login: Login) => Promise<PostgresSession>,
): Promise<PostgresSession> {
  const uses = host.tls === undefined ? ["off"] as const : tlsUses[host.tls.mode];
  for (const [attempt, use] of uses.entries()) {
    try {
      const socket = await openSocket(host, use, deadline);
      return await login({ socket, host, target, deadline });
    } catch (cause) {
      if (deadline.aborted) throw new SocketError("timeout", "no answer in time", cause);
      if (attempt === uses.length - 1 || !mayDoOtherwise(cause)) throw cause;
    }
  }
  throw new Error("There is always a way to try");
}

/** The server, or its TLS, refused this way of connecting, and may take the other. */
function mayDoOtherwise(cause: unknown): boolean {
  if (cause instanceof WireError) return cause.fault?.code === "28000";
  return cause instanceof SocketError &&
    (cause.fault === "handshake" || cause.fault === "certificate");
}

function refusal(
  session: PostgresSession,
  wanted: SessionAttributes,
): WhimbrelError | undefined {
  const { recovery, readOnly } = session.facts;
  const wrong = wanted === "primary" && recovery
    ? "it is a standby"
    : wanted === "standby" && !recovery
    ? "it is a primary"
    : wanted === "read-write" && (recovery || readOnly)
    ? "it only reads"
    : wanted === "read-only" && !recovery && !readOnly
    ? "it takes writes"
    : undefined;
  if (wrong === undefined) return undefined;
  return new WhimbrelError(
    "connection",
    `Cannot use ${session.database}: ${wrong}, and the URL asks for "${wanted}"`,
    { hint: 'name another host, or change "target_session_attrs"' },
  );
}

function summary(failures: readonly WhimbrelError[]): WhimbrelError {
  const [first] = failures;
  if (failures.length === 1) return first!;
  const last = failures.at(-1)!;
  return new WhimbrelError(last.code, last.message, {
    notes: [...failures.slice(0, -1).map(({ message }) => message), ...last.notes],
    ...(last.hint === undefined ? {} : { hint: last.hint }),
    ...(last.serverCode === undefined ? {} : { serverCode: last.serverCode }),
    cause: last.cause,
  });
}

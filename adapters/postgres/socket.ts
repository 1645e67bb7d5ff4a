import { Buffer } from "node:buffer";
import { isIP, Socket } from "node:net";
import { join } from "node:path";
import { checkServerIdentity, connect as connectTls, type TLSSocket } from "node:tls";
import type { TlsPolicy } from "./tls_policy.ts";
import type { Host } from "./url.ts";

/** Why there is no connection to a host. */
export type SocketFault = "network" | "lost" | "timeout" | "no_tls" | "certificate" | "handshake";

/** A connection could not be opened. */
export class SocketError extends Error {
  override readonly name = "SocketError";
  readonly fault: SocketFault;
  /** The code of the operating system or of the TLS library. */
  readonly code: string | undefined;

  constructor(fault: SocketFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
    this.code = (cause as { code?: string } | undefined)?.code;
  }
}

/** Whether to secure a connection: not at all, where the server can, or else not go on. */
export type TlsUse = "off" | "offered" | "on";

/**
 * Opens a connection to a host and secures it.
 *
 * @param deadline aborts the attempt.
 * @throws {SocketError} with nothing left open.
 */
export async function openSocket(host: Host, tls: TlsUse, deadline: AbortSignal): Promise<Socket> {
  const socket = new Socket();
  const abort = () => socket.destroy(new SocketError("timeout", "no answer in time"));
  deadline.addEventListener("abort", abort);
  try {
    await connected(socket, host, deadline);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 10_000);
    if (host.tls === undefined || tls === "off") return socket;
    if (!host.tls.direct && !await offersTls(socket)) {
      if (tls === "offered") return socket;
      throw new SocketError("no_tls", "the server does not offer TLS");
    }
    return await secured(socket, host, host.tls);
  } catch (error) {
    socket.destroy();
    if (deadline.aborted) throw new SocketError("timeout", "no answer in time", error);
    throw error;
  } finally {
    deadline.removeEventListener("abort", abort);
  }
}

/** Asks a server whether it still answers, without logging in: any server does before that. */
export async function answers(host: Host, deadline: AbortSignal): Promise<boolean> {
  try {
    const socket = await openSocket(host, "off", deadline);
    const abort = () => void socket.destroy();
    deadline.addEventListener("abort", abort);
    try {
      await offersTls(socket);
      return true;
    } finally {
      deadline.removeEventListener("abort", abort);
      socket.destroy();
    }
  } catch {
    return false;
  }
}

function connected(socket: Socket, host: Host, deadline: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(new SocketError("network", cause.message, cause));
    if (deadline.aborted) return fail(new Error("no answer in time"));
    socket.once("error", fail);
    const ready = () => {
      socket.removeListener("error", fail);
      // A connection without a listener would end the process when it breaks.
      socket.on("error", () => {});
      resolve();
    };
    if (host.name.startsWith("/")) {
      socket.connect(join(host.name, `.s.PGSQL.${host.port}`), ready);
    } else {
      socket.connect({ host: host.address ?? host.name, port: host.port }, ready);
    }
  });
}

/** The SSLRequest message; the server answers it with one letter. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

function offersTls(socket: Socket): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      socket.removeListener("data", answered);
      socket.removeListener("close", closed);
      socket.pause();
      outcome();
    };
    const closed = () =>
      settle(() => reject(new SocketError("lost", "the server closed the connection")));
    const answered = (answer: Buffer) => {
      const [letter] = answer;
      if (answer.length === 1 && (letter === 0x53 || letter === 0x4e)) {
        settle(() => resolve(letter === 0x53));
      } else {
        // More than the letter before encryption begins was put there by somebody in between.
        settle(() => reject(new SocketError("network", "this is not a PostgreSQL server")));
      }
    };
    socket.once("close", closed);
    socket.on("data", answered);
    socket.write(tlsRequest);
  });
}

function secured(socket: Socket, host: Host, policy: TlsPolicy): Promise<TLSSocket> {
  const checksChain = policy.mode === "verify-ca" || policy.mode === "verify-full";
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      host: host.name,
      rejectUnauthorized: checksChain,
      // The name is checked below, where it works the same for addresses and on every runtime.
      checkServerIdentity: () => undefined,
      ...(isIP(host.name) === 0 ? { servername: host.name } : {}),
      ...(policy.direct ? { ALPNProtocols: ["postgresql"] } : {}),
      ...(policy.authorities === undefined ? {} : { ca: policy.authorities }),
      ...(policy.certificate === undefined ? {} : { cert: policy.certificate }),
      ...(policy.key === undefined ? {} : { key: policy.key }),
      ...(policy.passphrase === undefined ? {} : { passphrase: policy.passphrase }),
    });
    secure.on("error", (cause: Error & { code?: string }) => {
      const fault = isCertificateFault(cause.code) ? "certificate" : "handshake";
      reject(new SocketError(fault, cause.message, cause));
    });
    secure.once("close", () => {
      reject(new SocketError("handshake", "the server closed the connection"));
    });
    secure.once("secureConnect", () => {
      const wrong = policy.mode === "verify-full"
        ? checkServerIdentity(host.name, secure.getPeerCertificate())
        : undefined;
      if (wrong === undefined) return resolve(secure);
      secure.destroy();
      reject(new SocketError("certificate", wrong.message, wrong));
    });
  });
}

function isCertificateFault(code = ""): boolean {
  return /CERT|SELF_SIGNED|ISSUER|CRL|TLS_ALTNAME|LEAF_SIGNATURE|HOSTNAME/.test(code);
}

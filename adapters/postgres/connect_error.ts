import { WhimbrelError } from "../../core/errors.ts";
import { SocketError } from "./socket.ts";
import type { Host, Target } from "./url.ts";
import { WireError } from "./wire.ts";

/** A host as a person would name it. */
export function hostName({ name, port }: Pick<Host, "name" | "port">): string {
  if (name.startsWith("/")) return `${name}/.s.PGSQL.${port}`;
  return name.includes(":") ? `[${name}]:${port}` : `${name}:${port}`;
}

/** Says why there is no session on a host, and what to do; the password is not known here. */
export function connectError(cause: unknown, host: Host, target: Target): WhimbrelError {
  if (cause instanceof WhimbrelError) return cause;
  const reason = cause instanceof SocketError
    ? socketReason(cause, host)
    : cause instanceof WireError
    ? wireReason(cause, host, target)
    : undefined;
  // Anything else is a bug of ours and must not look like the server's fault.
  if (reason === undefined) throw cause;
  const where = `${hostName(host)} (database "${target.database}", user "${target.user}")`;
  return new WhimbrelError(
    "connection",
    `Cannot connect to PostgreSQL at ${where}: ${reason.why}`,
    {
      hint: reason.hint,
      ...(reason.serverCode === undefined ? {} : { serverCode: reason.serverCode }),
    },
  );
}

interface Reason {
  readonly why: string;
  readonly hint: string;
  readonly serverCode?: string;
}

const networkReasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: {
    why: "nothing listens there",
    hint: "start the server, or see to host and port of the URL",
  },
  ENOTFOUND: { why: "the host is not known", hint: "see to the host of the URL" },
  EAI_AGAIN: { why: "the host cannot be looked up now", hint: "see to the network and its DNS" },
  ENOENT: {
    why: "there is no such socket",
    hint: "start the server, or see to folder and port of the URL",
  },
  EACCES: { why: "the socket may not be used", hint: "see to the rights of its folder" },
  ENETUNREACH: { why: "there is no way to its network", hint: "see to the network and the VPN" },
  EHOSTUNREACH: { why: "there is no way to the host", hint: "see to the network and the VPN" },
};

function socketReason({ fault, code, message }: SocketError, { tls }: Host): Reason {
  const mode = tls?.isDefault === true
    ? " (asked for by default, as the host is on the internet)"
    : ` (asked for with sslmode=${tls?.mode})`;
  switch (fault) {
    case "network":
    case "lost":
      return networkReasons[code ?? ""] ??
        {
          why: message || (code ?? "the connection broke"),
          hint: "see to host and port of the URL",
        };
    case "timeout":
      return {
        why: "it did not answer in time",
        hint: "see to host and port of the URL and to firewalls; connect_timeout gives more time",
      };
    case "no_tls":
      return {
        why: `it does not offer TLS${mode}`,
        hint: "switch TLS on at the server, or add sslmode=disable to the URL if nobody else can " +
          "read this network",
      };
    case "certificate":
      return {
        why: `its certificate does not prove who it is${mode}: ${message}`,
        hint: "name the file with its authority (sslrootcert=FILE), or accept any certificate " +
          "(sslmode=require)",
      };
    case "handshake":
      return {
        why: `TLS could not be agreed on: ${message}`,
        hint: "see to the TLS settings of the server and to sslcert and sslkey",
      };
  }
}

function wireReason({ fault, message }: WireError, host: Host, target: Target): Reason {
  if (fault === undefined) {
    return {
      why: `${message} before it could be used`,
      hint: "see to host and port of the URL, and to the log of the server",
    };
  }
  const detail = fault.detail === undefined ? "" : ` (${fault.detail})`;
  const why = `${fault.message}${detail}`;
  return { why, hint: loginHint(fault.code, host, target), serverCode: fault.code };
}

function loginHint(code: string, host: Host, target: Target): string {
  switch (code) {
    case "28P01":
      return host.password === undefined
        ? "no password was given: put it into the URL, PGPASSWORD or ~/.pgpass"
        : "see to user and password (special characters of a URL as %40 for @, %3A for :)";
    case "28000":
      return "see to the user, and to pg_hba.conf of the server";
    case "3D000":
      return `see to the name, or make it: \`createdb ${target.database}\``;
    case "53300":
      return "close other connections, or raise max_connections";
    case "57P03":
      return "wait until the server has started";
    case "08P01":
      return "the pooler refuses a parameter: leave it out of the URL, or connect to the server " +
        "itself";
    default:
      return "see to the URL and to the log of the server";
  }
}

import { type ErrorDetails, WhimbrelError } from "../../core/errors.ts";
import type { DriverError } from "./connect.ts";
import type { MysqlTarget } from "./url.ts";

/** Says why a connection could not be made, and what to do, without the password. */
export function explainConnectError(cause: DriverError, target: MysqlTarget): WhimbrelError {
  const place = placeOf(target);
  const { reason, hint } = explain(cause, target, place);
  const details: ErrorDetails = {
    ...(cause.sqlState === undefined ? {} : { serverCode: String(cause.errno) }),
    ...(hint === undefined ? {} : { hint }),
    cause,
  };
  return new WhimbrelError(
    "connection",
    `Cannot connect to database "${target.database}" on ${place}: ${reason}`,
    details,
  );
}

/** Printable: a host with its port, or the path of a socket. */
export function placeOf({ socket, host, port }: MysqlTarget): string {
  if (socket !== undefined) return socket;
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

interface Explanation {
  readonly reason: string;
  readonly hint?: string;
}

function explain(cause: DriverError, target: MysqlTarget, place: string): Explanation {
  return (cause.sqlState === undefined ? undefined : explainServer(cause, target)) ??
    explainTls(cause, target) ?? explainNetwork(cause, place) ??
    { reason: redact(cause.message, target.password) };
}

function explainServer(
  { errno, message }: DriverError,
  { user, database, tls, password }: MysqlTarget,
): Explanation | undefined {
  const quoted = `\`${database.replaceAll("`", "``")}\``;
  switch (errno) {
    case 1045:
    case 1698:
      return {
        reason: `user "${user}" was refused` +
          (password === undefined ? " without a password" : ""),
        hint: `check user and password${
          tls.mode === "disabled" ? "; an account that requires TLS wants ssl-mode=REQUIRED" : ""
        }`,
      };
    case 1044:
      return {
        reason: `user "${user}" has no rights on it, or it does not exist`,
        hint: `let an administrator run: GRANT ALL ON ${quoted}.* TO ${user}`,
      };
    case 1049:
      return {
        reason: "the database does not exist",
        hint: `create it: CREATE DATABASE ${quoted} CHARACTER SET utf8mb4`,
      };
    case 1040:
    case 1203:
    case 1226:
      return { reason: message, hint: "wait for other connections to end: --wait 30s tries again" };
    case 1820:
    case 1862:
      return { reason: `the password of user "${user}" has expired`, hint: "set a new one first" };
    case 3159:
      return {
        reason: "the server takes encrypted connections only",
        hint: "add ssl-mode=REQUIRED",
      };
    default:
      return undefined;
  }
}

function explainTls(cause: DriverError, { tls, host }: MysqlTarget): Explanation | undefined {
  const why = tls.explicit
    ? ""
    : `; "${host}" is outside of this machine and of private networks, so its certificate is checked`;
  if (cause.code === "HANDSHAKE_NO_SSL_SUPPORT") {
    return {
      reason: `the server does not offer TLS${why}`,
      hint: "switch TLS on at the server, or add ssl-mode=PREFERRED to connect in the clear",
    };
  }
  if (cause.code !== "HANDSHAKE_SSL_ERROR") return undefined;
  return {
    reason: `TLS failed: ${cause.message}${why}`,
    hint:
      "name the authority with ssl-ca=FILE, or add ssl-mode=REQUIRED to encrypt without a check",
  };
}

function explainNetwork({ code, message }: DriverError, place: string): Explanation | undefined {
  const wait = "start the server, or wait for it with --wait 30s";
  switch (code) {
    case "ECONNREFUSED":
      return { reason: "nothing listens there", hint: wait };
    case "ENOENT":
      return { reason: "the socket does not exist", hint: wait };
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_NONAME":
    case "DNS_ENOTFOUND":
      return { reason: "the host name is not known", hint: "check the host of the URL" };
    case "ETIMEDOUT":
    case "PROTOCOL_SEQUENCE_TIMEOUT":
      return { reason: "no answer in time", hint: "check host, port and firewall" };
    case "EACCES":
      return {
        reason: "the socket may not be used by this user",
        hint: `check the rights of ${place}`,
      };
    case "PROTOCOL_CONNECTION_LOST":
    case "ECONNRESET":
    case "EPIPE":
      return { reason: "the connection was closed before the login was done", hint: wait };
    case "AUTH_SWITCH_PLUGIN_ERROR":
      return {
        reason: message,
        hint: "give the user another plugin, such as caching_sha2_password",
      };
    default:
      return undefined;
  }
}

/** Takes a password out of a text, as it is and percent-encoded. */
function redact(text: string, password: string | undefined): string {
  if (password === undefined || password === "") return text;
  return text.replaceAll(password, "***").replaceAll(encodeURIComponent(password), "***");
}

import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { WhimbrelError } from "../../core/errors.ts";
import type { Parameters } from "./parameters.ts";

/** How much of TLS is asked for, as libpq names it. */
export type TlsMode = "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";

/** How to secure connections to one host. */
export interface TlsPolicy {
  readonly mode: TlsMode;
  /** Nobody asked for this mode; it is the default for such a host. */
  readonly isDefault: boolean;
  /** Starts with TLS at once, as servers from release 17 on understand. */
  readonly direct: boolean;
  /** PEM; undefined for the authorities that the runtime trusts. */
  readonly authorities: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly passphrase: string | undefined;
}

const modes: Readonly<Record<string, TlsMode>> = {
  disable: "disable",
  allow: "allow",
  prefer: "prefer",
  require: "require",
  "verify-ca": "verify-ca",
  "verify-full": "verify-full",
  // What other drivers call them; their `true` checks the certificate.
  true: "verify-full",
  "1": "verify-full",
  on: "verify-full",
  false: "disable",
  "0": "disable",
  off: "disable",
  required: "require",
  "no-verify": "require",
};

/**
 * Decides how to secure connections to a host. Where nobody says (`sslmode`, `PGSSLMODE`), a host
 * on the public internet must prove who it is (`verify-full`); one that cannot be reached from
 * there (loopback, private addresses, names without a dot as containers have, `.internal`,
 * `.local`) may do without TLS, as in every other PostgreSQL client (`prefer`).
 *
 * @throws {WhimbrelError} `configuration` for an unknown mode and for files that cannot be read.
 */
export function tlsPolicy(
  host: string,
  given: Parameters,
  env: Readonly<Record<string, string | undefined>>,
): TlsPolicy {
  const folder = join(env["HOME"] ?? env["APPDATA"] ?? homedir(), ".postgresql");
  const ownRoot = join(folder, "root.crt");
  const wanted = given.sslmode === undefined ? undefined : modes[given.sslmode.toLowerCase()];
  if (given.sslmode !== undefined && wanted === undefined) {
    throw new WhimbrelError("configuration", `Unknown value "${given.sslmode}" of "sslmode"`, {
      hint: "use one of disable, allow, prefer, require, verify-ca, verify-full",
    });
  }
  const mode = stricter(wanted ?? (isPrivate(host) ? "prefer" : "verify-full"), given);
  const root = given.sslrootcert ?? (existsSync(ownRoot) ? ownRoot : undefined);
  const certificate = given.sslcert ?? existing(join(folder, "postgresql.crt"));
  const key = given.sslkey ?? existing(join(folder, "postgresql.key"));
  const used = mode !== "disable";
  return {
    mode,
    isDefault: wanted === undefined,
    direct: negotiation(given.sslnegotiation) === "direct",
    authorities: used && root !== undefined && root !== "system"
      ? read(root, "sslrootcert")
      : undefined,
    certificate: used && certificate !== undefined ? read(certificate, "sslcert") : undefined,
    key: used && key !== undefined ? read(key, "sslkey") : undefined,
    passphrase: given.sslpassword,
  };
}

/** What other parameters ask for beyond the mode. */
function stricter(mode: TlsMode, given: Parameters): TlsMode {
  // libpq: the authorities of the system vouch for a name, not for a server.
  if (given.sslrootcert === "system") return "verify-full";
  // Binding keeps a man in the middle out, and so does a certificate that is checked.
  if (given.channel_binding === "require") return "verify-full";
  // libpq: a root certificate is there to be used.
  return mode === "require" && given.sslrootcert !== undefined ? "verify-ca" : mode;
}

function negotiation(text = "postgres"): "postgres" | "direct" {
  if (text === "postgres" || text === "direct") return text;
  throw new WhimbrelError("configuration", `Unknown value "${text}" of "sslnegotiation"`, {
    hint: "use postgres or direct",
  });
}

/** Whether a host cannot be reached over the public internet, going by its name or address. */
export function isPrivate(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (isIP(name) === 4) {
    return /^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
      .test(name);
  }
  if (isIP(name) === 6) return /^(?:::1$|f[cd]|fe[89ab])/.test(name);
  return !name.includes(".") ||
    /\.(?:local|localhost|internal|intranet|lan|home\.arpa|test)$/.test(name);
}

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

function read(file: string, parameter: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new WhimbrelError("configuration", `Cannot read "${file}", named by "${parameter}"`, {
      hint: "see to the path and its rights",
    });
  }
}

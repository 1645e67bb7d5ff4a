import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { WhimbrelError } from "../../core/errors.ts";

/** How far a connection is encrypted and its server identified, in the words of `--ssl-mode`. */
export type TlsMode = "disabled" | "preferred" | "required" | "verify_ca" | "verify_identity";

/** What of TLS a URL asks for. */
export interface TlsChoice {
  readonly mode: TlsMode;
  /** The URL says so; else the mode follows from the host. */
  readonly explicit: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** What the driver is told about TLS. */
export interface TlsSettings {
  readonly rejectUnauthorized: boolean;
  readonly verifyIdentity: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Parameters of a URL that are about TLS. */
export const tlsParameters = [
  "ssl-mode",
  "ssl",
  "ssl-accept",
  "ssl-ca",
  "ssl-cert",
  "ssl-key",
  "ssl-verify-cert",
  "ssl-verify-identity",
  "ssl-check-hostname",
  "ssl-disabled",
] as const;

const modes: Readonly<Record<string, TlsMode>> = {
  disabled: "disabled",
  disable: "disabled",
  preferred: "preferred",
  prefer: "preferred",
  required: "required",
  require: "required",
  verify_ca: "verify_ca",
  verify_identity: "verify_identity",
  verify_full: "verify_identity",
};

/**
 * Reads what a URL says about TLS; undefined where it says nothing.
 *
 * @throws {WhimbrelError} `configuration`.
 */
export function readTls(parameters: ReadonlyMap<string, string>): TlsChoice | undefined {
  const mode = modeOf(parameters);
  const [ca, cert, key] = ["ssl-ca", "ssl-cert", "ssl-key"].map((name) => parameters.get(name));
  if (mode === undefined && ca === undefined && cert === undefined && key === undefined) {
    return undefined;
  }
  return {
    // Who names an authority wants the certificate checked against it.
    mode: mode ?? (ca === undefined ? "required" : "verify_identity"),
    explicit: true,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function modeOf(parameters: ReadonlyMap<string, string>): TlsMode | undefined {
  const word = parameters.get("ssl-mode")?.toLowerCase().replaceAll("-", "_");
  if (word !== undefined) {
    const mode = modes[word];
    if (mode !== undefined) return mode;
    throw new WhimbrelError("configuration", `Unknown ssl-mode "${parameters.get("ssl-mode")}"`, {
      hint: "it is DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY",
    });
  }
  const on = (name: string) => /^(?:true|1|yes|on)$/i.test(parameters.get(name) ?? "");
  const off = (name: string) => /^(?:false|0|no|off)$/i.test(parameters.get(name) ?? "");
  if (on("ssl-disabled")) return "disabled";
  if (on("ssl-verify-identity") || on("ssl-check-hostname")) return "verify_identity";
  if (on("ssl-verify-cert")) return off("ssl-check-hostname") ? "verify_ca" : "verify_identity";
  const accept = parameters.get("ssl-accept");
  if (accept !== undefined) return accept === "strict" ? "verify_identity" : "required";
  if (off("ssl")) return "disabled";
  if (on("ssl")) return "required";
  return parameters.has("ssl") ? modeOfJson(parameters.get("ssl")!) : undefined;
}

/** mysql2's own form: `ssl={"rejectUnauthorized":true}`. */
function modeOfJson(text: string): TlsMode {
  try {
    const { rejectUnauthorized } = JSON.parse(text) as { rejectUnauthorized?: unknown };
    return rejectUnauthorized === false ? "required" : "verify_identity";
  } catch {
    throw new WhimbrelError("configuration", `Cannot read ssl "${text}" of the database URL`, {
      hint: "write ssl-mode=VERIFY_IDENTITY",
    });
  }
}

/**
 * What holds where the URL says nothing: nothing on the machine itself, what the server offers in
 * a private network, and a proven identity across the internet.
 *
 * @param place a host or the path of a Unix socket.
 */
export function defaultTls(place: string): TlsChoice {
  const mode = /^(?:\/|@|localhost$|127\.|::1$)/i.test(place)
    ? "disabled"
    : isPrivate(place)
    ? "preferred"
    : "verify_identity";
  return { mode, explicit: false };
}

/** Whether a host cannot be reached over the public internet, going by its name or address. */
function isPrivate(host: string): boolean {
  if (isIP(host) === 4) {
    return /^(?:10|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./
      .test(host);
  }
  if (isIP(host) === 6) return /^f(?:[cd]|e[89ab])/i.test(host);
  return !host.includes(".") ||
    /\.(?:local|localhost|internal|intranet|lan|home\.arpa|test|svc)$/i.test(host);
}

/**
 * Reads the files of a choice for the driver; undefined where the connection is not encrypted.
 *
 * @throws {WhimbrelError} `configuration` for a file that cannot be read, and where the identity of
 * an address is asked for: certificates name hosts, and drivers check no address.
 */
export function tlsSettings(choice: TlsChoice, host: string): TlsSettings | undefined {
  const { mode } = choice;
  if (mode === "disabled") return undefined;
  if (mode === "verify_identity" && isIP(host) !== 0) {
    throw new WhimbrelError(
      "configuration",
      `Cannot verify the identity of ${host}: certificates name hosts, not addresses`,
      { hint: "use the host's name, or ssl-mode=VERIFY_CA with ssl-ca=FILE" },
    );
  }
  const read = (name: string, path: string | undefined) => {
    if (path === undefined) return {};
    try {
      return { [name]: readFileSync(path, "utf8") };
    } catch (cause) {
      throw new WhimbrelError("configuration", `Cannot read ssl-${name} "${path}"`, {
        notes: cause instanceof Error ? [cause.message] : [],
        cause,
      });
    }
  };
  return {
    rejectUnauthorized: mode === "verify_ca" || mode === "verify_identity",
    verifyIdentity: mode === "verify_identity",
    ...read("ca", choice.ca),
    ...read("cert", choice.cert),
    ...read("key", choice.key),
  };
}

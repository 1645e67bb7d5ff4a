import { existsSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { ConnectOptions } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import {
  environmentParameters,
  type ParameterName,
  type Parameters,
  toParameter,
} from "./parameters.ts";
import { readPassword } from "./passfile.ts";
import { type TlsPolicy, tlsPolicy } from "./tls_policy.ts";

/** One server that may be the one. */
export interface Host {
  /** A name, an address, or the folder of a Unix socket. */
  readonly name: string;
  /** An address to use instead of looking the name up. */
  readonly address: string | undefined;
  readonly port: number;
  /** Absent for a Unix socket, which needs none. */
  readonly tls: TlsPolicy | undefined;
  readonly password: string | undefined;
}

/** What a session must be able to do, as libpq names it. */
export type SessionAttributes =
  | "any"
  | "read-write"
  | "read-only"
  | "primary"
  | "standby"
  | "prefer-standby";

/** Everything that a connection URL, the configuration and the environment say. */
export interface Target {
  /** To be tried in order. */
  readonly hosts: readonly Host[];
  readonly user: string;
  readonly database: string;
  readonly attributes: SessionAttributes;
  readonly applicationName: string | undefined;
  /** Command-line options for the server, such as `-c geqo=off`. */
  readonly options: string | undefined;
  readonly searchPath: string | undefined;
  /** Milliseconds. */
  readonly connectTimeout: number | undefined;
}

/** The schemes of URLs of PostgreSQL: libpq's, Tortoise's and SQLAlchemy's. */
export const schemes: readonly string[] = [
  ...["postgres", "postgresql", "pgsql", "asyncpg", "psycopg"],
  ...["postgres+asyncpg", "postgres+psycopg", "postgres+psycopg2"],
  ...["postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2"],
  ...["postgresql+psycopg2cffi", "postgresql+psycopg_async", "postgresql+pg8000"],
];

/**
 * Reads a connection URL (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS),
 * the settings of the configuration, and for what neither names the environment, `~/.pgpass` and
 * the defaults of libpq.
 *
 * @throws {WhimbrelError} `configuration`, which never shows the URL, since a URL that cannot be
 * read may have its password anywhere.
 */
export function parseTarget({ url, settings, env }: Pick<
  ConnectOptions,
  "url" | "settings" | "env"
>): Target {
  const own = { ...named(settings), ...parseUrl(url) };
  const environment = environmentParameters(env);
  const given: Parameters = { ...environment, ...own };
  const user = given.user ?? systemUser(env);
  const database = given.dbname ?? user;
  // A host of the URL's own has nothing to do with the address that the environment gives.
  const hostaddr = own.host === undefined ? given.hostaddr : own.hostaddr;
  const hosts = listHosts({ ...given, hostaddr }).map(({ name, address, port }): Host => ({
    name,
    address,
    port,
    tls: name.startsWith("/") ? undefined : tlsPolicy(name, given, env),
    password: given.password ??
      readPassword({ host: name, port, database, user }, passfile(given, env)),
  }));
  return {
    hosts,
    user,
    database,
    attributes: sessionAttributes(given.target_session_attrs),
    applicationName: given.application_name,
    options: given.options,
    searchPath: given.search_path,
    connectTimeout: seconds(given.connect_timeout),
  };
}

function parseUrl(url: string): Parameters {
  const scheme = /^([a-z][a-z0-9+_]*):\/\//i.exec(url);
  if (scheme === null || !schemes.includes(scheme[1]!.toLowerCase())) {
    throw new WhimbrelError("configuration", "Cannot read the URL of the PostgreSQL database", {
      hint: "write it like postgres://user:password@host:5432/database",
    });
  }
  const rest = url.slice(scheme[0].length);
  const question = rest.indexOf("?");
  const before = question < 0 ? rest : rest.slice(0, question);
  const slash = before.indexOf("/");
  const authority = slash < 0 ? before : before.slice(0, slash);
  const at = authority.lastIndexOf("@");
  const found: Partial<Record<ParameterName, string>> = {};
  const put = (name: ParameterName, value: string, what: string) => {
    if (value !== "") found[name] = decode(value, what);
  };
  if (at >= 0) {
    const login = authority.slice(0, at);
    const colon = login.indexOf(":");
    put("user", colon < 0 ? login : login.slice(0, colon), "user");
    if (colon >= 0) put("password", login.slice(colon + 1), "password");
  }
  const { host, port } = splitHosts(authority.slice(at + 1));
  put("host", host, "host");
  if (port !== undefined) found.port = port;
  if (slash >= 0) put("dbname", before.slice(slash + 1), "database");
  if (question < 0) return found;
  const pairs = rest.slice(question + 1).split("&").filter((pair) => pair !== "");
  const query = pairs.map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals), "parameters");
    return [name, equals < 0 ? "" : decode(pair.slice(equals + 1), `parameter "${name}"`)];
  });
  return { ...found, ...named(Object.fromEntries(query)) };
}

function named(values: Readonly<Record<string, string>>): Parameters {
  const found: Partial<Record<ParameterName, string>> = {};
  for (const [name, value] of Object.entries(values)) {
    const parameter = toParameter(name);
    if (parameter !== undefined && value !== "") found[parameter] = value;
  }
  return found;
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new WhimbrelError("configuration", `Cannot read the ${what} in the database URL`, {
      hint: "write special characters with percent signs: @ is %40, : is %3A, / is %2F, % is %25",
    });
  }
}

/** `a:1,[::1]:2` as the two lists `a,::1` and `1,2`. */
function splitHosts(text: string): { readonly host: string; readonly port: string | undefined } {
  const hosts = text.split(",").map((each) => /^(?:\[(.*)\]|([^:]*))(?::(.*))?$/.exec(each));
  if (hosts.some((each) => each === null)) {
    throw new WhimbrelError("configuration", "Cannot read the host in the database URL", {
      hint: "write an IPv6 address in brackets, [::1]:5432, and special characters of the " +
        "password with percent signs: @ is %40, : is %3A, / is %2F",
    });
  }
  const ports = hosts.map((each) => each![3] ?? "");
  return {
    host: hosts.map((each) => each![1] ?? each![2] ?? "").join(","),
    port: ports.some((port) => port !== "") ? ports.join(",") : undefined,
  };
}

function listHosts(
  given: { readonly [name in "host" | "hostaddr" | "port"]?: string | undefined },
) {
  const ports = (given.port ?? "").split(",").map(parsePort);
  const addresses = given.hostaddr?.split(",") ?? [];
  const hosts = given.host?.split(",") ?? addresses;
  const count = Math.max(hosts.length, 1);
  if (ports.length > 1 && ports.length !== count) {
    throw new WhimbrelError(
      "configuration",
      `The database URL names ${count} hosts and ${ports.length} ports`,
      { hint: "give one port for all hosts, or one for each" },
    );
  }
  return Array.from({ length: count }, (_, index) => {
    const port = ports[index] ?? ports[0]!;
    const name = hosts[index] ?? "";
    return { name: name === "" ? localHost(port) : name, address: addresses[index], port };
  });
}

function parsePort(text: string): number {
  if (text === "") return 5432;
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65536) return port;
  throw new WhimbrelError("configuration", "Cannot read the port in the database URL", {
    hint: "a port is a number up to 65535; special characters of the password must be written " +
      "with percent signs: @ is %40, : is %3A, / is %2F",
  });
}

/** Where a server of this machine listens: its Unix socket, else the loopback address. */
function localHost(port: number): string {
  const folders = ["/run/postgresql", "/var/run/postgresql", "/tmp"];
  return folders.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? "localhost";
}

function sessionAttributes(text = "any"): SessionAttributes {
  const all = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"] as const;
  const found = all.find((each) => each === text);
  if (found !== undefined) return found;
  throw new WhimbrelError("configuration", `Unknown value "${text}" of "target_session_attrs"`, {
    hint: `use one of ${all.join(", ")}`,
  });
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) return value > 0 ? value * 1000 : undefined;
  throw new WhimbrelError("configuration", `Unknown value "${text}" of "connect_timeout"`, {
    hint: "give a number of seconds",
  });
}

function systemUser(env: ConnectOptions["env"]): string {
  try {
    return userInfo().username;
  } catch {
    // An account without a name, as in many containers.
    return env["USER"] ?? env["LOGNAME"] ?? "postgres";
  }
}

function passfile(given: Parameters, env: ConnectOptions["env"]): string {
  return given.passfile ?? join(env["HOME"] ?? homedir(), ".pgpass");
}

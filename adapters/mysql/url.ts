import { closest } from "../../core/closest.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { defaultTls, readTls, type TlsChoice, tlsParameters } from "./tls.ts";

/** Where a server is and how to log in, from a URL and the environment. */
export interface MysqlTarget {
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly host: string;
  readonly port: number;
  /** Path of a Unix socket, which then takes the place of host and port. */
  readonly socket: string | undefined;
  readonly tls: TlsChoice;
  /** Milliseconds, where the URL says it. */
  readonly connectTimeout: number | undefined;
}

/** What of the surroundings a URL leaves open. */
export interface UrlSurroundings {
  /** `MYSQL_HOST`, `MYSQL_TCP_PORT`, `MYSQL_UNIX_PORT` and `MYSQL_PWD`, as the clients read them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Further parameters; those of the URL win. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whether a file exists: which of the usual sockets a URL without a host means. */
  readonly exists: (path: string) => boolean;
}

const usualSockets = [
  "/run/mysqld/mysqld.sock",
  "/var/run/mysqld/mysqld.sock",
  "/var/lib/mysql/mysql.sock",
  "/tmp/mysql.sock",
];

const form =
  /^(?<scheme>[a-z][a-z0-9]*(?:\+[a-z0-9]+)?):\/\/(?<authority>[^/?#]*)(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?<rest>#.*)?$/is;

const schemes = /^(?:(?:mysql|mariadb)(?:\+[a-z0-9]+)?|mysql2|asyncmy|aiomysql)$/i;

/**
 * Reads the URLs of MySQL's clients, of Tortoise (`asyncmy://`) and of SQLAlchemy
 * (`mysql+pymysql://`). User, password and database may be percent-encoded. `localhost` means TCP,
 * as the ORMs' drivers read it; a URL without a host means the usual Unix socket where there is one.
 *
 * @throws {WhimbrelError} `configuration`, never with the password.
 */
export function parseUrl(url: string, surroundings: UrlSurroundings): MysqlTarget {
  const { env, settings } = surroundings;
  const parts = form.exec(url)?.groups;
  if (parts === undefined || !schemes.test(parts["scheme"]!)) {
    throw new WhimbrelError(
      "configuration",
      "Cannot read the database URL: it is not one of MySQL",
      {
        hint: "write it like mysql://user:password@host:3306/database",
      },
    );
  }
  const { authority = "", path = "", query = "", rest = "" } = parts;
  const at = authority.lastIndexOf("@");
  refuseRawCharacters({ authority, path, query, rest });
  const login = at < 0 ? "" : authority.slice(0, at);
  const colon = login.indexOf(":");
  const user = decode(colon < 0 ? login : login.slice(0, colon), "user");
  const password = colon < 0 ? undefined : decode(login.slice(colon + 1), "password");
  const place = readPlace(authority.slice(at + 1));
  const database = decode(path.slice(1), "database");
  if (database === "") {
    throw new WhimbrelError("configuration", "Cannot read the database URL: it names no database", {
      hint: "write the database behind the host, like mysql://user@host/database",
    });
  }
  const parameters = readParameters(settings, query);
  const host = place.host ?? (env["MYSQL_HOST"] || undefined);
  const socket = parameters.get("socket") ?? defaultSocket(host, surroundings);
  const tls = readTls(parameters);
  return {
    user: user || (env["USER"] ?? env["LOGNAME"] ?? env["USERNAME"] ?? ""),
    password: password ?? (env["MYSQL_PWD"] || undefined),
    database,
    host: host ?? "127.0.0.1",
    port: place.port ?? (Number(env["MYSQL_TCP_PORT"]) || 3306),
    socket,
    tls: tls ?? defaultTls(socket ?? host ?? "127.0.0.1"),
    connectTimeout: seconds(parameters.get("connect-timeout")),
  };
}

function defaultSocket(
  host: string | undefined,
  { env, exists }: UrlSurroundings,
): string | undefined {
  if (host !== undefined) return undefined;
  return env["MYSQL_UNIX_PORT"] || usualSockets.find(exists);
}

/** A `/`, `?` or `#` in a password cuts it in two, and what is left of it would be shown as a host. */
function refuseRawCharacters(
  parts: {
    readonly authority: string;
    readonly path: string;
    readonly query: string;
    readonly rest: string;
  },
): void {
  const names = [...new URLSearchParams(parts.query).keys()];
  const behind = [parts.path, parts.rest, ...names].some((text) => text.includes("@"));
  const cut = !parts.authority.includes("@") && parts.query.includes("@") &&
    /^[^:[\]]*:(?!\d*$)/.test(parts.authority);
  if (!behind && !cut) return;
  throw new WhimbrelError(
    "configuration",
    "Cannot read the database URL: its password has a character that must be encoded",
    { hint: "write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25" },
  );
}

function readPlace(text: string): { readonly host?: string; readonly port?: number } {
  const place = /^(?:\[(?<six>[0-9a-f:.]+(?:%25[^\]]+)?)\]|(?<name>[^:[\]]*))(?::(?<port>\d*))?$/i
    .exec(text)?.groups;
  const port = Number(place?.["port"] || 3306);
  if (place === undefined || port < 1 || port > 65535) {
    throw new WhimbrelError(
      "configuration",
      "Cannot read the database URL: host and port are not well formed",
      { hint: "write host:3306, or an IPv6 address in brackets like [::1]:3306" },
    );
  }
  const host = place["six"]?.replace("%25", "%") ?? decode(place["name"]!, "host");
  return {
    ...(host === "" ? {} : { host }),
    ...(place["port"] ? { port } : {}),
  };
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new WhimbrelError(
      "configuration",
      `Cannot read the database URL: its ${what} has a "%" that begins no encoded character`,
      { hint: "write % as %25" },
    );
  }
}

/** Other spellings of a parameter; the pymysql, mysqlclient, mysql2 and Prisma ones among them. */
const aliases: Readonly<Record<string, string>> = {
  "unix-socket": "socket",
  "socketpath": "socket",
  "socket-path": "socket",
  "connecttimeout": "connect-timeout",
  "connection-timeout": "connect-timeout",
  "connect-timeout": "connect-timeout",
  "sslmode": "ssl-mode",
  "sslaccept": "ssl-accept",
  "sslcert": "ssl-ca",
  "sslca": "ssl-ca",
};

/** Settings of ORM pools and drivers that mean nothing to a migration. */
const ignored = [
  ..."minsize maxsize pool-size pool-recycle pool-pre-ping pool-timeout max-overflow echo".split(
    " ",
  ),
  ..."no-delay autocommit use-unicode connection-limit connectionlimit timezone".split(" "),
  ..."collation allow-public-key-retrieval allowpublickeyretrieval read-timeout".split(" "),
  ..."write-timeout use-pure schema-generator-timeout usecompression compress".split(" "),
];

const known = ["socket", "connect-timeout", "charset", ...tlsParameters];

function readParameters(
  settings: Readonly<Record<string, string>>,
  query: string,
): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const given = [...Object.entries(settings), ...new URLSearchParams(query)];
  for (const [spelling, value] of given) {
    const word = spelling.toLowerCase().replaceAll("_", "-");
    const name = aliases[word] ?? word;
    if (known.includes(name)) parameters.set(name, value);
    else if (!ignored.includes(name)) throw unknownParameter(spelling, name);
  }
  const charset = parameters.get("charset") ?? "utf8mb4";
  if (!/^utf-?8(?:mb[34])?(?:_\w+)?$/i.test(charset)) {
    throw new WhimbrelError("configuration", `Cannot connect in character set "${charset}"`, {
      hint: "leave charset out: connections are always utf8mb4",
    });
  }
  return parameters;
}

function unknownParameter(spelling: string, name: string): WhimbrelError {
  const [suggestion] = closest(name, known, (choice) => [choice]);
  return new WhimbrelError(
    "configuration",
    `Cannot read the database URL: unknown parameter "${spelling}"`,
    {
      hint: suggestion === undefined
        ? `known are ${known.join(", ")}`
        : `did you mean "${suggestion}"?`,
    },
  );
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value * 1000;
  throw new WhimbrelError("configuration", `Cannot read connect-timeout "${text}"`, {
    hint: "give it in seconds, like connect-timeout=10",
  });
}

import { type Connection, type ConnectionOptions, createConnection } from "mysql2";
import type { Row } from "../../core/adapter.ts";
import type { TlsSettings } from "./tls.ts";
import type { MysqlTarget } from "./url.ts";

/** One result of a statement; a statement may give several. */
export interface WireResult {
  /** Undefined for a statement that gives no rows. */
  readonly rows: readonly Row[] | undefined;
  /** Whether a transaction was open behind it; the driver does not say it behind rows. */
  readonly inTransaction: boolean | undefined;
}

/** Why a request was not answered in full. */
export interface WireFailure {
  readonly message: string;
  /** The server's error number; undefined where the failure is not the server's. */
  readonly errno: number | undefined;
  readonly lost: boolean;
  readonly cause: unknown;
}

/** What came back for one request: the results that were complete before a failure. */
export interface WireReply {
  readonly results: readonly WireResult[];
  readonly failure: WireFailure | undefined;
}

/** A connection to a server that has let us in. */
export interface Wire {
  /** The connection's id as the handshake gave it; a proxy gives its own. */
  readonly threadId: number;
  readonly isMariadb: boolean;
  readonly encrypted: boolean;
  /** Whether a request is being answered. */
  readonly busy: boolean;
  /** Why nothing more can be sent. */
  readonly lost: WireFailure | undefined;
  /** Sends one or more statements in one round trip. Never rejects, and settles after a loss too. */
  send(sql: string): Promise<WireReply>;
  /** How many requests were sent. */
  readonly requests: number;
  /** Closes at once, as if the connection had been lost. */
  abandon(): void;
  /** Says goodbye and closes; at once where a request is being answered. */
  close(): Promise<void>;
}

/** An error of the driver, or one that it passes on from the server or the socket. */
export interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  /** Stands on errors of the server only. */
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

/** Errors after which the server closes the connection, whatever else they say. */
const closingErrors = new Set([1053, 1080, 1152, 1153, 1158, 1159, 1160, 1161, 1184, 1927, 4031]);

/** What is used of the driver beyond its declarations. */
interface DriverConnection extends Connection {
  readonly stream: {
    destroy(): void;
    readonly destroyed: boolean;
    once(event: "close", listener: () => void): void;
  };
  readonly _handshakePacket: { readonly serverVersion: string };
}

/** A query of the driver, which keeps what it has received and counts what is complete. */
interface DriverQuery {
  readonly _resultIndex: number;
  readonly _rows: readonly unknown[];
  readonly _fields: readonly unknown[];
  on(event: "fields", listener: () => void): void;
  on(event: "result", listener: (ok: { readonly serverStatus: number }) => void): void;
}

const inTransactionBit = 1;

/** How a connection is made. */
export interface WireLimits {
  readonly tls: TlsSettings | undefined;
  /** Milliseconds until the server must have let us in. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/**
 * Opens one connection.
 *
 * @throws {DriverError} also when the signal came.
 */
export function openWire(
  target: MysqlTarget,
  limits: WireLimits,
): Promise<Wire> {
  const connection = createConnection(driverOptions(target, limits)) as unknown as DriverConnection;
  const stop = () => connection.stream.destroy();
  limits.signal?.addEventListener("abort", stop, { once: true });
  const opening = new Promise<Wire>((resolve, reject) => {
    const failed = (error: Error) => {
      connection.stream.destroy();
      reject(error);
    };
    connection.once("error", failed);
    // After the handshake the driver reports a loss here where no query waits for an answer, and
    // an event without a listener would end the process.
    connection.on("error", () => {});
    connection.once("connect", () => {
      connection.removeListener("error", failed);
      resolve(createWire(connection, limits.tls !== undefined));
    });
  });
  return opening.finally(() => limits.signal?.removeEventListener("abort", stop));
}

function driverOptions(
  { host, port, socket, user, password, database }: MysqlTarget,
  { tls, timeout }: WireLimits,
): ConnectionOptions {
  return {
    ...(socket === undefined ? { host, port } : { socketPath: socket, host: "localhost" }),
    ...(tls === undefined ? {} : { ssl: { ...tls } }),
    user,
    ...(password === undefined ? {} : { password }),
    database,
    connectTimeout: timeout,
    keepAliveInitialDelay: 10_000,
    multipleStatements: true,
    // IGNORE_SPACE would change sql_mode and reserve the names of functions; without LOCAL_FILES
    // the server refuses LOAD DATA LOCAL by itself.
    flags: ["-IGNORE_SPACE", "-LOCAL_FILES"],
    connectAttributes: { program_name: "whimbrel" },
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    // Compiling a parser for each kind of row costs more than a migration's few rows.
    disableEval: true,
    typeCast: (field, next) => {
      if (field.type === "GEOMETRY") return field.buffer();
      const value = next();
      // The driver gives integers beyond 2^53 as strings.
      return field.type === "LONGLONG" && typeof value === "string" ? BigInt(value) : value;
    },
  };
}

function createWire(connection: DriverConnection, encrypted: boolean): Wire {
  let lost: WireFailure | undefined;
  let closing = false;
  let requests = 0;
  let waiting: (() => void) | undefined;
  const lose = (error: unknown) => {
    lost ??= failureOf(error);
    waiting?.();
  };
  connection.on("error", lose);
  connection.on("end", () => lose(lossOf("The server closed the connection")));
  connection.stream.once("close", () => lose(lossOf("The connection was closed")));
  return {
    threadId: connection.threadId,
    isMariadb: /mariadb/i.test(connection._handshakePacket.serverVersion),
    encrypted,
    get busy() {
      return waiting !== undefined;
    },
    get lost() {
      return lost;
    },
    get requests() {
      return requests;
    },
    abandon: () => connection.stream.destroy(),
    async send(sql) {
      if (lost !== undefined) return { results: [], failure: lost };
      requests++;
      const reply = await new Promise<WireReply>((resolve) => {
        const query = request(connection, sql, resolve);
        waiting = () => resolve({ results: query.results(), failure: lost });
      });
      waiting = undefined;
      if (reply.failure?.lost === true) {
        lost ??= reply.failure;
        connection.stream.destroy();
      }
      return reply;
    },
    async close() {
      if (closing || connection.stream.destroyed) return;
      closing = true;
      const closed = new Promise<void>((resolve) => connection.stream.once("close", resolve));
      // A goodbye would wait behind the statement that runs.
      if (waiting !== undefined || lost !== undefined) connection.stream.destroy();
      else connection.end();
      lost ??= failureOf(new Error("The session was closed"));
      const timer = setTimeout(() => connection.stream.destroy(), 1000);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** What the driver would report if a query waited for an answer. */
function lossOf(message: string): DriverError {
  return Object.assign(new Error(message), { code: "PROTOCOL_CONNECTION_LOST" });
}

/** Sends a request; `results` gives those that are complete before the end. */
function request(
  connection: DriverConnection,
  sql: string,
  answer: (reply: WireReply) => void,
): { readonly results: () => readonly WireResult[] } {
  const statuses: (boolean | undefined)[] = [];
  const query = connection.query({ sql }, (error: unknown) => {
    if (error) answer({ results: results(), failure: failureOf(error) });
    else answer({ results: take(statuses.length), failure: undefined });
  }) as unknown as DriverQuery;
  query.on("fields", () => statuses.push(undefined));
  // Comes for results without rows only, as the driver collects rows itself.
  query.on("result", (ok) => {
    statuses[statuses.length - 1] = (ok.serverStatus & inTransactionBit) !== 0;
  });
  const take = (count: number): readonly WireResult[] =>
    statuses.slice(0, count).map((inTransaction, index) => ({
      rows: query._fields[index] === undefined ? undefined : query._rows[index] as readonly Row[],
      inTransaction,
    }));
  // The driver counts on when a result ends that others follow.
  const results = () => take(query._resultIndex);
  return { results };
}

function failureOf(error: unknown): WireFailure {
  const { errno, sqlState, fatal } = error as DriverError;
  const serverErrno = sqlState === undefined ? undefined : errno;
  return {
    message: error instanceof Error ? error.message : String(error),
    errno: serverErrno,
    lost: serverErrno === undefined || fatal === true || closingErrors.has(serverErrno),
    cause: error,
  };
}

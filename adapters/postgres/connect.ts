import { Buffer } from "node:buffer";
import type { Duplex, Writable } from "node:stream";
import { TLSSocket } from "node:tls";
import postgres from "postgres";
import type { ConnectOptions, Row, Value } from "../../core/adapter.ts";
import { LinesError, pour } from "./copy_lines.ts";
import { watchFrames } from "./frames.ts";
import { startPulse } from "./pulse.ts";
import { reach } from "./reach.ts";
import { openSession, type PostgresSession } from "./session.ts";
import { openSocket } from "./socket.ts";
import { type Host, parseTarget, type Target } from "./url.ts";
import { type Wire, WireError } from "./wire.ts";

/**
 * Connects to the first server of a URL that answers, and prepares the session in one more round
 * trip.
 *
 * @throws {WhimbrelError} `configuration`, `connection` or `preflight`, without the password.
 */
export async function connect(options: ConnectOptions): Promise<PostgresSession> {
  const target = parseTarget(options);
  return await reach(target, options, async (login) => {
    const wire = openWire(login);
    const abort = () => void login.socket.destroy();
    login.deadline.addEventListener("abort", abort);
    try {
      return await openSession(wire, { target, host: login.host, options });
    } catch (error) {
      await wire.close();
      throw error;
    } finally {
      login.deadline.removeEventListener("abort", abort);
    }
  });
}

/**
 * How values come out. Times stay text as the server writes them, because a Date would lose
 * microseconds and invent a time zone. A bigint is a number while that is exact.
 */
const types = {
  bigint: {
    to: 20,
    from: [20],
    serialize: (value: bigint | number) => String(value),
    parse: (text: string) => {
      const value = Number(text);
      return Number.isSafeInteger(value) ? value : BigInt(text);
    },
  },
  date: {
    to: 1184,
    from: [1082, 1114, 1184],
    serialize: (value: Date | string) => value instanceof Date ? value.toISOString() : value,
    parse: (text: string) => text,
  },
} as const;

/** Milliseconds that logging out and cancelling may take. */
const patience = 2000;

type Driver = ReturnType<typeof postgres<Record<string, never>>>;
type Pending = ReturnType<Driver["unsafe"]>;

/** What carries bytes to a server and back, and whom it is to be logged in for. */
export interface Line {
  readonly socket: Duplex;
  readonly host: Host;
  readonly target: Target;
  /**
   * The server runs in this process: there is no network that may fail, and no second connection by
   * which to cancel a statement, so that it ends with the server.
   */
  readonly local?: boolean;
}

/**
 * Logs in over a socket. The driver speaks the protocol; the socket is ours, so that we know what
 * the driver does not tell, and so that it cannot make a second connection when this one is lost.
 */
export function openWire({ socket, host, target, local = false }: Line): Wire {
  const frames = watchFrames();
  let open = true;
  let busy = false;
  const lost = new Promise<never>((_, reject) => {
    socket.once("close", () => {
      open = false;
      reject(new WireError("the connection was lost", { fault: frames.fault, lost: true }));
    });
  });
  lost.catch(() => {});
  const driver = startDriver(socket, { host, target }, (chunk) => frames.push(chunk));

  /** Runs one exchange, which ends when the server is ready again or the connection is gone. */
  async function exchange<T>(work: () => Promise<T>): Promise<T> {
    if (!open) throw new WireError("the connection is closed", { lost: true });
    if (busy) throw new Error("A session takes one statement after the other");
    busy = true;
    frames.start();
    const stopPulse = local ? () => {} : startPulse(host, () => socket.destroy());
    const ready = frames.ready();
    try {
      const result = await Promise.race([work(), lost]);
      await Promise.race([ready, lost]);
      if (frames.fault !== undefined) throw new Error(frames.fault.message);
      return result;
    } catch (cause) {
      if (cause instanceof LinesError) {
        await Promise.race([ready, lost]);
        throw cause.cause;
      }
      const { fault } = frames;
      // The server reports an error first and is ready afterwards.
      if (open && fault !== undefined && fault.severity === "ERROR") {
        await Promise.race([ready, lost]);
        throw new WireError(fault.message, { fault, lost: false });
      }
      // It is open still when the driver notices the end of the connection before we do.
      if (fault !== undefined || isNetworkFault(cause)) await Promise.race([lost, soon()]);
      if (fault === undefined && open) throw cause;
      socket.destroy();
      open = false;
      throw new WireError(fault?.message ?? "the connection was lost", { fault, lost: true });
    } finally {
      stopPulse();
      busy = false;
    }
  }

  const cancel = async () => {
    const { backend } = frames;
    if (!busy || !open || backend === undefined) return;
    if (local) return void socket.destroy();
    const deadline = AbortSignal.timeout(patience);
    const secured = socket instanceof TLSSocket;
    const other = await openSocket(host, secured ? "on" : "off", deadline);
    await new Promise<void>((resolve) => {
      other.once("close", () => resolve());
      deadline.addEventListener("abort", () => resolve());
      other.resume();
      other.end(cancelRequest(backend));
    });
    other.destroy();
  };

  return {
    frames,
    encryption: socket instanceof TLSSocket ? socket.getProtocol() ?? "TLS" : undefined,
    get usable() {
      return open;
    },
    get busy() {
      return busy;
    },
    // The driver asks for the characters when it sends them, which is after the login.
    simple: (text) =>
      exchange(async () =>
        listsOf(await quiet(driver.unsafe({ toString: text } as unknown as string)))
      ),
    bound: (text, parameters) =>
      exchange(async () => {
        const pending = driver.unsafe(text, parameters.map(toParameter), { prepare: false });
        return listsOf(await quiet(pending))[0] ?? [];
      }),
    copyIn: (text, lines) =>
      exchange(async () => {
        const stream = await quiet(driver.unsafe(text).writable() as unknown as Pending);
        const pipe = stream as unknown as Writable;
        await pour(lines, pipe, () => frames.fault !== undefined || !open);
      }),
    copyOut: (text) =>
      exchange(async () => {
        const stream: unknown = await quiet(driver.unsafe(text));
        if (isReadable(stream)) stream.resume();
      }),
    cancel,
    async close() {
      if (open && busy) {
        await cancel().catch(() => {});
        await Promise.race([frames.ready(), lost.catch(() => {}), soon()]);
      }
      if (open) await Promise.race([driver.end({ timeout: 1 }), soon()]).catch(() => {});
      open = false;
      socket.destroy();
    },
  };
}

function startDriver(
  socket: Duplex,
  { host, target }: Pick<Line, "host" | "target">,
  onChunk: (chunk: Buffer) => void,
): Driver {
  let taken = false;
  const options = {
    host: host.name.startsWith("/") ? "localhost" : host.name,
    port: host.port,
    username: target.user,
    password: host.password ?? "",
    database: target.database,
    // Nothing of the environment that we did not read ourselves.
    ssl: false,
    max: 1,
    idle_timeout: null,
    max_lifetime: null,
    connect_timeout: 0,
    keep_alive: null,
    prepare: false,
    fetch_types: false,
    no_subscribe: true,
    target_session_attrs: undefined,
    types,
    onnotice: () => {},
    connection: {
      application_name: target.applicationName ?? "whimbrel",
      ...(target.options === undefined ? {} : { options: target.options }),
    },
    socket: () => {
      if (taken) throw new Error("the connection was lost");
      taken = true;
      // Attached first, so that we know what happened before the driver acts on it.
      socket.on("data", onChunk);
      socket.resume();
      return socket;
    },
  };
  return postgres(options as unknown as postgres.Options<Record<string, never>>) as Driver;
}

/** Keeps the driver's promise from ending the process when the connection's end overtakes it. */
function quiet<T>(pending: PromiseLike<T> & { catch(handle: () => void): unknown }): Promise<T> {
  pending.catch(() => {});
  return Promise.resolve(pending);
}

function isNetworkFault(cause: unknown): boolean {
  return typeof cause === "object" && cause !== null && "code" in cause;
}

function isReadable(value: unknown): value is { resume(): void } {
  return typeof value === "object" && value !== null && "resume" in value;
}

function listsOf(value: unknown): readonly (readonly Row[])[] {
  if (!Array.isArray(value)) return [];
  const lists: readonly (readonly Row[])[] = "command" in value ? [value] : value;
  // After a statement that failed between two of its rows, the driver leaves as many holes in front
  // of the next one's; filter() passes over holes.
  return lists.map((rows) => rows.filter(() => true));
}

function toParameter(value: Value): postgres.ParameterOrJSON<never> {
  return value as postgres.ParameterOrJSON<never>;
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html, CancelRequest. */
function cancelRequest({ pid, secret }: { pid: number; secret: Buffer }): Buffer {
  const message = Buffer.alloc(12 + secret.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(80877102, 4);
  message.writeUInt32BE(pid, 8);
  secret.copy(message, 12);
  return message;
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, patience).unref());
}

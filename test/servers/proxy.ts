import { Buffer } from "node:buffer";
import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy that breaks connections at chosen bytes. It reads no protocol and no TLS. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** How many connections are open now. */
  readonly connections: number;
  /** The same server and database, through the proxy. */
  url(url: string): string;
  /** Closes every connection now. New ones are served. */
  cut(): void;
  /**
   * Closes the connection on which the client next sends these bytes, before they reach the server:
   * it gets what precedes them, thus no whole message with them. Resolves when that has happened.
   */
  cutBefore(bytes: string | Uint8Array): Promise<void>;
  /**
   * Lets the next message with these bytes reach the server, and closes the connection as soon as
   * the server answers (with `answer` in it, if given: a notice may come before the answer), so that
   * the client never learns. Resolves when that has happened.
   */
  loseAnswerAfter(bytes: string | Uint8Array, answer?: string | Uint8Array): Promise<void>;
  /** Forwards nothing, on open and new connections, until {@linkcode Proxy.resume}. */
  stall(): void;
  /**
   * Swallows what either side sends, a close too, on open and new connections. Connections that fell
   * into the hole stay there; {@linkcode Proxy.resume} is for those that come after it.
   */
  blackHole(): void;
  /** Ends {@linkcode Proxy.stall}, losing nothing, and {@linkcode Proxy.blackHole}. */
  resume(): void;
  /** Closes everything. A second call does nothing. */
  stop(): Promise<void>;
}

interface Trap {
  readonly bytes: Buffer;
  /** Absent: cut before the bytes arrive. Empty: any answer will do. */
  readonly answer?: Buffer;
  sprung(): void;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  swallowed: boolean;
  /** The end of what the client sent last, in which a trap's bytes may begin. */
  tail: Buffer;
  /** A trap whose bytes have passed, and whose answer must not. */
  waiting: { readonly trap: Trap; readonly answer: Buffer; seen: Buffer } | undefined;
}

/** Starts a proxy on a free port of the loopback interface. */
export async function startProxy(
  target: { readonly port: number; readonly host?: string },
): Promise<Proxy> {
  const links = new Set<Link>();
  const traps: Trap[] = [];
  let mode: "open" | "stalled" | "hole" = "open";
  const listener = createServer((client) => {
    const server = connect(target.port, target.host ?? "127.0.0.1");
    const swallowed = mode === "hole";
    const link: Link = { client, server, swallowed, tail: Buffer.alloc(0), waiting: undefined };
    links.add(link);
    const isStalled = () => mode === "stalled";
    client.on("data", (chunk: Buffer) => fromClient(link, chunk, traps, isStalled));
    server.on("data", (chunk: Buffer) => fromServer(link, chunk, isStalled));
    join(link, () => links.delete(link));
    if (mode === "stalled") hold(link);
  });
  const port = await new Promise<number>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const arm = (bytes: string | Uint8Array, answer?: string | Uint8Array) =>
    new Promise<void>((sprung) => {
      traps.push({
        bytes: Buffer.from(bytes),
        sprung,
        ...(answer === undefined ? {} : { answer: Buffer.from(answer) }),
      });
    });
  const cut = () => links.forEach(close);
  let stopped: Promise<void> | undefined;
  const stop = () =>
    stopped ??= new Promise((resolve) => {
      listener.close(() => resolve());
      cut();
    });
  return {
    port,
    get connections() {
      return links.size;
    },
    url: (url) => {
      const copy = new URL(url);
      copy.hostname = "127.0.0.1";
      copy.port = String(port);
      return copy.href;
    },
    cut,
    cutBefore: (bytes) => arm(bytes),
    loseAnswerAfter: (bytes, answer = "") => arm(bytes, answer),
    stall: () => {
      mode = "stalled";
      links.forEach(hold);
    },
    blackHole: () => {
      mode = "hole";
      for (const link of links) {
        link.swallowed = true;
        release(link);
      }
    },
    resume: () => {
      mode = "open";
      links.forEach(release);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Passes the end of either side on to the other, unless they are in the hole. */
function join(link: Link, gone: () => void): void {
  const { client, server } = link;
  for (const [one, other] of [[client, server], [server, client]] as const) {
    one.setNoDelay(true);
    one.on("error", () => {});
    one.on("close", () => {
      if (!link.swallowed) other.destroy();
      if (client.destroyed && server.destroyed) gone();
    });
  }
}

function fromClient(link: Link, chunk: Buffer, traps: Trap[], isStalled: () => boolean): void {
  if (link.swallowed) return;
  const all = Buffer.concat([link.tail, chunk]);
  // Bytes that are sent in two pieces count too.
  const index = traps.findIndex((trap) => all.includes(trap.bytes));
  const longest = Math.max(0, ...traps.map((trap) => trap.bytes.length - 1));
  const [trap] = index < 0 ? [] : traps.splice(index, 1);
  link.tail = all.subarray(Math.max(0, all.length - longest));
  if (trap === undefined) return forward(link.client, link.server, chunk, isStalled);
  link.tail = Buffer.alloc(0);
  if (trap.answer !== undefined) {
    link.waiting = { trap, answer: trap.answer, seen: Buffer.alloc(0) };
    return forward(link.client, link.server, chunk, isStalled);
  }
  const before = chunk.subarray(
    0,
    Math.max(0, all.indexOf(trap.bytes) - (all.length - chunk.length)),
  );
  link.client.destroy();
  link.server.end(before, () => {
    close(link);
    trap.sprung();
  });
}

function fromServer(link: Link, chunk: Buffer, isStalled: () => boolean): void {
  if (link.swallowed) return;
  const { waiting } = link;
  if (waiting === undefined) return forward(link.server, link.client, chunk, isStalled);
  waiting.seen = Buffer.concat([waiting.seen, chunk]);
  if (!waiting.seen.includes(waiting.answer)) return;
  close(link);
  waiting.trap.sprung();
}

function forward(from: Socket, to: Socket, chunk: Buffer, isStalled: () => boolean): void {
  if (to.destroyed || to.write(chunk)) return;
  from.pause();
  to.once("drain", () => {
    if (!isStalled()) from.resume();
  });
}

function hold({ client, server }: Link): void {
  client.pause();
  server.pause();
}

function release({ client, server }: Link): void {
  client.resume();
  server.resume();
}

function close({ client, server }: Link): void {
  client.destroy();
  server.destroy();
}

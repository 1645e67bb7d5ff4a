import type { Buffer } from "node:buffer";
import { connect, createServer, type Socket } from "node:net";
import type { ServerName } from "../servers/mod.ts";
import { rounds } from "./site.ts";

/** When something happens, counted from what the client sends. */
export type Moment = "before" | "sent" | "answered";

/** Every moment at which a message can be struck. */
export const moments: readonly Moment[] = ["before", "sent", "answered"];

/**
 * In the usual test run the two servers of a dialect share every other message, each at another one
 * of the moments in turn; a longer run strikes at every message on each.
 */
export const messageStep: number = rounds >= 100 ? 1 : 4;

/** Where a walk over the messages starts. */
export function firstMessage(server: ServerName): number {
  return messageStep > 1 && (server === "postgres18" || server === "mysql") ? 3 : 1;
}

/** A TCP proxy that counts what the client sends, and strikes at one of its messages. */
export interface Tripwire extends AsyncDisposable {
  /** The same server and database, through the proxy. */
  url(url: string): string;
  /** Messages since the last call of {@linkcode Tripwire.arm}. */
  readonly messages: number;
  /**
   * Strikes at the message of this number, counted from 1: before it reaches the server, when it
   * was sent, or before the client learns the server's answer.
   *
   * @param strike gets a function that closes the connection on both sides; without that, what was
   * held up is passed on afterwards.
   */
  arm(message: number, moment: Moment, strike: (cut: () => void) => void): void;
}

/** Starts a tripwire on a free port of the loopback interface. */
export async function startTripwire(port: number): Promise<Tripwire> {
  const sockets = new Set<Socket>();
  let messages = 0;
  let trap: { message: number; moment: Moment; strike: (cut: () => void) => void } | undefined;
  const listener = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    let awaitsAnswer = false;
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    const spring = () => {
      const { strike } = trap!;
      trap = undefined;
      strike(cut);
    };
    client.on("data", (chunk: Buffer) => {
      messages++;
      if (trap === undefined || messages !== trap.message) return void server.write(chunk);
      if (trap.moment === "before") spring();
      if (server.destroyed) return;
      const isSent = trap?.moment === "sent";
      awaitsAnswer = trap?.moment === "answered";
      server.write(chunk, () => {
        if (isSent && trap !== undefined) spring();
      });
    });
    server.on("data", (chunk: Buffer) => {
      if (awaitsAnswer && trap !== undefined) spring();
      awaitsAnswer = false;
      if (!client.destroyed) client.write(chunk);
    });
  });
  const own = await new Promise<number>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    url: (url) => {
      const copy = new URL(url);
      copy.hostname = "127.0.0.1";
      copy.port = String(own);
      return copy.href;
    },
    get messages() {
      return messages;
    },
    arm: (message, moment, strike) => {
      messages = 0;
      trap = { message, moment, strike };
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

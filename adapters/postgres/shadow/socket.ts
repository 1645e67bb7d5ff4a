import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";
import { lexicalRules } from "../lexer.ts";

/** Gives a server's answer to whole messages of the protocol; throws when the server has ended. */
export type Exchange = (messages: Uint8Array) => Promise<Buffer<ArrayBuffer>>;

/** Message types (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const types = {
  query: 0x51,
  terminate: 0x58,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  copyInResponse: 0x47,
} as const;

/** CopyInResponse: text, no columns told. */
const copyIn = Buffer.from([types.copyInResponse, 0, 0, 0, 7, 0, 0, 0]);

/**
 * A socket whose other end is a server in this process. It takes only whole messages, and it cannot
 * wait in the middle of one exchange: the lines of a COPY are kept until all are there.
 *
 * @param cut called when the socket is closed in the middle of an exchange, which nothing else ends.
 */
export function openLocalSocket(exchange: Exchange, cut: () => void): Duplex {
  const { dataFollows: takesLines } = lexicalRules();
  let rest = Buffer.alloc(0);
  let loggedIn = false;
  /** The statement and lines of the COPY that is under way. */
  let copy: Buffer[] | undefined;
  let asking = false;
  const ask = async (messages: readonly Buffer[]): Promise<Buffer<ArrayBuffer>> => {
    asking = true;
    try {
      return await exchange(Buffer.concat(messages));
    } finally {
      asking = false;
    }
  };
  const take = async (messages: readonly Buffer[]): Promise<void> => {
    const waiting: Buffer[] = [];
    for (const message of messages) {
      const [type] = message;
      if (!loggedIn) {
        loggedIn = true;
        socket.push(await ask([message]));
      } else if (type === types.terminate) {
        socket.push(null);
      } else if (copy !== undefined) {
        copy.push(message);
        if (type !== types.copyDone && type !== types.copyFail) continue;
        socket.push(withoutCopyIn(await ask(copy)));
        copy = undefined;
      } else if (type === types.query && takesLines?.(message.toString("utf8", 5)) === true) {
        copy = [message];
        socket.push(copyIn);
      } else {
        waiting.push(message);
      }
    }
    if (waiting.length > 0) socket.push(await ask(waiting));
  };
  const socket = new Duplex({
    allowHalfOpen: false,
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      const { messages, rest: more } = cutMessages(Buffer.concat([rest, chunk]), loggedIn);
      rest = more;
      take(messages).then(() => done(), done);
    },
    destroy: (cause, done) => {
      if (asking) cut();
      done(cause);
    },
  });
  // The driver says goodbye to sockets that are, in the words of `net`, open.
  return Object.assign(socket, { readyState: "open" });
}

/** Cuts bytes into messages; the first one, with which a client logs in, has no type. */
function cutMessages(
  bytes: Buffer<ArrayBuffer>,
  loggedIn: boolean,
): { readonly messages: readonly Buffer[]; readonly rest: Buffer<ArrayBuffer> } {
  const messages: Buffer[] = [];
  let at = 0;
  for (;;) {
    const head = loggedIn || messages.length > 0 ? 1 : 0;
    if (bytes.length < at + head + 4) break;
    const end = at + head + bytes.readUInt32BE(at + head);
    if (bytes.length < end) break;
    messages.push(bytes.subarray(at, end));
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

/** Leaves out what the driver has been told already. */
function withoutCopyIn(answer: Buffer<ArrayBuffer>): Buffer {
  const { messages } = cutMessages(answer, true);
  return Buffer.concat(messages.filter(([type]) => type !== types.copyInResponse));
}

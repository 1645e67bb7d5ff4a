import { Buffer } from "node:buffer";

/** Fields of an error that the server reported, by the letters of the protocol. */
export interface ServerFault {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** Characters (code points) from the start of the text that was sent, counted from 1. */
  readonly position: number | undefined;
  readonly context: string | undefined;
  /** The source file of the server that reported it. */
  readonly file: string | undefined;
}

/** A statement that the server completed. */
export interface Completion {
  /** The server's word for what it did, such as `INSERT`; empty for an empty text. */
  readonly tag: string;
  /** Whether it described rows, of which there may be none. */
  readonly hasRows: boolean;
}

/** Idle, in a transaction, or in one that failed. */
export type TransactionStatus = "idle" | "open" | "failed";

/**
 * What the server said, watched beside the driver, which does not tell which statements of a text
 * completed before an error, nor which of them gave rows
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */
export interface Frames {
  /** The process and key by which the server, or a pooler, lets a statement be cancelled. */
  readonly backend: { readonly pid: number; readonly secret: Buffer } | undefined;
  /** What was completed since {@linkcode Frames.start}. */
  readonly completions: readonly Completion[];
  /** The error since {@linkcode Frames.start}, or the one that ended the session. */
  readonly fault: ServerFault | undefined;
  readonly status: TransactionStatus;
  /** The server's settings that it reports by itself. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Takes bytes from the server, cut anywhere. */
  push(chunk: Buffer): void;
  /** Forgets what was said about the text before. */
  start(): void;
  /** Resolves when the server is ready for the next text. */
  ready(): Promise<void>;
}

const types = {
  key: 0x4b,
  ready: 0x5a,
  complete: 0x43,
  empty: 0x49,
  rows: 0x54,
  error: 0x45,
  parameter: 0x53,
} as const;

const read: ReadonlySet<number> = new Set([
  types.key,
  types.ready,
  types.complete,
  types.error,
  types.parameter,
]);

interface State {
  backend: Frames["backend"];
  completions: Completion[];
  fault: ServerFault | undefined;
  status: TransactionStatus;
  readonly parameters: Map<string, string>;
  hasRows: boolean;
  waiting: (() => void)[];
}

/** Starts to watch a connection. */
export function watchFrames(): Frames {
  const state: State = {
    backend: undefined,
    completions: [],
    fault: undefined,
    status: "idle",
    parameters: new Map(),
    hasRows: false,
    waiting: [],
  };
  let rest: Buffer | undefined;
  let skip = 0;
  return {
    get backend() {
      return state.backend;
    },
    get completions() {
      return state.completions;
    },
    get fault() {
      return state.fault;
    },
    get status() {
      return state.status;
    },
    parameters: state.parameters,
    push(chunk) {
      let bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      rest = undefined;
      while (bytes.length > 0) {
        if (skip > 0) {
          const passed = Math.min(skip, bytes.length);
          skip -= passed;
          bytes = bytes.subarray(passed);
          continue;
        }
        const length = bytes.length < 5 ? Infinity : bytes.readUInt32BE(1) + 1;
        const type = bytes[0]!;
        // Rows are passed over without being kept, however large they are.
        if (length === Infinity || read.has(type) && bytes.length < length) {
          rest = bytes;
          return;
        }
        take(state, type, read.has(type) ? bytes.subarray(5, length) : undefined);
        skip = Math.max(0, length - bytes.length);
        bytes = bytes.subarray(Math.min(length, bytes.length));
      }
    },
    start() {
      state.completions = [];
      state.fault = undefined;
      state.hasRows = false;
    },
    ready: () => new Promise((resolve) => state.waiting.push(resolve)),
  };
}

function take(state: State, type: number, body: Buffer | undefined): void {
  if (type === types.rows) {
    state.hasRows = true;
  } else if (type === types.empty) {
    state.completions.push({ tag: "", hasRows: false });
  } else if (body === undefined) {
    return;
  } else if (type === types.complete) {
    const tag = body.toString("utf8", 0, body.length - 1).replace(/( \d+)+$/, "");
    state.completions.push({ tag, hasRows: state.hasRows });
    state.hasRows = false;
  } else if (type === types.ready) {
    state.status = body[0] === 0x49 ? "idle" : body[0] === 0x54 ? "open" : "failed";
    for (const resolve of state.waiting.splice(0)) resolve();
  } else if (type === types.key) {
    state.backend = { pid: body.readUInt32BE(0), secret: Buffer.from(body.subarray(4)) };
  } else if (type === types.parameter) {
    const [name = "", value = ""] = body.toString("utf8").split("\0");
    state.parameters.set(name, value);
  } else {
    state.fault = parseFault(body);
  }
}

function parseFault(body: Buffer): ServerFault {
  const fields = new Map(
    body.toString("utf8").split("\0").filter((field) => field !== "").map((field) =>
      [field[0]!, field.slice(1)] as const
    ),
  );
  const position = fields.get("P");
  return {
    severity: fields.get("V") ?? fields.get("S") ?? "ERROR",
    code: fields.get("C") ?? "XX000",
    message: fields.get("M") ?? "the server reported an error",
    detail: fields.get("D"),
    hint: fields.get("H"),
    position: position === undefined ? undefined : Number(position),
    context: fields.get("W"),
    file: fields.get("F"),
  };
}

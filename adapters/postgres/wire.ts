import type { Row, Value } from "../../core/adapter.ts";
import type { Frames, ServerFault } from "./frames.ts";

/** A logged-in connection that takes one text at a time and never makes itself anew. */
export interface Wire {
  readonly frames: Frames;
  /** Printable: `TLSv1.3`, or undefined where the connection is not encrypted. */
  readonly encryption: string | undefined;
  /** False after a loss or a close. */
  readonly usable: boolean;
  /** A text is on its way. */
  readonly busy: boolean;
  /**
   * Sends a text of any number of statements in one message.
   *
   * @param text called when it is sent; with the first one that is after the login.
   * @returns rows of the statements that describe rows, perhaps after an empty list.
   * @throws {WireError}
   */
  simple(text: () => string): Promise<readonly (readonly Row[])[]>;
  /** Sends one statement with parameters. @throws {WireError} */
  bound(text: string, parameters: readonly Value[]): Promise<readonly Row[]>;
  /**
   * Sends `COPY ... FROM STDIN` and its lines, which are read as fast as the server takes them.
   *
   * @throws {WireError} and what reading the lines throws, in which case nothing was copied.
   */
  copyIn(text: string, lines: Iterable<string>): Promise<void>;
  /** Sends `COPY ... TO STDOUT` and throws away what comes. @throws {WireError} */
  copyOut(text: string): Promise<void>;
  /** Asks the server on a second connection to interrupt what runs now. */
  cancel(): Promise<void>;
  /** Logs out, or cuts the connection when that takes too long. */
  close(): Promise<void>;
}

/** The server refused a text, or the connection broke. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly fault: ServerFault | undefined;
  readonly lost: boolean;

  constructor(message: string, fields: { fault?: ServerFault | undefined; lost: boolean }) {
    super(message);
    this.fault = fields.fault;
    this.lost = fields.lost;
  }
}

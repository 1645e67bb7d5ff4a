import { Buffer } from "node:buffer";
import type { Writable } from "node:stream";

/** The lines of a COPY could not be read, through no fault of the server. */
export class LinesError extends Error {
  override readonly name = "LinesError";

  constructor(cause: unknown) {
    super("the lines could not be read", { cause });
  }
}

const pieceLength = 1 << 16;

/**
 * Writes text as fast as it is taken; stops when the server has already refused it.
 *
 * @throws {LinesError} when the text cannot be read.
 */
export async function pour(
  pieces: Iterable<string>,
  stream: Writable,
  isOver: () => boolean,
): Promise<void> {
  // Its errors are the server's, which the exchange reports.
  stream.on("error", () => {});
  let waiting: string[] = [];
  let length = 0;
  const flush = async () => {
    if (length === 0 || isOver()) return;
    const bytes = Buffer.from(waiting.join(""));
    waiting = [];
    length = 0;
    await new Promise<void>((resolve) => {
      stream.once("close", resolve);
      stream.write(bytes, () => {
        stream.removeListener("close", resolve);
        resolve();
      });
    });
  };
  try {
    for (const piece of pieces) {
      waiting.push(piece);
      length += piece.length;
      if (length >= pieceLength) await flush();
      if (isOver()) break;
    }
    await flush();
  } catch (cause) {
    stream.destroy(new Error("the lines could not be read"));
    throw new LinesError(cause);
  }
  if (!isOver()) stream.end();
}

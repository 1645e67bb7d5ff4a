import { closeSync, openSync, readSync } from "node:fs";

/** Which bytes of a file are read. */
export interface ByteRange {
  readonly start?: number;
  readonly end?: number;
}

const pieceBytes = 1 << 20;

/**
 * The bytes of a file in pieces of up to one MiB, so that a file of any size takes bounded memory.
 * The file stays open until the iteration ends or is left.
 *
 * @throws {Error} the system's error where the file cannot be read.
 */
export function* readPieces(path: string, range: ByteRange = {}): Generator<Uint8Array, undefined> {
  const end = range.end ?? Infinity;
  let position = range.start ?? 0;
  const file = openSync(path, "r");
  try {
    while (position < end) {
      const piece = new Uint8Array(Math.min(pieceBytes, end - position));
      const length = readSync(file, piece, 0, piece.length, position);
      if (length === 0) return;
      position += length;
      yield piece.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Reads a file into `buffer`. Cheaper than asking for its size first, where there are many.
 *
 * @returns the part of the buffer that the file fills; undefined where it fills all of it or more.
 * @throws {Error} the system's error where the file cannot be read.
 */
export function readInto(buffer: Uint8Array, path: string): Uint8Array | undefined {
  const file = openSync(path, "r");
  try {
    for (let length = 0; length < buffer.length;) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      if (count === 0) return buffer.subarray(0, length);
      length += count;
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** The text of a range of a file (UTF-8) in pieces; throws on bytes that are not UTF-8. */
export function* readText(path: string, range: ByteRange = {}): Generator<string, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (const piece of readPieces(path, range)) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}

import { createHash, hash } from "node:crypto";

const LF = 0x0a;
const CR = 0x0d;

/**
 * SHA-256 of a migration's text as `v1:` and 64 hex digits. A byte order mark, the kind of line
 * ends (CRLF, CR, LF) and blank lines at the end make no difference, so that a checkout on another
 * system has the same checksum.
 *
 * @param pieces the file's bytes (UTF-8), in pieces of any length.
 */
export function checksum(pieces: Iterable<Uint8Array>): string {
  const sum = createHash("sha256");
  let first = true;
  let pendingLineEnds = 0;
  let afterCr = false;
  for (const piece of pieces) {
    let bytes = piece;
    if (first) bytes = withoutByteOrderMark(bytes);
    first = false;
    if (afterCr && bytes[0] === LF) {
      bytes = bytes.subarray(1);
      afterCr = false;
    }
    if (bytes.length === 0) continue;
    afterCr = bytes[bytes.length - 1] === CR;
    const text = bytes.includes(CR) ? withLineFeeds(bytes) : bytes;
    let end = text.length;
    while (end > 0 && text[end - 1] === LF) end--;
    if (end > 0) {
      if (pendingLineEnds > 0) sum.update("\n".repeat(pendingLineEnds));
      sum.update(end === text.length ? text : text.subarray(0, end));
      pendingLineEnds = 0;
    }
    pendingLineEnds += text.length - end;
  }
  sum.update("\n");
  return `v1:${sum.digest("hex")}`;
}

/** The {@linkcode checksum} of a text that is in memory as a whole. */
export function checksumOf(bytes: Uint8Array): string {
  const unmarked = withoutByteOrderMark(bytes);
  const text = unmarked.includes(CR) ? withLineFeeds(unmarked) : unmarked;
  let end = text.length;
  while (end > 0 && text[end - 1] === LF) end--;
  if (end < text.length) return `v1:${hash("sha256", text.subarray(0, end + 1), "hex")}`;
  const ended = new Uint8Array(end + 1);
  ended.set(text);
  ended[end] = LF;
  return `v1:${hash("sha256", ended, "hex")}`;
}

/** SHA-256 of a text, as 64 hex digits. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function withLineFeeds(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (byte === CR) {
      out[length++] = LF;
      if (bytes[index + 1] === LF) index++;
    } else {
      out[length++] = byte;
    }
  }
  return out.subarray(0, length);
}

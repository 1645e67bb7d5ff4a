import { Buffer } from "node:buffer";

/** A file of an archive. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const block = 512;

/**
 * The plain files of a tar archive, as views of it. Paths of up to 100 bytes only
 * (https://www.gnu.org/software/tar/manual/html_node/Standard.html).
 */
export function* readTar(archive: Uint8Array<ArrayBuffer>): Generator<TarEntry, undefined> {
  for (let at = 0; at + block <= archive.length;) {
    const header = Buffer.from(archive.buffer, archive.byteOffset + at, block);
    if (header[0] === 0) return;
    const size = parseInt(field(header, 124, 12), 8);
    const type = field(header, 156, 1);
    const start = at + block;
    if (type === "0" || type === "") {
      yield { path: field(header, 0, 100), bytes: archive.subarray(start, start + size) };
    }
    at = start + Math.ceil(size / block) * block;
  }
}

function field(header: Buffer, start: number, length: number): string {
  const text = header.toString("latin1", start, start + length);
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

/** Writes an archive that {@linkcode readTar} reads; the same entries give the same bytes. */
export function writeTar(entries: readonly TarEntry[]): Buffer<ArrayBuffer> {
  const parts = entries.flatMap(({ path, bytes }) => {
    const header = Buffer.alloc(block);
    header.write(path, 0, "latin1");
    header.write("0000644\0" + "0000000\0".repeat(2), 100, "latin1");
    header.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124, "latin1");
    header.write(`${"0".repeat(11)}\0        0`, 136, "latin1");
    header.write("ustar\0" + "00", 257, "latin1");
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    return [header, bytes, Buffer.alloc((block - bytes.length % block) % block)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

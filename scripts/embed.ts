/**
 * Makes the files that the executable contains beside the program: `bun scripts/embed.ts FOLDER`. It
 * is a program of its own because it stops the clock and the dice, so that the same sources give the
 * same bytes.
 *
 * @module
 */
import crypto from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { constants, zstdCompressSync } from "node:zlib";
import { makeImage } from "../adapters/postgres/embedded.ts";
import { extensionFolders, packageFolder, packed } from "../adapters/postgres/shadow/parts.ts";
import { rehearse } from "../adapters/postgres/shadow/rehearse.ts";
import { writeTar } from "../adapters/postgres/shadow/tar.ts";

/** Any time that is the same for everybody. */
const clock = Date.UTC(2026, 0, 1);

function stopTime(): void {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...parts: readonly unknown[]) {
      super(...(parts.length === 0 ? [clock] : parts) as [number]);
    }
    static override now(): number {
      return clock;
    }
  } as DateConstructor;
  performance.now = () => 0;
  const fill = <T extends ArrayBufferView>(view: T): T => {
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).fill(1);
    return view;
  };
  Object.assign(crypto, { randomFillSync: fill });
}

function compress(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, {
    params: {
      [constants.ZSTD_c_compressionLevel]: 12,
      [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      // 64 MB, the most that is unpacked without being told.
      [constants.ZSTD_c_windowLog]: 26,
    },
  });
}

function packExtensions(): Uint8Array {
  const bundles = extensionFolders().flatMap((folder) =>
    readdirSync(folder).filter((name) => name.endsWith(".tar.gz")).toSorted()
      .map((path) => ({ path, bytes: readFileSync(join(folder, path)) }))
  );
  return writeTar(bundles);
}

/** Another build may be reading the same file, whose bytes are the same. */
function write(file: string, bytes: Uint8Array): void {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, bytes);
  renameSync(aside, file);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder: bun scripts/embed.ts FOLDER");
mkdirSync(folder, { recursive: true });
stopTime();
const ofPackage = (name: string) => readFileSync(join(packageFolder(), name));
write(join(folder, packed.server), compress(ofPackage("pglite.wasm")));
write(join(folder, packed.files), compress(ofPackage("pglite.data")));
write(join(folder, packed.image), compress(await makeImage(rehearse)));
write(join(folder, packed.extensions), packExtensions());

import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzip, gzip, zstdDecompress } from "node:zlib";
import { type EmbeddedParts, embeddedRelease, makeImage } from "../embedded.ts";
import { readTar } from "./tar.ts";

/** What every server needs; each as soon as it is there. */
export type ServerParts = { readonly [Part in keyof EmbeddedParts]: Promise<EmbeddedParts[Part]> };

/** Where the parts of the embedded server come from. */
export interface PartsSource {
  server(): ServerParts;
  /** The files of a bundle of extensions, as a tar archive; undefined where there is no such bundle. */
  extension(bundle: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** The files that the build puts into the executable. */
export const packed = {
  server: "postgres_server.wasm.zst",
  files: "postgres_files.zst",
  image: "postgres_image.tar.zst",
  extensions: "postgres_extensions.tar",
} as const;

/** A file in the executable. */
type EmbeddedFile = Blob & { readonly name: string };

const unzip = promisify(gunzip);

/**
 * The parts as the executable contains them, else those of the installed package.
 *
 * @param env where `XDG_CACHE_HOME` and the like are looked up.
 */
export function findParts(env: Readonly<Record<string, string | undefined>>): PartsSource {
  const { Bun } = globalThis as { Bun?: { readonly embeddedFiles?: readonly EmbeddedFile[] } };
  const embedded = new Map((Bun?.embeddedFiles ?? []).map((file) => [file.name, file]));
  return embedded.has(packed.server) ? packedParts(embedded) : packageParts(env);
}

function packedParts(files: ReadonlyMap<string, Blob>): PartsSource {
  const read = (part: keyof typeof packed) => bytesOf(files.get(packed[part])!);
  const unpack = async (part: keyof EmbeddedParts) =>
    // In one piece, because joining many takes longer than unpacking them.
    await promisify(zstdDecompress)(await read(part), { chunkSize: largestPart });
  return {
    server: () => {
      const server = unpack("server");
      // What takes longest, which is to compile it, begins first.
      const next = (part: keyof EmbeddedParts) => server.then(() => unpack(part));
      return { server, files: next("files"), image: next("image") };
    },
    async extension(bundle) {
      const entries = readTar(await read("extensions"));
      const found = [...entries].find(({ path }) => path === `${bundle}.tar.gz`);
      return found && await unzip(found.bytes);
    },
  };
}

/** Bytes, and some more than there are. */
const largestPart = 1 << 25;

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}

/** The folder of the package's files. */
export function packageFolder(): string {
  return dirname(fileURLToPath(import.meta.resolve("@electric-sql/pglite")));
}

/** Folders with bundles of extensions. */
export function extensionFolders(): readonly string[] {
  const vector = import.meta.resolve("@electric-sql/pglite-pgvector");
  return [packageFolder(), dirname(fileURLToPath(vector))];
}

function packageParts(env: Readonly<Record<string, string | undefined>>): PartsSource {
  const read = (name: string) => readFile(join(packageFolder(), name));
  return {
    server: () => ({
      server: read("pglite.wasm"),
      files: read("pglite.data"),
      image: cachedImage(cacheFolder(env)),
    }),
    async extension(bundle) {
      for (const folder of extensionFolders()) {
        const archive = await readFile(join(folder, `${bundle}.tar.gz`)).catch(missing);
        if (archive !== undefined) return await unzip(archive);
      }
      return undefined;
    },
  };
}

/** The image that an earlier run made, else a new one, kept for the next where that can be. */
async function cachedImage(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  // The last number counts the ways in which images were made.
  const file = join(folder, `pglite-${embeddedRelease.package}-3.tar.gz`);
  const kept = await readFile(file).then((archive) => unzip(archive)).catch(() => undefined);
  if (kept !== undefined) return kept;
  const { rehearse } = await import("./rehearse.ts");
  const image = await makeImage(rehearse);
  // Another process may be doing the same, and either may be killed in the middle.
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(aside, await promisify(gzip)(image, { level: 1 }));
    await rename(aside, file);
  } catch {
    // A home that is missing or read-only costs the time of making it again.
  }
  return image;
}

/** The user's own, since a folder that others write to would let them choose what is run. */
function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const usual = process.platform === "win32"
    ? env["LOCALAPPDATA"]
    : process.platform === "darwin"
    ? join(homedir(), "Library/Caches")
    : undefined;
  return join(env["XDG_CACHE_HOME"] || usual || join(homedir(), ".cache"), "whimbrel");
}

function missing(error: { readonly code?: string }): undefined {
  if (error.code !== "ENOENT") throw error;
}

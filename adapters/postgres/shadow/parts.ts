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

/** Where the parts of the embedded server come from. */
export interface PartsSource {
  /** What every server needs. */
  server(): Promise<EmbeddedParts>;
  /** The files of a bundle of extensions, as a tar archive; undefined where there is no such bundle. */
  extension(bundle: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** The archives that the build puts into the executable, and what is in the first one. */
export const packed = {
  server: "postgres_server.tar.zst",
  extensions: "postgres_extensions.tar",
  paths: { server: "pglite.wasm", files: "pglite.data", image: "image.tar" },
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
  const embedded = Bun?.embeddedFiles ?? [];
  const find = (name: string) => embedded.find((file) => file.name === name);
  const [server, extensions] = [find(packed.server), find(packed.extensions)];
  return server === undefined || extensions === undefined
    ? packageParts(env)
    : packedParts(server, extensions);
}

function packedParts(server: Blob, extensions: Blob): PartsSource {
  return {
    async server() {
      const archive = await promisify(zstdDecompress)(await bytesOf(server));
      const entries = new Map([...readTar(archive)].map(({ path, bytes }) => [path, bytes]));
      const { paths } = packed;
      return {
        server: entries.get(paths.server)!,
        files: entries.get(paths.files)!,
        image: entries.get(paths.image)!,
      };
    },
    async extension(bundle) {
      const entries = readTar(await bytesOf(extensions));
      const found = [...entries].find(({ path }) => path === `${bundle}.tar.gz`);
      return found && await unzip(found.bytes);
    },
  };
}

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
    async server() {
      const { paths } = packed;
      const [server, files, image] = await Promise.all([
        read(paths.server),
        read(paths.files),
        cachedImage(cacheFolder(env)),
      ]);
      return { server, files, image };
    },
    async extension(bundle) {
      for (const folder of extensionFolders()) {
        const archive = await readFile(join(folder, `${bundle}.tar.gz`)).catch(missing);
        if (archive !== undefined) return await unzip(archive);
      }
      return undefined;
    },
  };
}

/** The data directory that an earlier run made, else a new one, kept for the next where that can be. */
async function cachedImage(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(folder, `pglite-${embeddedRelease.package}-2.tar.gz`);
  const kept = await readFile(file).then((archive) => unzip(archive)).catch(() => undefined);
  if (kept !== undefined) return kept;
  const image = await makeImage();
  // Another process may be doing the same, and either may be killed in the middle.
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(aside, await promisify(gzip)(image));
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

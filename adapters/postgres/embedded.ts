import { Buffer } from "node:buffer";
import type { PGlite, PGliteOptions } from "@electric-sql/pglite";
import { recordImage, restoreImage, type Runtime } from "./embedded_image.ts";

/** The releases of the server in this process, and of the package that it comes in. */
export const embeddedRelease = { server: "18.6", package: "0.5.14" } as const;

/** What the server is made of. */
export interface EmbeddedParts {
  /** The server as WebAssembly, and what it needs of a file system. */
  readonly server: Uint8Array<ArrayBuffer>;
  readonly files: Uint8Array<ArrayBuffer>;
  /** A server that was started, as {@linkcode makeImage} recorded it. */
  readonly image: Uint8Array<ArrayBuffer>;
}

/** PostgreSQL in this thread, with one connection and its files in memory. */
export interface EmbeddedServer {
  /**
   * Answers whole messages of the protocol. Nothing else happens in this thread meanwhile.
   *
   * @throws when the server has ended, for which COPY without its lines is enough.
   */
  exchange(messages: Uint8Array): Promise<Buffer<ArrayBuffer>>;
  /** Adds a file, named from the folder in which the server is installed. */
  install(path: string, bytes: Uint8Array): void;
}

/** As a server of its own is set up, but that nothing runs beside the one connection. */
const startParameters = [
  // A single-user server, with files that nobody wants to find again.
  ...["--single", "-F", "-j"],
  ...Object.entries({
    exit_on_error: "false",
    log_checkpoints: "false",
    io_method: "sync",
    max_worker_processes: "0",
    max_parallel_workers: "0",
    max_parallel_workers_per_gather: "0",
    max_parallel_maintenance_workers: "0",
    // Its files are in memory anyway, and what it keeps there itself is never given back.
    shared_buffers: "8MB",
    // Publications are made without a warning.
    wal_level: "logical",
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
];

/** What every runtime has, and the types of Node alone do not tell. */
interface Compiler {
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<NonNullable<PGliteOptions["pgliteWasmModule"]>>;
}

/** Gives the server that {@linkcode makeImage} recorded, without starting it again. */
export async function startEmbedded(
  { server, files, image }: {
    readonly [Part in keyof EmbeddedParts]: Promise<EmbeddedParts[Part]>;
  },
): Promise<EmbeddedServer> {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Compiler };
  const [{ PGlite }, compiled, bundle, recorded] = await Promise.all([
    import("@electric-sql/pglite"),
    server.then((bytes) => WebAssembly.compile(bytes)),
    files,
    image,
  ]);
  const database = await PGlite.create({
    pgliteWasmModule: compiled,
    fsBundle: new Blob([bundle]),
    noInitDb: true,
  });
  restoreImage(runtimeOf(database), recorded);
  const root = PGlite.paths.PG_ROOT;
  return {
    exchange: (messages) => exchange(database, messages),
    install: (path, bytes) => database.copyToFS(`${root}/${path}`, bytes),
  };
}

async function exchange(database: PGlite, messages: Uint8Array): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  await database.execProtocolRawStream(messages, {
    syncToFs: false,
    // They are views of memory that the server uses again.
    onRawData: (bytes) => void chunks.push(bytes.slice()),
  });
  return Buffer.concat(chunks);
}

function runtimeOf({ Module }: PGlite): Runtime {
  return Module as unknown as Runtime;
}

/**
 * Starts a server, which takes seconds, and records it. Needs the package's own files.
 *
 * @param rehearse uses the server, which then need not read its catalogues when it is used again.
 */
export async function makeImage(
  rehearse: (exchange: EmbeddedServer["exchange"]) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { PGlite } = await import("@electric-sql/pglite");
  const folder = await makeDataFolder();
  const database = await PGlite.create({ loadDataDir: folder, startParams: startParameters });
  try {
    await rehearse((messages) => exchange(database, messages));
    const fresh = await PGlite.create({ noInitDb: true });
    return recordImage(runtimeOf(database), runtimeOf(fresh));
  } finally {
    await database.close();
  }
}

/** Numbers of `template1` and `template0`, which are the same in every installation. */
const templates = [1, 4];

async function makeDataFolder(): Promise<Blob> {
  const { PGlite } = await import("@electric-sql/pglite");
  // Files of the log are written in full, however little there is to log.
  const parameters = ["--wal-segsize=1", "--set=wal_recycle=off"];
  const database = await PGlite.create({ initDbStartParams: parameters });
  try {
    await database.exec("CHECKPOINT");
    // Two thirds of it are the templates of other databases, of which nobody makes any.
    for (const template of templates) {
      const folder = `${PGlite.paths.PGDATA}/base/${template}`;
      const { FS } = database.Module;
      for (const name of FS.readdir(folder)) {
        if (!/^\.+$/.test(name)) FS.unlink(`${folder}/${name}`);
      }
    }
    return await database.dumpDataDir("none");
  } finally {
    await database.close();
  }
}

import { Buffer } from "node:buffer";
import { readTar, type TarEntry, writeTar } from "./shadow/tar.ts";

/** What of a server's runtime an image is made of and put back into. */
export interface Runtime {
  readonly HEAPU8: Uint8Array;
  readonly FS: FileSystem;
  /** How far the stack of the server reaches down while it waits for its next message. */
  stackSave(): number;
  stackRestore(pointer: number): unknown;
}

/** https://emscripten.org/docs/api_reference/Filesystem-API.html */
interface FileSystem {
  /** By their number, with holes. */
  readonly streams: readonly (Stream | null | undefined)[];
  cwd(): string;
  chdir(path: string): unknown;
  readdir(path: string): readonly string[];
  stat(path: string): { readonly mode: number };
  isDir(mode: number): boolean;
  mkdir(path: string): unknown;
  readFile(path: string): Uint8Array<ArrayBuffer>;
  createDataFile(
    folder: string,
    name: string,
    bytes: Uint8Array,
    canRead: boolean,
    canWrite: boolean,
    canOwn: boolean,
  ): unknown;
  open(path: string, flags: number): Stream;
  createStream(stream: Stream, fd: number): unknown;
  closeStream(fd: number): unknown;
  makedev(major: number, minor: number): number;
  registerDevice(device: number, operations: unknown): unknown;
  mkdev(path: string, device: number): unknown;
  readonly ErrnoError: new (code: number) => Error;
}

interface Stream {
  readonly fd: number;
  readonly path: string;
  readonly flags: number;
}

/** What an image tells beside the contents of memory and files. */
interface Outline {
  readonly stack: number;
  readonly cwd: string;
  readonly folders: readonly string[];
  /** Number, path and flags of every open file. */
  readonly open: readonly (readonly [number, string, number])[];
}

/** Where the server keeps what it writes. */
const written: readonly string[] = ["/pglite/data", "/dev/shm"];
/** Bytes of memory that are looked at together. */
const page = 4096;
const outlineName = "outline.json";
/** Input, output, errors, and the two ends of the pipe by which the server would wake itself. */
const ownStreams = 5;

/**
 * Records a server that waits for a message, as a tar archive: it goes on from there in another
 * process, without being started.
 *
 * @param fresh the same runtime, in which nothing was started.
 */
export function recordImage(server: Runtime, fresh: Runtime): Uint8Array<ArrayBuffer> {
  const { FS } = server;
  const folders: string[] = [];
  const files: TarEntry[] = [];
  const walk = (folder: string) => {
    if (!exists(fresh.FS, folder)) folders.push(folder);
    for (const name of FS.readdir(folder)) {
      if (name === "." || name === "..") continue;
      const path = `${folder}/${name}`;
      if (FS.isDir(FS.stat(path).mode)) walk(path);
      else files.push({ path: `files${path}`, bytes: FS.readFile(path) });
    }
  };
  for (const folder of written) walk(folder);
  const outline: Outline = {
    stack: server.stackSave(),
    cwd: FS.cwd(),
    folders,
    open: FS.streams.flatMap((stream) =>
      stream != null && stream.fd >= ownStreams ? [[stream.fd, stream.path, stream.flags]] : []
    ),
  };
  return writeTar([
    { path: outlineName, bytes: Buffer.from(JSON.stringify(outline)) },
    ...usedMemory(server.HEAPU8, fresh.HEAPU8),
    ...files,
  ]);
}

function exists(files: FileSystem, path: string): boolean {
  try {
    files.stat(path);
    return true;
  } catch {
    return false;
  }
}

/** All pages that are not empty, and those that are so only now. */
function usedMemory(now: Uint8Array, before: Uint8Array): readonly TarEntry[] {
  if (now.length !== before.length) throw new Error("The server has taken more memory");
  const empty = Buffer.alloc(page);
  const isEmpty = (memory: Uint8Array, at: number) =>
    Buffer.compare(memory.subarray(at, at + page), empty) === 0;
  const runs: { readonly start: number; end: number }[] = [];
  for (let at = 0; at < now.length; at += page) {
    if (isEmpty(now, at) && isEmpty(before, at)) continue;
    const last = runs.at(-1);
    if (last?.end === at) last.end += page;
    else runs.push({ start: at, end: at + page });
  }
  return runs.map(({ start, end }) => ({ path: `memory/${start}`, bytes: now.slice(start, end) }));
}

/** Makes the recorded server out of a runtime in which nothing was started. */
export function restoreImage(fresh: Runtime, image: Uint8Array<ArrayBuffer>): void {
  const { FS, HEAPU8 } = fresh;
  const entries = readTar(image);
  const { value: first } = entries.next();
  if (first?.path !== outlineName) throw new Error("Cannot read the image of the server");
  const { stack, cwd, folders, open } = JSON.parse(Buffer.from(first.bytes).toString()) as Outline;
  for (const folder of folders) FS.mkdir(folder);
  for (const { path, bytes } of entries) {
    const slash = path.lastIndexOf("/");
    if (path.startsWith("memory/")) HEAPU8.set(bytes, Number(path.slice(slash + 1)));
    else FS.createDataFile(path.slice("files".length, slash), path.slice(slash + 1), bytes, ...own);
  }
  openWakeUp(FS);
  for (const [fd, path, flags] of open) {
    const stream = FS.open(path, flags);
    if (stream.fd === fd) continue;
    FS.createStream(stream, fd);
    FS.closeStream(stream.fd);
  }
  FS.chdir(cwd);
  fresh.stackRestore(stack);
}

/** Readable, writable, and no copy is made of the bytes. */
const own = [true, true, true] as const;

/** EAGAIN of the runtime. */
const tryAgain = 6;

/**
 * Opens what stands for both ends of the pipe: nothing interrupts a server that waits, so that
 * nothing ever comes through.
 */
function openWakeUp(files: FileSystem): void {
  const device = files.makedev(64, 1);
  files.registerDevice(device, {
    open() {},
    close() {},
    read() {
      throw new files.ErrnoError(tryAgain);
    },
    write: (_stream: unknown, _bytes: unknown, _offset: number, length: number) => length,
    poll: () => 0,
  });
  files.mkdev("/dev/wake_up", device);
  for (const flags of [0, 1]) files.open("/dev/wake_up", flags);
}

import { Buffer } from "node:buffer";
import { Worker } from "node:worker_threads";

/** What the thread is started with. */
export interface EmbeddedSetup {
  /** Where `XDG_CACHE_HOME` and the like are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What is asked of the thread. */
export type EmbeddedCall = { readonly messages: Uint8Array } | { readonly install: string };

/** What it says to a call, and once when it is ready. */
export type EmbeddedAnswer =
  | { readonly bytes: Uint8Array }
  | { readonly installed: boolean }
  | { readonly failure: string };

/** PostgreSQL in a thread of its own, because a statement leaves its thread no time for anything else. */
export interface EmbeddedThread extends AsyncDisposable {
  /** Answers whole messages of the protocol. @throws when the server has ended. */
  exchange(messages: Uint8Array): Promise<Buffer<ArrayBuffer>>;
  /** Adds the files of an extension; false where there is none of that name. */
  install(extension: string): Promise<boolean>;
}

/** Milliseconds. */
const terminationDelay = 300;

/**
 * Starts a server; it ends soon after its disposal, whatever it does then, or with the process.
 *
 * @param signal gives up the start.
 */
export async function startThread(
  setup: EmbeddedSetup,
  signal: AbortSignal,
): Promise<EmbeddedThread> {
  const worker = new Worker(new URL("./embedded_worker.ts", import.meta.url), {
    workerData: setup,
  });
  const waiting: PromiseWithResolvers<EmbeddedAnswer>[] = [];
  let ended: Error | undefined;
  const end = (cause?: unknown) => {
    const why = cause instanceof Error ? `: ${cause.message}` : "";
    ended ??= new Error(`the embedded server ended${why}`, { cause });
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on("message", (answer: EmbeddedAnswer) => {
    // A server that nobody asks keeps no process alive.
    if (waiting.length <= 1) worker.unref();
    waiting.shift()?.resolve(answer);
  });
  worker.on("error", end);
  worker.on("exit", () => end());
  const next = async (): Promise<EmbeddedAnswer> => {
    if (ended !== undefined) throw ended;
    const call = Promise.withResolvers<EmbeddedAnswer>();
    waiting.push(call);
    worker.ref();
    const answer = await call.promise;
    if ("failure" in answer) throw new Error(answer.failure);
    return answer;
  };
  const ask = (call: EmbeddedCall): Promise<EmbeddedAnswer> => {
    const answer = next();
    worker.postMessage(call);
    return answer;
  };
  const thread: EmbeddedThread = {
    async exchange(messages) {
      const answer = await ask({ messages });
      if (!("bytes" in answer)) throw new Error("the embedded server gave no answer");
      const { buffer, byteOffset, length } = answer.bytes;
      return Buffer.from(buffer as ArrayBuffer, byteOffset, length);
    },
    async install(extension) {
      const answer = await ask({ install: extension });
      return "installed" in answer && answer.installed;
    },
    [Symbol.asyncDispose]() {
      end();
      worker.unref();
      // It takes a tenth of a second of processor time, which a process that ends now need not spend.
      setTimeout(() => void worker.terminate(), terminationDelay).unref();
      return Promise.resolve();
    },
  };
  signal.addEventListener("abort", () => end(), { once: true });
  try {
    await next();
    return thread;
  } catch (error) {
    await thread[Symbol.asyncDispose]();
    throw error;
  }
}

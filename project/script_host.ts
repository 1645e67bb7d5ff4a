import { Worker } from "node:worker_threads";
import type { Direction } from "../core/direction.ts";
import { WhimbrelError } from "../core/errors.ts";
import { ScriptError, type ScriptExecutor, type ScriptHost } from "../core/script.ts";
import type { Call, FromWorker, ToWorker } from "./script_protocol.ts";

/** Limits of scripts. */
export interface ScriptLimits {
  /** Milliseconds that a script may take for loading, and between two calls of `op`. */
  readonly timeout: number;
}

/**
 * Runs scripts in a thread of their own: one that throws, exits or never ends takes nothing along.
 * The thread starts with the first script and serves all of a run.
 */
export function createScriptHost({ timeout }: ScriptLimits): ScriptHost {
  let worker: Worker | undefined;
  const stop = async () => {
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  };
  const start = () => worker ??= new Worker(new URL("./script_worker.ts", import.meta.url));
  return {
    async exports(path, file) {
      const directions = new Promise<ReadonlySet<Direction>>((resolve, reject) =>
        converse(start(), { type: "exports", path }, {
          timeout,
          onExported: (found) => resolve(new Set(found)),
          onCall: () => {},
          onEnd: (error) => reject(error ?? new ScriptError("it ended without an answer")),
        })
      );
      try {
        return await directions;
      } catch (error) {
        await stop();
        throw error instanceof ScriptError ? loadError(error, file) : error;
      }
    },
    async run({ path, direction }, executor) {
      try {
        await runScript(start(), { path, direction, executor, timeout });
      } catch (error) {
        await stop();
        throw error;
      }
    },
    [Symbol.asyncDispose]: stop,
  };
}

interface ScriptRun {
  readonly path: string;
  readonly direction: Direction;
  readonly executor: ScriptExecutor;
  readonly timeout: number;
}

function runScript(
  worker: Worker,
  { path, direction, executor, timeout }: ScriptRun,
): Promise<void> {
  /** What refused calls threw here; the script only saw their messages. */
  const refusals = new Map<number, unknown>();
  return new Promise((resolve, reject) => {
    const { dialect } = executor;
    // The calls of a script are answered in the order in which it made them.
    let previous = Promise.resolve();
    converse(worker, { type: "run", path, direction, dialect }, {
      timeout,
      onExported: () => {},
      onCall: (number, request, answer) => {
        previous = previous.then(async () => {
          try {
            answer({ type: "answer", call: number, value: await serve(executor, request) });
          } catch (error) {
            refusals.set(number, error);
            const message = error instanceof Error ? error.message : String(error);
            answer({ type: "refusal", call: number, message });
          }
        });
      },
      onEnd: (error, call) => {
        // A call that the script did not wait for must not run on behind its end.
        void previous.then(() => {
          if (error === undefined) resolve();
          else reject(call === undefined ? error : refusals.get(call) ?? error);
        });
      },
    });
  });
}

function serve(executor: ScriptExecutor, request: Call): Promise<unknown> {
  if (request.method === "execute") return executor.execute(request.sql);
  if (request.method === "query") return executor.query(request.sql, request.parameters);
  if (request.method === "operations") return executor.operations(request.list);
  if (request.method === "spell") return executor.spell(request.request);
  return executor.table(request.name);
}

interface Conversation {
  readonly timeout: number;
  onExported(directions: readonly Direction[]): void;
  onCall(number: number, request: Call, answer: (message: ToWorker) => void): void;
  onEnd(error: ScriptError | undefined, call?: number): void;
}

/** Sends one request and follows it to its end, with a limit on every silence of the script. */
function converse(worker: Worker, request: ToWorker, conversation: Conversation): void {
  let answering = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(timer);
    if (answering > 0) return;
    timer = setTimeout(() => {
      const seconds = conversation.timeout / 1000;
      end(new ScriptError(`it did not end within ${seconds} s (scriptTimeout)`));
    }, conversation.timeout);
  };
  const end = (error: ScriptError | undefined, call?: number) => {
    clearTimeout(timer);
    worker.off("message", onMessage);
    worker.off("exit", onExit);
    worker.off("error", onError);
    conversation.onEnd(error, call);
  };
  const onMessage = (message: FromWorker) => {
    if (message.type === "call") {
      answering++;
      clearTimeout(timer);
      conversation.onCall(message.call, message.request, (answer) => {
        answering--;
        worker.postMessage(answer);
        listen();
      });
    } else if (message.type === "exported") {
      conversation.onExported(message.directions);
      end(undefined);
    } else if (message.type === "finished") {
      end(undefined);
    } else {
      end(new ScriptError(message.message, message.line), message.call);
    }
  };
  const onExit = (code: number) =>
    end(new ScriptError(`it ended its process with exit code ${code}`));
  const onError = (error: Error) => end(new ScriptError(error.message, undefined, error));
  worker.on("message", onMessage);
  worker.on("exit", onExit);
  worker.on("error", onError);
  worker.postMessage(request);
  listen();
}

function loadError(error: ScriptError, file: string): WhimbrelError {
  return new WhimbrelError("invalid_migration", `Cannot load "${file}": ${error.message}`, {
    place: { file, ...(error.line === undefined ? {} : { line: error.line }) },
    hint: "mend the script; nothing was run",
    cause: error,
  });
}

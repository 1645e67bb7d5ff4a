import { pathToFileURL } from "node:url";
import { parentPort } from "node:worker_threads";
import type { Row } from "../core/adapter.ts";
import type { Direction } from "../core/direction.ts";
import { createOperations } from "../core/operations.ts";
import type { Table } from "../core/schema.ts";
import type { ScriptExecutor, Spelling } from "../core/script.ts";
import { registerLibrary } from "./library.ts";
import type { Call, FromWorker, ToWorker } from "./script_protocol.ts";

/** The error of a call that the host refused, as the script sees it. */
class CallError extends Error {
  override readonly name = "OperationError";
  readonly call: number;

  constructor(message: string, call: number) {
    super(message);
    this.call = call;
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: CallError): void;
}

/** Serves the host: loads scripts and runs their functions, one at a time. */
async function serve(): Promise<void> {
  const port = parentPort!;
  const send = (message: FromWorker) => port.postMessage(message);
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  const call = (request: Call): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const number = ++calls;
      waiting.set(number, { resolve, reject });
      send({ type: "call", call: number, request });
    });
  // Results belong to stdout, and a migration's talk is none.
  for (const name of ["log", "info", "debug", "dir", "table"] as const) {
    console[name] = console.error;
  }
  await registerLibrary();
  port.on("message", async (message: ToWorker) => {
    if (message.type === "answer" || message.type === "refusal") {
      const entry = waiting.get(message.call);
      waiting.delete(message.call);
      if (message.type === "answer") entry?.resolve(message.value);
      else entry?.reject(new CallError(message.message, message.call));
      return;
    }
    let loading = true;
    try {
      const module = await load(message.path);
      loading = false;
      if (message.type === "exports") {
        const directions = (["upgrade", "downgrade"] as const)
          .filter((name) => typeof module[name] === "function");
        send({ type: "exported", directions });
      } else {
        await module[message.direction]!(createOperations(executorOf(message.dialect, call)));
        send({ type: "finished" });
      }
    } catch (error) {
      send(report(error, message.path, loading));
    }
  });
}

type Script = Partial<Record<Direction, (op: unknown) => unknown>>;

async function load(path: string): Promise<Script> {
  return await import(pathToFileURL(path).href);
}

/** The host answers each call with what the same method of its own executor gave. */
function executorOf(dialect: string, call: (request: Call) => Promise<unknown>): ScriptExecutor {
  return {
    dialect,
    execute: (sql) => call({ method: "execute", sql }) as Promise<void>,
    query: (sql, parameters) =>
      call({ method: "query", sql, parameters }) as Promise<readonly Row[]>,
    operations: (list) => call({ method: "operations", list }) as Promise<void>,
    spell: (request) => call({ method: "spell", request }) as Promise<Spelling>,
    table: (name) => call({ method: "table", name }) as Promise<Table | undefined>,
  };
}

function report(error: unknown, path: string, loading: boolean): FromWorker {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  const { message, stack, position } = (first ?? error) as {
    message?: string;
    stack?: string;
    position?: { line?: number };
  };
  return {
    type: "threw",
    message: message === undefined ? String(error) : message,
    line: position?.line ?? lineIn(stack ?? "", path),
    call: error instanceof CallError ? error.call : undefined,
    loading,
  };
}

function lineIn(stack: string, path: string): number | undefined {
  const places = [pathToFileURL(path).href, path];
  for (const place of places) {
    const at = stack.indexOf(`${place}:`);
    const match = at === -1 ? null : /^:(\d+)/.exec(stack.slice(at + place.length));
    if (match !== null) return Number(match[1]);
  }
  return undefined;
}

await serve();

import { fstatSync, writeSync } from "node:fs";
import process from "node:process";
import type { Output } from "./app.ts";
import { harmlessInColors } from "./printable.ts";

/** Where a process writes to. */
export interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * Standard output and error of this process. Terminals are written to through the runtime's streams;
 * files and pipes directly, since loading the streams takes longer than all else that a short
 * command does. What is written to both in one turn of the event loop keeps its order.
 */
export function openOutputs(): Outputs {
  let waiting: { readonly fd: number; text: string }[] = [];
  const flush = () => {
    const parts = waiting;
    waiting = [];
    for (const { fd, text } of parts) writeWhole(fd, text);
  };
  const direct = (fd: number): Output => ({
    isTTY: false,
    columns: 80,
    write(text) {
      if (waiting.length === 0) queueMicrotask(flush);
      const last = waiting.at(-1);
      if (last?.fd === fd) last.text += text;
      else waiting.push({ fd, text });
    },
  });
  return {
    stdout: isTerminal(1) ? throughStream(process.stdout) : direct(1),
    stderr: isTerminal(2) ? throughStream(process.stderr) : direct(2),
  };
}

/** Whether a file descriptor is a terminal. */
export function isTerminal(fd: number): boolean {
  try {
    // Says no without loading the module for all that is no device, which is what scripts use.
    return fstatSync(fd).isCharacterDevice() &&
      process.getBuiltinModule("node:tty").isatty(fd);
  } catch {
    return false;
  }
}

function throughStream(stream: NodeJS.WriteStream): Output {
  return {
    isTTY: true,
    columns: stream.columns ?? 80,
    write: (text) => void stream.write(harmlessInColors(text)),
  };
}

function writeWhole(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A reader that went away must not stop a migration.
      if (code === "EPIPE" || code === "EBADF") return;
      if (code !== "EAGAIN") throw error;
      pause(5);
    }
  }
}

/** Blocks while the reader of a pipe catches up. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

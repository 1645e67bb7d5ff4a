import type { ScriptOrigin } from "../adapter.ts";
import { WhimbrelError } from "../errors.ts";

/**
 * The part of a script that is in memory: what was read and not yet passed, so that a script of any
 * size takes bounded memory. Offsets that outlive a refill are counted from the script's start.
 */
export interface ScriptWindow {
  readonly origin: ScriptOrigin;
  readonly input: Iterator<string>;
  text: string;
  /** Where reading goes on, an index into `text`. */
  at: number;
  /** Offset of `text` in the script. */
  base: number;
  /** Up to this index of `text`, line breaks are part of `line`. */
  counted: number;
  line: number;
  /** Indexes of the first LF and CR from `counted` on; -1 where not looked for yet. */
  lf: number;
  cr: number;
  /** What left the window of the text that is being kept, and the offset of the rest. */
  kept: string[] | undefined;
  keptTo: number;
  /** Offset and line of the script's first NUL character. */
  nul: { readonly offset: number; readonly line: number } | undefined;
}

/** So many characters before `at` stay in the window, for a look at what a quote follows. */
const lookBehind = 2;

/** Opens a script; a byte order mark is dropped. */
export function openWindow(script: Iterable<string>, origin: ScriptOrigin): ScriptWindow {
  const input = script[Symbol.iterator]();
  const window: ScriptWindow = {
    origin,
    input,
    text: "",
    at: 0,
    base: 0,
    counted: 0,
    line: origin.line,
    lf: -1,
    cr: -1,
    kept: undefined,
    keptTo: 0,
    nul: undefined,
  };
  refill(window);
  if (window.text.startsWith("\ufeff")) {
    window.text = window.text.slice(1);
    window.base = 1;
  }
  return window;
}

/** Reads the next piece of the script and drops what was passed; false at the script's end. */
export function refill(window: ScriptWindow): boolean {
  let next = window.input.next();
  while (!next.done && next.value === "") next = window.input.next();
  if (next.done) return false;
  const dropped = Math.max(0, window.at - lookBehind);
  if (dropped > 0) {
    if (window.counted < dropped) lineAt(window, dropped);
    if (window.kept !== undefined && window.keptTo < window.base + dropped) {
      window.kept.push(window.text.slice(window.keptTo - window.base, dropped));
      window.keptTo = window.base + dropped;
    }
    window.text = window.text.slice(dropped);
    window.at -= dropped;
    window.base += dropped;
    window.counted -= dropped;
  }
  const nul = window.nul === undefined ? next.value.indexOf("\0") : -1;
  const index = window.text.length + nul;
  window.text += next.value;
  window.lf = window.cr = -1;
  if (nul >= 0) {
    const breaks = window.text.slice(window.counted, index).match(/\r\n?|\n/g);
    window.nul = { offset: window.base + index, line: window.line + (breaks?.length ?? 0) };
  }
  return true;
}

/** Keeps the text from `at` on, across refills, until it is taken. */
export function keep(window: ScriptWindow): void {
  window.kept = [];
  window.keptTo = window.base + window.at;
}

/** Takes the kept text up to an offset in the script. */
export function takeKept(window: ScriptWindow, end: number): string {
  const { text, base, keptTo, kept = [] } = window;
  window.kept = undefined;
  if (end >= keptTo) return kept.join("") + text.slice(keptTo - base, end - base);
  const surplus = keptTo - end;
  return kept.join("").slice(0, -surplus);
}

/** Makes `count` characters from `at` on available; false when the script ends before. */
export function ahead(window: ScriptWindow, count: number): boolean {
  while (window.text.length - window.at < count) {
    if (!refill(window)) return false;
  }
  return true;
}

/**
 * The line of an index into the text. Indexes of later calls must not be smaller. LF, CR and CRLF
 * are one break each.
 */
export function lineAt(window: ScriptWindow, index: number): number {
  const { text, counted } = window;
  if (window.lf < 0) window.lf = indexFrom(text, "\n", counted);
  if (window.cr < 0) window.cr = indexFrom(text, "\r", counted);
  while (window.lf < index) {
    window.line++;
    window.lf = indexFrom(text, "\n", window.lf + 1);
  }
  while (window.cr < index) {
    if (text[window.cr + 1] !== "\n") window.line++;
    window.cr = indexFrom(text, "\r", window.cr + 1);
  }
  window.counted = Math.max(counted, index);
  return window.line;
}

function indexFrom(text: string, mark: string, from: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? Infinity : index;
}

/** An error at a line of the script. */
export function scriptError(
  window: ScriptWindow,
  { line, message, hint }: { line: number; message: string; hint: string },
): WhimbrelError {
  const place = { file: window.origin.file, line };
  return new WhimbrelError("invalid_migration", message, { place, hint });
}

/** @throws {WhimbrelError} `invalid_migration` when a NUL character stands before `at`. */
export function refuseNul(window: ScriptWindow): void {
  const { nul, base, at } = window;
  if (nul === undefined || nul.offset >= base + at) return;
  throw scriptError(window, {
    line: nul.line,
    message: "Cannot read SQL with a NUL character in it",
    hint: "save the file as UTF-8 without NUL characters",
  });
}

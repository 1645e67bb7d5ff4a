import type { ScriptRules } from "./rules.ts";
import type { ScriptWindow } from "./window.ts";

/** Where the splitter is in a script. */
export interface Scan {
  readonly window: ScriptWindow;
  readonly rules: ScriptRules;
  /** What ends a statement; set through {@linkcode setDelimiter}. */
  delimiter: string;
  /** Global: characters that are more than part of a word or an operator. */
  stops: RegExp;
  /** Offset behind the last token of the statement at hand. */
  end: number;
  /** Line of the open comment that the server executes; 0 outside of one. */
  executable: number;
}

const usualDelimiter = ";";

/** Starts at the beginning of a script. */
export function beginScan(window: ScriptWindow, rules: ScriptRules): Scan {
  const stops = usualStopsOf(rules);
  return { window, rules, delimiter: usualDelimiter, stops, end: 0, executable: 0 };
}

/** Migrations are many and their rules few: most of a short script's time would go into this. */
const usualStops = new WeakMap<ScriptRules, RegExp>();

function usualStopsOf(rules: ScriptRules): RegExp {
  const known = usualStops.get(rules);
  if (known !== undefined) return known;
  const stops = stopsOf(rules, usualDelimiter);
  usualStops.set(rules, stops);
  return stops;
}

function stopsOf(rules: ScriptRules, delimiter: string): RegExp {
  const marks = [...rules.quotes.keys(), delimiter.charAt(0), "-", "/", "#"];
  if (rules.dollarQuotes) marks.push("$");
  if (rules.executableComment) marks.push("*");
  if (rules.client.mark === "\\") marks.push("\\");
  const codes = marks.map((mark) => mark.charCodeAt(0).toString(16).padStart(4, "0"));
  return new RegExp(`[${codes.map((code) => `\\u${code}`).join("")}]`, "g");
}

/** Lets statements end with something else from here on. */
export function setDelimiter(scan: Scan, delimiter: string): void {
  scan.delimiter = delimiter;
  scan.stops = stopsOf(scan.rules, delimiter);
}

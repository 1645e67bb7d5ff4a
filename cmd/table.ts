import Table from "cli-table3";
import type { App } from "./app.ts";

const noBorders = {
  "top": "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  "bottom": "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  "left": "",
  "left-mid": "",
  "mid": "",
  "mid-mid": "",
  "right": "",
  "right-mid": "",
  "middle": "  ",
};

/** Prints rows in columns to stdout; nothing where there are none. */
export function printTable(
  app: App,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (rows.length === 0) return;
  const table = new Table({
    head: head.map((word) => app.colors.bold(word)),
    chars: noBorders,
    style: { "head": [], "border": [], "padding-left": 0, "padding-right": 0, "compact": true },
  });
  table.push(...rows.map((row) => row.map((cell) => cell.replaceAll(/\r?\n|\r/g, "\\n"))));
  for (const line of table.toString().split("\n")) app.print(line.trimEnd());
}

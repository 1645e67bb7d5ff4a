import type { DiffTraits } from "../../core/diff/traits.ts";
import { tokens } from "./lexer.ts";
import { foldName } from "./quote.ts";

/**
 * SQLite keeps every definition as it was written, and looks names up when it uses them. Tables are
 * rebuilt with foreign keys off, so that nothing holds what it refers to.
 */
export const diffTraits: DiffTraits = {
  fold: { table: foldName, column: foldName },
  spelling,
  foreignKeysHold: [],
  generatedHold: false,
  objectsHold: false,
  sharedNames: ["index"],
};

/** An SQL text without needless quotes, blanks and comments, in lower case but for its strings. */
function spelling(sql: string): string {
  return Array.from(tokens(sql), ({ kind, text, value }) => {
    if (kind === "word") return foldName(text);
    if (kind !== "identifier") return text;
    const name = foldName(value);
    const isPlain = /^[a-z_][a-z0-9_$]*$/.test(name) && !keywords.has(name);
    return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
  }).join(" ");
}

/** Words that mean something else without quotes where a name may stand. */
const keywords: ReadonlySet<string> = new Set(
  ("and as between case check collate current_date current_time current_timestamp default delete " +
    "distinct else escape exists false from group having in insert is isnull join limit not notnull " +
    "null on or order primary references select set then true unique update using values when where")
    .split(" "),
);

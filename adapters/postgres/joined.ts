import type { Completion, ServerFault } from "./frames.ts";

/** Statements as one text, which the server takes in one message. */
export interface Joined {
  readonly text: string;
  /** Offset of each statement in the text. */
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
}

/** Joins statements so that each ends where it did. */
export function join(statements: readonly string[]): Joined {
  const starts: number[] = [];
  let text = "";
  for (const statement of statements) {
    starts.push(text.length);
    // On a line of its own, since the statement may end with a comment.
    text += `${statement}\n;`;
  }
  return {
    text: statements.length === 1 ? statements[0]! : text,
    starts,
    lengths: statements.map((statement) => statement.length),
  };
}

/** Where in the statements an error lies. */
export interface Fault {
  readonly index: number;
  /** Characters (UTF-16) from the start of that statement. */
  readonly offset: number | undefined;
}

/**
 * Finds the statement that failed. The server runs them one by one and completes each, so it is
 * the first that was not completed; but it parses the whole text before it runs any of it, so that
 * a syntax error anywhere comes before the first completion. Positions alone would not do: those
 * of errors in texts that the server makes itself do not refer to ours.
 */
export function locateFault(joined: Joined, fault: ServerFault, completed: number): Fault {
  const at = fault.position === undefined
    ? undefined
    : stringIndex(joined.text, fault.position - 1);
  const last = joined.starts.length - 1;
  const positioned = at === undefined ? -1 : joined.starts.findLastIndex((start) => start <= at);
  const index = completed === 0 && positioned > 0 && isParserFault(fault)
    ? positioned
    : Math.min(completed, last);
  if (at === undefined || positioned !== index) return { index, offset: undefined };
  return { index, offset: Math.min(at - joined.starts[index]!, joined.lengths[index]!) };
}

/** The grammar and the scanner of the server, whose errors come before anything runs. */
function isParserFault({ code, file }: ServerFault): boolean {
  return file === undefined
    ? code === "42601"
    : /^(?:gram\.[cy]|scan\.[cl]|parser\.c|scansup\.c)$/.test(file);
}

/** The UTF-16 offset of a number of code points. */
function stringIndex(text: string, points: number): number {
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left--) {
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  return at;
}

/**
 * Gives each statement its rows. The driver makes one list for each statement that describes
 * rows, and one more in front when the first does not.
 */
export function alignRows<R>(
  lists: readonly (readonly R[])[],
  completions: readonly Completion[],
  count: number,
): readonly (readonly R[])[] {
  const withRows = completions.filter(({ hasRows }) => hasRows).length;
  const rest = withRows === 0 ? [] : lists.slice(-withRows);
  // A text of several statements that was given as one has the rows of its last.
  if (count === 1) return [rest.at(-1) ?? []];
  let next = 0;
  return Array.from(
    { length: count },
    (_, index) => completions[index]?.hasRows === true ? rest[next++] ?? [] : [],
  );
}

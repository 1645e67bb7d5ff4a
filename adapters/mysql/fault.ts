/** The parts of a request from the failed statement on. */
export interface FaultyText {
  readonly statement: string;
  /** The statement and what was sent behind it. */
  readonly rest: string;
}

/**
 * Finds where in a statement the server saw a syntax error. It only quotes up to 80 characters
 * from there on, which may reach into the statements sent behind; those are taken out of the
 * message, as is a line number that counts from the statement's start.
 */
export function locateFault(
  message: string,
  { statement, rest }: FaultyText,
): { readonly message: string; readonly offset: number | undefined } {
  const quote = / near '([^]*)' at line (\d+)$/.exec(message);
  if (quote === null) return { message, offset: undefined };
  const [all, near = "", line = "1"] = quote;
  const start = message.slice(0, message.length - all.length);
  const places = near === "" ? [statement.length] : occurrences(rest, near);
  // A statement that ends too early is faulted at the separator behind it.
  const inside = places.filter((each) => each <= statement.length + 1);
  const place = inside.find((each) => lineOf(rest, each) === Number(line)) ?? inside[0];
  if (place === undefined) return { message, offset: place };
  const offset = Math.min(place, statement.length);
  const shown = near.slice(0, Math.max(0, statement.length - offset));
  const what = shown === "" ? "at the end of the statement" : `near '${shown}'`;
  return { message: `${start} ${what}`, offset };
}

function occurrences(text: string, part: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** The columns of a table while they are brought into the wanted order. */
export interface Route {
  readonly now: string[];
  readonly wanted: readonly string[];
  /** Columns that have to go nowhere any more. */
  readonly settled: Set<string>;
}

/** The place that a new column finds among those that are there; absent at the end. */
export function addPlace(route: Route, name: string): { readonly position?: number } {
  const position = settle(route, name, true);
  return position === route.now.length - 1 ? {} : { position };
}

/** The way of a column to where it belongs. */
export function movePlace(
  route: Route,
  name: string,
): { readonly from: number; readonly to: number } {
  const from = route.now.indexOf(name);
  route.now.splice(from, 1);
  return { from, to: settle(route, name, false) };
}

/**
 * Puts a column behind the settled one that goes before it, else first.
 *
 * @param mayEnd it goes to the end, behind columns that have yet to go, where no settled one follows.
 */
function settle({ now, wanted, settled }: Route, name: string, mayEnd: boolean): number {
  const index = wanted.indexOf(name);
  const isLast = !wanted.slice(index + 1).some((other) => settled.has(other));
  const previous = wanted.slice(0, index).findLast((other) => settled.has(other));
  const position = mayEnd && isLast
    ? now.length
    : previous === undefined
    ? 0
    : now.indexOf(previous) + 1;
  now.splice(position, 0, name);
  settled.add(name);
  return position;
}

/** Takes a column out; its place is for the way back. */
export function takePlace(now: string[], name: string): { readonly position?: number } {
  const position = now.indexOf(name);
  now.splice(position, 1);
  return position === now.length ? {} : { position };
}

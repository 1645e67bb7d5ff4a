import type { Revision, RevisionGraph } from "./graph.ts";

/** How {@linkcode drawGraph} draws. */
export interface DrawOptions {
  /** Box characters; plain ASCII when false. */
  readonly unicode?: boolean;
  /** Ids of the revisions that are drawn full; all when left out. */
  readonly applied?: ReadonlySet<string>;
  /** Revisions to draw, newest first; rails go on below the last one. */
  readonly limit?: number;
}

/**
 * Draws the graph for a terminal, newest first, one node a line with what `describe` says beside
 * it, and rails from every revision down to its parents. Where lines meet, either only one comes
 * from above or only one goes on below, so that a rail followed downwards ends at a parent.
 * Dependencies are a line of text below their revision.
 */
export function drawGraph<T extends Revision>(
  graph: RevisionGraph<T>,
  describe: (revision: T) => readonly string[] | string,
  options: DrawOptions = {},
): readonly string[] {
  const { unicode = true, applied, limit = Infinity } = options;
  const rails: Rail[] = [];
  const rows: Row[] = [];
  let rootAbove = -1;
  for (const revision of graph.order.toReversed().slice(0, limit)) {
    const column = placeNode(rails, revision.id);
    // A head right below a root would look like its parent.
    if (column === rootAbove) rows.push({ cells: passing(rails, column), text: "" });

    const full = applied?.has(revision.id) ?? true;
    const node = full ? glyphs.full : glyphs.hollow;
    rails[column] = undefined;
    const goesOn = revision.parents.length > 0;
    const [first = "", ...more] = textOf(graph, revision, describe(revision), unicode);
    rows.push({ cells: withCell(passing(rails), column, node), text: first });
    for (const text of more) {
      rows.push({ cells: withCell(passing(rails), column, goesOn ? up | down : 0), text });
    }
    for (const cells of leave(rails, column, revision.parents)) rows.push({ cells, text: "" });
    rootAbove = goesOn ? -1 : column;
    while (rails.length > 0 && rails.at(-1) === undefined) rails.pop();
  }
  return print(rows, unicode);
}

/** The id of the revision that a column leads down to. */
type Rail = string | undefined;

interface Row {
  /** Every second cell is a column, the others are the gaps between columns. */
  readonly cells: readonly number[];
  readonly text: string;
}

/** A cell is the set of sides on which a line leaves it, or a node. */
const up = 1;
const down = 2;
const left = 4;
const right = 8;
const glyphs = { full: 16, hollow: 17 } as const;
const unicodeCells = " ╵╷│╴╯╮┤╶╰╭├─┴┬┼●○";
const asciiCells = " |||-/\\+-\\/+-'.+*o";

function placeNode(rails: readonly Rail[], id: string): number {
  const column = rails.indexOf(id);
  if (column >= 0) return column;
  const free = rails.indexOf(undefined);
  return free >= 0 ? free : rails.length;
}

/** A row in which every rail goes straight on, except in one column. */
function passing(rails: readonly Rail[], except = -1): number[] {
  const cells: number[] = [];
  rails.forEach((rail, column) => {
    cells[2 * column] = rail === undefined || column === except ? 0 : up | down;
    if (column > 0) cells[2 * column - 1] = 0;
  });
  return cells;
}

function withCell(cells: number[], column: number, cell: number): number[] {
  while (cells.length <= 2 * column) cells.push(0);
  cells[2 * column] = cell;
  return cells;
}

/** Leads rails from a node to its parents, and draws what that takes below the node. */
function leave(rails: Rail[], column: number, parents: readonly string[]): readonly number[][] {
  if (parents.length === 0) return [];
  const columns = [column];
  for (let free = column + 1; columns.length < parents.length; free++) {
    if (rails[free] === undefined) columns.push(free);
  }
  // Rails that end in another one start on its side, so that they cross as little as they can.
  const side = (id: string) => {
    const at = rails.indexOf(id);
    return at < 0 ? column : at;
  };
  const sorted = parents
    .map((id) => ({ id, side: side(id) }))
    .sort((a, b) => a.side - b.side);

  const drawn: number[][] = [];
  const before = [...rails];
  sorted.forEach(({ id }, index) => rails[columns[index]!] = id);
  if (columns.length > 1) drawn.push(fork(before, columns));
  for (const { id } of sorted) {
    const ends: number[] = [];
    rails.forEach((rail, at) => rail === id && ends.push(at));
    if (ends.length < 2) continue;
    drawn.push(join(rails, ends));
    for (const end of ends.slice(1)) rails[end] = undefined;
  }
  return drawn;
}

/** One line from above, at the first of the columns, goes on in all of them. */
function fork(rails: readonly Rail[], columns: readonly number[]): number[] {
  return connect(passing(rails), columns, { first: up | down, others: down });
}

/** Lines from above in all of the columns go on in the first. */
function join(rails: readonly Rail[], columns: readonly number[]): number[] {
  return connect(passing(rails), columns, { first: up | down, others: up });
}

/** Draws a line across that passes below the rails that it has nothing to do with. */
function connect(
  cells: number[],
  columns: readonly number[],
  sides: { readonly first: number; readonly others: number },
): number[] {
  const from = columns[0]!;
  const to = columns.at(-1)!;
  for (let cell = 2 * from; cell <= 2 * to; cell++) {
    if ((cells[cell] ?? 0) === 0) cells[cell] = left | right;
  }
  for (const column of columns) {
    const towardsFirst = column > from ? left : 0;
    const towardsLast = column < to ? right : 0;
    const own = column === from ? sides.first : sides.others;
    cells[2 * column] = own | towardsFirst | towardsLast;
  }
  return cells;
}

function textOf<T extends Revision>(
  graph: RevisionGraph<T>,
  revision: T,
  description: readonly string[] | string,
  unicode: boolean,
): readonly string[] {
  const lines = typeof description === "string" ? [description] : description;
  const notes = revision.depends.map((id) =>
    `${unicode ? "↳ " : ""}depends on ${graph.get(id)!.name}`
  );
  return [...lines, ...notes];
}

/** Text starts in one column as long as the graph is narrow; wider rows push theirs to the right. */
const alignedCells = 9;

/** In ASCII a slant leads to the next column by itself. */
const nextColumn = /\+-([\\/])/g;

function print(rows: readonly Row[], unicode: boolean): readonly string[] {
  const letters = unicode ? unicodeCells : asciiCells;
  const widest = rows.reduce((width, { cells }) => Math.max(width, cells.length), 0);
  const indent = Math.min(widest, alignedCells);
  return rows.map(({ cells, text }) => {
    const drawing = cells.map((cell) => letters[cell]).join("").replace(nextColumn, "|$1 ");
    return text === "" ? drawing.trimEnd() : `${drawing.padEnd(indent)}  ${text}`;
  });
}

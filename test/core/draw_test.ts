import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { drawGraph, type DrawOptions } from "../../core/draw.ts";
import { buildGraph, type RevisionGraph } from "../../core/graph.ts";
import { graphOf, ids, randomRevisions } from "./revisions.ts";

function draw(graph: RevisionGraph, options?: DrawOptions): readonly string[] {
  return drawGraph(graph, ({ id }) => id, options);
}

/** Compares with a drawing that is indented as the test is. */
function assertDrawing(actual: readonly string[], expected: string): void {
  const lines = expected.split("\n").slice(1, -1);
  const indent = Math.min(...lines.filter((line) => line !== "").map((line) => line.search(/\S/)));
  assert.deepEqual(actual, lines.map((line) => line.slice(indent)));
}

/** The sides on which each character has a line. */
const sides: Readonly<Record<string, string>> = {
  "│": "ud",
  "─": "lr",
  "├": "udr",
  "╮": "ld",
  "╯": "lu",
  "┬": "lrd",
  "┴": "lru",
};

/**
 * Reads a drawing back: from every node it follows each line downwards and across, through
 * crossings, and reports the nodes at which it arrives. Fails at any loose end.
 */
function readDrawing(lines: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const grid = lines.map((line) => /^[ │─├╮╯┬┴●○]*/.exec(line)![0]);
  const names = lines.map((line, row) => line.slice(grid[row]!.length));
  const edges = new Map<string, Set<string>>();
  const at = (row: number, column: number) => grid[row]?.[column] ?? " ";
  const isNode = (character: string) => "●○".includes(character);

  function descend(row: number, column: number, arrive: (name: string) => void): void {
    const here = at(row, column);
    if (isNode(here)) return arrive(names[row]!);
    assert.ok(sides[here]?.includes("u"), `line ends above ${row}:${column} "${here}"`);
    if (here === "│") return descend(row + 1, column, arrive);
    leave(row, column, arrive);
    if (here !== "├") across(row, column - 1, -1, arrive);
    if (here === "├") across(row, column + 1, 1, arrive);
  }
  function leave(row: number, column: number, arrive: (name: string) => void): void {
    if (sides[at(row, column)]!.includes("d")) descend(row + 1, column, arrive);
  }
  function across(row: number, column: number, step: number, arrive: (name: string) => void): void {
    const here = at(row, column);
    assert.ok(here !== " ", `line ends beside ${row}:${column}`);
    if (here === "─" || here === "│") return across(row, column + step, step, arrive);
    assert.ok(sides[here]!.includes(step > 0 ? "l" : "r"), `line ends at ${row}:${column}`);
    leave(row, column, arrive);
    if (sides[here]!.includes(step > 0 ? "r" : "l")) across(row, column + step, step, arrive);
  }

  grid.forEach((cells, row) => {
    const column = [...cells].findIndex(isNode);
    if (column < 0) return;
    const name = names[row]!;
    assert.ok(!edges.has(name), `${name} is drawn twice`);
    assert.equal([...cells].filter(isNode).length, 1);
    const found = new Set<string>();
    edges.set(name, found);
    if (sides[at(row + 1, column)]?.includes("u") || isNode(at(row + 1, column))) {
      descend(row + 1, column, (parent) => found.add(parent));
    }
  });
  return edges;
}

describe("drawGraph()", () => {
  test("draws every revision once, newest first", () => {
    fc.assert(fc.property(randomRevisions, (revisions) => {
      const graph = buildGraph(revisions);
      const names = [...readDrawing(draw(graph)).keys()];
      assert.deepEqual(names, ids(graph.order).toReversed());
    }));
  });

  test("draws rails that lead to the parents of a revision and nowhere else", () => {
    fc.assert(
      fc.property(randomRevisions, (revisions) => {
        const edges = readDrawing(draw(buildGraph(revisions)));
        for (const { id, parents } of revisions) {
          assert.deepEqual([...edges.get(id)!].sort(), [...parents].sort());
        }
      }),
      { numRuns: 500 },
    );
  });

  test("the reader of drawings sees a rail that leads to the wrong parent", () => {
    const drawing = draw(graphOf("a", "b a", "c b"));
    assert.deepEqual([...readDrawing(drawing).get("c")!], ["b"]);
    assert.throws(() => readDrawing(["●    c", "├─╮", "●    b"]), /line ends above/);
    assert.deepEqual([...readDrawing(["●    c", "├─╮", "● │  b", "  ●  a"]).get("c")!], ["b", "a"]);
  });

  test("draws one line of revisions as one rail, the pending ones hollow", () => {
    const graph = graphOf("a", "b a", "c b");
    assertDrawing(
      draw(graph, { applied: new Set(["a", "b"]) }),
      `
      ○  c
      ●  b
      ●  a
      `,
    );
  });

  test("draws a branch and its merge", () => {
    assertDrawing(
      draw(graphOf("a", "b a", "c a", "m b c", "d m")),
      `
      ●    d
      ●    m
      ├─╮
      │ ●  c
      ● │  b
      ├─╯
      ●    a
      `,
    );
  });

  test("draws in ASCII", () => {
    assertDrawing(
      draw(graphOf("a", "b a", "c a", "d a", "m b c d", "x a", "n m x"), {
        unicode: false,
        applied: new Set(["a", "b", "c"]),
      }),
      `
      o        n
      |\\
      | o      x
      o |      m
      +-|-.-\\
      | | | o  d
      | +-|-/
      | | *    c
      | |/
      * |      b
      |/
      *        a
      `,
    );
  });

  test("leaves a blank line between lines that have nothing in common", () => {
    assertDrawing(
      draw(graphOf("a", "b a", "p", "q p", "z")),
      `
      ●  z

      ●  q
      ●  p

      ●  b
      ●  a
      `,
    );
  });

  test("draws a criss-cross merge without false ways", () => {
    assertDrawing(
      draw(graphOf("a", "b a", "c a", "m b c", "n b c", "z m n")),
      `
      ●        z
      ├─╮
      │ ●      n
      │ ├─╮
      ● │ │    m
      ├─│─│─╮
      ├─╯ │ │
      │   ├─╯
      │   ●    c
      ●   │    b
      ├───╯
      ●        a
      `,
    );
  });

  test("draws a merge of five", () => {
    assertDrawing(
      draw(graphOf("a", "b a", "c a", "d a", "e a", "m a b c d e")),
      `
      ●          m
      ├─┬─┬─┬─╮
      │ │ │ │ ●  e
      ├─│─│─│─╯
      │ │ │ ●    d
      ├─│─│─╯
      │ │ ●      c
      ├─│─╯
      │ ●        b
      ├─╯
      ●          a
      `,
    );
  });

  test("says dependencies in words and carries rails past several lines of text", () => {
    const graph = graphOf("a", "b a", "p", "q p !b");
    assertDrawing(
      drawGraph(graph, ({ id }) => [id, `text of ${id}`]),
      `
      ●  q
      │  text of q
      │  ↳ depends on b
      ●  p
         text of p

      ●  b
      │  text of b
      ●  a
         text of a
      `,
    );
    assert.ok(drawGraph(graph, () => "", { unicode: false }).includes("|  depends on b"));
  });

  test("stops after the limit with the rails open", () => {
    assertDrawing(
      draw(graphOf("a", "b a", "c a", "m b c"), { limit: 2 }),
      `
      ●    m
      ├─╮
      │ ●  c
      `,
    );
    assert.deepEqual(draw(buildGraph([])), []);
  });
});

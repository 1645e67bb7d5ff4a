import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { WhimbrelError } from "../../core/errors.ts";
import { buildGraph, type Revision } from "../../core/graph.ts";
import { graphOf, ids, randomRevisions, revisionsOf } from "./revisions.ts";

describe("buildGraph()", () => {
  test("orders parents and dependencies before what needs them", () => {
    fc.assert(fc.property(randomRevisions, (revisions) => {
      const { order } = buildGraph(revisions);
      assert.equal(order.length, revisions.length);
      const seen = new Set<string>();
      for (const { id, parents, depends } of order) {
        for (const needed of [...parents, ...depends]) assert.ok(seen.has(needed));
        seen.add(id);
      }
      assert.equal(seen.size, revisions.length);
    }));
  });

  test("takes the oldest of the revisions that are ready", () => {
    fc.assert(fc.property(randomRevisions, (revisions) => {
      const key = ({ created, name, id }: Revision) => [created ?? "", name, id].join("\0");
      const done = new Set<string>();
      for (const revision of buildGraph(revisions).order) {
        const ready = revisions.filter(({ id, parents, depends }) =>
          !done.has(id) && [...parents, ...depends].every((needed) => done.has(needed))
        );
        assert.equal(key(revision), ready.map(key).sort()[0]);
        done.add(revision.id);
      }
    }));
  });

  test("does not depend on the order of the input", () => {
    const shuffled = randomRevisions.chain((revisions) =>
      fc.tuple(
        fc.constant(revisions),
        fc.shuffledSubarray([...revisions], { minLength: revisions.length }),
      )
    );
    fc.assert(fc.property(shuffled, ([one, other]) => {
      assert.deepEqual(ids(buildGraph(other).order), ids(buildGraph(one).order));
    }));
  });

  test("compares creation times, not their spelling", () => {
    const at = (id: string, created: string): Revision => ({
      ...{ id, created, name: id },
      parents: [],
      depends: [],
    });
    const { order } = buildGraph([
      at("a", "2026-01-13T17:24:00.500Z"),
      at("b", "2026-01-13T17:24:00Z"),
    ]);
    assert.deepEqual(ids(order), ["b", "a"]);
  });

  test("gives back the caller's own nodes", () => {
    const node = { id: "a", parents: [], depends: [], name: "a", checksum: "42" };
    assert.equal(buildGraph([node]).get("a")?.checksum, "42");
    assert.equal(buildGraph([node]).order[0], node);
  });

  test("accepts an empty folder", () => {
    const graph = buildGraph([]);
    assert.deepEqual([graph.order, graph.heads, graph.roots], [[], [], []]);
  });

  test("finds heads, roots and children over parents, not over dependencies", () => {
    const graph = graphOf("a", "b a", "c a", "p", "q p !b", "m b c", "x a");
    assert.deepEqual(ids(graph.heads), ["q", "m", "x"]);
    assert.deepEqual(ids(graph.roots), ["a", "p"]);
    assert.deepEqual(ids(graph.children("a")), ["b", "c", "x"]);
    assert.deepEqual(ids(graph.children("b")), ["m"]);
    assert.deepEqual(ids(graphOf("a", "b !a").heads), ["a", "b"]);
  });

  test("finds ancestors and descendants over both, offspring over parents alone", () => {
    const graph = graphOf("a", "b a", "p", "q p !b", "r q", "c b");
    assert.deepEqual([...graph.ancestors("r")].sort(), ["a", "b", "p", "q"]);
    assert.deepEqual([...graph.descendants("b")].sort(), ["c", "q", "r"]);
    assert.deepEqual([...graph.offspring("b")], ["c"]);
    assert.deepEqual([...graph.ancestors(["b", "a"])], ["a"]);
    assert.deepEqual([...graph.ancestors("nobody")], []);
  });

  test("ancestors and descendants are inverses", () => {
    fc.assert(fc.property(randomRevisions, (revisions) => {
      const graph = buildGraph(revisions);
      for (const { id } of revisions) {
        const ancestors = graph.ancestors(id);
        assert.ok(!ancestors.has(id));
        for (const other of revisions) {
          assert.equal(graph.descendants(other.id).has(id), ancestors.has(other.id));
        }
      }
    }));
  });

  test("a label names its revision and what descends from it", () => {
    const graph = graphOf("a", "b a @billing", "c b", "d c @billing", "x a", "y x !c");
    assert.deepEqual([...graph.line("billing")].sort(), ["b", "c", "d"]);
    assert.equal(graph.labels.get("billing")?.id, "b");
    assert.equal(graph.line("shipping").size, 0);
  });

  test("a merge and what follows belong to the lines of all sides", () => {
    const graph = graphOf("a @one", "b @two", "m a b", "n m");
    assert.deepEqual([...graph.line("one")].sort(), ["a", "m", "n"]);
    assert.deepEqual([...graph.line("two")].sort(), ["b", "m", "n"]);
  });

  test("walks 10,000 revisions without running out of stack", () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => n === 0 ? "r0" : `r${n} r${n - 1}`);
    const graph = graphOf(...lines);
    assert.equal(graph.ancestors("r9999").size, 9_999);
    assert.equal(graph.descendants("r0").size, 9_999);
    assert.equal(graph.order[9_999]?.id, "r9999");
  });
});

function refusal(...lines: string[]): WhimbrelError {
  try {
    graphOf(...lines);
  } catch (error) {
    assert.ok(error instanceof WhimbrelError);
    assert.equal(error.code, "invalid_graph");
    assert.equal(error.exitCode, 2);
    assert.match(error.hint ?? "", /`whimbrel heads`/);
    return error;
  }
  assert.fail(`${lines.join(", ")} was accepted`);
}

describe("buildGraph() refuses", () => {
  test("two files with one revision, and names both", () => {
    const [a] = revisionsOf("a");
    const twice = [a!, { ...a!, name: "copy_of_a", file: "migrations/copy_of_a.sql" }];
    for (const revisions of [twice, twice.toReversed()]) {
      assert.throws(() => buildGraph(revisions), {
        code: "invalid_graph",
        message: 'Two migrations have the revision "a"',
        place: { file: "migrations/copy_of_a.sql" },
        notes: ["first: migrations/a.sql", "second: migrations/copy_of_a.sql"],
      });
    }
  });

  test("ids that differ in letter case or Unicode form alone", () => {
    assert.equal(
      refusal("Users", "users").message,
      'The revisions "Users" and "users" differ only in how they are spelled',
    );
    refusal("caf\u00e9", "cafe\u0301");
  });

  test("a missing parent, with the id that may be meant", () => {
    const error = refusal("abc123def456", "next abc123def465");
    assert.equal(error.message, 'Cannot find "abc123def465", the parent of migration "next"');
    assert.deepEqual(error.place, { file: "migrations/next.sql" });
    assert.deepEqual(error.notes, ['"abc123def456" is close: migrations/abc123def456.sql']);
    assert.match(error.hint!, /^if "abc123def456" is meant, write it in migrations\/next.sql/);
  });

  test("a missing parent that resembles nothing, with no suggestion", () => {
    const error = refusal("abc123def456", "next 99ffee000111");
    assert.deepEqual(error.notes, []);
    assert.match(error.hint!, /^bring the file of "99ffee000111" back/);
  });

  test("a missing parent by the beginning of an id that exists", () => {
    assert.match(refusal("abc123def456", "next abc1").notes[0]!, /"abc123def456" is close/);
  });

  test("a missing dependency", () => {
    assert.match(refusal("a", "b a !zz").message, /^Cannot find "zz", the dependency of/);
  });

  test("a revision that is its own parent or dependency", () => {
    assert.equal(refusal("a a").message, 'Migration "a" is its own parent');
    assert.equal(refusal("a !a").message, 'Migration "a" is its own dependency');
  });

  test("a parent that is named twice", () => {
    assert.match(refusal("a", "b a a").message, /names the parent "a" twice/);
  });

  test("a cycle, shown from its oldest revision with the files", () => {
    const error = refusal("root", "a root c", "b a", "c root !b", "d c");
    assert.equal(error.message, "The migrations wait for each other: a -> c -> b -> a");
    assert.deepEqual(error.place, { file: "migrations/a.sql" });
    assert.deepEqual(error.notes, [
      'migrations/a.sql has the parent "c"',
      'migrations/c.sql depends on "b"',
      'migrations/b.sql has the parent "a"',
    ]);
  });

  test("a cycle of many in few words", () => {
    const lines = Array.from({ length: 300 }, (_, n) => `r${n} r${(n + 299) % 300}`);
    const { message, notes } = refusal(...lines);
    assert.match(message, /: r0 -> r299 -> r298 -> r297 -> \(293 more\) -> r3 -> r2 -> r1 -> r0$/);
    assert.equal(notes.length, 9);
  });

  test("a label on two unrelated lines", () => {
    const error = refusal("a", "b a @billing", "c a @billing");
    assert.equal(error.message, 'Two unrelated lines have the label "billing"');
    assert.deepEqual(error.notes, ["first: migrations/b.sql", "second: migrations/c.sql"]);
  });

  test("a label that no target could name", () => {
    assert.match(refusal("a @x:y").message, /^Label "x:y" cannot be written as a target/);
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { ErrorCode, WhimbrelError } from "../../core/errors.ts";
import { buildGraph, type Revision, type RevisionGraph } from "../../core/graph.ts";
import { appliedHeads } from "../../core/locate.ts";
import { resolveRange } from "../../core/range.ts";
import { resolveDowngrade, resolveEach, resolveOne, resolveUpgrade } from "../../core/target.ts";
import { graphOf, ids, randomRevisions } from "./revisions.ts";

const applied = (text: string): ReadonlySet<string> => new Set(text.split(" ").filter(Boolean));

function up(graph: RevisionGraph, before: string, target?: string): string {
  return ids(resolveUpgrade(graph, applied(before), target)).join(" ");
}

function down(graph: RevisionGraph, before: string, target?: string): string {
  return ids(resolveDowngrade(graph, applied(before), target).revisions).join(" ");
}

function refusal(work: () => unknown, code: ErrorCode, message: RegExp | string): WhimbrelError {
  let refused: WhimbrelError | undefined;
  assert.throws(work, (error: WhimbrelError) => {
    refused = error;
    assert.equal(error.code, code, error.message);
    assert.equal(error.exitCode, 2);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    assert.ok(error.hint, "an error says how to go on");
    return true;
  });
  return refused!;
}

const line = graphOf("a", "b a", "c b", "d c");
const fork = graphOf("a", "b a", "c a", "d c");
const diamond = graphOf("a", "b a", "c a", "m b c", "n m");
/** Two lines with labels; `y` of shipping needs `b` of billing. */
const lines = graphOf("a @billing", "x @shipping", "b a", "y x !b", "c b", "z y");

function named(id: string, name: string, parents: readonly string[] = []): Revision {
  return { id, name, parents, depends: [], file: `migrations/${name}.sql` };
}

const files = buildGraph([
  named("abc123def456", "20260113_1724-abc123def456_add_user_email"),
  named("abc199def456", "20260114_0900-abc199def456_add_index", ["abc123def456"]),
  named("77aa01c2d3e4", "20260114_0901-77aa01c2d3e4_drop_users", ["abc199def456"]),
  named("0001_init", "0001_init", ["77aa01c2d3e4"]),
  named("2026-01-20_x", "2026-01-20_x", ["0001_init"]),
]);

describe("resolveOne() finds a revision by", () => {
  const finds: readonly (readonly [string, string])[] = [
    ["abc123def456", "abc123def456"],
    ["abc12", "abc123def456"],
    ["ABC12", "abc123def456"],
    ["77aa", "77aa01c2d3e4"],
    ["20260113_1724-abc123def456_add_user_email", "abc123def456"],
    ["20260113_1724-abc123def456_add_user_email.sql", "abc123def456"],
    ["migrations/20260113_1724-abc123def456_add_user_email.sql", "abc123def456"],
    ["migrations\\20260113_1724-abc123def456_add_user_email.sql", "abc123def456"],
    ["add_user_email", "abc123def456"],
    ["email", "abc123def456"],
    ["0001", "0001_init"],
    ["init", "0001_init"],
    ["head", "2026-01-20_x"],
    ["head-1", "0001_init"],
    ["77aa+1", "0001_init"],
    ["77aa01c2d3e4-2", "abc123def456"],
    ["2026-01-20_x-1", "0001_init"],
    ["2026-01-20", "2026-01-20_x"],
    ["base+1", "abc123def456"],
  ];
  for (const [text, id] of finds) {
    test(`"${text}"`, () => assert.equal(resolveOne(files, text).id, id));
  }
});

describe("resolveOne() refuses", () => {
  test("a beginning that several revisions share, and lists them", () => {
    const error = refusal(
      () => resolveOne(files, "abc1"),
      "unknown_revision",
      'Revision "abc1" is ambiguous: 2 migrations match',
    );
    assert.deepEqual(error.notes, [
      "20260113_1724-abc123def456_add_user_email",
      "20260114_0900-abc199def456_add_index",
    ]);
  });

  test("words that are in several names", () => {
    refusal(() => resolveOne(files, "add"), "unknown_revision", /ambiguous: 2/);
  });

  test("beginnings of less than four letters, and parts of words", () => {
    refusal(() => resolveOne(files, "77a"), "unknown_revision", 'Cannot find revision "77a"');
    refusal(() => resolveOne(files, "mail"), "unknown_revision", 'Cannot find revision "mail"');
  });

  test("what is not there, with the closest", () => {
    const id = refusal(() => resolveOne(files, "abc132def456"), "unknown_revision", /^Cannot find/);
    assert.deepEqual(id.notes[0], "close: 20260113_1724-abc123def456_add_user_email");
    assert.match(id.hint!, /^did you mean "abc123def456"/);
    const name = refusal(() => resolveOne(files, "drop_user"), "unknown_revision", /^Cannot find/);
    assert.match(name.hint!, /^did you mean "77aa01c2d3e4"/);
    const none = refusal(() => resolveOne(files, "quite different"), "unknown_revision", /^Cannot/);
    assert.deepEqual(none.notes, []);
  });

  test("a date that is cut short instead of counting down from it", () => {
    refusal(() => resolveOne(files, "2026-01-3"), "unknown_revision", /"2026-01-3"/);
  });

  test("steps beyond the ends, with how many there are", () => {
    refusal(
      () => resolveOne(line, "b+3"),
      "unknown_revision",
      'Target "b+3" goes 3 steps up: only 2 are possible',
    );
    refusal(
      () => resolveOne(line, "head-9"),
      "unknown_revision",
      'Target "head-9" goes 9 steps down: only 4 are possible',
    );
  });

  test("steps where the way divides, naming the ways", () => {
    const children = refusal(
      () => resolveOne(fork, "a+1"),
      "decision_needed",
      /"a" has 2 children/,
    );
    assert.deepEqual(children.notes, ["b", "c"]);
    const parents = refusal(
      () => resolveOne(diamond, "n-2"),
      "decision_needed",
      /"m" has 2 parents/,
    );
    assert.deepEqual(parents.notes, ["b", "c"]);
  });

  test("the base, several heads, nothing, and steps that do not step", () => {
    refusal(() => resolveOne(line, "base"), "usage", 'Target "base" is not a revision');
    refusal(() => resolveOne(fork, "heads"), "decision_needed", /"b", "d"/);
    refusal(() => resolveOne(line, ""), "usage", /Cannot read the target/);
    refusal(() => resolveOne(line, "b+0"), "usage", /how many steps/);
    refusal(() => resolveOne(line, "heads-1"), "usage", /Cannot count steps/);
  });

  test("what only a database can tell", () => {
    refusal(() => resolveOne(line, "current"), "usage", /without a database/);
    assert.equal(resolveOne(line, "current", applied("a b")).id, "b");
    assert.equal(resolveOne(line, "+1", applied("a b")).id, "c");
    assert.equal(resolveOne(line, "-1", applied("a b")).id, "a");
  });

  test("a label that is not there, with the labels that are", () => {
    const error = refusal(
      () => resolveOne(lines, "biling@head"),
      "unknown_revision",
      'Cannot find label "biling"',
    );
    assert.deepEqual(error.notes, ["labels: billing, shipping"]);
    assert.equal(error.hint, 'did you mean "billing@head"?');
    refusal(() => resolveOne(lines, "billing@b"), "usage", /Cannot read the target "billing@b"/);
  });
});

describe("resolveEach()", () => {
  test("gives all heads, those of a line, and none for the base", () => {
    assert.deepEqual(ids(resolveEach(lines, "heads")), ["c", "z"]);
    assert.deepEqual(ids(resolveEach(lines, "billing@heads")), ["c"]);
    assert.deepEqual(resolveEach(lines, "base"), []);
  });

  test("gives every applied head for current", () => {
    assert.deepEqual(ids(resolveEach(lines, "current", applied("a b x"))), ["x", "b"]);
    assert.deepEqual(ids(resolveEach(lines, "shipping@current", applied("a b x"))), ["x"]);
  });
});

describe("appliedHeads()", () => {
  test("does not take what lies below a gap for a head", () => {
    assert.deepEqual(ids(appliedHeads(line, applied("a b d"))), ["d"]);
    assert.deepEqual(ids(appliedHeads(fork, applied("a c"))), ["c"]);
  });
});

describe("resolveUpgrade()", () => {
  const cases: readonly (readonly [string, RevisionGraph, string, string | undefined, string])[] = [
    ["everything by default", line, "", undefined, "a b c d"],
    ["what is pending", line, "a b", "head", "c d"],
    ["nothing when all is applied", line, "a b c d", undefined, ""],
    ["up to a revision", line, "a", "c", "b c"],
    ["nothing for an applied revision", line, "a b c", "b", ""],
    ["what was missed below a revision", line, "a c", "d", "b d"],
    ["the next two", line, "a", "+2", "b c"],
    ["up to steps from a revision", line, "", "a+1", "a b"],
    ["up to steps below the head", line, "", "head-2", "a b"],
    ["all heads", fork, "a", "heads", "b c d"],
    ["one of two heads", fork, "", "d", "a c d"],
    ["nothing with two heads that are applied", fork, "a b c d", undefined, ""],
    ["both sides of a merge", diamond, "a b", "head", "c m n"],
    ["the next one inside of a diamond", diamond, "a", "+1", "b"],
    ["what is common before a fork", fork, "", "+1", "a"],
    ["all of a fork by their number", fork, "a", "+3", "b c d"],
    ["a line by its label", lines, "", "billing@head", "a b c"],
    ["a line with what it depends on", lines, "", "shipping@head", "a x b y z"],
    ["one step of a line", lines, "a x", "shipping@+1", "b y"],
    ["nothing of a line that is applied", lines, "a b c", "billing@head", ""],
    ["nothing for what is current", line, "a b", "current", ""],
    ["one step from what is current", line, "a b", "current+1", "c"],
    ["nothing for no migrations", graphOf(), "", undefined, ""],
  ];
  for (const [what, graph, before, target, expected] of cases) {
    test(`applies ${what}`, () => assert.equal(up(graph, before, target), expected));
  }

  test("refuses to choose between heads", () => {
    for (const target of [undefined, "head"]) {
      const error = refusal(
        () => up(fork, "a", target),
        "decision_needed",
        'Cannot tell which head to upgrade to, there are 2: "b", "d"',
      );
      assert.deepEqual(error.notes, ["b", "d"]);
      assert.match(error.hint!, /`whimbrel merge`.*`whimbrel upgrade heads`/);
    }
  });

  test("refuses to choose between heads although one of them is applied", () => {
    refusal(() => up(fork, "a b"), "decision_needed", /there are 2: "b", "d"/);
  });

  test("refuses steps that could go either way", () => {
    const error = refusal(() => up(fork, "a", "+1"), "decision_needed", /"b", "d"/);
    assert.equal(error.hint, "name a revision or a line, for example `whimbrel upgrade b`");
    const labels = refusal(() => up(lines, "a x", "+1"), "decision_needed", /"c", "z"/);
    assert.match(labels.hint!, /`whimbrel upgrade billing@\+1`/);
  });

  test("refuses more steps than are pending", () => {
    refusal(
      () => up(line, "a b", "+3"),
      "unknown_revision",
      "Cannot apply 3 revisions: only 2 are pending",
    );
    refusal(
      () => up(lines, "a b c", "billing@+1"),
      "unknown_revision",
      'Cannot apply 1 revision of "billing": none is pending',
    );
  });

  test("refuses ways down", () => {
    const error = refusal(() => up(line, "a b", "-1"), "usage", /"-1": it leads down/);
    assert.equal(error.hint, "undo migrations with `whimbrel downgrade -1`");
    refusal(() => up(line, "a b", "base"), "usage", /it leads down/);
  });

  test("ignores applied revisions that have no file", () => {
    assert.equal(up(line, "a gone", "head"), "b c d");
  });
});

describe("resolveDowngrade()", () => {
  const cases: readonly (readonly [string, RevisionGraph, string, string | undefined, string])[] = [
    ["the last one by default", line, "a b c", undefined, "c"],
    ["the last two", line, "a b c", "-2", "c b"],
    ["everything by number", line, "a b c", "-3", "c b a"],
    ["everything above a revision", line, "a b c d", "b", "d c"],
    ["nothing above the last one", line, "a b c", "c", ""],
    ["everything to the base", diamond, "a b c m n", "base", "n m c b a"],
    ["only what descends from the target", fork, "a b c d", "c", "d"],
    ["the merge above one of its sides", diamond, "a b c m n", "b", "n m"],
    ["steps down to a merge", diamond, "a b c m n", "-2", "n m"],
    ["to steps below the head", line, "a b c d", "head-3", "d c b"],
    ["to the base by steps", line, "a b", "b-2", "b a"],
    ["to what is current: nothing", line, "a b", "current", ""],
    ["to below what is current", line, "a b", "current-1", "b"],
    ["the last of a line", lines, "a b c x y z", "shipping@-1", "z"],
    ["a whole line", lines, "a b c x y z", "shipping@base", "z y x"],
    ["a whole line by steps", lines, "a b x y", "shipping@head-3", "y x"],
    ["over a gap", line, "a c", "-2", "c a"],
    ["over a gap above a revision", line, "a c", "a", "c"],
  ];
  for (const [what, graph, before, target, expected] of cases) {
    test(`undoes ${what}`, () => assert.equal(down(graph, before, target), expected));
  }

  test("undoes what depends on a revision of another line first, and says why", () => {
    const { revisions, dependants } = resolveDowngrade(lines, applied("a b c x y z"), "a");
    assert.deepEqual(ids(revisions), ["z", "c", "y", "b"]);
    assert.deepEqual(
      dependants.map(({ revision, because }) => [revision.id, because.id]),
      [["z", "y"], ["y", "b"]],
    );
    assert.deepEqual(resolveDowngrade(lines, applied("a b c x y z"), "b").dependants, []);
  });

  test("refuses steps from several applied heads", () => {
    const error = refusal(
      () => down(fork, "a b c"),
      "decision_needed",
      'Cannot tell which head to step down from, there are 2: "b", "c"',
    );
    assert.equal(error.hint, "name what to keep, for example `whimbrel downgrade a`");
    const labels = refusal(() => down(lines, "a b x y"), "decision_needed", /"b", "y"/);
    assert.match(labels.hint!, /`whimbrel downgrade billing@-1`/);
  });

  test("refuses steps through a merge", () => {
    refusal(
      () => down(diamond, "a b c m n", "-3"),
      "decision_needed",
      'Cannot tell which head to step down from after 2, there are 2: "b", "c"',
    );
  });

  test("refuses more steps than are applied", () => {
    refusal(() => down(line, ""), "unknown_revision", "Cannot undo 1 revision: none is applied");
    refusal(
      () => down(line, "a b", "-5"),
      "unknown_revision",
      "Cannot undo 5 revisions: only 2 are applied",
    );
  });

  test("refuses a target that is not applied", () => {
    refusal(
      () => down(line, "a b", "c"),
      "unknown_revision",
      'Cannot downgrade to "c": it is not applied',
    );
  });

  test("does not reach the base of all lines by steps down one of them", () => {
    const error = refusal(
      () => down(lines, "a b x", "b-2"),
      "unknown_revision",
      /only 1 is possible/,
    );
    assert.match(error.hint!, /history --graph/);
  });

  test("refuses ways up", () => {
    const error = refusal(() => down(line, "a", "+1"), "usage", /"\+1": it leads up/);
    assert.equal(error.hint, "apply migrations with `whimbrel upgrade +1`");
  });
});

describe("resolveRange()", () => {
  const upwards: readonly (readonly [string, string])[] = [
    ["b:d", "c d"],
    [":b", "a b"],
    ["c:", "d"],
    [":", "a b c d"],
    ["b", "a b"],
    ["b:+1", "c"],
    ["base:head-1", "a b c"],
    ["b:b", ""],
  ];
  for (const [range, expected] of upwards) {
    test(`reads "${range}" upwards`, () => {
      assert.equal(ids(resolveRange(line, range).revisions).join(" "), expected);
    });
  }
  const downwards: readonly (readonly [string, string])[] = [
    ["d:b", "d c"],
    [":b", "d c"],
    ["c:", "c b a"],
    ["c:-1", "c"],
    ["c:base", "c b a"],
  ];
  for (const [range, expected] of downwards) {
    test(`reads "${range}" downwards`, () => {
      assert.equal(ids(resolveRange(line, range, "downgrade").revisions).join(" "), expected);
    });
  }

  test("takes what the start depends on to be applied", () => {
    assert.deepEqual([...resolveRange(lines, "y:z").applied].sort(), ["a", "b", "x", "y"]);
  });

  test("refuses a range that goes the other way, and shows the command for it", () => {
    const error = refusal(() => resolveRange(line, "d:b"), "usage", 'Range "d:b" is not a way up');
    assert.equal(error.hint, "for the other way run `whimbrel downgrade --sql d:b`");
    refusal(() => resolveRange(line, "b:d", "downgrade"), "usage", /is not a way down/);
  });

  test("refuses what it cannot read and what needs a database", () => {
    refusal(() => resolveRange(line, "a:b:c"), "usage", /Cannot read the range/);
    refusal(() => resolveRange(line, "b", "downgrade"), "usage", /Cannot read the range/);
    refusal(() => resolveRange(line, "current:d"), "usage", /without a database/);
    refusal(() => resolveRange(line, "+1:d"), "usage", /without a database/);
  });
});

/** A graph, a set of applied revisions that is closed under ancestors, and one revision. */
const situations = randomRevisions
  .filter((revisions) => revisions.length > 0)
  .chain((revisions) =>
    fc.record({
      revisions: fc.constant(revisions),
      tips: fc.subarray([...ids(revisions)]),
      target: fc.constantFrom(...ids(revisions)),
    })
  )
  .map(({ revisions, tips, target }) => {
    const graph = buildGraph(revisions);
    return { graph, target, before: new Set([...tips, ...graph.ancestors(tips)]) };
  });

describe("resolveUpgrade() and resolveDowngrade()", () => {
  test("an upgrade leaves the target and all that it needs applied, and applies no more", () => {
    fc.assert(fc.property(situations, ({ graph, before, target }) => {
      const steps = ids(resolveUpgrade(graph, before, target));
      const after = new Set(before);
      for (const id of steps) {
        assert.ok(!after.has(id));
        const { parents, depends } = graph.get(id)!;
        for (const needed of [...parents, ...depends]) assert.ok(after.has(needed));
        after.add(id);
      }
      assert.ok(after.has(target));
      const needed = graph.ancestors(target);
      for (const id of steps) assert.ok(id === target || needed.has(id));
    }));
  });

  test("a downgrade keeps the target, needs nothing that is gone, and undoes no more", () => {
    fc.assert(fc.property(situations, ({ graph, before, target }) => {
      fc.pre(before.has(target));
      const { revisions, dependants } = resolveDowngrade(graph, before, target);
      const left = new Set(before);
      for (const { id } of revisions) {
        assert.ok(left.delete(id));
        for (const other of graph.order) {
          assert.ok(!left.has(other.id) || ![...other.parents, ...other.depends].includes(id));
        }
      }
      assert.ok(left.has(target));
      for (const id of graph.offspring(target)) assert.ok(!left.has(id));
      const reasons = new Map(dependants.map(({ revision, because }) => [revision.id, because.id]));
      for (const { id, parents, depends } of revisions) {
        const reason = reasons.get(id);
        if (reason === undefined) assert.ok(graph.offspring(target).has(id));
        else assert.ok([...parents, ...depends].includes(reason) && !left.has(reason));
      }
    }));
  });

  test("doing again what was undone gives the same set and the same order", () => {
    fc.assert(fc.property(situations, ({ graph, before, target }) => {
      fc.pre(before.has(target));
      const undone = ids(resolveDowngrade(graph, before, target).revisions);
      const left = new Set([...before].filter((id) => !undone.includes(id)));
      const again = new Set<string>();
      for (const id of undone) {
        for (const step of ids(resolveUpgrade(graph, left, id))) again.add(step);
      }
      assert.deepEqual([...again].sort(), [...undone].sort());
      const heads = resolveUpgrade(graph, left, "heads").filter(({ id }) => before.has(id));
      assert.deepEqual(ids(heads), undone.toReversed());
    }));
  });

  test("one step down undoes the last step up, or is refused where there are several heads", () => {
    // All lines are joined in the end, so that every number of steps up has one meaning.
    const joined = randomRevisions.map((revisions) => {
      const parents = ids(buildGraph(revisions).heads);
      return buildGraph([...revisions, { id: "end", name: "end", parents, depends: [] }]);
    });
    let compared = 0;
    fc.assert(
      fc.property(joined, fc.nat(16), fc.integer({ min: 1, max: 3 }), (graph, start, count) => {
        const before = new Set(ids(graph.order.slice(0, start)));
        fc.pre(graph.order.length - before.size >= count);
        const done = ids(resolveUpgrade(graph, before, `+${count}`));
        assert.deepEqual(done, ids(graph.order.slice(before.size, before.size + count)));
        const after = new Set([...before, ...done]);
        if (appliedHeads(graph, after).length > 1) {
          refusal(() => resolveDowngrade(graph, after), "decision_needed", /which head/);
          return;
        }
        const undone = ids(resolveDowngrade(graph, after, "-1").revisions);
        assert.deepEqual(undone, done.slice(-1));
        compared++;
      }),
      { numRuns: 300 },
    );
    assert.ok(compared > 0);
  });
});

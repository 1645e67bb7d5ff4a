import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Migration } from "../../core/directory.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { buildGraph } from "../../core/graph.ts";
import { planDowngrade, planUpgrade } from "../../core/plan.ts";
import { joinStatus } from "../../core/status.ts";
import type { Entry, JournalEntry, StoreState } from "../../core/store.ts";

function migration(id: string, ...parents: readonly string[]): Migration {
  return {
    id,
    name: `${id}_name`,
    parents,
    depends: [],
    transactional: true,
    lockTimeout: undefined,
    statementTimeout: undefined,
    file: `migrations/${id}.sql`,
    path: `/migrations/${id}.sql`,
    format: "sql",
    bytes: 1,
    checksum: `v1:${id}`,
  };
}

function entry(id: string, position: number, more: Partial<Entry> = {}): Entry {
  return {
    revision: id,
    position,
    parents: [],
    depends: [],
    label: undefined,
    name: `${id}_name`,
    checksum: `v1:${id}`,
    state: "applied",
    reversible: true,
    appliedAt: "2026-01-13T17:24:00.000Z",
    durationMs: 1,
    appliedBy: "somebody@somewhere",
    toolVersion: "0.1.0",
    ...more,
  };
}

function state(...entries: readonly Entry[]): StoreState {
  return { entries, journal: [], control: undefined };
}

const files = [migration("a"), migration("b", "a"), migration("c", "b")];
const graph = buildGraph(files);
const ids = (steps: readonly { readonly revision: string }[]) => steps.map((step) => step.revision);

function refusal(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof WhimbrelError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

describe("planUpgrade()", () => {
  test("gives what is pending, in graph order", () => {
    assert.deepEqual(ids(planUpgrade(graph, state(entry("a", 1)))), ["b", "c"]);
    assert.deepEqual(ids(planUpgrade(graph, state(), { target: "b" })), ["a", "b"]);
    assert.deepEqual(planUpgrade(graph, state(entry("a", 1), entry("b", 2), entry("c", 3))), []);
  });

  test("refuses a file that changed after it was applied", () => {
    const changed = state(entry("a", 1, { checksum: "v1:other" }));
    assert.throws(() => planUpgrade(graph, changed), refusal("changed", /"a_name" changed after/));
  });

  test("refuses to go on where an applied revision has no file, unless that is allowed", () => {
    const other = state(entry("a", 1), entry("x", 2));
    assert.throws(
      () => planUpgrade(graph, other),
      refusal("changed", /"x_name" is applied but has no file/),
    );
    assert.deepEqual(ids(planUpgrade(graph, other, { allowMissing: true })), ["b", "c"]);
  });

  test("has nothing against a missing file where nothing is pending", () => {
    const all = state(entry("a", 1), entry("b", 2), entry("c", 3), entry("x", 4));
    assert.deepEqual(planUpgrade(graph, all), []);
  });

  test("refuses to apply a parent after its child", () => {
    const late = state(entry("a", 1), entry("c", 2));
    assert.throws(
      () => planUpgrade(graph, late),
      refusal("changed", /"c_name" is applied, but its parent "b_name" is not/),
    );
  });
});

describe("planDowngrade()", () => {
  test("gives the last one by default, newest first down to a target", () => {
    const all = state(entry("a", 1), entry("b", 2), entry("c", 3));
    assert.deepEqual(ids(planDowngrade(files, all)), ["c"]);
    assert.deepEqual(ids(planDowngrade(files, all, { target: "base" })), ["c", "b", "a"]);
  });

  test("undoes a revision whose file is gone by what the history remembers", () => {
    const other = state(entry("a", 1), entry("x", 2, { parents: ["a"] }));
    const [step] = planDowngrade(files, other);
    assert.equal(step?.revision, "x");
    assert.equal(step?.migration, undefined);
    assert.equal(step?.entry?.name, "x_name");
  });

  test("refuses a file that changed, but not for one that stays", () => {
    const changed = state(entry("a", 1, { checksum: "v1:other" }), entry("b", 2));
    assert.deepEqual(ids(planDowngrade(files, changed)), ["b"]);
    assert.throws(
      () => planDowngrade(files, changed, { target: "base" }),
      refusal("changed", /"a_name"/),
    );
  });
});

describe("joinStatus()", () => {
  test("is the full outer join: history in its order, then what is pending", () => {
    const row: JournalEntry = {
      revision: "c",
      direction: "upgrade",
      statement: 0,
      run: "r",
      hash: "h",
      class: "ddl",
      state: "started",
      digest: undefined,
      error: undefined,
      startedAt: "2026-01-13T17:24:00.000Z",
    };
    const rows = joinStatus(graph, {
      entries: [
        entry("x", 1),
        entry("a", 2, { state: "stamped" }),
        entry("b", 3, { checksum: "v1:o" }),
      ],
      journal: [row],
      control: undefined,
    });
    assert.deepEqual(rows.map(({ revision, standing }) => [revision, standing]), [
      ["x", "missing"],
      ["a", "stamped"],
      ["b", "changed"],
      ["c", "interrupted"],
    ]);
  });
});

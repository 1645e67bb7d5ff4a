import type { Migration } from "./directory.ts";
import { WhimbrelError } from "./errors.ts";
import { titleOf } from "./find.ts";
import type { RevisionGraph } from "./graph.ts";
import type { Rewrite } from "./rewrite.ts";
import type { Entry, StoreState } from "./store.ts";

/**
 * Lets what followed a squashed revision follow the one that stands for it.
 *
 * @throws {WhimbrelError} `invalid_graph` where two revisions stand for the same one.
 */
export function followReplacements(migrations: readonly Migration[]): readonly Migration[] {
  const squashes = migrations.filter(({ replaces }) => replaces !== undefined);
  if (squashes.length === 0) return migrations;
  const known = new Set(migrations.map(({ id }) => id));
  const standIn = new Map<string, Migration>();
  for (const squash of squashes) {
    for (const id of squash.replaces!) {
      const other = standIn.get(id);
      if (other !== undefined || known.has(id)) throw doubleError(squash, id, other);
      standIn.set(id, squash);
    }
  }
  // A squash may have been squashed itself since then.
  const follow = (id: string): string => known.has(id) ? id : standIn.get(id)?.id ?? id;
  const followAll = (ids: readonly string[]) => [...new Set(ids.map(follow))];
  return migrations.map((migration) => ({
    ...migration,
    parents: followAll(migration.parents),
    depends: followAll(migration.depends),
  }));
}

function doubleError(squash: Migration, id: string, other: Migration | undefined): WhimbrelError {
  return new WhimbrelError(
    "invalid_graph",
    other === undefined
      ? `"${squash.name}" replaces ${id}, whose file is still there`
      : `"${squash.name}" and "${other.name}" both replace ${id}`,
    {
      place: { file: squash.file, line: 1 },
      hint: other === undefined
        ? "remove the file that was squashed, or the one that replaces it"
        : "a revision can be squashed once: take it out of one of the two",
    },
  );
}

/** A squash whose revisions are all in the history, under their old names. */
interface Settled {
  readonly squash: Migration;
  readonly entries: readonly Entry[];
}

/**
 * The history as if what was squashed had been applied as the one migration that stands for it.
 *
 * @throws {WhimbrelError} `changed` where the history holds a part of what was squashed.
 */
export function settleReplaced(migrations: readonly Migration[], state: StoreState): StoreState {
  const settled = findReplaced(migrations, state);
  if (settled.length === 0) return state;
  const standIns = new Map<string, Entry>();
  const gone = new Set<string>();
  for (const { squash, entries } of settled) {
    for (const { revision } of entries) gone.add(revision);
    const last = entries.at(-1)!;
    standIns.set(last.revision, {
      ...last,
      revision: squash.id,
      name: squash.name,
      parents: squash.parents,
      depends: squash.depends,
      checksum: squash.checksum,
      state: "stamped",
      reversible: true,
    });
  }
  return {
    ...state,
    entries: state.entries.flatMap((entry) => {
      const standIn = standIns.get(entry.revision);
      return standIn !== undefined ? [standIn] : gone.has(entry.revision) ? [] : [entry];
    }),
  };
}

/** What writes into the history that squashed revisions are replaced; nothing where none is. */
export function rewritesOfReplaced(
  migrations: readonly Migration[],
  state: StoreState,
): readonly Rewrite[] {
  return findReplaced(migrations, state).flatMap(({ squash, entries }): readonly Rewrite[] => [
    ...entries.map((entry): Rewrite => ({ kind: "forget", entry })),
    { kind: "stamp", migration: squash },
  ]);
}

function findReplaced(migrations: readonly Migration[], state: StoreState): readonly Settled[] {
  const squashes = migrations.filter(({ replaces }) => replaces !== undefined);
  if (squashes.length === 0) return [];
  const entryOf = new Map(state.entries.map((entry) => [entry.revision, entry]));
  return squashes.flatMap((squash): readonly Settled[] => {
    const entries = squash.replaces!.flatMap((id) => entryOf.get(id) ?? []);
    if (entries.length === 0 || entryOf.has(squash.id)) return [];
    if (entries.length < squash.replaces!.length) throw partlyError(squash, entries);
    return [{ squash, entries }];
  });
}

function partlyError(squash: Migration, entries: readonly Entry[]): WhimbrelError {
  const total = squash.replaces!.length;
  return new WhimbrelError(
    "changed",
    `"${squash.name}" stands for ${total} migrations, of which ${entries.length} are applied`,
    {
      place: { file: squash.file, line: 1 },
      notes: entries.map(({ name }) => `applied: ${name}`),
      hint: "check out the files from before the squash, run `whimbrel upgrade`, and come back",
    },
  );
}

/** A part of the graph with one way in and one way out. */
export interface SquashRange {
  readonly members: readonly Migration[];
  /** What the first of them follows. */
  readonly parents: readonly string[];
  /** Revisions outside that some of them need. */
  readonly depends: readonly string[];
  readonly label: string | undefined;
}

/**
 * The migrations from one to another, both included, as long as they can become one.
 *
 * @throws {WhimbrelError} `usage` where another migration follows from their middle, or they follow
 * from several places.
 */
export function squashRange(
  graph: RevisionGraph<Migration>,
  first: Migration,
  last: Migration,
): SquashRange {
  const below = new Set([last.id, ...graph.ancestors(last.id)]);
  const above = new Set([first.id, ...graph.descendants(first.id)]);
  const members = graph.order.filter(({ id }) => below.has(id) && above.has(id));
  const inside = new Set(members.map(({ id }) => id));
  if (members.length === 0) {
    throw refuse(`"${titleOf(last)}" does not come after "${titleOf(first)}"`, []);
  }
  const strays = members.flatMap((member) =>
    member.id === first.id
      ? []
      : member.parents.filter((id) => !inside.has(id)).map((id) =>
        `${titleOf(member)} also follows ${id}`
      )
  );
  const leaving = members.flatMap((member) =>
    member.id === last.id ? [] : graph.children(member.id).filter(({ id }) => !inside.has(id))
      .map((child) => `${titleOf(child)} follows from the middle, ${titleOf(member)}`)
  );
  const open = [...strays, ...leaving];
  if (open.length > 0) throw refuse("other migrations go in or out between the two", open);
  const depends = new Set(members.flatMap((member) => member.depends));
  const labels = members.flatMap(({ label }) => label ?? []);
  return {
    members,
    parents: first.parents,
    depends: [...depends].filter((id) => !inside.has(id)),
    label: labels[0],
  };
}

function refuse(why: string, notes: readonly string[]): WhimbrelError {
  return new WhimbrelError("usage", `Cannot squash: ${why}`, {
    notes,
    hint: "choose a range with one way in and one way out; `whimbrel history --graph` shows them",
  });
}

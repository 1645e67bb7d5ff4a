import { refuseClashes, refuseCycle, refuseLabels, refuseMissing } from "./graph_faults.ts";

/** What the graph must know of a migration; callers hand in their own richer type. */
export interface Revision {
  readonly id: string;
  /** None for a root, two or more for a merge. */
  readonly parents: readonly string[];
  /** Revisions of other lines that must be applied before this one. */
  readonly depends: readonly string[];
  /** Names this revision's line: the revision itself and everything that descends from it. */
  readonly label?: string;
  /** ISO 8601 in UTC. */
  readonly created?: string;
  /** The file name without its extension, or another printable name. */
  readonly name: string;
  /** Absent for a revision that is known from the history only. */
  readonly file?: string;
}

/** Migrations as a graph without cycles, gaps or clashing names; unknown ids have no relatives. */
export interface RevisionGraph<T extends Revision = Revision> {
  /**
   * Every revision after its parents and dependencies; where that leaves a choice, by creation
   * time, then name, then id, so that it is the same on every machine.
   */
  readonly order: readonly T[];
  /** Revisions that are nobody's parent, in graph order; one that is only depended upon is a head. */
  readonly heads: readonly T[];
  /** Revisions without parents, in graph order. */
  readonly roots: readonly T[];
  /** The revision on which each label's line starts. */
  readonly labels: ReadonlyMap<string, T>;
  get(id: string): T | undefined;
  /** Revisions that have this one as a parent, in graph order. */
  children(id: string): readonly T[];
  /** Ids reached over parents and dependencies, without the given ones unless one precedes another. */
  ancestors(ids: string | readonly string[]): ReadonlySet<string>;
  /** The inverse of {@linkcode ancestors}: everything that cannot stay when these are undone. */
  descendants(ids: string | readonly string[]): ReadonlySet<string>;
  /** Like {@linkcode descendants}, but over parents alone. */
  offspring(ids: string | readonly string[]): ReadonlySet<string>;
  /** The ids of a label's line; none when nothing has the label. */
  line(label: string): ReadonlySet<string>;
}

/**
 * Builds the graph in time that grows with its edges, independent of the order of the input.
 *
 * @throws {WhimbrelError} `invalid_graph`, naming the files: ids that are equal or differ in letter
 * case alone, a missing parent or dependency, a cycle, a label on two lines.
 */
export function buildGraph<T extends Revision>(revisions: readonly T[]): RevisionGraph<T> {
  const byAge = sortByAge(revisions);
  refuseClashes(byAge);
  const byId = new Map(byAge.map((revision) => [revision.id, revision]));
  refuseMissing(byAge, byId);

  const order = sortByDependency(byAge);
  if (order.length < byAge.length) refuseCycle(byAge, new Set(order.map(({ id }) => id)));

  // Where nothing is to be done, nobody asks who comes after whom.
  const children = once(() => invert(order, (revision) => revision.parents));
  const successors = once(() =>
    order.every(({ depends }) => depends.length === 0) ? children() : invert(order, predecessors)
  );
  const idsOf = (list: readonly T[] | undefined) => list?.map(({ id }) => id) ?? [];
  const offspring = (ids: string | readonly string[]) =>
    reach(ids, (id) => idsOf(children().get(id)));
  refuseLabels(order, offspring);

  const labels = new Map<string, T>();
  for (const revision of order) {
    if (revision.label !== undefined && !labels.has(revision.label)) {
      labels.set(revision.label, revision);
    }
  }
  const parents = new Set<string>();
  for (const revision of order) for (const id of revision.parents) parents.add(id);
  return {
    order,
    heads: order.filter(({ id }) => !parents.has(id)),
    roots: order.filter(({ parents }) => parents.length === 0),
    labels,
    get: (id) => byId.get(id),
    children: (id) => children().get(id) ?? [],
    ancestors: (ids) =>
      reach(ids, (id) => {
        const revision = byId.get(id);
        return revision === undefined ? [] : predecessors(revision);
      }),
    descendants: (ids) => reach(ids, (id) => idsOf(successors().get(id))),
    offspring,
    line: (label) => {
      const first = labels.get(label);
      return first === undefined ? new Set() : new Set([first.id, ...offspring(first.id)]);
    },
  };
}

function predecessors(revision: Revision): readonly string[] {
  return revision.depends.length === 0
    ? revision.parents
    : [...new Set([...revision.parents, ...revision.depends])];
}

function sortByAge<T extends Revision>(revisions: readonly T[]): readonly T[] {
  return revisions
    .map((revision) => ({ revision, time: Date.parse(revision.created ?? "") || 0 }))
    .sort((a, b) =>
      a.time - b.time ||
      compareText(a.revision.name, b.revision.name) ||
      compareText(a.revision.id, b.revision.id)
    )
    .map(({ revision }) => revision);
}

/** By code unit: a locale's order would differ between machines. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Kahn's algorithm over ranks; revisions on or behind a cycle are left out. */
function sortByDependency<T extends Revision>(byAge: readonly T[]): readonly T[] {
  if (isOrdered(byAge)) return byAge;
  const rank = new Map(byAge.map(({ id }, index) => [id, index]));
  const followers: number[][] = byAge.map(() => []);
  const missing = byAge.map((revision, index) => {
    const needed = predecessors(revision);
    for (const id of needed) followers[rank.get(id)!]!.push(index);
    return needed.length;
  });
  const ready: number[] = [];
  missing.forEach((count, index) => count === 0 && push(ready, index));
  const order: T[] = [];
  for (let next = pop(ready); next !== undefined; next = pop(ready)) {
    order.push(byAge[next]!);
    for (const follower of followers[next]!) {
      missing[follower]!--;
      if (missing[follower] === 0) push(ready, follower);
    }
  }
  return order;
}

/** Whether every revision comes behind what it needs, as in most folders; the rest is order by age. */
function isOrdered(byAge: readonly Revision[]): boolean {
  const before = new Set<string>();
  for (const revision of byAge) {
    for (const id of revision.parents) if (!before.has(id)) return false;
    for (const id of revision.depends) if (!before.has(id)) return false;
    before.add(revision.id);
  }
  return true;
}

/** Adds to a binary heap whose least number comes out first. */
function push(heap: number[], value: number): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (heap[above]! <= value) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = value;
}

function pop(heap: number[]): number | undefined {
  const least = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return least;
  let at = 0;
  for (let below = 1; below < heap.length; below = 2 * at + 1) {
    if (below + 1 < heap.length && heap[below + 1]! < heap[below]!) below++;
    if (heap[below]! >= last) break;
    heap[at] = heap[below]!;
    at = below;
  }
  heap[at] = last;
  return least;
}

function invert<T extends Revision>(
  order: readonly T[],
  edges: (revision: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const inverse = new Map<string, T[]>();
  for (const revision of order) {
    for (const id of edges(revision)) {
      const list = inverse.get(id);
      if (list === undefined) inverse.set(id, [revision]);
      else list.push(revision);
    }
  }
  return inverse;
}

function reach(
  ids: string | readonly string[],
  next: (id: string) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = typeof ids === "string" ? [ids] : [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const neighbour of next(id)) {
      if (reached.has(neighbour)) continue;
      reached.add(neighbour);
      open.push(neighbour);
    }
  }
  return reached;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

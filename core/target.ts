import { WhimbrelError } from "./errors.ts";
import { listed } from "./find.ts";
import type { Revision, RevisionGraph } from "./graph.ts";
import {
  isHead,
  isStepsOnly,
  labelOf,
  locate,
  type LocateOptions,
  parseTarget,
  severalHeads,
  type Target,
} from "./locate.ts";

/**
 * The revisions that an upgrade applies, in graph order: the target, and of its ancestors and
 * dependencies those that are not applied. `+N` takes the next N.
 *
 * @param target `head` when left out. With several heads and something pending it is refused.
 * @throws {WhimbrelError} `decision_needed`, `unknown_revision`, and `usage` for a way down.
 */
export function resolveUpgrade<T extends Revision>(
  graph: RevisionGraph<T>,
  applied: ReadonlySet<string>,
  target = "head",
): readonly T[] {
  const parsed = parseTarget(graph, target);
  const leadsDown = parsed.anchor === "base" ? parsed.steps <= 0 : parsed.steps < 0;
  if (leadsDown && (parsed.anchor === "base" || isStepsOnly(parsed))) {
    throw new WhimbrelError("usage", `Cannot upgrade to "${target}": it leads down`, {
      hint: `undo migrations with \`whimbrel downgrade ${target}\``,
    });
  }
  const pending = graph.order.filter(({ id }) => !applied.has(id));
  const options: LocateOptions = {
    applied,
    verb: "upgrade to",
    hint: "join them with `whimbrel merge`, or apply them all with `whimbrel upgrade heads`",
  };
  const tips = isStepsOnly(parsed)
    ? nextPending(graph, pending, parsed)
    // With several heads there is nothing to decide as long as nothing is pending.
    : locate(graph, isHead(parsed) ? { ...parsed, anchor: "heads" } : parsed, options);
  if (pending.length === 0) return [];
  const ids = tips.map(({ id }) => id);
  const wanted = new Set([...ids, ...graph.ancestors(ids)]);
  const steps = pending.filter(({ id }) => wanted.has(id));
  if (isHead(parsed) && tips.length > 1 && steps.length > 0) {
    throw severalHeads(tips, options);
  }
  return steps;
}

/** The first so many of the pending revisions, where all ways up begin with the same ones. */
function nextPending<T extends Revision>(
  graph: RevisionGraph<T>,
  pending: readonly T[],
  target: Target,
): readonly T[] {
  const line = target.label === undefined ? undefined : graph.line(target.label);
  const inLine = line === undefined ? pending : pending.filter(({ id }) => line.has(id));
  if (inLine.length < target.steps) throw tooFew(target, inLine.length, "pending");
  const next = inLine.slice(0, target.steps);
  const left = inLine.slice(target.steps);
  const ids = inLine.map(({ id }) => id);
  const reachable = new Set([...ids, ...graph.offspring(ids)]);
  const heads = graph.heads.filter(({ id }) => reachable.has(id));
  const above = graph.offspring(next.at(-1)!.id);
  if (heads.length > 1 && !left.every(({ id }) => above.has(id))) {
    const label = labelOf(graph, heads[0]!);
    const example = label === undefined ? heads[0]!.id : `${label}@+1`;
    throw severalHeads(heads, {
      verb: "go for",
      hint: `name a revision or a line, for example \`whimbrel upgrade ${example}\``,
    });
  }
  return next;
}

function tooFew(target: Target, count: number, state: "pending" | "applied"): WhimbrelError {
  const verb = target.steps > 0 ? "apply" : "undo";
  const wanted = Math.abs(target.steps);
  const line = target.label === undefined ? "" : ` of "${target.label}"`;
  const there = count === 0 ? "none is" : count === 1 ? "only 1 is" : `only ${count} are`;
  return new WhimbrelError(
    "unknown_revision",
    `Cannot ${verb} ${wanted} revision${wanted === 1 ? "" : "s"}${line}: ${there} ${state}`,
    { hint: "see what is applied and what is pending with `whimbrel status`" },
  );
}

/** What a downgrade undoes. */
export interface Downgrade<T extends Revision = Revision> {
  /** All of it, in the order in which it is undone. */
  readonly revisions: readonly T[];
  /** Those that lie on another line and go because of a revision that they need. */
  readonly dependants: readonly Dependant<T>[];
}

/** A revision that is undone because another one, on which it depends, is. */
export interface Dependant<T extends Revision = Revision> {
  readonly revision: T;
  readonly because: T;
}

/**
 * What a downgrade to `target` undoes: every applied descendant of the target, and what depends on
 * one of them. Lines that have nothing to do with the target stay.
 *
 * @param graph with the revisions whose files are gone, as far as the history has them; applied ids
 * that it lacks are left alone.
 * @param target stays applied; `base` keeps nothing and `label@base` nothing of that line.
 * @throws {WhimbrelError} `decision_needed` for steps down from several applied heads,
 * `unknown_revision` for a target that is not applied, `usage` for a way up.
 */
export function resolveDowngrade<T extends Revision>(
  graph: RevisionGraph<T>,
  applied: ReadonlySet<string>,
  target = "-1",
): Downgrade<T> {
  const parsed = parseTarget(graph, target);
  if (isStepsOnly(parsed) && parsed.steps > 0) {
    throw new WhimbrelError("usage", `Cannot downgrade to "${target}": it leads up`, {
      hint: `apply migrations with \`whimbrel upgrade ${target}\``,
    });
  }
  const chosen = isStepsOnly(parsed)
    ? lastApplied(graph, applied, parsed)
    : above(graph, applied, parsed);
  const ids = chosen.filter((id) => applied.has(id));
  const going = new Set([...ids, ...graph.descendants(ids)]);
  const own = new Set(ids);
  const revisions = graph.order.filter(({ id }) => applied.has(id) && going.has(id)).reverse();
  return {
    revisions,
    dependants: revisions.filter(({ id }) => !own.has(id)).map((revision) => {
      const needed = [...revision.depends, ...revision.parents].find((id) => going.has(id))!;
      return { revision, because: graph.get(needed)! };
    }),
  };
}

/** The ids of everything that comes after the target, applied or not. */
function above<T extends Revision>(
  graph: RevisionGraph<T>,
  applied: ReadonlySet<string>,
  target: Target,
): readonly string[] {
  const kept = locate(graph, target, { applied, verb: "downgrade to" });
  if (kept.length === 0) {
    return target.label === undefined
      ? graph.order.map(({ id }) => id)
      : [...graph.line(target.label)];
  }
  const absent = kept.find(({ id }) => !applied.has(id));
  if (absent !== undefined) {
    throw new WhimbrelError(
      "unknown_revision",
      `Cannot downgrade to "${absent.id}": it is not applied`,
      { notes: listed([absent]), hint: "see what is applied with `whimbrel status`" },
    );
  }
  return [...graph.offspring(kept.map(({ id }) => id))];
}

/** Takes one applied head after the other, as long as there is no choice. */
function lastApplied<T extends Revision>(
  graph: RevisionGraph<T>,
  applied: ReadonlySet<string>,
  target: Target,
): readonly string[] {
  const line = target.label === undefined ? undefined : graph.line(target.label);
  const scope = graph.order.filter(({ id }) => applied.has(id) && (line?.has(id) ?? true));
  const wanted = -target.steps;
  if (scope.length < wanted) throw tooFew(target, scope.length, "applied");
  const inScope = new Map(scope.map((revision) => [revision.id, revision]));
  const below = new Map(scope.map((revision) => [revision.id, nearest(graph, revision, inScope)]));
  const successors = new Map<string, number>();
  for (const id of [...below.values()].flat()) successors.set(id, (successors.get(id) ?? 0) + 1);
  let heads: readonly T[] = scope.filter(({ id }) => !successors.has(id));
  const chosen: string[] = [];
  while (chosen.length < wanted) {
    if (heads.length > 1) {
      const label = labelOf(graph, heads[0]!);
      const kept = heads.find(({ parents }) => parents.length > 0)?.parents[0] ?? "base";
      const example = label === undefined ? kept : `${label}@-1`;
      throw severalHeads(heads, {
        verb: chosen.length === 0 ? "step down from" : `step down from after ${chosen.length}`,
        hint: `name what to keep, for example \`whimbrel downgrade ${example}\``,
      });
    }
    const { id } = heads[0]!;
    chosen.push(id);
    heads = below.get(id)!.filter((parent) => {
      const count = successors.get(parent)! - 1;
      successors.set(parent, count);
      return count === 0;
    }).map((parent) => inScope.get(parent)!);
  }
  return chosen;
}

/** The closest ancestors that are in scope: the parents, or theirs where one is not applied. */
function nearest(
  graph: RevisionGraph,
  revision: Revision,
  scope: ReadonlyMap<string, Revision>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = [...revision.parents];
  for (const id of open) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (scope.has(id)) found.add(id);
    else open.push(...graph.get(id)!.parents);
  }
  return [...found];
}

/**
 * The one revision that a target names, for commands that read.
 *
 * @throws {WhimbrelError} `decision_needed` when it names several, `usage` when it names none.
 */
export function resolveOne<T extends Revision>(
  graph: RevisionGraph<T>,
  text: string,
  applied?: ReadonlySet<string>,
): T {
  const found = resolveEach(graph, text, applied);
  if (found.length > 1) throw severalHeads(found, { verb: "show" });
  if (found[0] !== undefined) return found[0];
  throw new WhimbrelError("usage", `Target "${text}" is not a revision`, {
    hint: "name one: `whimbrel history` lists them",
  });
}

/**
 * The revisions that a target names, in graph order, none for `base`: what `stamp` and `merge` take.
 *
 * @throws {WhimbrelError} as {@linkcode locate} does.
 */
export function resolveEach<T extends Revision>(
  graph: RevisionGraph<T>,
  text: string,
  applied?: ReadonlySet<string>,
): readonly T[] {
  const options = { verb: "take", ...(applied === undefined ? {} : { applied }) };
  return locate(graph, parseTarget(graph, text), options);
}

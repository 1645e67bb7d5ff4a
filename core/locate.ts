import { closest } from "./closest.ts";
import { WhimbrelError } from "./errors.ts";
import { findRevision, listed, matchRevisions, namedRevisions } from "./find.ts";
import type { Revision, RevisionGraph } from "./graph.ts";

/** A target as it was written, taken apart. */
export interface Target {
  readonly text: string;
  /** The line that it is limited to (`billing@head`). */
  readonly label?: string;
  /** Where steps start; `applied` is what the database has (`+2`, `-1`). */
  readonly anchor: Anchor;
  /** Revision that the anchor `revision` means. */
  readonly revision?: string;
  /** Steps away from the anchor, up when positive; 0 for the anchor itself. */
  readonly steps: number;
}

type Anchor = "head" | "heads" | "base" | "current" | "applied" | "revision";

/**
 * Reads `head`, `heads`, `base`, `current`, `+2`, `-1`, each also as `label@head`, and a revision,
 * its beginning, file or name, each also as `head-2` or `REV+1`.
 *
 * @throws {WhimbrelError} `unknown_revision` for a revision or label that is not there or not
 * unique, `usage` for what cannot be a target.
 */
export function parseTarget(graph: RevisionGraph, text: string): Target {
  const { label, rest } = splitLabel(graph, text);
  const limited = label === undefined ? {} : { label };
  const word = /^(head|heads|base|current|(?=[+-]))([+-]\d+)?$/.exec(rest);
  if (word !== null) {
    const anchor = (word[1] === "" ? "applied" : word[1]) as Anchor;
    return { text, ...limited, anchor, steps: readSteps(text, word[2]) };
  }
  if (label !== undefined || rest === "") {
    throw new WhimbrelError("usage", `Cannot read the target "${text}"`, {
      hint: label === undefined
        ? "write a revision, head, heads, base, +1 or -1"
        : `write ${label}@head, ${label}@heads, ${label}@base, ${label}@+1 or ${label}@-1`,
    });
  }
  const stepped = /^(.+)([+-]\d+)$/.exec(text);
  // File names contain "-" as well: steps are what is left when the whole text names nothing.
  if (stepped === null || matchRevisions(graph, text).length > 0) {
    return { text, anchor: "revision", revision: findRevision(graph, text).id, steps: 0 };
  }
  const [, start = "", steps] = stepped;
  // The beginning of a date is not meant to be counted down from: `2026-01-3`.
  const match = /[+-]/.test(start) ? namedRevisions : matchRevisions;
  const id = findRevision(graph, match(graph, start).length > 0 ? start : text).id;
  return { text, anchor: "revision", revision: id, steps: readSteps(text, steps) };
}

function splitLabel(graph: RevisionGraph, text: string): { label?: string; rest: string } {
  const at = text.indexOf("@");
  if (at < 0) return { rest: text };
  const label = text.slice(0, at);
  if (graph.labels.has(label)) return { label, rest: text.slice(at + 1) };
  if (matchRevisions(graph, text).length > 0) return { rest: text };
  const labels = [...graph.labels.keys()];
  const [near] = closest(label, labels, (known) => [known]);
  throw new WhimbrelError("unknown_revision", `Cannot find label "${label}"`, {
    notes: labels.length === 0 ? ["No migration has a label"] : [`labels: ${labels.join(", ")}`],
    hint: near === undefined
      ? "see the heads and their labels with `whimbrel heads`"
      : `did you mean "${near}${text.slice(at)}"?`,
  });
}

function readSteps(text: string, steps: string | undefined): number {
  if (steps === undefined) return 0;
  const count = Number(steps);
  if (count !== 0 && Number.isSafeInteger(count)) return count;
  throw new WhimbrelError("usage", `Target "${text}" does not say how many steps`, {
    hint: "write +1 for one revision more, -1 for one less",
  });
}

/** `+2`, `-1`: steps from what is applied. */
export function isStepsOnly({ anchor }: Target): boolean {
  return anchor === "applied";
}

/** `head`, without steps away from it. */
export function isHead({ anchor, steps }: Target): boolean {
  return anchor === "head" && steps === 0;
}

/** How {@linkcode locate} reads a target. */
export interface LocateOptions {
  /** Ids of the revisions that are applied; without them `current` and plain steps are refused. */
  readonly applied?: ReadonlySet<string>;
  /** Ends the sentence of a refusal, "Cannot tell which head to ...": `upgrade to`, `show`. */
  readonly verb: string;
  /** The way on when there are several heads; the default names one of them. */
  readonly hint?: string;
}

/**
 * The revisions that a target names, in graph order; none for `base`.
 *
 * @throws {WhimbrelError} `decision_needed` where one was asked for and there are several,
 * `unknown_revision` where there are fewer steps than asked for.
 */
export function locate<T extends Revision>(
  graph: RevisionGraph<T>,
  target: Target,
  options: LocateOptions,
): readonly T[] {
  const tips = anchorsOf(graph, target, options);
  const plural = target.anchor === "heads" || target.anchor === "current";
  if (plural && target.steps === 0) return tips;
  if (target.anchor === "heads") {
    throw new WhimbrelError("usage", `Cannot count steps from "heads"`, {
      hint: "name one of them: `whimbrel heads` lists them",
    });
  }
  if (tips.length > 1) throw severalHeads(tips, options);
  const end = walk(graph, tips[0], target);
  return end === undefined ? [] : [end];
}

function anchorsOf<T extends Revision>(
  graph: RevisionGraph<T>,
  target: Target,
  { applied }: LocateOptions,
): readonly T[] {
  const line = target.label === undefined ? undefined : graph.line(target.label);
  const inLine = ({ id }: T) => line === undefined || line.has(id);
  switch (target.anchor) {
    case "base":
      return [];
    case "head":
    case "heads":
      return graph.heads.filter(inLine);
    case "revision":
      return [graph.get(target.revision!)!];
    case "current":
    case "applied":
      if (applied === undefined) {
        throw new WhimbrelError(
          "usage",
          `Cannot tell what "${target.text}" is without a database`,
          {
            hint: "name a revision: `whimbrel history` lists them",
          },
        );
      }
      return appliedHeads(graph, applied).filter(inLine);
  }
}

/** The applied revisions from which no other applied one descends, in graph order. */
export function appliedHeads<T extends Revision>(
  graph: RevisionGraph<T>,
  applied: ReadonlySet<string>,
): readonly T[] {
  // Passed on over revisions that are not applied: one that came late leaves a gap, not a head.
  const succeeded = new Set<string>();
  for (const { id, parents } of graph.order.toReversed()) {
    if (!applied.has(id) && !succeeded.has(id)) continue;
    for (const parent of parents) succeeded.add(parent);
  }
  return graph.order.filter(({ id }) => applied.has(id) && !succeeded.has(id));
}

/** Goes up to children or down to parents; `undefined` is the base, before the first revision. */
function walk<T extends Revision>(
  graph: RevisionGraph<T>,
  start: T | undefined,
  target: Target,
): T | undefined {
  const line = target.label === undefined ? undefined : graph.line(target.label);
  const up = target.steps > 0;
  let at = start;
  for (let step = 0; step < Math.abs(target.steps); step++) {
    const known = line ?? { has: () => true };
    const around = up
      ? (at === undefined ? bottomOf(graph, target.label) : graph.children(at.id))
      : (at?.parents ?? []).map((id) => graph.get(id)!);
    const next = around.filter(({ id }) => known.has(id));
    if (next.length > 1) throw ambiguousStep(target, at, next);
    // The base is below all lines: steps down one of several must not lead there.
    const ends = up || at === undefined || (line === undefined && graph.roots.length > 1);
    if (next.length === 0 && ends) throw tooFar(target, step);
    at = next[0];
  }
  return at;
}

function tooFar(target: Target, steps: number): WhimbrelError {
  const possible = steps === 0 ? "none is" : steps === 1 ? "only 1 is" : `only ${steps} are`;
  const wanted = Math.abs(target.steps) === 1 ? "1 step" : `${Math.abs(target.steps)} steps`;
  return new WhimbrelError(
    "unknown_revision",
    `Target "${target.text}" goes ${wanted} ${
      target.steps > 0 ? "up" : "down"
    }: ${possible} possible`,
    { hint: "see the way with `whimbrel history --graph`" },
  );
}

function bottomOf<T extends Revision>(graph: RevisionGraph<T>, label?: string): readonly T[] {
  const first = label === undefined ? undefined : graph.labels.get(label);
  return first === undefined ? graph.roots : [first];
}

function ambiguousStep(
  target: Target,
  at: Revision | undefined,
  next: readonly Revision[],
): WhimbrelError {
  const where = at === undefined ? "the base" : `"${at.id}"`;
  const relatives = target.steps > 0 ? "children" : "parents";
  return new WhimbrelError(
    "decision_needed",
    `Target "${target.text}" is ambiguous: ${where} has ${next.length} ${relatives}`,
    { notes: listed(next), hint: `name the revision, for example "${next[0]!.id}"` },
  );
}

/** The error for a choice between heads that only a person can make. */
export function severalHeads(
  heads: readonly Revision[],
  { verb, hint }: LocateOptions,
): WhimbrelError {
  const names = heads.length <= 3 ? `: ${heads.map(({ id }) => `"${id}"`).join(", ")}` : "";
  return new WhimbrelError(
    "decision_needed",
    `Cannot tell which head to ${verb}, there are ${heads.length}${names}`,
    { notes: listed(heads), hint: hint ?? `name one, for example "${heads[0]!.id}"` },
  );
}

/** A label whose line a revision is on, if there is one. */
export function labelOf(graph: RevisionGraph, revision: Revision): string | undefined {
  for (const label of graph.labels.keys()) {
    if (graph.line(label).has(revision.id)) return label;
  }
  return undefined;
}

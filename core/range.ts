import type { Direction } from "./direction.ts";
import { WhimbrelError } from "./errors.ts";
import type { Revision, RevisionGraph } from "./graph.ts";
import { isHead, isStepsOnly, locate, parseTarget } from "./locate.ts";
import { resolveDowngrade, resolveEach, resolveUpgrade } from "./target.ts";

/** A part of the graph for a script that is written without a database. */
export interface RevisionRange<T extends Revision = Revision> {
  /** Ids of what is taken to be applied where the script starts. */
  readonly applied: ReadonlySet<string>;
  /** What the script runs, in its order. */
  readonly revisions: readonly T[];
}

/**
 * Reads `FROM:TO`. Going up, an empty side is `base` or `head`, and a target alone starts at the
 * base; going down, an empty side is `heads` or `base`, and a target alone is refused.
 *
 * @throws {WhimbrelError} as {@linkcode resolveUpgrade} and {@linkcode resolveDowngrade} do, and
 * `usage` for a range that goes the other way.
 */
export function resolveRange<T extends Revision>(
  graph: RevisionGraph<T>,
  range: string,
  direction: Direction = "upgrade",
): RevisionRange<T> {
  const up = direction === "upgrade";
  const sides = range.split(":");
  if (sides.length > 2 || (!up && sides.length < 2)) {
    throw new WhimbrelError("usage", `Cannot read the range "${range}"`, {
      hint: `write FROM:TO, for example \`whimbrel ${direction} --sql ${
        up ? "base:head" : "head:base"
      }\``,
    });
  }
  const to = sides.at(-1) || (up ? "head" : "base");
  const from = (sides.length === 2 && sides[0]) || (up ? "base" : "heads");
  const start = resolveEach(graph, from).map(({ id }) => id);
  const before = graph.ancestors(start);
  const applied = new Set([...start, ...before]);

  const target = parseTarget(graph, to);
  if (!isStepsOnly(target) && !isHead(target)) {
    const ends = locate(graph, target, { verb: `${direction} to` });
    const backwards = up
      ? ends.length > 0 && ends.every(({ id }) => before.has(id) && !start.includes(id))
      : ends.some(({ id }) => !applied.has(id));
    if (backwards) {
      const other = up ? "downgrade" : "upgrade";
      throw new WhimbrelError("usage", `Range "${range}" is not a way ${up ? "up" : "down"}`, {
        hint: `for the other way run \`whimbrel ${other} --sql ${range}\``,
      });
    }
  }
  const revisions = up
    ? resolveUpgrade(graph, applied, to)
    : resolveDowngrade(graph, applied, to).revisions;
  return { applied, revisions };
}

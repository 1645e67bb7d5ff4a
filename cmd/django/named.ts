import { WhimbrelError } from "../../core/errors.ts";
import { listed, matchRevisions } from "../../core/find.ts";
import type { Revision, RevisionGraph } from "../../core/graph.ts";
import { resolveOne } from "../../core/target.ts";

/**
 * The migration that `[LABEL] NAME` means. Every app has its `0001`, so that a name counts within
 * the label's line; without lines, a label says nothing.
 *
 * @throws {WhimbrelError} `unknown_revision`.
 */
export function migrationCalled<T extends Revision>(
  graph: RevisionGraph<T>,
  words: readonly string[],
): T {
  const [name = "", label] = words.toReversed();
  if (label === undefined || graph.labels.size === 0) return resolveOne(graph, name);
  const line = lineCalled(graph, label);
  const matches = matchRevisions(graph, name).filter(({ id }) => line.has(id));
  if (matches.length === 1) return matches[0]!;
  throw new WhimbrelError(
    "unknown_revision",
    matches.length === 0
      ? `No migration of "${label}" is called "${name}"`
      : `"${name}" is ambiguous: ${matches.length} migrations of "${label}" match`,
    {
      notes: listed(matches.length > 0 ? matches : graph.order.filter(({ id }) => line.has(id))),
      hint: "write its number or more of its name",
    },
  );
}

/** The revisions of a label's line. @throws {WhimbrelError} `unknown_revision`. */
export function lineCalled(graph: RevisionGraph, label: string): ReadonlySet<string> {
  const line = graph.line(label);
  if (line.size > 0) return line;
  throw new WhimbrelError("unknown_revision", `No line of migrations is called "${label}"`, {
    hint: `labels: ${[...graph.labels.keys()].join(", ") || "none"}`,
  });
}

import fc from "fast-check";
import { buildGraph, type Revision, type RevisionGraph } from "../../core/graph.ts";

/** One revision a line, oldest first: `id parent parent !dependency @label`. */
export function revisionsOf(...lines: readonly string[]): readonly Revision[] {
  return lines.map((line, index) => {
    const [id = "", ...words] = line.split(" ");
    const depends = words.filter((word) => word.startsWith("!")).map((word) => word.slice(1));
    const label = words.find((word) => word.startsWith("@"))?.slice(1);
    return {
      id,
      parents: words.filter((word) => !/^[!@]/.test(word)),
      depends,
      ...(label === undefined ? {} : { label }),
      created: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
      name: id,
      file: `migrations/${id}.sql`,
    };
  });
}

export function graphOf(...lines: readonly string[]): RevisionGraph {
  return buildGraph(revisionsOf(...lines));
}

export function ids(revisions: readonly Revision[]): readonly string[] {
  return revisions.map(({ id }) => id);
}

/** Valid graphs of up to 16 revisions with several roots, merges, dependencies and equal times. */
export const randomRevisions: fc.Arbitrary<readonly Revision[]> = fc
  .array(
    fc.record({
      letter: fc.constantFrom("a", "b", "c", "d"),
      minute: fc.option(fc.integer({ min: 10, max: 14 }), { nil: undefined }),
      parents: fc.array(fc.nat(15), { maxLength: 4 }),
      depends: fc.array(fc.nat(15), { maxLength: 1 }),
    }),
    { maxLength: 16 },
  )
  .map((drafts) => {
    const names = drafts.map(({ letter }, index) => `${letter}${index}`);
    const older = (numbers: readonly number[], index: number) =>
      [...new Set(numbers.filter((number) => number < index))].map((number) => names[number]!);
    return drafts.map(({ minute, parents, depends }, index) => ({
      id: names[index]!,
      parents: older(parents, index),
      depends: older(depends, index),
      ...(minute === undefined ? {} : { created: `2026-01-01T00:${minute}:00Z` }),
      name: `${names[index]!.slice(0, 1)}_name`,
    }));
  });

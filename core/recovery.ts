import type { Digest } from "./adapter.ts";
import type { StatementTraits } from "./statement.ts";

/** What digests tell of a statement whose answer never came. */
export interface Evidence {
  readonly outcome: "done" | "not_run" | "partial" | "unknown";
  /** One line an object: how it was and how it is. */
  readonly notes: readonly string[];
}

/**
 * Compares the objects that a statement names before it started with what they are now. All
 * changed: it is done. None changed: it did not run. Some: it ran in part. A statement that may be
 * repeated counts as not run unless all changed; one whose effect cannot be observed is unknown.
 */
export function settle(
  traits: StatementTraits,
  before: Digest | undefined,
  now: Digest,
): Evidence {
  const objects = Object.keys(now);
  if (leftovers(now).length > 0) return { outcome: "not_run", notes: [] };
  if (before === undefined || objects.length === 0) {
    return traits.repeatable
      ? { outcome: "not_run", notes: [] }
      : { outcome: "unknown", notes: ["its effect cannot be seen in the catalogue"] };
  }
  const changed = objects.filter((object) => (before[object] ?? null) !== (now[object] ?? null));
  if (changed.length === objects.length) return { outcome: "done", notes: [] };
  if (changed.length === 0 || traits.repeatable) return { outcome: "not_run", notes: [] };
  return {
    outcome: "partial",
    notes: objects.map((object) => `${object}: ${describe(before[object], now[object])}`),
  };
}

/**
 * Whether {@linkcode settle} will know that a statement took effect, so that its `done` row can
 * wait for the next commit. What may be repeated tells it only by making what was not there: run
 * once more over what others have filled meanwhile, it would take that away.
 */
export function isDecidable(traits: StatementTraits, before: Digest): boolean {
  const states = Object.values(before);
  return traits.class === "ddl" && states.length > 0 &&
    (!traits.repeatable || states.every((state) => state === null));
}

/** Objects that are there but unusable. */
export function leftovers(digest: Digest): readonly string[] {
  return Object.keys(digest).filter((object) => digest[object]?.startsWith("partial:") === true);
}

function describe(before: string | null | undefined, now: string | null | undefined): string {
  if ((before ?? null) === (now ?? null)) return now == null ? "still absent" : "as it was";
  if (now == null) return "gone";
  return before == null ? "made" : "changed";
}

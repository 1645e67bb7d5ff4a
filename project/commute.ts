import { describe } from "../core/describe.ts";
import { diff, whateverOrder } from "../core/diff.ts";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { titleOf } from "../core/find.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { noRenames } from "../core/rename.ts";
import type { Project } from "./project.ts";
import { openShadow, type ShadowRequest } from "./shadow.ts";

/** Whether it matters in which order the sides of a merge are applied. */
export interface Commutation {
  readonly commutes: boolean;
  /** What differs between the orders, or what fails in one of them. */
  readonly notes: readonly string[];
}

/**
 * Replays what several heads do not share in both orders, and compares the schemas.
 *
 * @throws {WhimbrelError} `shadow`; `invalid_migration` where what they share cannot be replayed.
 */
export async function commute(
  project: Project,
  { graph, heads }: {
    readonly graph: RevisionGraph<Migration>;
    readonly heads: readonly Migration[];
  },
  request: ShadowRequest = {},
): Promise<Commutation> {
  const lines = heads.map(({ id }) => new Set([id, ...graph.ancestors(id)]));
  const shared = (id: string) => lines.every((line) => line.has(id));
  const common = graph.order.filter(({ id }) => shared(id));
  const sides = lines.map((line) => graph.order.filter(({ id }) => line.has(id) && !shared(id)));
  const crossing = sides.flatMap((side, index) =>
    side.flatMap((one) => {
      const own = lines[index]!;
      return one.depends.filter((id) => !own.has(id)).map((id) => `"${titleOf(one)}" needs ${id}`);
    })
  );
  if (crossing.length > 0) return { commutes: false, notes: crossing };
  await using shadow = await openShadow(project, request);
  await shadow.ofMigrations(common);
  const schemas = [];
  for (const order of [sides, sides.toReversed()]) {
    try {
      schemas.push(await shadow.ofMigrations([...new Set([...common, ...order.flat()])]));
    } catch (error) {
      if (!(error instanceof WhimbrelError) || error.code !== "invalid_migration") throw error;
      const [first] = order;
      return {
        commutes: false,
        notes: [`with "${titleOf(first!.at(-1)!)}" first: ${error.message}`],
      };
    }
  }
  const [one, other] = schemas;
  const notes = diff(one!, other!, noRenames, whateverOrder(shadow.dialect.diffTraits)).map(
    describe,
  );
  return { commutes: notes.length === 0, notes };
}

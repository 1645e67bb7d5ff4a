import type { Migration } from "../core/directory.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { labelOf } from "../core/locate.ts";
import type { StatusRow } from "../core/status.ts";

/** What `check` can find. */
export type FindingKind =
  | "pending"
  | "changed"
  | "missing"
  | "interrupted"
  | "heads"
  | "models"
  | "drift";

/** Something that a deployment should not meet unprepared. */
export interface Finding {
  readonly kind: FindingKind;
  readonly message: string;
  /** Revisions that it is about. */
  readonly revisions: readonly string[];
  readonly file?: string;
  /** The next command. */
  readonly hint: string;
}

/**
 * Findings that need no database: a graph that cannot be loaded has thrown before. Lines with labels
 * of their own, as the apps of a project have them, each have a head.
 */
export function findHeads(graph: RevisionGraph<Migration>): readonly Finding[] {
  const labels = graph.heads.map((head) => labelOf(graph, head));
  const isDecided = !labels.includes(undefined) && new Set(labels).size === labels.length;
  if (graph.heads.length < 2 || isDecided) return [];
  return [{
    kind: "heads",
    message: `there are ${graph.heads.length} heads: ${
      graph.heads.map((head) => head.name).join(", ")
    }`,
    revisions: graph.heads.map((head) => head.id),
    hint: "join them with `whimbrel merge`",
  }];
}

type StandingKind = Exclude<FindingKind, "heads" | "models" | "drift">;

const hints: Readonly<Record<StandingKind, string>> = {
  pending: "apply it with `whimbrel upgrade`",
  changed: "put the file back, or accept it as it is now with `whimbrel repair`",
  missing: "fetch its file, or undo it with `whimbrel downgrade`",
  interrupted: "see `whimbrel status`, then carry on with `whimbrel upgrade`",
};

const words: Readonly<Record<StandingKind, string>> = {
  pending: "is not applied",
  changed: "changed after it was applied",
  missing: "is applied but has no file",
  interrupted: "was interrupted half way",
};

/** One finding for each revision that is not simply applied. */
export function findStandings(rows: readonly StatusRow[]): readonly Finding[] {
  return rows.flatMap(({ standing, name, revision, migration }): readonly Finding[] => {
    if (standing === "applied" || standing === "stamped") return [];
    return [{
      kind: standing,
      message: `${name} ${words[standing]}`,
      revisions: [revision],
      ...(migration === undefined ? {} : { file: migration.file }),
      hint: hints[standing],
    }];
  });
}

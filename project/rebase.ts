import { readFileSync } from "node:fs";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { titleOf } from "../core/find.ts";
import { buildGraph, type RevisionGraph } from "../core/graph.ts";
import { writeOver } from "./new_file.ts";
import type { Project } from "./project.ts";
import { openShadow } from "./shadow.ts";

/** Whose migrations are to follow whom. */
export interface RebaseRequest {
  readonly graph: RevisionGraph<Migration>;
  /** The head of the branch that moves. */
  readonly branch: Migration;
  readonly onto: Migration;
  readonly signal?: AbortSignal;
}

/** What was moved. */
export interface Rebased {
  /** Files whose header was changed. */
  readonly changed: readonly Migration[];
  /** Every migration of the branch, in order. */
  readonly moved: readonly Migration[];
  /** Why they could not be replayed in the new order; undefined where they were. */
  readonly unchecked: string | undefined;
}

/**
 * Lets the migrations that only the branch has follow another head, after they were replayed in the
 * shadow in that order. Only the line of their header that names parents changes.
 *
 * @throws {WhimbrelError} `usage` where there is nothing to move or a file has no header;
 * `invalid_migration` where one does not run in its new place; nothing is changed then.
 */
export async function rebaseBranch(
  project: Project,
  { graph, branch, onto, signal }: RebaseRequest,
): Promise<Rebased> {
  const below = new Set([onto.id, ...graph.ancestors(onto.id)]);
  const line = new Set([branch.id, ...graph.ancestors(branch.id)]);
  const moved = graph.order.filter(({ id }) => line.has(id) && !below.has(id));
  if (moved.length === 0 || below.has(branch.id)) {
    throw new WhimbrelError(
      "usage",
      `Cannot rebase "${titleOf(branch)}": "${titleOf(onto)}" comes after it already`,
      { hint: "name the head of the branch that is to move, and --onto the one to follow" },
    );
  }
  const inside = new Set(moved.map(({ id }) => id));
  const parentsOf = ({ parents }: Migration) => [
    ...new Set(
      parents.length === 0 ? [onto.id] : parents.map((id) => inside.has(id) ? id : onto.id),
    ),
  ];
  const next = buildGraph(
    graph.order.map((migration) =>
      inside.has(migration.id) ? { ...migration, parents: parentsOf(migration) } : migration
    ),
  );
  const changed = moved.filter((migration) =>
    parentsOf(migration).join() !== migration.parents.join()
  );
  const texts = changed.map((migration) => withParents(migration, parentsOf(migration)));
  const unchecked = await replayError(project, [
    ...next.order.filter(({ id }) => below.has(id)),
    ...next.order.filter(({ id }) => inside.has(id)),
  ], signal);
  changed.forEach(({ path, file }, index) => writeOver(path, file, texts[index]!));
  return { changed, moved, unchecked };
}

/** Why there is no shadow to replay in. @throws {WhimbrelError} `invalid_migration` from the replay. */
async function replayError(
  project: Project,
  migrations: readonly Migration[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    await using shadow = await openShadow(project, signal === undefined ? {} : { signal });
    await shadow.ofMigrations(migrations);
    return undefined;
  } catch (error) {
    const isMissing = error instanceof WhimbrelError && error.code !== "invalid_migration" &&
      error.code !== "interrupted";
    if (!isMissing) throw error;
    return error.message;
  }
}

function withParents(migration: Migration, parents: readonly string[]): string {
  const text = readFileSync(migration.path, "utf8");
  const line = /^((?:--|\/\/)[ \t]*parents[ \t]*:[ \t]*).*?(\r?)$/m;
  if (line.test(text)) return text.replace(line, `$1${parents.join(" ")}$2`);
  const revision = /^((?:--|\/\/)[ \t]*)revision[ \t]*:.*?(\r?\n)/m;
  if (revision.test(text)) {
    return text.replace(
      revision,
      (whole, mark: string, end: string) => `${whole}${mark}parents: ${parents.join(" ")}${end}`,
    );
  }
  throw new WhimbrelError("usage", `Cannot rebase "${migration.file}": it has no header`, {
    place: { file: migration.file, line: 1 },
    hint: "files without a header follow the one before them by name: rename the file",
  });
}

import type { Session } from "../core/adapter.ts";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { buildGraph, type Revision, type RevisionGraph } from "../core/graph.ts";
import { readState } from "../core/enter.ts";
import { settleReplaced } from "../core/squash.ts";
import { joinStatus, type RememberedRevision, revisionsOf, type Standing } from "../core/status.ts";
import type { Entry } from "../core/store.ts";
import type { Project } from "../project/project.ts";
import { withSession } from "../project/whimbrel.ts";
import type { App } from "./app.ts";

/** A migration's file, or what the history remembers where the file is gone. */
export type AnyRevision = Migration | RememberedRevision;

/** The history of a database that answers. */
export interface History {
  readonly session: Session;
  /** By revision. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** By revision. */
  readonly standings: ReadonlyMap<string, Standing>;
}

/** What a reading command sees: the files always, the history where there is one. */
export interface Reading {
  readonly project: Project;
  /** Files, and applied revisions whose file is gone. */
  readonly graph: RevisionGraph<AnyRevision>;
  /** Undefined where no database is asked, named or there. */
  readonly history: History | undefined;
}

/** Errors that leave the files to be read. */
const silences: readonly string[] = ["connection", "configuration", "preflight"];

/** Reads the files, and the history where the database is named and answers; says so where not. */
export async function readFilesAndHistory<T>(
  app: App,
  { offline }: { readonly offline: boolean },
  work: (reading: Reading) => Promise<T>,
): Promise<T> {
  return await app.use(async ({ project }) => {
    const files = (): Reading => ({ project, graph: project.graph(), history: undefined });
    if (offline) return await work(files());
    let silence: WhimbrelError | undefined;
    const reached = { yes: false };
    try {
      return await withHistory(project, (reading) => {
        reached.yes = true;
        return work(reading);
      });
    } catch (error) {
      const silent = !reached.yes && error instanceof WhimbrelError &&
        silences.includes(error.code);
      if (!silent) throw error;
      silence = error;
    }
    const reading = files();
    app.say(`not known what is applied: ${silence.message}`);
    return await work(reading);
  });
}

/** Reads files and history. @throws {WhimbrelError} where the database does not answer. */
export async function withHistory<T>(
  project: Project,
  work: (reading: Reading & { readonly history: History }) => Promise<T>,
): Promise<T> {
  return await withSession(project, true, async (session) => {
    const found = await readState(session, project.tables);
    const state = settleReplaced(project.migrations(), found);
    const rows = joinStatus(project.graph(), state);
    return await work({
      project,
      graph: buildGraph<AnyRevision>(revisionsOf(project.migrations(), state)),
      history: {
        session,
        entries: new Map(state.entries.map((entry) => [entry.revision, entry])),
        standings: new Map(rows.map(({ revision, standing }) => [revision, standing])),
      },
    });
  });
}

/** A revision in the output of `--json`; `applied` is null where it is not known. */
export function revisionJson(
  revision: AnyRevision,
  { graph, history }: Pick<Reading, "graph" | "history">,
): Readonly<Record<string, unknown>> {
  const entry = history?.entries.get(revision.id);
  return {
    revision: revision.id,
    name: revision.name,
    file: fileOf(revision) ?? null,
    state: history?.standings.get(revision.id) ?? null,
    parents: revision.parents,
    depends: revision.depends,
    label: revision.label ?? null,
    created: revision.created ?? null,
    head: graph.heads.includes(revision),
    applied: history === undefined ? null : entry !== undefined,
    appliedAt: entry?.appliedAt ?? null,
  };
}

/** The file of a revision; undefined where it is gone. */
export function fileOf(revision: Revision): string | undefined {
  return revision.file;
}

/** `(head, billing)`: what a line of a list says of a revision beyond its name; may be empty. */
export function marksOf(revision: AnyRevision, graph: RevisionGraph<AnyRevision>): string {
  const marks = [
    ...(graph.heads.includes(revision) ? ["head"] : []),
    ...(revision.parents.length > 1 ? ["merge"] : []),
    ...(revision.label === undefined ? [] : [`label ${revision.label}`]),
    ...(fileOf(revision) === undefined ? ["no file"] : []),
  ];
  return marks.length === 0 ? "" : `(${marks.join(", ")})`;
}

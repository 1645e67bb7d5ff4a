import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { buildGraph, type Revision, type RevisionGraph } from "../core/graph.ts";
import { isRevision, type MigrationFormat } from "../core/migration.ts";
import { slugOf } from "../core/slug.ts";
import {
  defaultFileName,
  fileNameOf,
  type NewMigration,
  type NewSection,
  textOfNew,
} from "../core/template.ts";
import type { Project } from "./project.ts";

/** The name of the file with the library's types, beside the migrations. */
export const typesFile = "whimbrel.d.ts";

/** What a new migration shall be. */
export interface NewFileRequest {
  readonly name: string;
  /** Twelve hex digits by chance where it is absent. */
  readonly revision?: string;
  readonly format: MigrationFormat;
  readonly parents: readonly string[];
  readonly depends?: readonly string[];
  readonly label?: string;
  readonly dialects?: readonly string[];
  /** What it runs; sections to be written by hand where it is undefined. */
  readonly sections?: readonly NewSection[];
  readonly transactional?: boolean;
  /** Revisions that it stands for, whose files are about to go. */
  readonly replaces?: readonly string[];
  /** Revisions that were written a moment ago, which the project has not read. */
  readonly written?: readonly Revision[];
}

/** A migration file that was just written. */
export interface NewFile {
  readonly revision: string;
  readonly parents: readonly string[];
  /** As it is shown to people. */
  readonly file: string;
  /** Its place in the graph. */
  readonly node: Revision;
}

/** The graph of a project's files; the empty one where there is no folder yet. */
export function graphOrEmpty(project: Project): RevisionGraph<Migration> {
  return existsSync(project.dir.path) ? project.graph() : buildGraph<Migration>([]);
}

/**
 * Writes a new migration into the project's folder, which is made where it is missing. Never
 * overwrites a file.
 *
 * @throws {WhimbrelError} `usage` for a name or label that cannot be one; `invalid_graph` where the
 * label would stand on two lines; `configuration` for a template of file names that cannot be used;
 * `preflight` where the file cannot be written.
 */
export function writeNewFile(project: Project, request: NewFileRequest): NewFile {
  const { name, format, parents, depends = [], label, dialects = [] } = request;
  const slug = slugOf(name);
  if (slug === "") {
    throw new WhimbrelError("usage", `Cannot name a file "${name}": it has no letter or digit`, {
      hint: "say what the migration does: --name add_email",
    });
  }
  if (label !== undefined && !isRevision(label)) {
    throw new WhimbrelError("usage", `"${label}" cannot be a label`, {
      hint: 'a label has letters, digits, "_", "." and "-": --label billing',
    });
  }
  if (request.revision !== undefined && !isRevision(request.revision)) {
    throw new WhimbrelError("usage", `"${request.revision}" cannot be a revision`, {
      hint: 'a revision has letters, digits, "_", "." and "-"',
    });
  }
  const migration: NewMigration = {
    ...{ slug, format, parents, depends, label, dialects },
    revision: request.revision ?? randomBytes(6).toString("hex"),
    created: new Date(),
    typed: existsSync(join(project.dir.path, typesFile)),
    ...(request.sections === undefined ? {} : { sections: request.sections }),
    transactional: request.transactional ?? true,
    ...(request.replaces === undefined ? {} : { replaces: request.replaces }),
  };
  const fileName = fileNameOf(migration, project.config.fileName ?? defaultFileName);
  const file = join(project.dir.shown, fileName);
  const node: Revision = {
    ...{ id: migration.revision, parents, depends, created: migration.created.toISOString() },
    ...{ name: fileName.replace(/\.[^.]+$/, ""), file },
    ...(label === undefined ? {} : { label }),
  };
  refuseBrokenGraph(project, node, request);
  writeNew(join(project.dir.path, fileName), file, textOfNew(migration));
  return { revision: migration.revision, parents, file, node };
}

/** What would only be found when the folder is read again must be found before it is written. */
function refuseBrokenGraph(
  project: Project,
  node: Revision,
  { replaces = [], written = [] }: NewFileRequest,
): void {
  const gone = new Set(replaces);
  const follow = (ids: readonly string[]) => [
    ...new Set(ids.map((id) => gone.has(id) ? node.id : id)),
  ];
  const kept = graphOrEmpty(project).order.filter(({ id }) => !gone.has(id));
  buildGraph<Revision>([
    ...kept.map((one) => ({
      ...one,
      parents: follow(one.parents),
      depends: follow(one.depends),
    })),
    ...written,
    node,
  ]);
}

/**
 * Writes a file that must not be there yet, and makes its folder.
 *
 * @throws {WhimbrelError} `preflight` with the system's reason.
 */
export function writeNew(path: string, shown: string, text: string): void {
  writeText(path, shown, { text, flag: "wx" });
}

/** Writes a file, over one that is there. @throws {WhimbrelError} `preflight`. */
export function writeOver(path: string, shown: string, text: string): void {
  writeText(path, shown, { text, flag: "w" });
}

function writeText(
  path: string,
  shown: string,
  { text, flag }: { readonly text: string; readonly flag: "wx" | "w" },
): void {
  try {
    makeFolder(join(path, ".."), shown);
    writeFileSync(path, text, { flag });
  } catch (cause) {
    if (cause instanceof WhimbrelError) throw cause;
    throw writeError(shown, cause);
  }
}

/** Makes a folder and those above it. @throws {WhimbrelError} `preflight`. */
export function makeFolder(path: string, shown: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw writeError(shown, cause);
  }
}

function writeError(shown: string, cause: unknown): WhimbrelError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
    EEXIST: "it is there already",
    ENOTDIR: "its folder is a file",
    ENOENT: "its folder cannot be made",
  };
  return new WhimbrelError(
    "preflight",
    `Cannot write "${shown}": ${reasons[code ?? ""] ?? message}`,
    {
      hint: "nothing was written; see to the folder, or name another with --dir",
      cause,
    },
  );
}

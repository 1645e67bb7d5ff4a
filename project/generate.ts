import type { Dialect } from "../core/adapter.ts";
import { diff } from "../core/diff.ts";
import type { Migration } from "../core/directory.ts";
import { generate, type GeneratedPart, notesOf, sectionText } from "../core/generate.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { online } from "../core/online.ts";
import type { Operation } from "../core/operation.ts";
import { noRenames } from "../core/rename.ts";
import type { Schema } from "../core/schema.ts";
import type { NewSection } from "../core/template.ts";
import { compare, type RenameAnswers } from "./compare.ts";
import type { Project } from "./project.ts";
import {
  openReader,
  type ReaderRequest,
  readTarget,
  type SchemaReader,
  type Source,
} from "./source.ts";

/** What a new migration is to be made of. */
export interface GenerateRequest {
  readonly graph: RevisionGraph<Migration>;
  /** The revisions that the new migration follows. */
  readonly parents: readonly string[];
  /** One section for all dialects, made for the project's own, where there are none. */
  readonly dialects: readonly string[];
  /** What the migrations are to become. */
  readonly to: Source;
  readonly answers: RenameAnswers;
}

/** The changes of one dialect, cut into migrations. */
export interface Generated {
  readonly dialect: Dialect;
  /** As a section is called; undefined where one serves all. */
  readonly section: string | undefined;
  readonly operations: readonly Operation[];
  readonly parts: readonly GeneratedPart[];
  /** What the schema is to be after them. */
  readonly to: Schema;
}

/** The readers of a project's dialects, opened when they are asked for. */
export interface Readers extends AsyncDisposable {
  of(dialect: string | undefined): Promise<SchemaReader>;
}

/** Opens each reader once and ends them all. */
export function openReaders(
  project: Project,
  request: Omit<ReaderRequest, "dialect"> = {},
): Readers {
  const opened = new Map<string | undefined, Promise<SchemaReader>>();
  return {
    of(dialect) {
      const known = opened.get(dialect);
      if (known !== undefined) return known;
      const reader = openReader(project, {
        ...request,
        ...(dialect === undefined ? {} : { dialect }),
      });
      opened.set(dialect, reader);
      return reader;
    },
    async [Symbol.asyncDispose]() {
      for (const reader of opened.values()) {
        await (await reader.catch(() => undefined))?.[Symbol.asyncDispose]();
      }
    },
  };
}

/**
 * Compares what the migrations make with what is wanted, and renders the way there and back.
 *
 * @throws {WhimbrelError} `decision_needed` for a rename that nobody answered.
 */
export async function generateMigrations(
  project: Project,
  readers: Readers,
  { graph, parents, dialects, to: source, answers }: GenerateRequest,
): Promise<readonly Generated[]> {
  const migrations = linesOf(graph, parents);
  const result: Generated[] = [];
  for (const section of dialects.length === 0 ? [undefined] : dialects) {
    const reader = await readers.of(section);
    const { dialect } = reader;
    // The other way round, the proof could not go on where the migrations ended in the shadow.
    const target = await readTarget(reader, source);
    const from = await reader.migrations(migrations);
    const { operations: found, to } = await compare(project, { from, target, dialect }, answers);
    const { concurrently, notValid, ...options } = project.database.render ?? {};
    const operations = online(found, from, {
      ...(concurrently === undefined ? {} : { concurrently }),
      ...(notValid === undefined ? {} : { notValid }),
      traits: dialect.diffTraits,
    });
    const parts = generate(operations, dialect, from, options);
    result.push({ dialect, section, operations, parts, to });
  }
  return result;
}

/**
 * Replays what was written in the shadow, and gives what would still have to be done to get to the
 * schema that was wanted; nothing where all is well.
 *
 * @throws {WhimbrelError} `invalid_migration` for a statement that fails there.
 */
export async function verifyGenerated(
  readers: Readers,
  generated: readonly Generated[],
  { graph, last }: { readonly graph: RevisionGraph<Migration>; readonly last: string },
): Promise<readonly Operation[]> {
  const left: Operation[] = [];
  for (const { section, dialect, to } of generated) {
    const reader = await readers.of(section);
    const made = await reader.migrations(linesOf(graph, [last]));
    left.push(...diff(made, to, noRenames, dialect.diffTraits));
  }
  return left;
}

/** Revisions and all that they need, in graph order. */
function linesOf(
  graph: RevisionGraph<Migration>,
  ends: readonly string[],
): readonly Migration[] {
  const known = new Set(ends.flatMap((id) => [id, ...graph.ancestors(id)]));
  return graph.order.filter(({ id }) => known.has(id));
}

/** What one new file holds. */
export interface FileContent {
  readonly sections: readonly NewSection[];
  readonly transactional: boolean;
}

/** Puts the parts of all dialects side by side: one file for each, with a section for each dialect. */
export function toFiles(generated: readonly Generated[]): readonly FileContent[] {
  const count = Math.max(0, ...generated.map(({ parts }) => parts.length));
  return Array.from({ length: count }, (_, index) => ({
    sections: generated.map(({ dialect, section, parts }): NewSection => {
      const part = parts[index];
      if (part === undefined) return { dialect: section, upgrade: "", downgrade: "" };
      const notes = notesOf(part.operations, dialect);
      return {
        dialect: section,
        upgrade: sectionText(dialect, part.upgrade, notes.upgrade),
        downgrade: sectionText(dialect, part.downgrade, notes.downgrade),
      };
    }),
    transactional: generated.every(({ parts }) => parts[index]?.transactional ?? true),
  }));
}

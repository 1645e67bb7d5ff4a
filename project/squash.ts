import { rmSync } from "node:fs";
import type { Dialect } from "../core/adapter.ts";
import { readBodies, statementsOf } from "../core/body.ts";
import { describe } from "../core/describe.ts";
import { diff } from "../core/diff.ts";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { titleOf } from "../core/find.ts";
import { generate, notesOf, sectionText } from "../core/generate.ts";
import type { RevisionGraph } from "../core/graph.ts";
import { replay } from "../core/replay.ts";
import { noRenames } from "../core/rename.ts";
import type { SquashRange } from "../core/squash.ts";
import type { Statement } from "../core/statement.ts";
import type { NewSection } from "../core/template.ts";
import { type NewFile, writeNewFile } from "./new_file.ts";
import type { Project } from "./project.ts";
import { openShadow, type ShadowReader } from "./shadow.ts";

/** What a squash is made of. */
export interface SquashRequest extends SquashRange {
  readonly graph: RevisionGraph<Migration>;
  readonly name: string;
  /** One section for all dialects, proved on the project's own, where there are none. */
  readonly dialects: readonly string[];
  readonly signal?: AbortSignal;
}

/** A squash that was written. */
export interface Squashed extends NewFile {
  /** Files that are gone, as they are shown to people. */
  readonly removed: readonly string[];
  /** How its statements came about: rendered anew, or those of the members one after the other. */
  readonly made: "rendered" | "joined";
}

/**
 * Writes one migration that stands for several, and removes their files. Members that change rows
 * are joined as they are; others are rendered from the schema, which is shorter. In both cases the
 * schema that comes out is compared with the one that the members make.
 *
 * @throws {WhimbrelError} `usage` for members that are scripts; `invalid_schema` where the schemas
 * differ; nothing is written then.
 */
export async function squashMigrations(
  project: Project,
  request: SquashRequest,
): Promise<Squashed> {
  const { members, parents, depends, label, graph, name, dialects, signal } = request;
  const script = members.find(({ format }) => format === "script");
  if (script !== undefined) {
    throw new WhimbrelError("usage", `Cannot squash "${titleOf(script)}": it is a script`, {
      place: { file: script.file },
      hint: "squash what is before and after it",
    });
  }
  const known = graph.ancestors(members.map(({ id }) => id));
  const inside = new Set(members.map(({ id }) => id));
  const before = graph.order.filter(({ id }) => known.has(id) && !inside.has(id));
  const sections: NewSection[] = [];
  const made = new Set<Squashed["made"]>();
  for (const dialect of dialects.length === 0 ? [undefined] : dialects) {
    await using shadow = await openShadow(project, {
      ...(dialect === undefined ? {} : { dialect }),
      ...(signal === undefined ? {} : { signal }),
    });
    const part = await squashFor(project, shadow, { before, members, section: dialect });
    sections.push(part.section);
    made.add(part.made);
  }
  // The new file must find its parents in a graph without the members.
  const written = writeNewFile(project, {
    ...{ name, format: "sql", parents, depends, sections },
    ...(label === undefined ? {} : { label }),
    replaces: members.map(({ id }) => id),
    transactional: members.every(({ transactional }) => transactional),
  });
  for (const { path } of members) rmSync(path);
  return {
    ...written,
    removed: members.map(({ file }) => file),
    made: made.has("joined") ? "joined" : "rendered",
  };
}

interface Part {
  readonly before: readonly Migration[];
  readonly members: readonly Migration[];
  readonly section: string | undefined;
}

async function squashFor(
  project: Project,
  shadow: ShadowReader,
  { before, members, section }: Part,
): Promise<{ readonly section: NewSection; readonly made: Squashed["made"] }> {
  const { dialect } = shadow;
  const from = await shadow.ofMigrations(before);
  const to = await shadow.ofMigrations([...before, ...members]);
  const parts = generate(diff(from, to, noRenames, dialect.diffTraits), dialect, from);
  const isJoined = parts.length > 1 || members.some((member) => changesRows(member, dialect));
  const upgrade = isJoined
    ? textsOf(members, dialect, "upgrade") ?? ""
    : sectionText(dialect, parts[0]?.upgrade ?? [], []);
  const downgrade = isJoined ? textsOf(members.toReversed(), dialect, "downgrade") : sectionText(
    dialect,
    parts[0]?.downgrade ?? [],
    notesOf(parts[0]?.operations ?? [], dialect).downgrade,
  );
  const statements: readonly Statement[] = [
    ...dialect.split([upgrade], { file: "the squashed migration", line: 1 }),
  ];
  const result = await shadow.use(shadow.scriptsOf([...before, ...members]), async (
    session,
    adapter,
  ) => {
    const scripts = await project.scripts();
    await replay(before, "upgrade", { adapter, session, tables: project.tables, scripts });
    await session.run(statements);
    return await adapter.introspect(session, { exclude: [], namespaces: "all" });
  });
  const differences = diff(result, to, noRenames, dialect.diffTraits);
  if (differences.length > 0) {
    throw new WhimbrelError(
      "invalid_schema",
      "Cannot squash: one migration would make another schema than the members do",
      { notes: differences.map(describe), hint: "nothing was written; squash a shorter range" },
    );
  }
  return {
    section: { dialect: section, upgrade, downgrade },
    made: isJoined ? "joined" : "rendered",
  };
}

/** Whether a migration does anything that the schema afterwards does not show. */
function changesRows(migration: Migration, dialect: Dialect): boolean {
  const body = readBodies(migration, dialect.name).upgrade;
  if (body === undefined) return false;
  for (const { text } of statementsOf(body, { file: migration.file }, dialect)) {
    const { class: kind } = dialect.traits(text);
    if (kind === "dml" || kind === "opaque") return true;
  }
  return false;
}

/** The sections of several migrations one after the other; undefined where one has no way back. */
function textsOf(
  migrations: readonly Migration[],
  dialect: Dialect,
  direction: "upgrade" | "downgrade",
): string | undefined {
  const texts: string[] = [];
  for (const migration of migrations) {
    const body = readBodies(migration, dialect.name)[direction];
    if (body === undefined) return undefined;
    texts.push(`-- from ${titleOf(migration)}\n${[...body.text()].join("").trim()}\n`);
  }
  return texts.join("\n");
}

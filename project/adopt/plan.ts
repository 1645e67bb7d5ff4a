import type { Dialect } from "../../core/adapter.ts";
import type { Migration } from "../../core/directory.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { buildGraph, type Revision } from "../../core/graph.ts";
import { isRevision } from "../../core/migration.ts";
import { type AdoptedFile, adoptedText, originOf } from "./file_text.ts";
import {
  type AdoptedHistory,
  type AdoptedMigration,
  type AdoptFinding,
  revisionFor,
} from "./history.ts";
import { settleSql } from "./settle.ts";

/** One migration of the old tool, and what becomes of it. */
export interface AdoptedStep {
  readonly key: string;
  readonly revision: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly parents: readonly string[];
  /** The tool's table says so. */
  readonly applied: boolean;
  /** The new file's text; undefined where the file is there from an earlier time. */
  readonly text: string | undefined;
}

/** What adopting would do. */
export interface AdoptionPlan {
  readonly steps: readonly AdoptedStep[];
  readonly findings: readonly AdoptFinding[];
}

/** What a plan is made for. */
export interface PlanOptions {
  readonly tool: string;
  /** As people write it. */
  readonly title: string;
  readonly dialect: Dialect;
  /** Migrations that Whimbrel's folder has already. */
  readonly files: readonly Migration[];
}

/**
 * Turns the history of a tool into files and rows, without touching anything.
 *
 * @throws {WhimbrelError} `usage` where the folder has migrations of its own; `invalid_graph` for
 * keys that clash.
 */
export function planAdoption(history: AdoptedHistory, options: PlanOptions): AdoptionPlan {
  const { tool, files } = options;
  const there = new Map(files.flatMap((file) => {
    const origin = originOf(file);
    return origin?.tool === tool ? [[origin.key, file] as const] : [];
  }));
  if (files.length > 0 && there.size === 0) throw ownMigrations(files);
  const ordered = inOrder(history);
  const revisions = new Map(history.migrations.map((migration) => [
    migration.key,
    there.get(migration.key)?.id ?? revisionOf(tool, migration),
  ]));
  const findings = [...history.findings, ...latecomers(history, options), ...unknowns(history)];
  const taken = new Set(files.map(({ name }) => name.toLowerCase()));
  const steps = ordered.map((migration, index): AdoptedStep => {
    const { key } = migration;
    const applied = history.applied.has(key);
    const known = there.get(key);
    if (known !== undefined) {
      const { id, name, parents } = known;
      return { key, revision: id, name, parents, applied, text: undefined };
    }
    const named = (keys: readonly string[] = []) => keys.map((one) => revisions.get(one) ?? one);
    const before = ordered[index - 1];
    const parents = named(migration.parents ?? (before === undefined ? [] : [before.key]));
    const file = fileOf(migration, {
      revision: revisions.get(key)!,
      parents,
      depends: named(migration.depends),
    }, options);
    findings.push(...file.findings);
    const name = freeName(migration.name, taken);
    taken.add(name.toLowerCase());
    const text = adoptedText(tool, key, file.file);
    return { key, revision: file.file.revision, name, parents, applied, text };
  });
  refuseBrokenGraph(steps, files, ordered);
  return { steps, findings };
}

/** Keeps the tool's own id where it can be a revision. */
function revisionOf(tool: string, { key, revision }: AdoptedMigration): string {
  return revision !== undefined && isRevision(revision) ? revision : revisionFor(tool, key);
}

/**
 * In one line, what is applied comes first: a migration that was passed over must not stand before
 * one that is applied, or it could never run.
 */
function inOrder({ migrations, applied }: AdoptedHistory): readonly AdoptedMigration[] {
  if (migrations.some(({ parents }) => parents !== undefined)) return migrations;
  const rank = ({ key, last }: AdoptedMigration) =>
    (applied.has(key) ? 0 : 2) + (last === true ? 1 : 0);
  return migrations.toSorted((one, other) => rank(one) - rank(other));
}

function latecomers(
  { migrations, applied, latecomers }: AdoptedHistory,
  { title }: PlanOptions,
): readonly AdoptFinding[] {
  if (migrations.some(({ parents }) => parents !== undefined)) return [];
  const line = migrations.filter(({ last }) => last !== true);
  const newest = line.findLastIndex(({ key }) => applied.has(key));
  const does = {
    skips: `${title} skips it without a word`,
    refuses: `${title} refuses to go on`,
    applies: `${title} would run it now`,
  }[latecomers];
  return line.slice(0, newest + 1).filter(({ key }) => !applied.has(key)).map(({ name }) => ({
    kind: "skipped",
    name,
    message: `"${name}" was never applied, although "${line[newest]!.name}" after it was ` +
      `(${does}): it becomes pending, behind all that is applied`,
  }));
}

function unknowns({ migrations, applied }: AdoptedHistory): readonly AdoptFinding[] {
  return migrations.flatMap(({ key, name, upgrade, downgrade }): readonly AdoptFinding[] => {
    if (typeof upgrade !== "string") {
      if (applied.has(key)) return [];
      return [{
        kind: "unknown",
        name,
        message: `The SQL of "${name}" cannot be known beforehand: ${upgrade.unknown}`,
        blocks: true,
        hint: "apply it with the old tool first, or write it anew as a migration of Whimbrel",
      }];
    }
    if (typeof downgrade !== "object") return [];
    return [{
      kind: "unknown",
      name,
      message: `The way back of "${name}" cannot be known beforehand, and is left out: ` +
        downgrade.unknown,
    }];
  });
}

function fileOf(
  migration: AdoptedMigration,
  place: Pick<AdoptedFile, "revision" | "parents" | "depends">,
  { dialect }: PlanOptions,
): { readonly file: AdoptedFile; readonly findings: readonly AdoptFinding[] } {
  const { name, label, created } = migration;
  const findings: AdoptFinding[] = [];
  let { transactional } = migration;
  const settled = (sql: string, way: string): string => {
    const { text, refused, transactional: can } = settleSql(sql, dialect, name);
    if (!can) transactional = false;
    if (refused !== undefined) {
      findings.push({
        kind: "note",
        name,
        message: `The ${way} of "${name}" needs a hand before it runs here: ${refused}`,
      });
    }
    return text;
  };
  const upgrade = typeof migration.upgrade === "string"
    ? settled(migration.upgrade, "upgrade")
    : "";
  const downgrade = typeof migration.downgrade === "string"
    ? settled(migration.downgrade, "downgrade")
    : undefined;
  const file = {
    ...place,
    ...{ label, created, transactional, dialect: migration.dialect, upgrade, downgrade },
  };
  return { file, findings };
}

/** A name that the folder has not, with nothing in it that a file's name cannot have. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replace(/[/\\:*?"<>|\p{Cc}\s]+/gu, "_").replace(/^[._]+/, "") || "migration";
  for (let count = 1;; count++) {
    const tried = count === 1 ? plain : `${plain}_${count}`;
    if (!taken.has(tried.toLowerCase())) return tried;
  }
}

function ownMigrations(files: readonly Migration[]): WhimbrelError {
  return new WhimbrelError(
    "usage",
    "Cannot adopt into this folder: it has migrations that were not adopted",
    {
      notes: files.slice(0, 5).map(({ file }) => file),
      hint: "name an empty one: `whimbrel --dir DIR adopt ...`, or `dir` in the configuration",
    },
  );
}

/** What would only be found when the folder is read again must be found before it is written. */
function refuseBrokenGraph(
  steps: readonly AdoptedStep[],
  files: readonly Migration[],
  migrations: readonly AdoptedMigration[],
): void {
  const depends = new Map(migrations.map((one) => [one.key, one.depends ?? []]));
  const revisions = new Map(steps.map(({ key, revision }) => [key, revision]));
  buildGraph<Revision>([
    ...files,
    ...steps.filter(({ text }) => text !== undefined).map(({ key, revision, name, parents }) => ({
      ...{ id: revision, name, parents },
      depends: depends.get(key)!.map((one) => revisions.get(one) ?? one),
    })),
  ]);
}

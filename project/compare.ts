import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "../core/adapter.ts";
import { diff } from "../core/diff.ts";
import { WhimbrelError } from "../core/errors.ts";
import type { Operation } from "../core/operation.ts";
import {
  addRename,
  findRenameCandidates,
  noRenames,
  parseRename,
  parseRenames,
  parseRenamesFile,
  type RenameCandidate,
  type Renames,
  serializeRename,
} from "../core/rename.ts";
import type { Schema } from "../core/schema.ts";
import { keepUnexpressed } from "../core/unexpressed.ts";
import type { Project } from "./project.ts";
import type { Target } from "./source.ts";

/** How renames are told from what goes while something like it comes. */
export interface RenameAnswers {
  /** `old:new`, as `--rename` takes them. */
  readonly given: readonly string[];
  /** Nothing else is a rename. */
  readonly none: boolean;
  /** Told what may be a rename where nobody can be asked and it is taken for none. */
  readonly onUnsure?: (candidates: readonly RenameCandidate[]) => void;
  /** Asks a person; undefined where nobody can be asked. */
  readonly ask?: (candidate: RenameCandidate) => Promise<boolean>;
}

/** What is there and what is wanted. */
export interface Comparison {
  readonly from: Schema;
  readonly target: Target;
  readonly dialect: Dialect;
}

/** How to get from what is there to what is wanted. */
export interface Compared {
  /** What is wanted, with what those who want it cannot say. */
  readonly to: Schema;
  readonly operations: readonly Operation[];
}

/**
 * Finds out what was renamed, and the operations that lead to what is wanted.
 *
 * @throws {WhimbrelError} `usage` for a rename of what is not there; `decision_needed` where there
 * may be one and nobody can be asked, with the flags to choose from.
 */
export async function compare(
  project: Project,
  { from, target, dialect }: Comparison,
  answers: RenameAnswers,
): Promise<Compared> {
  const traits = dialect.diffTraits ?? {};
  const { schema, expresses, isDatabase } = target;
  const given = parseRenames(answers.given, from, schema, fromFile(project, from, schema));
  const renames = await settle(from, schema, { decided: given, answers, traits });
  const to = isDatabase === true
    ? schema
    : keepUnexpressed(schema, from, expresses, renames, traits);
  return { to, operations: diff(from, to, renames, traits) };
}

/** Lines that were answers to earlier migrations have nothing to say any more. */
function fromFile(project: Project, from: Schema, to: Schema): Renames {
  const { renames: file } = project.database;
  if (file === undefined) return noRenames;
  let text: string;
  try {
    text = readFileSync(join(project.root, file), "utf8");
  } catch (cause) {
    throw new WhimbrelError(
      "configuration",
      `Cannot read the renames "${file}": ${(cause as Error).message}`,
      { place: { file }, hint: "see to `renames` in the configuration", cause },
    );
  }
  return parseRenamesFile(text).reduce((known, { text }) => {
    try {
      return parseRename(text, from, to, known);
    } catch (error) {
      if (error instanceof WhimbrelError) return known;
      throw error;
    }
  }, noRenames);
}

async function settle(
  from: Schema,
  to: Schema,
  { decided, answers, traits }: {
    readonly decided: Renames;
    readonly answers: RenameAnswers;
    readonly traits: NonNullable<Dialect["diffTraits"]>;
  },
): Promise<Renames> {
  if (answers.none) return decided;
  let renames = decided;
  let declined: Renames = noRenames;
  for (;;) {
    const candidates = findRenameCandidates(from, to, renames, { declined, traits });
    const [first] = candidates;
    if (first === undefined) return renames;
    if (answers.ask === undefined) {
      if (answers.onUnsure === undefined) throw undecided(candidates);
      answers.onUnsure(candidates);
      return renames;
    }
    if (await answers.ask(first)) renames = addRename(renames, first);
    else declined = addRename(declined, first);
  }
}

function undecided(candidates: readonly RenameCandidate[]): WhimbrelError {
  const flags = candidates.map((candidate) => `--rename ${serializeRename(candidate)}`);
  return new WhimbrelError(
    "decision_needed",
    flags.length === 1
      ? "Something may have been renamed, or dropped and made anew"
      : `${flags.length} things may have been renamed, or dropped and made anew`,
    {
      notes: flags,
      hint: "add those of these that are renames, and --no-rename for the rest",
    },
  );
}

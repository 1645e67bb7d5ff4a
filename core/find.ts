import { closest, fold } from "./closest.ts";
import { WhimbrelError } from "./errors.ts";
import type { Revision, RevisionGraph } from "./graph.ts";

/** Shorter beginnings of an id name something else with the next migration. */
const shortestPrefix = 4;

/**
 * The revisions that `text` may mean, in graph order. An id or a file name means one alone;
 * otherwise four or more letters that an id begins with, or whole words of a name.
 */
export function matchRevisions<T extends Revision>(
  graph: RevisionGraph<T>,
  text: string,
): readonly T[] {
  const named = namedRevisions(graph, text);
  if (named.length > 0) return named;
  const wanted = fold(text);
  return graph.order.filter((revision) =>
    (wanted.length >= shortestPrefix && fold(revision.id).startsWith(wanted)) ||
    containsWords(fold(revision.name), wanted)
  );
}

/** The revisions that have `text` as their id, name or file name. */
export function namedRevisions<T extends Revision>(
  graph: RevisionGraph<T>,
  text: string,
): readonly T[] {
  const exact = graph.get(text);
  if (exact !== undefined) return [exact];
  const wanted = fold(text);
  const file = fileName(wanted);
  return graph.order.filter((revision) =>
    fold(revision.id) === wanted || fold(revision.name) === wanted ||
    (revision.file !== undefined && fileName(fold(revision.file)) === file)
  );
}

/**
 * The one revision that `text` means.
 *
 * @throws {WhimbrelError} `unknown_revision` with the candidates when several match, and with the
 * closest ids when none does.
 */
export function findRevision<T extends Revision>(graph: RevisionGraph<T>, text: string): T {
  const matches = matchRevisions(graph, text);
  if (matches.length === 1) return matches[0]!;
  if (matches.length > 1) {
    throw new WhimbrelError(
      "unknown_revision",
      `Revision "${text}" is ambiguous: ${matches.length} migrations match`,
      { notes: listed(matches), hint: `write more of it, for example "${matches[0]!.id}"` },
    );
  }
  const near = closest(text, graph.order, (revision) => [
    revision.id,
    revision.name,
    slugOf(revision),
  ]);
  throw new WhimbrelError("unknown_revision", `Cannot find revision "${text}"`, {
    notes: near.map((revision) => `close: ${titleOf(revision)}`),
    hint: near.length === 0
      ? "see what there is with `whimbrel history`"
      : `did you mean "${near[0]!.id}"? \`whimbrel history\` lists all`,
  });
}

/** A revision as people read it: its name, with the id where the name does not contain it. */
export function titleOf(revision: Revision): string {
  return revision.name.includes(revision.id) ? revision.name : `${revision.id} (${revision.name})`;
}

/** Titles for the notes of an error, the last few left out where they are many. */
export function listed(revisions: readonly Revision[]): readonly string[] {
  const shown = 8;
  const titles = revisions.slice(0, shown).map(titleOf);
  const more = revisions.length - shown;
  return more > 0 ? [...titles, `and ${more} more`] : titles;
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** What a person called the migration: what follows the id in its name. */
function slugOf({ id, name }: Revision): string {
  const at = name.indexOf(id);
  const rest = at < 0 ? "" : name.slice(at + id.length).replace(/^[^\p{L}\p{N}]+/u, "");
  return rest === "" ? name : rest;
}

function containsWords(name: string, words: string): boolean {
  if (!isWord(words[0]) || !isWord(words.at(-1))) return false;
  for (let at = name.indexOf(words); at >= 0; at = name.indexOf(words, at + 1)) {
    if (!isWord(name[at - 1]) && !isWord(name[at + words.length])) return true;
  }
  return false;
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}

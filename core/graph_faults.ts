import { closest, fold } from "./closest.ts";
import { type ErrorDetails, WhimbrelError } from "./errors.ts";
import type { Revision } from "./graph.ts";

/** Refuses ids that are equal, or that a file system which ignores letter case takes for equal. */
export function refuseClashes(revisions: readonly Revision[]): void {
  const seen = new Map<string, Revision>();
  for (const revision of revisions) {
    const folded = fold(revision.id);
    const other = seen.get(folded);
    if (other === undefined) {
      seen.set(folded, revision);
      continue;
    }
    const notes = [`first: ${whereIs(other)}`, `second: ${whereIs(revision)}`];
    const hint = "give one of them a revision of its own, then run `whimbrel heads`";
    const message = other.id === revision.id
      ? `Two migrations have the revision "${revision.id}"`
      : `The revisions "${other.id}" and "${revision.id}" differ only in how they are spelled`;
    throw fault(revision, message, { notes, hint });
  }
}

/** Refuses parents and dependencies that do not exist, are named twice, or are the revision itself. */
export function refuseMissing(
  revisions: readonly Revision[],
  known: ReadonlyMap<string, Revision>,
): void {
  for (const revision of revisions) {
    const { parents } = revision;
    const repeated = parents.find((id, index) => index > 0 && parents.indexOf(id) !== index);
    if (repeated !== undefined) {
      throw fault(revision, `Migration "${revision.name}" names the parent "${repeated}" twice`, {
        hint: `name it once in ${whereIs(revision)}, then run \`whimbrel heads\``,
      });
    }
    refuseMissingAs("parent", revision, revision.parents, known);
    refuseMissingAs("dependency", revision, revision.depends, known);
  }
}

function refuseMissingAs(
  role: string,
  revision: Revision,
  ids: readonly string[],
  known: ReadonlyMap<string, Revision>,
): void {
  for (const id of ids) {
    if (id === revision.id) throw selfReference(revision, role);
    if (!known.has(id)) throw missing(revision, role, id, known);
  }
}

function selfReference(revision: Revision, role: string): WhimbrelError {
  return fault(revision, `Migration "${revision.name}" is its own ${role}`, {
    hint: `name another ${role} in ${whereIs(revision)}, or none, then run \`whimbrel heads\``,
  });
}

function missing(
  revision: Revision,
  role: string,
  id: string,
  known: ReadonlyMap<string, Revision>,
): WhimbrelError {
  const others = [...known.values()].filter((other) => other !== revision);
  const [near] = closest(id, others, (other) => [other.id, other.name]);
  return fault(revision, `Cannot find "${id}", the ${role} of migration "${revision.name}"`, {
    notes: near === undefined ? [] : [`"${near.id}" is close: ${whereIs(near)}`],
    hint: near === undefined
      ? `bring the file of "${id}" back, or name another ${role}, then run \`whimbrel heads\``
      : `if "${near.id}" is meant, write it in ${whereIs(revision)}, then run \`whimbrel heads\``,
  });
}

/** Shows one cycle among the revisions that could not be ordered; there must be one. */
export function refuseCycle(revisions: readonly Revision[], ordered: ReadonlySet<string>): never {
  const stuck = new Map<string, Revision>();
  for (const revision of revisions) if (!ordered.has(revision.id)) stuck.set(revision.id, revision);

  const path: Revision[] = [];
  const visited = new Set<Revision>();
  // Every stuck revision waits for a stuck one, so the walk runs into itself.
  let at = stuck.values().next().value!;
  while (!visited.has(at)) {
    visited.add(at);
    path.push(at);
    at = stuck.get([...at.parents, ...at.depends].find((id) => stuck.has(id))!)!;
  }
  const cycle = path.slice(path.indexOf(at));
  const members = new Set(cycle);
  // The oldest comes first, wherever the walk entered, so that the message is always the same.
  const oldest = cycle.indexOf(revisions.find((revision) => members.has(revision))!);
  const turned = [...cycle.slice(oldest), ...cycle.slice(0, oldest)];
  const ids = [...turned, turned[0]!].map(({ id }) => id);
  throw fault(turned[0]!, `The migrations wait for each other: ${cut(ids).join(" -> ")}`, {
    notes: cut(turned.map((revision, index) => {
      const next = ids[index + 1]!;
      const verb = revision.parents.includes(next) ? "has the parent" : "depends on";
      return `${whereIs(revision)} ${verb} "${next}"`;
    })),
    hint: "name another parent or dependency in one of these files, then run `whimbrel heads`",
  });
}

/** A wrong parent in the first of many migrations makes a cycle of all: its ends tell enough. */
function cut(list: readonly string[]): readonly string[] {
  const shown = 4;
  return list.length <= 2 * shown + 1
    ? list
    : [...list.slice(0, shown), `(${list.length - 2 * shown} more)`, ...list.slice(-shown)];
}

/** Refuses a label that starts more than one line, or that could not be written in a target. */
export function refuseLabels(
  order: readonly Revision[],
  offspring: (id: string) => ReadonlySet<string>,
): void {
  const lines = new Map<string, { first: Revision; line?: ReadonlySet<string> }>();
  for (const revision of order) {
    const { label } = revision;
    if (label === undefined) continue;
    if (!/^[^\s@:]+$/.test(label)) {
      throw fault(revision, `Label "${label}" cannot be written as a target`, {
        hint: `use a word without blanks, "@" and ":", then run \`whimbrel heads\``,
      });
    }
    const start = lines.get(label);
    if (start === undefined) {
      lines.set(label, { first: revision });
      continue;
    }
    start.line ??= offspring(start.first.id);
    if (start.line.has(revision.id)) continue;
    throw fault(revision, `Two unrelated lines have the label "${label}"`, {
      notes: [`first: ${whereIs(start.first)}`, `second: ${whereIs(revision)}`],
      hint: "give one of them another label, then run `whimbrel heads`",
    });
  }
}

function whereIs(revision: Revision): string {
  return revision.file ?? revision.name;
}

function fault(revision: Revision, message: string, details: ErrorDetails): WhimbrelError {
  const place = revision.file === undefined ? {} : { place: { file: revision.file } };
  return new WhimbrelError("invalid_graph", message, { ...place, ...details });
}

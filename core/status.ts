import type { Migration } from "./directory.ts";
import { WhimbrelError } from "./errors.ts";
import type { Revision, RevisionGraph } from "./graph.ts";
import { type Entry, type JournalEntry, storeFormat, type StoreState } from "./store.ts";

/**
 * Where a revision stands.
 *
 * - `applied`: in the history, and its file is the one that was applied.
 * - `stamped`: in the history without having run.
 * - `pending`: a file that is not in the history.
 * - `interrupted`: pending or applied, and a run of it stopped half way; the journal says where.
 * - `changed`: in the history, but its file is another one by now.
 * - `missing`: in the history, without a file.
 */
export type Standing = "applied" | "stamped" | "pending" | "interrupted" | "changed" | "missing";

/** One revision of the full outer join of files and history. */
export interface StatusRow {
  readonly revision: string;
  readonly name: string;
  readonly standing: Standing;
  readonly migration: Migration | undefined;
  readonly entry: Entry | undefined;
  /** Statements of a run of it that did not finish. */
  readonly journal: readonly JournalEntry[];
}

/**
 * Joins files and history: first what is in the history, in the order in which it was applied, then
 * what is pending, in graph order.
 */
export function joinStatus(
  graph: RevisionGraph<Migration>,
  state: StoreState,
): readonly StatusRow[] {
  const journal = Map.groupBy(state.journal, (entry) => entry.revision);
  const rows: StatusRow[] = [];
  const applied = new Set<string>();
  for (const entry of state.entries) {
    applied.add(entry.revision);
    const migration = graph.get(entry.revision);
    const interrupted = journal.get(entry.revision) ?? none;
    rows.push({
      revision: entry.revision,
      name: migration?.name ?? entry.name,
      standing: interrupted.length > 0 ? "interrupted" : standingOf(entry, migration),
      migration,
      entry,
      journal: interrupted,
    });
  }
  for (const migration of graph.order) {
    if (applied.has(migration.id)) continue;
    const interrupted = journal.get(migration.id) ?? none;
    rows.push({
      revision: migration.id,
      name: migration.name,
      standing: interrupted.length > 0 ? "interrupted" : "pending",
      migration,
      entry: undefined,
      journal: interrupted,
    });
  }
  return rows;
}

const none: readonly JournalEntry[] = [];

function standingOf(entry: Entry, migration: Migration | undefined): Standing {
  if (migration === undefined) return "missing";
  if (migration.checksum !== entry.checksum) return "changed";
  return entry.state;
}

/** The revisions that the history holds. */
export function appliedOf(state: StoreState): ReadonlySet<string> {
  return new Set(state.entries.map((entry) => entry.revision));
}

/** A node for a revision whose file is gone, as the history remembers it. */
export interface RememberedRevision extends Revision {
  readonly entry: Entry;
}

/** Files and, where they are gone, what the history remembers of them: all that can be undone. */
export function revisionsOf(
  migrations: readonly Migration[],
  state: StoreState,
): readonly (Migration | RememberedRevision)[] {
  const known = new Set(migrations.map((migration) => migration.id));
  const gone = state.entries.filter((entry) => !known.has(entry.revision));
  const all = new Set([...known, ...gone.map((entry) => entry.revision)]);
  return [
    ...migrations,
    ...gone.map((entry): RememberedRevision => ({
      id: entry.revision,
      name: entry.name,
      // A parent that was undone or squashed away since then leaves nothing to point at.
      parents: entry.parents.filter((parent) => all.has(parent)),
      depends: entry.depends.filter((other) => all.has(other)),
      ...(entry.label === undefined ? {} : { label: entry.label }),
      entry,
    })),
  ];
}

/** @throws {WhimbrelError} `newer_format` where a newer release wrote the tables. */
export function assertKnownFormat(state: StoreState): void {
  const format = state.control?.format ?? storeFormat;
  if (format <= storeFormat) return;
  throw new WhimbrelError(
    "newer_format",
    `Cannot read the history: its format is ${format}, and this release knows ${storeFormat}`,
    { hint: "use the release of whimbrel that wrote it, or a newer one" },
  );
}

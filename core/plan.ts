import type { Direction } from "./direction.ts";
import type { Migration } from "./directory.ts";
import { WhimbrelError } from "./errors.ts";
import { buildGraph, type RevisionGraph } from "./graph.ts";
import { resolveDowngrade, resolveUpgrade } from "./target.ts";
import { appliedOf, joinStatus, revisionsOf, type StatusRow } from "./status.ts";
import type { Entry, StoreState } from "./store.ts";

/** One migration that is to run in one direction. */
export interface Step {
  readonly direction: Direction;
  readonly revision: string;
  readonly name: string;
  /** Undefined where the file is gone and the history's own script undoes it. */
  readonly migration: Migration | undefined;
  /** The row to remove; undefined for an upgrade. */
  readonly entry: Entry | undefined;
}

export interface PlanOptions {
  readonly target?: string;
  /** Goes on although the history holds revisions that have no file. */
  readonly allowMissing?: boolean;
}

/**
 * What `upgrade` would run, in order; nothing where everything is applied.
 *
 * @throws {WhimbrelError} `changed` when an applied file is another one by now, an applied revision
 * has no file, or a parent of an applied revision was never applied; `decision_needed` for several
 * heads without a target; `unknown_revision`.
 */
export function planUpgrade(
  graph: RevisionGraph<Migration>,
  state: StoreState,
  options: PlanOptions = {},
): readonly Step[] {
  const rows = joinStatus(graph, state);
  refuseChanged(rows, "upgrade");
  const pending = resolveUpgrade(graph, appliedOf(state), options.target);
  if (pending.length === 0) return [];
  if (options.allowMissing !== true) refuseMissing(rows);
  refuseLatecomers(graph, appliedOf(state), pending);
  return pending.map((migration) => ({
    direction: "upgrade",
    revision: migration.id,
    name: migration.name,
    migration,
    entry: undefined,
  }));
}

/**
 * What `downgrade` would undo, in order. Revisions whose files are gone are undone by the script
 * that the history keeps.
 *
 * @throws {WhimbrelError} `changed` when a file that is to be undone is another one by now;
 * `decision_needed` where a step back could mean several revisions; `unknown_revision`.
 */
export function planDowngrade(
  migrations: readonly Migration[],
  state: StoreState,
  options: PlanOptions = {},
): readonly Step[] {
  const graph = buildGraph(revisionsOf(migrations, state));
  const files = new Map(migrations.map((migration) => [migration.id, migration]));
  const entries = new Map(state.entries.map((entry) => [entry.revision, entry]));
  const undone = resolveDowngrade(graph, appliedOf(state), options.target);
  const steps = undone.revisions.map((revision): Step => ({
    direction: "downgrade",
    revision: revision.id,
    name: revision.name,
    migration: files.get(revision.id),
    entry: entries.get(revision.id),
  }));
  const changed = steps.filter(({ migration, entry }) =>
    migration !== undefined && entry !== undefined && migration.checksum !== entry.checksum
  );
  if (changed.length > 0) throw changedError(changed, "downgrade");
  return steps;
}

function refuseChanged(rows: readonly StatusRow[], command: string): void {
  const changed = rows.filter(({ migration, entry }) =>
    migration !== undefined && entry !== undefined && migration.checksum !== entry.checksum
  );
  if (changed.length > 0) throw changedError(changed, command);
}

function changedError(
  changed: readonly { readonly name: string; readonly migration: Migration | undefined }[],
  command: string,
): WhimbrelError {
  const [first] = changed;
  const what = changed.length === 1
    ? `"${first!.name}" changed after it was applied`
    : `${changed.length} migrations changed after they were applied`;
  return new WhimbrelError("changed", `Cannot ${command}: ${what}`, {
    place: { file: first!.migration!.file },
    notes: changed.map(({ migration }) => `changed: ${migration!.file}`),
    hint: "put the file back (`git checkout`), or accept it as it is now with `whimbrel repair`",
  });
}

function refuseMissing(rows: readonly StatusRow[]): void {
  const missing = rows.filter((row) => row.entry !== undefined && row.migration === undefined);
  if (missing.length === 0) return;
  throw new WhimbrelError(
    "changed",
    missing.length === 1
      ? `Cannot upgrade: "${missing[0]!.name}" is applied but has no file here`
      : `Cannot upgrade: ${missing.length} applied revisions have no file here`,
    {
      notes: missing.map((row) => `no file: ${row.revision} ${row.name}`),
      hint: `undo it with \`whimbrel downgrade ${missing[0]!.revision}-1\`, fetch its file, ` +
        "or go on with --allow-missing",
    },
  );
}

function refuseLatecomers(
  graph: RevisionGraph<Migration>,
  applied: ReadonlySet<string>,
  pending: readonly Migration[],
): void {
  for (const migration of pending) {
    const child = graph.children(migration.id).find(({ id }) => applied.has(id));
    if (child === undefined) continue;
    throw new WhimbrelError(
      "changed",
      `Cannot upgrade: "${child.name}" is applied, but its parent "${migration.name}" is not`,
      {
        place: { file: child.file },
        hint: `record the parent without running it: \`whimbrel stamp ${migration.id}\``,
      },
    );
  }
}

import {
  type Adapter,
  type Holder,
  type Session,
  StatementError,
  type StoreTables,
} from "./adapter.ts";
import type { Migration } from "./directory.ts";
import { readBodies } from "./body.ts";
import { enter } from "./enter.ts";
import { nextPosition } from "./execution.ts";
import { storedDowngrade } from "./prepare.ts";
import { generated, type Statement } from "./statement.ts";
import { createStore, type Entry, type Runner, type Store, type StoreState } from "./store.ts";
import { WhimbrelError } from "./errors.ts";

/** What changing the history by hand needs. */
export interface RewriteOptions {
  readonly adapter: Adapter;
  readonly tables: StoreTables;
  readonly runner: Runner;
  /** Milliseconds to wait for the lock. */
  readonly lockTimeout: number;
  readonly signal?: AbortSignal;
}

/** A change of the tool's own tables that runs no migration. */
export type Rewrite =
  | { readonly kind: "stamp"; readonly migration: Migration }
  | { readonly kind: "forget"; readonly entry: Entry }
  | { readonly kind: "accept"; readonly migration: Migration }
  | {
    readonly kind: "settle";
    readonly revision: string;
    /** Counted from 0. */
    readonly statement: number;
    readonly applied: boolean;
  };

/**
 * Changes history and journal under the lock, all in one transaction, and runs no migration.
 *
 * @param decide says what to change, from what the database says under the lock.
 * @returns what was changed.
 */
export async function rewriteHistory(
  session: Session,
  options: RewriteOptions,
  decide: (state: StoreState) => readonly Rewrite[],
): Promise<readonly Rewrite[]> {
  const { adapter, tables, runner } = options;
  const { dialect } = session;
  const store = createStore(dialect, tables);
  await using lock = await adapter.lock(session, {
    tables,
    timeout: options.lockTimeout,
    run: runner.run,
    onWait: () => {},
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const { state, epoch } = await enter(session, store, runner, lock);
  const rewrites = decide(state);
  let position = nextPosition(state.entries);
  const statements = rewrites.flatMap((rewrite) =>
    statementsFor(rewrite, { session, store, state, epoch, runner, position: position++ })
  );
  const begin = [generated(dialect.begin), ...lock.inTransaction ?? []];
  await session.run([
    ...(dialect.lockIsTransaction ? [] : begin),
    ...statements,
    store.leave(epoch),
    generated("COMMIT"),
  ]);
  return rewrites;
}

/**
 * Ends the run that holds the lock. The epoch moves on first, so that the run can neither record
 * anything in its last moment nor come back over a new connection.
 *
 * @throws {WhimbrelError} `locked` when the holder is another one by now, `preflight` without the
 * right to end it.
 */
export async function endHolder(
  session: Session,
  { adapter, tables, holder }: Pick<RewriteOptions, "adapter" | "tables"> & { holder: Holder },
): Promise<void> {
  if (adapter.terminate === undefined) {
    throw new WhimbrelError("usage", "This database cannot end another's run", {
      notes: [holder.description],
      hint: "end that process; its lock dies with it",
    });
  }
  try {
    await session.run([createStore(session.dialect, tables).evict()]);
  } catch (error) {
    // The first run of all has not made its tables yet.
    if (!(error instanceof StatementError) || !error.missingTable) throw error;
  }
  await adapter.terminate(session, holder, tables);
}

interface RewriteContext {
  readonly session: Session;
  readonly store: Store;
  readonly state: StoreState;
  readonly epoch: number;
  readonly runner: Runner;
  readonly position: number;
}

function statementsFor(rewrite: Rewrite, context: RewriteContext): readonly Statement[] {
  const { store, epoch, runner, position } = context;
  switch (rewrite.kind) {
    case "forget":
      return store.erase(rewrite.entry.revision, epoch);
    case "stamp": {
      const { migration } = rewrite;
      const entry = {
        revision: migration.id,
        position,
        parents: migration.parents,
        depends: migration.depends,
        label: migration.label,
        name: migration.name,
        checksum: migration.checksum,
        state: "stamped",
        downgrade: downgradeText(migration, context.session),
        appliedBy: runner.appliedBy,
        toolVersion: runner.toolVersion,
      } as const;
      // A run that stopped half way is settled by saying that it is all there.
      const clear = store.clearJournal(migration.id, "upgrade", epoch);
      return [store.record(entry, epoch, "0"), ...clear];
    }
    case "accept": {
      const { id: revision, checksum } = rewrite.migration;
      const downgrade = downgradeText(rewrite.migration, context.session);
      return [store.accept({ revision, checksum, downgrade }, epoch)];
    }
    case "settle":
      return [settleRow(rewrite, context)];
  }
}

function settleRow(
  { revision, statement, applied }: Rewrite & { readonly kind: "settle" },
  { store, state, epoch, runner }: RewriteContext,
): Statement {
  const row = state.journal.find((entry) =>
    entry.revision === revision && entry.statement === statement
  );
  if (row === undefined) {
    throw new WhimbrelError(
      "unknown_revision",
      `The journal knows no statement ${statement + 1} of "${revision}"`,
      { hint: "`whimbrel status` shows what was interrupted" },
    );
  }
  return store.finishStatement({
    ...row,
    run: runner.run,
    state: applied ? "resolved" : "failed",
  }, epoch);
}

function downgradeText(migration: Migration, { dialect }: Session): string | undefined {
  if (migration.format === "script") return undefined;
  return storedDowngrade(migration, readBodies(migration, dialect.name).downgrade);
}

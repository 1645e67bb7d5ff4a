import type { Adapter, Session, StoreTables } from "./adapter.ts";
import { BatchError, createBatch } from "./batch.ts";
import type { Direction } from "./direction.ts";
import type { Migration } from "./directory.ts";
import { refuseIfAborted } from "./execution.ts";
import { explainFailure, type FailureOutcome } from "./failure.ts";
import { type PreparedStep, prepareSteps } from "./prepare.ts";
import { createExecutor } from "./script_executor.ts";
import type { ScriptHost } from "./script.ts";
import { generated } from "./statement.ts";
import { createStore } from "./store.ts";

/** What migrations are replayed with. */
export interface Replay {
  readonly adapter: Adapter;
  /** Of a shadow database. */
  readonly session: Session;
  /** Names of the tool's own tables, which are not made there. */
  readonly tables: StoreTables;
  readonly scripts: ScriptHost | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Runs migrations in the order given on a throw-away database: no lock, no history, no journal.
 *
 * @throws {WhimbrelError} `invalid_migration` for one that fails there, with its place;
 * `irreversible` for one without the direction.
 */
export async function replay(
  migrations: readonly Migration[],
  direction: Direction,
  replay: Replay,
): Promise<void> {
  const { session, tables, scripts, signal } = replay;
  for (const migration of migrations) {
    refuseIfAborted(signal);
    const step = {
      direction,
      revision: migration.id,
      name: migration.name,
      migration,
      entry: undefined,
    };
    // One after another, because a script may read what those before it made.
    const [prepared] = await prepareSteps([step], {
      dialect: session.dialect,
      store: createStore(session.dialect, tables),
      session: undefined,
      scripts,
    });
    await replayStep(prepared!, replay);
  }
}

async function replayStep(prepared: PreparedStep, replay: Replay): Promise<void> {
  const { session, scripts } = replay;
  const { work, mode, surroundings } = prepared;
  const inTransaction = mode === "transaction";
  if (surroundings !== undefined) await session.run(surroundings.before);
  const batch = createBatch(session, () => refuseIfAborted(replay.signal));
  try {
    if (inTransaction) await batch.push(generated(session.dialect.begin));
    if (work.kind === "sql") {
      let number = 0;
      for (const statement of work.statements) {
        await batch.push(statement, ++number);
        if (!inTransaction) await batch.flush();
      }
    } else {
      await batch.flush();
      const executor = createExecutor(replay, prepared, async (statements, first) => {
        for (const [index, statement] of statements.entries()) {
          await batch.push(statement, first + index);
        }
        await batch.flush();
      });
      const { direction } = prepared.step;
      await scripts!.run({ path: work.path, file: prepared.file, direction }, executor);
    }
    if (inTransaction) await batch.push(generated("COMMIT"));
    await batch.flush();
  } catch (error) {
    if (inTransaction) await session.run([generated("ROLLBACK")]).catch(() => {});
    const failed = error instanceof BatchError ? error.failed : undefined;
    throw explainFailure(error instanceof BatchError ? error.cause : error, {
      prepared,
      ...(failed?.number === undefined
        ? {}
        : { number: failed.number, statement: failed.statement }),
    }, failedReplay);
  }
  if (surroundings !== undefined) await session.run(surroundings.after);
}

const failedReplay: FailureOutcome = {
  code: "invalid_migration",
  notes: ["it was replayed in the shadow database; your own database was not touched"],
  hint: "mend the migration, or name a scratch server that can run it with `shadow` in the " +
    "configuration",
};

import { type Lock, type Session, StatementError, type StoreTables } from "./adapter.ts";
import { ConnectionLost } from "./execution.ts";
import { generated } from "./statement.ts";
import { assertKnownFormat } from "./status.ts";
import { createStore, type Runner, type Store, type StoreState } from "./store.ts";

/** Reads history, journal and control in one round trip; empty where the tables do not exist. */
export async function readState(session: Session, tables: StoreTables): Promise<StoreState> {
  const store = createStore(session.dialect, tables);
  try {
    const state = store.parse(await session.run(store.read));
    assertKnownFormat(state);
    return state;
  } catch (error) {
    if (!(error instanceof StatementError) || !error.missingTable) throw error;
    return { entries: [], journal: [], control: undefined };
  }
}

/**
 * Makes the tables where they are missing, raises the epoch and reads the history, all under the
 * lock. Where the write transaction is the lock, it is left open.
 */
export async function enter(
  session: Session,
  store: Store,
  runner: Runner,
  lock: Lock,
): Promise<{ readonly state: StoreState; readonly epoch: number }> {
  const { dialect } = session;
  const enterAndRead = [store.enter(runner, lock.backend), ...store.read];
  const begin = [generated(dialect.begin), ...lock.inTransaction ?? []];
  const commit = dialect.lockIsTransaction ? [] : [generated("COMMIT")];
  const open = async (create: boolean): Promise<StoreState> => {
    if (create) await session.run(begin.concat(store.create));
    else await session.run(begin);
    const [rows = []] = await session.run([store.read[2]!]);
    const control = rows.length === 0 ? [store.insertControl()] : [];
    const results = await session.run([...control, ...enterAndRead, ...commit]);
    return store.parse(results.slice(control.length + 1, control.length + 4));
  };
  const state = await openOrCreate(session, open);
  assertKnownFormat(state);
  return { state, epoch: state.control!.epoch };
}

async function openOrCreate(
  session: Session,
  open: (create: boolean) => Promise<StoreState>,
): Promise<StoreState> {
  try {
    return await open(false);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    if (error.connectionLost) throw new ConnectionLost(error);
    if (!error.missingTable) throw error;
    await session.run([generated("ROLLBACK")]);
    return await open(true);
  }
}

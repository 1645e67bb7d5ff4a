import { DatabaseSync } from "node:sqlite";

type Done = (this: object, error: Error | null, rows?: unknown) => void;

/** The part of the package `sqlite3` that Sequelize calls, which needs nothing to be compiled. */
class Database {
  readonly filename: string;
  readonly #database: DatabaseSync;

  constructor(path: string, ...rest: readonly unknown[]) {
    this.filename = path;
    this.#database = new DatabaseSync(path);
    const done = rest.at(-1) as Done;
    queueMicrotask(() => done.call(this, null));
  }

  run(sql: string, ...rest: readonly unknown[]): void {
    this.#answer(rest, () => this.#database.exec(sql));
  }

  exec(sql: string, ...rest: readonly unknown[]): void {
    this.run(sql, ...rest);
  }

  all(sql: string, ...rest: readonly unknown[]): void {
    this.#answer(rest, () => this.#database.prepare(sql).all());
  }

  serialize(work: () => void): void {
    work();
  }

  close(done?: Done): void {
    this.#answer([done], () => this.#database.close());
  }

  #answer(rest: readonly unknown[], work: () => unknown): void {
    const done = rest.at(-1);
    const tell = typeof done === "function" ? done as Done : () => {};
    try {
      const rows = work();
      queueMicrotask(() => tell.call({ lastID: 0, changes: 0 }, null, rows));
    } catch (error) {
      queueMicrotask(() => tell.call({}, error as Error));
    }
  }
}

/** What `require("sqlite3")` gives. */
export const sqlite3 = {
  Database,
  OPEN_READONLY: 1,
  OPEN_READWRITE: 2,
  OPEN_CREATE: 4,
  OPEN_FULLMUTEX: 0x10000,
  OPEN_URI: 0x40,
  OPEN_SHAREDCACHE: 0x20000,
  OPEN_PRIVATECACHE: 0x40000,
  verbose: () => sqlite3,
};

import type { Row, Value } from "./adapter.ts";
import type { Direction } from "./direction.ts";
import type { Operation } from "./operation.ts";
import type { Table, TableName } from "./schema.ts";

/** What a migration written in TypeScript asks of its host; each call is answered in order. */
export interface ScriptExecutor {
  readonly dialect: string;
  /** Runs one or more statements. */
  execute(sql: string): Promise<void>;
  query(sql: string, parameters: readonly Value[]): Promise<readonly Row[]>;
  operations(list: readonly Operation[]): Promise<void>;
  /** The table as it is now; undefined where there is none. */
  table(name: TableName): Promise<Table | undefined>;
  /** The dialect's spelling of portable types, and its literals, in the order given. */
  spell(request: SpellRequest): Promise<Spelling>;
}

/** What a definition leaves to the dialect. */
export interface SpellRequest {
  readonly types: readonly string[];
  readonly values: readonly Value[];
}

/** The answer to a {@linkcode SpellRequest}. */
export interface Spelling {
  readonly types: readonly string[];
  readonly literals: readonly string[];
}

/** Where a script stands and which of its functions is meant. */
export interface ScriptRequest {
  readonly path: string;
  /** For messages. */
  readonly file: string;
  readonly direction: Direction;
}

/**
 * Runs migrations written in TypeScript or JavaScript away from the tool's own thread, so that one
 * that throws, exits or never ends cannot take the tool, its lock or its transaction along.
 */
export interface ScriptHost extends AsyncDisposable {
  /**
   * Which of `upgrade` and `downgrade` a script exports.
   *
   * @throws {WhimbrelError} `invalid_migration` where it does not compile or exports neither.
   */
  exports(path: string, file: string): Promise<ReadonlySet<Direction>>;
  /**
   * @throws {ScriptError} what the script threw, with its place; or that it exited or exceeded its
   * limit. Errors of the executor pass through as they are.
   */
  run(request: ScriptRequest, executor: ScriptExecutor): Promise<void>;
}

/** A script that did not come to its end by its own fault. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";
  /** Line in the script's file, where the stack tells. */
  readonly line: number | undefined;

  constructor(message: string, line?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.line = line;
  }
}

/** Thrown to a script that asks for rows where there is no database. */
export class OfflineQueryError extends Error {
  override readonly name = "OfflineQueryError";
  constructor() {
    super("A query has no answer without a database");
  }
}

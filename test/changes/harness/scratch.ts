import type { Row } from "../../../core/adapter.ts";
import type { Operation } from "../../../core/operation.ts";
import type { Schema } from "../../../core/schema.ts";
import type { Statement } from "../../../core/statement.ts";
import type { DiffTraits } from "../../../core/diff.ts";

/** A database that is emptied before each change. */
export interface Scratch extends AsyncDisposable {
  /** Makes it empty, for the change of that name. */
  reset(name: string, alone: boolean): Promise<void>;
  /** Runs a script as a person would. */
  exec(script: string): Promise<void>;
  rows(sql: string): Promise<readonly Row[]>;
  schema(): Promise<Schema>;
  render(operations: readonly Operation[], before: Schema): readonly Statement[];
  /** Runs statements as a migration: in one transaction, where that is possible. */
  run(statements: readonly Statement[]): Promise<void>;
  /** What the database's own tools show of what is there; undefined where that is asked for at the end. */
  show(): Promise<string> | undefined;
}

/** A server with scratch databases on it. */
export interface Bench extends AsyncDisposable {
  readonly traits: DiffTraits;
  /** Where changes are run. */
  readonly migrated: Scratch;
  /** Where the wanted schema is made directly. */
  readonly direct: Scratch;
  /** Where the way back is run, if the result of the way there is still looked at. */
  readonly returned: Scratch;
  /** The differences that the database's own tools see between the two at the end, by change. */
  differences?(): Promise<ReadonlyMap<string, string>>;
}

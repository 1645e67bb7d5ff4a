/** One SQL text that the server receives as a whole. */
export interface Statement {
  /** Without its terminator and without leading and trailing blanks and comments. */
  readonly text: string;
  /** Where its first token stands in the file, counted from 1; 0 for generated statements. */
  readonly line: number;
  /**
   * Data lines that follow the statement (`COPY ... FROM STDIN`), read in pieces. To be consumed
   * before the next statement is taken from the splitter.
   */
  readonly data?: Iterable<string>;
}

/**
 * What a statement does, as far as its words tell.
 *
 * - `ddl`: changes objects whose state {@linkcode StatementTraits.objects} lets the adapter observe.
 * - `dml`: changes rows only; repeats with its transaction.
 * - `read`: changes nothing.
 * - `session`: changes the session only (`SET`, `PRAGMA`), safe to repeat.
 * - `transaction`: begins or ends a transaction or savepoint.
 * - `lock`: takes or frees locks that the tool relies on (`DISCARD ALL`, `RELEASE_ALL_LOCKS()`).
 * - `opaque`: anything else, whose effect cannot be observed afterwards (`CALL`, `GRANT`).
 */
export type StatementClass =
  | "ddl"
  | "dml"
  | "read"
  | "session"
  | "transaction"
  | "lock"
  | "opaque";

/** An object that a statement names, with the parts of its qualified name, unquoted. */
export interface ObjectName {
  /** `table`, `index`, `view`, `function`, ...: the word of the dialect's own CREATE statement. */
  readonly kind: string;
  readonly parts: readonly string[];
}

/** What the migrator must know of a statement before it runs it. */
export interface StatementTraits {
  readonly class: StatementClass;
  /** Why the server refuses it inside a transaction block; absent where it does not. */
  readonly refusesTransaction?: string;
  /** Objects whose state before and after tells whether the statement took effect. */
  readonly objects: readonly ObjectName[];
  /** Running it a second time changes nothing (`VACUUM`, `SET`, `CREATE ... IF NOT EXISTS`). */
  readonly repeatable: boolean;
}

/** A statement that the tool made itself. */
export function generated(text: string): Statement {
  return { text, line: 0 };
}

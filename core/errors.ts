/** The exit codes of the command line; `docs/exit-codes.md` explains each. */
export const exitCodes = {
  done: 0,
  found: 1,
  usage: 2,
  rolledBack: 3,
  halfway: 4,
  unknown: 5,
  locked: 6,
  tampered: 7,
  preflight: 8,
  bug: 70,
  interrupted: 130,
} as const;

/** What went wrong, as one word that scripts and `--json` readers may rely on. */
export type ErrorCode = keyof typeof codes;

const codes = {
  /** Wrong arguments, or an option that does not fit another. */
  usage: exitCodes.usage,
  /** A migration file or folder that cannot be read as one. */
  invalid_migration: exitCodes.usage,
  /** Duplicate revisions, missing parents, cycles. */
  invalid_graph: exitCodes.usage,
  /** A revision, prefix, label or step that names nothing, or more than one thing. */
  unknown_revision: exitCodes.usage,
  /** A choice that only a person can make: several heads, a rename, a confirmation. */
  decision_needed: exitCodes.usage,
  /** A downgrade through a migration that has none. */
  irreversible: exitCodes.usage,
  /** A statement that cannot run in the way the migration asks for. */
  refused_statement: exitCodes.usage,
  /** A statement or script failed; everything of its migration was rolled back. */
  migration_failed: exitCodes.rolledBack,
  /** A migration stopped after some of its statements had taken effect. */
  migration_incomplete: exitCodes.halfway,
  /** It cannot be told whether a statement took effect. */
  outcome_unknown: exitCodes.unknown,
  /** The lock was not free in time, or was lost. */
  locked: exitCodes.locked,
  /** A file or the history is not what was applied. */
  changed: exitCodes.tampered,
  /** The configuration is missing or wrong. */
  configuration: exitCodes.preflight,
  /** The database cannot be reached or is not one. */
  connection: exitCodes.preflight,
  /** Models that cannot be loaded or understood. */
  models: exitCodes.usage,
  /** A desired schema that the database does not take. */
  invalid_schema: exitCodes.usage,
  /** The shadow database cannot be made. */
  shadow: exitCodes.preflight,
  /** Missing rights, a replica, a read-only server or file. */
  preflight: exitCodes.preflight,
  /** The history was written by a newer release. */
  newer_format: exitCodes.preflight,
  /** The caller's signal or a termination signal arrived. */
  interrupted: exitCodes.interrupted,
} as const;

/** A place in a file that a person can go to. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** What a {@linkcode WhimbrelError} carries beside its message. */
export interface ErrorDetails {
  readonly place?: Place;
  /** The statement that failed, as it was sent. */
  readonly statement?: string;
  /** The server's own code: SQLSTATE, errno or SQLite result code. */
  readonly serverCode?: string;
  /** Lines that say what ran, what did not, and what was rolled back. */
  readonly notes?: readonly string[];
  /** The next command, one line. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The only error that is not a bug: it has a code, an exit code and, where there is one, a hint. */
export class WhimbrelError extends Error {
  override readonly name = "WhimbrelError";
  readonly code: ErrorCode;
  readonly exitCode: number;
  readonly place: Place | undefined;
  readonly statement: string | undefined;
  readonly serverCode: string | undefined;
  readonly notes: readonly string[];
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.exitCode = codes[code];
    this.place = details.place;
    this.statement = details.statement;
    this.serverCode = details.serverCode;
    this.notes = details.notes ?? [];
    this.hint = details.hint;
  }
}

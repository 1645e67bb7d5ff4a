import type { DiffTraits } from "./diff/traits.ts";
import type { Operation } from "./operation.ts";
import type { DataType, Schema } from "./schema.ts";
import type { Statement, StatementTraits } from "./statement.ts";
import type { Misfit } from "./type_fit.ts";

/** A value that goes into a statement or comes out of a row. */
export type Value = string | number | bigint | boolean | null | Uint8Array | Date;

/** A row by column name. Drivers may give richer values for types that {@linkcode Value} lacks. */
export type Row = Readonly<Record<string, unknown>>;

/** The pure rules of a kind of database: text in, text out, no connection. */
export interface Dialect {
  readonly name: string;
  /** DDL takes part in transactions, so that a migration and its history row commit together. */
  readonly transactionalDdl: boolean;
  /**
   * The write transaction itself is the lock (SQLite). The runner then reads the epoch at the start
   * of every transaction and plans anew when another run came between, and pending migrations
   * share a transaction, each in a savepoint, which is committed at least once a second.
   */
  readonly lockIsTransaction: boolean;
  /** Opens the transaction of a migration. */
  readonly begin: string;
  /** What the tool's own tables are made of. */
  readonly store: StoreTypes;
  /** Quotes one identifier, or a qualified name given by its parts. */
  quote(name: string | readonly string[]): string;
  /** The database's own spelling of a portable type (`text`, `varchar(200)`); others pass through. */
  type(portable: string): string;
  /** A literal that is safe in the session that {@linkcode Adapter.connect} prepares. */
  literal(value: Value): string;
  /**
   * Cuts a script into statements, lazily, so that a script of any size takes bounded memory.
   *
   * @param script the text in pieces of any length.
   * @param origin names the file and the line on which the script starts, for errors.
   * @throws {WhimbrelError} `invalid_migration` with the line of an unterminated string, comment or
   * body, and of a client command that is not SQL.
   */
  split(script: Iterable<string>, origin?: ScriptOrigin): Iterable<Statement>;
  /** Classifies a statement by its words. Unknown statements are `opaque`. */
  traits(statement: string): StatementTraits;
  /**
   * Finds the first statement that would fail for being in one transaction with those before it,
   * beyond what {@linkcode StatementTraits.refusesTransaction} says of it alone (a new enum value
   * that is used at once).
   */
  transactionConflict?(statements: Iterable<Statement>): TransactionConflict | undefined;
  /** Renders operations in order. `before` is the schema that they start from. */
  render(
    operations: readonly Operation[],
    before: Schema,
    options?: RenderOptions,
  ): readonly Statement[];
  /** Whether rendering these operations needs to know the schema before them. */
  needsSchema?(operations: readonly Operation[]): boolean;
  /** What `diff` has to know of the database; absent: nothing, so that it plans for the strictest. */
  readonly diffTraits?: DiffTraits;
  /**
   * What becomes of the values of a column that are not of its new type, as the dialect renders it;
   * absent: they may be lost.
   */
  misfit?(from: DataType, to: DataType): Misfit;
  /** How a script is fed to the database's own client so that it stops at the first error. */
  readonly scriptHint?: string;
  /** A statement as the database's own client takes it, where `;` and a line end are not enough. */
  script?(statement: Statement): string;
  /** Session statements that undo what a step without a transaction may have set for itself. */
  readonly reset?: readonly Statement[];
  /** Session statements that put limits in force until they are given again. */
  limits?(limits: Limits): readonly Statement[];
  /**
   * What a migration needs around its transaction; undefined where it needs nothing. The statements
   * of a script are not known before it runs.
   */
  surroundings?(statements: Iterable<Statement> | undefined): Surroundings | undefined;
}

/** How tables that are there are changed, where the dialect has clauses for that. */
export interface RenderOptions {
  /** How much the server may do for it: `instant`, `inplace`, `copy`. */
  readonly algorithm?: string;
  /** What others may do meanwhile: `none`, `shared`, `exclusive`. */
  readonly lock?: string;
}

/** Milliseconds; undefined leaves the server's own setting, 0 is for ever. */
export interface Limits {
  readonly lockTimeout: number | undefined;
  readonly statementTimeout: number | undefined;
}

/**
 * Session settings that cannot change inside a transaction, set before it and back after it, and
 * what must hold before it commits (foreign keys while tables are rebuilt).
 */
export interface Surroundings {
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
  /** Each row it gives that it did not give before the migration is a violation. */
  readonly verify: Statement;
  describe(violation: Row): string;
  /** Statements of the migration that ask for what `before` and `after` do, and are not run. */
  covers(statement: Statement): boolean;
}

export interface TransactionConflict {
  readonly statement: Statement;
  readonly reason: string;
}

export interface ScriptOrigin {
  readonly file: string;
  /** Line of the script's first character in that file, counted from 1. */
  readonly line: number;
}

/** The spellings from which `core/store.ts` writes the tool's own tables. */
export interface StoreTypes {
  /** A type for names of up to 255 characters that compares byte by byte and can be a key. */
  readonly name: string;
  /** A type for scripts of any length. */
  readonly text: string;
  readonly integer: string;
  readonly timestamp: string;
  /** What follows the closing parenthesis of CREATE TABLE (engine, character set). */
  readonly tableSuffix: string;
  /** The server's clock in UTC, evaluated when the statement runs. */
  readonly now: string;
  /** A timestamp column as text like `2026-01-13T17:24:00.000Z`. */
  iso(column: string): string;
  /**
   * A query whose column `packed` has the rows of a table in their order, each as a JSON array of
   * the columns; a value may hold several of them with commas between. A driver takes longer for
   * each value than `JSON.parse` does for a long history. Optional.
   */
  packed?(columns: readonly string[], table: string, order: string): string;
  /** Locks the selected row until the transaction ends; empty where a write transaction does. */
  readonly forUpdate: string;
  /**
   * Milliseconds since the transaction's statements began, as an expression, so that the history
   * row travels with them in one round trip. `start` runs first where the server needs it. Without
   * it the row is sent afterwards with the time that the client measured.
   */
  readonly elapsed?: { readonly start?: string; readonly milliseconds: string };
}

/** The qualified names of the tool's tables, as parts. */
export interface StoreTables {
  readonly history: readonly string[];
  readonly journal: readonly string[];
  readonly control: readonly string[];
}

/** How to reach a database. The URL is never printed; {@linkcode redactUrl} makes a printable one. */
export interface ConnectOptions {
  readonly url: string;
  /** Where a relative path in the URL starts; absent: the folder of the process. */
  readonly folder?: string;
  /** Schema (PostgreSQL) in which unqualified names are made and the tool's tables live. */
  readonly schema?: string;
  /** Milliseconds until connecting gives up. */
  readonly connectTimeout: number;
  /** Milliseconds that the server waits for a table lock; 0 is for ever. */
  readonly lockTimeout?: number;
  /** Milliseconds that one statement may run on the server; 0 is for ever. */
  readonly statementTimeout?: number;
  /** Refuses to write: `status`, `plan`, `check`. A missing SQLite file is then not created. */
  readonly readOnly: boolean;
  /** Further options by name that only the adapter understands, from the configuration. */
  readonly settings: Readonly<Record<string, string>>;
  /** Environment in which drivers' own variables (`PGPASSWORD`, `MYSQL_PWD`) are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long to wait for another run where even reading has to (SQLite), and whom to tell. */
  readonly waiting?: Pick<LockRequest, "timeout" | "onWait">;
  readonly signal?: AbortSignal;
}

/** One connection to one database, used by one task at a time. */
export interface Session extends AsyncDisposable {
  /** The dialect as this server is set up (SQL modes, server release). */
  readonly dialect: Dialect;
  /** Printable: `PostgreSQL 15.18`. */
  readonly server: string;
  /** The database as a person would name it, without secrets. */
  readonly database: string;
  /**
   * Runs statements in order, in as few round trips as the driver allows, and gives the rows of
   * each. Stops at the first that fails.
   *
   * @throws {StatementError} with the index of the statement that failed. Where the connection was
   * lost, `connectionLost` is set and what happened to the statement is not known.
   */
  run(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
  /** Rows of one statement with bound parameters (`?` or `$1`, as the database writes them). */
  query(sql: string, parameters?: readonly Value[]): Promise<readonly Row[]>;
  /** Asks the server to interrupt the statement that runs now; does nothing when none does. */
  cancel(): Promise<void>;
  /** The connection can still be used. False after a loss or a close. */
  readonly usable: boolean;
}

/** A statement that the server did not carry out. Never leaves the library: the migrator explains it. */
export class StatementError extends Error {
  override readonly name = "StatementError";
  /** Index into the statements given to {@linkcode Session.run}. */
  readonly index: number;
  /** SQLSTATE, errno or SQLite result code. */
  readonly serverCode: string | undefined;
  /** Characters from the start of the statement to where the server saw the fault. */
  readonly offset: number | undefined;
  readonly connectionLost: boolean;
  /** The server ended the transaction by itself; nothing of it is left, unless `committed`. */
  readonly transactionEnded: boolean;
  /** It ended by a commit that nobody asked for: what ran in it before stays. */
  readonly committed: boolean;
  /** Nothing was done and the cause may pass: a lock timeout, a deadlock, a serialization failure. */
  readonly transient: boolean;
  /** A table that the statement names does not exist. */
  readonly missingTable: boolean;

  constructor(message: string, fields: {
    index: number;
    serverCode?: string;
    offset?: number;
    connectionLost?: boolean;
    transactionEnded?: boolean;
    committed?: boolean;
    transient?: boolean;
    missingTable?: boolean;
    cause?: unknown;
  }) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.index = fields.index;
    this.serverCode = fields.serverCode;
    this.offset = fields.offset;
    this.connectionLost = fields.connectionLost ?? false;
    this.transactionEnded = fields.transactionEnded ?? false;
    this.committed = fields.committed ?? false;
    this.transient = fields.transient ?? false;
    this.missingTable = fields.missingTable ?? false;
  }
}

/**
 * What objects are now, by kind and name: null where there is none, else a hash of the definition.
 * Equal hashes, equal state. A hash that starts with `partial:` is an object that an interrupted
 * statement left unusable.
 */
export type Digest = Readonly<Record<string, string | null>>;

/** Who holds the lock, as far as the database and the control row tell. */
export interface Holder {
  /** What `unlock` takes to end it: a backend pid, a connection id. */
  readonly id: string;
  /** Printable: host, user, program, since when, doing what. */
  readonly description: string;
}

export interface LockRequest {
  readonly tables: StoreTables;
  /** Milliseconds to wait; then `locked` is thrown. */
  readonly timeout: number;
  /** Twelve hex digits that name this run, in the control row and the session's name. */
  readonly run: string;
  /** Called when waiting starts and at most once a second while it lasts. */
  readonly onWait: (waited: number, holder: Holder | undefined) => void;
  readonly signal?: AbortSignal;
}

/** The right to work. Dies with the session that holds it. */
export interface Lock extends AsyncDisposable {
  /** The server's id of the holding connection, for the control row. */
  readonly backend: string;
  /** Run first in every transaction of the work, where the lock is held by another connection. */
  readonly inTransaction?: readonly Statement[];
  /** @throws {WhimbrelError} `locked` when the lock was lost. */
  verify(): Promise<void>;
}

/** What a waiting statement waits for, and how far a running one is. */
export interface Activity {
  /** Printable: `waits for pid 4242 (idle in transaction, 3 min): SELECT ...`. */
  readonly waitsFor?: string;
  /** From 0 to 1. */
  readonly done?: number;
}

/** A dialect and how to reach its databases. Custom adapters default-export one. */
export interface Adapter {
  readonly dialect: Dialect;
  /** @throws {WhimbrelError} `connection` or `preflight`, never with a password in it. */
  connect(options: ConnectOptions): Promise<Session>;
  /** {@linkcode Dialect.scriptHint} for one database, never with a password; connects to nothing. */
  scriptHint?(options: ConnectOptions): string;
  /** Refuses a server on which nothing can be applied: a replica, missing rights. */
  preflight?(session: Session, tables: StoreTables): Promise<void>;
  /** @throws {WhimbrelError} `locked` after the timeout, naming the holder. */
  lock(session: Session, request: LockRequest): Promise<Lock>;
  /** Who holds the lock now, and ends that holder when asked to. For `status` and `unlock`. */
  holder(session: Session, tables: StoreTables): Promise<Holder | undefined>;
  terminate?(session: Session, holder: Holder, tables: StoreTables): Promise<void>;
  /** The state of every object that the statement names, in one round trip. */
  digest(session: Session, traits: StatementTraits): Promise<Digest>;
  /**
   * Statements that take away what an interrupted statement left behind (an invalid index), so that
   * it can run again. Asked for only where an object's digest starts with `partial:`.
   */
  cleanUp?(session: Session, traits: StatementTraits): Promise<readonly Statement[]>;
  /** Watches a session from a connection of its own, for the progress of long statements. */
  watch?(options: ConnectOptions, backend: string): Promise<ActivityWatch>;
  introspect(session: Session, filter?: IntrospectFilter): Promise<Schema>;
  /** What is there and is no part of {@linkcode introspect}'s answer, a line for each kind. */
  unread?(session: Session): Promise<readonly string[]>;
  /**
   * What a shadow took although it cannot be used, where a database looks names up no sooner. May
   * leave the session's settings changed.
   */
  unusable?(session: Session): Promise<readonly Unusable[]>;
  /**
   * Makes an empty throw-away database of the same kind, for replaying migrations and models.
   *
   * @throws {WhimbrelError} `shadow` where it cannot be made, with what to configure.
   */
  shadow?(options: ShadowOptions): Promise<Shadow>;
}

/** An object that names what is not there. */
export interface Unusable {
  /** As in the traits of the statement that makes it: `view`, `trigger`. */
  readonly kind: string;
  readonly name: string;
  /** In the database's own words. */
  readonly message: string;
}

/** What a shadow database is made with. */
export interface ShadowOptions {
  /**
   * A server on which a scratch database may be made, or the scratch database itself (`shadow` of the
   * configuration); absent where the adapter's own way is wanted: memory, an embedded server.
   */
  readonly url?: string;
  /** The project's own database, whose server a scratch database may be made on; never changed. */
  readonly target?: ConnectOptions;
  /** Schema (PostgreSQL) in which unqualified names are made. */
  readonly schema?: string;
  readonly signal?: AbortSignal;
}

/** A throw-away database. Disposing of it leaves nothing behind. */
export interface Shadow extends AsyncDisposable {
  /**
   * What kind and release it is, as part of a cache's key: equal texts, equal results. Known without
   * starting a database, where that takes time.
   */
  readonly identity: string;
  /** The dialect of the very server, where it says more than the adapter's. */
  readonly dialect?: Dialect;
  /**
   * Gives a session of the database, empty: started at the first call, emptied at each later one. The
   * session before is then no longer to be used.
   *
   * @param scripts all SQL that is going to run, in which the adapter looks for what it must provide
   * beforehand (extensions).
   * @param use `trial` where a transaction may be put around all of it, which the next call takes
   * back: faster than emptying. A statement that no transaction takes then fails.
   * @throws {WhimbrelError} `shadow`.
   */
  open(scripts: Iterable<string>, use?: "trial"): Promise<Session>;
  /** Begins to start the database where that takes time, since it is going to be opened. */
  warmUp?(): void;
}

export interface ActivityWatch extends AsyncDisposable {
  look(): Promise<Activity>;
}

export interface IntrospectFilter {
  /** Left out by qualified name: the tool's own tables. */
  readonly exclude: readonly (readonly string[])[];
  /**
   * The schemas that are read (PostgreSQL): `all` but the server's own, or those of the search path
   * where it is absent.
   */
  readonly namespaces?: readonly string[] | "all";
}

/** Built-in adapters stand in one literal table of these, so that only the one in use is loaded. */
export interface AdapterEntry {
  readonly name: string;
  /** URL schemes without `:` and without the driver that some write behind them (`x+driver:`). */
  readonly schemes: readonly string[];
  readonly load: () => Promise<Adapter>;
}

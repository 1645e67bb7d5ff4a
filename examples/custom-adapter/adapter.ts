/**
 * An adapter for DuckDB, written from nothing: whimbrel.json names this file, and `whimbrel upgrade`
 * works on `duckdb:` URLs. README.md tells what each part is for.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  DOUBLE,
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  ResultReturnType,
} from "@duckdb/node-api";
import {
  type Adapter,
  type Column,
  type ConnectOptions,
  createStore,
  type Dialect,
  type Digest,
  emptySchema,
  generated,
  type Holder,
  type Index,
  type IntrospectFilter,
  type KeyPart,
  type Lock,
  type LockRequest,
  type Operation,
  type QualifiedName,
  readTokens,
  type Row,
  type Schema,
  type ScriptRules,
  type Session,
  sortSchema,
  split,
  StatementError,
  type StatementTraits,
  type StoreTables,
  type Table,
  tokenize,
  traitsOf,
  type Value,
  WhimbrelError,
} from "whimbrel";

// ---- The dialect: pure rules, text in and text out. ----

/** How DuckDB writes text (https://duckdb.org/docs/stable/sql/dialect/overview). */
const rules: ScriptRules = {
  quotes: new Map([
    ["'", { close: "'", kind: "string", doubled: true, backslash: "prefixed" }],
    ['"', { close: '"', kind: "identifier", doubled: true, backslash: "never" }],
  ]),
  stringPrefix: /[eE](?=')/y,
  lineComment: /--/y,
  lineEnd: /[\r\n]/g,
  nestedComments: true,
  dollarQuotes: true,
  word: /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y,
  fold: (word) => word,
  // No statement of DuckDB has other statements in it, so the first `;` ends it.
  follow: () => () => "settled",
  client: { name: "the duckdb shell", words: new Set(), mark: "." },
};

const dialect: Dialect = {
  name: "duckdb",
  transactionalDdl: true,
  lockIsTransaction: false,
  begin: "BEGIN TRANSACTION",
  store: {
    name: "VARCHAR",
    text: "VARCHAR",
    integer: "BIGINT",
    timestamp: "TIMESTAMP",
    tableSuffix: "",
    now: "make_timestamp(epoch_us(now()))",
    iso: (column) => `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`,
    forUpdate: "",
  },
  quote: (name) =>
    (typeof name === "string" ? [name] : name)
      .map((part) => `"${part.replaceAll('"', '""')}"`).join("."),
  type: spellType,
  literal,
  split: (script, origin) => split(script, rules, origin),
  traits,
  render: (operations) => operations.flatMap(renderOperation).map(generated),
  scriptHint: "duckdb -bail app.duckdb < script.sql",
};

const { quote } = dialect;

function literal(value: Value): string {
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return `unhex('${Buffer.from(value).toString("hex")}')`;
  if (value instanceof Date) {
    return `TIMESTAMP '${value.toISOString().replace("T", " ").replace("Z", "")}'`;
  }
  if (typeof value !== "string") return String(value).toUpperCase();
  // The driver hands statements on up to their first NUL character, so such a text is put together.
  const parts = value.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(" || chr(0) || ")})`;
}

/** DuckDB knows all of the portable types by name, but for one. */
function spellType(portable: string): string {
  return /^(?:var)?binary\b/i.test(portable) ? "BLOB" : portable;
}

/** Classifies a statement by its words (https://duckdb.org/docs/stable/sql/statements/overview). */
function traits(statement: string): StatementTraits {
  const reader = readTokens(tokenize(statement, rules));
  const first = reader.take()?.text.toLowerCase() ?? "";
  switch (first) {
    case "insert":
    case "update":
    case "delete":
    case "truncate":
    case "merge":
      return traitsOf("dml");
    case "with":
      return traitsOf(
        reader.find("insert", "update", "delete", "merge", "select") === "select" ? "read" : "dml",
      );
    case "select":
    case "from":
    case "values":
    case "table":
    case "describe":
    case "show":
    case "summarize":
      return traitsOf("read");
    case "begin":
    case "start":
    case "commit":
    case "end":
    case "rollback":
    case "abort":
      return traitsOf("transaction");
    case "set":
    case "reset":
    case "use":
      return traitsOf("session");
    case "create": {
      if (reader.words("or", "replace")) return { ...objectOf(reader), repeatable: true };
      while (reader.word("temp", "temporary", "unique"));
      return objectOf(reader);
    }
    case "drop":
      return objectOf(reader);
    case "alter": {
      const found = objectOf(reader);
      const [object] = found.objects;
      if (object === undefined || !reader.words("rename", "to")) return found;
      const parts = [...object.parts.slice(0, -1), ...reader.name()];
      return { ...found, objects: [object, { kind: object.kind, parts }] };
    }
    case "checkpoint":
    case "vacuum":
      return traitsOf("opaque", {
        repeatable: true,
        refusesTransaction: `${first.toUpperCase()} cannot run inside a transaction`,
      });
    default:
      return traitsOf("opaque");
  }
}

/** Reads `TABLE [IF [NOT] EXISTS] name`, of the kinds whose state {@linkcode digest} can see. */
function objectOf(reader: ReturnType<typeof readTokens>): StatementTraits {
  const kind = reader.word("table", "index", "view", "sequence");
  if (kind === undefined) return traitsOf("opaque");
  let repeatable = false;
  if (reader.word("if") !== undefined) {
    reader.word("not");
    repeatable = reader.word("exists") !== undefined;
  }
  return traitsOf("ddl", { objects: [{ kind, parts: reader.name() }], repeatable });
}

// ---- Operations: what `op.createTable(...)` of a TypeScript migration becomes. ----

function renderOperation(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case "create_table":
      return [
        createTable(operation.table),
        ...operation.table.indexes.map((index) => createIndex(index, operation.table)),
      ];
    case "drop_table":
      return [`DROP TABLE ${named(operation.table)}`];
    case "rename_table":
      return [`ALTER TABLE ${named(operation.from)} RENAME TO ${quote(operation.to.name)}`];
    case "add_column":
      return addColumn(operation.table, operation.column);
    case "drop_column":
      return [`ALTER TABLE ${named(operation.table)} DROP COLUMN ${quote(operation.column.name)}`];
    case "rename_column":
      return [
        `ALTER TABLE ${named(operation.table)} RENAME COLUMN ${quote(operation.from)} ` +
        `TO ${quote(operation.to)}`,
      ];
    case "create_index":
      return [createIndex(operation.index, operation.table)];
    case "drop_index":
      return [`DROP INDEX ${named({ ...operation.table, name: operation.index.name })}`];
    default:
      throw new WhimbrelError("refused_statement", `Cannot write "${operation.kind}" for DuckDB`, {
        hint: "write the statement yourself with `op.execute(sql)`",
      });
  }
}

function named({ schema, name }: QualifiedName): string {
  return quote(schema === undefined ? name : [schema, name]);
}

function createTable(table: Table): string {
  const columns = (names: readonly string[]) => names.map((name) => quote(name)).join(", ");
  const lines = table.columns.map((column) =>
    columnDefinition(column) + (column.nullable ? "" : " NOT NULL")
  );
  if (table.primaryKey) lines.push(`PRIMARY KEY (${columns(table.primaryKey.columns)})`);
  for (const unique of table.uniques) lines.push(`UNIQUE (${columns(unique.columns)})`);
  for (const check of table.checks) lines.push(`CHECK (${check.expression})`);
  for (const key of table.foreignKeys) {
    lines.push(
      `FOREIGN KEY (${columns(key.columns)}) REFERENCES ${named(key.references)} ` +
        `(${columns(key.referencedColumns)})`,
    );
  }
  return `CREATE TABLE ${named(table)} (\n  ${lines.join(",\n  ")}\n)`;
}

function columnDefinition({ name, type, default: value }: Column): string {
  const spelled = typeof type === "string" ? type : named(type);
  return `${quote(name)} ${spelled}${value === undefined ? "" : ` DEFAULT ${value}`}`;
}

/** DuckDB adds no column with a constraint; NOT NULL comes with a statement of its own. */
function addColumn(table: QualifiedName, column: Column): readonly string[] {
  const alter = `ALTER TABLE ${named(table)}`;
  const add = `${alter} ADD COLUMN ${columnDefinition(column)}`;
  return column.nullable
    ? [add]
    : [add, `${alter} ALTER COLUMN ${quote(column.name)} SET NOT NULL`];
}

function createIndex(index: Index, table: QualifiedName): string {
  const parts = index.parts.map((part) =>
    "column" in part ? quote(part.column) : `(${part.expression})`
  );
  return `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${quote(index.name)} ON ${named(table)} ` +
    `(${parts.join(", ")})`;
}

// ---- The session: one connection. ----

/** A session with what the lock needs of it. */
interface DuckSession extends Session {
  readonly instance: DuckDBInstance;
  /** Connections that end with this one. */
  readonly companions: Set<DuckDBConnection>;
}

/** Extensions come from the user, not from the network in the middle of a deployment. */
const configuration = { autoinstall_known_extensions: "false" };

/** Opens a DuckDB file. DuckDB lets one process in at a time, so this is where others are waited for. */
async function connect(options: ConnectOptions): Promise<Session> {
  const path = options.url.replace(/^duckdb:(?:\/\/)?/, "");
  const file = path === ":memory:" ? path : resolve(path);
  // Reading a database that is not there yet is reading an empty one.
  const absent = options.readOnly && !existsSync(file);
  const instance = await openFile(absent ? ":memory:" : file, options);
  const connection = await instance.connect();
  return createSession(instance, connection, { file, writable: absent || !options.readOnly });
}

async function openFile(file: string, options: ConnectOptions): Promise<DuckDBInstance> {
  const { waiting, signal } = options;
  const timeout = waiting?.timeout ?? options.connectTimeout;
  const started = performance.now();
  let told = -Infinity;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await openOnce(file, options.readOnly);
    } catch (cause) {
      const message = (cause as Error).message;
      const pid = /Conflicting lock is held in .*\(PID (\d+)\)/.exec(message)?.[1];
      if (pid === undefined) {
        throw new WhimbrelError("connection", `Cannot open "${file}": ${message}`, { cause });
      }
      const waited = performance.now() - started;
      const holder: Holder = { id: pid, description: `process ${pid}, which has the file open` };
      if (waited >= timeout) throw lockedError(file, waited, holder);
      if (waited - told >= 1000) waiting?.onWait(told = waited, holder);
      await pause(100);
    }
  }
}

/** Readers of several processes share a file; within a process, whoever opened it first decides. */
async function openOnce(file: string, readOnly: boolean): Promise<DuckDBInstance> {
  if (!readOnly || file === ":memory:") return await DuckDBInstance.fromCache(file, configuration);
  try {
    return await DuckDBInstance.fromCache(file, { ...configuration, access_mode: "READ_ONLY" });
  } catch (cause) {
    if (!/different configuration/.test((cause as Error).message)) throw cause;
    return await DuckDBInstance.fromCache(file, configuration);
  }
}

async function createSession(
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  { file, writable }: { readonly file: string; readonly writable: boolean },
): Promise<DuckSession> {
  let open = true;
  let running = false;
  const companions = new Set<DuckDBConnection>();
  const execute = async (
    text: string,
    index: number,
    values: readonly Value[] = [],
  ): Promise<readonly Row[]> => {
    if (!writable && !/^(?:read|session|transaction)$/.test(traits(text).class)) {
      throw new StatementError("the session is only for reading", { index });
    }
    running = true;
    try {
      const result = values.length === 0
        ? await connection.run(text)
        : await connection.run(text, values.map(toDuck), values.map(typeOf) as DuckDBType[]);
      if (result.returnType !== ResultReturnType.QUERY_RESULT) return [];
      return await result.getRowObjectsJS() as Row[];
    } catch (cause) {
      throw statementError(cause as Error, text, index);
    } finally {
      running = false;
    }
  };
  const [row] = await execute("SELECT version() AS v", 0);
  return {
    instance,
    companions,
    dialect,
    server: `DuckDB ${String(row?.["v"]).replace(/^v/, "")}`,
    database: file,
    async run(statements) {
      const results: (readonly Row[])[] = [];
      for (const [index, { text }] of statements.entries()) {
        results.push(await execute(text, index));
      }
      return results;
    },
    query: (sql, parameters = []) => execute(sql, 0, parameters),
    cancel: () => Promise.resolve(running ? connection.interrupt() : undefined),
    get usable() {
      return open;
    },
    [Symbol.asyncDispose]() {
      if (open) {
        open = false;
        // Closing rolls open transactions back.
        for (const one of [connection, ...companions]) one.closeSync();
        instance.closeSync();
      }
      return Promise.resolve();
    },
  };
}

function toDuck(value: Value): DuckDBValue {
  if (value instanceof Uint8Array) return new DuckDBBlobValue(value);
  if (value instanceof Date) return new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n);
  return value;
}

/** The driver takes 1e21 for an integer and then finds it too large. */
function typeOf(value: Value): DuckDBType | undefined {
  return typeof value === "number" && !Number.isSafeInteger(value) ? DOUBLE : undefined;
}

/** Reads the kind and the place of an error out of its words: `Parser Error: ... LINE 3: ...`. */
function statementError(cause: Error, text: string, index: number): StatementError {
  const { message } = cause;
  const kind = /^\w+ (?:Error|exception)(?=:)/.exec(message)?.[0];
  const line = Number(/\nLINE (\d+): /.exec(message)?.[1]);
  const before = text.split("\n").slice(0, line - 1).map((each) => `${each}\n`).join("");
  return new StatementError(message.split("\n\nLINE ")[0]!, {
    index,
    cause,
    ...(kind === undefined ? {} : { serverCode: kind }),
    ...(line > 0 ? { offset: before.length } : {}),
    // A COMMIT that fails has rolled back.
    transactionEnded: /^(?:COMMIT|END)\b/i.test(text),
    transient: isConflict(message),
    missingTable: /^Catalog Error: Table with name .* does not exist/.test(message),
  });
}

function isConflict(message: string): boolean {
  return /^TransactionContext Error:.*conflict/i.test(message);
}

// ---- The lock: who may work. ----

/**
 * Other processes are kept out by DuckDB's lock on the file. Within a process, a transaction on a
 * connection of its own makes a table and never commits: of two that make the same one, DuckDB
 * refuses the second. Nothing of it is ever seen, and it is gone with its connection.
 */
async function lock(session: Session, request: LockRequest): Promise<Lock> {
  const { instance, companions } = session as DuckSession;
  const started = performance.now();
  let told = -Infinity;
  const store = createStore(dialect, request.tables);
  const connection = await instance.connect();
  companions.add(connection);
  const release = () => {
    if (companions.delete(connection)) connection.closeSync();
    return Promise.resolve();
  };
  try {
    while (!await tryLock(connection, request.tables)) {
      request.signal?.throwIfAborted();
      const waited = performance.now() - started;
      const last = waited >= request.timeout;
      const found = last || waited - told >= 1000
        ? await holder(session, request.tables)
        : undefined;
      if (last) throw lockedError(session.database, waited, found);
      if (waited - told >= 1000) request.onWait(told = waited, found);
      await pause(Math.min(50, request.timeout - waited));
    }
    await session.run([generated(dialect.begin), ...store.create, generated("COMMIT")]);
  } catch (error) {
    await release();
    throw error;
  }
  const control = quote(request.tables.control);
  return {
    backend: String(process.pid),
    // Every transaction of the run writes the control row, so that of two runs that both believe they
    // hold the lock, DuckDB lets only one commit.
    inTransaction: [generated(`UPDATE ${control} SET epoch = epoch WHERE id = 1`)],
    verify: async () => {
      if (!companions.has(connection)) throw lockedError(session.database, 0, undefined);
      await connection.run("SELECT 1");
    },
    [Symbol.asyncDispose]: release,
  };
}

async function tryLock(connection: DuckDBConnection, { control }: StoreTables): Promise<boolean> {
  const name = [...control.slice(0, -1), `${control.at(-1)}_lock`];
  await connection.run("BEGIN TRANSACTION");
  try {
    await connection.run(`CREATE TABLE ${quote(name)} (held BOOLEAN)`);
    return true;
  } catch (error) {
    await connection.run("ROLLBACK");
    if (isConflict((error as Error).message)) return false;
    // While a file is open for reading, DuckDB lets nobody write to it.
    if (/read-only mode/.test((error as Error).message)) return true;
    throw error;
  }
}

/** The run that the control row names, where the lock is held. */
async function holder(session: Session, tables: StoreTables): Promise<Holder | undefined> {
  const connection = await (session as DuckSession).instance.connect();
  try {
    if (await tryLock(connection, tables)) return undefined;
    const store = createStore(dialect, tables);
    const rows = await connection.run(store.read[2]!.text).then(
      (result) => result.getRowObjectsJS(),
      () => [],
    );
    const { control } = store.parse([[], [], rows as Row[]]);
    if (control?.holder === undefined) {
      return { id: String(process.pid), description: "this process" };
    }
    return { id: control.run!, description: `${control.holder}, since ${control.startedAt}` };
  } finally {
    connection.closeSync();
  }
}

function lockedError(file: string, waited: number, found: Holder | undefined): WhimbrelError {
  return new WhimbrelError(
    "locked",
    `Cannot lock "${file}": it was in use for all of ${Math.round(waited / 100) / 10} s`,
    {
      notes: found === undefined ? [] : [`held by ${found.description} (${found.id})`],
      hint: "wait for it to end, or allow more time with --lock-timeout 5min",
    },
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// ---- The catalogue: what is there. ----

const catalogue: Readonly<Record<string, string>> = {
  table: "SELECT sql, schema_name AS s FROM duckdb_tables() WHERE table_name",
  view: "SELECT sql, schema_name AS s FROM duckdb_views() WHERE view_name",
  index: "SELECT sql, schema_name AS s FROM duckdb_indexes() WHERE index_name",
  sequence: "SELECT sql, schema_name AS s FROM duckdb_sequences() WHERE sequence_name",
};

/** A hash of each object's definition, by which an interrupted statement is judged afterwards. */
async function digest(session: Session, { objects }: StatementTraits): Promise<Digest> {
  const result: Record<string, string | null> = {};
  for (const { kind, parts } of objects) {
    const rows = await session.query(`${catalogue[kind]} ILIKE ? ESCAPE '\\'`, [
      parts.at(-1)!.replace(/[\\%_]/g, "\\$&"),
    ]);
    const row = rows.find(({ s }) => s === (parts.at(-2) ?? "main"));
    result[`${kind} ${parts.join(".")}`] = row === undefined
      ? null
      : createHash("sha256").update(String(row["sql"])).digest("hex");
  }
  return result;
}

/** Reads the tables back. Views stay text; what DuckDB has beyond that is left out. */
async function introspect(session: Session, filter?: IntrospectFilter): Promise<Schema> {
  const excluded = new Set(filter?.exclude.map((parts) => parts.at(-1)));
  const read = async (sql: string) =>
    (await session.query(
      `${sql} WHERE schema_name = 'main' AND database_name = current_database()`,
    ))
      .filter((row) => !excluded.has(String(row["table_name"])));
  const [tables, columns, constraints, indexes] = [
    await read("SELECT table_name FROM duckdb_tables()"),
    await read("SELECT * FROM duckdb_columns()"),
    await read("SELECT * FROM duckdb_constraints()"),
    await read("SELECT * FROM duckdb_indexes()"),
  ];
  const of = (rows: readonly Row[], table: Row) =>
    rows.filter((row) => row["table_name"] === table["table_name"]);
  return sortSchema({
    ...emptySchema,
    tables: tables.map((table) =>
      toTable(table, {
        columns: of(columns, table),
        constraints: of(constraints, table),
        indexes: of(indexes, table),
      })
    ),
  });
}

function toTable(
  row: Row,
  found: Readonly<Record<"columns" | "constraints" | "indexes", readonly Row[]>>,
): Table {
  const names = (constraint: Row) => constraint["constraint_column_names"] as readonly string[];
  const ofKind = (kind: string) =>
    found.constraints.filter((constraint) => constraint["constraint_type"] === kind);
  const [key] = ofKind("PRIMARY KEY");
  return {
    name: String(row["table_name"]),
    columns: found.columns.map((column) => ({
      name: String(column["column_name"]),
      type: String(column["data_type"]),
      nullable: column["is_nullable"] === true,
      ...(column["column_default"] === null ? {} : { default: String(column["column_default"]) }),
    })),
    ...(key === undefined ? {} : { primaryKey: { kind: "primary_key", columns: names(key) } }),
    uniques: ofKind("UNIQUE").map((unique) => ({ kind: "unique", columns: names(unique) })),
    checks: ofKind("CHECK").map((check) => ({
      kind: "check",
      expression: String(check["expression"]),
      columns: [...names(check)].sort(),
    })),
    foreignKeys: ofKind("FOREIGN KEY").map((reference) => ({
      kind: "foreign_key",
      columns: names(reference),
      references: { name: String(reference["referenced_table"]) },
      referencedColumns: reference["referenced_column_names"] as readonly string[],
    })),
    exclusions: [],
    indexes: found.indexes.map(toIndex),
    options: {},
  };
}

/** DuckDB gives the parts of an index as `[a, "b c", 'lower(a)']`: columns, and expressions in quotes. */
function toIndex(row: Row): Index {
  const list = String(row["expressions"]).replace(/^\[|\]$/g, "");
  return {
    name: String(row["index_name"]),
    unique: row["is_unique"] === true,
    parts: [...tokenize(list, rules)].flatMap((token): KeyPart[] =>
      token.text === ","
        ? []
        : token.kind === "string"
        ? [{ expression: token.value }]
        : [{ column: token.value }]
    ),
  };
}

const adapter: Adapter = { dialect, connect, lock, holder, digest, introspect };
export default adapter;

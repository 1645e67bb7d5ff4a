import type { Dialect, Limits, Session, Surroundings } from "./adapter.ts";
import { readBodies, type SqlBody, statementsOf } from "./body.ts";
import type { Migration } from "./directory.ts";
import { WhimbrelError } from "./errors.ts";
import { parseHeader } from "./migration.ts";
import type { Step } from "./plan.ts";
import type { ScriptHost } from "./script.ts";
import type { Statement, StatementTraits } from "./statement.ts";
import type { Store } from "./store.ts";

/** What a step runs, checked as far as it can be before anything runs. */
export interface PreparedStep {
  readonly step: Step;
  /** For messages: the file, or the name where the file is gone. */
  readonly file: string;
  readonly work: SqlWork | ScriptWork;
  /** All or nothing in one transaction, or statement by statement with a journal. */
  readonly mode: "transaction" | "journal";
  /** False with `transaction: off`: not even what could share a transaction does. */
  readonly transactional: boolean;
  readonly surroundings: Surroundings | undefined;
  readonly limits: Limits | undefined;
  /** The script that the history will keep; undefined where there is none or a script makes it. */
  readonly downgrade: string | undefined;
}

export interface SqlWork {
  readonly kind: "sql";
  /** To be iterated as often as needed. */
  readonly statements: Iterable<Statement>;
}

export interface ScriptWork {
  readonly kind: "script";
  readonly path: string;
  /** Whether it exports the other direction, which the history then records. */
  readonly reversible: boolean;
}

export interface Preparation {
  readonly dialect: Dialect;
  readonly store: Store;
  /** Undefined offline: a revision whose file is gone cannot be prepared then. */
  readonly session: Session | undefined;
  /** Undefined where scripts are switched off. */
  readonly scripts: ScriptHost | undefined;
}

/** Bodies up to this length are split once and kept. */
const keptLength = 1 << 16;

/**
 * Reads and checks every step before the first one runs.
 *
 * @throws {WhimbrelError} `irreversible` naming every step that has no way back; `refused_statement`
 * for a statement that cannot run as the migration asks; `invalid_migration` for one that cannot be
 * split.
 */
export async function prepareSteps(
  steps: readonly Step[],
  preparation: Preparation,
): Promise<readonly PreparedStep[]> {
  const prepared: PreparedStep[] = [];
  const irreversible: Step[] = [];
  for (const step of steps) {
    const one = step.migration?.format === "script"
      ? await prepareScript(step, preparation)
      : await prepareSql(step, preparation);
    if (one === undefined) irreversible.push(step);
    else prepared.push(one);
  }
  if (irreversible.length > 0) throw irreversibleError(irreversible);
  return prepared;
}

async function prepareScript(
  step: Step,
  { scripts, dialect }: Preparation,
): Promise<PreparedStep | undefined> {
  const migration = step.migration!;
  if (scripts === undefined) {
    throw new WhimbrelError(
      "refused_statement",
      `Cannot run "${migration.file}": code is switched off (--no-code), and it is a script`,
      { place: { file: migration.file }, hint: "write it in SQL, or run without --no-code" },
    );
  }
  const exported = await scripts.exports(migration.path, migration.file);
  if (!exported.has(step.direction)) {
    if (step.direction === "downgrade") return undefined;
    throw new WhimbrelError(
      "invalid_migration",
      `Cannot run "${migration.file}": it exports no function "upgrade"`,
      { place: { file: migration.file }, hint: "add `export async function upgrade(op) { ... }`" },
    );
  }
  return {
    step,
    file: migration.file,
    work: {
      kind: "script",
      path: migration.path,
      reversible: step.direction === "upgrade" && exported.has("downgrade"),
    },
    mode: dialect.transactionalDdl && migration.transactional ? "transaction" : "journal",
    transactional: migration.transactional,
    surroundings: migration.transactional ? dialect.surroundings?.(undefined) : undefined,
    limits: limitsOf(migration),
    downgrade: undefined,
  };
}

async function prepareSql(
  step: Step,
  preparation: Preparation,
): Promise<PreparedStep | undefined> {
  const { dialect } = preparation;
  const file = step.migration?.file ?? `history of ${step.name}`;
  const bodies = step.migration === undefined
    ? undefined
    : readBodies(step.migration, dialect.name);
  const body = bodies === undefined ? await storedBody(step, preparation) : bodies[step.direction];
  if (body === undefined) {
    if (step.direction === "downgrade") return undefined;
    throw new WhimbrelError(
      "invalid_migration",
      `Cannot run "${file}": it has no upgrade section for ${dialect.name}`,
      { place: { file }, hint: `add a section \`-- upgrade: ${dialect.name}\`` },
    );
  }
  const split = statementsOf(body, { file }, dialect);
  const statements = body.length <= keptLength
    ? [...split]
    : again(() => statementsOf(body, { file }, dialect));
  const transactional = step.migration?.transactional ??
    parseStoredHeader(body)?.transactional ?? true;
  const surroundings = transactional ? dialect.surroundings?.(statements) : undefined;
  const observed = inspect(statements, { dialect, transactional, surroundings, file });
  return {
    step,
    file,
    work: { kind: "sql", statements: withoutCovered(statements, surroundings) },
    mode: transactional && (dialect.transactionalDdl || !observed.implicitCommits)
      ? "transaction"
      : "journal",
    transactional,
    surroundings,
    limits: step.migration === undefined ? undefined : limitsOf(step.migration),
    downgrade: step.direction === "upgrade"
      ? storedDowngrade(step.migration!, bodies?.downgrade)
      : undefined,
  };
}

/** The stored script of a revision whose file is gone. */
async function storedBody(
  step: Step,
  { session, store }: Preparation,
): Promise<SqlBody | undefined> {
  if (session === undefined || step.entry?.reversible !== true) return undefined;
  const [rows] = await session.run([store.readDowngrade(step.revision)]);
  const script = rows?.[0]?.["downgrade"];
  if (typeof script !== "string") return undefined;
  return { line: 1, length: script.length, text: () => [script] };
}

/** What the history keeps of a way back: the section, and the header lines that govern how it runs. */
export function storedDowngrade(
  migration: Pick<Migration, "id" | "transactional">,
  body: SqlBody | undefined,
): string | undefined {
  if (body === undefined) return undefined;
  const text = [...body.text()].join("").trim();
  return migration.transactional
    ? text
    : `-- revision: ${migration.id}\n-- transaction: off\n\n${text}`;
}

function parseStoredHeader(body: SqlBody): { readonly transactional: boolean } | undefined {
  const [start = ""] = body.text();
  return parseHeader(start, "history", "sql");
}

function again<T>(make: () => Iterable<T>): Iterable<T> {
  return { [Symbol.iterator]: () => make()[Symbol.iterator]() };
}

function withoutCovered(
  statements: Iterable<Statement>,
  surroundings: Surroundings | undefined,
): Iterable<Statement> {
  if (surroundings === undefined) return statements;
  return again(function* () {
    for (const statement of statements) if (!surroundings.covers(statement)) yield statement;
  });
}

interface Inspection {
  readonly dialect: Dialect;
  readonly transactional: boolean;
  readonly surroundings: Surroundings | undefined;
  readonly file: string;
}

function inspect(
  statements: Iterable<Statement>,
  inspection: Inspection,
): { readonly implicitCommits: boolean } {
  const { dialect, transactional, surroundings, file } = inspection;
  let implicitCommits = false;
  for (const statement of statements) {
    if (surroundings?.covers(statement)) continue;
    const traits = dialect.traits(statement.text);
    refuseStatement(statement, traits, { transactional, file });
    if (traits.class === "ddl" || traits.class === "opaque") implicitCommits = true;
  }
  if (transactional && dialect.transactionalDdl) {
    const conflict = dialect.transactionConflict?.(statements);
    if (conflict !== undefined) {
      throw needsOwnTransaction(file, conflict.statement, conflict.reason);
    }
  }
  return { implicitCommits };
}

/**
 * Refuses a statement that would end the migration's transaction or free the tool's lock, or that
 * the server refuses inside a transaction.
 *
 * @throws {WhimbrelError} `refused_statement` with its place.
 */
export function refuseStatement(
  statement: Statement,
  traits: StatementTraits,
  { transactional, file }: { readonly transactional: boolean; readonly file: string },
): void {
  if (traits.class === "transaction" || traits.class === "lock") {
    const words = statement.text.slice(0, 60).replace(/\s+/g, " ");
    throw new WhimbrelError(
      "refused_statement",
      traits.class === "lock"
        ? `Cannot run "${file}": \`${words}\` would free the lock of this run`
        : `Cannot run "${file}": \`${words}\` begins or ends a transaction of its own`,
      {
        place: { file, line: statement.line },
        statement: statement.text,
        hint: traits.class === "lock"
          ? "remove the statement"
          : "remove the statement: a migration runs in one transaction; " +
            "`-- transaction: off` in the header runs its statements one by one",
      },
    );
  }
  if (transactional && traits.refusesTransaction !== undefined) {
    throw needsOwnTransaction(file, statement, traits.refusesTransaction);
  }
}

function needsOwnTransaction(file: string, statement: Statement, reason: string): WhimbrelError {
  return new WhimbrelError(
    "refused_statement",
    `Cannot run "${file}" in a transaction: ${reason}`,
    {
      place: { file, line: statement.line },
      statement: statement.text,
      hint: "put `-- transaction: off` into its header, best with this statement alone in the file",
    },
  );
}

function limitsOf(limits: Limits): Limits | undefined {
  const { lockTimeout, statementTimeout } = limits;
  if (lockTimeout === undefined && statementTimeout === undefined) return undefined;
  return { lockTimeout, statementTimeout };
}

function irreversibleError(steps: readonly Step[]): WhimbrelError {
  const [first] = steps;
  const what = steps.length === 1
    ? `"${first!.name}" has no downgrade`
    : `${steps.length} migrations have no downgrade`;
  const [place] = steps.flatMap(({ migration }) => migration === undefined ? [] : [migration.file]);
  return new WhimbrelError("irreversible", `Cannot downgrade: ${what}; nothing was changed`, {
    ...(place === undefined ? {} : { place: { file: place } }),
    notes: steps.map((step) => `no downgrade: ${step.migration?.file ?? step.name}`),
    hint: "add a `-- downgrade` section before it is applied elsewhere, " +
      `or go no further back than \`whimbrel downgrade ${first!.revision}\``,
  });
}

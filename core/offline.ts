import type { Dialect, StoreTables } from "./adapter.ts";
import { newEntry } from "./execution.ts";
import type { PreparedStep } from "./prepare.ts";
import { type Recording, recordScript } from "./recorder.ts";
import type { ScriptHost } from "./script.ts";
import { generated, type Statement } from "./statement.ts";
import { createStore, type Runner } from "./store.ts";

/** What an offline script is made for. */
export interface OfflineOptions {
  readonly dialect: Dialect;
  readonly tables: StoreTables;
  readonly runner: Runner;
  readonly scripts: ScriptHost | undefined;
  /** The command that runs it. */
  readonly hint?: string;
  /** The script starts at the base, so that it makes the tool's tables. */
  readonly fromBase: boolean;
  /** The history position of the first step. */
  readonly position: number;
}

/**
 * Writes the script that does what a run of these steps would do, history rows included, for the
 * database's own client. Statements that cannot be known without a database stand as a comment.
 */
export async function* writeScript(
  steps: readonly PreparedStep[],
  options: OfflineOptions,
): AsyncGenerator<string> {
  const { dialect, tables, fromBase, hint = dialect.scriptHint } = options;
  const store = createStore(dialect, tables);
  if (hint !== undefined) yield `-- run it with: ${hint}\n\n`;
  if (fromBase) {
    yield* paragraphs(dialect, [
      generated(dialect.begin),
      ...store.create,
      store.insertControl(),
      generated("COMMIT"),
    ]);
  }
  let position = options.position;
  for (const prepared of steps) {
    yield `-- ${prepared.step.direction} ${prepared.step.name}\n`;
    const { surroundings, mode } = prepared;
    const inTransaction = mode === "transaction";
    yield* paragraphs(dialect, surroundings?.before ?? []);
    if (inTransaction) yield* paragraphs(dialect, [generated(dialect.begin)]);
    const recording = await recordingOf(prepared, options);
    yield* paragraphs(dialect, recording.statements);
    if (!recording.complete) {
      yield "-- what follows in this migration asks the database and is not known offline\n\n";
    }
    if (!inTransaction) yield* paragraphs(dialect, [generated(dialect.begin)]);
    const { direction, revision } = prepared.step;
    const downgrade = prepared.downgrade;
    yield* paragraphs(
      dialect,
      direction === "upgrade"
        ? [store.record(newEntry(options, prepared, { position, downgrade }), "latest", "0")]
        : store.erase(revision, "latest"),
    );
    yield* paragraphs(dialect, [generated("COMMIT")]);
    yield* paragraphs(dialect, surroundings?.after ?? []);
    position++;
  }
}

async function recordingOf(
  { work, step, file }: PreparedStep,
  { scripts, dialect }: OfflineOptions,
): Promise<{ readonly statements: Iterable<Statement>; readonly complete: boolean }> {
  if (work.kind === "sql") return { statements: work.statements, complete: true };
  const request = { path: work.path, file, direction: step.direction };
  const recording: Recording = await recordScript(scripts!, request, dialect);
  return recording;
}

function* paragraphs(dialect: Dialect, statements: Iterable<Statement>): Generator<string> {
  for (const statement of statements) {
    yield `${dialect.script?.(statement) ?? `${statement.text};`}\n`;
    if (statement.data !== undefined) {
      yield* statement.data;
      yield "\\.\n";
    }
    yield "\n";
  }
}

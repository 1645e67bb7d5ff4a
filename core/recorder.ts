import type { Dialect } from "./adapter.ts";
import type { Operation } from "./operation.ts";
import { emptySchema, type Schema } from "./schema.ts";
import {
  OfflineQueryError,
  ScriptError,
  type ScriptExecutor,
  type ScriptHost,
  type ScriptRequest,
} from "./script.ts";
import { spell } from "./script_executor.ts";
import type { Statement } from "./statement.ts";

/** What a script would run, as far as it can be known without running it. */
export interface Recording {
  readonly statements: readonly Statement[];
  /** False where the script asked for rows or threw, so that what comes after is not known. */
  readonly complete: boolean;
}

/**
 * Runs a script against a recorder instead of a database.
 *
 * @param schema gives the schema as it is when the script starts; undefined where there is no
 * database, so that operations which depend on it end the recording.
 */
export async function recordScript(
  scripts: ScriptHost,
  request: ScriptRequest,
  dialect: Dialect,
  schema?: () => Promise<Schema>,
): Promise<Recording> {
  const statements: Statement[] = [];
  let complete = true;
  let touched = false;
  const known = async (): Promise<Schema> => {
    // What the script itself did cannot be seen by looking at the database.
    if (schema === undefined || touched) {
      complete = false;
      throw new OfflineQueryError();
    }
    return await schema();
  };
  const executor: ScriptExecutor = {
    dialect: dialect.name,
    spell: (wanted) => Promise.resolve(spell(dialect, wanted)),
    execute(sql) {
      statements.push(...dialect.split([sql], { file: request.file, line: 1 }));
      touched = true;
      return Promise.resolve();
    },
    query() {
      complete = false;
      throw new OfflineQueryError();
    },
    async operations(list: readonly Operation[]) {
      const before = dialect.needsSchema?.(list) === true ? await known() : emptySchema;
      statements.push(...dialect.render(list, before));
      touched = true;
    },
    async table(name) {
      const { tables } = await known();
      return tables.find((table) => table.name === name.name && table.schema === name.schema);
    },
  };
  try {
    await scripts.run(request, executor);
  } catch (error) {
    if (!(error instanceof ScriptError) && complete) throw error;
    complete = false;
  }
  return { statements, complete };
}

/** The script of a recording, one statement a paragraph. */
export function scriptOf(statements: readonly Statement[]): string {
  return statements.map(({ text }) => `${text};`).join("\n\n");
}

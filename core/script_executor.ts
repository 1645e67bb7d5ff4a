import type { Dialect, IntrospectFilter, Row, Value } from "./adapter.ts";
import type { Execution } from "./execution.ts";
import { type PreparedStep, refuseStatement } from "./prepare.ts";
import { emptySchema, type Schema } from "./schema.ts";
import type { ScriptExecutor, Spelling, SpellRequest } from "./script.ts";
import type { Statement } from "./statement.ts";

/** Sends statements of a script; `number` is the first one's place among all, counted from 1. */
export type SendStatements = (statements: readonly Statement[], number: number) => Promise<void>;

/** What a script's calls do on a live database. */
export function createExecutor(
  { session, adapter, tables }: Pick<Execution, "session" | "adapter" | "tables">,
  { file, mode }: Pick<PreparedStep, "file" | "mode">,
  send: SendStatements,
): ScriptExecutor {
  const { dialect } = session;
  let count = 0;
  const introspect = (filter: Partial<IntrospectFilter> = {}): Promise<Schema> =>
    adapter.introspect(session, { exclude: Object.values(tables), ...filter });
  const sendAll = async (statements: readonly Statement[]) => {
    if (statements.length === 0) return;
    const number = count + 1;
    count += statements.length;
    await send(statements, number);
  };
  return {
    dialect: dialect.name,
    spell: (request) => Promise.resolve(spell(dialect, request)),
    async execute(sql) {
      // Places within the script's strings say nothing to a reader.
      const statements = [...dialect.split([sql], { file, line: 1 })]
        .map((statement) => ({ ...statement, line: 0 }));
      for (const statement of statements) {
        const traits = dialect.traits(statement.text);
        refuseStatement(statement, traits, { transactional: mode === "transaction", file });
      }
      await sendAll(statements);
    },
    async query(sql: string, parameters: readonly Value[]): Promise<readonly Row[]> {
      return await session.query(sql, parameters);
    },
    async operations(list) {
      const before = dialect.needsSchema?.(list) === true ? await introspect() : emptySchema;
      await sendAll(dialect.render(list, before));
    },
    async table(name) {
      const { schema } = name;
      const { tables: found } = await introspect(
        schema === undefined ? {} : { namespaces: [schema] },
      );
      return found.find((table) => table.name === name.name && table.schema === name.schema);
    },
  };
}

/** Spells types and values as a dialect does. */
export function spell(dialect: Dialect, { types, values }: SpellRequest): Spelling {
  return {
    types: types.map((type) => dialect.type(type)),
    literals: values.map((value) => dialect.literal(value)),
  };
}

import type { Row } from "../../../core/adapter.ts";
import { StatementError } from "../../../core/adapter.ts";
import type { Statement } from "../../../core/statement.ts";
import type { PostgresSession } from "../session.ts";

/** What a shadow does around the statements that others run in it. */
export interface Surrounding {
  /** Another text for a statement that does the same by a plan that is there already. */
  planned?(statement: string): string | undefined;
  /** Statements to run before one, so that it finds what it takes for granted. */
  before(statement: string): Promise<readonly Statement[]>;
  /** Says in words of the shadow why a statement failed; undefined where it is not its fault. */
  explain(error: StatementError, statement: string): Error | undefined;
}

/** A session that does this around every statement. */
export function surround(session: PostgresSession, surrounding: Surrounding): PostgresSession {
  /** Runs statements with those that go before them, and speaks of the given ones only. */
  const run = async (statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> => {
    const sent: Statement[] = [];
    const places: number[] = [];
    for (const statement of statements) {
      const planned = surrounding.planned?.(statement.text);
      if (planned !== undefined) sent.push({ ...statement, text: planned });
      else sent.push(...await surrounding.before(statement.text), statement);
      places.push(sent.length - 1);
    }
    try {
      const rows = await session.run(sent);
      return places.map((place) => rows[place] ?? []);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      const index = places.findIndex((place) => place >= error.index);
      const { text } = statements[index]!;
      throw surrounding.explain(error, text) ?? withIndex(error, index);
    }
  };
  return {
    dialect: session.dialect,
    facts: session.facts,
    options: session.options,
    server: session.server,
    database: session.database,
    inTransaction: session.inTransaction,
    run,
    async query(sql, parameters = []) {
      try {
        const before = await surrounding.before(sql);
        if (before.length > 0) await session.run(before);
        return await session.query(sql, parameters);
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        throw surrounding.explain(error, sql) ?? error;
      }
    },
    cancel: () => session.cancel(),
    get usable() {
      return session.usable;
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

function withIndex(error: StatementError, index: number): StatementError {
  if (error.index === index) return error;
  const { serverCode, offset, ...rest } = error;
  return new StatementError(error.message, {
    ...rest,
    index,
    ...(serverCode === undefined ? {} : { serverCode }),
    ...(offset === undefined ? {} : { offset }),
    cause: error,
  });
}

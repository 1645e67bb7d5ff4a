import { type Session, StatementError } from "./adapter.ts";
import type { Statement } from "./statement.ts";

/** A statement of a migration with its place in it, counted from 1. */
export interface NumberedStatement {
  readonly statement: Statement;
  /** Undefined for statements that the tool adds. */
  readonly number: number | undefined;
}

/** A statement in a batch failed; says which. */
export class BatchError extends Error {
  override readonly name = "BatchError";
  readonly failed: NumberedStatement;
  override readonly cause: unknown;

  constructor(failed: NumberedStatement, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.failed = failed;
    this.cause = cause;
  }
}

/** Collects statements and sends them together, so that a small migration is one round trip. */
export interface Batch {
  push(statement: Statement, number?: number): Promise<void>;
  /** @throws {BatchError} naming the statement that failed. */
  flush(): Promise<void>;
}

const batchCharacters = 1 << 18;
const batchStatements = 1000;

/** @param onSent called after every round trip with the number of the last statement in it. */
export function createBatch(session: Session, onSent: (last: number) => void): Batch {
  let waiting: NumberedStatement[] = [];
  let characters = 0;
  const flush = async () => {
    if (waiting.length === 0) return;
    const sent = waiting;
    waiting = [];
    characters = 0;
    try {
      await session.run(sent.map(({ statement }) => statement));
    } catch (cause) {
      if (!(cause instanceof StatementError)) throw cause;
      throw new BatchError(sent[cause.index] ?? sent.at(-1)!, cause);
    }
    const last = sent.findLast(({ number }) => number !== undefined)?.number;
    if (last !== undefined) onSent(last);
  };
  return {
    flush,
    async push(statement, number) {
      waiting.push({ statement, number });
      characters += statement.text.length;
      const full = characters >= batchCharacters || waiting.length >= batchStatements;
      // The lines of COPY data must be read before the splitter goes on.
      if (full || statement.data !== undefined) await flush();
    },
  };
}

import { type Dialect, type Session, StatementError } from "../core/adapter.ts";
import { describe } from "../core/describe.ts";
import { diff } from "../core/diff.ts";
import { WhimbrelError } from "../core/errors.ts";
import { noRenames } from "../core/rename.ts";
import { emptySchema, type Schema } from "../core/schema.ts";
import type { Statement } from "../core/statement.ts";
import { putBack, sliceNamed, wordsIn } from "./replayed.ts";
import type { ShadowReader } from "./shadow.ts";

/** What a way is proved with. */
export interface Prover {
  readonly dialect: Dialect;
  readonly shadow: Pick<ShadowReader, "use">;
}

/** A way that is to be proved. */
export interface Way {
  readonly from: Schema;
  readonly to: Schema;
  /** The whole script, as the database's own client would be given it. */
  readonly script: string;
}

/**
 * Goes a way in the shadow, and sees where it leads.
 *
 * @returns whether that could be done: not where the beginning cannot be made anew out of what is
 * known of it.
 * @throws {WhimbrelError} `refused_statement` where a statement fails, or something is left to do.
 */
export async function proveWay(
  prover: Prover,
  { from, to, script }: Way,
): Promise<boolean> {
  const { dialect } = prover;
  const statements = [...dialect.split([script])];
  const words = wordsIn(statements, dialect);
  const slice = words === undefined ? undefined : sliceNamed(from, words);
  // Where it is not the part that is wrong, the whole says the same, and says it better.
  const part = slice && await go(prover, slice.schema, statements).catch(onlyRefusal);
  const whole = slice && part && putBack(from, slice, part);
  const reached = whole ?? await go(prover, from, statements);
  if (reached === undefined) return false;
  const left = diff(reached, to, noRenames, dialect.diffTraits).map(describe);
  if (left.length === 0) return true;
  throw refusal("something would be left to do", left);
}

/** Where statements lead; undefined where the beginning cannot be made. */
async function go(
  { shadow, dialect }: Prover,
  from: Schema,
  statements: readonly Statement[],
): Promise<Schema | undefined> {
  const differ = (one: Schema, other: Schema) => diff(one, other, noRenames, dialect.diffTraits);
  const made = dialect.render(differ(emptySchema, from), emptySchema);
  const texts = [...made, ...statements].map(({ text }) => text);
  return await shadow.use(texts, async (session, adapter) => {
    const read = () => adapter.introspect(session, { exclude: [], namespaces: "all" });
    if (!await runs(session, made) || differ(await read(), from).length > 0) return undefined;
    for (const statement of statements) await step(session, statement);
    return await read();
  });
}

function onlyRefusal(error: unknown): undefined {
  if (!(error instanceof WhimbrelError) || error.code !== "refused_statement") throw error;
}

async function runs(session: Session, statements: readonly Statement[]): Promise<boolean> {
  try {
    for (const statement of statements) await session.run([statement]);
    return true;
  } catch (error) {
    if (error instanceof StatementError) return false;
    throw error;
  }
}

async function step(session: Session, statement: Statement): Promise<void> {
  try {
    await session.run([statement]);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw refusal(error.message, [statement.text]);
  }
}

function refusal(why: string, notes: readonly string[]): WhimbrelError {
  return new WhimbrelError("refused_statement", `Cannot find a way that works: ${why}`, {
    notes: [...notes, "it was tried in the shadow database"],
    hint:
      "make the change in smaller steps, or by hand; and tell us: it is a fault of this program",
  });
}

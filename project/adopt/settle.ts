import type { Dialect } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { isSectionMark } from "../../core/migration.ts";
import type { Statement } from "../../core/statement.ts";

/** SQL as it may stand in a section, and whether it can run in one transaction. */
export interface Settled {
  readonly text: string;
  readonly transactional: boolean;
  /** What of it Whimbrel will refuse to run; undefined where nothing. */
  readonly refused?: string;
}

/**
 * Makes a script of another tool fit for a section: a transaction around the whole of it goes, for
 * it has one of Whimbrel's, and comments that would start a section are moved in.
 */
export function settleSql(script: string, dialect: Dialect, file: string): Settled {
  const marked = script.replaceAll("\r\n", "\n").split("\n")
    .map((line) => isSectionMark(line.trimEnd()) ? ` ${line}` : line).join("\n");
  let statements: readonly Statement[];
  try {
    statements = statementsIn(marked, dialect, file);
  } catch (error) {
    if (!(error instanceof WhimbrelError)) throw error;
    return { text: marked, transactional: true, refused: error.message };
  }
  const text = withoutTransaction(marked, statements, dialect) ?? marked;
  const left = text === marked ? statements : statementsIn(text, dialect, file);
  const traits = left.map((statement) => dialect.traits(statement.text));
  const own = left.find((_, index) => traits[index]!.class === "transaction");
  return {
    text: text.replace(/^\s*\n/, "").trimEnd(),
    transactional: !traits.some(({ refusesTransaction }) => refusesTransaction !== undefined) &&
      dialect.transactionConflict?.(left) === undefined,
    ...(own === undefined ? {} : {
      refused: `\`${own.text.slice(0, 40)}\` begins or ends a transaction of its own`,
    }),
  };
}

function statementsIn(text: string, dialect: Dialect, file: string): readonly Statement[] {
  return [...dialect.split([text], { file, line: 1 })];
}

/** Undefined where no one transaction is around the script. */
function withoutTransaction(
  text: string,
  statements: readonly Statement[],
  dialect: Dialect,
): string | undefined {
  const isOwn = ({ text }: Statement) => dialect.traits(text).class === "transaction";
  const [first, last] = [statements[0], statements.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  if (statements.filter(isOwn).length !== 2 || !isOwn(first) || !isOwn(last)) return undefined;
  if (!/^(?:BEGIN|START)\b/i.test(first.text) || !/^(?:COMMIT|END)\b/i.test(last.text)) {
    return undefined;
  }
  const end = text.lastIndexOf(last.text);
  const start = text.indexOf(first.text);
  const head = text.slice(0, start);
  const body = text.slice(start + first.text.length, end).replace(/^\s*;?[ \t]*\n?/, "");
  const tail = text.slice(end + last.text.length).replace(/^\s*;?/, "");
  return `${head}${body}${tail}`;
}

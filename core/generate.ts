import type { Dialect, RenderOptions } from "./adapter.ts";
import { applyAll } from "./apply.ts";
import { destroys } from "./describe.ts";
import { diff } from "./diff.ts";
import { isNamespace } from "./diff/objects.ts";
import { type Rules, rulesOf } from "./diff/traits.ts";
import { invertAll, type Operation } from "./operation.ts";
import { noRenames } from "./rename.ts";
import { risksAmong } from "./risk.ts";
import type { Schema } from "./schema.ts";
import { generated, type Statement } from "./statement.ts";

/** What one new migration does in one dialect. */
export interface GeneratedPart {
  readonly operations: readonly Operation[];
  /** One transaction for all of it; else its statements run one by one. */
  readonly transactional: boolean;
  readonly upgrade: readonly Statement[];
  /** Rendered when it is asked for. Throws `refused_statement` where there is no way back. */
  readonly downgrade: readonly Statement[];
}

/**
 * Renders operations and what takes them back. Several parts, each a migration of its own, come of
 * statements that cannot share a transaction with what is before them.
 */
export function generate(
  operations: readonly Operation[],
  dialect: Dialect,
  from: Schema,
  options: RenderOptions = {},
): readonly GeneratedPart[] {
  const parts: GeneratedPart[] = [];
  let before = from;
  for (const { list, transactional } of cut(operations, dialect, from)) {
    const after = applyAll(before, list);
    parts.push({
      operations: list,
      transactional,
      upgrade: dialect.render(list, before, options),
      // There may be no way back, which is nothing to those who do not ask for it.
      get downgrade() {
        return dialect.render(takeBack(list, after, dialect), after, options);
      },
    });
    before = after;
  }
  return parts;
}

/**
 * The inverse of a list, from the schema after it. Where a type or a view has to be made anew on the
 * way back, what stands on it has to step aside; on the way there nothing had to.
 */
export function takeBack(
  list: readonly Operation[],
  after: Schema,
  { diffTraits }: Pick<Dialect, "diffTraits">,
): readonly Operation[] {
  const rules = rulesOf(diffTraits ?? {});
  let next = after;
  return invertAll(list).flatMap((operation) => {
    const now = next;
    next = applyAll(now, [operation]);
    return mayRemake(operation, rules) ? diff(now, next, noRenames, diffTraits) : [operation];
  });
}

function mayRemake(operation: Operation, { replaces }: Pick<Rules, "replaces">): boolean {
  switch (operation.kind) {
    case "alter_enum":
      return operation.from.values.some((value) => !operation.to.values.includes(value));
    case "alter_domain":
    case "alter_composite":
      return true;
    case "replace_object":
      return !isNamespace(operation.to) && !replaces(operation.from, operation.to);
    default:
      return false;
  }
}

interface Cut {
  readonly list: readonly Operation[];
  readonly transactional: boolean;
}

/** Cuts a list where a transaction has to end. */
function cut(operations: readonly Operation[], dialect: Dialect, from: Schema): readonly Cut[] {
  const cuts: Cut[] = [];
  let before = from;
  let rest = operations;
  while (rest.length > 0) {
    const needs = needOf(rest[0]!);
    const other = rest.findIndex((operation) => needOf(operation) !== needs);
    let list = other === -1 ? rest : rest.slice(0, other);
    const transactional = needs !== "no transaction";
    if (transactional) list = withoutConflict(list, dialect, before);
    cuts.push({ list, transactional });
    before = applyAll(before, list);
    rest = rest.slice(list.length);
  }
  return cuts;
}

/** What an operation is put into. A transaction that checks rows must not hold the locks of others. */
function needOf(operation: Operation): "no transaction" | "one of its kind" | "any" {
  switch (operation.kind) {
    case "create_index":
    case "drop_index":
      return operation.concurrently === true ? "no transaction" : "any";
    case "alter_constraint": {
      const { from, to } = operation;
      const isChecked = "notValid" in from && from.notValid === true &&
        !("notValid" in to && to.notValid === true);
      return isChecked ? "one of its kind" : "any";
    }
    default:
      return "any";
  }
}

/** The longest start of a list whose statements can share a transaction (a new enum value in use). */
function withoutConflict(
  list: readonly Operation[],
  dialect: Dialect,
  before: Schema,
): readonly Operation[] {
  const conflicts = (some: readonly Operation[]) =>
    dialect.transactionConflict?.(dialect.render(some, before)) !== undefined;
  if (list.length < 2 || !conflicts(list)) return list;
  let length = list.length - 1;
  while (length > 1 && conflicts(list.slice(0, length))) length--;
  return list.slice(0, length);
}

/** What a part's sections say above their statements: what is lost, what may fail, what stays lost. */
export function notesOf(
  operations: readonly Operation[],
  dialect: Pick<Dialect, "misfit">,
): { readonly upgrade: readonly string[]; readonly downgrade: readonly string[] } {
  const lost = operations.flatMap((operation) => destroys(operation, dialect) ?? []);
  const risky = risksAmong(operations, dialect).flatMap((risk) => risk ?? []);
  const undone = invertAll(operations);
  return {
    upgrade: [
      ...lost.map((what) => `loses data: ${what}`),
      ...risky.map((what) => `may fail: ${what}`),
    ],
    downgrade: [
      ...lost.map((what) => `does not bring back ${what}`),
      ...undone.flatMap((operation) => destroys(operation, dialect) ?? []).map((what) =>
        `loses data: ${what}`
      ),
    ],
  };
}

/** The text of a section: comments, then the statements as the database's own client takes them. */
export function sectionText(
  dialect: Dialect,
  statements: readonly Statement[],
  notes: readonly string[],
): string {
  return [
    // A name may hold a line end, behind which a comment is none any more.
    ...notes.map((note) => `-- ${note.replace(/\p{Cc}+|[\u2028\u2029]/gu, " ")}\n`),
    ...statements.map((statement) => `${dialect.script?.(statement) ?? `${statement.text};`}\n`),
  ].join("");
}

/**
 * The script of parts for the database's own client, with the transactions and settings that the
 * tool itself would put around them.
 *
 * @param hint the command that runs it.
 */
export function* standaloneScript(
  dialect: Dialect,
  parts: readonly GeneratedPart[],
  hint: string | undefined = dialect.scriptHint,
): Generator<string> {
  if (hint !== undefined) yield `-- run it with: ${hint}\n\n`;
  for (const { operations, upgrade, transactional } of parts) {
    const surroundings = transactional ? dialect.surroundings?.(upgrade) : undefined;
    const inTransaction = transactional && dialect.transactionalDdl;
    yield sectionText(dialect, [
      ...surroundings?.before ?? [],
      ...inTransaction ? [generated(dialect.begin)] : [],
    ], []);
    const own = upgrade.filter((statement) => surroundings?.covers(statement) !== true);
    yield sectionText(dialect, own, notesOf(operations, dialect).upgrade);
    yield sectionText(dialect, [
      ...inTransaction ? [generated("COMMIT")] : [],
      ...surroundings?.after ?? [],
    ], []);
  }
}

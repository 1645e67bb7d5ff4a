import { isWord, type Token } from "../../../core/lexer.ts";
import type { OpaqueObject } from "../../../core/schema.ts";
import { tokens } from "../lexer.ts";

/** The kinds of objects that say who may do what. */
export const rightsKinds = ["grant", "revoke", "default privileges"] as const;

/** Whether an object is a right that somebody has, or one that everybody lost. */
export function isRight({ kind }: Pick<OpaqueObject, "kind">): boolean {
  return rightsKinds.some((each) => each === kind);
}

/** The parts of `GRANT privileges ON target TO grantee WITH GRANT OPTION`, and of REVOKE. */
interface Statement {
  /** What stands before: `ALTER DEFAULT PRIVILEGES IN SCHEMA app `. */
  readonly start: string;
  readonly isGrant: boolean;
  readonly privileges: readonly string[];
  readonly target: string;
  readonly grantee: string;
  /** ` WITH GRANT OPTION` or nothing. */
  readonly option: string;
}

function read(definition: string): Statement {
  const words = topLevel(definition);
  const find = (from: number, ...names: readonly string[]) =>
    words.findIndex((word, index) => index >= from && isWord(word, ...names));
  const verb = find(0, "grant", "revoke");
  const on = find(verb, "on");
  const to = find(on, "to", "from");
  const option = find(to, "with");
  const between = (from: number, until: number) =>
    definition.slice(words[from]!.end, words[until]?.start).trim();
  const commas = [
    verb,
    ...words.flatMap(({ text }, index) => text === "," && index < on ? [index] : []),
    on,
  ];
  return {
    start: definition.slice(0, words[verb]!.start),
    isGrant: isWord(words[verb], "grant"),
    privileges: commas.slice(1).map((until, index) => between(commas[index]!, until)),
    target: between(on, to),
    grantee: between(to, option),
    option: option < 0 ? "" : ` ${definition.slice(words[option]!.start)}`,
  };
}

/** Tokens that stand in no parentheses. */
function topLevel(definition: string): readonly Token[] {
  let depth = 0;
  return [...tokens(definition)].filter(({ text }) => {
    if (text === "(") depth++;
    const isTop = depth === 0;
    if (text === ")") depth--;
    return isTop;
  });
}

function spell(statement: Statement, privileges: readonly string[], isGrant: boolean): string {
  const { start, target, grantee, option } = statement;
  const list = privileges.join(", ");
  return isGrant
    ? `${start}GRANT ${list} ON ${target} TO ${grantee}${option}`
    : `${start}REVOKE ${list} ON ${target} FROM ${grantee}`;
}

/** The statement that takes a right away again, or gives back what everybody lost. */
export function dropRight({ definition }: OpaqueObject): string {
  const statement = read(definition);
  return spell(statement, statement.privileges, !statement.isGrant);
}

/** Takes what is no longer given, and gives what was not. */
export function replaceRight(from: OpaqueObject, to: OpaqueObject): readonly string[] {
  const [was, is] = [read(from.definition), read(to.definition)];
  const isAll = (list: readonly string[]) => list.length === 1 && /^all\b/i.test(list[0]!);
  const gone = isAll(is.privileges)
    ? []
    : was.privileges.filter((each) => !is.privileges.includes(each));
  const come = is.privileges.filter((each) => !was.privileges.includes(each));
  return [
    ...(gone.length === 0 ? [] : [spell(was, gone, !was.isGrant)]),
    ...(come.length === 0 ? [] : [spell(is, come, is.isGrant)]),
  ];
}

/**
 * Whether one right may change into another in its place; one that comes after others of the same
 * grantee would undo theirs, and those of what comes later would act on what is made meanwhile.
 */
export function isRightReplaceable(from: OpaqueObject, to: OpaqueObject): boolean {
  return to.kind !== "default privileges" && ![...from.dependsOn, ...to.dependsOn].some(isRight);
}

import { isWord, type Token } from "../../../core/lexer.ts";
import { split } from "../../../core/split.ts";
import type { OpaqueObject } from "../../../core/schema.ts";
import { lexicalRules, tokens } from "../lexer.ts";
import { quote } from "../quoting.ts";
import { spell } from "./words.ts";

const rules = lexicalRules();

/** Kinds that take several statements to make, one after another in their definition. */
const several: ReadonlySet<string> = new Set([
  "foreign table",
  "operator family",
  "text search configuration",
]);

/** The statements that make an object. */
export function createObject({ kind, definition }: OpaqueObject): readonly string[] {
  return several.has(kind) ? [...split([definition], rules)].map(({ text }) => text) : [definition];
}

/**
 * The statements that turn one object into another of its name, while others go on to lean on it;
 * undefined where it has to be made anew.
 */
export function alterObject(from: OpaqueObject, to: OpaqueObject): readonly string[] | undefined {
  switch (to.kind) {
    case "publication":
      return alterPublication(from, to);
    case "text search dictionary":
      return alterDictionary(from, to);
    case "text search configuration":
      return alterConfiguration(from, to);
    case "foreign data wrapper":
    case "server":
    case "foreign table":
      return alterOptions(from, to);
    default:
      return undefined;
  }
}

/** A definition with a list in parentheses at its end. */
interface Listed {
  /** All that stands before the list. */
  readonly head: string;
  /** By the first word of each. */
  readonly items: ReadonlyMap<string, string>;
}

/** Reads the list behind the last of these words outside of parentheses, or the last list of all. */
function readList(definition: string, word?: string): Listed {
  const all = [...tokens(definition)];
  let depth = 0;
  let start = -1;
  for (const [index, token] of all.entries()) {
    if (token.text === ")") depth--;
    if (token.text !== "(") continue;
    if (depth++ === 0 && (word === undefined || isWord(all[index - 1], word))) start = index;
  }
  const list = start < 0 ? [] : all.slice(start + 1, -1);
  const items = new Map<string, string>();
  for (let at = 0; at < list.length;) {
    const comma = list.findIndex(({ text }, index) => index >= at && text === ",");
    const until = comma < 0 ? list.length : comma;
    items.set(list[at]!.value, textOf(definition, list.slice(at, until)));
    at = until + 1;
  }
  const end = start < 0 ? definition.length : all[word === undefined ? start : start - 1]!.start;
  return { head: definition.slice(0, end).trimEnd(), items };
}

function textOf(definition: string, words: readonly Token[]): string {
  return definition.slice(words[0]!.start, words.at(-1)!.end);
}

/** Only the same parameters can be set, since absent ones mean what the server's release takes them for. */
function alterPublication(from: OpaqueObject, to: OpaqueObject): readonly string[] | undefined {
  const [was, is] = [readList(from.definition), readList(to.definition)];
  if (was.head !== is.head || was.items.size !== is.items.size) return undefined;
  if (![...was.items.keys()].every((name) => is.items.has(name))) return undefined;
  const list = [...is.items].filter(([name, item]) => was.items.get(name) !== item);
  return [`ALTER PUBLICATION ${spell(to)} SET (${list.map(([, item]) => item).join(", ")})`];
}

function alterDictionary(from: OpaqueObject, to: OpaqueObject): readonly string[] | undefined {
  const [was, is] = [readList(from.definition).items, readList(to.definition).items];
  if (was.get("template") !== is.get("template")) return undefined;
  const list = [
    ...[...is].filter(([name, item]) => was.get(name) !== item).map(([, item]) => item),
    ...[...was.keys()].filter((name) => !is.has(name)).map(quote),
  ];
  return [`ALTER TEXT SEARCH DICTIONARY ${spell(to)} (${list.join(", ")})`];
}

/** Each mapping is one statement after the first, `ALTER ... ADD MAPPING FOR words WITH dictionaries`. */
function alterConfiguration(from: OpaqueObject, to: OpaqueObject): readonly string[] | undefined {
  const [[was, ...before], [is, ...after]] = [createObject(from), createObject(to)];
  if (was !== is) return undefined;
  return [
    ...before.filter((each) => !after.includes(each)).map((mapping) =>
      mapping.replace(" ADD MAPPING ", " DROP MAPPING ").replace(/ WITH .*$/s, "")
    ),
    ...after.filter((each) => !before.includes(each)),
  ];
}

function alterOptions(from: OpaqueObject, to: OpaqueObject): readonly string[] | undefined {
  const [was, is] = [readList(from.definition, "options"), readList(to.definition, "options")];
  if (was.head !== is.head) return undefined;
  const list = [
    ...[...is.items].filter(([name, item]) => was.items.get(name) !== item).map(([name, item]) =>
      `${was.items.has(name) ? "SET" : "ADD"} ${item}`
    ),
    ...[...was.items.keys()].filter((name) => !is.items.has(name)).map((name) =>
      `DROP ${quote(name)}`
    ),
  ];
  return [`ALTER ${to.kind.toUpperCase()} ${spell(to)} OPTIONS (${list.join(", ")})`];
}

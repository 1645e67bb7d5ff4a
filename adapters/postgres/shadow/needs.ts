import { isWord, type Token } from "../../../core/lexer.ts";
import { tokens } from "../lexer.ts";

/** What a statement takes for granted that is not in a database by itself. */
export interface Needs {
  /** Extensions that it makes, and whose files must be there for that. */
  readonly extensions: readonly string[];
  /** Roles that it names and does not make. */
  readonly roles: readonly string[];
}

const none: Needs = { extensions: [], roles: [] };

/** The words of a statement; of `DO`, those of its body with the statements that it puts together. */
function wordsOf(statement: string): readonly Token[] {
  const words = [...tokens(statement)];
  if (!isWord(words[0], "do")) return words;
  const body = words.flatMap((token) => token.kind === "string" ? [...tokens(token.value)] : []);
  const made = body.flatMap((token, index) =>
    token.kind === "string" && isExecuted(body, index)
      ? [...tokens(";"), ...tokens(token.value)]
      : []
  );
  return [...body, ...made];
}

/** Whether a string is what EXECUTE runs, or begins with: `EXECUTE format('...', name)`. */
function isExecuted(words: readonly Token[], index: number): boolean {
  const isCalled = words[index - 1]?.text === "(" && isWord(words[index - 2], "format");
  return isWord(words[isCalled ? index - 3 : index - 1], "execute");
}

/** Spares the tokens of all that cannot name either. */
const mayNeed =
  /\b(?:extension|grant|revoke|owner|owned|role|user|group|authorization|policy|privileges)\b/i;

/** Reads what the words of a statement say. */
export function needsOf(statement: string): Needs {
  if (!mayNeed.test(statement)) return none;
  const words = wordsOf(statement);
  const extensions = new Set<string>();
  const roles = new Set<string>();
  const made = new Set<string>();
  words.forEach((_, index) => {
    const at = (offset: number) => words[index + offset];
    if (startsStatement(at(-1)) && isWord(at(0), "create")) {
      if (isWord(at(1), "extension")) addExtension(extensions, words, index + 2);
      if (isWord(at(1), "role", "user", "group")) addRoles(made, words, index + 2);
    }
    const list = rolesAt(words, index);
    if (list !== undefined) addRoles(roles, words, list);
  });
  for (const role of made) roles.delete(role);
  return { extensions: [...extensions], roles: [...roles] };
}

/** Nothing before it, or what separates statements in a body. */
function startsStatement(previous: Token | undefined): boolean {
  return previous === undefined || previous.text === ";" ||
    isWord(previous, "begin", "then", "else", "loop");
}

function addExtension(found: Set<string>, words: readonly Token[], from: number): void {
  const name = words[isWord(words[from], "if") ? from + 3 : from];
  if (name !== undefined) found.add(name.value);
}

/** The index at which names of roles begin, where the word at `index` says that they follow. */
function rolesAt(words: readonly Token[], index: number): number | undefined {
  const at = (offset: number) => words[index + offset];
  const is = (offset: number, ...names: readonly string[]) => isWord(at(offset), ...names);
  if (is(0, "to") && is(-1, "owner")) return index + 1;
  if (is(0, "authorization") && !is(1, "default")) return index + 1;
  if (is(0, "by") && is(-1, "owned", "granted")) return index + 1;
  if (is(0, "for") && is(-1, "mapping")) return index + 1;
  if (is(0, "role", "user") && is(-1, "for") && is(-2, "privileges")) return index + 1;
  if (is(0, "to", "from")) return namesReceivers(words, index) ? index + 1 : undefined;
  if (is(0, "role") && is(-1, "on") && is(-2, "comment")) return index + 1;
  if (is(0, "role") && is(-1, "set", "local") && setsRole(words, index)) return index + 1;
  const isRole = is(0, "role", "user", "group") && startsStatement(at(-2)) && !is(1, "mapping");
  if (isRole && is(-1, "alter", "drop") && !is(1, "if", "all")) return index + 1;
  // Membership: GRANT a, b TO c.
  if (is(0, "grant", "revoke") && startsStatement(at(-1)) && grantsRoles(words, index)) {
    return index + 1;
  }
  return undefined;
}

/** `SET ROLE a`, `SET LOCAL ROLE a`. */
function setsRole(words: readonly Token[], index: number): boolean {
  const verb = isWord(words[index - 1], "local") ? index - 2 : index - 1;
  return isWord(words[verb], "set") && startsStatement(words[verb - 1]);
}

/** Whether a TO or FROM belongs to GRANT, REVOKE, REASSIGN or a policy. */
function namesReceivers(words: readonly Token[], index: number): boolean {
  if (isWord(words[index - 1], "rename")) return false;
  for (let at = index - 1; at >= 0 && words[at]!.text !== ";"; at--) {
    const word = words[at];
    if (isWord(word, "grant", "revoke", "reassign")) return true;
    if (isWord(word, "policy") && isWord(words[at - 1], "create", "alter")) {
      // Not what stands in the parentheses of its conditions.
      return depthBetween(words, at, index) === 0;
    }
  }
  return false;
}

function depthBetween(words: readonly Token[], from: number, to: number): number {
  const between = words.slice(from, to);
  return between.filter(({ text }) => text === "(").length -
    between.filter(({ text }) => text === ")").length;
}

function grantsRoles(words: readonly Token[], index: number): boolean {
  for (const word of words.slice(index + 1)) {
    if (isWord(word, "to", "from")) return true;
    if (word.text === ";" || isWord(word, "on", "option")) return false;
  }
  return false;
}

const keywords: ReadonlySet<string> = new Set([
  ...["public", "current_user", "current_role", "session_user", "none", "default"],
]);

/** Adds the names of a list; those that every server has are left out. */
function addRoles(found: Set<string>, words: readonly Token[], from: number): void {
  for (let at = from; at < words.length; at += 2) {
    if (isWord(words[at], "group") && words[at + 1]?.text !== ",") at++;
    const name = words[at];
    if (name === undefined || !["word", "identifier", "string"].includes(name.kind)) return;
    const isKeyword = name.kind === "word" && keywords.has(name.value);
    if (!isKeyword && !name.value.startsWith("pg_")) found.add(name.value);
    if (words[at + 1]?.text !== ",") return;
  }
}

const perhapsShared =
  /\b(?:role|user|group|database|tablespace|system|owned|subscription|parameter|grant|revoke)\b/i;

/**
 * What of a statement reaches beyond the database in which it runs, as the words that say so;
 * undefined where nothing does.
 */
export function sharedEffect(statement: string): string | undefined {
  if (!perhapsShared.test(statement)) return undefined;
  const words = wordsOf(statement);
  for (const [index, word] of words.entries()) {
    if (!startsStatement(words[index - 1])) continue;
    const said = (count: number) =>
      words.slice(index, index + count).map(({ text }) => text).join(" ").toUpperCase();
    const next = words[index + 1];
    const isMapping = isWord(words[index + 2], "mapping");
    if (isWord(word, "create", "alter", "drop") && !isMapping) {
      if (
        isWord(next, "role", "user", "group", "database", "tablespace", "system", "subscription")
      ) {
        return said(2);
      }
    }
    if (isWord(word, "drop", "reassign") && isWord(next, "owned")) return said(2);
    if (isWord(word, "comment") && isWord(words[index + 2], "role", "database", "tablespace")) {
      return said(3);
    }
    if (isWord(word, "grant", "revoke")) {
      if (grantsRoles(words, index)) return `${said(1)} of a role`;
      const on = words.findIndex((each, at) => at > index && isWord(each, "on"));
      if (isWord(words[on + 1], "database", "tablespace", "parameter")) {
        return `${said(1)} ON ${words[on + 1]!.text.toUpperCase()}`;
      }
    }
  }
  return undefined;
}

import { WhimbrelError } from "../../core/errors.ts";
import { isWord, type Token } from "../../core/lexer.ts";
import type { ScriptRules } from "../../core/split/rules.ts";
import { tokens } from "./lexer.ts";
import { qualifiersIn } from "./qualifier.ts";

/** Where statements that were written for one database are to run instead. */
export interface Relocation {
  /** Names of the database that they were written for. */
  readonly own: ReadonlySet<string>;
  /** The one in which they run. */
  readonly scratch: string;
  /** All others of the server. */
  readonly others: ReadonlySet<string>;
  readonly rules: ScriptRules;
  readonly quote: (name: string) => string;
}

/**
 * A statement that does in the scratch database what it would do in its own; undefined for one that
 * is about accounts and the server only, of which a database has nothing.
 *
 * @throws {WhimbrelError} `shadow` for one that would change something else on the server.
 */
export function relocate(statement: string, relocation: Relocation): string | undefined {
  const { own, scratch, others, rules, quote } = relocation;
  const list = [...tokens(statement, rules)];
  if (isOfServer(list)) return undefined;
  const [first] = list;
  if (isWord(first, ...refusedVerbs)) throw refused(statement, first!.text.toUpperCase());
  const named = databaseNamed(list);
  if (named !== undefined && !own.has(named.value)) {
    throw refused(statement, `database "${named.value}"`);
  }
  const [stranger] = qualifiersIn(list, (name) => others.has(name) && !own.has(name));
  if (stranger !== undefined) throw refused(statement, `database "${stranger.value}"`);
  const found = [
    ...qualifiersIn(list, (name) => own.has(name)),
    ...named === undefined ? [] : [named],
  ].toSorted((one, other) => one.start - other.start);
  let text = "";
  let at = 0;
  for (const token of found) {
    text += statement.slice(at, token.start) + quote(scratch);
    at = token.end;
  }
  return text + statement.slice(at);
}

/** Statements that would change the server, or what it does with other databases. */
const refusedVerbs = (
  "binlog change clone install kill purge reset restart shutdown stop uninstall"
).split(" ");

/** Accounts, rights and the server's settings. */
function isOfServer(list: readonly Token[]): boolean {
  const is = (at: number, ...words: readonly string[]) => isWord(list[at], ...words);
  if (is(0, "grant", "revoke", "flush")) return true;
  if (is(0, "set")) {
    const isVariable = list[1]?.text === "@" && list[2]?.text === "@" && is(3, "global", "persist");
    return is(1, "global", "persist", "persist_only", "password", "role", "default") || isVariable;
  }
  if (!is(0, "create", "alter", "drop", "rename")) return false;
  const at = is(1, "or") && is(2, "replace") ? 3 : 1;
  return is(at, "user", "role");
}

/** The name in `USE app` and `CREATE DATABASE app`; `ALTER DATABASE` may do without one. */
function databaseNamed(list: readonly Token[]): Token | undefined {
  if (isWord(list[0], "use")) return list[1];
  const at = isWord(list[1], "or") ? 3 : 1;
  if (!isWord(list[0], "create", "alter", "drop")) return undefined;
  if (!isWord(list[at], "database", "schema")) return undefined;
  let next = at + 1;
  while (isWord(list[next], "if", "not", "exists")) next++;
  const options = ["character", "charset", "collate", "default", "encryption", "read", "comment"];
  return isWord(list[next], ...options) ? undefined : list[next];
}

function refused(statement: string, what: string): WhimbrelError {
  return new WhimbrelError(
    "shadow",
    `Cannot run a statement in the scratch database: it reaches for ${what}`,
    {
      statement,
      notes: ["the scratch database is on a real server, of which nothing else may be changed"],
      hint: "write names without their database, and what is not of this database elsewhere",
    },
  );
}

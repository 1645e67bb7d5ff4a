import { isWord, type Token } from "../../core/lexer.ts";
import type { ScriptRules } from "../../core/split/rules.ts";
import type { ObjectName, StatementTraits } from "../../core/statement.ts";
import { callsFunctions, readTokens, type TokenReader, traitsOf } from "../../core/token_reader.ts";
import { tokens } from "./lexer.ts";

const lockFunction = /\b(?:release_all_locks|release_lock|get_lock)\s*\(/i;

/**
 * Classifies a MySQL statement by its words
 * (https://dev.mysql.com/doc/refman/9.4/en/sql-statements.html). No statement refuses a
 * transaction: those of class `ddl` and most `opaque` ones end it before they run.
 *
 * @param rules those of the session's `sql_mode`, where it is not the default.
 */
export function traits(statement: string, rules?: ScriptRules): StatementTraits {
  const reader = readTokens(tokens(statement, rules));
  while (reader.mark("("));
  const first = reader.take()?.text.toLowerCase() ?? "";
  return dataTraits(first, { reader, statement, ...rules && { rules } }) ??
    transactionTraits(first, reader) ??
    objectTraits(first, reader) ?? maintenance(first, reader) ?? traitsOf("opaque");
}

const mainVerbs = ["select", "values", "table", "insert", "update", "delete", "replace"];

function dataTraits(
  first: string,
  { reader, statement, rules }: { reader: TokenReader; statement: string; rules?: ScriptRules },
): StatementTraits | undefined {
  switch (first) {
    case "insert":
    case "update":
    case "delete":
    case "replace":
      return traitsOf("dml");
    case "load":
      return traitsOf(reader.word("data", "xml") ? "dml" : "opaque");
    case "with":
      if (lockFunction.test(statement)) return traitsOf("lock");
      // The main verb is the first outside of parentheses; behind SELECT, REPLACE is a function.
      return /^(?:insert|update|delete|replace)$/.test(reader.find(...mainVerbs) ?? "")
        ? traitsOf("dml")
        : query(readTokens(tokens(statement, rules)));
    case "select":
    case "values":
    case "table":
    case "do":
      return lockFunction.test(statement) ? traitsOf("lock") : query(reader);
    case "call":
      return traitsOf(lockFunction.test(statement) ? "lock" : "opaque");
    case "set": {
      const inner = reader.word("statement") ? settled(reader, statement) : undefined;
      if (inner !== undefined) return traits(inner, rules);
      return lockFunction.test(statement) ? traitsOf("lock") : assignment(reader);
    }
    case "show":
    case "describe":
    case "desc":
    case "explain":
    case "help":
    case "checksum":
      return traitsOf("read");
    case "check":
      // CHECK TABLE changes nothing that one could see, but it commits.
      return traitsOf("opaque", { repeatable: true });
    default:
      return undefined;
  }
}

/** A query that calls a function may write; one that writes a file cannot be repeated. */
function query(reader: TokenReader): StatementTraits {
  const rest: Token[] = [];
  for (let token = reader.take(); token !== undefined; token = reader.take()) {
    if (isWord(rest.at(-1), "into") && isWord(token, "outfile", "dumpfile")) {
      return traitsOf("opaque");
    }
    rest.push(token);
  }
  return traitsOf(callsFunctions(readTokens(rest)) ? "dml" : "read");
}

/** What MariaDB's `SET STATEMENT lock_wait_timeout = 5 FOR ...` runs. */
function settled(reader: TokenReader, statement: string): string | undefined {
  if (reader.find("for") === undefined) return undefined;
  const next = reader.peek();
  return next === undefined ? undefined : statement.slice(next.start);
}

function assignment(reader: TokenReader): StatementTraits {
  const scope = reader.word("global", "persist", "persist_only", "password", "default");
  if (scope !== undefined) return traitsOf("opaque", { repeatable: true });
  while (reader.word("session", "local") || reader.mark("@") || reader.mark("."));
  if (reader.word("global", "persist", "persist_only")) {
    return traitsOf("opaque", { repeatable: true });
  }
  return traitsOf(reader.word("autocommit") ? "transaction" : "session");
}

function transactionTraits(first: string, reader: TokenReader): StatementTraits | undefined {
  switch (first) {
    case "begin":
      return traitsOf(reader.word("not") ? "opaque" : "transaction");
    case "start":
      return traitsOf(reader.word("transaction") ? "transaction" : "opaque");
    case "commit":
    case "rollback":
    case "savepoint":
    case "release":
    case "xa":
      return traitsOf("transaction");
    case "lock":
    case "unlock":
      return traitsOf("lock");
    case "use":
      return traitsOf("session");
    case "prepare":
    case "execute":
      // What it executes is only known when it runs.
      return traitsOf(first === "execute" ? "opaque" : "session");
    case "deallocate":
    case "handler":
      return traitsOf("session", { repeatable: false });
    default:
      return undefined;
  }
}

function maintenance(first: string, reader: TokenReader): StatementTraits | undefined {
  switch (first) {
    case "flush":
      reader.word("local", "no_write_to_binlog");
      return traitsOf(reader.word("tables", "table") ? "lock" : "opaque", { repeatable: true });
    case "truncate":
    case "optimize":
    case "repair":
    case "grant":
    case "revoke":
      return traitsOf("opaque", { repeatable: true });
    case "analyze":
      reader.word("local", "no_write_to_binlog");
      // MariaDB's ANALYZE of a statement runs it.
      return reader.word("table", "tables")
        ? traitsOf("opaque", { repeatable: true })
        : traitsOf("dml");
    default:
      return undefined;
  }
}

/** Kinds whose state the server shows with SHOW CREATE. */
const kinds = [
  ...["table", "index", "view", "trigger", "procedure", "function", "event"],
  ...["database", "schema", "sequence", "package"],
];

function objectTraits(first: string, reader: TokenReader): StatementTraits | undefined {
  if (first === "create") return create(reader);
  if (first === "alter") return alter(reader);
  if (first === "drop") return drop(reader);
  return first === "rename" ? rename(reader) : undefined;
}

function create(reader: TokenReader): StatementTraits {
  const replaces = reader.words("or", "replace");
  if (reader.word("temporary")) {
    return traitsOf("session", {
      repeatable: replaces || reader.word("table") && reader.words("if", "not", "exists") || false,
    });
  }
  const kind = reader.find(...kinds, "user", "role", "server", "tablespace", "resource", "logfile");
  if (kind === undefined || !kinds.includes(kind)) {
    return traitsOf("opaque", { repeatable: replaces || reader.words("if", "not", "exists") });
  }
  if (kind === "package") reader.word("body");
  const repeatable = reader.words("if", "not", "exists") || replaces;
  const objects: ObjectName[] = [{ kind, parts: reader.name() }];
  if (kind === "index") objects.push(...tableOfIndex(reader));
  return traitsOf("ddl", { objects, repeatable });
}

function tableOfIndex(reader: TokenReader): ObjectName[] {
  return reader.find("on") ? [{ kind: "table", parts: reader.name() }] : [];
}

function drop(reader: TokenReader): StatementTraits {
  const temporary = reader.word("temporary") !== undefined;
  const kind = reader.word(...kinds);
  if (kind === "package") reader.word("body");
  if (kind === undefined) reader.take();
  const repeatable = reader.words("if", "exists");
  if (temporary) return traitsOf("session", { repeatable });
  if (kind === undefined) return traitsOf("opaque", { repeatable });
  const objects: ObjectName[] = reader.names().map((parts) => ({ kind, parts }));
  if (kind === "index") objects.push(...tableOfIndex(reader));
  return traitsOf("ddl", { objects, repeatable });
}

function alter(reader: TokenReader): StatementTraits {
  const kind = reader.find(...kinds, "user", "instance", "server", "tablespace", "resource");
  if (kind === undefined || !kinds.includes(kind)) return traitsOf("opaque");
  reader.words("if", "exists");
  const objects: ObjectName[] = [{ kind, parts: reader.name() }];
  while (kind === "table" && reader.find("rename", "exchange")) {
    const other = otherTable(reader);
    if (other.length > 0) objects.push({ kind, parts: other });
  }
  return traitsOf("ddl", { objects });
}

/** The new name in `RENAME [TO] y`, or the table in `EXCHANGE PARTITION p WITH TABLE y`. */
function otherTable(reader: TokenReader): readonly string[] {
  if (reader.word("partition")) {
    return reader.find("with") && reader.word("table") ? reader.name() : [];
  }
  if (reader.word("column", "index", "key", "constraint")) return [];
  if (!reader.word("to", "as")) reader.mark("=");
  return reader.name();
}

/** RENAME TABLE a TO b, c TO d. */
function rename(reader: TokenReader): StatementTraits {
  if (!reader.word("table", "tables")) return traitsOf("opaque");
  reader.words("if", "exists");
  const objects: ObjectName[] = [];
  do {
    objects.push({ kind: "table", parts: reader.name() });
    if (reader.find("to")) objects.push({ kind: "table", parts: reader.name() });
  } while (reader.mark(","));
  return traitsOf("ddl", { objects });
}

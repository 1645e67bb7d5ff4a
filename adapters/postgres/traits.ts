import type { TransactionConflict } from "../../core/adapter.ts";
import { isWord } from "../../core/lexer.ts";
import type { Statement, StatementTraits } from "../../core/statement.ts";
import { callsFunctions, readTokens, type TokenReader, traitsOf } from "../../core/token_reader.ts";
import { tokens } from "./lexer.ts";
import { alter, create, drop } from "./object_traits.ts";
import { maintenance } from "./maintenance_traits.ts";

const advisoryUnlock = /\bpg_advisory_unlock/i;

/**
 * Classifies a PostgreSQL statement by its words
 * (https://www.postgresql.org/docs/current/sql-commands.html).
 */
export function traits(statement: string): StatementTraits {
  const reader = readTokens(tokens(statement));
  while (reader.mark("("));
  const first = reader.take()?.text.toLowerCase() ?? "";
  return dataTraits(first, { reader, statement }) ?? sessionTraits(first, reader) ??
    objectTraits(first, reader) ?? maintenance(first, reader) ?? traitsOf("opaque");
}

function dataTraits(
  first: string,
  { reader, statement }: { reader: TokenReader; statement: string },
): StatementTraits | undefined {
  switch (first) {
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "truncate":
      return traitsOf("dml");
    case "copy":
      return reader.find("from", "to") === "from"
        ? traitsOf("dml")
        : traitsOf(reader.word("stdout") ? "read" : "opaque");
    case "do":
    case "call":
      return traitsOf(advisoryUnlock.test(statement) ? "lock" : "opaque");
    case "with":
    case "select":
    case "values":
    case "table":
      return query(first, statement);
    case "show":
      return traitsOf("read");
    case "explain":
      return explain(reader, statement);
    default:
      return undefined;
  }
}

function query(first: string, statement: string): StatementTraits {
  if (advisoryUnlock.test(statement)) return traitsOf("lock");
  const into = readTokens(tokens(statement));
  if (into.word("select") && into.name().at(-1) === "set_config") return traitsOf("session");
  if (first === "select" && into.find("into", "from") === "into") {
    while (into.word("temporary", "temp", "unlogged", "table"));
    return traitsOf("ddl", { objects: [{ kind: "table", parts: into.name() }] });
  }
  if (first === "with") {
    for (const token of tokens(statement)) {
      if (isWord(token, "insert", "update", "delete", "merge")) return traitsOf("dml");
    }
  }
  return traitsOf(callsFunctions(readTokens(tokens(statement))) ? "dml" : "read");
}

/** EXPLAIN ANALYZE runs the statement. */
function explain(reader: TokenReader, statement: string): StatementTraits {
  let analyzes = false;
  if (reader.mark("(")) {
    for (let token = reader.take(); token && token.text !== ")"; token = reader.take()) {
      if (isWord(token, "analyze")) analyzes = !isWord(reader.peek(), "false", "off");
    }
  } else {
    for (let word; (word = reader.word("analyze", "verbose"));) analyzes ||= word === "analyze";
  }
  const inner = reader.peek();
  return analyzes && inner ? traits(statement.slice(inner.start)) : traitsOf("read");
}

function sessionTraits(first: string, reader: TokenReader): StatementTraits | undefined {
  switch (first) {
    case "begin":
    case "start":
    case "commit":
    case "end":
    case "rollback":
    case "abort":
      return reader.word("prepared")
        ? traitsOf("transaction", {
          refusesTransaction:
            `${first.toUpperCase()} PREPARED cannot run inside a transaction block`,
        })
        : traitsOf("transaction");
    case "savepoint":
    case "release":
      return traitsOf("transaction");
    case "prepare":
      return reader.word("transaction")
        ? traitsOf("transaction")
        : traitsOf("session", { repeatable: false });
    case "set":
    case "reset":
    case "listen":
    case "unlisten":
    case "lock":
      return traitsOf("session");
    case "declare":
    case "deallocate":
    case "fetch":
    case "move":
    case "close":
      return traitsOf("session", { repeatable: false });
    case "discard":
      return reader.word("all")
        ? traitsOf("lock", {
          refusesTransaction: "DISCARD ALL cannot run inside a transaction block",
        })
        : traitsOf("session");
    default:
      return undefined;
  }
}

function objectTraits(first: string, reader: TokenReader): StatementTraits | undefined {
  if (first === "create") return create(reader);
  if (first === "alter") return alter(reader);
  return first === "drop" ? drop(reader) : undefined;
}

/**
 * Finds the first statement that uses a value which an `ALTER TYPE ... ADD VALUE` before it adds to
 * an enum type: in one transaction with it, it fails with 55P04, unless the transaction also made
 * the type (https://www.postgresql.org/docs/current/sql-altertype.html).
 */
export function transactionConflict(
  statements: Iterable<Statement>,
): TransactionConflict | undefined {
  const created = new Set<string>();
  const added = new Map<string, string>();
  for (const statement of statements) {
    const reader = readTokens(tokens(statement.text));
    const verb = reader.word("create", "alter", "do");
    if (verb === "create" && reader.word("type")) {
      created.add(reader.name().at(-1) ?? "");
    } else if (verb === "alter" && reader.word("type")) {
      const type = reader.name();
      const value = addedValue(reader);
      const isNew = value !== undefined && !created.has(type.at(-1) ?? "");
      if (isNew) added.set(value, type.join("."));
    } else if (added.size > 0) {
      const used = usedValue(statement.text, { added, inBody: verb === "do" });
      if (used === undefined) continue;
      const reason = `it uses the value '${used}', which a statement before it adds to the type ` +
        `"${added.get(used)}": PostgreSQL allows that only after a commit (55P04)`;
      return { statement, reason };
    }
  }
  return undefined;
}

function addedValue(reader: TokenReader): string | undefined {
  if (!reader.words("add", "value")) return undefined;
  reader.words("if", "not", "exists");
  return reader.take()?.value;
}

function usedValue(
  text: string,
  { added, inBody }: { added: ReadonlyMap<string, string>; inBody: boolean },
): string | undefined {
  for (const { kind, value } of tokens(text)) {
    if (kind !== "string") continue;
    if (added.has(value)) return value;
    // A DO block runs at once, unlike the body of a function.
    const inside = inBody ? usedValue(value, { added, inBody: false }) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}

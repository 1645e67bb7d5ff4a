import type { StatementTraits } from "../../core/statement.ts";
import { readTokens, type TokenReader, traitsOf } from "../../core/token_reader.ts";
import { tokens } from "./lexer.ts";

const mainVerbs = ["select", "values", "insert", "update", "delete", "replace"];

/** Classifies a SQLite statement by its words (https://sqlite.org/lang.html). */
export function traits(statement: string): StatementTraits {
  // Dumps consist of these: they are not cut into tokens.
  if (/^(?:INSERT|UPDATE|DELETE|REPLACE)\s/i.test(statement)) return traitsOf("dml");
  const reader = readTokens(tokens(statement));
  const first = reader.take()?.text.toLowerCase() ?? "";
  switch (first) {
    case "insert":
    case "update":
    case "delete":
    case "replace":
      return traitsOf("dml");
    case "with":
      // The main verb is the first outside of parentheses; behind SELECT, REPLACE is a function.
      return traitsOf(
        /^(?:insert|update|delete|replace)$/.test(reader.find(...mainVerbs) ?? "") ? "dml" : "read",
      );
    case "select":
    case "values":
    case "explain":
      return traitsOf("read");
    case "create":
      return create(reader);
    case "drop":
      return drop(reader);
    case "alter":
      return alter(reader);
    case "begin":
    case "commit":
    case "end":
    case "rollback":
    case "savepoint":
    case "release":
      return traitsOf("transaction");
    case "pragma":
      return pragma(reader);
    case "vacuum":
      return vacuum(reader);
    case "reindex":
    case "analyze":
      return traitsOf("dml", { repeatable: true });
    case "attach":
      return traitsOf("session", { repeatable: false });
    case "detach":
      return traitsOf("session", {
        repeatable: false,
        refusesTransaction: "a database that a transaction has used cannot be detached in it",
      });
    default:
      return traitsOf("opaque");
  }
}

function create(reader: TokenReader): StatementTraits {
  while (reader.word("temp", "temporary", "unique", "virtual"));
  const kind = reader.word("table", "index", "view", "trigger");
  if (kind === undefined) return traitsOf("opaque");
  const repeatable = reader.words("if", "not", "exists");
  return traitsOf("ddl", { objects: [{ kind, parts: reader.name() }], repeatable });
}

function drop(reader: TokenReader): StatementTraits {
  const kind = reader.word("table", "index", "view", "trigger");
  if (kind === undefined) return traitsOf("opaque");
  const repeatable = reader.words("if", "exists");
  return traitsOf("ddl", { objects: [{ kind, parts: reader.name() }], repeatable });
}

function alter(reader: TokenReader): StatementTraits {
  if (!reader.word("table")) return traitsOf("opaque");
  const parts = reader.name();
  const objects = [{ kind: "table", parts }];
  if (reader.words("rename", "to")) {
    objects.push({ kind: "table", parts: [...parts.slice(0, -1), ...reader.name()] });
  }
  return traitsOf("ddl", { objects });
}

function vacuum(reader: TokenReader): StatementTraits {
  return traitsOf("opaque", {
    // VACUUM INTO refuses a file that exists.
    repeatable: reader.find("into") === undefined,
    refusesTransaction: "VACUUM cannot run inside a transaction",
  });
}

/** Settings that a transaction keeps from changing; measured with SQLite 3.54. */
const outsideOnly: ReadonlyMap<string, string> = new Map([
  ["foreign_keys", "PRAGMA foreign_keys does nothing inside a transaction"],
  ["journal_mode", "PRAGMA journal_mode does not change the mode inside a transaction"],
  ["synchronous", "PRAGMA synchronous cannot be changed inside a transaction"],
  ["auto_vacuum", "PRAGMA auto_vacuum takes effect in a VACUUM, which no transaction can contain"],
  ["page_size", "PRAGMA page_size takes effect in a VACUUM, which no transaction can contain"],
]);

/** Settings that are part of the database file, and so of the transaction. */
const stored = new Set(["user_version", "application_id", "incremental_vacuum", "optimize"]);

/** Pragmas that report, whose argument only chooses what. */
const reports = /^(?:.*_(?:list|check|info|xinfo)|compile_options|collation_list|data_version)$/;

function pragma(reader: TokenReader): StatementTraits {
  const name = reader.name().at(-1)?.toLowerCase() ?? "";
  if (name === "wal_checkpoint") {
    return traitsOf("opaque", {
      repeatable: true,
      refusesTransaction: "PRAGMA wal_checkpoint cannot run inside a transaction",
    });
  }
  if (stored.has(name) && (reader.peek() || name === "incremental_vacuum" || name === "optimize")) {
    return traitsOf("dml", { repeatable: true });
  }
  const sets = reader.mark("=") || reader.mark("(");
  if (!sets || reports.test(name)) return traitsOf("read");
  const refusesTransaction = outsideOnly.get(name);
  return traitsOf("session", refusesTransaction === undefined ? {} : { refusesTransaction });
}

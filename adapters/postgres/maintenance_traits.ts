import { isWord } from "../../core/lexer.ts";
import type { StatementTraits } from "../../core/statement.ts";
import { type TokenReader, traitsOf } from "../../core/token_reader.ts";

/** Statements that keep the database in order, and those on rights and comments. */
export function maintenance(first: string, reader: TokenReader): StatementTraits | undefined {
  switch (first) {
    case "vacuum":
      return refusing("VACUUM cannot run inside a transaction block");
    case "reindex":
      return reindex(reader);
    case "cluster":
      return cluster(reader);
    case "analyze":
    case "refresh":
      return traitsOf("dml", { repeatable: true });
    case "comment":
    case "grant":
    case "revoke":
    case "checkpoint":
    case "load":
      return traitsOf("opaque", { repeatable: true });
    default:
      return undefined;
  }
}

function refusing(refusesTransaction: string): StatementTraits {
  return traitsOf("opaque", { repeatable: true, refusesTransaction });
}

function reindex(reader: TokenReader): StatementTraits {
  const concurrently = optionOf(reader, "concurrently");
  const kind = reader.word("index", "table", "schema", "database", "system");
  if (concurrently || reader.word("concurrently")) {
    return refusing("REINDEX CONCURRENTLY cannot run inside a transaction block");
  }
  if (kind === "schema" || kind === "database" || kind === "system") {
    return refusing(`REINDEX ${kind.toUpperCase()} cannot run inside a transaction block`);
  }
  return traitsOf("opaque", { repeatable: true });
}

/** Without a table it works through all of them, each in a transaction of its own. */
function cluster(reader: TokenReader): StatementTraits {
  optionOf(reader, "verbose");
  reader.word("verbose");
  return reader.name().length > 0
    ? traitsOf("opaque", { repeatable: true })
    : refusing("CLUSTER without a table cannot run inside a transaction block");
}

/** Takes options in parentheses, if any, and says whether one of them is switched on. */
function optionOf(reader: TokenReader, option: string): boolean {
  if (!reader.mark("(")) return false;
  let found = false;
  for (let token = reader.take(); token && token.text !== ")"; token = reader.take()) {
    if (isWord(token, option)) found = !isWord(reader.peek(), "false", "off");
  }
  return found;
}

import type { ObjectName, StatementTraits } from "../../core/statement.ts";
import { type TokenReader, traitsOf } from "../../core/token_reader.ts";

/** Kinds of objects of more than one word, by their first; the rest follows. */
const longKinds: Readonly<Record<string, readonly (readonly string[])[]>> = {
  access: [["method"]],
  event: [["trigger"]],
  foreign: [["data", "wrapper"], ["table"]],
  materialized: [["view"]],
  operator: [["class"], ["family"]],
  text: [
    ["search", "configuration"],
    ["search", "dictionary"],
    ["search", "parser"],
    ["search", "template"],
  ],
  user: [["mapping"]],
};

const simpleKinds = [
  ...["aggregate", "cast", "collation", "conversion", "database", "domain", "extension"],
  ...["function", "group", "index", "language", "operator", "policy", "procedure", "publication"],
  ...["role", "routine", "rule", "schema", "sequence", "server", "statistics", "subscription"],
  ...["system", "table", "tablespace", "transform", "trigger", "type", "user", "view"],
];

const firstWords = [...Object.keys(longKinds), ...simpleKinds];

/** Kinds whose objects are told by what they connect. */
const unnamed = new Set(["cast", "transform", "user mapping"]);

/** Takes the kind of an object, in as many words as it has. */
function objectKind(reader: TokenReader): string | undefined {
  const first = reader.word(...firstWords);
  const rests = longKinds[first ?? ""];
  if (first === undefined || rests === undefined) return first;
  const words = [first];
  for (let word; (word = reader.word(...rests.map((rest) => rest[words.length - 1] ?? "")));) {
    words.push(word);
  }
  return words.join(" ");
}

const modifiers = ["temporary", "temp", "global", "local", "unlogged", "unique", "recursive"];

/** CREATE. */
export function create(reader: TokenReader): StatementTraits {
  const replaces = reader.words("or", "replace");
  while (reader.word(...modifiers));
  while (reader.word("trusted", "procedural", "constraint", "default"));
  const kind = objectKind(reader);
  if (kind === undefined) return traitsOf("opaque");
  const concurrently = reader.word("concurrently") !== undefined;
  const ifNotExists = reader.words("if", "not", "exists");
  // An index may go without a name: `CREATE INDEX ON t (c)`.
  const nameless = kind === "index" && reader.word("on") !== undefined || unnamed.has(kind);
  if (kind === "schema") reader.word("authorization");
  const parts = nameless ? [] : reader.name();
  const objects: ObjectName[] = parts.length > 0 ? [{ kind, parts }] : [];
  if (kind === "index") {
    while (reader.word("on", "only"));
    objects.push({ kind: "table", parts: reader.name() });
  }
  const refusesTransaction = refusesCreate(kind, { reader, concurrently });
  return traitsOf("ddl", {
    objects,
    // IF NOT EXISTS is content with the invalid index that a failed concurrent build leaves.
    repeatable: replaces || ifNotExists && !concurrently,
    ...refusesTransaction && { refusesTransaction },
  });
}

function refusesCreate(
  kind: string,
  { reader, concurrently }: { reader: TokenReader; concurrently: boolean },
): string | undefined {
  if (concurrently) return "CREATE INDEX CONCURRENTLY cannot run inside a transaction block";
  if (kind === "database" || kind === "tablespace") {
    return `CREATE ${kind.toUpperCase()} cannot run inside a transaction block`;
  }
  if (kind !== "subscription" || isSwitchedOff(reader, ["create_slot", "connect"])) {
    return undefined;
  }
  return "CREATE SUBSCRIPTION that makes a replication slot cannot run inside a transaction block";
}

/** DROP. */
export function drop(reader: TokenReader): StatementTraits {
  if (reader.words("owned")) return traitsOf("opaque");
  const kind = objectKind(reader);
  if (kind === undefined) return traitsOf("opaque");
  const concurrently = reader.word("concurrently") !== undefined;
  const repeatable = reader.words("if", "exists");
  const objects = dropped(reader, kind);
  const refuses = kind === "database" || kind === "tablespace" || kind === "subscription";
  const what = concurrently ? "INDEX CONCURRENTLY" : kind.toUpperCase();
  return traitsOf("ddl", {
    objects,
    repeatable,
    ...(concurrently || refuses) && {
      refusesTransaction: `DROP ${what} cannot run inside a transaction block`,
    },
  });
}

/** Names with commas between them; of functions, with their arguments in parentheses. */
function dropped(reader: TokenReader, kind: string): ObjectName[] {
  const objects: ObjectName[] = [];
  do {
    const parts = unnamed.has(kind) ? [] : reader.name();
    if (parts.length > 0) objects.push({ kind, parts });
    skipParentheses(reader);
  } while (reader.mark(","));
  return objects;
}

function skipParentheses(reader: TokenReader): void {
  if (reader.peek()?.text !== "(") return;
  let depth = 0;
  do {
    const text = reader.take()?.text;
    if (text === undefined) return;
    if (text === "(") depth++;
    else if (text === ")") depth--;
  } while (depth > 0);
}

/** ALTER. */
export function alter(reader: TokenReader): StatementTraits {
  const kind = objectKind(reader);
  if (kind === "system") {
    return traitsOf("opaque", {
      repeatable: true,
      refusesTransaction: "ALTER SYSTEM cannot run inside a transaction block",
    });
  }
  if (kind === undefined) return traitsOf("opaque");
  reader.words("if", "exists");
  reader.word("only");
  const parts = reader.name();
  const objects: ObjectName[] = unnamed.has(kind) ? [] : [{ kind, parts }];
  reader.mark("*");
  skipParentheses(reader);
  const renamed = renamedTo(reader);
  if (renamed !== undefined) objects.push({ kind, parts: [...parts.slice(0, -1), renamed] });
  const refusesTransaction = renamed === undefined ? refusesAlter(kind, reader) : undefined;
  return traitsOf("ddl", { objects, ...refusesTransaction && { refusesTransaction } });
}

function renamedTo(reader: TokenReader): string | undefined {
  if (!reader.word("rename") || !reader.word("to")) return undefined;
  return reader.name()[0];
}

function refusesAlter(kind: string, reader: TokenReader): string | undefined {
  const inBlock = "cannot run inside a transaction block";
  if (kind === "table") {
    while (reader.find("detach")) {
      if (reader.word("partition") && reader.name().length > 0 && reader.word("concurrently")) {
        return `ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY ${inBlock}`;
      }
    }
  }
  if (kind === "database" && reader.words("set", "tablespace")) {
    return `ALTER DATABASE ... SET TABLESPACE ${inBlock}`;
  }
  if (kind !== "subscription") return undefined;
  const verb = reader.word("set", "add", "drop", "refresh");
  if (verb === undefined || !reader.word("publication", "sequences")) return undefined;
  if (verb !== "refresh" && isSwitchedOff(reader, ["refresh"])) return undefined;
  return `ALTER SUBSCRIPTION with a refresh ${inBlock}`;
}

/** Whether one of these options stands there with a value of false. */
function isSwitchedOff(reader: TokenReader, options: readonly string[]): boolean {
  for (let token = reader.take(); token !== undefined; token = reader.take()) {
    if (!options.includes(token.value.toLowerCase()) || !reader.mark("=")) continue;
    if (/^(?:false|off|0)$/i.test(reader.peek()?.value ?? "")) return true;
  }
  return false;
}

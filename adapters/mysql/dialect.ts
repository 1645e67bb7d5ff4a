import { Buffer } from "node:buffer";
import type { Dialect, Limits, Value } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { tokenize } from "../../core/lexer.ts";
import { split } from "../../core/split.ts";
import { generated, type StatementTraits } from "../../core/statement.ts";
import { isTooLargeAtMost } from "../../core/type_fit.ts";
import { diffTraits } from "./diff_traits.ts";
import { lexicalRules, type MysqlLexicalOptions } from "./lexer.ts";
import { needsSchema, render } from "./render.ts";
import type { Spelling, TableDefaults } from "./spelling.ts";
import { storeTypes } from "./store.ts";
import { traits } from "./traits.ts";
import { spellType } from "./types.ts";

/** What of a server changes the text that it is sent, or what it does with it. */
export interface DialectOptions extends MysqlLexicalOptions {
  /** MariaDB's `sql_mode` in which `''` is NULL. */
  readonly emptyStringIsNull?: boolean;
  /** No strict mode: what is too much for a type is cut off, with a warning. */
  readonly cutsValues?: boolean;
  /**
   * A killed server leaves each DDL statement done or undone: MySQL from 8.0, MariaDB from 10.6 on
   * (https://dev.mysql.com/doc/refman/8.4/en/atomic-ddl.html). On older ones what a statement left
   * behind cannot be told from its definition.
   */
  readonly atomicDdl?: boolean;
  /** What a table is made with that does not say it. */
  readonly tableDefaults?: TableDefaults;
  /** What holds where a migration sets no limits of its own. */
  readonly limits?: Limits;
}

/** The rules of MySQL and MariaDB, of a server in its default modes or of one that is known. */
export function createDialect(options: DialectOptions = {}): Dialect {
  const rules = lexicalRules(options);
  const spelling = createSpelling(options);
  return {
    name: "mysql",
    transactionalDdl: false,
    lockIsTransaction: false,
    begin: "START TRANSACTION",
    store: storeTypes,
    type: spellType,
    // Without --comments the client takes them out of the bodies of triggers and routines.
    scriptHint: "mysql --comments app < script.sql",
    script: ({ text }) => script(text, rules),
    quote,
    literal: (value) => literal(value, options),
    split: (script, origin) => split(script, rules, origin),
    traits: (statement) => observed(traits(statement, rules), statement, options),
    render: (operations, before, options) => render(operations, before, { spelling, options }),
    needsSchema: (operations) => needsSchema(operations, spelling),
    diffTraits,
    // Where it is not lost, it is too much for the type, which the server refuses.
    misfit: (from, to) =>
      isTooLargeAtMost(from, to) && options.cutsValues !== true ? "refused" : "lost",
    limits: ({ lockTimeout, statementTimeout }) => [
      generated(`SET ${
        limitAssignments({
          lockTimeout: lockTimeout ?? options.limits?.lockTimeout,
          statementTimeout: statementTimeout ?? options.limits?.statementTimeout,
        })
      }`),
    ],
  };
}

/** How definitions are written for a server. */
export function createSpelling(options: DialectOptions = {}): Spelling {
  return {
    mariadb: options.mariadb ?? false,
    quote,
    literal: (value) => literal(value, options),
    text: (value) => {
      const escaped = value.replaceAll("'", "''");
      return `'${options.noBackslashEscapes ? escaped : escaped.replaceAll("\\", "\\\\")}'`;
    },
    defaults: options.tableDefaults,
  };
}

/**
 * A statement that may leave every definition as it was counts as one whose effect cannot be seen:
 * where tables change places (`RENAME TABLE a TO x, b TO a, x TO b`, EXCHANGE PARTITION), running
 * it again would change them back. TRUNCATE PARTITION may run again, but is not to be taken for
 * undone once others have filled the partition.
 */
function observed(
  known: StatementTraits,
  statement: string,
  { atomicDdl = true }: DialectOptions,
): StatementTraits {
  if (known.class !== "ddl") return known;
  const names = known.objects.map(({ parts }) => parts.join("."));
  const swaps = /^rename\b/i.test(statement) &&
    names.every((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const unseen = /\b(exchange|truncate)\s+partition\b/i.exec(statement)?.[1]?.toLowerCase();
  if (atomicDdl && !swaps && unseen === undefined) return known;
  const repeatable = known.repeatable || unseen === "truncate" && atomicDdl;
  return { ...known, class: "opaque", objects: [], repeatable };
}

/** The client cuts at every `;`, so a body with some in it needs another delimiter. */
function script(text: string, rules: ReturnType<typeof lexicalRules>): string {
  for (const token of tokenize(text, rules)) {
    if (token.text !== ";") continue;
    let delimiter = "$$";
    while (text.includes(delimiter)) delimiter += "$";
    return `DELIMITER ${delimiter}\n${text}\n${delimiter}\nDELIMITER ;`;
  }
  return `${text};`;
}

function quote(name: string | readonly string[]): string {
  return (typeof name === "string" ? [name] : name).map(quotePart).join(".");
}

function quotePart(part: string): string {
  return `\`${part.replaceAll("`", "``")}\``;
}

/**
 * Exact in every `sql_mode`, because a migration may change it: dumps do. So a text with a
 * backslash, which modes read differently, is written as its bytes.
 */
function literal(value: Value, { emptyStringIsNull = false }: DialectOptions): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (Number.isFinite(value)) return String(value);
    throw new WhimbrelError("usage", `MySQL has no number ${value}`);
  }
  if (value instanceof Date) return `'${value.toISOString().replace("T", " ").slice(0, -1)}'`;
  if (value instanceof Uint8Array) return `X'${hex(value)}'`;
  if (value.includes("\\") || value === "" && emptyStringIsNull) {
    return `_utf8mb4 X'${hex(Buffer.from(value, "utf8"))}'`;
  }
  return `'${value.replaceAll("'", "''")}'`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** What both servers take for "for ever" in a lock timeout: a year. */
const longest = 31_536_000;

/**
 * Lock timeouts count whole seconds. A limit on statements is kept by MariaDB for every statement,
 * by MySQL for SELECT only (https://dev.mysql.com/doc/refman/9.4/en/server-system-variables.html).
 */
export function limitAssignments(limits: Limits): string {
  const { lockTimeout, statementTimeout } = limits;
  const lock = lockTimeout === undefined
    ? "DEFAULT"
    : lockTimeout === 0
    ? longest
    : Math.max(1, Math.ceil(lockTimeout / 1000));
  const milliseconds = statementTimeout === undefined ? "DEFAULT" : Math.ceil(statementTimeout);
  const seconds = statementTimeout === undefined ? "DEFAULT" : statementTimeout / 1000;
  // Each server executes the comment that is meant for it.
  return `@@SESSION.lock_wait_timeout = ${lock}, @@SESSION.innodb_lock_wait_timeout = ${lock} ` +
    `/*!50708 , @@SESSION.max_execution_time = ${milliseconds} */ ` +
    `/*M! , @@SESSION.max_statement_time = ${seconds} */`;
}

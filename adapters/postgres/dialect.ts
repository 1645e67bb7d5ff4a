import type { Dialect } from "../../core/adapter.ts";
import { split } from "../../core/split.ts";
import { isTooLargeAtMost } from "../../core/type_fit.ts";
import { diffTraits } from "./diff_traits.ts";
import { lexicalRules } from "./lexer.ts";
import { limitStatements, type SessionLimits } from "./limits.ts";
import { literal, quote } from "./quoting.ts";
import { createRenderer } from "./render.ts";
import { store } from "./store.ts";
import { traits, transactionConflict } from "./traits.ts";
import { spellType } from "./types.ts";

/** How a session differs from the usual. */
export interface DialectOptions {
  readonly standardConformingStrings?: boolean;
  readonly limits?: SessionLimits;
  /** As in `server_version_num`; the oldest that is supported where it is not known. */
  readonly release?: number;
}

const unlimited: SessionLimits = { lockTimeout: 0, statementTimeout: 0, scope: "session" };

/** The pure rules of PostgreSQL, as a session is set up. */
export function createDialect(
  { standardConformingStrings = true, limits = unlimited, release = 120_000 }: DialectOptions = {},
): Dialect {
  const rules = lexicalRules({ standardConformingStrings });
  return {
    name: "postgres",
    transactionalDdl: true,
    lockIsTransaction: false,
    // Defaults of roles and databases do not apply to what is said here.
    begin: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    scriptHint: "psql -v ON_ERROR_STOP=1 -f script.sql app",
    store,
    quote,
    type: spellType,
    literal,
    split: (script, origin) => split(script, rules, origin),
    traits,
    transactionConflict,
    ...createRenderer(release),
    diffTraits,
    // Where it is not lost, it is too much for the type, which the server refuses.
    misfit: (from, to) => isTooLargeAtMost(from, to) ? "refused" : "lost",
    limits: (wanted) => limitStatements(wanted, limits),
  };
}

/** The rules of a session as {@linkcode Adapter.connect} prepares it. */
export const dialect: Dialect = createDialect();

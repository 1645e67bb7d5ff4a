import { WhimbrelError } from "../../core/errors.ts";

/** What of a server decides how a definition is written. */
export interface Spelling {
  readonly mariadb: boolean;
  readonly quote: (name: string | readonly string[]) => string;
  /** A text as an expression. */
  readonly literal: (text: string) => string;
  /** A text where the grammar wants nothing but a string in quotes: a comment, an option. */
  readonly text: (text: string) => string;
  /** What a table is made with that does not say it; undefined where no server is known. */
  readonly defaults: TableDefaults | undefined;
}

/** A server's and a database's defaults for tables. */
export interface TableDefaults {
  readonly engine: string;
  readonly collation: string;
}

/** The error for what neither server, or not this one, can carry out. */
export function refused(what: string, reason: string, hint?: string): WhimbrelError {
  return new WhimbrelError(
    "refused_statement",
    `Cannot ${what}: ${reason}`,
    hint === undefined ? {} : { hint },
  );
}

import { WhimbrelError } from "../../core/errors.ts";

/** Refuses what the PostgreSQL adapter does not offer. */
export function notOffered(what: string): never {
  throw new WhimbrelError("configuration", `PostgreSQL databases cannot be ${what}`, {
    hint: "write the migration in SQL",
  });
}

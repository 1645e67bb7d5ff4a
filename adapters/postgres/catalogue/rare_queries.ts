import type { Row } from "../../../core/adapter.ts";
import { type Carried, carried } from "./carried_queries.ts";
import { anyGrant, defaultPrivileges, grants } from "./grant_queries.ts";
import type { Scope } from "./queries.ts";
import { text } from "./row.ts";

/** Rows of what few databases have. */
export interface RareRows {
  readonly carried: readonly Row[];
  readonly grants: readonly Row[];
  readonly defaultPrivileges: readonly Row[];
}

type Rare = Carried | "acl" | "pg_default_acl";

/**
 * What there is of it, a row for each kind. To plan queries for all that is not there would take longer
 * than the rest of the reading.
 */
export function presentKinds(): string {
  const made = (catalogue: string) => `SELECT FROM pg_catalog.${catalogue} WHERE oid >= 16384`;
  const present: Readonly<Record<Rare, string>> = {
    pg_event_trigger: made("pg_event_trigger"),
    pg_publication: made("pg_publication"),
    pg_cast: made("pg_cast"),
    pg_ts_dict: `${made("pg_ts_dict")} UNION ALL ${made("pg_ts_config")}`,
    pg_opfamily: made("pg_opfamily"),
    pg_foreign_data_wrapper: made("pg_foreign_data_wrapper"),
    pg_attrdef: "SELECT FROM pg_catalog.pg_attrdef AS d JOIN pg_catalog.pg_class AS c " +
      "ON c.oid = d.adrelid WHERE c.relkind = 'v'",
    acl: anyGrant(),
    pg_default_acl: made("pg_default_acl"),
  };
  return Object.entries(present).map(([kind, query]) =>
    `SELECT '${kind}' AS kind WHERE EXISTS (${query})`
  ).join("\nUNION ALL ");
}

/**
 * Reads what there is of it.
 *
 * @param present rows of {@linkcode presentKinds}.
 * @param run runs queries in one message.
 */
export async function readRare(
  present: readonly Row[],
  scope: Scope,
  run: (queries: readonly string[]) => Promise<readonly (readonly Row[])[]>,
): Promise<RareRows> {
  const kinds = new Set(present.map((row) => text(row, "kind") as Rare));
  const rights = kinds.delete("acl");
  const defaults = kinds.delete("pg_default_acl");
  const queries: { readonly [Name in keyof RareRows]?: string } = {
    ...(rights ? { grants: grants(scope) } : {}),
    ...(defaults ? { defaultPrivileges: defaultPrivileges(scope) } : {}),
    ...(kinds.size === 0 ? {} : { carried: carried(scope, [...kinds] as Carried[]) }),
  };
  const rows = present.length === 0 ? [] : await run(Object.values(queries));
  const none: RareRows = { carried: [], grants: [], defaultPrivileges: [] };
  return {
    ...none,
    ...Object.fromEntries(Object.keys(queries).map((name, index) => [name, rows[index]!])),
  };
}

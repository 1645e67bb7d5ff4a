import type { Session } from "../../../core/adapter.ts";
import { generated } from "../../../core/statement.ts";

/** What the names of the plans begin with that the image of the embedded server contains. */
export const planPrefix = "whimbrel_plan_";

/** Plans queries, so that they need not be planned when they are run. */
export async function makePlans(session: Session, queries: readonly string[]): Promise<void> {
  for (const [index, query] of queries.entries()) {
    // Each in a message of its own, whose text the server keeps.
    await session.run([generated(`PREPARE ${planPrefix}${index} AS ${query}`)]);
  }
}

/** How to run each query that there is a plan for. */
export async function plansOf(session: Session): Promise<Map<string, string>> {
  const rows = await session.query(
    "SELECT name, statement FROM pg_catalog.pg_prepared_statements " +
      `WHERE name ~ '^${planPrefix}'`,
  );
  return new Map(rows.map((row): [string, string] => {
    const [name, statement] = [String(row["name"]), String(row["statement"])];
    return [statement.slice(`PREPARE ${name} AS `.length), `EXECUTE ${name}`];
  }));
}

/** Whether a statement may take the plans away. */
export const endsPlans = /\b(?:discard|deallocate)\b/i;

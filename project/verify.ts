import { diff, whateverOrder } from "../core/diff.ts";
import { describe } from "../core/describe.ts";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import { replay } from "../core/replay.ts";
import type { Operation } from "../core/operation.ts";
import { noRenames } from "../core/rename.ts";
import type { Schema } from "../core/schema.ts";
import type { Project } from "./project.ts";
import { openShadow } from "./shadow.ts";

/** What came of one migration. */
export interface Verdict {
  readonly migration: Migration;
  /**
   * - `reversible`: up, down and up again leave the schema as it should be.
   * - `irreversible`: it has no way back.
   * - `differs`: the schema after the way down is not the one before the way up.
   * - `unsteady`: the second way up makes another schema than the first.
   * - `failed`: a statement failed on the way down, or up again.
   */
  readonly verdict: "reversible" | "irreversible" | "differs" | "unsteady" | "failed";
  /** What differs, in operations that would mend it, or why it failed. */
  readonly notes: readonly string[];
}

/**
 * Runs each migration up, down and up again in the shadow, in graph order.
 *
 * @throws {WhimbrelError} `invalid_migration` for one that does not even run up; `shadow`.
 */
export async function verifyMigrations(
  project: Project,
  migrations: readonly Migration[],
  { dialect, signal, onVerdict }: {
    readonly dialect?: string;
    readonly signal?: AbortSignal;
    readonly onVerdict?: (verdict: Verdict) => void;
  } = {},
): Promise<readonly Verdict[]> {
  await using shadow = await openShadow(project, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(signal === undefined ? {} : { signal }),
  });
  const scripts = await project.scripts();
  return await shadow.use(shadow.scriptsOf(migrations), async (session, adapter) => {
    const read = (): Promise<Schema> =>
      adapter.introspect(session, { exclude: [], namespaces: "all" });
    const run = (migration: Migration, direction: "upgrade" | "downgrade") =>
      replay([migration], direction, {
        ...{ adapter, session, tables: project.tables, scripts },
        ...(signal === undefined ? {} : { signal }),
      });
    const differ = (from: Schema, to: Schema) =>
      diff(from, to, noRenames, whateverOrder(session.dialect.diffTraits));
    const verdicts: Verdict[] = [];
    let before = await read();
    for (const migration of migrations) {
      await run(migration, "upgrade");
      const after = await read();
      const result = await goBack({ migration, run, read, differ, before, after });
      verdicts.push({ migration, ...result });
      onVerdict?.(verdicts.at(-1)!);
      if (result.verdict === "failed") break;
      before = result.verdict === "unsteady" ? await read() : after;
    }
    return verdicts;
  });
}

interface WayBack {
  readonly migration: Migration;
  readonly run: (migration: Migration, direction: "upgrade" | "downgrade") => Promise<void>;
  readonly read: () => Promise<Schema>;
  readonly differ: (from: Schema, to: Schema) => readonly Operation[];
  readonly before: Schema;
  readonly after: Schema;
}

async function goBack(
  { migration, run, read, differ, before, after }: WayBack,
): Promise<Pick<Verdict, "verdict" | "notes">> {
  try {
    await run(migration, "downgrade");
    const undone = differ(await read(), before).map(describe);
    await run(migration, "upgrade");
    if (undone.length > 0) return { verdict: "differs", notes: undone };
    const again = differ(await read(), after).map(describe);
    if (again.length > 0) return { verdict: "unsteady", notes: again };
    return { verdict: "reversible", notes: [] };
  } catch (error) {
    if (!(error instanceof WhimbrelError)) throw error;
    if (error.code === "irreversible") return { verdict: "irreversible", notes: [] };
    if (error.code !== "invalid_migration") throw error;
    return { verdict: "failed", notes: [error.message] };
  }
}

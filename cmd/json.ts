import type { Step } from "../core/plan.ts";
import type { StatusRow } from "../core/status.ts";

/** A step in the output of `--json`. */
export function stepJson(step: Step): Readonly<Record<string, unknown>> {
  return {
    revision: step.revision,
    name: step.name,
    direction: step.direction,
    file: step.migration?.file ?? null,
  };
}

/** A revision in the output of `--json`. */
export function statusJson(row: StatusRow): Readonly<Record<string, unknown>> {
  return {
    revision: row.revision,
    name: row.name,
    state: row.standing,
    file: row.migration?.file ?? null,
    parents: row.migration?.parents ?? row.entry?.parents ?? [],
    label: row.migration?.label ?? row.entry?.label ?? null,
    appliedAt: row.entry?.appliedAt ?? null,
    appliedBy: row.entry?.appliedBy ?? null,
    durationMs: row.entry?.durationMs ?? null,
    reversible: row.entry?.reversible ?? null,
    statements: row.journal.map(({ statement, state, error }) => ({
      statement: statement + 1,
      state,
      error: error ?? null,
    })),
  };
}

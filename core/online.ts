import type { DiffTraits } from "./diff.ts";
import type { Operation } from "./operation.ts";
import { type Check, findTable, type ForeignKey, type Schema, type TableName } from "./schema.ts";

/** What is done without keeping others out for long. */
export interface OnlineOptions {
  /** Indexes are built and dropped while rows are written. */
  readonly concurrently?: boolean;
  /** Foreign keys and checks hold for new rows at once, and the others are looked through later. */
  readonly notValid?: boolean;
}

/**
 * Operations that lead to the same schema in a way that lets others work meanwhile, as far as the
 * database can. New tables are left as they are: nobody waits for them.
 *
 * @param before the schema that the operations start from.
 */
export function online(
  operations: readonly Operation[],
  before: Schema,
  { concurrently = false, notValid = false, traits = {} }: OnlineOptions & {
    readonly traits?: DiffTraits | undefined;
  },
): readonly Operation[] {
  const later: Operation[] = [];
  const first = operations.map((operation): Operation => {
    switch (operation.kind) {
      case "create_index":
      case "drop_index":
        return concurrently && findTable(before, operation.table) !== undefined
          ? { ...operation, concurrently: true }
          : operation;
      case "add_constraint": {
        const { table, constraint } = operation;
        const isLate = notValid && traits.validates === true && isUnchecked(constraint) &&
          mayWait(before, table, constraint);
        if (!isLate) return operation;
        const unchecked = { ...constraint, notValid: true as const };
        later.push({ kind: "alter_constraint", table, from: unchecked, to: constraint });
        return { ...operation, constraint: unchecked };
      }
      default:
        return operation;
    }
  });
  return [...first, ...later];
}

function isUnchecked(
  constraint: (Operation & { readonly kind: "add_constraint" })["constraint"],
): constraint is Check | ForeignKey {
  return (constraint.kind === "check" || constraint.kind === "foreign_key") &&
    constraint.notValid !== true && constraint.notEnforced !== true;
}

/** A foreign key of a partitioned table is checked at once on most releases. */
function mayWait(before: Schema, name: TableName, { kind }: Check | ForeignKey): boolean {
  const table = findTable(before, name);
  return table !== undefined && (kind === "check" || table.partitioning === undefined);
}

import { apply } from "../../core/apply.ts";
import { isDomainRemade, isStricter } from "../../core/domain_change.ts";
import { isPartitionedBy } from "../../core/diff/enums_in_use.ts";
import type { Operation } from "../../core/operation.ts";
import {
  emptySchema,
  type OpaqueObject,
  sameName,
  type Schema,
  type Sequence,
} from "../../core/schema.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { isRemade } from "./ddl/column.ts";
import { isRight } from "./ddl/grant.ts";
import { isRemark, nameInStatements } from "./ddl/object.ts";
import { freeSequenceNames } from "./ddl/identity.ts";
import { ownSequence } from "./ddl/sequence.ts";
import { statementsOf } from "./ddl/statements.ts";
import { type Change, tableChange } from "./ddl/table_change.ts";
import { addedValues, isCompositeRemade } from "./ddl/type.ts";
import { spell } from "./ddl/words.ts";
import { literal, quote } from "./quoting.ts";

/** Renders for one release of the server. */
export interface Renderer {
  /**
   * Renders operations in order; changes of one table that follow one another become one ALTER TABLE
   * where that means the same.
   *
   * @throws {WhimbrelError} `refused_statement` for what PostgreSQL does not have, and
   * `invalid_migration` for an operation that does not fit the schema, where that is asked for.
   */
  render(operations: readonly Operation[], before: Schema): readonly Statement[];
  /** Whether something has to be made anew, or as another table has it, so that all must be known. */
  needsSchema(operations: readonly Operation[]): boolean;
}

/** @param release as in `server_version_num`. */
export function createRenderer(release: number): Renderer {
  const needsSchema = (operations: readonly Operation[]) =>
    operations.some((operation, index) =>
      isRemaking(operation, { rest: operations.slice(index + 1), release, schema: emptySchema })
    );
  return {
    needsSchema,
    render: (operations, before) =>
      renderAll(operations, needsSchema(operations) ? before : undefined, release).map(generated),
  };
}

function isRemaking(
  operation: Operation,
  { rest, release, schema }: {
    readonly rest: readonly Operation[];
    readonly release: number;
    /** As far as it is known. */
    readonly schema: Schema;
  },
): boolean {
  switch (operation.kind) {
    case "alter_enum":
      return isEnumRemade(operation, { rest, schema });
    case "alter_domain":
      return isStricter(operation.from, operation.to) ||
        isDomainRemade(operation.from, operation.to, emptySchema);
    case "alter_composite":
      return isCompositeRemade(operation.from, operation.to);
    case "alter_column":
      return isRemade(operation.from, operation.to, release);
    case "drop_object":
      return operation.object.kind === "inherited default";
    default:
      return false;
  }
}

/** A value that an enum was given can be used after a commit only, unless the type is new as well. */
function isEnumRemade(
  { from, to }: Operation & { readonly kind: "alter_enum" },
  { rest, schema }: { readonly rest: readonly Operation[]; readonly schema: Schema },
): boolean {
  const added = addedValues(from, to);
  if (added === undefined) return true;
  if (isPartitionedBy(schema, to)) return false;
  const later = textsOf(rest);
  return added.some(({ value }) => later.some((text) => text.includes(literal(value))));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function renderAll(
  given: readonly Operation[],
  before: Schema | undefined,
  release: number,
): readonly string[] {
  const operations = freeSequenceNames(given);
  const statements: string[] = [];
  let schema = before;
  let pending: Change | undefined;
  let orphans: readonly Sequence[] = [];
  const flush = () => {
    if (pending === undefined) return;
    const { table, clauses, after } = pending;
    if (clauses.length > 0) {
      statements.push(`ALTER TABLE ${spell(table)} ${clauses.map(({ text }) => text).join(", ")}`);
    }
    statements.push(...after);
    pending = undefined;
  };
  for (const [index, operation] of operations.entries()) {
    const rest = operations.slice(index + 1);
    const isRemade = isRemaking(operation, { rest, release, schema: schema ?? emptySchema });
    const change = isRemade ? undefined : tableChange(operation);
    if (change !== undefined) {
      const joined = pending === undefined ? undefined : join(pending, change);
      if (joined === undefined) flush();
      pending = joined ?? change;
    } else if (!isGone(operation, operations.slice(0, index)) && !goesAlong(operation, rest)) {
      flush();
      statements.push(...statementsOf(operation, { schema: schema ?? emptySchema, isRemade }));
    }
    orphans = [...orphans, ...newSequence(operation)];
    const owned = orphans.filter(({ ownedBy }) => !rest.some((later) => brings(later, ownedBy!)));
    if (owned.length > 0) flush();
    statements.push(...owned.map(ownSequence));
    orphans = orphans.filter((sequence) => !owned.includes(sequence));
    if (schema !== undefined) schema = apply(schema, operation);
  }
  flush();
  return statements;
}

/** Joins a change to those before it; undefined where it would then happen too early. */
function join(pending: Change, change: Change): Change | undefined {
  if (!sameName(pending.table, change.table)) return undefined;
  if (pending.isAlone === true || change.isAlone === true) return undefined;
  const isEarly = change.clauses.some((clause) =>
    pending.clauses.some((other) =>
      other.pass > clause.pass && other.names.some((name) => clause.names.includes(name))
    )
  );
  // Comments and values follow the whole statement, so nothing that they name may go before them.
  const isLate = pending.after.length > 0 && change.clauses.some(({ pass }) => pass === 0);
  if (isEarly || isLate) return undefined;
  return {
    table: pending.table,
    clauses: [...pending.clauses, ...change.clauses],
    after: [...pending.after, ...change.after],
  };
}

function newSequence(operation: Operation): readonly Sequence[] {
  return operation.kind === "create_sequence" && operation.sequence.ownedBy !== undefined
    ? [operation.sequence]
    : [];
}

type Owner = NonNullable<Sequence["ownedBy"]>;

/** Whether an operation makes the column that owns a sequence. */
function brings(operation: Operation, owner: Owner): boolean {
  return operation.kind === "create_table" && sameName(operation.table, owner.table) ||
    operation.kind === "add_column" && sameName(operation.table, owner.table) &&
      operation.column.name === owner.column;
}

/** Whether something said of an object, or a right on it, is to be dropped that itself is dropped later. */
function goesAlong(operation: Operation, rest: readonly Operation[]): boolean {
  if (operation.kind !== "drop_object") return false;
  const { object } = operation;
  if (!isRemark(object) && !isRight(object) && !isMembership(object)) return false;
  const [target] = object.dependsOn;
  return rest.some((later) => {
    const { table } = object;
    if (later.kind === "drop_table") return table !== undefined && sameName(later.table, table);
    if (later.kind === "drop_column") {
      return table !== undefined && sameName(later.table, table) &&
        isOn(object, `COLUMN ${spell(table)}.${quote(later.column.name)}`);
    }
    if (later.kind === "drop_object" && isMembership(object)) {
      return object.dependsOn.some((each) =>
        each.kind === later.object.kind && sameName(each, later.object)
      );
    }
    if (target === undefined) return false;
    switch (later.kind) {
      case "drop_object":
        // Routines of one name are told by what statements call them, others by their names.
        return isOn(object, nameInStatements(later.object)) ||
          later.object.kind === target.kind && sameName(later.object, target) &&
            later.object.signature === undefined &&
            (table === undefined || later.object.table === undefined ||
              sameName(later.object.table, table));
      case "drop_sequence":
        return target.kind === "sequence" && sameName(later.sequence, target);
      case "drop_enum":
        return target.kind === "enum" && sameName(later.enum, target);
      case "drop_domain":
        return target.kind === "domain" && sameName(later.domain, target);
      case "drop_composite":
        return target.kind === "composite" && sameName(later.composite, target);
      default:
        return false;
    }
  });
}

/** Whether it says that a publication has something, which leaves it when it is dropped. */
function isMembership({ kind }: OpaqueObject): boolean {
  return kind === "publication table" || kind === "publication schema";
}

/** Whether a remark or a right names this. */
function isOn({ name }: OpaqueObject, target: string): boolean {
  return name === target || name.startsWith(`${target} TO `) || name.startsWith(`${target} FROM `);
}

/** Whether what is to be dropped went with its table or column. */
function isGone(operation: Operation, earlier: readonly Operation[]): boolean {
  if (operation.kind !== "drop_sequence") return false;
  const { ownedBy } = operation.sequence;
  return ownedBy !== undefined &&
    earlier.some((other) =>
      other.kind === "drop_table" && sameName(other.table, ownedBy.table) ||
      other.kind === "drop_column" && sameName(other.table, ownedBy.table) &&
        other.column.name === ownedBy.column
    );
}

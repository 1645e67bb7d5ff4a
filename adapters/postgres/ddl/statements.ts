import { isDomainRemade } from "../../../core/domain_change.ts";
import type { Operation } from "../../../core/operation.ts";
import { withAllColumns } from "../../../core/heirs.ts";
import { findTable, type OpaqueObject, type Schema } from "../../../core/schema.ts";
import { literal, quote } from "../quoting.ts";
import { createObject } from "./alter_object.ts";
import { remakeColumn } from "./column.ts";
import { defaultExpression, withListOfStrings } from "./expression.ts";
import { alterIndex, createIndex, dropIndex, renameIndex } from "./index.ts";
import { dropObject, replaceObject } from "./object.ts";
import { isInUse, itemsOn, type RemadeType, remakeType } from "./remake_type.ts";
import { alterPartitionBounds, moveRows } from "./rows.ts";
import { alterSequence, createSequence } from "./sequence.ts";
import { createTable } from "./table.ts";
import {
  addedValues,
  alterComposite,
  alterDomain,
  createComposite,
  createDomain,
  createEnum,
  enumComment,
  keepsOrder,
} from "./type.ts";
import { refused, rename, spell } from "./words.ts";

/** What an operation starts from. */
export interface Circumstances {
  /** The schema before it, where the operation makes something anew. */
  readonly schema: Schema;
  readonly isRemade: boolean;
}

/**
 * The statements of an operation that is no clause of ALTER TABLE.
 *
 * @throws {WhimbrelError} `refused_statement` for what PostgreSQL does not have.
 */
export function statementsOf(
  operation: Operation,
  { schema, isRemade }: Circumstances,
): readonly string[] {
  switch (operation.kind) {
    case "create_table":
      return createTable(operation.table);
    case "drop_table":
      return [`DROP TABLE ${spell(operation.table)}`];
    case "rename_table":
      return rename("TABLE", operation);
    case "rename_column": {
      const { table, from, to } = operation;
      return [`ALTER TABLE ${spell(table)} RENAME COLUMN ${quote(from)} TO ${quote(to)}`];
    }
    case "rename_constraint": {
      const { table, from, to } = operation;
      return [`ALTER TABLE ${spell(table)} RENAME CONSTRAINT ${quote(from)} TO ${quote(to)}`];
    }
    case "alter_column":
      return remadeColumn(operation, schema);
    case "alter_partitioning":
      throw refused(
        `change how "${operation.table.name}" is partitioned`,
        "create another table, copy the rows, and rename it",
      );
    case "alter_partition_bounds":
      return alterPartitionBounds(operation);
    case "move_rows":
      return moveRows(operation.from, operation.to);
    case "create_index":
      return createIndex(operation.table, operation.index, operation.concurrently);
    case "drop_index":
      return [dropIndex(operation.table, operation.index.name, operation.concurrently)];
    case "alter_index":
      return alterIndex(operation.table, operation.from, operation.to);
    case "rename_index":
      return [renameIndex(operation.table, operation.from, operation.to)];
    case "create_sequence":
      return createSequence(operation.sequence);
    case "rename_sequence":
      return rename("SEQUENCE", operation);
    case "drop_sequence":
      return [`DROP SEQUENCE ${spell(operation.sequence)}`];
    case "alter_sequence":
      return alterSequence(operation.from, operation.to);
    case "create_object":
      return objectStatements(operation.object.kind, createObject(operation.object));
    case "drop_object":
      return operation.object.kind === "inherited default"
        ? [inheritDefault(operation.object, schema)]
        : [dropObject(operation.object)];
    case "replace_object":
      return objectStatements(operation.to.kind, replaceObject(operation.from, operation.to));
    default:
      return typeStatements(operation, { schema, isRemade });
  }
}

/** A column that has a default of its own no more has the one of its parent. */
function inheritDefault({ table: heir, name }: OpaqueObject, schema: Schema): string {
  const table = findTable(schema, heir!);
  const columns = table === undefined ? [] : withAllColumns(table, schema.tables).columns;
  const [value] = columns.flatMap((column) => column.name === name ? column.default ?? [] : []);
  const clause = value === undefined ? "DROP DEFAULT" : `SET DEFAULT ${defaultExpression(value)}`;
  return `ALTER TABLE ${spell(heir!)} ALTER COLUMN ${quote(name)} ${clause}`;
}

/** Bodies of routines stay as they were written, whatever they have in them. */
function objectStatements(kind: string, statements: readonly string[]): readonly string[] {
  const isExpression = ["view", "materialized view", "policy", "rule", "trigger"].includes(kind);
  return isExpression ? statements.map(withListOfStrings) : statements;
}

function typeStatements(
  operation: Operation,
  { schema, isRemade }: Circumstances,
): readonly string[] {
  switch (operation.kind) {
    case "create_enum":
      return createEnum(operation.enum);
    case "drop_enum":
      return [`DROP TYPE ${spell(operation.enum)}`];
    case "alter_enum": {
      const { from, to } = operation;
      if (isRemade) return remakeType({ kind: "enum", to }, schema);
      const added = addedValues(from, to) ?? [];
      return [...added.map(({ statement }) => statement), ...enumComment(from, to)];
    }
    case "rename_enum":
      return rename("TYPE", operation);
    case "rename_enum_value": {
      const [from, to] = [literal(operation.from), literal(operation.to)];
      return [`ALTER TYPE ${spell(operation.enum)} RENAME VALUE ${from} TO ${to}`];
    }
    case "create_domain":
      return createDomain(operation.domain);
    case "drop_domain":
      return [`DROP DOMAIN ${spell(operation.domain)}`];
    case "alter_domain": {
      const { from, to } = operation;
      return isRemade && isDomainRemade(from, to, schema)
        ? remakeType({ kind: "domain", from, to }, schema)
        : alterDomain(from, to);
    }
    case "create_composite":
      return createComposite(operation.composite);
    case "drop_composite":
      return [`DROP TYPE ${spell(operation.composite)}`];
    case "alter_composite": {
      const { from, to } = operation;
      const type: RemadeType = { kind: "composite", from, to };
      return isRemade && (!keepsOrder(from, to) || isInUse(type, schema))
        ? remakeType(type, schema)
        : alterComposite(from, to);
    }
    default:
      throw new Error(`${operation.kind} is a clause of ALTER TABLE`);
  }
}

/** DROP COLUMN takes along the indexes and constraints that the column has a part in. */
function remadeColumn(
  { table: name, from, to }: Operation & { readonly kind: "alter_column" },
  schema: Schema,
): readonly string[] {
  const { clauses, after } = remakeColumn(name, from, to);
  const table = findTable(schema, name);
  const kept = table === undefined ? { drop: [], create: [] } : itemsOn(table, from.name);
  return [
    ...kept.drop,
    `ALTER TABLE ${spell(name)} ${clauses.join(", ")}`,
    ...after,
    ...kept.create,
  ];
}

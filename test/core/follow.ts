import assert from "node:assert/strict";
import { apply } from "../../core/apply.ts";
import { describe as print } from "../../core/describe.ts";
import type { DiffTraits } from "../../core/diff.ts";
import type { Operation } from "../../core/operation.ts";
import { mentionsColumn } from "../../core/rename_in_expression.ts";
import {
  type Constraint,
  constraintsOf,
  findTable,
  type Index,
  type QualifiedName,
  sameName,
  type Schema,
  type Table,
} from "../../core/schema.ts";

/**
 * Applies operations one by one and checks that each, at its moment, names only what is there, and
 * takes nothing away that something else still leans on. Gives the schema at the end.
 */
export function follow(
  from: Schema,
  operations: readonly Operation[],
  traits: DiffTraits = {},
): Schema {
  const holds: Holds = {
    objects: traits.objectsHold ?? true,
    tables: traits.foreignKeysHold?.includes("table") ?? true,
  };
  let schema = from;
  for (const [index, operation] of operations.entries()) {
    try {
      checkBefore(schema, operation, holds);
      schema = apply(schema, operation);
      checkAfter(schema, operation, holds);
    } catch (error) {
      const list = operations.map((each, place) => `${place === index ? ">" : " "} ${print(each)}`);
      throw new Error(`${(error as Error).message}\n${list.join("\n")}`, { cause: error });
    }
  }
  return schema;
}

interface Holds {
  readonly objects: boolean;
  readonly tables: boolean;
}

function checkBefore(schema: Schema, operation: Operation, holds: Holds): void {
  switch (operation.kind) {
    case "drop_table": {
      assert.deepEqual(
        findTable(schema, operation.table),
        operation.table,
        "another table is there",
      );
      for (const table of schema.tables) {
        if (sameName(table, operation.table)) continue;
        const refers = table.foreignKeys.some((key) => sameName(key.references, operation.table));
        assert.ok(!refers || !holds.tables, `"${table.name}" still refers to it`);
      }
      refuseLeaning(schema, operation.table, undefined);
      break;
    }
    case "drop_column": {
      const table = findTable(schema, operation.table)!;
      const column = table.columns.find(({ name }) => name === operation.column.name);
      assert.deepEqual(column, operation.column, "another column is there");
      for (const item of [...constraintsOf(table), ...table.indexes]) {
        assert.ok(!columnsOf(item).includes(operation.column.name), `${item.name} is on it`);
      }
      for (const other of schema.tables) {
        assert.ok(
          !holds.tables || !other.foreignKeys.some((key) =>
            sameName(key.references, table) &&
            key.referencedColumns.includes(operation.column.name)
          ),
          `"${other.name}" refers to it`,
        );
      }
      if (holds.objects) refuseLeaning(schema, operation.table, operation.column.name);
      break;
    }
    case "alter_column": {
      const table = findTable(schema, operation.table)!;
      const column = table.columns.find(({ name }) => name === operation.from.name);
      assert.deepEqual(column, operation.from, "another column is there");
      break;
    }
    case "drop_constraint": {
      const all = constraintsOf(findTable(schema, operation.table)!);
      assert.ok(all.some((each) => same(each, operation.constraint)), "no such constraint");
      break;
    }
    case "alter_constraint": {
      const all = constraintsOf(findTable(schema, operation.table)!);
      assert.ok(all.some((each) => same(each, operation.from)), "no such constraint");
      break;
    }
    case "drop_index":
    case "alter_index": {
      const index = "index" in operation ? operation.index : operation.from;
      const all = findTable(schema, operation.table)!.indexes;
      assert.ok(all.some((each) => same(each, index)), "no such index");
      break;
    }
    case "drop_object":
    case "replace_object": {
      const object = "object" in operation ? operation.object : operation.from;
      assert.ok(schema.objects.some((each) => same(each, object)), "another object is there");
      break;
    }
    case "drop_enum":
    case "drop_domain":
    case "drop_composite": {
      const type = "enum" in operation
        ? operation.enum
        : "domain" in operation
        ? operation.domain
        : operation.composite;
      const isUsed = (used: unknown) =>
        typeof used === "object" && sameName(used as QualifiedName, type);
      for (const table of schema.tables) {
        assert.ok(!table.columns.some((column) => isUsed(column.type)), "a column is of it");
      }
      assert.ok(!schema.domains.some((domain) => isUsed(domain.type)), "a domain is of it");
      break;
    }
    default:
  }
}

/** Objects that stay are on the tables and columns that they know. */
function refuseLeaning(schema: Schema, table: QualifiedName, column: string | undefined): void {
  for (const object of schema.objects) {
    if (object.holdsRows === true) continue;
    const needed = schema.tables.filter((each) =>
      object.dependsOn.some((other) => other.kind === "table" && sameName(each, other)) ||
      object.table !== undefined && sameName(object.table, each)
    );
    const isNeeded = needed.some((each) => sameName(each, table));
    // A word that is the name of something else as well says nothing.
    const isTelling = column !== undefined &&
      ![...schema.tables, ...schema.objects].some(({ name }) => name === column) &&
      !needed.some((each) =>
        !sameName(each, table) && each.columns.some(({ name }) => name === column)
      );
    const mentions = column === undefined || isTelling && mentionsColumn(object.definition, column);
    assert.ok(!isNeeded || !mentions, `${object.kind} "${object.name}" leans on it`);
  }
}

function checkAfter(schema: Schema, operation: Operation, holds: Holds): void {
  switch (operation.kind) {
    case "create_table":
      for (const item of [...constraintsOf(operation.table), ...operation.table.indexes]) {
        checkItem(schema, operation.table, item, holds);
      }
      checkTypes(schema, operation.table);
      for (
        const parent of operation.table.partitionOf ? [operation.table.partitionOf.parent] : []
      ) {
        assert.ok(findTable(schema, parent), "its parent is not there");
      }
      break;
    case "add_constraint":
      checkItem(schema, findTable(schema, operation.table)!, operation.constraint, holds);
      break;
    case "alter_constraint":
      checkItem(schema, findTable(schema, operation.table)!, operation.to, holds);
      break;
    case "create_index":
      checkItem(schema, findTable(schema, operation.table)!, operation.index, holds);
      break;
    case "add_column":
    case "alter_column":
      checkTypes(schema, findTable(schema, operation.table)!);
      break;
    case "create_object":
      checkNeeds(schema, operation.object.dependsOn);
      break;
    case "replace_object":
      checkNeeds(schema, operation.to.dependsOn);
      break;
    default:
  }
}

function checkItem(
  schema: Schema,
  table: Table,
  item: Constraint | Index,
  { tables }: Holds,
): void {
  const names = new Set(table.columns.map(({ name }) => name));
  for (const column of columnsOf(item)) assert.ok(names.has(column), `${column} is not there`);
  if (!("kind" in item) || item.kind !== "foreign_key" || !tables) return;
  const referenced = findTable(schema, item.references);
  assert.ok(referenced, `"${item.references.name}" is not there`);
  for (const column of item.referencedColumns) {
    assert.ok(referenced.columns.some(({ name }) => name === column), `${column} is not there`);
  }
}

function checkTypes(schema: Schema, table: Table): void {
  const types = [...schema.enums, ...schema.domains, ...schema.composites];
  for (const { type } of table.columns) {
    if (typeof type === "string") continue;
    assert.ok(types.some((each) => sameName(each, type)), `type "${type.name}" is not there`);
  }
}

function checkNeeds(
  schema: Schema,
  needs: readonly (QualifiedName & { readonly kind: string })[],
): void {
  for (const needed of needs) {
    const found = needed.kind === "table"
      ? schema.tables
      : needed.kind === "enum"
      ? schema.enums
      : schema.objects.filter(({ kind }) => kind === needed.kind);
    assert.ok(found.some((each) => sameName(each, needed)), `"${needed.name}" is not there`);
  }
}

function columnsOf(item: Constraint | Index): readonly string[] {
  return [
    ..."columns" in item ? item.columns : [],
    ..."include" in item ? item.include ?? [] : [],
    ..."parts" in item ? item.parts.flatMap((part) => "column" in part ? [part.column] : []) : [],
  ];
}

function same(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

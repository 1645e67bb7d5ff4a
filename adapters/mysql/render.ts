import type { RenderOptions } from "../../core/adapter.ts";
import { apply } from "../../core/apply.ts";
import type { TableChange } from "../../core/apply_table.ts";
import { WhimbrelError } from "../../core/errors.ts";
import type { Operation } from "../../core/operation.ts";
import {
  findTable,
  type ForeignKey,
  printName,
  sameName,
  type Schema,
  type Table,
  type TableName,
} from "../../core/schema.ts";
import { generated, type Statement } from "../../core/statement.ts";
import { quoteName } from "../ddl.ts";
import { alterTable, wantsTable } from "./alter_table.ts";
import { openAlter } from "./alteration.ts";
import { severalStatements } from "./convert.ts";
import { createTable } from "./definition.ts";
import { followNames } from "./follow_names.ts";
import type { Scene } from "./foreign_key.ts";
import { createObject, dropObject, replaceObject } from "./object.ts";
import { createSequence, refuseSequence } from "./sequence.ts";
import { refused, type Spelling } from "./spelling.ts";
import { triggerOrder } from "./trigger_order.ts";

/**
 * Renders operations in order. Those that follow each other on one table become one ALTER TABLE as
 * far as the server can carry them out at once, since each ALTER may copy the table.
 *
 * @throws {WhimbrelError} `refused_statement` for what the server does not have, and
 * `invalid_migration` for an operation that does not fit the schema.
 */
export function render(
  operations: readonly Operation[],
  before: Schema,
  { spelling, options = {} }: {
    readonly spelling: Spelling;
    readonly options?: RenderOptions | undefined;
  },
): readonly Statement[] {
  const statements: string[] = [];
  const known = needsSchema(operations, spelling) ||
    before.tables.length > 0 && operations.some(isBetterKnown);
  let schema = before;
  let table: TableName | undefined;
  /** The schema before the ALTER TABLE that is open. */
  let base = before;
  let open = openAlter();
  const flush = (): void => {
    const clauses = open.clauses();
    if (table !== undefined && clauses.length > 0) {
      const own = findTable(before, table) === undefined ? [] : onlineClauses(clauses, options);
      const keeps = isVersioned(findTable(base, table) ?? findTable(before, table), clauses);
      const history = keeps ? "SET STATEMENT system_versioning_alter_history = KEEP FOR " : "";
      statements.push(history + alterStatement(table, [...clauses, ...own], spelling));
    }
    table = undefined;
    base = schema;
    open = openAlter();
  };
  const inTheirOrder = triggerOrder(operations, before, spelling.quote);
  const leaving = new Set(operations.flatMap(leavingKey));
  for (const { operation, isDone } of followNames(operations, spelling)) {
    if (isDone) {
      flush();
    } else if (!isTableChange(operation)) {
      flush();
      statements.push(...renderAlone(inTheirOrder(operation), spelling));
    } else {
      if (table === undefined || !sameName(table, operation.table)) flush();
      table = operation.table;
      const scene = known ? sceneOf(operation.table, { schema, base, leaving }) : undefined;
      const several = severalStatements(operation, scene?.table, spelling);
      if (several !== undefined) {
        flush();
        statements.push(...several);
      } else {
        for (const alteration of alterTable(operation, scene, spelling)) {
          if (alteration.clauses.length === 0 || open.take(alteration)) continue;
          flush();
          table = operation.table;
          open.take(alteration);
        }
      }
    }
    if (known) schema = apply(schema, operation);
    if (isDone) base = schema;
  }
  flush();
  return statements.map(generated);
}

/**
 * How an ALTER TABLE is to be carried out, so that it fails where the server cannot. Partitions take
 * no such clauses (https://dev.mysql.com/doc/refman/9.4/en/alter-table.html).
 */
function onlineClauses(
  clauses: readonly string[],
  { algorithm, lock }: RenderOptions,
): readonly string[] {
  if (clauses.some((clause) => /\bPARTITION/i.test(clause))) return [];
  return [
    ...algorithm === undefined ? [] : [`ALGORITHM=${algorithm.toUpperCase()}`],
    ...lock === undefined ? [] : [`LOCK=${lock.toUpperCase()}`],
  ];
}

/**
 * Whether MariaDB keeps old rows of a table, which it lets change only where it is told to keep them
 * all the same (https://mariadb.com/kb/en/system-versioned-tables).
 */
function isVersioned(table: Table | undefined, clauses: readonly string[]): boolean {
  return table?.options["system_versioning"] === true &&
    !clauses.every((clause) => /^(?:DROP SYSTEM VERSIONING|.*PARTITION)/.test(clause));
}

/** Whether one of the operations cannot be rendered without the table as it is. */
export function needsSchema(operations: readonly Operation[], spelling: Spelling): boolean {
  return operations.some((operation) =>
    isTableChange(operation) && wantsTable(operation, spelling)
  );
}

/** The foreign key or column that an operation drops, by table and name. */
function leavingKey(operation: Operation): readonly string[] {
  if (operation.kind === "drop_column") {
    return [`column ${operation.table.name}.${operation.column.name}`];
  }
  return operation.kind === "drop_constraint" && operation.constraint.kind === "foreign_key"
    ? [`foreign key ${operation.table.name}.${operation.constraint.name}`]
    : [];
}

/** Whether the server does more with an operation than it says, where there is a foreign key. */
function isBetterKnown(operation: Operation): boolean {
  return operation.kind === "drop_index" || operation.kind === "alter_constraint" ||
    operation.kind === "add_constraint" && operation.constraint.kind === "foreign_key";
}

function isTableChange(operation: Operation): operation is TableChange {
  return "table" in operation && operation.kind !== "create_table" &&
    operation.kind !== "drop_table";
}

function sceneOf(
  name: TableName,
  { schema, base, leaving }: {
    readonly schema: Schema;
    readonly base: Schema;
    readonly leaving: ReadonlySet<string>;
  },
): Scene {
  const table = findTable(schema, name);
  if (table !== undefined) {
    const isLeaving = (key: ForeignKey) => leaving.has(`foreign key ${name.name}.${key.name}`);
    const isLosing = (column: string) => leaving.has(`column ${name.name}.${column}`);
    return { table, before: findTable(base, name) ?? table, schema, isLeaving, isLosing };
  }
  throw new WhimbrelError("invalid_migration", `There is no table "${printName(name)}"`);
}

function alterStatement(
  table: TableName,
  clauses: readonly string[],
  { quote }: Spelling,
): string {
  const list = clauses.length === 1 ? ` ${clauses[0]}` : `\n  ${clauses.join(",\n  ")}`;
  return `ALTER TABLE ${quoteName(table, quote)}${list}`;
}

/** The statements of an operation that is not the change of one table. */
function renderAlone(
  operation: Exclude<Operation, TableChange>,
  spelling: Spelling,
): readonly string[] {
  const { quote } = spelling;
  switch (operation.kind) {
    case "create_table":
      return [createTable(operation.table, spelling)];
    case "drop_table":
      return [`DROP TABLE ${quoteName(operation.table, quote)}`];
    case "rename_table":
      return [
        `RENAME TABLE ${quoteName(operation.from, quote)} TO ${quoteName(operation.to, quote)}`,
      ];
    case "alter_partition_bounds":
    case "move_rows":
      throw refused(
        operation.kind.replaceAll("_", " "),
        "partitions are no tables of their own here",
        "change the partitioning of the table",
      );
    case "create_object":
      return createObject(operation.object);
    case "drop_object":
      return [dropObject(operation.object, spelling)];
    case "replace_object":
      return replaceObject(operation.from, operation.to, spelling);
    case "create_sequence":
    case "alter_sequence":
    case "rename_sequence":
    case "drop_sequence":
      return renderSequence(operation, spelling);
    case "create_enum":
    case "drop_enum":
    case "alter_enum":
    case "rename_enum":
    case "rename_enum_value":
      throw refused(
        operation.kind.replaceAll("_", " "),
        "an enum is written into the type of its column here",
        "change the column: `op.alterColumn(table, column, { type: \"enum('a', 'b')\" })`",
      );
    case "create_domain":
    case "drop_domain":
    case "alter_domain":
    case "create_composite":
    case "drop_composite":
    case "alter_composite":
      throw refused(
        operation.kind.replaceAll("_", " "),
        "MySQL and MariaDB have no types of one's own making",
      );
  }
}

function renderSequence(
  operation: Extract<Operation, { readonly kind: `${string}_sequence` }>,
  spelling: Spelling,
): readonly string[] {
  refuseSequence(operation, spelling);
  switch (operation.kind) {
    case "create_sequence":
      return [createSequence(operation.sequence, spelling)];
    case "alter_sequence":
      return [createSequence(operation.to, spelling, operation.from)];
    case "rename_sequence": {
      const [from, to] = [operation.from, operation.to].map((name) =>
        quoteName(name, spelling.quote)
      );
      return [`RENAME TABLE ${from} TO ${to}`];
    }
    case "drop_sequence":
      return [`DROP SEQUENCE ${quoteName(operation.sequence, spelling.quote)}`];
  }
}

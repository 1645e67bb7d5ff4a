import { fitTable, type TableChange } from "../../core/apply_table.ts";
import type { ColumnOperation } from "../../core/operation.ts";
import { equalData } from "../../core/schema_order.ts";
import type { Column, Table } from "../../core/schema.ts";
import {
  addConstraint,
  alterConstraint,
  alterIndex,
  columnsOfIndex,
  dropConstraint,
  fulltextOnce,
  renameConstraint,
  renameKey,
} from "./alter_key.ts";
import { type Alteration, roles } from "./alteration.ts";
import { addKeys, allKeys, dropKeys, type Key, keysOn } from "./anew.ts";
import { isAnew } from "./convert.ts";
import {
  behindClause,
  columnBefore,
  columnDefinition,
  constraintClause,
  indexClause,
  placeClause,
} from "./definition.ts";
import { namesIn } from "./expression.ts";
import { addForeignKey, dropForeignKey, givenBack, type Scene } from "./foreign_key.ts";
import type { Spelling } from "./spelling.ts";
import { changedOptions, changedPartitions, changesCollation } from "./table_options.ts";

type Of<Kind extends TableChange["kind"]> = Extract<TableChange, { readonly kind: Kind }>;

/**
 * The parts of ALTER TABLE that carry out an operation on one table
 * (https://dev.mysql.com/doc/refman/9.4/en/alter-table.html); several where one has to run before
 * another.
 *
 * @param scene the table before the operation; undefined where {@linkcode wantsTable} denies it.
 * @throws {WhimbrelError} `refused_statement` for what the server does not have.
 */
export function alterTable(
  operation: TableChange,
  scene: Scene | undefined,
  spelling: Spelling,
): readonly Alteration[] {
  if (operation.kind === "alter_column") return alterColumn(operation, scene?.table, spelling);
  if (operation.kind === "alter_index") return alterIndex(operation, spelling);
  if (operation.kind !== "alter_constraint") return [alterOnce(operation, scene, spelling)];
  const { from, to } = operation;
  if (from.kind !== "foreign_key" || to.kind !== "foreign_key") {
    const alterations = alterConstraint(operation, spelling);
    const back = givenBack(operation, scene, spelling);
    return back.length === 0 ? alterations : [
      ...alterations.slice(0, -1),
      { ...alterations.at(-1)!, clauses: [...alterations.at(-1)!.clauses, ...back] },
    ];
  }
  // Neither server takes a foreign key away and makes one of the same name at once.
  return [dropForeignKey(from, scene, spelling), addForeignKey(to, scene, spelling)];
}

function alterOnce(
  operation: Exclude<TableChange, Of<"alter_column" | "alter_constraint" | "alter_index">>,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  const { quote } = spelling;
  switch (operation.kind) {
    case "set_table_comment":
      return { clauses: [`COMMENT = ${spelling.text(operation.to ?? "")}`] };
    case "alter_table_options":
      return alterOptions(operation, scene, spelling);
    case "alter_partitioning":
      return {
        clauses: [changedPartitions(operation.from, operation.to, spelling)],
        alone: true,
      };
    case "add_column":
      return addColumn(operation, scene, spelling);
    case "drop_column":
      return {
        clauses: [`DROP COLUMN ${quote(operation.column.name)}`],
        columns: { [operation.column.name]: "dropped" },
      };
    case "rename_column":
      return renameColumn(operation, scene?.table, spelling);
    case "create_index":
      return {
        clauses: [`ADD ${indexClause(operation.index, spelling)}`],
        columns: columnsOfIndex(operation.index),
        keys: { [operation.index.name]: "added", ...fulltextOnce(operation.index) },
      };
    case "drop_index":
      return {
        clauses: [
          `DROP INDEX ${quote(operation.index.name)}`,
          ...givenBack(operation, scene, spelling),
        ],
        columns: columnsOfIndex(operation.index),
        keys: { [operation.index.name]: "dropped" },
      };
    case "rename_index":
      return renameKey(operation, spelling);
    case "add_constraint":
      return addConstraint(operation.constraint, scene, spelling);
    case "drop_constraint":
      return dropConstraint(operation.constraint, scene, spelling);
    case "rename_constraint":
      return renameConstraint(operation, scene, spelling);
  }
}

/** Whether rendering an operation takes the table as it is before. */
export function wantsTable(operation: TableChange, { mariadb }: Spelling): boolean {
  switch (operation.kind) {
    case "add_column":
      return operation.position !== undefined;
    case "rename_column":
      return !mariadb;
    case "alter_column":
      return operation.move !== undefined || isAnew(operation) ||
        isMeasuredAnew(operation.from, operation.to);
    case "alter_table_options":
      return changesCollation(operation.from, operation.to) ||
        operation.from["key_block_size"] !== operation.to["key_block_size"];
    case "drop_constraint":
      return operation.constraint.kind === "foreign_key";
    case "alter_constraint":
      return operation.from.kind === "foreign_key";
    case "rename_constraint":
      return operation.constraint === "foreign_key" || operation.constraint === "check";
    default:
      return false;
  }
}

/** Columns that say nothing of their collation follow the table's. */
function alterOptions(
  { from, to }: Of<"alter_table_options">,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  const followers = changesCollation(from, to)
    ? (scene?.table.columns ?? []).filter((column) =>
      isText(column) && column.collation === undefined
    )
    : [];
  const anew = from["key_block_size"] === to["key_block_size"] ? [] : keysOfBlockSize(scene);
  return {
    clauses: [
      ...dropKeys(anew, spelling),
      ...changedOptions(from, to, spelling),
      ...addKeys(anew, spelling),
      ...followers.map((column) => `MODIFY COLUMN ${columnDefinition(column, spelling)}`),
    ].filter((clause) => clause !== ""),
    columns: roles(followers.map(({ name }) => name), "changed"),
    keys: roles(anew.map(({ name = "PRIMARY" }) => name), "changed"),
  };
}

/** Keys that have the block size of their table, which they keep unless they are made anew. */
function keysOfBlockSize(scene: Scene | undefined): readonly Key[] {
  if (scene === undefined) return [];
  const there = allKeys(scene.before);
  return allKeys(scene.table).filter((key) =>
    key.options?.["key_block_size"] === undefined && there.some((other) => equalData(key, other))
  );
}

/** Whether a column of text follows the character set of its table. */
export function isText({ type, charset }: Column): boolean {
  return charset === undefined && typeof type === "string" &&
    /^(?:char|varchar|(?:tiny|medium|long)?text|enum|set)\b/.test(type);
}

function addColumn(
  { column, position }: Extract<ColumnOperation, { readonly column: Column }>,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  const columns = scene?.table.columns ?? [];
  let at = position;
  // Behind a column that is about to go is behind the one before it, and can be said at once.
  while (at !== undefined && at > 0 && scene?.isLosing(columns[at - 1]?.name ?? "")) at--;
  const beside = at === undefined || at >= columns.length ? undefined : columns[at - 1]?.name;
  return {
    clauses: [
      `ADD COLUMN ${columnDefinition(column, spelling)}${placeClause(columns, at, spelling)}`,
    ],
    ...(beside === undefined ? {} : { beside }),
    columns: {
      ...roles([...namesIn(column.generated?.expression ?? "")], "read"),
      [column.name]: "added",
    },
  };
}

/**
 * MariaDB carries a new name into expressions by itself. MySQL refuses the rename as long as a check,
 * a generated column or an index says the old one, so that these are made anew in the same statement.
 */
function renameColumn(
  operation: Of<"rename_column">,
  table: Table | undefined,
  spelling: Spelling,
): Alteration {
  const { quote } = spelling;
  const { from, to } = operation;
  const rename = `RENAME COLUMN ${quote(from)} TO ${quote(to)}`;
  const columns = { [from]: "renamed", [to]: "renamed" } as const;
  if (table === undefined || spelling.mariadb) return { clauses: [rename], columns };
  const after = fitTable(table, operation);
  const checks = table.checks.filter(({ expression }) => namesIn(expression).has(from));
  const remade = new Set(checks.map(({ name }) => name));
  const generated = after.columns.filter((column, index) =>
    !equalData(column.generated, table.columns[index]?.generated)
  );
  const indexes = after.indexes.filter((index) =>
    index.parts.some((part) => "expression" in part) &&
    !equalData(index, table.indexes.find(({ name }) => name === index.name))
  );
  return {
    clauses: [
      ...checks.map(({ name }) => `DROP CONSTRAINT ${quote(name!)}`),
      ...indexes.map(({ name }) => `DROP INDEX ${quote(name)}`),
      rename,
      ...generated.map((column) => `MODIFY COLUMN ${columnDefinition(column, spelling)}`),
      ...indexes.map((index) => `ADD ${indexClause(index, spelling)}`),
      ...after.checks.filter(({ name }) => remade.has(name))
        .map((check) => `ADD ${constraintClause(check, spelling)}`),
    ],
    columns: { ...roles(generated.map(({ name }) => name), "changed"), ...columns },
    keys: roles([...checks, ...indexes].map(({ name }) => name!), "changed"),
  };
}

function alterColumn(
  { from, to, move }: Of<"alter_column">,
  table: Table | undefined,
  spelling: Spelling,
): readonly Alteration[] {
  if (move === undefined && equalData(from, to)) return [];
  const beside = move === undefined
    ? undefined
    : columnBefore(to.name, { columns: table!.columns, at: move.to });
  const place = move === undefined ? "" : behindClause(beside, spelling);
  const role = isMeasuredAnew(from, to) ? "reshaped" : "changed";
  const alteration: Alteration = {
    clauses: [`MODIFY COLUMN ${columnDefinition(to, spelling)}${place}`],
    ...(beside === undefined ? {} : { beside }),
    columns: { [to.name]: role },
  };
  // An index on places does not let their system change under it.
  const keys = role === "reshaped" && table !== undefined ? keysOn(to.name, table) : [];
  if (keys.length === 0) return [alteration];
  const columns = { [to.name]: role } as const;
  return [
    { clauses: dropKeys(keys, spelling), columns },
    alteration,
    { clauses: addKeys(keys, spelling), columns },
  ];
}

function isMeasuredAnew(from: Column, to: Column): boolean {
  return from.options?.["srid"] !== to.options?.["srid"];
}

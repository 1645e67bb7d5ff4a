import type { Options, Schema } from "../../core/schema.ts";
import { emptySchema } from "../../core/schema.ts";
import { compare, sortSchema } from "../../core/schema_order.ts";
import type {
  Column,
  ConflictAction,
  Constraint,
  KeyPart,
  OpaqueObject,
  Table,
} from "../../core/schema.ts";

/**
 * A schema whose parts know each other by identity instead of name, so that an edit keeps it whole
 * and it is known afterwards what was renamed.
 */
export interface Model {
  readonly tables: ModelTable[];
  readonly views: ModelView[];
  readonly triggers: ModelTrigger[];
}

export interface ModelTable {
  readonly id: number;
  name: string;
  columns: ModelColumn[];
  primaryKey: { name: string | undefined; columns: ModelColumn[] } | undefined;
  uniques: {
    name: string | undefined;
    columns: ModelColumn[];
    descending?: boolean;
    onConflict?: ConflictAction | undefined;
  }[];
  checks: { name: string | undefined; text: Text }[];
  foreignKeys: ModelForeignKey[];
  indexes: ModelIndex[];
  options: Options;
}

export interface ModelColumn {
  readonly id: number;
  name: string;
  type: string;
  nullable: boolean;
  default: string | undefined;
  generated: { text: Text; stored: boolean } | undefined;
  collation: string | undefined;
  /** The database numbers the rows; only ever for the one column of a primary key. */
  numbered?: boolean;
  /** What becomes of a row with NULL in a column that is not nullable. */
  onNull?: ConflictAction | undefined;
}

export interface ModelForeignKey {
  name: string | undefined;
  columns: ModelColumn[];
  table: ModelTable;
  referenced: ModelColumn[];
  onDelete: "cascade" | "set null" | undefined;
  deferrable: "deferred" | undefined;
}

export interface ModelIndex {
  name: string;
  unique: boolean;
  /** The last part is so. */
  descending?: boolean;
  collation?: string | undefined;
  parts: (ModelColumn | Text)[];
  where: Text | undefined;
}

export interface ModelView {
  readonly id: number;
  name: string;
  source: ModelTable | ModelView;
  columns: ModelColumn[];
}

export interface ModelTrigger {
  readonly id: number;
  name: string;
  /** On a view it stands in for what the view cannot do. */
  table: ModelTable | ModelView;
  /** Another table that its body reads. */
  reads: ModelTable;
  column: ModelColumn;
  note: number;
}

/** An expression with the columns that it names in their places: `{0} > {1}`. */
export interface Text {
  readonly form: string;
  readonly columns: readonly ModelColumn[];
}

/** A copy in which all identities stay, so that a later state can be compared with it. */
export function copyModel(model: Model): Model {
  return structuredClone(model);
}

/** The model as a schema, spelled as a database of the usual kind would. */
export function schemaOf(model: Model): Schema {
  return sortSchema({
    ...emptySchema,
    tables: model.tables.map(tableOf),
    objects: [...model.views.map(viewOf), ...model.triggers.map(triggerOf)],
  });
}

/** A name as it stands in a statement. */
export function spell(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) && name !== "order" && name !== "select"
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

function textOf({ form, columns }: Text): string {
  return form.replace(/\{(\d)\}/g, (_all, place: string) => spell(columns[Number(place)]!.name));
}

function tableOf(table: ModelTable): Table {
  const named = (name: string | undefined) => name === undefined ? {} : { name };
  const names = (columns: readonly ModelColumn[]) => columns.map(({ name }) => name);
  const { primaryKey } = table;
  return {
    name: table.name,
    columns: table.columns.map(columnOf),
    ...(primaryKey === undefined ? {} : {
      primaryKey: {
        kind: "primary_key",
        ...named(primaryKey.name),
        columns: names(primaryKey.columns),
      },
    }),
    uniques: table.uniques.map(({ name, columns, descending, onConflict }) => ({
      kind: "unique",
      ...named(name),
      columns: names(columns),
      ...(descending === true
        ? { details: [{ column: columns.at(-1)!.name, descending: true }] }
        : {}),
      ...(onConflict === undefined ? {} : { onConflict }),
    })),
    foreignKeys: table.foreignKeys.map((key) => ({
      kind: "foreign_key",
      ...named(key.name),
      columns: names(key.columns),
      references: { name: key.table.name },
      referencedColumns: names(key.referenced),
      ...(key.onDelete === undefined ? {} : { onDelete: key.onDelete }),
      ...(key.deferrable === undefined ? {} : { deferrable: key.deferrable }),
    })),
    checks: table.checks.map(({ name, text }): Constraint & { kind: "check" } => ({
      kind: "check",
      ...named(name),
      expression: textOf(text),
      columns: [...new Set(names(text.columns))].sort(compare),
    })),
    exclusions: [],
    indexes: table.indexes.map((index) => ({
      name: index.name,
      unique: index.unique,
      parts: partsOf(index),
      ...(index.where === undefined ? {} : { where: textOf(index.where) }),
    })),
    options: table.options,
  };
}

function partsOf({ parts, descending, collation }: ModelIndex): readonly KeyPart[] {
  return parts.map((part, place): KeyPart => ({
    ...("form" in part ? { expression: textOf(part) } : { column: part.name }),
    ...(collation === undefined || "form" in part ? {} : { collation }),
    ...(descending === true && place === parts.length - 1 ? { descending } : {}),
  }));
}

function columnOf(column: ModelColumn): Column {
  const { name, type, nullable, generated, collation, numbered, onNull } = column;
  return {
    name,
    type,
    nullable,
    ...(column.default === undefined ? {} : { default: column.default }),
    ...(generated === undefined
      ? {}
      : { generated: { expression: textOf(generated.text), stored: generated.stored } }),
    ...(collation === undefined ? {} : { collation }),
    ...(numbered === true ? { identity: {} } : {}),
    ...(onNull === undefined || nullable ? {} : { notNull: { onConflict: onNull } }),
  };
}

function viewOf({ name, source, columns }: ModelView): OpaqueObject {
  const list = columns.map((column) => spell(column.name)).join(", ");
  const kind = "source" in source ? "view" : "table";
  return {
    kind: "view",
    name,
    definition: `CREATE VIEW ${spell(name)} AS SELECT ${list} FROM ${spell(source.name)}`,
    dependsOn: [{ kind, name: source.name }],
  };
}

function triggerOf({ name, table, reads, column, note }: ModelTrigger): OpaqueObject {
  const needed = [{ kind: "source" in table ? "view" : "table", name: table.name }];
  if (reads !== table) needed.push({ kind: "table", name: reads.name });
  const time = "source" in table ? "INSTEAD OF" : "AFTER";
  return {
    kind: "trigger",
    name,
    table: { name: table.name },
    definition: `CREATE TRIGGER ${spell(name)} ${time} DELETE ON ${spell(table.name)} BEGIN ` +
      `SELECT ${spell(column.name)}, ${note} FROM ${spell(reads.name)}; END`,
    dependsOn: needed.sort((one, other) => compare(one.name, other.name)),
  };
}

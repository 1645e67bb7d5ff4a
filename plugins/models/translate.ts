import type { ForeignKey, Index, OpaqueObject, Schema, Table, Unique } from "../../core/schema.ts";
import {
  columnNamed,
  columnOf,
  columnsOf,
  commentOf,
  isKey,
  keyOf,
  type Models,
  onDelete,
  spell,
  type Spelled,
  tableName,
  wrong,
} from "./columns.ts";
import type { Description, ModelDescription } from "./description.ts";
import { foreignKeyName, indexName } from "./names.ts";
import { throughTable } from "./through.ts";
import type { DialectName } from "./types.ts";

/**
 * The tables of models, as `generate_schemas()` of Tortoise ORM makes them. Pure.
 *
 * @throws {WhimbrelError} `models` where models name what is not there.
 */
export function translate({ models }: Description, dialect: DialectName): Schema {
  const byName = new Map(models.map((model) => [keyOf(model), model]));
  if (byName.size < models.length) {
    const twice = models.find((model) => byName.get(keyOf(model)) !== model)!;
    throw wrong(`There are two models "${keyOf(twice)}"`, "give one of them another name");
  }
  const all: Models = { dialect, byName };
  const tables = models.map((model) => translateModel(model, all));
  const taken = new Set(tables.map(({ name }) => name));
  const through = models.flatMap((model) =>
    model.fields.filter(({ fieldType }) => fieldType === "ManyToManyField")
      .map((field) => throughTable(model, field, all))
  ).filter(({ name }) => {
    const isFirst = !taken.has(name);
    taken.add(name);
    return isFirst;
  });
  return {
    tables: [...tables, ...through],
    enums: [],
    sequences: [],
    domains: [],
    composites: [],
    objects: schemasOf(tables),
  };
}

/** The schemas that tables are in. */
function schemasOf(tables: readonly Table[]): readonly OpaqueObject[] {
  const names = new Set(tables.flatMap(({ schema }) => schema === undefined ? [] : [schema]));
  return [...names].map((name) => ({
    kind: "schema",
    name,
    definition: `CREATE SCHEMA "${name.replaceAll('"', '""')}"`,
    dependsOn: [],
  }));
}

function translateModel(model: ModelDescription, all: Models): Table {
  const spelled = columnsOf(model, all);
  const key = spelled.find(({ field }) => isKey(field))!;
  const comment = commentOf(model.comment, all);
  return {
    ...tableName(model, all),
    columns: spelled.map((each) => columnOf(model, each, all)),
    primaryKey: { kind: "primary_key", columns: [key.column] },
    uniques: [...columnUniques(spelled), ...togetherUniques(model, all)],
    foreignKeys: spelled.flatMap((each) => foreignKeyOf(model, each, all)),
    checks: [],
    exclusions: [],
    indexes: indexesOf(model, spelled, all),
    options: {},
    ...comment,
  };
}

function columnUniques(spelled: readonly Spelled[]): readonly Unique[] {
  return spelled
    .filter(({ field }) => !isKey(field))
    .filter(({ field }) => field.options["unique"] === true || field.fieldType === "OneToOneField")
    .map(({ column }) => ({ kind: "unique", columns: [column] }));
}

function togetherUniques(model: ModelDescription, all: Models): readonly Unique[] {
  return model.uniqueTogether.map((names) => {
    const columns = names.map((name) => columnNamed(model, name, all));
    return { kind: "unique", name: indexName("uid", model.table, columns), columns };
  });
}

function foreignKeyOf(
  model: ModelDescription,
  { field, target, column }: Spelled,
  all: Models,
): readonly ForeignKey[] {
  if (target === undefined || field.options["dbConstraint"] === false) return [];
  if (field.options["onDelete"] === "SET NULL" && field.options["null"] !== true) {
    throw wrong(
      `"${model.name}.${field.name}" is set to NULL on delete, but cannot be NULL`,
      "write null: true, or another onDelete",
    );
  }
  const to = { table: target.model.table, column: spell(target.model, target.field, all).column };
  const name = all.dialect === "mysql"
    ? { name: foreignKeyName({ table: model.table, column }, to) }
    : {};
  return [{
    kind: "foreign_key",
    ...name,
    columns: [column],
    references: tableName(target.model, all),
    referencedColumns: [to.column],
    ...onDelete(field),
  }];
}

function indexesOf(
  model: ModelDescription,
  spelled: readonly Spelled[],
  all: Models,
): readonly Index[] {
  const single = spelled.filter(({ field }) => !isKey(field))
    .filter(({ field: { options } }) => options["index"] === true || options["dbIndex"] === true)
    .map(({ column }): Index => ({
      name: indexName("idx", model.table, [column]),
      unique: false,
      parts: [{ column }],
    }));
  const listed = model.indexes.map((index): Index => {
    const columns = (index.fields ?? []).map((name) => columnNamed(model, name, all));
    const expressions = index.expressions ?? [];
    return {
      name: index.name ??
        indexName("idx", model.table, [...columns, ...expressions.map((text) => `(${text})`)]),
      unique: index.unique === true,
      parts: [
        ...columns.map((column) => ({ column })),
        ...expressions.map((expression) => ({ expression })),
      ],
      ...(index.type === undefined ? {} : { method: index.type.toLowerCase() }),
      ...(index.where === undefined ? {} : { where: index.where }),
    };
  });
  return [...new Map([...single, ...listed].map((index) => [index.name, index])).values()];
}

import { WhimbrelError } from "../../core/errors.ts";
import type { Column, ReferentialAction, TableName } from "../../core/schema.ts";
import type { FieldDescription, ModelDescription, ModelName } from "./description.ts";
import { spellComment, spellDefault } from "./literal.ts";
import { type DialectName, isColumnType, spellNumberedType, spellType } from "./types.ts";

/** All models, for one dialect. */
export interface Models {
  readonly dialect: DialectName;
  readonly byName: ReadonlyMap<string, ModelDescription>;
}

/** How people name a model: `models.Person`. */
export function keyOf({ app, name }: ModelName): string {
  return `${app}.${name}`;
}

/** The error of models that contradict themselves. */
export function wrong(message: string, hint: string): WhimbrelError {
  return new WhimbrelError("models", message, { hint });
}

/** A model's table; the schemas of other dialects are databases, which models do not choose. */
export function tableName({ table, schema }: ModelDescription, { dialect }: Models): TableName {
  return schema === undefined || dialect !== "postgres" ? { name: table } : { schema, name: table };
}

/** A column with the field that it stands for, of its own or of another model. */
export interface Spelled {
  readonly field: FieldDescription;
  /** The model that is referred to. */
  readonly target?: { readonly model: ModelDescription; readonly field: FieldDescription };
  /** The field whose type it has. */
  readonly typed: FieldDescription;
  readonly column: string;
}

/** In the order of Tortoise ORM: references come last, sorted by name. */
export function columnsOf(model: ModelDescription, all: Models): readonly Spelled[] {
  const ofType = (fieldType: string) =>
    model.fields.filter((field) => field.fieldType === fieldType)
      .toSorted((one, other) => one.name < other.name ? -1 : 1);
  return [
    ...model.fields.filter(({ fieldType }) => isColumnType(fieldType)),
    ...ofType("ForeignKeyField"),
    ...ofType("OneToOneField"),
  ].map((field) => spell(model, field, all));
}

/** The column of a field. @throws {WhimbrelError} `models` for a reference to what is not there. */
export function spell(model: ModelDescription, field: FieldDescription, all: Models): Spelled {
  const { name, options, to } = field;
  if (to === undefined) {
    return { field, typed: field, column: String(options["sourceField"] ?? name) };
  }
  const owner = `${model.name}.${name}`;
  const other = findModel(owner, to, all);
  const target = options["toField"] === undefined
    ? other.fields.find(isKey)!
    : findField(other, String(options["toField"]), owner);
  if (!isKey(target) && target.options["unique"] !== true) {
    throw wrong(
      `"${owner}" refers to "${other.name}.${target.name}", which is not unique`,
      `write unique: true on "${target.name}"`,
    );
  }
  return {
    field,
    target: { model: other, field: target },
    typed: target.to === undefined ? target : spell(other, target, all).typed,
    column: String(options["sourceField"] ?? `${name}_id`),
  };
}

/** Whether a field is its model's primary key. */
export function isKey({ options }: FieldDescription): boolean {
  return options["pk"] === true || options["primaryKey"] === true;
}

/** The model that `owner` refers to. @throws {WhimbrelError} `models`. */
export function findModel(owner: string, to: ModelName, { byName }: Models): ModelDescription {
  const found = byName.get(keyOf(to));
  if (found !== undefined) return found;
  throw wrong(
    `"${owner}" refers to the model "${keyOf(to)}", which is not there`,
    `there are ${[...byName.keys()].join(", ")}`,
  );
}

function findField(model: ModelDescription, name: string, owner: string): FieldDescription {
  const found = model.fields.find((field) => field.name === name);
  if (found !== undefined) return found;
  throw wrong(
    `"${owner}" names the field "${name}", which the model "${model.name}" does not have`,
    `it has ${model.fields.map((field) => field.name).join(", ")}`,
  );
}

/** Whether the database numbers the rows. */
function isNumbered(field: FieldDescription): boolean {
  return /^(?:Big|Small)?IntField$/.test(field.fieldType) && isKey(field) &&
    field.options["generated"] !== false;
}

/** A column in the dialect's spelling. @throws {WhimbrelError} `models`. */
export function columnOf(model: ModelDescription, spelled: Spelled, all: Models): Column {
  const { field: { name, options, fieldType }, typed, column } = spelled;
  const { dialect } = all;
  const numbered = isNumbered(spelled.field);
  const given = options["defaultSql"] === undefined
    ? options["dbDefault"]
    : { sql: options["defaultSql"] };
  const owner = `${model.name}.${name}`;
  return {
    name: column,
    type: numbered
      ? spellNumberedType(fieldType, dialect)
      : spellType(typed.fieldType, typed.options, dialect),
    nullable: options["null"] === true,
    ...(given === undefined || given === null
      ? {}
      : { default: spellDefault(given, { owner, fieldType: typed.fieldType, dialect }) }),
    ...(numbered && dialect !== "postgres" ? { identity: {} } : {}),
    ...commentOf(options["description"], all),
  };
}

/** A comment, where the dialect keeps any. */
export function commentOf(text: unknown, { dialect }: Models): { readonly comment?: string } {
  // SQLite has none.
  if (typeof text !== "string" || text === "" || dialect === "sqlite") return {};
  return { comment: spellComment(text, dialect) };
}

/** The column of a field of `Meta`. */
export function columnNamed(model: ModelDescription, name: string, all: Models): string {
  return spell(model, findField(model, name, `${model.name}.Meta`), all).column;
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  "CASCADE": "cascade",
  "RESTRICT": "restrict",
  "SET NULL": "set null",
  "SET DEFAULT": "set default",
};

/** What a reference says about the end of its row; Tortoise ORM's usual is CASCADE. */
export function onDelete({ options }: FieldDescription): { readonly onDelete?: ReferentialAction } {
  const action = actions[String(options["onDelete"] ?? "CASCADE")];
  return action === undefined ? {} : { onDelete: action };
}

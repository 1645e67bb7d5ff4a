import { refusal } from "../program.ts";
import type {
  Description,
  FieldDescription,
  IndexDescription,
  ModelDescription,
  ModelName,
} from "./description.ts";
import type { Field, Meta } from "./library.ts";

/** A model's class. */
export type ModelClass = (new () => object) & { readonly Meta?: Meta };

const mark = Symbol.for("whimbrel.model");

/** Whether a value is a class that extends `Model`, of whichever copy of the library. */
export function isModel(value: unknown): value is ModelClass {
  return typeof value === "function" && mark in value && !Object.hasOwn(value, mark);
}

/**
 * Describes models and those that they refer to.
 *
 * @param files where models come from, for errors.
 * @throws a refusal for a model that cannot be a table.
 */
export function describeModels(
  found: Iterable<ModelClass>,
  files: ReadonlyMap<ModelClass, string> = new Map(),
): Description {
  const open = [...new Set(found)];
  const known = new Set(open);
  const models: ModelDescription[] = [];
  for (const model of open) {
    const meta = metaOf(model);
    if (meta.abstract === true) continue;
    const declared = fieldsOf(model, files.get(model));
    models.push(describeModel(model, { meta, declared }, (other) => {
      if (!known.has(other)) open.push(other);
      known.add(other);
    }));
  }
  return { models };
}

const metaKeys: ReadonlySet<string> = new Set([
  "table",
  "schema",
  "app",
  "abstract",
  "tableDescription",
  "uniqueTogether",
  "indexes",
]);

/** A model's own: what its base says is the base's. */
function metaOf(model: ModelClass): Meta {
  const meta = Object.hasOwn(model, "Meta") ? model.Meta ?? {} : {};
  for (const key of Object.keys(meta)) {
    if (metaKeys.has(key)) continue;
    throw refusal(
      `The model "${model.name}" has an unknown key "${key}" in Meta; known: ${
        [...metaKeys].join(", ")
      }`,
    );
  }
  return meta;
}

/** Not every runtime knows the line of a field that throws, so the model is named. */
function fieldsOf(model: ModelClass, file: string | undefined): readonly [string, Field][] {
  try {
    return Object.entries(new model()).filter((entry): entry is [string, Field] =>
      isField(entry[1])
    );
  } catch (cause) {
    const where = file === undefined ? "" : `${file}: `;
    throw refusal(`${where}the model "${model.name}": ${(cause as Error).message}`);
  }
}

function describeModel(
  model: ModelClass,
  { meta, declared }: { readonly meta: Meta; readonly declared: readonly [string, Field][] },
  meet: (other: ModelClass) => void,
): ModelDescription {
  const app = meta.app ?? "models";
  return {
    name: model.name,
    app,
    table: meta.table ?? model.name.toLowerCase(),
    ...(meta.schema === undefined ? {} : { schema: meta.schema }),
    ...(meta.tableDescription === undefined ? {} : { comment: meta.tableDescription }),
    fields: withKey(model, declared).map(([name, field]) => {
      const owner = `${model.name}.${name}`;
      return describeField(owner, field, { app, meet });
    }),
    uniqueTogether: listsOf(meta.uniqueTogether ?? []),
    indexes: (meta.indexes ?? []).map((index) =>
      (Array.isArray(index) ? { fields: index } : index) as IndexDescription
    ),
  };
}

function isField(value: unknown): value is Field {
  return typeof value === "object" && value !== null && "fieldType" in value && "options" in value;
}

function isKey({ options }: Field): boolean {
  return options["pk"] === true || options["primaryKey"] === true;
}

function withKey(
  { name }: ModelClass,
  declared: readonly [string, Field][],
): readonly [string, Field][] {
  const keys = declared.filter(([, field]) => isKey(field));
  if (keys.length > 1) {
    throw refusal(`The model "${name}" has two primary keys: "${keys[0]![0]}", "${keys[1]![0]}"`);
  }
  if (keys.length === 1) return declared;
  if (declared.some(([field]) => field === "id")) {
    throw refusal(`The model "${name}" has a field "id" and no primary key: write pk: true on one`);
  }
  return [["id", { fieldType: "IntField", options: { pk: true } }], ...declared];
}

function describeField(
  owner: string,
  { fieldType, options }: Field,
  { app, meet }: { readonly app: string; readonly meet: (other: ModelClass) => void },
): FieldDescription {
  const { to, default: _, ...rest } = options;
  return {
    name: owner.slice(owner.indexOf(".") + 1),
    fieldType,
    options: Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)])),
    ...(to === undefined ? {} : { to: resolve(owner, to, { app, meet }) }),
  };
}

/** A value as JSON has it: what it has not is SQL already. */
function plain(value: unknown): unknown {
  return typeof value === "bigint" ? { sql: String(value) } : value;
}

function resolve(
  owner: string,
  to: unknown,
  { app, meet }: { readonly app: string; readonly meet: (other: ModelClass) => void },
): ModelName {
  if (typeof to === "string") {
    const [first = "", second, ...more] = to.split(".");
    if (more.length > 0) throw refusal(`"${owner}" refers to "${to}": write APP.MODEL`);
    return second === undefined ? { app, name: first } : { app: first, name: second };
  }
  const other = isModel(to) ? to : typeof to === "function" ? to() : undefined;
  if (!isModel(other)) throw refusal(`"${owner}" refers to something that is no model`);
  meet(other);
  return { app: metaOf(other).app ?? "models", name: other.name };
}

function listsOf(lists: readonly unknown[]): readonly (readonly string[])[] {
  const isOne = lists.length > 0 && typeof lists[0] === "string";
  return (isOne ? [lists] : lists) as readonly (readonly string[])[];
}

import { createRequire } from "node:module";
import { importModels, refusal } from "../program.ts";
import type { Instance, Library, Model, Options } from "./library.ts";

/** How the models of a project are found in its files. */
export interface Collection {
  /** Absolute, in their order. */
  readonly files: readonly string[];
  /** A function among the exports that defines the models: `(sequelize, DataTypes) => ...`. */
  readonly call?: string;
  /** What models have in common, as `define` of Sequelize, where the models make no instance. */
  readonly define?: object;
}

/** The models of one instance. */
export interface Collected {
  readonly library: Library;
  readonly instance: Instance;
  readonly models: readonly Model[];
}

type Callback = (sequelize: Instance, types: unknown) => unknown;

/** What the files export and nobody has used yet. */
interface Exported {
  readonly callbacks: readonly Callback[];
  readonly values: readonly unknown[];
}

/**
 * Imports files and gives the instances that have models then. Where there is none, what the files
 * export is made into one: functions that define models, and classes that nobody has initialised.
 *
 * @throws a refusal where there is no model.
 */
export async function collect(
  collection: Collection,
  libraries: readonly Library[],
): Promise<readonly Collected[]> {
  const { files, call } = collection;
  const exported = await importAll(collection);
  if (call !== undefined && exported.callbacks.length === 0) {
    throw refusal(`"${call}" is not a function that the models export`);
  }
  const found = libraries.flatMap(modelsOf);
  if (found.length > 0 && call === undefined) return found;
  for (const library of libraries) {
    await define(library, exported, collection);
    const made = modelsOf(library);
    if (made.length > 0) return made;
  }
  const where = files.length === 1 ? `"${files[0]}"` : `${files.length} files`;
  throw refusal(`There are no models in ${where}: nothing defines one or exports one`);
}

async function importAll({ files, call }: Collection): Promise<Exported> {
  const callbacks = new Set<Callback>();
  const values = new Set<unknown>();
  for (const file of files) {
    for (const [name, value] of Object.entries(await importModels(file))) {
      if (isCallback(value)) {
        const usual = name === "default" || name === "module.exports" || name === "initModels";
        if (call === undefined ? usual : name === call) callbacks.add(value);
      } else if (typeof value === "object" && value !== null) {
        for (const inner of Object.values(value)) values.add(inner);
      } else values.add(value);
    }
  }
  return { callbacks: [...callbacks], values: [...values] };
}

/** Whether a value is a function that is no class. */
function isCallback(value: unknown): value is Callback {
  return typeof value === "function" && !/^class\b/.test(Function.prototype.toString.call(value));
}

/** Runs the functions and initialises the classes on the instance that is there, or on a new one. */
async function define(
  library: Library,
  { callbacks, values }: Exported,
  { files, define }: Collection,
): Promise<void> {
  const classes = values.filter((value) => library.isModel(value))
    .filter((model) => !isInitialised(model));
  const decorated = library.major === 7 ? classes : classes.filter(isDecorated);
  const own = classes.filter((model) => Object.hasOwn(model, "initModel"));
  if (callbacks.length + decorated.length + own.length === 0) return;
  const options: Options = define === undefined ? {} : { define };
  let instance = library.instances[0];
  if (library.major === 6 && decorated.length > 0 && instance?.addModels === undefined) {
    instance = createRequire(files[0]!)("sequelize-typescript").Sequelize;
    instance = new (instance as unknown as new (options: Options) => Instance)({
      dialect: "sqlite",
      ...options,
    });
  }
  const made = instance ?? library.create(options);
  if (decorated.length > 0) made.addModels!(decorated);
  for (const model of own) model.initModel!(made, library.DataTypes);
  for (const callback of callbacks) await callback(made, library.DataTypes);
  for (const model of listModels(made)) {
    model.associate?.({ ...made.models, sequelize: made });
  }
}

/** Release 7 throws where a model without an instance is asked for it. */
function isInitialised(model: Model): boolean {
  try {
    return model.sequelize !== undefined;
  } catch {
    return false;
  }
}

/** A model of sequelize-typescript that is a table, rather than the base of others. */
function isDecorated(model: Model): boolean {
  const { getOwnMetadata } = Reflect as { getOwnMetadata?: (key: string, of: object) => unknown };
  const { prototype } = model as unknown as { readonly prototype: object };
  return getOwnMetadata?.("sequelize:options", prototype) !== undefined;
}

function modelsOf(library: Library): readonly Collected[] {
  return library.instances
    .map((instance) => ({ library, instance, models: listModels(instance) }))
    .filter(({ models }) => models.length > 0);
}

function listModels({ models }: Instance): readonly Model[] {
  return Symbol.iterator in models
    ? [...models as Iterable<Model>]
    : Object.values(models as Readonly<Record<string, Model>>);
}

import type { Schema } from "./schema.ts";

/**
 * Reads an application's models. Built-in plugins stand in `plugins/mod.ts`; custom ones are modules
 * that default-export one of these.
 */
export interface Plugin {
  readonly name: string;
  /** The program that prints the models, run in the user's project. */
  loader(request: ModelsRequest): Program;
  /**
   * What the loader printed, as the schema that it asks for. Pure.
   *
   * @throws {WhimbrelError} `models` for what cannot be understood or is of another dialect.
   */
  translate(models: unknown, request: ModelsRequest): Desired;
  /**
   * What these models can say. Everything else that the migrations made is left as it is, rather
   * than dropped because the models are silent about it.
   */
  readonly expresses: Expressiveness;
  /** Model code that gives `schema` when it is loaded and translated again, for `inspect`. */
  write?(schema: Schema, dialect: string): string;
}

/** What of a project the models are. */
export interface ModelsRequest {
  /** The configuration's folder, absolute. The loader runs here. */
  readonly root: string;
  /** `models.path` of the configuration: files, globs or modules, as they are written there. */
  readonly paths: readonly string[];
  /** What else the configuration says under `models`; the plugin checks it. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The dialect that the schema is for: `sqlite`, `postgres`, `mysql`. */
  readonly dialect: string;
  /** The server's kind and release, where they are known: `MariaDB 10.11.18`. */
  readonly server?: string;
}

/**
 * A program that reads models and writes JSON into a file, so that models which print, keep a timer
 * running, connect or exit cannot hurt the tool.
 *
 * It is run with the folder of its exchange as its only argument: it reads `input.json` there and
 * writes `output.json`.
 */
export type Program =
  /** ECMAScript module text, run by Bun (in the executable: itself), Deno or Node. */
  | { readonly runtime: "javascript"; readonly source: string; readonly input: unknown }
  /** Python text, run by the project's own Python. */
  | { readonly runtime: "python"; readonly source: string; readonly input: unknown }
  /** A command of the user's; its standard output is the result: JSON, or text where it is none. */
  | { readonly runtime: "command"; readonly command: readonly string[] }
  /** Files as they are, no program at all: their texts by path from the root, in order. */
  | { readonly runtime: "files"; readonly paths: readonly string[] };

/** The schema that models ask for, which is then made in a shadow database and read back. */
export type Desired =
  /** Spelled as the dialect takes it; names that the database would choose may be absent. */
  | { readonly schema: Schema; readonly notes?: readonly string[] }
  /** SQL that makes it in an empty database. `file` is named in errors. */
  | { readonly script: string; readonly file: string; readonly notes?: readonly string[] };

/**
 * What a plugin's models can say, beside tables, columns, primary keys, uniques and foreign keys.
 * Unless they say everything, the order in which they name columns is no wish.
 */
export type Expressiveness = "everything" | {
  readonly checks: boolean;
  readonly exclusions: boolean;
  readonly indexes: boolean;
  /** Comments of tables and columns. */
  readonly comments: boolean;
  readonly enums: boolean;
  readonly sequences: boolean;
  readonly domains: boolean;
  readonly composites: boolean;
  /** Kinds of `OpaqueObject`: `view`, `policy`, ... */
  readonly objects: readonly string[];
};

/** Built-in plugins stand in one literal table of these, so that only the one in use is loaded. */
export interface PluginEntry {
  readonly name: string;
  readonly load: () => Promise<Plugin>;
}

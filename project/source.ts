import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Adapter, Dialect } from "../core/adapter.ts";
import type { Migration } from "../core/directory.ts";
import { danglingReferences } from "../core/dangling.ts";
import { WhimbrelError } from "../core/errors.ts";
import type { RevisionGraph } from "../core/graph.ts";
import type { Desired, Expressiveness } from "../core/plugin.ts";
import type { Schema } from "../core/schema.ts";
import { limitSchema } from "../core/scope.ts";
import { resolveEach } from "../core/target.ts";
import { type LoadedModels, loadModels, loadPlugin } from "./models.ts";
import { graphOrEmpty } from "./new_file.ts";
import { foreignTables } from "./adopt/mod.ts";
import { schemeOf } from "./adapter.ts";
import type { Project } from "./project.ts";
import { openShadow, type ShadowReader } from "./shadow.ts";

/** Where a schema comes from, as `--from` and `--to` name it. */
export type Source =
  | { readonly kind: "models" }
  | { readonly kind: "migrations"; readonly revision: string | undefined }
  | { readonly kind: "database"; readonly url: string | undefined }
  | { readonly kind: "file"; readonly path: string; readonly plugin: "sql" | "snapshot" };

/**
 * Reads the name of a source: `models`, `migrations`, `migrations@REVISION`, `database`, a database
 * URL, a `.sql` file, a snapshot `.json`.
 *
 * @throws {WhimbrelError} `usage`.
 */
export function parseSource(text: string): Source {
  if (text === "models") return { kind: "models" };
  if (text === "database") return { kind: "database", url: undefined };
  const at = /^migrations(?:@(.+))?$/.exec(text);
  if (at !== null) return { kind: "migrations", revision: at[1] };
  if (/\.sql$/i.test(text)) return { kind: "file", path: text, plugin: "sql" };
  if (/\.json$/i.test(text)) return { kind: "file", path: text, plugin: "snapshot" };
  if (schemeOf(text) !== undefined || /\.(?:db|sqlite3?)$/i.test(text)) {
    return { kind: "database", url: text };
  }
  throw new WhimbrelError("usage", `Cannot tell where the schema "${text}" comes from`, {
    hint: "say models, migrations, migrations@REVISION, database, a database URL, a .sql file or " +
      "a snapshot .json",
  });
}

/** Reads schemas from sources, all of one dialect. */
export interface SchemaReader extends AsyncDisposable {
  readonly dialect: Dialect;
  readonly shadow: ShadowReader;
  read(source: Source): Promise<Schema>;
  /** The models, with what they cannot say. */
  models(): Promise<LoadedModels & { readonly schema: Schema }>;
  /** What these migrations make. */
  migrations(migrations: readonly Migration[]): Promise<Schema>;
}

/** What schemas are read for. */
export interface ReaderRequest {
  /** The dialect; that of the project's database where it is absent. */
  readonly dialect?: string;
  /** A database that is one of the sources, whose server the shadow may use. */
  readonly url?: string;
  readonly signal?: AbortSignal;
  /** The models have probably changed, so that the shadow is going to be needed. */
  readonly expectsChange?: boolean;
  /** Told what the models' plugin had to leave out. */
  readonly onNote?: (note: string) => void;
}

/** Opens what is needed to read schemas of a project. */
export async function openReader(
  project: Project,
  request: ReaderRequest = {},
): Promise<SchemaReader> {
  const shadow = await openShadow(project, request);
  const { dialect } = shadow;
  const scope = project.database.compare ?? {};
  const limit = (schema: Schema) => limitSchema(schema, scope);
  const migrations = async (list: readonly Migration[]) =>
    limit(withoutHistories(await shadow.ofMigrations(list)));
  const make = async (desired: Desired) => {
    const schema = await shadow.ofDesired(desired);
    for (const note of danglingReferences(schema)) request.onNote?.(note);
    return limit(schema);
  };
  const models = async () => {
    const loaded = await loadModels(project, {
      ...{ dialect: dialect.name, server: shadow.identity },
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(request.expectsChange === true ? { onProgram: shadow.warmUp } : {}),
    });
    for (const note of loaded.desired.notes ?? []) request.onNote?.(note);
    return { ...loaded, schema: await make(loaded.desired) };
  };
  const read = async (source: Source): Promise<Schema> => {
    switch (source.kind) {
      case "models":
        return (await models()).schema;
      case "migrations":
        return await migrations(upTo(graphOrEmpty(project), source.revision));
      case "database":
        return limit(await ofDatabase(project, source.url, request));
      case "file":
        return await make(await desiredOf(project, source, dialect.name));
    }
  };
  return {
    dialect,
    shadow,
    read,
    models,
    migrations,
    [Symbol.asyncDispose]: shadow[Symbol.asyncDispose],
  };
}

/**
 * The dialect of two sources: of the database that one of them is, else the project's.
 *
 * @throws {WhimbrelError} `usage` for databases of two kinds.
 */
export async function dialectOfSources(
  project: Project,
  sources: readonly Source[],
): Promise<string | undefined> {
  const adapters: Adapter[] = [];
  for (const source of sources) {
    if (source.kind !== "database") continue;
    adapters.push(
      source.url === undefined ? await project.adapter() : await project.adapterOf(source.url),
    );
  }
  const [one, other] = adapters;
  if (one !== undefined && other !== undefined && one !== other) {
    throw new WhimbrelError(
      "usage",
      `Cannot compare a ${one.dialect.name} database with a ${other.dialect.name} one`,
      { hint: "compare databases of one kind" },
    );
  }
  if (one !== undefined || project.hasUrl()) return one?.dialect.name;
  throw new WhimbrelError("usage", "Cannot tell the kind of database: none is named", {
    hint: "say it with --dialect sqlite, postgres or mysql, or set DATABASE_URL",
  });
}

/** The URL of the first of the sources that is a database named by one. */
export function urlOfSources(sources: readonly Source[]): string | undefined {
  return sources.flatMap((source) => source.kind === "database" ? source.url ?? [] : [])[0];
}

/** A revision and all that it needs, or everything, in the order in which they are applied. */
export function upTo(
  graph: RevisionGraph<Migration>,
  revision: string | undefined,
): readonly Migration[] {
  if (revision === undefined) return graph.order;
  const wanted = new Set(
    resolveEach(graph, revision).flatMap(({ id }) => [id, ...graph.ancestors(id)]),
  );
  return graph.order.filter(({ id }) => wanted.has(id));
}

/**
 * The command that runs a script on the database that a source is, or is to be: any one of its kind
 * for a file.
 */
export async function scriptHint(
  project: Project,
  source: Source,
  dialect: Dialect,
): Promise<string | undefined> {
  const url = source.kind === "database" ? source.url : undefined;
  if (source.kind === "file" || url === undefined && !project.hasUrl()) return dialect.scriptHint;
  const adapter = url === undefined ? await project.adapter() : await project.adapterOf(url);
  if (adapter.dialect.name !== dialect.name) return dialect.scriptHint;
  return adapter.scriptHint?.(project.connectOptions({ readOnly: true }, url)) ??
    dialect.scriptHint;
}

async function ofDatabase(
  project: Project,
  url: string | undefined,
  { signal, onNote }: ReaderRequest,
): Promise<Schema> {
  const adapter = url === undefined ? await project.adapter() : await project.adapterOf(url);
  const options = project.connectOptions({
    readOnly: true,
    ...(signal === undefined ? {} : { signal }),
  }, url);
  await using session = await adapter.connect(options);
  const schemas = project.database.compare?.schemas;
  const schema = await adapter.introspect(session, {
    exclude: Object.values(project.tables),
    namespaces: schemas ?? "all",
  });
  for (const line of await adapter.unread?.(session) ?? []) onNote?.(`not compared: ${line}`);
  return url === undefined ? withoutHistories(schema) : schema;
}

/** The histories of tools that were used before stay where they are; some tools made them by a migration. */
function withoutHistories(schema: Schema): Schema {
  return limitSchema(schema, { exclude: foreignTables });
}

async function desiredOf(
  project: Project,
  { path, plugin: name }: Extract<Source, { readonly kind: "file" }>,
  dialect: string,
): Promise<Desired> {
  const plugin = await loadPlugin(project, name);
  const full = resolve(project.start, path);
  if (!existsSync(full)) {
    throw new WhimbrelError("usage", `Cannot read "${path}": it does not exist`, {
      place: { file: path },
      hint: "see to the path",
    });
  }
  const request = { root: project.root, paths: [path], options: {}, dialect };
  return plugin.translate({ [path]: readFileSync(full, "utf8") }, request);
}

/** A schema that is wanted, and what those who want it cannot say. */
export interface Target {
  readonly schema: Schema;
  readonly expresses: Expressiveness;
  /** It is there, so that what it does not have is not wanted: no rights without a word either. */
  readonly isDatabase?: true;
}

/** Reads the schema of a source as one that is wanted. */
export async function readTarget(reader: SchemaReader, source: Source): Promise<Target> {
  if (source.kind === "models") return await reader.models();
  const schema = await reader.read(source);
  return { schema, expresses: "everything", ...source.kind === "database" && { isDatabase: true } };
}

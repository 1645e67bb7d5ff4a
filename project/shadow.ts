import { existsSync } from "node:fs";
import type { Adapter, Dialect, Session } from "../core/adapter.ts";
import type { Migration } from "../core/directory.ts";
import { WhimbrelError } from "../core/errors.ts";
import type { Desired } from "../core/plugin.ts";
import type { Schema } from "../core/schema.ts";
import { noCache, openCache } from "./cache.ts";
import { makeDesired } from "./desired.ts";
import type { Project } from "./project.ts";
import { type Left, replayCached, scriptsOf } from "./replayed.ts";

/** Makes schemas in a throw-away database and reads them back, so that all have been through one. */
export interface ShadowReader extends AsyncDisposable {
  readonly dialect: Dialect;
  /** The kind and release of the shadow. */
  readonly identity: string;
  /** The schema that models ask for, as the database sees it. */
  ofDesired(desired: Desired): Promise<Schema>;
  /** The schema that migrations make, run in the order given. */
  ofMigrations(migrations: readonly Migration[]): Promise<Schema>;
  /** The SQL that migrations are going to run, as far as it is known beforehand. */
  scriptsOf(migrations: readonly Migration[]): Iterable<string>;
  /** Begins to start the database, where that takes time. */
  warmUp(): void;
  /** Runs `work` on an empty database. */
  use<T>(
    scripts: Iterable<string>,
    work: (session: Session, adapter: Adapter) => Promise<T>,
  ): Promise<T>;
}

/** What a shadow is for. */
export interface ShadowRequest {
  /** Default: the dialect of the project's database. */
  readonly dialect?: string;
  /** A database of that dialect, whose server a scratch database may be made on before the project's. */
  readonly url?: string;
  readonly signal?: AbortSignal;
}

/**
 * Prepares the shadow of a project; no database is started before one is needed.
 *
 * @throws {WhimbrelError} `shadow` for an adapter that has none.
 */
export async function openShadow(
  project: Project,
  { dialect: name, url: other, signal }: ShadowRequest = {},
): Promise<ShadowReader> {
  const own = name === undefined ? await project.adapter() : await ownAdapter(project, name);
  const adapter = own ?? await project.adapterOf(name!);
  const { shadow: url, schema } = project.database;
  const configured = url === undefined ? undefined : project.resolve(url, "shadow");
  const fits = configured !== undefined && await project.adapterOf(configured) === adapter;
  if (adapter.shadow === undefined) {
    throw new WhimbrelError(
      "shadow",
      `The adapter of "${adapter.dialect.name}" has no shadow database`,
      { hint: "write the migration by hand: `whimbrel migrate --name ... --empty`" },
    );
  }
  const shadow = await adapter.shadow({
    ...(fits ? { url: configured } : {}),
    ...(own === undefined && other === undefined
      ? {}
      : { target: project.connectOptions({ readOnly: false }, other) }),
    ...(schema === undefined ? {} : { schema }),
    ...(signal === undefined ? {} : { signal }),
  });
  // A folder that is no project does not get one of the tool's own.
  const isProject = project.isConfigured || existsSync(project.dir.path);
  const cache = isProject ? openCache(project.root) : noCache;
  const left: Left = {};
  const warmUp = () => shadow.warmUp?.();
  const opener = {
    open(scripts: Iterable<string>, use?: "trial") {
      delete left.key;
      delete left.session;
      return shadow.open(scripts, use);
    },
    warmUp,
  };
  const read = (session: Session) =>
    adapter.introspect(session, { exclude: [], namespaces: "all" });
  const { dialect = adapter.dialect } = shadow;
  // What stands in this schema has no other name in what is read.
  const known = JSON.stringify([shadow.identity, schema]);
  return {
    dialect,
    identity: shadow.identity,
    scriptsOf: (migrations) => scriptsOf(migrations, dialect),
    warmUp,
    use: async (scripts, work) => await work(await opener.open(scripts), adapter),
    ofDesired: (desired) =>
      makeDesired(desired, { adapter, shadow: opener, read, cache, identity: known }),
    ofMigrations: async (migrations) =>
      await replayCached(migrations, {
        ...{ adapter, shadow: opener, read, cache, left },
        ...{ identity: known, tables: project.tables },
        scripts: await project.scripts(),
        ...(signal === undefined ? {} : { signal }),
      }),
    [Symbol.asyncDispose]: () => shadow[Symbol.asyncDispose](),
  };
}

/** The project's own adapter where it is the one of that dialect. */
async function ownAdapter(project: Project, name: string): Promise<Adapter | undefined> {
  if (!project.hasUrl()) return undefined;
  const adapter = await project.adapter();
  return adapter.dialect.name === name ? adapter : undefined;
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { introspect } from "../../../adapters/postgres/introspect.ts";
import type { PostgresSession } from "../../../adapters/postgres/session.ts";
import type { DiffTraits } from "../../../core/diff.ts";
import { generated, type Statement } from "../../../core/statement.ts";
import { open } from "../../adapters/postgres/database.ts";
import { run } from "../../servers/cache.ts";
import { bookworm, treeCommand, treeRoot, unstable } from "../../servers/debian.ts";
import { type DatabaseServer, withDatabase } from "../../servers/mod.ts";
import type { Bench, Scratch } from "./scratch.ts";

/**
 * PostgreSQL. Each change has a schema of its name in each of three databases, which all stay until
 * the end, so that one run of pg_dump for each shows all of them.
 */
export async function openPostgres(server: DatabaseServer): Promise<Bench> {
  const migrated = await scratch(server);
  const direct = await scratch(server);
  const returned = await scratch(server);
  const program = await pgDump(migrated.release);
  return {
    traits: migrated.traits,
    migrated,
    direct,
    returned,
    ...(program === undefined
      ? {}
      : { differences: () => compareDumps(program, migrated.urls, direct.urls) }),
    async [Symbol.asyncDispose]() {
      await Promise.all([migrated, direct, returned].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}

interface PostgresScratch extends Scratch {
  readonly traits: DiffTraits;
  readonly release: number;
  /** The databases by the change that they are of; empty for the one that most share. */
  readonly urls: ReadonlyMap<string, string>;
}

async function scratch(server: DatabaseServer): Promise<PostgresScratch> {
  const urls = new Map([["", await server.createDatabase()]]);
  const shared = await open(urls.get("")!);
  let session = shared;
  const close = async () => {
    if (session !== shared) await session[Symbol.asyncDispose]();
  };
  const exec = async (...texts: readonly string[]) => void await session.run(texts.map(generated));
  return {
    traits: shared.dialect.diffTraits ?? {},
    release: Math.floor(shared.facts.release / 10_000),
    urls,
    async reset(name, alone) {
      await close();
      session = shared;
      if (alone) {
        urls.set(name, await server.createDatabase());
        session = await open(urls.get(name)!);
      } else {
        await exec(
          `DROP SCHEMA IF EXISTS "${name}" CASCADE`,
          `CREATE SCHEMA "${name}"`,
          `SET search_path TO "${name}"`,
        );
      }
    },
    exec: async (script) => void await session.run([...session.dialect.split([script])]),
    rows: (sql) => session.query(sql),
    schema: async () => {
      const isShared = session === shared;
      return await introspect(session, { exclude: [], ...(isShared ? {} : { namespaces: "all" }) });
    },
    render: (operations, before) => session.dialect.render(operations, before),
    run: (statements) => migrate(session, statements),
    show: () => undefined,
    async [Symbol.asyncDispose]() {
      await close();
      await shared[Symbol.asyncDispose]();
      await Promise.all([...urls.values()].map((url) => server.dropDatabase(url)));
    },
  };
}

/** From release 18 on NOT NULL keeps the name that it had from a column's or table's old one. */
function withoutServersName(line: string): string {
  return line.replace(/ CONSTRAINT (?:\w+|"[^"]+")_not_null\d* NOT NULL/, " NOT NULL");
}

async function migrate(session: PostgresSession, statements: readonly Statement[]): Promise<void> {
  const { dialect } = session;
  const isFree = dialect.transactionConflict?.(statements) !== undefined ||
    statements.some(({ text }) => dialect.traits(text).refusesTransaction !== undefined);
  try {
    if (!isFree) await session.run([generated("BEGIN")]);
    for (const statement of statements) {
      try {
        await session.run([statement]);
      } catch (cause) {
        throw new Error(`${(cause as Error).message}\n${statement.text}`, { cause });
      }
    }
    if (!isFree) await session.run([generated("COMMIT")]);
  } catch (error) {
    if (!isFree) await session.run([generated("ROLLBACK")]);
    throw error;
  }
}

/**
 * The command of a release's pg_dump, from where the test servers are installed; undefined where it
 * is not there, since an older one refuses the server.
 */
async function pgDump(release: number): Promise<readonly string[] | undefined> {
  const program = `usr/lib/postgresql/${release}/bin/pg_dump`;
  for (const root of [treeRoot(bookworm), treeRoot(unstable)]) {
    if (existsSync(join(root, program))) return await treeCommand(root, program);
  }
  return existsSync(join("/", program)) ? [join("/", program)] : undefined;
}

async function compareDumps(
  program: readonly string[],
  migrated: ReadonlyMap<string, string>,
  direct: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [change, url] of migrated) {
    const [one, other] = await Promise.all(
      [url, direct.get(change)!].map(async (each) => readDump(await dump(program, each))),
    );
    for (const key of new Set([...one!.keys(), ...other!.keys()])) {
      const [is, wanted] = [one!.get(key), other!.get(key)];
      if (is === wanted) continue;
      const name = change === "" ? key.split(" ")[0]! : change;
      found.set(name, `${found.get(name) ?? ""}${key}\nis ${is}\nnot ${wanted}\n`);
    }
  }
  return found;
}

/** The password goes by the environment, where no list of processes shows it. */
async function dump(program: readonly string[], url: string): Promise<string> {
  const { password, pathname } = new URL(url);
  const bare = new URL(withDatabase(url, decodeURIComponent(pathname.slice(1))));
  bare.password = "";
  return await run([...program, "--schema-only", "--no-owner", bare.href], {
    env: { PGPASSWORD: decodeURIComponent(password) },
  });
}

/** The entries of a dump by schema, type and name. Lines of a table may stand in any order. */
function readDump(text: string): ReadonlyMap<string, string> {
  const entries = text.split(/^-- Name: /m).slice(1).map((entry) => {
    const [, name, type, schema] = /^(.*); Type: (.*); Schema: (.*); Owner: /.exec(entry) ?? [];
    const body = entry.slice(entry.indexOf("\n")).split("\n")
      .map((line) => line.trim().replace(/,$/, ""))
      .filter((line) => line !== "" && !/^(?:--|SET|\\)/.test(line));
    const lines = type === "TABLE" ? body.sort() : body;
    return [
      `${schema === "-" ? name : schema} ${type} ${name}`,
      lines.map(withoutServersName).join("\n"),
    ] as const;
  });
  return new Map(entries);
}

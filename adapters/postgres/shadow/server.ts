import { randomBytes } from "node:crypto";
import {
  type ConnectOptions,
  type Shadow,
  type ShadowOptions,
  StatementError,
} from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { generated } from "../../../core/statement.ts";
import { connect } from "../connect.ts";
import { literal, quote } from "../quoting.ts";
import type { PostgresSession } from "../session.ts";
import { parseTarget } from "../url.ts";
import { empty } from "./empty.ts";
import { surroundingOf } from "./server_surrounding.ts";
import { surround } from "./session.ts";

/** What the names of scratch databases begin with, those that a person made included. */
const prefix = "whimbrel_shadow";

/** Milliseconds. */
const usualConnectTimeout = 10_000;

/** A database of a server that is emptied or made anew for each use. */
interface Scratch {
  /** Makes it empty; gives its name. */
  renew(): Promise<string>;
  remove(): Promise<void>;
}

/**
 * A shadow on a server: the database that the URL names, where its name says that it is a scratch one,
 * else a database of its own beside it.
 *
 * @throws {WhimbrelError} `shadow`.
 */
export async function serverShadow(
  url: string,
  { schema, target, signal }: ShadowOptions,
): Promise<Shadow> {
  const options: ConnectOptions = {
    url,
    connectTimeout: target?.connectTimeout ?? usualConnectTimeout,
    readOnly: false,
    settings: {},
    env: target?.env ?? {},
    ...(signal === undefined ? {} : { signal }),
  };
  const { database } = parseTarget(options);
  // Stays connected: whoever looks for leftovers sees by it that the database is in use.
  const keeper = await reach(options, "whimbrel-shadow");
  let scratch: Scratch | undefined;
  let current: PostgresSession | undefined;
  const close = async () => {
    await current?.[Symbol.asyncDispose]();
    current = undefined;
  };
  return {
    identity: await identityOf(keeper),
    async open() {
      await close();
      scratch ??= database.startsWith(prefix)
        ? await namedScratch(keeper, options)
        : await ownScratch(keeper);
      const name = await scratch.renew();
      current = await reach(
        { ...options, ...(schema === undefined ? {} : { schema }) },
        name,
        name,
      );
      if (schema !== undefined) {
        await current.run([generated(`CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`)]);
      }
      return surround(current, surroundingOf(current));
    },
    async [Symbol.asyncDispose]() {
      if (!keeper.usable) return;
      try {
        await close();
        await scratch?.remove();
      } finally {
        await keeper[Symbol.asyncDispose]();
      }
    },
  };
}

/** Connects to the URL's server; to another database of it where one is named. */
async function reach(
  options: ConnectOptions,
  application: string,
  database?: string,
): Promise<PostgresSession> {
  const settings = { application_name: application };
  const url = database === undefined ? options.url : withDatabase(options.url, database);
  try {
    const session = await connect({ ...options, url, settings });
    // The URL's own word for it would win.
    await session.run([generated(`SET application_name = ${literal(application)}`)]);
    return session;
  } catch (cause) {
    if (!(cause instanceof WhimbrelError) || cause.code === "interrupted") throw cause;
    throw new WhimbrelError("shadow", cause.message, {
      notes: [...cause.notes, 'it is the server of "shadow" in the configuration'],
      hint: cause.hint ?? 'mend "shadow", or leave it out for the embedded database',
      ...(cause.serverCode === undefined ? {} : { serverCode: cause.serverCode }),
      cause,
    });
  }
}

/** The same URL with another database, wherever it names one. */
function withDatabase(url: string, database: string): string {
  const [, start = "", , query = ""] = /^([^:]+:\/\/[^/?]*)(\/[^?]*)?(\?.*)?$/s.exec(url) ?? [];
  const rest = query.replace(/([?&])dbname=[^&]*&?/g, "$1").replace(/[?&]$/, "");
  return `${start}/${encodeURIComponent(database)}${rest}`;
}

async function identityOf(session: PostgresSession): Promise<string> {
  const [row] = await session.query(
    "SELECT concat_ws(', ', pg_encoding_to_char(encoding), datcollate, datctype) AS locale " +
      "FROM pg_catalog.pg_database WHERE datname = 'template0'",
  );
  return `${session.server} (${row?.["locale"]})`;
}

/** A database that a person made for this; one run at a time uses it. */
async function namedScratch(keeper: PostgresSession, options: ConnectOptions): Promise<Scratch> {
  const { database } = parseTarget(options);
  const [row] = await keeper.query(
    "SELECT pg_try_advisory_lock(hashtext('whimbrel'), hashtext('shadow')) AS taken",
  );
  if (row?.["taken"] !== true) {
    throw new WhimbrelError("shadow", `Another run uses the scratch database "${database}"`, {
      hint: 'wait until it is done, or let "shadow" name another database for each',
    });
  }
  const renew = async () => {
    const session = await reach(options, database);
    try {
      await empty(session, { roles: false });
    } catch (cause) {
      throw new WhimbrelError("shadow", `Cannot empty the scratch database "${database}"`, {
        ...(cause instanceof StatementError ? { notes: [cause.message] } : {}),
        hint: `make it anew: DROP DATABASE ${quote(database)}; CREATE DATABASE ${quote(database)}`,
        cause,
      });
    } finally {
      await session[Symbol.asyncDispose]();
    }
    return database;
  };
  return { renew, remove: async () => void await renew() };
}

/** A database of this run's own. */
async function ownScratch(keeper: PostgresSession): Promise<Scratch> {
  await sweep(keeper);
  const seconds = Math.floor(Date.now() / 1000).toString(16).padStart(8, "0");
  const name = `${prefix}_${seconds}_${randomBytes(6).toString("hex")}`;
  await keeper.run([generated(`SET application_name = ${literal(name)}`)]);
  const force = keeper.facts.release >= 130_000 ? " WITH (FORCE)" : "";
  const remove = async () => {
    await keeper.run([generated(`DROP DATABASE IF EXISTS ${quote(name)}${force}`)]);
  };
  return {
    async renew() {
      await remove();
      try {
        await keeper.run([generated(`CREATE DATABASE ${quote(name)} TEMPLATE template0`)]);
      } catch (cause) {
        throw cannotCreate(keeper, cause);
      }
      return name;
    },
    remove,
  };
}

/** Seconds after which a database is taken for left over where nobody can be asked. */
const longest = 3600;

/**
 * Drops what runs that were killed left behind: databases of this role whose keeper is gone, to which
 * nobody is connected. Behind a pooler keepers are not seen, so that only old ones go.
 */
async function sweep(keeper: PostgresSession): Promise<void> {
  const rows = await keeper.query(
    `SELECT datname AS name FROM pg_catalog.pg_database WHERE datname ~ '^${prefix}_[0-9a-f]{8}_[0-9a-f]{12}$' ` +
      "AND pg_has_role(datdba, 'USAGE') AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a " +
      "WHERE a.datname = pg_database.datname OR a.application_name = pg_database.datname)",
  );
  const now = Date.now() / 1000;
  for (const name of rows.map((row) => String(row["name"]))) {
    const age = now - parseInt(name.slice(prefix.length + 1), 16);
    if (keeper.facts.pooled && age < longest) continue;
    // Without FORCE, so that one that somebody connects to just now stays.
    await keeper.run([generated(`DROP DATABASE IF EXISTS ${quote(name)}`)]).catch((error) => {
      if (!(error instanceof StatementError) || error.connectionLost) throw error;
    });
  }
}

function cannotCreate(keeper: PostgresSession, cause: unknown): unknown {
  if (!(cause instanceof StatementError) || cause.connectionLost) return cause;
  const missingRight = cause.serverCode === "42501";
  return new WhimbrelError("shadow", `Cannot make a scratch database: ${cause.message}`, {
    ...(cause.serverCode === undefined ? {} : { serverCode: cause.serverCode }),
    notes: [`on the server of ${keeper.database}`],
    hint: missingRight
      ? `let an administrator run ALTER ROLE ... CREATEDB, or make a database for this whose name ` +
        `begins with "${prefix}" and name it in "shadow"`
      : 'name another server in "shadow", or leave it out for the embedded database',
    cause,
  });
}

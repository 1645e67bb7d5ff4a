import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { Adapter, Session, Shadow } from "../../core/adapter.ts";
import { describe as say } from "../../core/describe.ts";
import { diff } from "../../core/diff.ts";
import { generate, standaloneScript } from "../../core/generate.ts";
import { noRenames } from "../../core/rename.ts";
import { compare } from "../../core/schema_order.ts";
import type { Schema } from "../../core/schema.ts";
import { useServer } from "../servers/mod.ts";
import { pairs } from "./pairs.ts";

interface Kind {
  readonly title: string;
  readonly dialect: "sqlite" | "postgres" | "mysql";
  readonly adapter: Adapter;
  /** The server on which scratch databases are made; the adapter's own way where it is absent. */
  readonly url?: string;
}

const kinds: readonly Kind[] = [
  {
    title: "SQLite",
    dialect: "sqlite",
    adapter: (await import("../../adapters/sqlite/mod.ts")).adapter,
  },
  {
    title: "the embedded PostgreSQL",
    dialect: "postgres",
    adapter: (await import("../../adapters/postgres/mod.ts")).adapter,
  },
  ...await Promise.all((["mysql", "mariadb"] as const).map(async (name): Promise<Kind> => {
    const url = (await useServer(name))?.url();
    return {
      title: name,
      dialect: "mysql",
      adapter: (await import("../../adapters/mysql/mod.ts")).adapter,
      ...(url === undefined ? {} : { url }),
    };
  })),
];

for (const { title, dialect, adapter, url } of kinds) {
  const isMissing = dialect === "mysql" && url === undefined;
  describe(`pairs on ${title}`, { skip: isMissing }, () => {
    let opened: Promise<Shadow> | undefined;
    const open = () =>
      opened ??= adapter.shadow!(
        url === undefined ? {} : {
          target: { url, connectTimeout: 30_000, readOnly: false, settings: {}, env: {} },
        },
      );
    after(async () => await (await opened)?.[Symbol.asyncDispose]());
    for (const { name, dialects, a, b, look } of pairs) {
      if (!dialects.includes(dialect)) continue;
      test(name, { timeout: 120_000 }, async () => {
        const shadow = await open();
        await leads({ adapter, shadow }, { from: a, to: b, look });
        await leads({ adapter, shadow }, { from: b, to: a, look });
      });
    }
  });
}

/** Asserts that what is printed leads from one script's schema to the other's, and back. */
async function leads(
  { adapter, shadow }: { readonly adapter: Adapter; readonly shadow: Shadow },
  { from, to, look }: {
    readonly from: string;
    readonly to: string;
    readonly look: string | undefined;
  },
): Promise<void> {
  const seen = async (session: Session) => look === undefined ? [] : await session.query(look);
  const read = async (session: Session) =>
    inOneOrder(await adapter.introspect(session, { exclude: [], namespaces: "all" }));
  const make = async (script: string): Promise<Session> => {
    const session = await shadow.open([from, to]);
    await run(session, script);
    return session;
  };
  const direct = await make(to);
  const [wanted, sight] = [await read(direct), await seen(direct)];
  const session = await make(from);
  const before = await read(session);
  const { dialect } = session;
  const difference = (one: Schema, other: Schema) =>
    diff(one, other, noRenames, dialect.diffTraits);
  const parts = generate(difference(before, wanted), dialect, before);
  await run(session, [...standaloneScript(dialect, parts)].join(""));
  const made = await read(session);
  assert.deepEqual(made, wanted);
  assert.deepEqual(await seen(session), sight);
  assert.deepEqual(difference(made, wanted).map(say), []);
  for (const { downgrade } of parts.toReversed()) await session.run(downgrade);
  assert.deepEqual(await read(session), before);
}

async function run(session: Session, script: string): Promise<void> {
  for (const statement of session.dialect.split([script])) await session.run([statement]);
}

/** Columns of one table may stand in another order than in a table that was made at once. */
function inOneOrder(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.toSorted((one, other) => compare(one.name, other.name)),
    })),
  };
}

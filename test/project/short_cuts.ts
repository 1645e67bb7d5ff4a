import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Adapter, Session, Shadow } from "../../core/adapter.ts";
import { type Migration, readDirectory } from "../../core/directory.ts";
import type { Desired } from "../../core/plugin.ts";
import type { Schema } from "../../core/schema.ts";
import type { Cache } from "../../project/cache.ts";
import { makeDesired } from "../../project/desired.ts";
import { type Left, replayCached } from "../../project/replayed.ts";

/** A cache that ends with the test; through JSON, as the real one. */
function memoryCache(): Cache {
  const texts = new Map<string, string>();
  return {
    get<T>(kind: string, key: string): T | undefined {
      const text = texts.get(`${kind} ${key}`);
      return text === undefined ? undefined : JSON.parse(text) as T;
    },
    set: (kind, key, value) => void texts.set(`${kind} ${key}`, JSON.stringify(value)),
  };
}

/** Both ways to the same schema. */
export interface TwoWays {
  /** With what was kept of the first. */
  readonly short: Schema;
  /** With nothing kept. */
  readonly whole: Schema;
}

/** Makes a desired schema after another one. */
export async function desiredAfter(
  { adapter, shadow }: { readonly adapter: Adapter; readonly shadow: Shadow },
  first: Desired,
  then: Desired,
): Promise<TwoWays> {
  const make = (desired: Desired, cache: Cache) =>
    makeDesired(desired, {
      ...{ adapter, shadow, read: readWith(adapter), cache },
      identity: shadow.identity,
    });
  const kept = memoryCache();
  await make(first, kept);
  return { short: await make(then, kept), whole: await make(then, memoryCache()) };
}

/** Replays migrations after a beginning of them is known, or was just replayed (`continued`). */
export async function replayedAfter(
  { adapter, shadow }: { readonly adapter: Adapter; readonly shadow: Shadow },
  known: readonly string[],
  then: readonly string[],
): Promise<TwoWays & { readonly continued: Schema }> {
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-"));
  try {
    const migrations = migrationsIn(folder, [...known, ...then]);
    const replay = (list: readonly Migration[], cache: Cache, left: Left = {}) =>
      replayCached(list, {
        ...{ adapter, shadow, read: readWith(adapter), cache, left, scripts: undefined },
        identity: shadow.identity,
        tables: { history: ["h"], journal: ["j"], control: ["c"] },
      });
    const kept = memoryCache();
    const left: Left = {};
    await replay(migrations.slice(0, known.length), kept, left);
    return {
      continued: await replay(migrations, memoryCache(), left),
      short: await replay(migrations, kept),
      whole: await replay(migrations, memoryCache()),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const readWith = (adapter: Adapter) => (session: Session) =>
  adapter.introspect(session, { exclude: [], namespaces: "all" });

function migrationsIn(folder: string, sections: readonly string[]): readonly Migration[] {
  sections.forEach((section, index) => {
    const id = (index + 1).toString(16).padStart(12, "0");
    const parent = index === 0 ? "" : `-- parents: ${index.toString(16).padStart(12, "0")}\n`;
    const text = `-- revision: ${id}\n${parent}\n-- upgrade\n${section}\n\n-- downgrade\n`;
    writeFileSync(join(folder, `${id}_step.sql`), text);
  });
  return readDirectory({ path: folder, shown: folder });
}

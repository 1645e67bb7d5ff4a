import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { commit, version } from "./version.ts";

/** What can be computed again, kept by a hash of what went in. */
export interface Cache {
  get<T>(kind: string, key: string): T | undefined;
  set(kind: string, key: string, value: unknown): void;
}

/** Keeps nothing. */
export const noCache: Cache = { get: () => undefined, set() {} };

/** Files that stay; the ones that were not used for longest go. */
const keptFiles = 64;

/**
 * The cache in `.whimbrel/cache` of a project. One that cannot be written is none, since nothing
 * depends on it but time.
 */
export function openCache(root: string): Cache {
  const path = (kind: string, key: string) => {
    const hash = createHash("sha256").update(`${version} ${commit}`).update("\0").update(key)
      .digest("hex");
    return join(root, ".whimbrel", "cache", `${kind}-${hash.slice(0, 32)}.json`);
  };
  return {
    get<T>(kind: string, key: string): T | undefined {
      try {
        return JSON.parse(readFileSync(path(kind, key), "utf8")) as T;
      } catch {
        return undefined;
      }
    },
    set(kind, key, value) {
      const base = keepFolder(root);
      if (base === undefined) return;
      try {
        const folder = join(base, "cache");
        mkdirSync(folder, { recursive: true });
        const target = path(kind, key);
        // Written aside and renamed: another process may read it at this moment.
        const aside = `${target}.${randomBytes(4).toString("hex")}`;
        writeFileSync(aside, JSON.stringify(value));
        renameSync(aside, target);
        forgetOldest(folder);
      } catch {
        // A full or read-only disk.
      }
    },
  };
}

/** The tool's own folder in a project, kept out of git; undefined where it cannot be made. */
export function keepFolder(root: string): string | undefined {
  const folder = join(root, ".whimbrel");
  try {
    mkdirSync(folder, { recursive: true });
    const ignore = join(folder, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
    return folder;
  } catch {
    return undefined;
  }
}

function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= keptFiles) return;
  const byAge = names.map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.time - one.time);
  for (const { name } of byAge.slice(keptFiles)) rmSync(join(folder, name), { force: true });
}

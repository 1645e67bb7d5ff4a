import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { cacheFolder, once } from "../servers/cache.ts";

const version = "2.36.0";

/** Installs dbmate from npm into the cache, unless it is there. @returns the executable's path. */
export async function installDbmate(): Promise<string> {
  const name = `@dbmate/${process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), `dbmate-${version}`);
  await once(folder, async (draft) => {
    mkdirSync(draft, { recursive: true });
    const words = ["install", "--no-save", "--no-package-lock", "--prefix", draft];
    const installed = spawnSync("npm", [...words, `${name}@${version}`], { encoding: "utf8" });
    if (installed.status !== 0) throw new Error(`Cannot install ${name}: ${installed.stderr}`);
  });
  return join(folder, "node_modules", name, "bin", "dbmate");
}

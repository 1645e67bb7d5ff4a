/**
 * Puts the servers that tests need into the cache: `bun test/servers/install.ts [NAME...]`. Needs
 * no root rights and changes nothing else on the machine; a second run does nothing.
 *
 * @module
 */
import process from "node:process";
import { pathToFileURL } from "node:url";
import { cacheFolder } from "./cache.ts";
import { dockerWorks } from "./docker.ts";
import { serverKinds, type ServerName, serverNames, toServerName } from "./kinds.ts";
import { prepareTemplate } from "./native.ts";
import { recipes } from "./recipe.ts";

/** Installs a server and initialises its data folder, trying twice. Throws `Error`. */
export async function install(name: ServerName): Promise<void> {
  const attempt = async () => {
    await recipes[name].install();
    await prepareTemplate(name);
  };
  await attempt().catch(attempt);
}

/** Installs what is named. Returns the exit code: 1 in CI where a server is missing afterwards. */
export async function main(names: readonly ServerName[]): Promise<number> {
  let missing = 0;
  // One after another: two of them share a folder of the cache, and the network is the limit.
  for (const name of names) {
    const { title, image } = serverKinds[name];
    const start = performance.now();
    try {
      await install(name);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stderr.write(`${title}: ready in ${cacheFolder()} (${seconds} s)\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (await dockerWorks()) {
        process.stderr.write(`${title}: Docker will run "${image}" (${reason})\n`);
      } else {
        missing++;
        process.stderr.write(`${title}: NOT INSTALLED, so it will not be tested: ${reason}\n`);
      }
    }
  }
  return missing > 0 && process.env.CI === "true" ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const names = process.argv.slice(2).map(toServerName);
  process.exit(await main(names.length > 0 ? names : serverNames));
}

import { join } from "node:path";
import process from "node:process";
import { makeServerFolder, once, run, superuser } from "./cache.ts";
import type { Engine, ServerOptions } from "./engine.ts";
import type { ServerName } from "./kinds.ts";
import { recipes } from "./recipe.ts";
import { freePort, isAlive, openSandbox, signalTree, until } from "./sandbox.ts";

/** Initialises the data folder that servers of this kind start from, unless that has been done. */
export async function prepareTemplate(name: ServerName): Promise<void> {
  const recipe = recipes[name];
  await once(recipe.template(), async (draft) => {
    await makeServerFolder(draft);
    const data = join(draft, "data");
    await makeServerFolder(data);
    await recipe.initialise(data);
  });
}

/** A server that is a process of this machine, with its data in a temporary folder. */
export async function nativeEngine(name: ServerName, options: ServerOptions): Promise<Engine> {
  const recipe = recipes[name];
  await prepareTemplate(name);
  const sandbox = await openSandbox(name);
  const data = join(sandbox.folder, "data");
  // Ownership and modes must survive; a file system that can share the blocks does so.
  await run(["cp", "-a", "--reflink=auto", join(recipe.template(), "data"), data]);
  const port = await freePort();
  const { durable = false, settings = {} } = options;
  const command = await recipe.command({ data, port, durable, settings });
  let pid = 0;
  const isRunning = () => pid !== 0 && isAlive(pid);
  return {
    port,
    user: superuser,
    pid: () => Promise.resolve(pid),
    start: async () => {
      pid = sandbox.launch(command);
    },
    isRunning: () => Promise.resolve(isRunning()),
    signal: async (signal) => {
      if (isRunning()) signalTree(pid, signal);
    },
    stop: async () => {
      if (!isRunning()) return;
      signalTree(pid, "SIGCONT");
      process.kill(pid, recipe.stopSignal);
      const limit = { seconds: 30, what: `${name} to end` };
      await until(() => !isRunning(), limit).catch(async () => {
        signalTree(pid, "SIGKILL");
        await until(() => !isRunning(), limit);
      });
    },
    log: () => Promise.resolve(sandbox.log()),
    remove: () => sandbox.remove(),
  };
}

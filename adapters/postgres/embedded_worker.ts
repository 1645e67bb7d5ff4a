import { parentPort, workerData } from "node:worker_threads";
import { startEmbedded } from "./embedded.ts";
import type { EmbeddedAnswer, EmbeddedCall, EmbeddedSetup } from "./embedded_thread.ts";
import { createInstaller } from "./shadow/extensions.ts";
import { findParts } from "./shadow/parts.ts";

/** Serves a server that runs in this thread, one call after the other. */
async function serve(): Promise<void> {
  const port = parentPort!;
  const { env } = workerData as EmbeddedSetup;
  const parts = findParts(env);
  const server = await startEmbedded(parts.server());
  const install = createInstaller(server, parts);
  const answer = (message: EmbeddedAnswer) => port.postMessage(message);
  port.on("message", async (call: EmbeddedCall) => {
    try {
      if ("install" in call) answer({ installed: await install(call.install) });
      else answer({ bytes: await server.exchange(call.messages) });
    } catch (error) {
      answer({ failure: error instanceof Error ? error.message : String(error) });
    }
  });
  answer({ installed: true });
}

await serve();

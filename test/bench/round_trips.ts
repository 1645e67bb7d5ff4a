import { spawn } from "node:child_process";
import type { Buffer } from "node:buffer";
import { connect, createServer } from "node:net";
import process from "node:process";
import type { Subject } from "./measure.ts";

/** Tells of the bytes that a client sends at once whether they ask the server for something. */
export type IsRequest = (chunk: Buffer) => boolean;

/**
 * Runs a program whose database is reached through a proxy, and counts how often the program asked
 * and the server answered. Logging in and out does not count where `isRequest` leaves it out.
 *
 * @param subject makes the program from the proxy's port.
 * @throws {Error} if the program fails.
 */
export async function countRoundTrips(
  port: number,
  isRequest: IsRequest,
  subject: (port: number) => Subject,
): Promise<number> {
  let count = 0;
  const listener = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    // Several pieces that follow one another without an answer between are one trip.
    let isAsking = false;
    client.on("data", (chunk: Buffer) => {
      if (!isAsking && isRequest(chunk)) {
        isAsking = true;
        count++;
      }
      server.write(chunk);
    });
    server.on("data", (chunk: Buffer) => {
      isAsking = false;
      client.write(chunk);
    });
    for (const [one, other] of [[client, server], [server, client]] as const) {
      one.on("error", () => {});
      one.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  try {
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("The proxy has no port");
    await run(subject(address.port));
    return count;
  } finally {
    await new Promise<void>((resolve) => listener.close(() => resolve()));
  }
}

/** Does not block, because the proxy lives in this process. */
function run({ command: [program, ...words], cwd, env }: Subject): Promise<void> {
  const child = spawn(program!, words, {
    stdio: ["ignore", "ignore", "inherit"],
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${words.join(" ")} exited ${code}`));
    });
  });
}

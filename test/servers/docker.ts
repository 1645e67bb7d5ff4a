import { randomBytes } from "node:crypto";
import { attempt, password, run } from "./cache.ts";
import type { Engine, ServerOptions } from "./engine.ts";
import { serverKinds, type ServerName } from "./kinds.ts";
import { freePort, startJanitor } from "./sandbox.ts";

/** Whether a Docker daemon answers. */
export async function dockerWorks(): Promise<boolean> {
  return (await attempt(["docker", "info"])).code === 0;
}

const janitor = `trap '' HUP INT TERM; cat >/dev/null; docker rm -f -v "$1" >/dev/null 2>&1`;

/** A server in a container, for machines that have Docker and not the native server. */
export async function dockerEngine(name: ServerName, options: ServerOptions): Promise<Engine> {
  const { dialect, image } = serverKinds[name];
  const container = `whimbrel-${name}-${randomBytes(4).toString("hex")}`;
  const port = await freePort();
  const watch = startJanitor(janitor, container);
  const secret = await password();
  // Names without values: Docker takes those from the environment, where `ps` does not show them.
  const env = dialect === "postgres"
    ? { POSTGRES_PASSWORD: secret }
    : { MYSQL_ROOT_PASSWORD: secret, MYSQL_ROOT_HOST: "%" };
  const publish = `127.0.0.1:${port}:${dialect === "postgres" ? 5432 : 3306}`;
  const variables = Object.keys(env).flatMap((key) => ["-e", key]);
  const create = ["docker", "create", "--name", container, "-p", publish, ...variables, image];
  await run([...create, ...flags(name, options)], { env });
  const inspect = async (field: string) =>
    (await attempt(["docker", "inspect", "-f", `{{.State.${field}}}`, container])).stdout.trim();
  return {
    port,
    user: dialect === "postgres" ? "postgres" : "root",
    pid: async () => Number(await inspect("Pid")),
    start: async () => void await run(["docker", "start", container]),
    isRunning: async () => await inspect("Running") === "true",
    signal: async (signal) => {
      const pauses = signal === "SIGSTOP" || signal === "SIGCONT";
      const verb = signal === "SIGSTOP" ? "pause" : "unpause";
      await attempt(["docker", ...(pauses ? [verb] : ["kill", "-s", signal]), container]);
    },
    stop: async () => {
      await attempt(["docker", "unpause", container]);
      await attempt(["docker", "stop", "-t", "30", container]);
    },
    log: async () => {
      const { stdout, stderr } = await attempt(["docker", "logs", "--tail", "30", container]);
      return `${stdout}${stderr}`.trim();
    },
    remove: () => watch.end(),
  };
}

function flags(name: ServerName, { durable = false, settings = {} }: ServerOptions): string[] {
  if (serverKinds[name].dialect === "postgres") {
    const fast = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
    const all = { max_connections: "200", ...(durable ? {} : fast), ...settings };
    return Object.entries(all).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  }
  const fast = { "innodb-flush-log-at-trx-commit": "0", "sync-binlog": "0" };
  const all = { ...(durable ? {} : fast), ...settings };
  return Object.entries(all).map(([key, value]) => `--${key}=${value}`);
}

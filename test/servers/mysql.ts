import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, password, run, superuser, unprivileged, writeServerFile } from "./cache.ts";
import {
  bookworm,
  isUnpacked,
  type Tree,
  treeCommand,
  treeRoot,
  unpack,
  unstable,
} from "./debian.ts";
import type { Launch, Recipe } from "./recipe.ts";

/** MariaDB as Debian 12 has it. */
export const mariadb: Recipe = {
  isInstalled: () => isUnpacked(bookworm),
  install: () => unpack(bookworm),
  template: () => join(cacheFolder(), bookworm.suite, "data-mariadb"),
  stopSignal: "SIGTERM",
  initialise: async (data) => {
    const command = [
      ...await program(bookworm, "usr/sbin/mariadbd", data),
      "--bootstrap",
      "--innodb-log-file-size=8M",
    ];
    await run(unprivileged(command), { stdin: await mariadbSystemTables() });
  },
  command: async (launch) => [
    ...await program(bookworm, "usr/sbin/mariadbd", launch.data),
    // What Debian's and Docker's configuration files set; the compiled default is latin1.
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_general_ci",
    ...(launch.durable ? [] : ["--innodb-flush-method=nosync", "--innodb-doublewrite=OFF"]),
    ...flags(launch),
  ],
};

/** MySQL as Debian unstable has it. */
export const mysql: Recipe = {
  isInstalled: () => isUnpacked(unstable),
  install: () => unpack(unstable),
  template: () => join(cacheFolder(), unstable.suite, "data-mysql"),
  stopSignal: "SIGTERM",
  initialise: async (data) => {
    const script = `${data}.sql`;
    await writeServerFile(script, await account());
    const command = await program(unstable, "usr/sbin/mysqld", data);
    await run(unprivileged([...command, "--initialize-insecure", `--init-file=${script}`]));
    await rm(script);
  },
  command: async (launch) => [
    ...await program(unstable, "usr/sbin/mysqld", launch.data),
    "--mysqlx=OFF",
    // The compiled default is a folder that only an installed package makes.
    "--secure-file-priv=NULL",
    ...(launch.durable ? [] : [
      "--innodb-flush-method=nosync",
      "--innodb-doublewrite=OFF",
      "--disable-log-bin",
    ]),
    ...flags(launch),
  ],
};

function flags({ port, durable, settings }: Launch): readonly string[] {
  const fast = { "innodb-flush-log-at-trx-commit": "0", "sync-binlog": "0" };
  const all = {
    port: String(port),
    "bind-address": "127.0.0.1",
    // Relative to the data folder: an absolute name may exceed the 107 bytes of a socket address.
    socket: "socket",
    "pid-file": "server.pid",
    ...(durable ? {} : fast),
    ...settings,
  };
  return ["--skip-name-resolve", ...Object.entries(all).map(([key, value]) => `--${key}=${value}`)];
}

async function program(tree: Tree, file: string, data: string): Promise<readonly string[]> {
  const root = treeRoot(tree);
  return [
    ...await treeCommand(root, file),
    "--no-defaults",
    `--datadir=${data}`,
    // A server that starts clears this folder of temporary tables, whoever made them.
    `--tmpdir=${data}`,
    `--basedir=${root}/usr`,
    `--lc-messages-dir=${root}/usr/share/mysql`,
    `--character-sets-dir=${root}/usr/share/mysql/charsets`,
    `--plugin-dir=${root}/usr/lib/mysql/plugin`,
  ];
}

/** What `mariadb-install-db` feeds to a bootstrapping server; the script itself needs more packages. */
async function mariadbSystemTables(): Promise<string> {
  const folder = join(treeRoot(bookworm), "usr/share/mysql");
  const files = [
    "mysql_system_tables.sql",
    "mysql_performance_tables.sql",
    "mysql_system_tables_data.sql",
    "maria_add_gis_sp_bootstrap.sql",
    "mysql_sys_schema.sql",
  ];
  const parts = ["CREATE DATABASE mysql;", "USE mysql;", "SET @auth_root_socket=NULL;"];
  for (const file of files) parts.push(await readFile(join(folder, file), "utf8"));
  // A bootstrapping server knows no accounts until it is told to read them.
  return [...parts, "FLUSH PRIVILEGES;", await account()].join("\n");
}

async function account(): Promise<string> {
  return [
    `CREATE USER '${superuser}'@'%' IDENTIFIED BY '${await password()}';`,
    `GRANT ALL ON *.* TO '${superuser}'@'%' WITH GRANT OPTION;`,
    "",
  ].join("\n");
}

import type { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import type { ServerName } from "../servers/mod.ts";
import type { Benchmark, Row, Subject } from "./measure.ts";
import { race } from "./server.ts";

/** MariaDB, beside its own client, dbmate and a program that only connects. */
export const mariadb: Benchmark = { name: "mariadb", run: () => raceOn("mariadb", "MariaDB") };

/** MySQL, beside the client of MariaDB, which it understands, and the same others. */
export const mysql: Benchmark = { name: "mysql", run: () => raceOn("mysql", "MySQL") };

function raceOn(server: ServerName, title: string): Promise<readonly Row[]> {
  return race({
    server,
    title,
    client: { name: "the client `mariadb`", script: client },
    bare: {
      name: "a compiled `select 1` with mysql2",
      text: `import { createConnection } from ${
        JSON.stringify(fileURLToPath(import.meta.resolve("mysql2")))
      };
const connection = createConnection(process.env.DATABASE_URL);
connection.query("select 1", (error) => {
  if (error) throw error;
  connection.end();
});
`,
    },
    isRequest: asksMysql,
    plain: (url) => url,
    history: "CREATE TABLE history (revision varchar(64) PRIMARY KEY, checksum varchar(64), " +
      "at timestamp(6) DEFAULT now(6))",
    begin: "BEGIN",
    // One to look at what a migration is going to change, and one to run it.
    trips: 220,
    rounds: 3,
    mixed: 5,
    targets: { dbmate: 1.5, client: 1.3 },
  });
}

function client(url: string, file: string): Subject {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    command: [
      "mariadb",
      "--no-defaults",
      "--protocol=tcp",
      `--host=${hostname}`,
      `--port=${port}`,
      `--user=${username}`,
      "--default-character-set=utf8mb4",
      pathname.slice(1),
    ],
    env: { MYSQL_PWD: decodeURIComponent(password) },
    input: file,
  };
}

const quit = 1;

/**
 * A packet that begins an exchange has the number 0; those of the login go on with the server's.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html
 */
function asksMysql(chunk: Buffer): boolean {
  return chunk[3] === 0 && chunk[4] !== quit;
}

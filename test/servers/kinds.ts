/** The servers that tests run against. */
export type ServerName = "postgres15" | "postgres18" | "mariadb" | "mysql";

/** What is known of a kind of server without starting it. */
export interface ServerKind {
  readonly title: string;
  /** What its URL starts with, and what its SQL is. MariaDB counts as MySQL. */
  readonly dialect: "postgres" | "mysql";
  /** The variable prefix, completed by `_URL` and `_PID`. */
  readonly variable: string;
  /** Used where the native server is absent and Docker works. */
  readonly image: string;
}

/** Every kind of server, the oldest supported PostgreSQL first. */
export const serverKinds: Readonly<Record<ServerName, ServerKind>> = {
  postgres15: {
    title: "PostgreSQL 15",
    dialect: "postgres",
    variable: "WHIMBREL_TEST_POSTGRES",
    image: "postgres:15",
  },
  postgres18: {
    title: "PostgreSQL 18",
    dialect: "postgres",
    variable: "WHIMBREL_TEST_POSTGRES18",
    image: "postgres:18",
  },
  mariadb: {
    title: "MariaDB",
    dialect: "mysql",
    variable: "WHIMBREL_TEST_MARIADB",
    image: "mariadb:11",
  },
  mysql: {
    title: "MySQL",
    dialect: "mysql",
    variable: "WHIMBREL_TEST_MYSQL",
    image: "mysql:9",
  },
};

/** The names of every kind of server. */
export const serverNames = Object.keys(serverKinds) as readonly ServerName[];

/** Reads a name given by a person. Throws `Error` with the names that exist. */
export function toServerName(text: string): ServerName {
  const name = serverNames.find((each) => each === text);
  if (name === undefined) throw new Error(`No server "${text}": use ${serverNames.join(", ")}`);
  return name;
}

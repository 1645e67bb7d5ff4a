import { mariadb, mysql } from "./mysql.ts";
import { postgres15, postgres18 } from "./postgres.ts";
import type { ServerName } from "./kinds.ts";

/** How a server is run once its data folder is initialised. */
export interface Launch {
  readonly data: string;
  readonly port: number;
  /** Whether a commit survives a power cut, as in production. Tests are much faster without. */
  readonly durable: boolean;
  /** Server settings by name, on top of those of the recipe. */
  readonly settings: Readonly<Record<string, string>>;
}

/** How one kind of server is installed in the cache, initialised and run. */
export interface Recipe {
  /** Whether {@linkcode Recipe.install} has been done, or need not be. */
  isInstalled(): boolean;
  /** Puts the server into the cache. Throws `Error` where this machine cannot have it. */
  install(): Promise<void>;
  /** Where the initialised data folder is kept, which every server starts from a copy of. */
  template(): string;
  /** Makes a data folder with the superuser in it, in a folder that is there and empty. */
  initialise(data: string): Promise<void>;
  /** The command line, without {@linkcode unprivileged}. */
  command(launch: Launch): Promise<readonly string[]>;
  /** Asks for a clean and quick end. */
  readonly stopSignal: "SIGINT" | "SIGTERM";
}

/** Every native server. */
export const recipes: Readonly<Record<ServerName, Recipe>> = {
  postgres15,
  postgres18,
  mariadb,
  mysql,
};

import { existsSync } from "node:fs";
import type { Adapter, ConnectOptions } from "../../core/adapter.ts";
import { shellWord } from "../../core/shell_word.ts";
import { createDialect } from "./dialect.ts";
import { digest } from "./digest.ts";
import { introspect } from "./introspect.ts";
import { holder, lock, terminate } from "./lock.ts";
import { preflight } from "./preflight.ts";
import { connect } from "./session.ts";
import { unread } from "./unread.ts";
import { parseUrl } from "./url.ts";
import { watch } from "./watch.ts";

/** MySQL from 8.0 and MariaDB from 10.6 on, through `mysql2`. */
export const adapter: Adapter = {
  dialect: createDialect(),
  connect,
  scriptHint,
  preflight,
  lock,
  holder,
  terminate,
  digest,
  watch,
  introspect,
  unread,
  // Nothing of it is needed to run migrations.
  shadow: async (options) => await (await import("./shadow.ts")).shadow(options),
};

/** With a password the client asks for it; by itself it takes comments out of bodies. */
function scriptHint({ url, settings, env }: ConnectOptions): string {
  const target = parseUrl(url, { env, settings, exists: existsSync });
  return [
    "mysql --comments",
    target.socket === undefined
      ? `-h ${shellWord(target.host)} -P ${target.port}`
      : `-S ${shellWord(target.socket)}`,
    `-u ${shellWord(target.user)}`,
    ...(target.password === undefined ? [] : ["-p"]),
    `${shellWord(target.database)} < script.sql`,
  ].join(" ");
}

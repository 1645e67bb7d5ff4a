import type { Adapter } from "../../core/adapter.ts";
import { createDialect } from "./dialect.ts";
import { digest } from "./digest.ts";
import { introspect } from "./introspect.ts";
import { holder, lock, terminate } from "./lock.ts";
import { preflight } from "./preflight.ts";
import { connect } from "./session.ts";
import { watch } from "./watch.ts";

/** MySQL from 8.0 and MariaDB from 10.6 on, through `mysql2`. */
export const adapter: Adapter = {
  dialect: createDialect(),
  connect,
  preflight,
  lock,
  holder,
  terminate,
  digest,
  watch,
  introspect,
  // Nothing of it is needed to run migrations.
  shadow: async (options) => await (await import("./shadow.ts")).shadow(options),
};

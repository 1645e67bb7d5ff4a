import * as v from "valibot";
import type { Plugin } from "../../core/plugin.ts";
import { checkOptions } from "../options.ts";
import program from "./program.json" with { type: "json" };
import { write } from "./write.ts";

const options = v.strictObject({
  /** The interpreter; the runner takes it. */
  python: v.optional(v.string()),
  /** One database of an env.py that has metadata for several. */
  app: v.optional(v.string()),
  /** The section of alembic.ini. Default: `alembic`. */
  section: v.optional(v.string()),
  /** The name that the project's own URL starts with, where it is not the server's usual one. */
  dialect: v.optional(v.literal("mariadb")),
  /** Folders in which modules are looked for, from the project's root. */
  src_folder: v.optional(v.union([v.string(), v.array(v.string())])),
});

const result = v.object({ script: v.string(), notes: v.array(v.string()) });

/**
 * Models of SQLAlchemy (https://www.sqlalchemy.org), from 1.4 on. The installed release writes the
 * schema, as `metadata.create_all()` does, without a connection or a driver.
 */
export const plugin: Plugin = {
  name: "sqlalchemy",
  loader: (request) => ({
    runtime: "python",
    source: program.lines.join("\n"),
    input: {
      ...request,
      options: checkOptions(request, options, {
        plugin: "sqlalchemy",
        hint: "docs/plugins/sqlalchemy.md lists the keys that the plugin takes",
      }),
    },
  }),
  translate(models) {
    const { script, notes } = v.parse(result, models);
    return { script, file: "SQLAlchemy models", notes };
  },
  expresses: {
    checks: true,
    exclusions: true,
    indexes: true,
    comments: true,
    enums: true,
    sequences: false,
    domains: false,
    composites: false,
    objects: [],
  },
  write,
};

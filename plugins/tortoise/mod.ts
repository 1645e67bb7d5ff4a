import * as v from "valibot";
import type { Plugin } from "../../core/plugin.ts";
import { checkOptions } from "../options.ts";
import program from "./program.json" with { type: "json" };
import { write } from "./write.ts";

const options = v.strictObject({
  /** The interpreter; the runner takes it. */
  python: v.optional(v.string()),
  /** One app of the configuration, where it has several. */
  app: v.optional(v.string()),
  /** Folders in which modules are looked for, from the project's root. */
  src_folder: v.optional(v.union([v.string(), v.array(v.string())])),
});

const result = v.object({ script: v.string() });

/**
 * Models of Tortoise ORM (https://tortoise.github.io), from 0.20 on. The installed release writes the
 * schema by its own generator, as `Tortoise.generate_schemas()` does, without a connection.
 */
export const plugin: Plugin = {
  name: "tortoise",
  loader: (request) => ({
    runtime: "python",
    source: program.lines.join("\n"),
    input: {
      ...request,
      options: checkOptions(request, options, {
        plugin: "tortoise",
        hint:
          'the plugin takes "path", "app", "python" and "src_folder"; see docs/plugins/tortoise.md',
      }),
    },
  }),
  translate(models) {
    const { script } = v.parse(result, models);
    return { script, file: "Tortoise models" };
  },
  expresses: {
    checks: false,
    exclusions: false,
    indexes: true,
    comments: true,
    enums: false,
    sequences: false,
    domains: false,
    composites: false,
    objects: [],
  },
  write,
};

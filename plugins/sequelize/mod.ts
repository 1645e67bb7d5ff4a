import * as v from "valibot";
import { WhimbrelError } from "../../core/errors.ts";
import type { ModelsRequest, Plugin } from "../../core/plugin.ts";
import program from "./program.json" with { type: "json" };
import { write } from "./write.ts";

const options = v.strictObject({
  /** The export that defines models. */
  call: v.optional(v.string()),
  /** Defaults of models that make no instance. */
  define: v.optional(v.record(v.string(), v.unknown())),
});

const output = v.object({
  statements: v.array(v.string()),
  notes: v.array(v.string()),
});

/** Sequelize 6 and 7, and sequelize-typescript: what `sync()` makes in an empty database. */
export const plugin: Plugin = {
  name: "sequelize",
  loader: (request) => ({
    runtime: "javascript",
    source: program.lines.join("\n"),
    input: {
      ...checkOptions(request),
      paths: request.paths,
      dialect: request.dialect,
      ...(request.server === undefined ? {} : { server: request.server }),
    },
  }),
  translate(models, { paths }) {
    const { statements, notes } = v.parse(output, models);
    return {
      script: statements.map((text) => `${text.trim().replace(/;+$/, "")};\n`).join(""),
      file: paths.length === 0 ? "models" : paths.join(", "),
      ...(notes.length === 0 ? {} : { notes }),
    };
  },
  expresses: {
    checks: false,
    exclusions: false,
    indexes: true,
    comments: true,
    enums: true,
    sequences: false,
    domains: false,
    composites: false,
    objects: ["schema"],
  },
  write,
};

function checkOptions(request: ModelsRequest): v.InferOutput<typeof options> {
  const result = v.safeParse(options, request.options, { abortEarly: true });
  if (result.success) return result.output;
  const key = String(result.issues[0].path?.[0]?.key);
  throw new WhimbrelError(
    "models",
    `Cannot use "models" of the configuration: "${key}" is no option of the plugin "sequelize"`,
    { hint: "docs/plugins/sequelize.md lists the options" },
  );
}

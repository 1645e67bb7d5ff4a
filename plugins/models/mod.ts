import { WhimbrelError } from "../../core/errors.ts";
import type { ModelsRequest, Plugin } from "../../core/plugin.ts";
import type { Description } from "./description.ts";
import program from "./program.json" with { type: "json" };
import { translate } from "./translate.ts";
import type { DialectName } from "./types.ts";

/** Models in the words of Tortoise ORM, written with `whimbrel/models`. */
export const plugin: Plugin = {
  name: "models",
  loader: (request) => ({
    runtime: "javascript",
    source: program.lines.join("\n"),
    input: { paths: pathsOf(request) },
  }),
  translate: (models, request) => ({
    schema: translate(models as Description, dialectOf(request)),
  }),
  expresses: {
    checks: false,
    exclusions: false,
    indexes: true,
    comments: true,
    enums: false,
    sequences: false,
    domains: false,
    composites: false,
    objects: ["schema"],
  },
};

function pathsOf({ paths, options }: ModelsRequest): readonly string[] {
  const [stranger] = Object.keys(options);
  if (stranger !== undefined) {
    throw new WhimbrelError("models", `Plugin "models" has no option "${stranger}"`, {
      hint: 'it takes "path" alone',
    });
  }
  if (paths.length > 0) return paths;
  throw new WhimbrelError("models", 'Plugin "models" needs a path', {
    hint: 'write models: { plugin: "models", path: "src/models/*.ts" }',
  });
}

function dialectOf({ dialect }: ModelsRequest): DialectName {
  if (dialect === "sqlite" || dialect === "postgres" || dialect === "mysql") return dialect;
  throw new WhimbrelError("models", `Plugin "models" cannot spell types for "${dialect}"`, {
    hint: "it knows sqlite, postgres and mysql",
  });
}

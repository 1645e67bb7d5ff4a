import { WhimbrelError } from "../../core/errors.ts";
import type { ModelsRequest, Plugin, Program } from "../../core/plugin.ts";
import type { Input } from "./models.ts";
import program from "./program.json" with { type: "json" };
import { translate } from "./translate.ts";
import { write } from "./write.ts";

/** Models of Drizzle ORM (https://orm.drizzle.team), read with the project's own `drizzle-orm`. */
export const plugin: Plugin = {
  name: "drizzle",
  loader,
  translate,
  expresses: {
    checks: true,
    exclusions: false,
    indexes: true,
    comments: false,
    enums: true,
    sequences: true,
    domains: false,
    composites: false,
    objects: ["schema", "view", "materialized view", "policy"],
  },
  write,
};

const casings: ReadonlySet<unknown> = new Set(["snake_case", "camelCase"]);

function loader({ root, paths, dialect, options }: ModelsRequest): Program {
  const { casing, ...unknown } = options;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    throw new WhimbrelError("models", `Plugin "drizzle" has no option "${stranger}"`, {
      hint: "its options are `path` and `casing`",
    });
  }
  if (casing !== undefined && !casings.has(casing)) {
    throw new WhimbrelError("models", `Cannot take "${String(casing)}" as \`casing\``, {
      hint: 'give "snake_case" or "camelCase", as you give it to `drizzle()`',
    });
  }
  const input: Input = {
    root,
    paths,
    dialect,
    ...(casing === undefined ? {} : { casing: casing as string }),
  };
  return { runtime: "javascript", source: program.lines.join("\n"), input };
}

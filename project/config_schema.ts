import * as v from "valibot";
import { closest } from "../core/closest.ts";
import { parseDuration } from "../core/migration.ts";
import { type Config, configError } from "./config.ts";

const duration = v.pipe(
  v.string(),
  v.check(
    (text) => text.startsWith("env:") || parseDuration(text) !== undefined,
    'it must be a duration such as "500ms", "30s" or "5min"',
  ),
);

const database = {
  url: v.optional(v.string()),
  dir: v.optional(v.string()),
  adapter: v.optional(v.string()),
  schema: v.optional(v.string()),
  tables: v.optional(v.strictObject({
    history: v.optional(v.string()),
    journal: v.optional(v.string()),
    control: v.optional(v.string()),
    schema: v.optional(v.string()),
  })),
  lockTimeout: v.optional(duration),
  connectTimeout: v.optional(duration),
  server: v.optional(v.strictObject({
    lockTimeout: v.optional(duration),
    statementTimeout: v.optional(duration),
  })),
  retries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  settings: v.optional(v.record(v.string(), v.string())),
  models: v.optional(v.union([
    v.string(),
    v.looseObject({
      plugin: v.string(),
      path: v.optional(v.union([v.string(), v.array(v.string())])),
      timeout: v.optional(duration),
    }),
  ])),
  shadow: v.optional(v.string()),
  compare: v.optional(v.strictObject({
    include: v.optional(v.array(v.string())),
    exclude: v.optional(v.array(v.string())),
    schemas: v.optional(v.array(v.string())),
  })),
  renames: v.optional(v.string()),
  dialects: v.optional(v.array(v.string())),
  render: v.optional(v.strictObject({
    concurrently: v.optional(v.boolean()),
    notValid: v.optional(v.boolean()),
    algorithm: v.optional(v.picklist(["instant", "inplace", "copy"])),
    lock: v.optional(v.picklist(["none", "shared", "exclusive"])),
  })),
};

const schema = v.strictObject({
  ...database,
  databases: v.optional(v.record(v.string(), v.strictObject(database))),
  code: v.optional(v.boolean()),
  scriptTimeout: v.optional(duration),
  fileName: v.optional(v.pipe(
    v.string(),
    v.check((text) => text.includes("{revision}"), "it must contain {revision}"),
  )),
});

/** Checks a configuration. @throws {WhimbrelError} `configuration` naming the key. */
export function parseConfig(value: unknown, file: string): Config {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output as Config;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map((part) => String(part.key));
  const key = path.join(".");
  if (issue.type === "strict_object" && issue.expected === "never") {
    const [near] = closest(path.at(-1)!, knownKeys(path.slice(0, -1)), (name) => [name]);
    throw configError(
      file,
      `there is no key "${key}"`,
      near === undefined
        ? "docs/configuration.md lists the keys"
        : `did you mean "${near}"? docs/configuration.md lists the keys`,
    );
  }
  const why = issue.type === "check"
    ? issue.message
    : `it must be ${issue.expected}, not ${issue.received}`;
  throw configError(
    file,
    key === "" ? why : `"${key}": ${why}`,
    "docs/configuration.md says what each key takes",
  );
}

function knownKeys(path: readonly string[]): readonly string[] {
  const [first, , third] = path;
  const inner = first === "databases" ? third : first;
  if (inner === "tables") return ["history", "journal", "control", "schema"];
  if (inner === "server") return ["lockTimeout", "statementTimeout"];
  if (inner === "compare") return ["include", "exclude", "schemas"];
  if (inner === "render") return ["concurrently", "notValid", "algorithm", "lock"];
  return first === "databases" ? Object.keys(database) : Object.keys(schema.entries);
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { WhimbrelError } from "../core/errors.ts";

/** Environment variables by name. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment with what a `.env` file adds to it; the file never overrides what is set.
 *
 * @param envFile a file that must exist; without it `.env` in the root is read where there is one.
 * @throws {WhimbrelError} `configuration` where the named file cannot be read.
 */
export function readEnv(base: Env, root: string, envFile: string | undefined): Env {
  const path = join(root, envFile ?? ".env");
  let text: string;
  try {
    text = readFileSync(envFile === undefined ? path : envFile, "utf8");
  } catch (cause) {
    if (envFile === undefined) return base;
    throw new WhimbrelError(
      "configuration",
      `Cannot read "${envFile}": ${(cause as Error).message}`,
      {
        hint: "see to the path after --env-file",
        cause,
      },
    );
  }
  return { ...parseEnv(text), ...base };
}

/**
 * The value of a setting, which `env:NAME` takes from the environment.
 *
 * @throws {WhimbrelError} `configuration` where the variable is not set.
 */
export function resolveValue(value: string, env: Env, key: string): string {
  if (!value.startsWith("env:")) return value;
  const name = value.slice("env:".length);
  const found = env[name];
  if (found !== undefined && found !== "") return found;
  throw new WhimbrelError("configuration", `Cannot read "${key}": ${name} is not set`, {
    hint: `set it: \`export ${name}=...\`, or write it into .env`,
  });
}

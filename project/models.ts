import { plugins } from "../plugins/mod.ts";
import { closest } from "../core/closest.ts";
import { WhimbrelError } from "../core/errors.ts";
import { parseDuration } from "../core/migration.ts";
import type { Desired, Expressiveness, ModelsRequest, Plugin } from "../core/plugin.ts";
import type { ModelsConfig } from "./config.ts";
import { loadExtension } from "./extension.ts";
import { runProgram } from "./program.ts";
import type { Project } from "./project.ts";

/** What the models ask for, and what they cannot say. */
export interface LoadedModels {
  readonly desired: Desired;
  readonly expresses: Expressiveness;
}

/** Which server the models are for, and who reads them. */
export interface ModelsRead {
  readonly dialect: string;
  readonly server?: string;
  readonly signal?: AbortSignal;
  /** Called when a program begins to read them, which leaves time for other things. */
  readonly onProgram?: () => void;
}

const defaultTimeout = 60_000;

/**
 * Runs the models' plugin and gives the schema that they ask for.
 *
 * @throws {WhimbrelError} `configuration` without models or with an unknown plugin; `models` where
 * they cannot be loaded or understood.
 */
export async function loadModels(
  project: Project,
  { signal, onProgram, ...target }: ModelsRead,
): Promise<LoadedModels> {
  const config = modelsOf(project);
  const plugin = await loadPlugin(project, config.plugin);
  const { plugin: _name, path = [], timeout, ...options } = config;
  const request: ModelsRequest = {
    root: project.root,
    paths: typeof path === "string" ? [path] : path,
    options,
    ...target,
  };
  const program = plugin.loader(request);
  if (program.runtime !== "files" && !project.code) {
    throw new WhimbrelError(
      "models",
      `Cannot read the models by plugin "${plugin.name}": code is switched off (--no-code)`,
      { hint: "allow code, or give the models as a .sql or snapshot .json file" },
    );
  }
  const { python } = config;
  if (program.runtime !== "files") onProgram?.();
  const models = await runProgram(program, {
    root: project.root,
    what: `the models by plugin "${plugin.name}"`,
    timeout: timeout === undefined ? defaultTimeout : parseDuration(timeout) ?? defaultTimeout,
    env: project.env,
    ...(typeof python === "string" ? { python } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  return { desired: plugin.translate(models, request), expresses: plugin.expresses };
}

function modelsOf(project: Project): ModelsConfig {
  const { models } = project.database;
  if (models === undefined) {
    throw new WhimbrelError("configuration", "No models are configured", {
      hint:
        'name them in the configuration (models: "schema.sql", or models: { plugin: "drizzle" }), ' +
        "or write the migration by hand with --empty",
    });
  }
  if (typeof models !== "string") return models;
  if (models.endsWith(".sql")) return { plugin: "sql", path: models };
  if (models.endsWith(".json")) return { plugin: "snapshot", path: models };
  throw new WhimbrelError("configuration", `Cannot tell what reads the models "${models}"`, {
    hint: `name the plugin: models: { plugin: "drizzle", path: ${JSON.stringify(models)} }`,
  });
}

/** A built-in plugin by its name, or a custom one. @throws {WhimbrelError} `configuration`. */
export async function loadPlugin(project: Project, name: string): Promise<Plugin> {
  const entry = plugins.find((one) => one.name === name);
  if (entry !== undefined) return await entry.load();
  const [near] = closest(name, plugins, (one) => [one.name]);
  if (!/[./@]/.test(name) && near !== undefined) {
    throw new WhimbrelError("configuration", `There is no plugin "${name}"`, {
      hint: `did you mean "${near.name}"? known: ${plugins.map((one) => one.name).join(", ")}`,
    });
  }
  return await loadExtension<Plugin>(name, {
    root: project.root,
    code: project.code,
    kind: "plugin",
    members: ["name", "loader", "translate", "expresses"],
  });
}

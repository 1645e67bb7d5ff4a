import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { WhimbrelError } from "../core/errors.ts";
import { registerLibrary } from "./library.ts";

/** Where an extension is looked for, and what it must have. */
export interface ExtensionRequest<T> {
  /** The configuration's folder. */
  readonly root: string;
  /** False where code is switched off. */
  readonly code: boolean;
  readonly kind: "adapter" | "plugin";
  readonly members: readonly (keyof T & string)[];
}

/**
 * Loads a custom adapter or plugin: a path from the configuration, or a package.
 *
 * @throws {WhimbrelError} `configuration` where it cannot be loaded or lacks a member.
 */
export async function loadExtension<T extends object>(
  name: string,
  { root, code, kind, members }: ExtensionRequest<T>,
): Promise<T> {
  const article = kind === "adapter" ? "an" : "a";
  const failure = (why: string, cause?: unknown) =>
    new WhimbrelError("configuration", `Cannot load the ${kind} "${name}": ${why}`, {
      hint: `it is a path from the configuration, or a package, that default-exports ${article} ` +
        `${kind}; docs/custom-${kind}.md shows one`,
      ...(cause === undefined ? {} : { cause }),
    });
  if (!code) throw failure("code is switched off (--no-code)");
  await registerLibrary();
  let module: { default?: T };
  try {
    const path = /^\.{0,2}\//.test(name) || isAbsolute(name)
      ? resolve(root, name)
      : createRequire(join(root, "package.json")).resolve(name);
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    throw failure(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const { default: extension } = module;
  if (extension === undefined) throw failure("it has no default export");
  const missing = members.filter((member) => extension[member] === undefined);
  if (missing.length > 0) throw failure(`it lacks ${missing.join(", ")}`);
  return extension;
}

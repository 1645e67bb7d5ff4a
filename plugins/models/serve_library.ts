import * as library from "./library.ts";

/** What users' models import. */
const specifier = "whimbrel/models";

/** What Bun's plugin call needs of the runtime. */
interface BunRuntime {
  plugin(plugin: {
    name: string;
    setup(build: {
      module(name: string, load: () => { exports: object; loader: "object" }): void;
    }): void;
  }): void;
}

/** https://nodejs.org/api/module.html#moduleregisterhooksoptions */
type RegisterHooks = (hooks: {
  resolve: (specifier: string, context: unknown, next: Next) => unknown;
  load: (url: string, context: unknown, next: Next) => unknown;
}) => void;

type Next = (name: string, context: unknown) => unknown;

/**
 * Makes `import ... from "whimbrel/models"` work in the models also where no package is installed, as
 * beside the executable. Deno resolves imports by itself, from the user's own configuration.
 */
export async function serveLibrary(): Promise<void> {
  const { Bun: bun } = globalThis as { Bun?: BunRuntime };
  if (bun !== undefined) {
    bun.plugin({
      name: specifier,
      setup: (build) => build.module(specifier, () => ({ exports: library, loader: "object" })),
    });
    return;
  }
  const { registerHooks } = await import("node:module") as { registerHooks?: RegisterHooks };
  if (registerHooks === undefined || "Deno" in globalThis) return;
  // The module that is served has no file: it hands on what is here.
  const key = "whimbrel.models";
  (globalThis as Record<symbol, unknown>)[Symbol.for(key)] = library;
  const names = Object.keys(library).join(", ");
  const source = `export const { ${names} } = globalThis[Symbol.for("${key}")];`;
  const url = "whimbrel:models";
  registerHooks({
    resolve: (name, context, next) =>
      name === specifier ? { url, shortCircuit: true } : next(name, context),
    load: (name, context, next) =>
      name === url ? { format: "module", source, shortCircuit: true } : next(name, context),
  });
}

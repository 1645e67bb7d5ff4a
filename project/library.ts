/** What Bun's plugin call needs of the runtime. */
interface BunRuntime {
  plugin(plugin: {
    name: string;
    setup(build: {
      module(name: string, load: () => Promise<{ exports: object; loader: "object" }>): void;
    }): void;
  }): void;
}

/**
 * Makes `import ... from "whimbrel"` work in users' files of this thread, also where no package is
 * installed, as beside the standalone executable. Deno resolves imports by itself, from the user's
 * own configuration.
 */
export async function registerLibrary(): Promise<void> {
  const { Bun: bun } = globalThis as { Bun?: BunRuntime };
  if (bun !== undefined) {
    bun.plugin({
      name: "whimbrel",
      setup: (build) =>
        build.module("whimbrel", async () => ({
          exports: await import("../mod.ts"),
          loader: "object",
        })),
    });
    return;
  }
  const { registerHooks } = await import("node:module") as { registerHooks?: RegisterHooks };
  if (registerHooks === undefined || "Deno" in globalThis) return;
  const url = new URL("../mod.ts", import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "whimbrel" ? { url, shortCircuit: true } : next(specifier, context),
  });
}

/** https://nodejs.org/api/module.html#moduleregisterhooksoptions */
type RegisterHooks = (hooks: {
  resolve: (
    specifier: string,
    context: unknown,
    next: (specifier: string, context: unknown) => unknown,
  ) => unknown;
}) => void;

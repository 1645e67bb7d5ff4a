import { adapters } from "../adapters/mod.ts";
import type { Dialect } from "../core/adapter.ts";
import type { Direction } from "../core/direction.ts";
import { writeScript } from "../core/offline.ts";
import type { Step } from "../core/plan.ts";
import { prepareSteps } from "../core/prepare.ts";
import { resolveRange } from "../core/range.ts";
import { createStore } from "../core/store.ts";
import { noDialect } from "../project/adapter.ts";
import { scriptHint } from "../project/source.ts";
import { describeRunner } from "../project/whimbrel.ts";
import type { App } from "./app.ts";

/** What an offline script covers. */
export interface ScriptRange {
  /** `FROM:TO`, or a target that starts at the base. */
  readonly target: string | undefined;
  readonly dialect: string | undefined;
}

/** Prints the script of a range of revisions to stdout; opens no connection. */
export async function printScript(
  app: App,
  direction: Direction,
  { target, dialect: name }: ScriptRange,
): Promise<void> {
  await app.use(async ({ project }) => {
    const dialect = name === undefined ? (await project.adapter()).dialect : await dialectOf(name);
    const defaults = direction === "upgrade" ? "base:head" : "";
    const range = resolveRange(project.graph(), target ?? defaults, direction);
    const scripts = await project.scripts();
    const steps = range.revisions.map((migration): Step => ({
      direction,
      revision: migration.id,
      name: migration.name,
      migration,
      entry: undefined,
    }));
    const prepared = await prepareSteps(steps, {
      dialect,
      scripts,
      store: createStore(dialect, project.tables),
      session: undefined,
    });
    const hint = await scriptHint(project, { kind: "database", url: undefined }, dialect);
    const script = writeScript(prepared, {
      dialect,
      ...(hint === undefined ? {} : { hint }),
      scripts,
      tables: project.tables,
      runner: describeRunner(),
      fromBase: direction === "upgrade" && range.applied.size === 0,
      position: range.applied.size + 1,
    });
    for await (const text of script) app.io.stdout.write(text);
  });
}

/** The dialect of a name. @throws {WhimbrelError} `usage` with the names there are. */
export async function dialectOf(name: string): Promise<Dialect> {
  const entry = adapters.find((one) => one.name === name || one.schemes.includes(name));
  if (entry !== undefined) return (await entry.load()).dialect;
  throw noDialect(name);
}

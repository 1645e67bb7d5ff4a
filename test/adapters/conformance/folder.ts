import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "../../../core/adapter.ts";
import { readDirectory } from "../../../core/directory.ts";
import { buildGraph } from "../../../core/graph.ts";
import { migrate, type MigratorOptions, type StepResult } from "../../../core/migrator.ts";
import { planDowngrade, planUpgrade } from "../../../core/plan.ts";
import type { StoreState } from "../../../core/store.ts";
import { type Database, runner, type Suite } from "./suite.ts";

/** What a migration file says; its parent is the one written before it. */
export interface MigrationText {
  readonly upgrade: string;
  readonly downgrade?: string;
  /** `transaction: off` in its header. */
  readonly apart?: boolean;
  /** TypeScript instead of SQL; `upgrade` is not in the file then. */
  readonly script?: boolean;
}

/** Real migration files in a folder of their own. */
export interface Folder extends Disposable {
  /** Writes a migration, also over one of that name, and gives its revision. */
  write(name: string, text: MigrationText): string;
  remove(name: string): void;
  /** Where a file stands, as messages name it. */
  shown(name: string): string;
  /** What `upgrade` would run. */
  pending(state: StoreState, target?: string): ReturnType<typeof planUpgrade>;
  undoing(state: StoreState, target?: string): ReturnType<typeof planDowngrade>;
}

/** Makes an empty folder for migrations; its end removes it. */
export function createFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "whimbrel-conformance-"));
  const order: string[] = [];
  const script = new Set<string>();
  const revisionOf = (name: string) => String(order.indexOf(name) + 1).padStart(12, "a");
  const fileOf = (name: string) =>
    `2026010${order.indexOf(name) + 1}_0000-${revisionOf(name)}_${name}.${
      script.has(name) ? "ts" : "sql"
    }`;
  const migrations = () => readDirectory({ path, shown: "migrations" });
  return {
    write(name, text) {
      if (!order.includes(name)) order.push(name);
      if (text.script === true) script.add(name);
      const parent = order[order.indexOf(name) - 1];
      writeFileSync(
        join(path, fileOf(name)),
        fileText(text, revisionOf(name), parent === undefined ? undefined : revisionOf(parent)),
      );
      return revisionOf(name);
    },
    remove: (name) => rmSync(join(path, fileOf(name))),
    shown: (name) => join("migrations", fileOf(name)),
    pending: (state, target) =>
      planUpgrade(buildGraph(migrations()), state, {
        allowMissing: true,
        ...(target === undefined ? {} : { target }),
      }),
    undoing: (state, target) =>
      planDowngrade(migrations(), state, target === undefined ? {} : { target }),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

function fileText(text: MigrationText, revision: string, parent: string | undefined): string {
  const mark = text.script === true ? "//" : "--";
  const header = [
    `${mark} revision: ${revision}`,
    ...(parent === undefined ? [] : [`${mark} parents: ${parent}`]),
    ...(text.apart === true ? [`${mark} transaction: off`] : []),
  ].join("\n");
  if (text.script === true) return `${header}\n\nexport async function upgrade() {}\n`;
  const downgrade = text.downgrade === undefined ? "" : `\n\n-- downgrade\n${text.downgrade}`;
  return `${header}\n\n-- upgrade\n${text.upgrade}${downgrade}\n`;
}

/** What a run is asked for beyond its folder. */
export interface RunRequest extends Partial<Omit<MigratorOptions, "adapter" | "runner">> {
  readonly direction?: "upgrade" | "downgrade";
  readonly target?: string;
  /** The session to start with, which stays open; otherwise one is opened and closed. */
  readonly session?: Session;
  readonly run?: string;
}

/** Runs the migrator on a database as the command line does. */
export async function migrateFolder(
  { adapter }: Suite,
  database: Database,
  folder: Folder,
  request: RunRequest = {},
): Promise<readonly StepResult[]> {
  const { direction = "upgrade", target, session: given, run = "cccccccccccc", ...more } = request;
  const session = given ?? await database.open();
  try {
    return await migrate(
      session,
      {
        adapter,
        connect: () => database.open(),
        tables: database.tables,
        runner: runner(run),
        lockTimeout: 20_000,
        retries: 0,
        singleTransaction: false,
        ...more,
      },
      (state) =>
        direction === "upgrade" ? folder.pending(state, target) : folder.undoing(state, target),
    );
  } finally {
    if (given === undefined) await session[Symbol.asyncDispose]();
  }
}

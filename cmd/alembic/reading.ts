import type { Command } from "commander";
import { existsSync } from "node:fs";
import { exitCodes, WhimbrelError } from "../../core/errors.ts";
import type { RevisionGraph } from "../../core/graph.ts";
import { appliedHeads } from "../../core/locate.ts";
import { resolveEach, resolveOne } from "../../core/target.ts";
import type { App } from "../app.ts";
import { type AnyRevision, fileOf, readFilesAndHistory, withHistory } from "../reading.ts";

/** Adds the commands that only read. */
export function defineReading(
  command: Command,
  app: () => App,
  exit: (code: number) => void,
): void {
  command.command("check").description(
    "Exit 1 where a migration is pending, or missing for the models.",
  )
    .action(async () => {
      const { runCheck } = await import("../check.ts");
      const own = app();
      const pending = existsSync((await own.project()).dir.path);
      exit(await runCheck(own, { models: true, pending, format: "text" }));
    });
  command.command("current").description("Show where the database stands.")
    .option("-v, --verbose", "with parents, file and message")
    .option("-c, --check-heads", "exit 1 where not every head is applied")
    .action(async (options: CurrentOptions) => exit(await printCurrent(app(), options)));
  command.command("heads").description("List the revisions that nothing follows.")
    .option("-v, --verbose", "with parents, file and message")
    .option("--resolve-dependencies", "also leave out what others only depend on")
    .action(async (options: HeadsOptions) => {
      const reader = app();
      const graph: RevisionGraph<AnyRevision> = (await reader.project()).graph();
      const needed = new Set(graph.order.flatMap(({ depends }) => depends));
      const shown = graph.heads.filter(({ id }) =>
        options.resolveDependencies !== true || !needed.has(id)
      );
      for (const head of shown) print(reader, head, { graph, ...options });
    });
  command.command("branches").description("List the revisions that several others follow.")
    .option("-v, --verbose", "with parents, file and message")
    .action(async (options: VerboseOptions) => {
      const reader = app();
      const graph: RevisionGraph<AnyRevision> = (await reader.project()).graph();
      for (const point of graph.order.filter(({ id }) => graph.children(id).length > 1)) {
        print(reader, point, { graph, ...options });
        for (const child of graph.children(point.id)) {
          reader.print(`    -> ${lineOf(child, graph)}`);
        }
      }
    });
  command.command("history").description("List revisions, the newest first.")
    .option("-r, --rev-range <range>", "FROM:TO, either may be left out")
    .option("-v, --verbose", "with parents, file and message")
    .option("-i, --indicate-current", "mark what is applied last")
    .action((options: HistoryOptions) => printHistory(app(), options));
  command.command("show").description("Show revisions.")
    .argument("<revisions...>", "a revision, head, heads or current")
    .action(async (texts: readonly string[]) => {
      const reader = app();
      const offline = !texts.includes("current");
      await readFilesAndHistory(reader, { offline }, ({ graph, history }) => {
        const applied = history === undefined ? undefined : new Set(history.entries.keys());
        for (const text of texts) {
          const found = text === "heads"
            ? resolveEach(graph, text)
            : [resolveOne(graph, text, applied)];
          for (const revision of found) print(reader, revision, { graph, verbose: true });
        }
        return Promise.resolve();
      });
    });
}

interface VerboseOptions {
  readonly verbose?: boolean;
}

interface CurrentOptions extends VerboseOptions {
  readonly checkHeads?: boolean;
}

interface HeadsOptions extends VerboseOptions {
  readonly resolveDependencies?: boolean;
}

interface HistoryOptions extends VerboseOptions {
  readonly revRange?: string;
  readonly indicateCurrent?: boolean;
}

async function printCurrent(app: App, options: CurrentOptions): Promise<number> {
  return await app.use(({ project }) =>
    withHistory(project, ({ graph, history }) => {
      const applied = new Set(history.entries.keys());
      for (const revision of appliedHeads(graph, applied)) {
        print(app, revision, { graph, ...options });
      }
      const behind = graph.heads.some(({ id }) => !applied.has(id));
      if (options.checkHeads !== true || !behind) return Promise.resolve(exitCodes.done);
      app.say("the database is not on all heads: run `whimbrel upgrade`");
      return Promise.resolve(exitCodes.found);
    })
  );
}

async function printHistory(app: App, options: HistoryOptions): Promise<void> {
  const { revRange, indicateCurrent } = options;
  const offline = indicateCurrent !== true && !/current/.test(revRange ?? "");
  await readFilesAndHistory(app, { offline }, ({ graph, history }) => {
    const applied = new Set(history?.entries.keys());
    const current = indicateCurrent === true
      ? new Set(appliedHeads(graph, applied).map(({ id }) => id))
      : new Set<string>();
    for (const revision of rangeOf(graph, revRange, applied).toReversed()) {
      print(app, revision, { graph, current, arrow: true, ...options });
    }
    return Promise.resolve();
  });
}

/** Both ends are included, as in Alembic. */
function rangeOf(
  graph: RevisionGraph<AnyRevision>,
  range: string | undefined,
  applied: ReadonlySet<string>,
): readonly AnyRevision[] {
  if (range === undefined) return graph.order;
  const [from = "", to = "", more] = range.split(":");
  if (more !== undefined || !range.includes(":")) {
    throw new WhimbrelError("usage", `Cannot read the range "${range}"`, {
      hint: "write FROM:TO, such as base:head or 1a2b3c:",
    });
  }
  const ends = to === "" || to === "heads" ? graph.heads : [resolveOne(graph, to, applied)];
  const below = new Set(ends.flatMap(({ id }) => [id, ...graph.ancestors(id)]));
  if (from === "" || from === "base") return graph.order.filter(({ id }) => below.has(id));
  // Steps down are counted from the other end.
  const start = resolveOne(graph, /^-\d+$/.test(from) ? `${to || "head"}${from}` : from, applied);
  const above = new Set([start.id, ...graph.descendants(start.id)]);
  return graph.order.filter(({ id }) => below.has(id) && above.has(id));
}

interface Printing extends VerboseOptions {
  readonly graph: RevisionGraph<AnyRevision>;
  readonly current?: ReadonlySet<string>;
  readonly arrow?: boolean;
}

function print(app: App, revision: AnyRevision, printing: Printing): void {
  const { graph, current, arrow, verbose } = printing;
  const marks = `${lineOf(revision, graph)}${current?.has(revision.id) ? " (current)" : ""}`;
  if (verbose !== true) {
    const parents = revision.parents.join(", ") || "<base>";
    app.print(arrow === true ? `${parents} -> ${marks}, ${messageOf(revision)}` : marks);
    return;
  }
  app.print(`Rev: ${marks}`);
  app.print(`Parent: ${revision.parents.join(", ") || "<base>"}`);
  if (revision.depends.length > 0) app.print(`Also depends on: ${revision.depends.join(", ")}`);
  app.print(`Path: ${fileOf(revision) ?? "gone"}`);
  for (const line of ["", `    ${messageOf(revision)}`, ""]) app.print(line);
  if (revision.created === undefined) return;
  for (const line of [`    Create Date: ${revision.created}`, ""]) app.print(line);
}

function lineOf(revision: AnyRevision, graph: RevisionGraph<AnyRevision>): string {
  return [
    revision.id,
    ...revision.depends.length === 0 ? [] : [`(depends on ${revision.depends.join(", ")})`],
    ...revision.label === undefined ? [] : [`(${revision.label})`],
    ...graph.heads.includes(revision) ? ["(head)"] : [],
    ...graph.children(revision.id).length > 1 ? ["(branchpoint)"] : [],
    ...revision.parents.length > 1 ? ["(mergepoint)"] : [],
  ].join(" ");
}

/** The words of the file's name. */
function messageOf({ name, id }: AnyRevision): string {
  const words = name.replace(id, "").replace(/^[\d_-]+/, "").replaceAll("_", " ").trim();
  return words || name;
}

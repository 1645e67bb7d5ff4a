import { type Command, InvalidArgumentError } from "commander";
import { drawGraph } from "../core/draw.ts";
import type { App } from "./app.ts";
import {
  type AnyRevision,
  marksOf,
  readFilesAndHistory,
  type Reading,
  revisionJson,
} from "./reading.ts";
import { paint } from "./status.ts";

/** `whimbrel history`: every migration, the newest first. */
export function define(command: Command, app: () => App): void {
  command
    .option("-n <count>", "only so many", count)
    .option("--graph", "draw how they follow each other")
    .option("--offline", "read the files only, and touch no database")
    .addHelpText(
      "after",
      `
Examples:
  whimbrel history
  whimbrel history -n 10
  whimbrel history --graph
  whimbrel history --json | jq '.migrations[] | select(.applied == false)'`,
    )
    .action((options: HistoryOptions) => runHistory(app(), options));
}

/** What `history` may be told. */
export interface HistoryOptions {
  readonly n?: number;
  readonly graph?: boolean;
  readonly offline?: boolean;
}

function count(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number from 1 up.");
}

/** Lists the migrations, the newest first. */
export async function runHistory(app: App, options: HistoryOptions): Promise<void> {
  const { n: limit = Infinity } = options;
  await readFilesAndHistory(app, { offline: options.offline ?? false }, async (reading) => {
    const { graph, history } = reading;
    const newest = graph.order.toReversed().slice(0, limit);
    if (app.json) {
      app.printJson({
        database: history?.session.database ?? null,
        migrations: newest.map((revision) => revisionJson(revision, reading)),
      });
    } else if (newest.length === 0) {
      app.say("there are no migrations yet: `whimbrel migrate --name N --empty` writes one");
    } else if (options.graph === true) {
      printGraph(app, reading, limit);
    } else {
      await printList(app, reading, newest);
    }
  });
}

function printGraph(app: App, { graph, history }: Reading, limit: number): void {
  const lines = drawGraph(graph, (revision) => {
    const marks = marksOf(revision, graph);
    return marks === "" ? revision.name : `${revision.name} ${app.colors.cyan(marks)}`;
  }, {
    unicode: hasUnicode(app.io.env),
    limit,
    ...(history === undefined ? {} : { applied: new Set(history.entries.keys()) }),
  });
  for (const line of lines) app.print(line);
}

async function printList(
  app: App,
  { graph, history }: Reading,
  revisions: readonly AnyRevision[],
): Promise<void> {
  const { colors } = app;
  const { printTable } = await import("./table.ts");
  const state = ({ id }: AnyRevision) => {
    const standing = history?.standings.get(id);
    return standing === undefined ? [] : [paint(app, standing)];
  };
  printTable(app, ["revision", ...(history === undefined ? [] : ["state"]), "name", ""], [
    ...revisions.map((revision) => [
      revision.id,
      ...state(revision),
      revision.name,
      colors.cyan(marksOf(revision, graph)),
    ]),
  ]);
}

/** Whether the terminal's locale has box characters; one that says nothing is taken to have them. */
function hasUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  return locale === undefined || /utf-?8/i.test(locale);
}

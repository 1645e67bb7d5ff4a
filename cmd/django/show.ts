import { readBodies, statementsOf } from "../../core/body.ts";
import type { Direction } from "../../core/direction.ts";
import { WhimbrelError } from "../../core/errors.ts";
import type { RevisionGraph } from "../../core/graph.ts";
import { recordScript } from "../../core/recorder.ts";
import type { App } from "../app.ts";
import { type AnyRevision, readFilesAndHistory } from "../reading.ts";
import { lineCalled, migrationCalled } from "./named.ts";

/** Prints `[X] name` for each migration, by line or in the order of application. */
export async function printMigrations(
  app: App,
  labels: readonly string[],
  inOrder: boolean,
): Promise<void> {
  await readFilesAndHistory(app, { offline: false }, ({ graph, history }) => {
    const wanted = labels.map((label) => lineCalled(graph, label));
    const shown = graph.order.filter(({ id }) =>
      wanted.length === 0 || wanted.some((line) => line.has(id))
    );
    const mark = ({ id }: AnyRevision) => history?.entries.has(id) === true ? "[X]" : "[ ]";
    if (inOrder) {
      for (const revision of shown) app.print(`${mark(revision)}  ${revision.name}`);
    } else {
      for (const [label, list] of Map.groupBy(shown, (revision) => lineOf(graph, revision))) {
        app.print(label);
        for (const revision of list) app.print(` ${mark(revision)} ${revision.name}`);
      }
    }
    if (shown.length === 0) app.print("(no migrations)");
    return Promise.resolve();
  });
}

function lineOf(graph: RevisionGraph<AnyRevision>, { id }: AnyRevision): string {
  for (const label of graph.labels.keys()) if (graph.line(label).has(id)) return label;
  return "migrations";
}

/** Prints the statements of one migration, `[LABEL] NAME`, in one direction. */
export async function printSql(
  app: App,
  words: readonly string[],
  direction: Direction,
): Promise<void> {
  await app.use(async ({ project }) => {
    const migration = migrationCalled(project.graph(), words);
    const { dialect } = await project.adapter();
    const { path, file } = migration;
    const body = migration.format === "sql" ? readBodies(migration, dialect.name)[direction] : null;
    if (body === undefined) {
      throw new WhimbrelError("irreversible", `"${migration.name}" has no ${direction}`, {
        place: { file },
        hint: `add a section \`-- ${direction}\``,
      });
    }
    const statements = body === null
      ? (await recordScript((await project.scripts())!, { path, file, direction }, dialect))
        .statements
      : statementsOf(body, { file }, dialect);
    for (const statement of statements) {
      app.io.stdout.write(`${(dialect.script?.(statement) ?? `${statement.text};`).trimEnd()}\n`);
    }
  });
}

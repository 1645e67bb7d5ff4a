import { describe } from "../core/describe.ts";
import { diff, whateverOrder } from "../core/diff.ts";
import type { Migration } from "../core/directory.ts";
import { readState } from "../core/enter.ts";
import type { Operation } from "../core/operation.ts";
import { noRenames } from "../core/rename.ts";
import { settleReplaced } from "../core/squash.ts";
import { appliedOf } from "../core/status.ts";
import { keepUnexpressed } from "../core/unexpressed.ts";
import type { Finding } from "./check.ts";
import { compare } from "./compare.ts";
import { graphOrEmpty } from "./new_file.ts";
import type { Project } from "./project.ts";
import { openReader, readTarget } from "./source.ts";
import { withSession } from "./whimbrel.ts";

/**
 * What `migrate` would write now: one finding for each change of the models that no migration makes.
 *
 * @throws {WhimbrelError} `configuration` without models.
 */
export async function findModelDrift(
  project: Project,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const operations: Operation[] = [];
  const dialects = project.database.dialects ?? [undefined];
  for (const dialect of dialects) {
    await using reader = await openReader(project, {
      ...(dialect === undefined ? {} : { dialect }),
      ...(signal === undefined ? {} : { signal }),
    });
    const target = await readTarget(reader, { kind: "models" });
    const from = await reader.migrations(graphOrEmpty(project).order);
    // Whether something is a rename does not matter for whether there is a change.
    const answers = { given: [], none: true };
    const { dialect: kind } = reader;
    const found = await compare(project, { from, target, dialect: kind }, answers);
    operations.push(...found.operations);
  }
  return [...new Set(operations.map(describe))].map((what) => ({
    kind: "models",
    message: `the models ask to ${what}, and no migration does`,
    revisions: [],
    hint: "write it with `whimbrel migrate --name ...`",
  }));
}

/** How the database differs from what its applied migrations make, as operations that would mend it. */
export async function findDriftOperations(
  project: Project,
  signal?: AbortSignal,
): Promise<readonly Operation[]> {
  const applied = await withSession(project, true, async (session) => {
    const { order } = graphOrEmpty(project);
    const done = appliedOf(settleReplaced(order, await readState(session, project.tables)));
    return order.filter(({ id }: Migration) => done.has(id));
  });
  await using reader = await openReader(project, signal === undefined ? {} : { signal });
  const expected = await reader.migrations(applied);
  const found = await reader.read({ kind: "database", url: undefined });
  const traits = whateverOrder(reader.dialect.diffTraits);
  const wanted = keepUnexpressed(expected, found, "everything", noRenames, traits);
  return diff(found, wanted, noRenames, traits);
}

/** One finding for each difference between the database and its applied migrations. */
export async function findDrift(
  project: Project,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const operations = await findDriftOperations(project, signal);
  return operations.map((operation) => ({
    kind: "drift",
    message: `the database is not what its migrations make: one would have to ${
      describe(operation)
    }`,
    revisions: [],
    hint:
      "see `whimbrel diff --from database --to migrations`; write what is wanted as a migration",
  }));
}

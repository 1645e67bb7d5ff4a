import assert from "node:assert/strict";
import { test } from "node:test";
import { diff } from "../../core/diff.ts";
import type { Operation } from "../../core/operation.ts";
import type { Plugin } from "../../core/plugin.ts";
import { printName, type Schema } from "../../core/schema.ts";
import { usePython } from "../python.ts";
import { type DatabaseKind, dialectOf, makeDatabase } from "./databases.ts";
import { makeProject, request, scriptOf } from "./run_python.ts";

/** A change of the models, and what it changes in the database. */
export interface Edit {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** What the operations between both work on: tables, `type x` for enums, sorted. */
  readonly changes: readonly string[];
}

/** Tests that each edit changes what it says, on one kind of database. */
export function testEdits(
  { plugin, models, edits, kind, changes = (edit) => edit.changes }: {
    readonly plugin: Plugin;
    readonly models: string;
    readonly edits: readonly Edit[];
    readonly kind: DatabaseKind;
    /** Where the kind of database shows less of an edit than others do. */
    readonly changes?: (edit: Edit) => readonly string[];
  },
): void {
  let before: Promise<Schema | undefined> | undefined;
  for (const edit of edits) {
    test(`${edit.name}, ${kind}`, async (t) => {
      assert.ok(models.includes(edit.from));
      const one = await (before ??= schemaOf(plugin, models, kind));
      if (one === undefined) return t.skip();
      const other = await schemaOf(plugin, models.replaceAll(edit.from, edit.to), kind);
      const names = diff(one, other!).map(nameOf).filter((each) => each !== undefined);
      assert.deepEqual([...new Set(names)].toSorted(), changes(edit));
    });
  }
}

async function schemaOf(
  plugin: Plugin,
  models: string,
  kind: DatabaseKind,
): Promise<Schema | undefined> {
  const python = await usePython("newest");
  await using database = await makeDatabase(kind);
  if (python === undefined || database === undefined) return undefined;
  using project = makeProject({ "m.py": models });
  const more = { paths: ["m"], dialect: dialectOf(kind), server: database.server };
  await database.run(await scriptOf(python, plugin, request(project.root, more)));
  return await database.schema();
}

/** What an operation works on; a sequence is part of its column. */
function nameOf(operation: Operation): string | undefined {
  if (operation.kind === "alter_enum") return `type ${printName(operation.to)}`;
  return "table" in operation && operation.table !== undefined
    ? printName(operation.table)
    : undefined;
}

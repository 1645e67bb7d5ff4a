import assert from "node:assert/strict";
import { describe } from "../../core/describe.ts";
import { diff } from "../../core/diff.ts";
import { takeBack } from "../../core/generate.ts";
import { noRenames } from "../../core/rename.ts";
import type { Schema } from "../../core/schema.ts";
import { compare } from "../../core/schema_order.ts";
import type { Bench } from "../changes/harness/scratch.ts";

/**
 * Leads a database from one script's schema to that of another and back, and asserts that each time
 * it is the schema that the script itself makes, but for the order of columns.
 */
export async function converge(
  { traits, migrated, direct }: Bench,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await migrated.reset("pair", false);
  await direct.reset("pair", false);
  await migrated.exec(from);
  await direct.exec(to);
  const [before, wanted] = [await migrated.schema(), await direct.schema()];
  const operations = diff(before, wanted, noRenames, traits);
  await migrated.run(migrated.render(operations, before));
  const after = await migrated.schema();
  const inOneOrder = traits.ordersColumns ? (schema: Schema) => schema : byName;
  assert.deepEqual(inOneOrder(after), inOneOrder(wanted));
  assert.deepEqual(diff(after, wanted, noRenames, traits).map(describe), []);
  const inverse = takeBack(operations, after, { diffTraits: traits });
  await migrated.run(migrated.render(inverse, after));
  assert.deepEqual(inOneOrder(await migrated.schema()), inOneOrder(before));
}

/** Columns of one table may stand in another order than in a table that was made at once. */
function byName(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.toSorted((one, other) => compare(one.name, other.name)),
    })),
  };
}

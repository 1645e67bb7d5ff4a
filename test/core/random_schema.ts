import fc from "fast-check";
import type { Renames } from "../../core/rename.ts";
import type { Schema } from "../../core/schema.ts";
import { type Choice, editModel } from "./random_edit.ts";
import { copyModel, type Model, schemaOf } from "./random_model.ts";

/** Two schemas, of which the second came from the first by edits. */
export interface SchemaPair {
  readonly from: Schema;
  readonly to: Schema;
  /** What was renamed on the way. */
  readonly renames: Renames;
  /** Columns that are on both sides, by table and name on each. */
  readonly kept: readonly {
    readonly from: readonly [string, string];
    readonly to: readonly [string, string];
  }[];
}

const choice: fc.Arbitrary<Choice> = fc.record({
  edit: fc.nat(200),
  table: fc.nat(7),
  other: fc.nat(7),
  column: fc.nat(11),
  second: fc.nat(11),
  name: fc.nat(30),
  flag: fc.boolean(),
});

/** Pairs of schemas that a database takes: tables, keys, indexes, views and triggers. */
export const schemaPairs: fc.Arbitrary<SchemaPair> = fc.record({
  first: fc.array(choice, { minLength: 1, maxLength: 45, size: "max" }),
  then: fc.array(choice, { minLength: 1, maxLength: 25, size: "max" }),
}).map(({ first, then }) => {
  const model: Model = { tables: [], views: [], triggers: [] };
  for (const each of first) editModel(model, each);
  const before = copyModel(model);
  for (const each of then) editModel(model, each);
  return pairOf(before, model);
});

function pairOf(before: Model, after: Model): SchemaPair {
  const tables = after.tables.flatMap((table) => {
    const other = before.tables.find(({ id }) => id === table.id);
    return other === undefined ? [] : [{ from: other, to: table }];
  });
  const columns = tables.flatMap((pair) =>
    pair.to.columns.flatMap((column) => {
      const other = pair.from.columns.find(({ id }) => id === column.id);
      return other === undefined ? [] : [{ ...pair, one: other, other: column }];
    })
  );
  return {
    from: schemaOf(before),
    to: schemaOf(after),
    renames: {
      tables: tables.filter(({ from, to }) => from.name !== to.name)
        .map(({ from, to }) => ({ from: { name: from.name }, to: { name: to.name } })),
      columns: columns.filter(({ one, other }) => one.name !== other.name)
        .map(({ to, one, other }) => ({
          table: { name: to.name },
          from: one.name,
          to: other.name,
        })),
    },
    kept: columns.map(({ from, to, one, other }) => ({
      from: [from.name, one.name],
      to: [to.name, other.name],
    })),
  };
}

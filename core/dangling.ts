import { keyOf } from "./diff/names.ts";
import { printName, type Schema } from "./schema.ts";

/**
 * A line for each foreign key that refers to a table or column that the schema does not have, where a
 * database takes one.
 */
export function danglingReferences({ tables }: Schema): readonly string[] {
  const byName = new Map(tables.map((table) => [keyOf(table), table]));
  return tables.flatMap((table) =>
    table.foreignKeys.flatMap(({ references, referencedColumns }) => {
      const own = `a foreign key of "${printName(table)}" refers to`;
      const target = byName.get(keyOf(references));
      if (target === undefined) {
        return [`${own} table "${printName(references)}", which is not there`];
      }
      const columns = new Set(target.columns.map(({ name }) => name));
      return referencedColumns.filter((name) => !columns.has(name)).map((name) =>
        `${own} column "${name}" of "${printName(references)}", which is not there`
      );
    })
  );
}

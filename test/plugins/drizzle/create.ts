import type { Operation } from "../../../core/operation.ts";
import type { OpaqueObject, Schema } from "../../../core/schema.ts";

/** The operations that make a schema in an empty database, in an order that can be made. */
export function createOperations(schema: Schema, dialect: string): readonly Operation[] {
  const isNamespace = ({ kind }: OpaqueObject) => kind === "schema";
  // SQLite knows foreign keys in CREATE TABLE only, and does not ask whether their table is there.
  const inline = dialect === "sqlite";
  const create = (object: OpaqueObject): Operation => ({ kind: "create_object", object });
  return [
    ...schema.objects.filter(isNamespace).map(create),
    ...schema.enums.map((each): Operation => ({ kind: "create_enum", enum: each })),
    ...schema.sequences.map((sequence): Operation => ({ kind: "create_sequence", sequence })),
    ...schema.tables.map((table): Operation => ({
      kind: "create_table",
      table: inline ? table : { ...table, foreignKeys: [] },
    })),
    ...(inline
      ? []
      : schema.tables.flatMap((table) =>
        table.foreignKeys.map((constraint): Operation => ({
          kind: "add_constraint",
          table: table.schema === undefined ? { name: table.name } : table,
          constraint,
        }))
      )),
    ...inOrder(schema.objects.filter((object) => !isNamespace(object))).map(create),
  ];
}

/** Objects behind those that they depend on. */
function inOrder(objects: readonly OpaqueObject[]): readonly OpaqueObject[] {
  const done: OpaqueObject[] = [];
  let rest = objects;
  while (rest.length > 0) {
    const free = rest.filter((object) =>
      object.dependsOn.every((need) =>
        !rest.some((other) => other.kind === need.kind && other.name === need.name)
      )
    );
    if (free.length === 0) throw new Error("Objects need each other");
    done.push(...free);
    rest = rest.filter((object) => !free.includes(object));
  }
  return done;
}

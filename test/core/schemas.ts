import fc from "fast-check";
import type { Operation } from "../../core/operation.ts";
import { sortSchema } from "../../core/schema_order.ts";
import type { Column, Constraint, Schema, Table } from "../../core/schema.ts";

/** A schema in which every kind of thing refers to others. */
export const sampleSchema: Schema = sortSchema({
  tables: [
    {
      schema: "app",
      name: "users",
      columns: [
        { name: "id", type: "bigint", nullable: false, identity: { always: true } },
        { name: "mood", type: { name: "mood", dimensions: 1 }, nullable: true },
        { name: "age", type: "integer", nullable: true, default: "1" },
        {
          name: "twice",
          type: "integer",
          nullable: true,
          generated: { expression: "age * 2", stored: true },
        },
      ],
      primaryKey: { kind: "primary_key", name: "users_pkey", columns: ["id"] },
      uniques: [{
        kind: "unique",
        name: "users_age_key",
        columns: ["age", "id"],
        details: [{ column: "age", descending: true }],
        include: ["mood"],
      }],
      foreignKeys: [{
        kind: "foreign_key",
        name: "users_self",
        columns: ["age"],
        references: { schema: "app", name: "users" },
        referencedColumns: ["age"],
        onDeleteColumns: ["age"],
      }],
      checks: [
        { kind: "check", expression: "age > 0", columns: ["age"] },
        { kind: "check", name: "named", expression: "id > 0", columns: ["id"] },
      ],
      exclusions: [{
        kind: "exclusion",
        name: "users_excl",
        method: "gist",
        parts: [{ expression: "int4range(age, age)", operator: "&&" }],
        where: "age > 2",
      }],
      indexes: [
        {
          name: "users_idx",
          unique: false,
          parts: [{ column: "age" }, { expression: "age + 1" }],
          include: ["age"],
          where: "age > 1",
        },
      ],
      partitioning: { by: "RANGE (id)", partitions: [{ name: "p0", bounds: "LESS THAN (1)" }] },
      options: { fillfactor: "70" },
      comment: "people",
    },
    {
      name: "pets",
      columns: [{ name: "owner", type: "bigint", nullable: false }],
      uniques: [],
      foreignKeys: [{
        kind: "foreign_key",
        name: "pets_owner",
        columns: ["owner"],
        references: { schema: "app", name: "users" },
        referencedColumns: ["age"],
      }],
      checks: [],
      exclusions: [],
      indexes: [],
      partitionOf: { parent: { schema: "app", name: "users" }, bounds: "DEFAULT" },
      inherits: [{ schema: "app", name: "users" }],
      options: {},
    },
  ],
  enums: [{ name: "mood", values: ["ok", "sad"] }],
  sequences: [{
    name: "counter",
    start: "1",
    ownedBy: { table: { schema: "app", name: "users" }, column: "age" },
  }],
  domains: [{ name: "email", type: { name: "mood", dimensions: 0 }, nullable: false, checks: [] }],
  composites: [{ name: "pair", fields: [{ name: "a", type: { name: "mood", dimensions: 0 } }] }],
  objects: [{
    kind: "trigger",
    name: "audit",
    table: { schema: "app", name: "users" },
    definition: "CREATE TRIGGER audit ...",
    dependsOn: [{ kind: "table", schema: "app", name: "users" }],
  }],
});

const users: Table = sampleSchema.tables[1]!;
const called = { schema: "app", name: "users" };
const column = (name: string): Column => users.columns.find((each) => each.name === name)!;
const added: Constraint = { kind: "check", name: "more", expression: "age < 9", columns: ["age"] };

/** One operation of each kind, or more, that fits {@linkcode sampleSchema}. */
export const sampleOperations: readonly Operation[] = [
  { kind: "create_table", table: { ...users, name: "others" } },
  { kind: "drop_table", table: sampleSchema.tables[0]! },
  { kind: "rename_table", from: called, to: { name: "people" } },
  { kind: "rename_table", from: { name: "pets" }, to: { schema: "app", name: "animals" } },
  { kind: "set_table_comment", table: called, from: "people", to: "humans" },
  { kind: "set_table_comment", table: called, from: "people" },
  { kind: "alter_table_options", table: called, from: { fillfactor: "70" }, to: {} },
  { kind: "alter_partitioning", table: called, from: users.partitioning! },
  {
    kind: "alter_partition_bounds",
    table: called,
    from: [{ partition: { name: "pets" }, bounds: "DEFAULT" }],
    to: [{ partition: { name: "pets" }, bounds: "FOR VALUES IN (1)" }],
  },
  {
    kind: "add_column",
    table: called,
    column: { name: "new", type: "text", nullable: true },
    position: 1,
  },
  { kind: "drop_column", table: called, column: column("twice"), position: 3 },
  { kind: "rename_column", table: called, from: "age", to: "years" },
  {
    kind: "alter_column",
    table: called,
    from: column("age"),
    to: { name: "age", type: "bigint", nullable: false, default: "2", collation: "C" },
    using: "age::bigint",
  },
  {
    kind: "alter_column",
    table: called,
    from: column("age"),
    to: {
      name: "age",
      type: "integer",
      nullable: true,
      generated: { expression: "1", stored: true },
    },
  },
  { kind: "add_constraint", table: called, constraint: added },
  { kind: "drop_constraint", table: called, constraint: users.primaryKey! },
  { kind: "drop_constraint", table: called, constraint: users.uniques[0]! },
  { kind: "drop_constraint", table: called, constraint: users.foreignKeys[0]! },
  { kind: "drop_constraint", table: called, constraint: users.checks[0]! },
  { kind: "drop_constraint", table: called, constraint: users.exclusions[0]! },
  {
    kind: "alter_constraint",
    table: called,
    from: users.foreignKeys[0]!,
    to: { ...users.foreignKeys[0]!, deferrable: "deferred" },
  },
  {
    kind: "rename_constraint",
    table: called,
    constraint: "primary_key",
    from: "users_pkey",
    to: "pk",
  },
  {
    kind: "create_index",
    table: called,
    index: { name: "i", unique: true, parts: [{ expression: "lower(x)" }] },
  },
  { kind: "drop_index", table: called, index: users.indexes[0]! },
  {
    kind: "alter_index",
    table: called,
    from: users.indexes[0]!,
    to: { ...users.indexes[0]!, invisible: true },
  },
  { kind: "rename_index", table: called, from: "users_idx", to: "idx" },
  { kind: "create_enum", enum: { schema: "app", name: "mood", values: ["a"] } },
  { kind: "drop_enum", enum: sampleSchema.enums[0]! },
  {
    kind: "alter_enum",
    from: sampleSchema.enums[0]!,
    to: { name: "mood", values: ["great", "ok"] },
  },
  { kind: "rename_enum", from: { name: "mood" }, to: { schema: "app", name: "feeling" } },
  { kind: "rename_enum_value", enum: { name: "mood" }, from: "ok", to: "fine" },
  {
    kind: "create_domain",
    domain: { name: "zip", type: "text", nullable: true, checks: [] },
  },
  { kind: "drop_domain", domain: sampleSchema.domains[0]! },
  {
    kind: "alter_domain",
    from: sampleSchema.domains[0]!,
    to: { ...sampleSchema.domains[0]!, nullable: true },
  },
  { kind: "create_composite", composite: { name: "triple", fields: [] } },
  { kind: "drop_composite", composite: sampleSchema.composites[0]! },
  {
    kind: "alter_composite",
    from: sampleSchema.composites[0]!,
    to: { name: "pair", fields: [] },
  },
  { kind: "create_sequence", sequence: { name: "other" } },
  { kind: "drop_sequence", sequence: sampleSchema.sequences[0]! },
  {
    kind: "alter_sequence",
    from: sampleSchema.sequences[0]!,
    to: { name: "counter", start: "5" },
  },
  { kind: "rename_sequence", from: { name: "counter" }, to: { name: "tally" } },
  {
    kind: "create_object",
    object: { kind: "view", name: "audit", definition: "CREATE VIEW audit ...", dependsOn: [] },
  },
  { kind: "drop_object", object: sampleSchema.objects[0]! },
  {
    kind: "replace_object",
    from: sampleSchema.objects[0]!,
    to: { ...sampleSchema.objects[0]!, definition: "CREATE TRIGGER audit ... 2" },
  },
];

/** Lists of operations out of the samples, in any order and number. */
export const someOperations: fc.Arbitrary<readonly Operation[]> = fc.shuffledSubarray(
  [...sampleOperations],
  { minLength: 15 },
);

import assert from "node:assert/strict";
import type { Operation } from "../../../core/operation.ts";
import type { Check, Column, ForeignKey, Index, Schema, Table } from "../../../core/schema.ts";

/** A schema in which everything hangs together, with rows that must survive. */
export const script = `
  CREATE TABLE team (id int PRIMARY KEY, name varchar(50) NOT NULL COLLATE utf8mb4_bin);
  CREATE TABLE person (
    id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
    email varchar(100) NOT NULL DEFAULT 'it''s' COLLATE utf8mb4_unicode_ci COMMENT 'where; "to" write',
    age int,
    boss bigint unsigned,
    team_id int,
    twice int GENERATED ALWAYS AS (age * 2) VIRTUAL,
    note text,
    seen timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    CONSTRAINT person_boss FOREIGN KEY (boss) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT person_team FOREIGN KEY (team_id) REFERENCES team (id) ON UPDATE CASCADE,
    CONSTRAINT person_age CHECK (age > 0 AND note <> 'x\\\\y'),
    UNIQUE KEY person_email (email),
    KEY person_age_idx (age DESC, note(10))
  ) COMMENT = 'people; all';
  CREATE TABLE log (line varchar(200));
  CREATE TRIGGER person_log AFTER DELETE ON person
    FOR EACH ROW BEGIN INSERT INTO log VALUES (concat('gone ', old.id)); END;
  CREATE VIEW adults AS SELECT email, id FROM person WHERE id >= 1;
  CREATE PROCEDURE tidy(IN word varchar(10)) BEGIN DELETE FROM log WHERE line = word; END;
  CREATE TABLE tag (word varchar(20) PRIMARY KEY, uses int, made date NOT NULL DEFAULT '2020-01-01');
  INSERT INTO team VALUES (1, 'Waders');
  INSERT INTO person (id, email, age, boss, team_id, note, seen) VALUES
    (1, 'a@b', 30, NULL, 1, 'n1', '2020-01-01'), (2, 'c@d', 20, 1, 1, 'n2', '2020-01-02');
  INSERT INTO tag (word, uses) VALUES ('x', 1), ('y', 2);`;

/** A change that is made and taken back on a database that has run the script. */
export interface Case {
  readonly name: string;
  /** Both where absent. */
  readonly only?: "mysql" | "mariadb";
  readonly change: (schema: Schema) => readonly Operation[];
  /** Beginnings of the statements. */
  readonly statements: readonly string[];
}

const person = { name: "person" };
const tag = { name: "tag" };

function find(schema: Schema, name: string): Table {
  const table = schema.tables.find((candidate) => candidate.name === name);
  assert.ok(table, `no table "${name}"`);
  return table;
}

/** A column of a schema, with changes. */
export function column(schema: Schema, [table, name]: readonly [string, string]): Column {
  const found = find(schema, table).columns.find((candidate) => candidate.name === name);
  assert.ok(found, `no column "${table}.${name}"`);
  return found;
}

function alter(schema: Schema, place: readonly [string, string], to: Partial<Column>): Operation {
  const from = column(schema, place);
  return { kind: "alter_column", table: { name: place[0] }, from, to: { ...from, ...to } };
}

function varchar(name: string, more: Partial<Column> = {}): Column {
  return { name, type: "varchar(20)", nullable: true, ...more };
}

function foreignKey(schema: Schema, name: string): ForeignKey {
  const found = find(schema, "person").foreignKeys.find((candidate) => candidate.name === name);
  assert.ok(found, `no foreign key "${name}"`);
  return found;
}

const positive: Check = {
  kind: "check",
  name: "tag_uses",
  expression: "`uses` > 0",
  columns: ["uses"],
};
const strange: Table = {
  name: "we`ird; name's",
  columns: [
    { name: "sel`ect", type: "int", nullable: false, identity: {}, comment: "it's; \\ `x`" },
    { name: "a b", type: "varchar(30)", nullable: false, default: "'it''s'" },
    { name: "kind", type: "enum('a','b''c','d;e')", nullable: true, default: "'b''c'" },
    { name: "at", type: "datetime(6)", nullable: false, default: "CURRENT_TIMESTAMP(6)" },
    { name: "raw", type: "binary(2)", nullable: true },
    { name: "half", type: "decimal(10,2)", nullable: true, default: "0.50" },
    { name: "sum", type: "int", nullable: true, generated: { expression: "2 * 3", stored: true } },
    { name: "facts", type: "json", nullable: true },
    { name: "hidden", type: "int", nullable: true, invisible: true },
    { name: "kin", type: "int", nullable: true },
  ],
  primaryKey: { kind: "primary_key", columns: ["sel`ect"] },
  uniques: [{ kind: "unique", name: "u 1", columns: ["a b", "kind"] }],
  foreignKeys: [{
    kind: "foreign_key",
    name: "f`k",
    columns: ["kin"],
    references: { name: "we`ird; name's" },
    referencedColumns: ["sel`ect"],
    onDelete: "set null",
    onUpdate: "cascade",
  }],
  checks: [{ kind: "check", name: "c;1", expression: "`half` <> 7", columns: ["half"] }],
  exclusions: [],
  indexes: [
    { name: "full", unique: false, parts: [{ column: "a b" }], method: "fulltext" },
    {
      name: "i 'x'",
      unique: true,
      parts: [{ column: "a b", length: 5 }, { column: "kin", descending: true }],
      comment: "it's",
      invisible: true,
    },
  ],
  options: { collation: "utf8mb4_unicode_ci", row_format: "COMPRESSED" },
  comment: "it's; a \\ table",
};

/** Every kind of operation that the servers have. */
export const cases: readonly Case[] = [
  {
    name: "create_table with strange names and all that a table can say",
    change: () => [{ kind: "create_table", table: strange }],
    statements: ["CREATE TABLE"],
  },
  {
    name: "drop_table",
    change: (schema) => [{ kind: "drop_table", table: find(schema, "tag") }],
    statements: ["DROP TABLE `tag`"],
  },
  {
    name: "rename_table that another refers to",
    change: () => [{ kind: "rename_table", from: { name: "team" }, to: { name: "crew" } }],
    statements: ["RENAME TABLE `team` TO `crew`"],
  },
  {
    name: "set_table_comment, there and away",
    change: () => [
      { kind: "set_table_comment", table: tag, to: "it's \\ new" },
      { kind: "set_table_comment", table: person, from: "people; all" },
    ],
    statements: ["ALTER TABLE `tag` COMMENT = ", "ALTER TABLE `person` COMMENT = ''"],
  },
  {
    name: "alter_table_options of engine and row format",
    change: () => [{
      kind: "alter_table_options",
      table: { name: "log" },
      from: {},
      to: { engine: "MyISAM", row_format: "DYNAMIC" },
    }],
    statements: ["ALTER TABLE `log`"],
  },
  {
    name: "alter_table_options of the collation, which columns without their own follow",
    change: () => [{
      kind: "alter_table_options",
      table: tag,
      from: {},
      to: { collation: "utf8mb4_unicode_520_ci" },
    }],
    statements: ["ALTER TABLE `tag`\n  COLLATE = utf8mb4_unicode_520_ci,\n  MODIFY COLUMN `word`"],
  },
  {
    name: "alter_partitioning that makes, extends and takes away",
    change: () => {
      const table = { name: "log" };
      const partitions = ["p0", "p1", "p2"].map((name) => ({ name, bounds: "" }));
      const hashed = { by: "KEY (`line`)", partitions };
      const part = (name: string, value: string) => ({ name, bounds: `VALUES IN ('${value}')` });
      const listed = { by: "LIST COLUMNS (`line`)", partitions: [part("a", "1")] };
      const longer = { ...listed, partitions: [...listed.partitions, part("b`c", "2")] };
      return [
        { kind: "alter_partitioning", table, to: hashed },
        { kind: "alter_partitioning", table, from: hashed, to: listed },
        { kind: "alter_partitioning", table, from: listed, to: longer },
      ];
    },
    statements: [
      "ALTER TABLE `log` PARTITION BY KEY (`line`) PARTITIONS 3",
      "ALTER TABLE `log` PARTITION BY LIST COLUMNS (`line`) (",
      "ALTER TABLE `log` ADD PARTITION (PARTITION `b``c` VALUES IN ('2'))",
    ],
  },
  {
    name: "add_column at a place, with a default for rows that are there",
    change: () => [{
      kind: "add_column",
      table: person,
      column: varchar("city", { nullable: false, default: "concat('x','y')", comment: "c" }),
      position: 1,
    }],
    statements: [
      "ALTER TABLE `person` ADD COLUMN `city` varchar(20) NOT NULL DEFAULT (concat('x','y')) " +
      "COMMENT 'c' AFTER `id`",
    ],
  },
  {
    name: "add_column with its key, check, index and reference in one statement",
    change: () => [
      { kind: "add_column", table: tag, column: { name: "t", type: "int", nullable: true } },
      {
        kind: "add_constraint",
        table: tag,
        constraint: {
          kind: "foreign_key",
          name: "tag_t",
          columns: ["t"],
          references: { name: "team" },
          referencedColumns: ["id"],
          onDelete: "set null",
        },
      },
      {
        kind: "add_constraint",
        table: tag,
        constraint: positive,
      },
      {
        kind: "add_constraint",
        table: tag,
        constraint: { kind: "unique", name: "tag_u", columns: ["uses", "t"] },
      },
      {
        kind: "create_index",
        table: tag,
        index: { name: "by_t", unique: false, parts: [{ column: "t", descending: true }] },
      },
    ],
    statements: ["ALTER TABLE `tag`\n  ADD COLUMN `t`"],
  },
  {
    name: "add_column that the database numbers, with the key that it needs",
    change: () => [
      {
        kind: "drop_constraint",
        table: tag,
        constraint: { kind: "primary_key", columns: ["word"] },
      },
      {
        kind: "add_column",
        table: tag,
        column: { name: "id", type: "int unsigned", nullable: false, identity: {} },
        position: 0,
      },
      {
        kind: "add_constraint",
        table: tag,
        constraint: { kind: "primary_key", columns: ["id"] },
      },
    ],
    statements: ["ALTER TABLE `tag`\n  DROP PRIMARY KEY,\n  ADD COLUMN `id`"],
  },
  {
    name: "drop_column from the middle, with the key and the index that are on it",
    change: (schema) => [
      { kind: "drop_constraint", table: person, constraint: foreignKey(schema, "person_team") },
      {
        kind: "drop_column",
        table: person,
        column: column(schema, ["person", "team_id"]),
        position: 4,
      },
    ],
    statements: ["ALTER TABLE `person`\n  DROP FOREIGN KEY `person_team`,\n  DROP INDEX"],
  },
  {
    name: "rename_column that a check, a generated column and an index name",
    change: () => [{ kind: "rename_column", table: person, from: "age", to: "years" }],
    statements: ["ALTER TABLE `person`"],
  },
  {
    name: "rename_column that an index on an expression names",
    only: "mysql",
    change: () => [
      {
        kind: "create_index",
        table: tag,
        index: {
          name: "by_expr",
          unique: false,
          parts: [{ expression: "lower(`word`)", descending: true }, { expression: "`uses` + 1" }],
        },
      },
      { kind: "rename_column", table: tag, from: "uses", to: "times" },
    ],
    statements: ["ALTER TABLE `tag` ADD INDEX", "ALTER TABLE `tag`\n  DROP INDEX `by_expr`"],
  },
  {
    name: "alter_column of one thing keeps all others",
    change: (schema) =>
      [
        alter(schema, ["person", "email"], { type: "varchar(150)" }),
        alter(schema, ["person", "seen"], { comment: "last" }),
        alter(schema, ["person", "id"], { type: "bigint unsigned", comment: "number" }),
      ].slice(0, 2),
    statements: ["ALTER TABLE `person`\n  MODIFY COLUMN `email` varchar(150) COLLATE"],
  },
  {
    name: "alter_column of NULL, default, collation and visibility",
    change: (schema) => {
      const { default: _away, ...email } = column(schema, ["person", "email"]);
      return [{
        kind: "alter_column",
        table: person,
        from: column(schema, ["person", "email"]),
        to: { ...email, nullable: true, collation: "utf8mb4_bin", invisible: true },
      }];
    },
    statements: ["ALTER TABLE `person` MODIFY COLUMN `email`"],
  },
  {
    name: "rename, alter and add of columns with what hangs on them",
    change: (schema) => [
      { kind: "rename_column", table: tag, from: "uses", to: "times" },
      {
        kind: "alter_column",
        table: tag,
        from: { ...column(schema, ["tag", "uses"]), name: "times" },
        to: { name: "times", type: "bigint", nullable: false, default: "7" },
      },
      { kind: "add_column", table: tag, column: varchar("uses", { default: "'new'" }) },
      {
        kind: "add_constraint",
        table: tag,
        constraint: { ...positive, expression: "`times` > 0", columns: ["times"] },
      },
      { kind: "rename_table", from: tag, to: { name: "label" } },
    ],
    statements: ["ALTER TABLE `tag` RENAME", "ALTER TABLE `tag`\n  MODIFY COLUMN", "RENAME TABLE"],
  },
  {
    name: "add_constraint of a check and a unique, and rename_constraint of both",
    change: () => [
      { kind: "add_constraint", table: tag, constraint: positive },
      {
        kind: "add_constraint",
        table: tag,
        constraint: { kind: "unique", name: "u", columns: ["uses"] },
      },
      { kind: "rename_constraint", table: tag, constraint: "check", from: "tag_uses", to: "c2" },
      { kind: "rename_constraint", table: tag, constraint: "unique", from: "u", to: "u2" },
    ],
    statements: ["ALTER TABLE `tag`\n  ADD CONSTRAINT", "ALTER TABLE `tag`\n  DROP CONSTRAINT"],
  },
  {
    name: "rename_constraint of a foreign key, whose index goes along",
    change: () => [{
      kind: "rename_constraint",
      table: person,
      constraint: "foreign_key",
      from: "person_team",
      to: "in team",
    }],
    statements: ["ALTER TABLE `person`\n  DROP FOREIGN KEY `person_team`,\n  RENAME INDEX"],
  },
  {
    name: "alter_constraint of a foreign key and of a check",
    change: (schema) => {
      const from = foreignKey(schema, "person_team");
      const [check] = find(schema, "person").checks;
      return [
        { kind: "alter_constraint", table: person, from, to: { ...from, onDelete: "set null" } },
        {
          kind: "alter_constraint",
          table: person,
          from: check!,
          to: { ...check!, expression: "`age` > 1", columns: ["age"] },
        },
      ];
    },
    statements: ["ALTER TABLE `person`\n  DROP FOREIGN KEY", "ALTER TABLE `person`\n  ADD CONST"],
  },
  {
    name: "alter_constraint that leaves a check unenforced",
    only: "mysql",
    change: (schema) => {
      const [from] = find(schema, "person").checks;
      const to = { ...from!, notEnforced: true } as const;
      return [{ kind: "alter_constraint", table: person, from: from!, to }];
    },
    statements: ["ALTER TABLE `person` ALTER CHECK `person_age` NOT ENFORCED"],
  },
  {
    name: "rename_index, alter_index, drop_index and a hidden one",
    change: (schema) => {
      const from = find(schema, "person").indexes.find(({ name }) => name === "person_age_idx")!;
      const renamed: Index = { ...from, name: "by_age" };
      const fewer: Index = { ...renamed, parts: [{ column: "age" }], comment: "it's" };
      const hidden: Index = { ...fewer, invisible: true };
      return [
        { kind: "rename_index", table: person, from: from.name, to: "by_age" },
        { kind: "alter_index", table: person, from: renamed, to: fewer },
        { kind: "alter_index", table: person, from: fewer, to: hidden },
        { kind: "drop_index", table: person, index: hidden },
      ];
    },
    statements: [
      "ALTER TABLE `person` RENAME INDEX",
      "ALTER TABLE `person`\n  DROP INDEX `by_age`,\n  ADD INDEX `by_age`",
      "ALTER TABLE `person` ALTER INDEX `by_age` I",
      "ALTER TABLE `person` DROP INDEX `by_age`",
    ],
  },
  {
    name: "objects that are dropped, made and replaced",
    change: ({ objects }) => {
      const named = (wanted: string) => objects.find(({ name }) => name === wanted)!;
      const [view, trigger, procedure] = [named("adults"), named("person_log"), named("tidy")];
      return [
        { kind: "drop_object", object: trigger },
        { kind: "create_object", object: trigger },
        {
          kind: "replace_object",
          from: view,
          to: { ...view, definition: view.definition.replace("1", "2") },
        },
        {
          kind: "replace_object",
          from: procedure,
          to: {
            ...procedure,
            definition: procedure.definition.replace("DELETE", "/* a */ DELETE"),
          },
        },
      ];
    },
    statements: ["DROP TRIGGER `person_log`", "CREATE TRIGGER", "CREATE OR REPLACE VIEW"],
  },
  {
    name: "sequences",
    only: "mariadb",
    change: () => [
      { kind: "create_sequence", sequence: { name: "s", start: "5", increment: "2" } },
      {
        kind: "alter_sequence",
        from: { name: "s", start: "5", increment: "2" },
        to: { name: "s", start: "5", maximum: "99", cycle: true },
      },
    ],
    statements: ["CREATE SEQUENCE `s` START WITH 5 INCREMENT BY 2", "ALTER SEQUENCE `s`"],
  },
  {
    name: "a check at its column, which MODIFY would forget",
    only: "mariadb",
    change: (schema) => {
      const from: Column = {
        name: "n",
        type: "int",
        nullable: true,
        options: { check: "`n` > 1" },
      };
      return [
        { kind: "add_column", table: tag, column: from },
        { kind: "alter_column", table: tag, from, to: { ...from, default: "5" } },
        alter(schema, ["tag", "made"], { nullable: true }),
      ];
    },
    statements: ["ALTER TABLE `tag` ADD", "ALTER TABLE `tag`\n  MODIFY COLUMN `n`"],
  },
];

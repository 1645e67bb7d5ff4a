import type { KeyDraft } from "./draft.ts";
import type { Flavour, Kind, PrintedColumn, PrintedTable } from "./print.ts";

const doubled = (name: string, mark: string) => mark + name.replaceAll(mark, mark + mark) + mark;
const ansi = (name: string) => doubled(name, '"');
const ticks = (name: string) => doubled(name, "`");
const moods = ["awful", "sad", "it's ok", "glad", "great", "odd"];

const above = (column: string) => `${column} > 0`;
const filled = (column: string) => `${column} <> ''`;
const listed = (column: string) => `${column} IN ('x', 'y', 'it''s')`;

const postgresKinds: readonly Kind[] = [
  { type: "integer", default: "7", isKey: true, check: above, compute: (name) => `${name} * 2` },
  { type: "bigint", default: "-1", isKey: true, check: above, compute: (name) => `${name} + 1` },
  { type: "smallint", default: "0", isKey: true, check: above },
  { type: "text", default: "'it''s'", isKey: true, check: filled },
  { type: "varchar(20)", default: "''", isKey: true, check: listed },
  { type: "varchar(50)", default: "'x'", isKey: true, check: listed },
  { type: 'text COLLATE "C"', isKey: true },
  { type: "numeric(8,2)", default: "0.5", isKey: true, check: above },
  { type: "numeric", default: "1", isKey: true },
  { type: "boolean", default: "false", isKey: true },
  { type: "date", default: "CURRENT_DATE", isKey: true },
  { type: "timestamptz", default: "now()", isKey: true },
  { type: "timestamp(3)", isKey: true },
  { type: "interval", default: "'1 day'", isKey: true },
  { type: "uuid", default: "gen_random_uuid()", isKey: true },
  { type: "jsonb", default: "'{}'", isKey: true },
  { type: "json", isKey: false },
  { type: "text[]", default: "'{}'", isKey: true },
  { type: "integer[]", default: "ARRAY[1, 2]", isKey: true },
  { type: "bytea", isKey: true },
  { type: "inet", isKey: true },
  { type: "char(3)", default: "'abc'", isKey: true },
  { type: "mood", isKey: true },
  { type: "mood[]", isKey: true },
  { type: "amount", isKey: true },
  { type: "amount[]", isKey: true },
  { type: "spot", isKey: false },
];

const domains = [
  "integer",
  "integer CHECK (VALUE > 0)",
  "integer DEFAULT 3 CONSTRAINT small CHECK (VALUE < 9) CHECK (VALUE > 1)",
  "bigint CHECK (VALUE > 0)",
  "numeric(8,2) DEFAULT 1.5",
];
const rowTypes = [
  "x integer, y integer",
  "x integer, y integer, note text",
  "x bigint, y integer",
  "y integer, x integer",
  "x integer",
];

const days = "CREATE TABLE days (day date NOT NULL, n integer";
const march = "CREATE TABLE march PARTITION OF days FOR VALUES FROM ('2026-03-01') TO";
/** Tables that are cut into partitions by the day. */
const partitions: readonly (readonly string[])[] = [
  [],
  [`${days}) PARTITION BY RANGE (day)`, `${march} ('2026-04-01')`],
  [
    `${days} DEFAULT 4, note text CHECK (note <> '')) PARTITION BY RANGE (day)`,
    `${march} ('2026-04-01')`,
    "CREATE TABLE other PARTITION OF days DEFAULT",
    "CREATE INDEX by_n ON days (n)",
  ],
  [
    `${days} NOT NULL, PRIMARY KEY (n, day)) PARTITION BY RANGE (day)`,
    `${march} ('2026-04-15')`,
    "CREATE INDEX march_n ON march (n)",
  ],
  [
    `${days}) PARTITION BY RANGE (day)`,
    `${march} ('2026-04-01') PARTITION BY LIST (n)`,
    "CREATE TABLE first_of_march PARTITION OF march (n NOT NULL, day DEFAULT CURRENT_DATE) FOR VALUES IN (1)",
    "COMMENT ON COLUMN first_of_march.day IS 'The first'",
  ],
];

function policiesOf(table: string, policy: number): readonly string[] {
  const secured = `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`;
  const all: readonly (readonly string[])[] = [
    [],
    [secured, `CREATE POLICY own ON ${table} USING (id > 0)`],
    [secured, `CREATE POLICY own ON ${table} FOR UPDATE USING (id > 0) WITH CHECK (id > 1)`],
    [`CREATE POLICY own ON ${table} AS RESTRICTIVE FOR SELECT TO CURRENT_USER USING (id > 1)`],
    [
      `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
      `CREATE POLICY own ON ${table} FOR INSERT WITH CHECK (id > 0)`,
    ],
  ];
  return all[policy % all.length]!;
}

/** A materialized view of a table, or of the view on it. */
function gatheredFrom(
  { name, columns }: PrintedTable,
  { gathered, view }: { readonly gathered: number; readonly view: readonly number[] | null },
): readonly string[] {
  if (gathered === 0 || gathered > 3) return [];
  const [first] = columns;
  const source = gathered === 3 && view !== null && name === "ants" ? `${name} seen` : name;
  const list = gathered === 2 && first !== undefined ? `id, ${ansi(first.name)}` : "id";
  return [
    `CREATE MATERIALIZED VIEW gathered AS SELECT ${list} FROM ${ansi(source)}`,
    `CREATE UNIQUE INDEX gathered_id ON gathered (id${gathered === 2 ? " DESC" : ""})`,
    ...(gathered === 1 ? ["COMMENT ON MATERIALIZED VIEW gathered IS 'Together'"] : []),
  ];
}

function postgresIndex(table: PrintedTable, key: KeyDraft, columns: readonly PrintedColumn[]) {
  const parts = columns.map(({ name }) => ansi(name) + (key.descending ? " DESC NULLS LAST" : ""));
  const [first] = columns;
  const type = first!.isGenerated ? "" : first!.kind.type;
  const isText = /^(?:text|varchar)/.test(type) && !type.endsWith("[]");
  const special = key.form === 1 && isText
    ? [`lower(${ansi(first!.name)})`]
    : key.form === 2 && isText
    ? [`${ansi(first!.name)} text_pattern_ops`]
    : parts;
  const suffix = key.form === 3
    ? " INCLUDE (id)"
    : key.form === 4
    ? ` WHERE ${ansi(first!.name)} IS NOT NULL`
    : key.form === 5
    ? " WITH (fillfactor = 70)"
    : "";
  const isGin = key.form === 6 && /^(?:jsonb|text\[\]|integer\[\])$/.test(type);
  return (name: string) =>
    isGin
      ? `CREATE INDEX ${ansi(name)} ON ${ansi(table.name)} USING gin (${ansi(first!.name)})`
      : `CREATE ${key.unique ? "UNIQUE " : ""}INDEX ${ansi(name)} ON ${ansi(table.name)} (${
        special.join(", ")
      })${suffix}`;
}

/** PostgreSQL of any release. */
export const postgres: Flavour = {
  quote: ansi,
  kinds: postgresKinds,
  computed: "bigint",
  kept: () => "STORED",
  ids: [
    "id integer PRIMARY KEY",
    "id serial PRIMARY KEY",
    "id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    "id integer GENERATED BY DEFAULT AS IDENTITY (START 5 INCREMENT 2) PRIMARY KEY",
    "id integer GENERATED ALWAYS AS IDENTITY (MINVALUE -9 MAXVALUE 90 CACHE 4 CYCLE) PRIMARY KEY",
    "id integer GENERATED ALWAYS AS IDENTITY (INCREMENT -1 MINVALUE -50 START -3) PRIMARY KEY",
  ],
  reference: "integer",
  actions: [
    "",
    " ON DELETE CASCADE",
    " ON DELETE SET NULL ON UPDATE CASCADE",
    " DEFERRABLE INITIALLY DEFERRED",
  ],
  exclusion: (columns) =>
    `EXCLUDE USING btree (${columns.map(({ name }) => `${ansi(name)} WITH =`).join(", ")})`,
  prelude: ({ values, extras: [domain = 0, row = 0] }) => [
    `CREATE TYPE mood AS ENUM (${
      values.map((value) => `'${moods[value]!.replaceAll("'", "''")}'`).join(", ")
    })`,
    `CREATE DOMAIN amount AS ${domains[domain % domains.length]}`,
    `CREATE TYPE spot AS (${rowTypes[row % rowTypes.length]})`,
  ],
  postlude(draft, tables) {
    const { routine, extras: [, , policy = 0, gathered = 0, parts = 0] } = draft;
    const [table] = tables;
    const others = [
      ...(partitions[parts % partitions.length] ?? []),
      ...(table === undefined ? [] : [
        ...policiesOf(ansi(table.name), policy),
        ...gatheredFrom(table, { gathered, view: draft.views[0] ?? null }),
      ]),
    ];
    if (routine === 0 || table === undefined) return others;
    const body = routine === 1 ? "RETURN NEW" : `RAISE NOTICE ''%'', ${routine}; RETURN NEW`;
    return [
      ...others,
      `CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN ${body}; END'`,
      `CREATE TRIGGER noted BEFORE INSERT ON ${
        ansi(table.name)
      } FOR EACH ROW EXECUTE FUNCTION noted()`,
      ...(routine === 3 ? ["COMMENT ON FUNCTION noted() IS 'Takes note'"] : []),
    ];
  },
  index: postgresIndex,
  comment: ({ name, draft, columns }) => [
    ...(draft.comment ? [`COMMENT ON TABLE ${ansi(name)} IS 'It''s a table'`] : []),
    ...columns.filter((column) => column.draft.comment)
      .map((column) => `COMMENT ON COLUMN ${ansi(name)}.${ansi(column.name)} IS 'Said'`),
  ],
  columnComment: () => "",
  tableComment: () => "",
};

const mysqlKinds: readonly Kind[] = [
  { type: "int", default: "7", isKey: true, check: above, compute: (name) => `${name} * 2` },
  { type: "bigint", default: "-1", isKey: true, check: above, compute: (name) => `${name} + 1` },
  { type: "int unsigned", default: "0", isKey: true },
  { type: "tinyint(1)", default: "1", isKey: true },
  { type: "int(7) unsigned", isKey: true },
  { type: "varchar(20)", default: "''", isKey: true, check: listed },
  { type: "varchar(50)", default: "'it''s'", isKey: true, check: filled },
  { type: "varchar(30) CHARACTER SET ascii COLLATE ascii_bin", isKey: true },
  { type: "varchar(30) COLLATE utf8mb4_bin", default: "'x'", isKey: true },
  { type: "char(3)", default: "'abc'", isKey: true },
  { type: "text", isKey: false },
  { type: "mediumtext", isKey: false },
  { type: "decimal(8,2)", default: "0.50", isKey: true, check: above },
  { type: "double", default: "1.5", isKey: true },
  { type: "date", default: "'2020-02-29'", isKey: true },
  { type: "datetime(3)", default: "CURRENT_TIMESTAMP(3)", isKey: true },
  { type: "datetime", default: "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", isKey: true },
  { type: "time", isKey: true },
  { type: "json", isKey: false },
  { type: "varbinary(16)", isKey: true },
  { type: "longblob", isKey: false },
  { type: "enum('a','b','it''s')", default: "'b'", isKey: true },
  { type: "enum('b','c')", default: "'b'", isKey: true },
  { type: "set('a','b')", isKey: true },
  { type: "bit(4)", default: "b'101'", isKey: true },
];

function mysqlIndex(table: PrintedTable, key: KeyDraft, columns: readonly PrintedColumn[]) {
  const isLong = ({ kind, isGenerated }: PrintedColumn) =>
    !isGenerated && /^varchar/.test(kind.type);
  const parts = columns.map((column) =>
    ticks(column.name) + (key.form === 1 && isLong(column) ? "(5)" : "") +
    (key.descending ? " DESC" : "")
  );
  const isWords = key.form === 2 && !columns.some(({ isGenerated }) => isGenerated) &&
    columns.every(({ kind }) => /^(?:var)?char\(\d+\)$/.test(kind.type));
  return (name: string) =>
    isWords
      ? `CREATE FULLTEXT INDEX ${ticks(name)} ON ${ticks(table.name)} (${
        columns.map((column) => ticks(column.name)).join(", ")
      })`
      : `CREATE ${key.unique ? "UNIQUE " : ""}INDEX ${ticks(name)} ON ${ticks(table.name)} (${
        parts.join(", ")
      })${
        ["", "", "", " COMMENT 'It''s said'", " USING BTREE", " KEY_BLOCK_SIZE = 4"][key.form] ?? ""
      }`;
}

const mysqlOptions = [
  "",
  " CHARACTER SET latin1",
  " COLLATE utf8mb4_bin",
  " ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 4",
  " ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 8 CHARACTER SET ascii",
];

/** MySQL and MariaDB. */
export const mysql: Flavour = {
  quote: ticks,
  kinds: mysqlKinds,
  computed: "bigint",
  kept: ({ nullable }) => nullable ? "STORED" : "VIRTUAL",
  ids: ["id int PRIMARY KEY", "id int AUTO_INCREMENT PRIMARY KEY"],
  reference: "int",
  actions: ["", " ON DELETE CASCADE", " ON DELETE SET NULL ON UPDATE CASCADE"],
  prelude: () => [],
  postlude({ routine }, tables) {
    const [table] = tables;
    if (routine === 0 || table === undefined) return [];
    const trigger = (name: string) =>
      `CREATE TRIGGER ${name} BEFORE INSERT ON ${ticks(table.name)} FOR EACH ROW SET @${name} = ${
        routine === 2 ? 2 : 1
      }`;
    return [
      ...[["noted"], ["noted", "seen"], ["seen", "noted"]][routine - 1]!.map(trigger),
      `CREATE PROCEDURE note(IN n int) BEGIN SELECT n; SELECT ${routine}; END`,
    ];
  },
  index: mysqlIndex,
  comment: () => [],
  columnComment: ({ draft, isGenerated }) =>
    draft.comment && !isGenerated ? "COMMENT 'It''s \\\\ said'" : "",
  tableComment: ({ comment, options }) =>
    (comment ? " COMMENT 'A table'" : "") + (mysqlOptions[options] ?? ""),
};

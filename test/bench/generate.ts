import { cpSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { usePython } from "../python.ts";
import { inFolder, whimbrel, write } from "./folder.ts";
import {
  type Benchmark,
  compare,
  memoryRow,
  peakMemory,
  type Row,
  type Subject,
  timeRow,
} from "./measure.ts";

/** Making migrations out of models, beside drizzle-kit. Nothing here needs a server. */
export const generate: Benchmark = {
  name: "generate",
  run: async () => [
    ...await inFolder((folder) => beside(folder, 1000)),
    ...await inFolder((folder) => beside(folder, 100)),
    ...await inFolder((folder) => small(folder, "PostgreSQL")),
    ...await inFolder((folder) => small(folder, "SQLite")),
    ...await inFolder(besideAlembic),
  ],
};

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** The schema of a Drizzle project: tables of 10 columns, 2 indexes and a foreign key. */
function drizzleSchema(tables: number, extra = ""): string {
  const list = Array.from({ length: tables }, (_, at) => `
export const t${at} = pgTable("t${at}", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  name: text("name").notNull(),
  code: varchar("code", { length: 100 }),
  amount: numeric("amount", { precision: 10, scale: 2 }).default("0"),
  active: boolean("active").default(true),
  made: timestamp("made", { withTimezone: true }).defaultNow(),
  day: date("day"),
  kind: integer("kind").notNull().default(0),
  note: text("note"),${at === tables >> 1 ? extra : ""}
  parent: bigint("parent", { mode: "number" }).references(() => t${Math.max(0, at - 1)}.id),
}, (table) => [
  index("t${at}_name").on(table.name),
  index("t${at}_kind").on(table.kind, table.made),
]);`);
  return `import { bigint, boolean, date, index, integer, numeric, pgTable, text, timestamp, varchar }
from "drizzle-orm/pg-core";
${list.join("")}
`;
}

/** The same as SQL, for the project without an ORM. */
function sqlSchema(tables: number, extra = ""): string {
  return Array.from({ length: tables }, (_, at) => `
CREATE TABLE t${at} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL, code varchar(100), amount numeric(10, 2) DEFAULT 0,
  active boolean DEFAULT true, made timestamptz DEFAULT now(), day date,
  kind integer NOT NULL DEFAULT 0, note text,${at === tables >> 1 ? extra : ""}
  parent bigint REFERENCES t${Math.max(0, at - 1)} (id)
);
CREATE INDEX t${at}_name ON t${at} (name);
CREATE INDEX t${at}_kind ON t${at} (kind, made);`).join("\n");
}

/** The same in the words of SQLite. */
function sqliteSchema(tables: number, extra: string): string {
  return sqlSchema(tables, extra)
    .replaceAll("bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "integer PRIMARY KEY")
    .replaceAll("DEFAULT now()", "DEFAULT CURRENT_TIMESTAMP");
}

const nowhere = "postgres://nobody@127.0.0.1:1/none";

interface Kind {
  readonly name: string;
  /** Default: a PostgreSQL that is not there. */
  readonly url?: string;
  readonly models: unknown;
  readonly file: string;
  readonly text: (extra: string) => string;
  readonly column: string;
}

/**
 * A project whose models have got one column since the last migration. Each run starts from a copy,
 * with the cache of the run before the change.
 */
function changed(
  folder: string,
  { name, url = nowhere, models, file, text, column }: Kind,
): Subject {
  const [kept, work] = [join(folder, `${name}-kept`), join(folder, `${name}-work`)];
  write(kept, "whimbrel.json", JSON.stringify({ url, models }));
  write(kept, file, text(""));
  symlinkSync(modules, join(kept, "node_modules"));
  const first: Subject = { command: [whimbrel, "migrate", "--name", "init"], cwd: kept };
  compare({ first }, 1);
  return {
    command: [whimbrel, "migrate", "--name", "more"],
    cwd: work,
    prepare() {
      rmSync(work, { recursive: true, force: true });
      cpSync(kept, work, { recursive: true, verbatimSymlinks: true });
      writeFileSync(join(work, file), text(column));
    },
  };
}

function drizzleKit(folder: string, tables: number): Subject {
  const [kept, work] = [join(folder, "kit-kept"), join(folder, "kit-work")];
  write(kept, "schema.ts", drizzleSchema(tables));
  const config = 'export default { dialect: "postgresql", schema: "./schema.ts" };\n';
  write(kept, "drizzle.config.ts", config);
  symlinkSync(modules, join(kept, "node_modules"));
  const command = ["node", "node_modules/drizzle-kit/bin.cjs", "generate"];
  compare({ first: { command, cwd: kept } }, 1);
  return {
    command,
    cwd: work,
    prepare() {
      rmSync(work, { recursive: true, force: true });
      cpSync(kept, work, { recursive: true, verbatimSymlinks: true });
      writeFileSync(join(work, "schema.ts"), drizzleSchema(tables, '\n  extra: text("extra"),'));
    },
  };
}

async function beside(folder: string, tables: number): Promise<Row[]> {
  const drizzle = changed(folder, {
    name: "drizzle",
    models: { plugin: "drizzle", path: "schema.ts" },
    file: "schema.ts",
    text: (extra) => drizzleSchema(tables, extra),
    column: '\n  extra: text("extra"),',
  });
  const sql = changed(folder, {
    name: "sql",
    models: "schema.sql",
    file: "schema.sql",
    text: (extra) => sqlSchema(tables, extra),
    column: " extra text,",
  });
  const times = compare({ drizzle, sql, kit: drizzleKit(folder, tables) }, 3);
  const kit = ["drizzle-kit generate", times.kit] as const;
  const what = `of ${tables} tables, one column more, known before`;
  return [
    timeRow(`migrate from Drizzle models ${what}`, times.drizzle, kit, tables > 500 ? 0.5 : 1),
    timeRow(`migrate from SQL ${what}`, times.sql, kit, 0.5),
    memoryRow(`migrate from SQL ${what}: peak memory`, peakMemory(sql), 300, ""),
  ];
}

/** Ten tables: warm, and from nothing as in continuous integration. */
async function small(folder: string, database: "PostgreSQL" | "SQLite"): Promise<Row[]> {
  const isSqlite = database === "SQLite";
  const warm = changed(folder, {
    name: "small",
    ...(isSqlite ? { url: "sqlite://none.db" } : {}),
    models: "schema.sql",
    file: "schema.sql",
    text: (extra) => isSqlite ? sqliteSchema(10, extra) : sqlSchema(10, extra),
    column: " extra text,",
  });
  const cold: Subject = {
    ...warm,
    prepare() {
      warm.prepare!();
      rmSync(join(warm.cwd!, ".whimbrel"), { recursive: true, force: true });
    },
  };
  const start: Subject = { command: [whimbrel, "--version"] };
  const times = compare({ warm, cold, start }, 5);
  return [
    timeRow(`${database}: migrate of 10 tables, one column more, known before`, times.warm, [
      "5 starts of the executable",
      5 * times.start,
    ], 1),
    timeRow(`${database}: migrate of 10 tables, nothing known before`, times.cold, [
      "one second",
      1000,
    ], 1),
  ];
}

/** The same tables as declarative models of SQLAlchemy. */
function sqlalchemySchema(tables: number, extra = ""): string {
  const list = Array.from({ length: tables }, (_, at) => `
class T${at}(Base):
    __tablename__ = "t${at}"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100), nullable=False, index=True)
    code = sa.Column(sa.String(20))
    amount = sa.Column(sa.Numeric(10, 2), server_default="0")
    active = sa.Column(sa.Boolean, server_default=sa.true())
    made = sa.Column(sa.DateTime)
    day = sa.Column(sa.Date)
    kind = sa.Column(sa.Integer, nullable=False, server_default="0", index=True)
    note = sa.Column(sa.Text)${at === tables >> 1 ? extra : ""}
    parent = sa.Column(sa.ForeignKey("t${Math.max(0, at - 1)}.id"))
`);
  return `import sqlalchemy as sa
from sqlalchemy.orm import declarative_base
Base = declarative_base()
${list.join("")}`;
}

const alembicEnvironment = `import os, sys
sys.path.insert(0, os.getcwd())
from alembic import context
from sqlalchemy import create_engine
from models import Base
with create_engine("sqlite:///alembic.db").connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
`;

/** SQLAlchemy on SQLite, beside `alembic revision --autogenerate` at the head of its database. */
async function besideAlembic(folder: string): Promise<Row[]> {
  const python = await usePython("newest");
  if (python === undefined) return [];
  const [tables, extra] = [100, "\n    extra = sa.Column(sa.Text)"];
  const ours = changed(folder, {
    name: "sqlalchemy",
    url: "sqlite://none.db",
    models: { plugin: "sqlalchemy", path: "models:Base.metadata", python },
    file: "models.py",
    text: (more) => sqlalchemySchema(tables, more),
    column: extra,
  });
  const [kept, work] = [join(folder, "alembic-kept"), join(folder, "alembic-work")];
  write(kept, "models.py", sqlalchemySchema(tables));
  write(kept, "alembic.ini", "[alembic]\nscript_location = env\n");
  write(kept, "env/env.py", alembicEnvironment);
  write(kept, "env/versions/.keep", "");
  write(
    kept,
    "env/script.py.mako",
    "import sqlalchemy as sa\nfrom alembic import op\nrevision = ${repr(up_revision)}\n" +
      "down_revision = ${repr(down_revision)}\ndef upgrade():\n    ${upgrades}\n" +
      "def downgrade():\n    ${downgrades}\n",
  );
  const alembic = (...words: readonly string[]) => [python, "-m", "alembic", ...words];
  compare(
    { first: { command: alembic("revision", "--autogenerate", "-m", "init"), cwd: kept } },
    1,
  );
  compare({ up: { command: alembic("upgrade", "head"), cwd: kept } }, 1);
  const theirs: Subject = {
    command: alembic("revision", "--autogenerate", "-m", "more"),
    cwd: work,
    prepare() {
      rmSync(work, { recursive: true, force: true });
      cpSync(kept, work, { recursive: true });
      writeFileSync(join(work, "models.py"), sqlalchemySchema(tables, extra));
    },
  };
  const times = compare({ ours, theirs }, 3);
  return [
    timeRow(`migrate from SQLAlchemy models of ${tables} tables, one column more`, times.ours, [
      "alembic revision --autogenerate",
      times.theirs,
    ], 1),
  ];
}

import { cpSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
    ...await inFolder(small),
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

const url = "postgres://nobody@127.0.0.1:1/none";

interface Kind {
  readonly name: string;
  readonly models: unknown;
  readonly file: string;
  readonly text: (extra: string) => string;
  readonly column: string;
}

/**
 * A project whose models have got one column since the last migration. Each run starts from a copy,
 * with the cache of the run before the change.
 */
function changed(folder: string, { name, models, file, text, column }: Kind): Subject {
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
async function small(folder: string): Promise<Row[]> {
  const warm = changed(folder, {
    name: "small",
    models: "schema.sql",
    file: "schema.sql",
    text: (extra) => sqlSchema(10, extra),
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
    timeRow("migrate of 10 tables, one column more, known before", times.warm, [
      "5 starts of the executable",
      5 * times.start,
    ], 1),
    timeRow("migrate of 10 tables, nothing known before", times.cold, ["one second", 1000], 1),
  ];
}

import type { Dialect } from "../../core/adapter.ts";
import { djangoSource } from "./django_source.ts";
import {
  type AdoptedHistory,
  type AdoptedMigration,
  type AdoptFinding,
  rowsWithoutFile,
  type TableRow,
} from "./history.ts";
import { type RecordedSide, sqlOf } from "./record.ts";
import { readRows, runTool, type Tool } from "./source.ts";

/** https://docs.djangoproject.com/en/stable/topics/migrations: classes in every app. */
export const tool: Tool = {
  name: "django",
  title: "Django",
  tables: [["django_migrations"]],
  // Django finds its apps by itself, in the project and in packages; manage.py says where to begin.
  folders: ["."],
  isMigration: (path) => path === "manage.py",
  async read(source) {
    const { project, session: { dialect } } = source;
    const rows = await readRows(source, "id") ?? [];
    const found = await runTool(source, {
      runtime: "python",
      source: djangoSource,
      input: { root: project.root, dialect: dialect.name },
    }) as readonly DjangoMigration[];
    return readDjango(found, rows, { dialect, table: source.table.join(".") });
  },
};

type Key = readonly [string, string];

/** The SQL of one direction, and whether functions of `RunPython` are left out of it. */
export type DjangoSide = RecordedSide & { readonly python?: boolean };

/** A migration as Django's loader has it, after squashed ones took the place of others. */
export interface DjangoMigration {
  readonly app: string;
  readonly name: string;
  /** App and name of what must be applied before it. */
  readonly before: readonly Key[];
  readonly replaces: readonly Key[];
  readonly up: DjangoSide | null;
  /** Null where it is irreversible. */
  readonly down: DjangoSide | null;
  readonly transactional: boolean;
}

/** @param found in the order in which Django runs them on a new database. */
export function readDjango(
  found: readonly DjangoMigration[],
  rows: readonly TableRow[],
  { dialect, table }: { readonly dialect: Dialect; readonly table: string },
): AdoptedHistory {
  const recorded = new Set(rows.map((row) => keyOf([String(row["app"]), String(row["name"])])));
  const isApplied = ({ app, name, replaces }: DjangoMigration) =>
    recorded.has(keyOf([app, name])) ||
    replaces.length > 0 && replaces.every((key) => recorded.has(keyOf(key)));
  const known = new Set(
    found.flatMap(({ app, name, replaces }) => [keyOf([app, name]), ...replaces.map(keyOf)]),
  );
  return {
    migrations: found.map((one) => migrationOf(one, { dialect, isApplied: isApplied(one) })),
    applied: new Set(found.filter(isApplied).map(({ app, name }) => keyOf([app, name]))),
    findings: [
      ...rowsWithoutFile(recorded, known, table),
      ...found.filter((one) => isApplied(one) && one.up?.python === true).map(leftOut),
    ],
    latecomers: "refuses",
  };
}

function keyOf([app, name]: Key): string {
  return `${app}.${name}`;
}

function migrationOf(
  { app, name, before, up, down, transactional }: DjangoMigration,
  { dialect, isApplied }: { readonly dialect: Dialect; readonly isApplied: boolean },
): AdoptedMigration {
  const key = keyOf([app, name]);
  const own = before.filter(([other]) => other === app).map(keyOf);
  const python = { unknown: "it runs Python (RunPython)" };
  return {
    ...{ key, name: key, parents: own, transactional, dialect: dialect.name },
    depends: before.filter(([other]) => other !== app).map(keyOf),
    ...(own.length === 0 ? { label: app } : {}),
    upgrade: up === null ? "" : up.python === true && !isApplied ? python : sqlOf(up, dialect),
    downgrade: down === null ? undefined : down.python === true ? python : sqlOf(down, dialect),
  };
}

/** The schema does not depend on what such functions do to rows, so that the rest can be kept. */
function leftOut({ app, name }: DjangoMigration): AdoptFinding {
  const key = keyOf([app, name]);
  return {
    kind: "note",
    name: key,
    message: `"${key}" runs Python (RunPython), which is left out: ` +
      "a new database gets its tables, not the rows that it writes",
  };
}

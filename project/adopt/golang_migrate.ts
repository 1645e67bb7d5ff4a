import type { Dialect } from "../../core/adapter.ts";
import {
  type AdoptedHistory,
  type AdoptedMigration,
  type AdoptFinding,
  createdOf,
  isTrue,
  type TableRow,
  type TextFile,
} from "./history.ts";
import { findNeverRun } from "./never_run.ts";
import { liveSchema, readMigrations, readRows, type Tool } from "./source.ts";

const fileName = /(?:^|\/)(\d+)_([^/]*)\.(up|down)\.[^/.]+$/;

/** https://github.com/golang-migrate/migrate: two files, and one row that says how far it came. */
export const tool: Tool = {
  name: "golang-migrate",
  title: "golang-migrate",
  tables: [["schema_migrations"]],
  folders: ["migrations", "db/migrations", "database/migrations", "db/migration"],
  isMigration: (path) => fileName.test(path) && path.endsWith(".sql"),
  async read(source) {
    const [row] = await readRows(source) ?? [];
    const history = readGolangMigrate(readMigrations(source), row);
    const applied = history.migrations.filter(({ key }) => history.applied.has(key));
    if (applied.length === 0) return history;
    return withoutNeverRun(history, applied, source.session.dialect, await liveSchema(source));
  },
};

/** @param row the table's only one; undefined where nothing is applied. */
export function readGolangMigrate(
  files: readonly TextFile[],
  row: TableRow | undefined,
): AdoptedHistory {
  const texts = new Map<string, { name: string; up?: string; down?: string }>();
  for (const { path, text } of files) {
    const [, digits = "", title, direction] = fileName.exec(path)!;
    const key = BigInt(digits).toString();
    const known = texts.get(key) ?? { name: `${digits}_${title}` };
    texts.set(key, { ...known, [direction === "up" ? "up" : "down"]: text });
  }
  const migrations = [...texts].map(([key, { name, up, down }]): AdoptedMigration => {
    const created = createdOf(key);
    return {
      ...{ key, name, upgrade: up ?? "", downgrade: down, transactional: true },
      ...(created === undefined ? {} : { created }),
    };
  }).sort((one, other) => Number(BigInt(one.key) - BigInt(other.key)));
  const version = row === undefined ? undefined : String(row["version"]);
  const findings: AdoptFinding[] = [];
  if (row !== undefined && isTrue(row["dirty"])) findings.push(dirty(version!));
  const mark = version === undefined ? -1n : BigInt(version);
  if (mark >= 0n && !texts.has(version!)) {
    findings.push({
      kind: "no_file",
      name: version!,
      message: `The database stands at version ${version}, which has no file`,
    });
  }
  return {
    migrations,
    applied: new Set(migrations.filter(({ key }) => BigInt(key) <= mark).map(({ key }) => key)),
    findings,
    latecomers: "skips",
  };
}

function dirty(version: string): AdoptFinding {
  return {
    kind: "dirty",
    name: version,
    message: `Version ${version} is dirty: it failed half way, and nobody knows what it did`,
    blocks: true,
    hint: "bring the database into a known state, and say which: " +
      `\`migrate force ${version}\`, or the version before it`,
  };
}

/** The one number cannot say what was passed over below it; the live schema can. */
export function withoutNeverRun(
  history: AdoptedHistory,
  applied: readonly AdoptedMigration[],
  dialect: Dialect,
  schema: Parameters<typeof findNeverRun>[1]["schema"],
): AdoptedHistory {
  const missing = findNeverRun(applied, { dialect, schema });
  return {
    ...history,
    applied: new Set([...history.applied].filter((key) => !missing.has(key))),
    findings: [
      ...history.findings,
      ...applied.flatMap(({ key, name }): readonly AdoptFinding[] => {
        const what = missing.get(key);
        return what === undefined ? [] : [{
          kind: "note",
          name,
          message: `"${name}" is below the version of the database, but ${what} is not there`,
        }];
      }),
    ],
  };
}

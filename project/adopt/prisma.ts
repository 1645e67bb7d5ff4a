import { sha256 } from "../../core/checksum.ts";
import {
  type AdoptedHistory,
  type AdoptFinding,
  createdOf,
  rowsWithoutFile,
  type TableRow,
  type TextFile,
} from "./history.ts";
import { readMigrations, readRows, type Tool } from "./source.ts";

const fileName = /(?:^|\/)([^/]+)\/migration\.sql$/;

/** https://www.prisma.io/docs/orm/prisma-migrate: a folder for each migration, upwards only. */
export const tool: Tool = {
  name: "prisma",
  title: "Prisma",
  tables: [["_prisma_migrations"]],
  folders: ["prisma/migrations", "migrations", "prisma/schema/migrations"],
  isMigration: (path) => fileName.test(path),
  async read(source) {
    const rows = await readRows(source, "started_at");
    return readPrisma(readMigrations(source), rows ?? [], source.table.join("."));
  },
};

/** @param rows of the table in the order in which the migrations started. */
export function readPrisma(
  files: readonly TextFile[],
  rows: readonly TableRow[],
  table: string,
): AdoptedHistory {
  const migrations = files.map(({ path, text }) => {
    const key = fileName.exec(path)![1]!;
    const created = createdOf(key);
    return {
      ...{ key, name: key, upgrade: text, downgrade: undefined, transactional: true },
      ...(created === undefined ? {} : { created }),
    };
  });
  const keys = new Set(migrations.map(({ key }) => key));
  const texts = new Map(migrations.map(({ key, upgrade }) => [key, upgrade]));
  const standing = rows.filter((row) => isEmpty(row["rolled_back_at"]));
  const applied = new Set<string>();
  const findings: AdoptFinding[] = [];
  for (const row of standing) {
    const key = String(row["migration_name"]);
    if (isEmpty(row["finished_at"])) {
      findings.push(failed(key));
      continue;
    }
    applied.add(key);
    const text = texts.get(key);
    if (text !== undefined && !sums(text).includes(String(row["checksum"]))) {
      findings.push({
        kind: "changed",
        name: key,
        message: `"${key}" was changed after it was applied: it is taken over as it is now`,
      });
    }
  }
  return {
    migrations,
    applied: new Set([...applied].filter((key) => keys.has(key))),
    findings: [...rowsWithoutFile(applied, keys, table), ...findings],
    latecomers: "applies",
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined;
}

/** A checkout may have other line ends than the machine that applied it. */
function sums(text: string): readonly string[] {
  const plain = text.replaceAll("\r\n", "\n");
  return [text, plain, plain.replaceAll("\n", "\r\n")].map((one) => sha256(one));
}

function failed(key: string): AdoptFinding {
  return {
    kind: "dirty",
    name: key,
    message: `"${key}" failed, and nobody has said since what became of it`,
    blocks: true,
    hint: `settle it: \`prisma migrate resolve --applied ${key}\`, or --rolled-back`,
  };
}

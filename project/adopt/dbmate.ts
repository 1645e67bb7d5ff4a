import {
  type AdoptedHistory,
  createdOf,
  notTheirs,
  rowsWithoutFile,
  type TextFile,
} from "./history.ts";
import { readMigrations, readRows, type Tool } from "./source.ts";

const fileName = /(?:^|\/)(\d+)[^/]*\.sql$/;

/** https://github.com/amacneil/dbmate: `-- migrate:up` and `-- migrate:down` in one file. */
export const tool: Tool = {
  name: "dbmate",
  title: "dbmate",
  tables: [["schema_migrations"]],
  folders: ["db/migrations"],
  isMigration: (path) => fileName.test(path),
  async read(source) {
    const rows = await readRows(source);
    const versions = rows?.map(({ version }) => String(version)) ?? [];
    return readDbmate(readMigrations(source), versions, source.table.join("."));
  },
};

/** @param versions what the table has. */
export function readDbmate(
  files: readonly TextFile[],
  versions: readonly string[],
  table: string,
): AdoptedHistory {
  const migrations = files.map(({ path, text }) => {
    const key = fileName.exec(path)![1]!;
    const { up, down } = parseDbmate(text);
    if (up === undefined) throw notTheirs(path, "dbmate", "`-- migrate:up`");
    const created = createdOf(key);
    return {
      key,
      name: path.slice(path.lastIndexOf("/") + 1, -".sql".length),
      ...(created === undefined ? {} : { created }),
      upgrade: up.text,
      downgrade: down?.text,
      transactional: up.transactional && (down?.transactional ?? true),
    };
  });
  const keys = new Set(migrations.map(({ key }) => key));
  return {
    migrations,
    applied: new Set(versions.filter((version) => keys.has(version))),
    findings: rowsWithoutFile(versions, keys, table),
    latecomers: "applies",
  };
}

interface Block {
  readonly text: string;
  readonly transactional: boolean;
}

/** The blocks of a file; what stands before the first mark counts for nothing. */
export function parseDbmate(
  text: string,
): { readonly up: Block | undefined; readonly down: Block | undefined } {
  const mark = /^--[ \t]*migrate:(up|down)\b[ \t]*(.*)$/gm;
  const marks = [...text.matchAll(mark)];
  const block = (direction: string): Block | undefined => {
    const index = marks.findIndex((match) => match[1] === direction);
    const match = marks[index];
    if (match === undefined) return undefined;
    const body = text.slice(match.index + match[0].length, marks[index + 1]?.index);
    return { text: body.trim(), transactional: !/\btransaction:false\b/.test(match[2]!) };
  };
  return { up: block("up"), down: block("down") };
}

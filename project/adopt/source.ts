import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type Session, StatementError, type Value } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import type { Schema } from "../../core/schema.ts";
import type { Program } from "../../core/plugin.ts";
import { runProgram } from "../program.ts";
import type { Project } from "../project.ts";
import type { AdoptedHistory, TableRow, TextFile } from "./history.ts";

/** Another migration tool. */
export interface Tool {
  /** As the command line names it. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** The table, and others of the tool's; the first is the one that `--table` names otherwise. */
  readonly tables: readonly (readonly string[])[];
  /** Folders in which the tool looks by default, from the project's; none where it has no files. */
  readonly folders: readonly string[];
  /** Whether a file of the folder is one of the tool's migrations. */
  isMigration(path: string): boolean;
  read(source: Source): Promise<AdoptedHistory>;
}

/** Where a history is read from. */
export interface Source {
  readonly tool: Tool;
  readonly project: Project;
  readonly session: Session;
  readonly folder: Folder;
  /** The tool's table, by its parts. */
  readonly table: readonly string[];
  /** To be told where the table does not exist. */
  missing(): void;
  readonly signal?: AbortSignal;
}

/** A folder that is there. */
export interface Folder {
  readonly path: string;
  readonly shown: string;
}

/** The folder of a tool's migrations. @throws {WhimbrelError} `usage` where there is none. */
export function findFolder(
  tool: Tool,
  root: string,
  { from, start }: { readonly from: string | undefined; readonly start: string },
): Folder {
  if (tool.folders.length === 0) return { path: root, shown: "." };
  if (from !== undefined) {
    const path = resolve(start, from);
    if (existsSync(path) && statSync(path).isDirectory()) return { path, shown: from };
    throw new WhimbrelError("usage", `Cannot read the folder "${from}": it does not exist`, {
      hint: `name the folder of ${tool.title} with --from`,
    });
  }
  const found = tool.folders.map((folder) => resolve(root, folder)).find((path) =>
    existsSync(path) && filesBelow(path).some((file) => tool.isMigration(file))
  );
  if (found !== undefined) return { path: found, shown: relative(start, found) || "." };
  throw new WhimbrelError("usage", `Cannot find the migrations of ${tool.title}`, {
    notes: tool.folders.map((folder) => `looked in: ${folder}`),
    hint: `name their folder: \`whimbrel adopt ${tool.name} --from DIR\``,
  });
}

const deepest = 4;

/** Paths below a folder with `/`, in the order of code units; hidden and installed ones left out. */
export function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const walk = (path: string, depth: number) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (/^(?:\.|node_modules$|__pycache__$|venv$)/.test(entry.name)) continue;
      const full = join(path, entry.name);
      if (entry.isDirectory() && depth < deepest) walk(full, depth + 1);
      else if (entry.isFile()) found.push(relative(folder, full).split(sep).join("/"));
    }
  };
  walk(folder, 0);
  return found.sort();
}

/** The tool's migrations with their texts. */
export function readMigrations({ folder, tool }: Source): readonly TextFile[] {
  return readTexts(folder, (path) => tool.isMigration(path));
}

/** The texts of those files of a folder that a test lets through. */
export function readTexts(
  folder: Folder,
  wanted: (path: string) => boolean,
): readonly TextFile[] {
  return filesBelow(folder.path).filter(wanted).map((path) => ({
    path,
    text: readFileSync(join(folder.path, path), "utf8"),
  }));
}

/** All rows of the tool's table; undefined where it does not exist. */
export async function readRows(
  source: Source,
  order?: string,
): Promise<readonly TableRow[] | undefined> {
  const { session, table } = source;
  const { dialect } = session;
  const by = order === undefined ? "" : ` ORDER BY ${dialect.quote(order)}`;
  const rows = await rowsOrNothing(session, `SELECT * FROM ${dialect.quote(table)}${by}`);
  if (rows === undefined) source.missing();
  return rows;
}

/** Rows of a question; undefined where its table does not exist. */
export async function rowsOrNothing(
  session: Session,
  sql: string,
  parameters: readonly Value[] = [],
): Promise<readonly TableRow[] | undefined> {
  try {
    return await session.query(sql, parameters);
  } catch (error) {
    if (error instanceof StatementError && (error.missingTable || error.serverCode === "3F000")) {
      return undefined;
    }
    throw error;
  }
}

/** What the server says to reading the old history, as an error of the command. */
export function readingError(error: unknown, tool: Tool): unknown {
  if (!(error instanceof StatementError)) return error;
  const { connectionLost, serverCode, message } = error;
  return new WhimbrelError(
    connectionLost ? "connection" : "preflight",
    `Cannot read the history of ${tool.title}: ${message}`,
    {
      ...(serverCode === undefined ? {} : { serverCode }),
      hint: "see that the account may read it, and name another table with --table",
      cause: error,
    },
  );
}

/** The live schema, for what only it can tell. */
export async function liveSchema({ project, session }: Source): Promise<Schema> {
  return await (await project.adapter()).introspect(session);
}

const programTimeout = 120_000;

/**
 * Runs a program in the user's project, with the tool's own package.
 *
 * @throws {WhimbrelError} `usage` with what the program said.
 */
export async function runTool(
  { project, tool, signal }: Source,
  program: Program,
): Promise<unknown> {
  if (!project.code) {
    throw new WhimbrelError(
      "usage",
      `Cannot read the migrations of ${tool.title}: code is switched off (--no-code)`,
      { hint: "they are code that must run to give its SQL; allow it" },
    );
  }
  try {
    return await runProgram(program, {
      root: project.root,
      what: `the migrations of ${tool.title}`,
      timeout: programTimeout,
      env: project.env,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (!(error instanceof WhimbrelError) || error.code !== "models") throw error;
    throw new WhimbrelError("usage", error.message, {
      notes: error.notes,
      hint: `see that ${tool.title} works here, with its packages installed; nothing was changed`,
      cause: error,
    });
  }
}

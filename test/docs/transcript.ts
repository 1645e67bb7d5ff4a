import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Block } from "./markdown.ts";

/** The executable that is tested; its name is `whimbrel`. */
export const executable: string = process.env["WHIMBREL_BINARY"] ??
  fileURLToPath(new URL("../../dist/whimbrel", import.meta.url));

/** A throw-away project in which commands run as a reader would type them. */
export interface Reader extends Disposable {
  readonly folder: string;
  /** Runs a line of shell and gives all that a terminal would show. */
  type(line: string): string;
  /** Replaces the sections of the SQL migration made last, or the code of the script made last. */
  edit(text: string, language: "sql" | "ts"): void;
}

/** Milliseconds that one command may take. */
const limit = 30_000;

/** Starts in an empty folder, with `whimbrel` in PATH and no database named. */
export function createReader(more: Readonly<Record<string, string>> = {}): Reader {
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-docs-"));
  const migrations = join(folder, "migrations");
  const { DATABASE_URL: _, FORCE_COLOR: __, ...outer } = process.env;
  const path = `${dirname(executable)}:${process.env["PATH"]}`;
  const env = { ...outer, PATH: path, NO_COLOR: "1", LANG: "C.UTF-8", ...more };
  let status = 0;
  let known: ReadonlySet<string> = new Set();
  const made: string[] = [];
  return {
    folder,
    type(line) {
      // Migrations of the same second come in the order of their random names.
      if (line.includes("--parent")) sleepTillNextSecond();
      const script = `exec 2>&1; (exit ${status}); ${line}`;
      const ended = spawnSync("/bin/sh", ["-c", script], {
        cwd: folder,
        env,
        encoding: "utf8",
        input: "",
        timeout: limit,
      });
      if (ended.error !== undefined) throw ended.error;
      status = ended.status ?? 1;
      mkdirSync(migrations, { recursive: true });
      const now = readdirSync(migrations);
      made.push(...now.filter((name) => !known.has(name)));
      known = new Set(now);
      return ended.stdout;
    },
    edit(text, language) {
      const name = made.findLast((each) => each.endsWith(`.${language}`));
      if (name === undefined) throw new Error(`There is no migration in ${language} to edit`);
      const now = readFileSync(join(migrations, name), "utf8");
      const end = now.search(language === "sql" ? /^-- upgrade/m : /^import /m);
      writeFileSync(join(migrations, name), now.slice(0, end) + text);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function sleepTillNextSecond(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000 - Date.now() % 1000);
}

/** What a block of commands shows when it is typed: each line after `$`, and what it gives. */
export function replay({ text }: Block, reader: Reader): string {
  const commands = text.split("\n").filter((line) => line.startsWith("$ "));
  return commands.map((line) => `${line}\n${reader.type(line.slice(2))}`).join("");
}

/**
 * Gives what differs from one run to the next the same words: revisions by the order in which they
 * come up, times, durations, the release of SQLite, and who runs it.
 */
export function mask(text: string): string {
  const revisions = new Map<string, string>();
  return text
    .replace(/(?<![0-9a-z])[0-9a-f]{12}(?![0-9a-z])/g, (revision) => {
      const known = revisions.get(revision) ??
        `revision-${String(revisions.size + 1).padStart(3, "0")}`;
      revisions.set(revision, known);
      return known;
    })
    .replace(/\b\d{8}_\d{4}\b/g, "date_time")
    .replace(/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?/g, "date time")
    .replace(/\(\d+ ms\)/g, "(n ms)")
    .replace(/SQLite \d+\.\d+\.\d+/g, "SQLite release");
}

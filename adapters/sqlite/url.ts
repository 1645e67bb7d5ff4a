import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { WhimbrelError } from "../../core/errors.ts";

/** Which database a URL names. */
export interface SqliteLocation {
  /** An absolute path, or `:memory:`. */
  readonly path: string;
  /** The path as it is shown to people. */
  readonly shown: string;
  /** The URL asks for an existing file (`mode=rw` or `mode=ro`). */
  readonly mustExist: boolean;
  readonly readOnly: boolean;
}

/**
 * Understands the spellings of SQLAlchemy (`sqlite:///relative.db`, `sqlite:////absolute.db`),
 * Tortoise (`sqlite://relative.db`, `sqlite:///absolute.db`) and SQLite (`file:relative.db`), with
 * driver suffixes (`sqlite+aiosqlite:`), `sqlite:path`, `:memory:`, and a bare path.
 *
 * `sqlite:///x/y.db` is absolute to Tortoise and relative to SQLAlchemy. The one that exists is
 * meant; where none or both do, the absolute one, unless its folder is missing or the root.
 *
 * @param folder where a relative path starts.
 * @throws {WhimbrelError} `configuration` where the URL names no file.
 */
export function parseUrl(url: string, folder: string = process.cwd()): SqliteLocation {
  const match = /^(?:sqlite3?(?:\+\w+)?|aiosqlite):(.*)$/is.exec(url);
  const isFile = /^file:/i.test(url);
  const [rest = "", search] = splitSearch(match?.[1] ?? url);
  const mode = new URLSearchParams(search).get("mode");
  if (mode !== null && !["ro", "rw", "rwc", "memory"].includes(mode)) {
    throw new WhimbrelError("configuration", `Cannot open a SQLite file with mode "${mode}"`, {
      hint: "mode is ro, rw (which refuses to make a missing file), rwc or memory",
    });
  }
  // Taken for a file's name, a password would be shown.
  if (/^\/\/[^/]*:[^/]*@/.test(rest)) {
    throw new WhimbrelError(
      "configuration",
      "Cannot open a SQLite file at a host with a user and a password",
      { hint: "write it like sqlite://app.db, or see to the scheme of the URL" },
    );
  }
  const path = isFile ? filePath(rest) : match === null ? rest : sqlitePath(rest, folder);
  if (mode === "memory" || path === ":memory:" || (match !== null && path === "")) {
    return { path: ":memory:", shown: ":memory:", mustExist: false, readOnly: false };
  }
  if (path === "") {
    throw new WhimbrelError("configuration", "Cannot open a SQLite file: the URL names none", {
      hint: "write it like sqlite://app.db or sqlite:////var/lib/app.db",
    });
  }
  const absolute = resolve(folder, path);
  return {
    path: absolute,
    shown: shorter(absolute),
    mustExist: mode === "ro" || mode === "rw",
    readOnly: mode === "ro",
  };
}

function splitSearch(text: string): readonly [string, string] {
  const at = text.indexOf("?");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function filePath(text: string): string {
  const rest = text.slice("file:".length);
  return rest.startsWith("//") ? fileURLToPath(text) : decodeURIComponent(rest);
}

function sqlitePath(rest: string, folder: string): string {
  const text = decodeURIComponent(rest);
  if (!text.startsWith("//")) return text;
  const path = text.slice(2);
  if (path.startsWith("//")) return path.slice(1);
  if (/^\/[A-Za-z]:/.test(path)) return path.slice(1);
  if (!path.startsWith("/")) return path;
  return threeSlashes(path.slice(1), folder);
}

/** @param name what follows `sqlite:///`. */
function threeSlashes(name: string, folder: string): string {
  const absolute = `/${name}`;
  const [isThere, isHere] = [existsSync(absolute), existsSync(resolve(folder, name))];
  if (isThere !== isHere) return isThere ? absolute : name;
  const parent = dirname(absolute);
  return parent !== "/" && existsSync(parent) ? absolute : name;
}

/** Relative to where the tool was started, where that is no longer than the whole path. */
function shorter(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}

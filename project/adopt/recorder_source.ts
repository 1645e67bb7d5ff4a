/**
 * The part that the recording programs share, as module text: it runs migrations of a JavaScript
 * tool without a database and keeps the SQL that they send. A migration that asks the database for
 * something is not known; on SQLite, what it asks of the catalogue is answered by a database in
 * memory to which everything before was done.
 *
 * A tool's part comes in between: `open({ dialect, input, ask, require })` gives a function that takes
 * a loaded module and gives `{ up, down, transactional }`.
 */
export const recorderHead = String.raw`
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const input = JSON.parse(readFileSync(join(folder, "input.json"), "utf8"));
const require = createRequire(join(input.root, "package.json"));
const dialect = input.dialect;

class Unknowable extends Error {}

/** What the side at work has sent, and why it is not known. */
let current = { statements: [], unknown: undefined };

const lite = dialect === "sqlite" ? await openLite() : undefined;

async function openLite() {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(":memory:");
  database.exec("PRAGMA foreign_keys = OFF");
  let broken = false;
  return {
    run(sql, parameters) {
      try {
        const values = Array.isArray(parameters) ? parameters : Object.values(parameters);
        if (values.length === 0) database.exec(sql);
        else database.prepare(sql).run(...values.map(plain));
      } catch {
        broken = true;
      }
    },
    rows(sql, parameters) {
      if (broken) return undefined;
      return database.prepare(sql).all(...(Array.isArray(parameters) ? parameters : []));
    },
    /** Runs what leaves no trace in the catalogue. */
    async aside(work) {
      database.exec("SAVEPOINT aside");
      const before = broken;
      try {
        return await work();
      } finally {
        broken = before;
        try {
          database.exec("ROLLBACK TO aside; RELEASE aside");
        } catch {
          broken = true;
        }
      }
    },
  };
}

function plain(value) {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "boolean" ? Number(value) : value;
}

/** What stands outside of parentheses, strings and comments. */
function outside(sql) {
  let text = sql.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[^]*?\*\//g, " ");
  for (let before; before !== text;) {
    before = text;
    text = text.replace(/\([^()]*\)/g, " ");
  }
  return text.trim();
}

const catalogue = /\bsqlite_(?:master|schema)\b|\bpragma_\w+\s*\(/i;

/** Takes a statement, and gives the rows that it has in an empty database. */
function ask(sql, parameters = []) {
  const text = sql.trim().replace(/;\s*$/, "");
  const words = outside(text);
  if (text === "" || /^(?:BEGIN|START\s+TRANSACTION|COMMIT|END|SAVEPOINT|RELEASE)\b/i.test(words)) {
    return [];
  }
  if (/^ROLLBACK\b/i.test(words)) throw refuse("it rolls back");
  const asks = /^(?:SHOW|DESC|DESCRIBE|EXPLAIN|TABLE)\b/i.test(words) ||
    /^(?:SELECT|WITH)\b[^]*\bFROM\b/i.test(words) && !/\b(?:INSERT|UPDATE|DELETE)\b/i.test(words) ||
    /^(?:INSERT|UPDATE|DELETE|WITH)\b[^]*\bRETURNING\b/i.test(words) ||
    /^PRAGMA\b/i.test(words) && !text.includes("=");
  if (!asks) {
    current.statements.push({ sql: text, parameters: encode(parameters) });
    lite?.run(text, parameters);
    return [];
  }
  if (lite !== undefined && (catalogue.test(text) || /^PRAGMA\b/i.test(words))) {
    const rows = lite.rows(text, parameters);
    if (rows !== undefined) return rows;
  }
  const short = text.replace(/\s+/g, " ").slice(0, 80);
  throw refuse("it reads from the database: " + short);
}

function refuse(why) {
  current.unknown ??= why;
  return new Unknowable(why);
}

function encode(value) {
  if (value === undefined) return null;
  if (typeof value === "bigint") return { $integer: String(value) };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encode(part)]));
}

async function record(work) {
  const recording = current = { statements: [], unknown: undefined };
  try {
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    recording.unknown ??= "it fails without a database: " + message.split("\n")[0];
  }
  const { statements, unknown } = recording;
  return unknown === undefined ? { statements } : { unknown };
}

async function load(path) {
  const module = await import(pathToFileURL(path).href);
  const { default: inner } = module;
  return module.up === undefined && inner !== undefined ? inner : module;
}
`;

export const recorderFoot = String.raw`
const sidesOf = await open();
const results = [];
for (const { key, path } of input.files) {
  let sides;
  let up;
  try {
    sides = await sidesOf(await load(path), { key, path });
    up = sides.up === undefined
      ? { unknown: "it exports no function up" }
      : await record(sides.up);
  } catch (error) {
    sides = { transactional: true };
    up = { unknown: "it cannot be loaded: " + String(error?.message ?? error).split("\n")[0] };
  }
  const back = () => sides.down === undefined ? undefined : record(sides.down);
  const down = await (lite === undefined ? back() : lite.aside(back));
  results.push({ key, name: sides.name, up, down, transactional: sides.transactional !== false });
}
writeFileSync(join(folder, "output.json"), JSON.stringify(results));
process.exit(0);
`;

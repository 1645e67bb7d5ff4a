import { closest } from "../closest.ts";
import { keyOf } from "../diff/names.ts";
import { WhimbrelError } from "../errors.ts";
import { addRename, noRenames, type Rename, type Renames } from "./renames.ts";
import {
  type Column,
  nameOf,
  printName,
  type QualifiedName,
  sameName,
  type Schema,
  type Table,
  type TableName,
} from "../schema.ts";

/**
 * Adds what `--rename` says: `users:people`, `users.mail:users.email`, `billing.users.mail:email`.
 * What is left of the colon is called as it was, its table perhaps as it will be; quotes go around
 * names with a dot or colon.
 *
 * @throws {WhimbrelError} `usage` for a text that is no rename, names what is not there or has been
 * decided on already, with the names that come close.
 */
export function parseRename(
  text: string,
  from: Schema,
  to: Schema,
  decided: Renames = noRenames,
): Renames {
  const { left, right } = readRename(text);
  return addRename(decided, resolve({ text, left, right, from, to, decided }));
}

/** Reads several, those of tables first, so that columns find their tables. Throws as one does. */
export function parseRenames(
  texts: readonly string[],
  from: Schema,
  to: Schema,
  decided: Renames = noRenames,
): Renames {
  const isWhole = (text: string) => {
    const { left } = readRename(text);
    const [name] = namesFor(left);
    return name !== undefined && isTableOrEnum(from, name);
  };
  const sorted = [...texts.filter(isWhole), ...texts.filter((text) => !isWhole(text))];
  return sorted.reduce((renames, text) => parseRename(text, from, to, renames), decided);
}

/**
 * Reads a file of renames: one `old:new` a line, comments from `#` on.
 *
 * @throws {WhimbrelError} `usage` with the line that is no rename.
 */
export function parseRenamesFile(
  text: string,
): readonly { readonly text: string; readonly line: number }[] {
  return text.replace(/^\uFEFF/, "").split(/\r?\n/).flatMap((whole, index) => {
    const rename = /^(?:"(?:[^"]|"")*"|[^#"])*/.exec(whole)![0].trim();
    if (rename === "" && /^\s*(?:#|$)/.test(whole)) return [];
    readRename(rename);
    return [{ text: rename, line: index + 1 }];
  });
}

/** A rename as `--rename` takes it: `users.mail:users.email`. */
export function serializeRename(rename: Rename): string {
  const spell = (...parts: readonly (string | undefined)[]) =>
    parts.flatMap((part) => part === undefined ? [] : [quotePart(part)]).join(".");
  if (rename.kind !== "column") {
    const { from, to } = rename;
    return `${spell(from.schema, from.name)}:${spell(to.schema, to.name)}`;
  }
  const { table: { schema, name }, from, to } = rename;
  return `${spell(schema, name, from)}:${spell(schema, name, to)}`;
}

/**
 * Checks that renames name what is there on their sides, and nothing twice.
 *
 * @throws {WhimbrelError} `usage`.
 */
export function requireRenames(from: Schema, to: Schema, renames: Renames): void {
  const all: readonly Rename[] = [
    ...renames.tables.map((rename) => ({ kind: "table" as const, ...rename })),
    ...(renames.enums ?? []).map((rename) => ({ kind: "enum" as const, ...rename })),
    ...renames.columns.map((rename) => ({ kind: "column" as const, ...rename })),
  ];
  let decided = noRenames;
  for (const rename of all) {
    requireRename(rename, { text: serializeRename(rename), from, to, decided });
    decided = addRename(decided, rename);
  }
}

interface Scene {
  readonly text: string;
  readonly from: Schema;
  readonly to: Schema;
  readonly decided: Renames;
}

type Parts = readonly string[];

function readRename(text: string): { readonly left: Parts; readonly right: Parts } {
  const part = '(?:"(?:[^"]|"")+"|[^".:]+)';
  const side = `${part}(?:\\.${part})*`;
  const found = new RegExp(`^(${side}):(${side})$`).exec(text.trim());
  if (found === null) {
    throw new WhimbrelError("usage", `Cannot read the rename "${text}"`, {
      hint: "write old:new, as in users.mail:users.email or users:people",
    });
  }
  const partsOf = (side: string): Parts =>
    [...side.matchAll(new RegExp(part, "g"))].map(([each]) =>
      each.startsWith('"') ? each.slice(1, -1).replaceAll('""', '"') : each.trim()
    );
  return { left: partsOf(found[1]!), right: partsOf(found[2]!) };
}

function quotePart(part: string): string {
  return /^[^".:#\s]+$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}

/** The name of something whole that parts may be. */
function namesFor(parts: Parts): readonly QualifiedName[] {
  if (parts.length === 1) return [{ name: parts[0]! }];
  return parts.length === 2 ? [{ schema: parts[0]!, name: parts[1]! }] : [];
}

function isTableOrEnum({ tables, enums }: Schema, name: QualifiedName): boolean {
  return [...tables, ...enums].some((each) => sameName(each, name));
}

function resolve(scene: Scene & { readonly left: Parts; readonly right: Parts }): Rename {
  const { left, right, from, to } = scene;
  const [whole] = namesFor(left);
  const isWhole = whole !== undefined && isTableOrEnum(from, whole);
  const rename = isWhole || left.length === 1
    ? resolveWhole(scene, whole!)
    : resolveColumn(scene, left, right);
  requireRename(rename, { ...scene, from, to });
  return rename;
}

function resolveWhole(
  { from, right, text }: Scene & { readonly right: Parts },
  whole: QualifiedName,
): Rename {
  const [name] = namesFor(right);
  if (name === undefined) throw unknown(text, `"${right.join(".")}" is no table`, []);
  // A new name alone leaves the table in its schema.
  const target = right.length === 1 && whole.schema !== undefined
    ? { schema: whole.schema, name: name.name }
    : name;
  const isEnum = !from.tables.some((table) => sameName(table, whole)) &&
    from.enums.some((type) => sameName(type, whole));
  return { kind: isEnum ? "enum" : "table", from: whole, to: target };
}

function resolveColumn(scene: Scene, left: Parts, right: Parts): Rename {
  const { text, from, to, decided } = scene;
  const column = left.at(-1)!;
  const [called] = namesFor(left.slice(0, -1));
  if (called === undefined) throw unknown(text, `"${left.join(".")}" has too many parts`, []);
  const chosen = decided.tables.find((rename) => sameName(rename.from, called));
  const table = chosen?.to ?? called;
  if (!to.tables.some((each) => sameName(each, table))) {
    if (from.tables.some((each) => sameName(each, called))) {
      const name = printName(called);
      throw new WhimbrelError("usage", `Cannot rename "${text}": "${name}" goes with all of it`, {
        hint: `if the table was renamed, say that as well: --rename ${name}:<new name>`,
      });
    }
    const names = [...from.tables, ...to.tables];
    throw unknown(text, `there is no table "${printName(called)}"`, closeTables(called, names));
  }
  const [rightTable] = namesFor(right.slice(0, -1));
  if (right.length > 1 && (rightTable === undefined || !sameName(rightTable, table))) {
    throw new WhimbrelError(
      "usage",
      `Cannot rename "${text}": "${right.slice(0, -1).join(".")}" is not what "${
        printName(called)
      }" is called`,
      { hint: "a column stays in its table; rename the table by another --rename old:new" },
    );
  }
  return { kind: "column", table: nameOf(table), from: column, to: right.at(-1)! };
}

function requireRename(rename: Rename, { text, from, to, decided }: Scene): void {
  if (rename.kind === "column") {
    requireColumns(rename, { text, from, to, decided });
    return;
  }
  const what = rename.kind;
  const [before, after] = what === "table" ? [from.tables, to.tables] : [from.enums, to.enums];
  const made = what === "table" ? decided.tables : decided.enums ?? [];
  if (!before.some((each) => sameName(each, rename.from))) {
    const names = closeTables(rename.from, before);
    throw unknown(text, `there is no ${what} "${printName(rename.from)}"`, names);
  }
  if (!after.some((each) => sameName(each, rename.to))) {
    const names = closeTables(rename.to, after);
    throw unknown(text, `no ${what} "${printName(rename.to)}" is wanted`, names);
  }
  if (sameName(rename.from, rename.to)) throw unknown(text, "both names are the same", []);
  for (const side of ["from", "to"] as const) {
    if (!made.some((other) => sameName(other[side], rename[side]))) continue;
    throw unknown(text, `"${printName(rename[side])}" is in another rename already`, []);
  }
}

function requireColumns(
  rename: Rename & { readonly kind: "column" },
  { text, from, to, decided }: Scene,
): void {
  const { table } = rename;
  const after = to.tables.find((each) => sameName(each, table));
  const before = tableBefore(table, from, decided);
  if (after === undefined || before === undefined) {
    const where = after === undefined ? to.tables : from.tables;
    const fact = `there is no table "${printName(table)}" on both sides`;
    throw unknown(text, fact, closeTables(table, where));
  }
  requireColumn(
    rename.from,
    before,
    (name) => `"${printName(before)}" has no column "${name}"`,
    text,
  );
  requireColumn(
    rename.to,
    after,
    (name) => `no column "${name}" is wanted in "${printName(after)}"`,
    text,
  );
  if (rename.from === rename.to) throw unknown(text, "both names are the same", []);
  for (const other of decided.columns) {
    if (!sameName(other.table, table)) continue;
    const twice = other.from === rename.from
      ? rename.from
      : other.to === rename.to
      ? rename.to
      : undefined;
    if (twice !== undefined) throw unknown(text, `"${twice}" is in another rename already`, []);
  }
}

function tableBefore(table: TableName, from: Schema, decided: Renames): Table | undefined {
  const chosen = decided.tables.find((rename) => sameName(rename.to, table));
  const isMovedAway = decided.tables.some((rename) => sameName(rename.from, table));
  const name = chosen?.from ?? (isMovedAway ? undefined : table);
  return name && from.tables.find((each) => sameName(each, name));
}

function requireColumn(
  name: string,
  { columns }: Table,
  say: (name: string) => string,
  text: string,
): void {
  if (columns.some((column) => column.name === name)) return;
  const names = closest(name, columns, (column: Column) => [column.name]);
  throw unknown(text, say(name), names.map((column) => column.name));
}

function closeTables(name: QualifiedName, tables: readonly QualifiedName[]): readonly string[] {
  const unique = new Map(tables.map((table) => [keyOf(table), printName(table)]));
  return closest(printName(name), unique.values(), (each) => [each, each.split(".").at(-1)!]);
}

function unknown(text: string, fact: string, names: readonly string[]): WhimbrelError {
  return new WhimbrelError("usage", `Cannot rename "${text}": ${fact}`, {
    hint: names.length === 0
      ? "say OLD:NEW as the two schemas call it: table:table or table.column:table.column"
      : `did you mean ${names.map((name) => `"${name}"`).join(" or ")}?`,
  });
}

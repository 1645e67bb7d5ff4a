import type { OpaqueObject, QualifiedName } from "../../../core/schema.ts";
import { isWord, type Token } from "../../../core/lexer.ts";
import { tokens } from "../lexer.ts";
import { quote } from "../quoting.ts";
import { alterObject, createObject } from "./alter_object.ts";
import { dropRight, isRight, isRightReplaceable, replaceRight } from "./grant.ts";
import { moveToDefaultSchema, spell } from "./words.ts";

/** The statement that drops an object. It fails where something needs the object. */
export function dropObject(object: OpaqueObject): string {
  switch (object.kind) {
    case "comment":
      return `COMMENT ON ${object.name} IS NULL`;
    case "trigger state":
      return object.table === undefined
        ? `ALTER EVENT TRIGGER ${quote(object.name)} ENABLE`
        : `ALTER TABLE ${spell(object.table)} ENABLE TRIGGER ${quote(object.name)}`;
    case "rule state":
      return `ALTER TABLE ${spell(object.table!)} ENABLE RULE ${quote(object.name)}`;
    case "inherited not null":
      return `ALTER TABLE ${spell(object.table!)} ALTER COLUMN ${quote(object.name)} DROP NOT NULL`;
    case "view default":
      return `ALTER VIEW ${spell(object.table!)} ALTER COLUMN ${quote(object.name)} DROP DEFAULT`;
    case "publication table":
      return `ALTER PUBLICATION ${quote(object.name)} DROP TABLE ${spell(object.table!)}`;
    case "publication schema":
      return object.definition.replace(" ADD TABLES ", " DROP TABLES ");
    default:
      return isRight(object) ? dropRight(object) : `DROP ${nameInStatements(object)}`;
  }
}

/** What DROP and COMMENT ON call an object: `FUNCTION twice(integer)`, `TRIGGER noted ON users`. */
export function nameInStatements(object: OpaqueObject): string {
  const { kind, table, signature } = object;
  const isOwned = table !== undefined && tableOwned.has(kind);
  const name = isOwned
    ? quote(object.name)
    : kind === "operator"
    ? spellOperator(object)
    : unnamed.has(kind)
    ? object.name
    : spell(object);
  const noArguments = kind === "aggregate" ? "*" : "";
  return [
    `${kind.toUpperCase()} ${name}${
      signature === undefined ? "" : `(${signature || noArguments})`
    }`,
    isOwned ? `ON ${spell(table)}` : "",
    kind.startsWith("operator ")
      ? /\bUSING (?:\w+|"[^"]+")/.exec(object.definition)?.[0] ?? ""
      : "",
  ].filter((word) => word !== "").join(" ");
}

/** The name of an operator, whose signs are never quoted. */
export function spellOperator({ schema, name }: QualifiedName): string {
  return schema === undefined ? name : `${quote(schema)}.${name}`;
}

/** Objects that DROP tells by their table. */
const tableOwned: ReadonlySet<string> = new Set(["trigger", "policy", "rule"]);

/** Objects that are told by what they connect, which their name says in SQL. */
const unnamed: ReadonlySet<string> = new Set(["cast", "user mapping"]);

const remarks: ReadonlySet<string> = new Set([
  "comment",
  "trigger state",
  "rule state",
  "view default",
]);

/** Whether an object is something said of another, which a new word replaces. */
export function isRemark({ kind }: OpaqueObject): boolean {
  return remarks.has(kind) || kind.startsWith("inherited ");
}

/** Where an extension says that it is; it can be moved there with all that leans on it. */
function newSchema({ dependsOn }: OpaqueObject): string | undefined {
  return dependsOn.find(({ kind }) => kind === "schema")?.name;
}

/** Puts an object in the place of another: at once where that can be, else dropped and made. */
export function replaceObject(from: OpaqueObject, to: OpaqueObject): readonly string[] {
  if (isRight(to)) return replaceRight(from, to);
  if (isRemark(to)) return [to.definition];
  const place = to.kind === "extension" ? newSchema(to) : undefined;
  if (place !== undefined) return [`ALTER ${nameInStatements(to)} SET SCHEMA ${quote(place)}`];
  if (to.kind === "extension" && newSchema(from) !== undefined) {
    return [moveToDefaultSchema(nameInStatements(to))];
  }
  if (!isReplaceable(from, to)) {
    return [dropObject(from), ...createObject(to)];
  }
  const altered = alterObject(from, to);
  if (altered !== undefined) return altered;
  return [to.definition.replace(/^create\s+(?:or\s+replace\s+)?/i, "CREATE OR REPLACE ")];
}

/**
 * Whether the server is sure to take OR REPLACE, by which other objects may go on to lean on this one,
 * and rights stay granted on it.
 */
export function isReplaceable(from: OpaqueObject, to: OpaqueObject): boolean {
  if (isRight(to)) return isRightReplaceable(from, to);
  if (isRemark(to)) return true;
  if (to.kind === "view") return extendsView(from.definition, to.definition);
  if (to.kind === "function" || to.kind === "procedure") {
    return interfaceOf(from.definition) === interfaceOf(to.definition);
  }
  return alterObject(from, to) !== undefined;
}

/** The arguments and the result of a routine, which cannot be replaced. */
function interfaceOf(definition: string): string {
  const words: string[] = [];
  let opened = false;
  for (const token of tokens(definition)) {
    opened ||= token.text === "(";
    if (isWord(token, "language", "as", "begin", "return")) break;
    if (opened) words.push(token.value);
  }
  return words.join(" ");
}

/** Whether a view's columns begin with those of another, written the same. */
function extendsView(from: string, to: string): boolean {
  const before = columnsOf(from);
  const after = columnsOf(to);
  if (before === undefined || after === undefined || before.head !== after.head) return false;
  return before.columns.every((column, index) => column === after.columns[index]);
}

interface ViewColumns {
  /** What stands before SELECT: the name, and the columns' names where they are listed. */
  readonly head: string;
  readonly columns: readonly string[];
}

/** The columns of a simple view, as text; undefined for one that is not plainly SELECT ... FROM. */
function columnsOf(definition: string): ViewColumns | undefined {
  const all = [...tokens(definition)];
  const start = all.findIndex((token) => isWord(token, "select"));
  const head = all.slice(0, start)
    .filter((token) => !isWord(token, "or", "replace"));
  const isSimple = start > 0 && isWord(all[start - 1], "as") &&
    !all.some((token) => isWord(token, "union", "intersect", "except"));
  if (!isSimple) return undefined;
  const columns: string[] = [""];
  let depth = 0;
  for (const token of all.slice(start + 1)) {
    if (depth === 0 && isWord(token, "from")) break;
    if (token.text === "(" || token.text === "[") depth++;
    if (token.text === ")" || token.text === "]") depth--;
    if (depth === 0 && token.text === ",") columns.push("");
    else columns[columns.length - 1] += `${token.text} `;
  }
  return { head: textOf(head), columns };
}

function textOf(list: readonly Token[]): string {
  return list.map(({ text, kind }) => kind === "word" ? text.toLowerCase() : text).join(" ");
}

import type { Token } from "../../core/lexer.ts";
import {
  type Check,
  type Column,
  type Constraint,
  type KeyColumn,
  type Options,
  type PrimaryKey,
  printType,
  type Table,
  type Unique,
} from "../../core/schema.ts";
import { readConflict, readReferences } from "./clauses.ts";
import { namedColumns, withoutTable, withStrings } from "./expression.ts";
import { foldName } from "./quote.ts";
import {
  isKeyword,
  readerOf,
  readTokens,
  splitAtCommas,
  type TokenReader,
} from "./token_reader.ts";
import { isRowidType } from "./types.ts";

/**
 * Reads a table from the CREATE TABLE statement that `sqlite_schema` keeps, because the pragmas do not
 * tell constraint names, checks, expressions and conflict clauses. Indexes are not part of it.
 *
 * @throws {Error} where the statement is not one that SQLite has stored.
 */
export function parseCreateTable(sql: string): Table {
  const reader = readTokens(sql);
  reader.takeWords("create");
  if (!reader.takeWords("temp")) reader.takeWords("temporary");
  reader.takeWords("table");
  reader.takeWords("if", "not", "exists");
  let name = reader.takeName();
  if (reader.takeMark(".")) name = reader.takeName();
  const body = splitAtCommas(reader.takeParenthesised());
  const draft: Draft = { columns: [], constraints: [], options: readOptions(reader) };
  for (const part of body) {
    const item = readerOf(part, sql);
    if (startsConstraint(item)) readTableConstraints(item, draft);
    else readColumn(item, draft);
  }
  return finish(name, draft);
}

/** What has been read so far, with the names in constraints as they were written. */
interface Draft {
  readonly columns: Column[];
  readonly constraints: Constraint[];
  readonly options: Options;
}

function startsConstraint(reader: TokenReader): boolean {
  const words = ["constraint", "primary", "unique", "check", "foreign"];
  return words.some((word) => isKeyword(reader.peek(), word));
}

function readOptions(reader: TokenReader): Options {
  const options: Record<string, true> = {};
  while (reader.peek() !== undefined) {
    if (reader.takeWords("without", "rowid")) options["without_rowid"] = true;
    else if (reader.takeWords("strict")) options["strict"] = true;
    else reader.take();
  }
  return options;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

function readColumn(reader: TokenReader, draft: Draft): void {
  const column: Writable<Column> = {
    name: reader.takeName(),
    type: readType(reader),
    nullable: true,
  };
  let constraint: string | undefined;
  while (reader.peek() !== undefined) {
    if (reader.takeWords("constraint")) constraint = reader.takeName();
    else {
      readColumnConstraint(reader, { column, draft, named: nameProperty(constraint) });
      constraint = undefined;
    }
  }
  draft.columns.push(column);
}

interface ColumnPart {
  readonly column: Writable<Column>;
  readonly draft: Draft;
  readonly named: { readonly name?: string };
}

function readColumnConstraint(reader: TokenReader, { column, draft, named }: ColumnPart): void {
  const columns = [column.name];
  if (reader.takeWords("not", "null")) {
    const notNull = { ...named, ...readConflict(reader) };
    column.nullable = false;
    if (Object.keys(notNull).length > 0) column.notNull = notNull;
  } else if (reader.takeWords("null")) readConflict(reader);
  else if (reader.takeWords("default")) column.default = readDefault(reader);
  else if (reader.takeWords("collate")) column.collation = reader.takeName();
  else if (reader.takeWords("generated", "always", "as") || reader.takeWords("as")) {
    const expression = reader.textOf(reader.takeParenthesised());
    column.generated = { expression, stored: reader.takeWords("stored") };
    reader.takeWords("virtual");
  } else if (reader.takeWords("primary", "key")) {
    const descending = reader.takeWords("desc");
    if (!descending) reader.takeWords("asc");
    const key: PrimaryKey = {
      kind: "primary_key",
      ...named,
      columns,
      ...(descending ? { details: [{ column: column.name, descending: true }] } : {}),
      ...readConflict(reader),
    };
    if (reader.takeWords("autoincrement")) column.identity = {};
    draft.constraints.push(key);
  } else if (reader.takeWords("unique")) {
    draft.constraints.push({ kind: "unique", ...named, columns, ...readConflict(reader) });
  } else if (reader.takeWords("check")) draft.constraints.push(readCheck(reader, named));
  else if (reader.takeWords("references")) {
    draft.constraints.push({ ...readReferences(reader), ...named, columns });
  } else reader.take();
}

/** A type is any run of names, so it ends where a constraint begins (https://sqlite.org/lang_createtable.html). */
const afterType = new Set(
  "constraint not null default collate primary unique check references as on".split(" "),
);

/** As it is written, which is how SQLite itself shows it. */
function readType(reader: TokenReader): string {
  const parts: Token[] = [];
  for (;;) {
    const token = reader.peek();
    if (token === undefined || token.kind === "punctuation") break;
    const word = token.kind === "word" ? token.text.toLowerCase() : "";
    if (afterType.has(word)) break;
    if (word === "generated" && isKeyword(reader.peek(1), "always")) break;
    parts.push(reader.take());
  }
  if (parts.length > 0 && reader.peek()?.text === "(") {
    parts.push(reader.peek()!, ...reader.takeParenthesised(), reader.last());
  }
  const text = reader.textOf(parts);
  // Written in one line, a comment would take the rest of the column along.
  return /--|\/\*/.test(text) ? parts.map((part) => part.text).join(" ") : text;
}

/** `DEFAULT (expr)`, or one signed term, as it is written; a name is a string there. */
function readDefault(reader: TokenReader): string {
  const token = reader.peek();
  if (token?.text === "(") return reader.textOf(reader.takeParenthesised());
  const isSigned = token?.text === "-" || token?.text === "+";
  return reader.textOf(isSigned ? [reader.take(), reader.take()] : [reader.take()]);
}

function readTableConstraints(reader: TokenReader, draft: Draft): void {
  let constraint: string | undefined;
  while (reader.peek() !== undefined) {
    if (reader.takeWords("constraint")) constraint = reader.takeName();
    else {
      draft.constraints.push(readTableConstraint(reader, draft, nameProperty(constraint)));
      constraint = undefined;
    }
  }
}

function readTableConstraint(
  reader: TokenReader,
  draft: Draft,
  named: { readonly name?: string },
): Constraint {
  if (reader.takeWords("check")) {
    const check = readCheck(reader, named);
    readConflict(reader);
    return check;
  }
  if (reader.takeWords("foreign", "key")) {
    const columns = splitAtCommas(reader.takeParenthesised()).map(([token]) => token?.value ?? "");
    reader.takeWords("references");
    return { ...readReferences(reader), ...named, columns };
  }
  const primary = reader.takeWords("primary", "key");
  if (!primary && !reader.takeWords("unique")) reader.take();
  const parts = splitAtCommas(reader.takeParenthesised()).map((list) => readKeyColumn(list, draft));
  // A rowid has no order of its own, but where DESC stands beside the column it is no rowid at all.
  const details = primary && isRowid(parts, draft)
    ? []
    : parts.filter((part) => Object.keys(part).length > 1);
  const key = {
    ...named,
    columns: parts.map(({ column }) => column),
    ...(details.length === 0 ? {} : { details }),
    ...readConflict(reader),
  };
  return primary ? { kind: "primary_key", ...key } : { kind: "unique", ...key };
}

function isRowid(parts: readonly KeyColumn[], { columns, options }: Draft): boolean {
  const [first] = parts;
  if (first === undefined || parts.length > 1 || options["without_rowid"] === true) return false;
  const column = columns.find(({ name }) => foldName(name) === foldName(first.column));
  return column !== undefined && isRowidType(printType(column.type));
}

function readKeyColumn(list: readonly Token[], draft: Draft): KeyColumn {
  const reader = readerOf(list, "");
  const column = reader.takeName();
  const collation = reader.takeWords("collate") ? reader.takeName() : undefined;
  const descending = reader.takeWords("desc");
  if (!descending) reader.takeWords("asc");
  if (reader.takeWords("autoincrement")) {
    const target = draft.columns.find(({ name }) => foldName(name) === foldName(column));
    if (target !== undefined) Object.assign(target, { identity: {} });
  }
  return {
    column,
    ...(collation === undefined ? {} : { collation }),
    ...(descending ? { descending: true } : {}),
  };
}

function readCheck(reader: TokenReader, named: { readonly name?: string }): Check {
  return {
    kind: "check",
    ...named,
    expression: reader.textOf(reader.takeParenthesised()),
    columns: [],
  };
}

function nameProperty(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

/** Gives the columns in constraints the spelling of the columns themselves. */
function finish(name: string, { columns, constraints: all, options }: Draft): Table {
  const constraints = withoutDoubles(all);
  const spelling = new Map(columns.map((column) => [foldName(column.name), column.name]));
  const spell = (column: string): string => spelling.get(foldName(column)) ?? column;
  const key = <Key extends PrimaryKey | Unique>(key: Key): Key => ({
    ...key,
    columns: key.columns.map(spell),
    ...(key.details === undefined ? {} : {
      details: key.details.map((part) => ({ ...part, column: spell(part.column) })),
    }),
  });
  const primary = constraints.find((constraint) => constraint.kind === "primary_key");
  return {
    name,
    columns: columns.map((column) =>
      column.generated === undefined ? column : {
        ...column,
        generated: {
          ...column.generated,
          expression: withStrings(column.generated.expression, spelling),
        },
      }
    ),
    ...(primary === undefined ? {} : { primaryKey: key(primary) }),
    uniques: constraints.filter((constraint) => constraint.kind === "unique").map(key),
    foreignKeys: constraints.filter((constraint) => constraint.kind === "foreign_key")
      .map((foreign) => ({ ...foreign, columns: foreign.columns.map(spell) })),
    checks: constraints.filter((constraint) => constraint.kind === "check")
      .map((check) => ({
        ...check,
        expression: withStrings(withoutTable(check.expression, name), spelling),
        columns: namedColumns(check.expression, spelling),
      })),
    exclusions: [],
    indexes: [],
    options,
  };
}

/** SQLite takes a name twice, which then tells nothing apart: only the first one keeps it. */
function withoutDoubles(constraints: readonly Constraint[]): readonly Constraint[] {
  const seen = new Set<string>();
  return constraints.map((constraint) => {
    const { name, ...nameless } = constraint;
    const key = `${constraint.kind} ${name}`;
    if (name === undefined || !seen.has(key)) {
      seen.add(key);
      return constraint;
    }
    return nameless as Constraint;
  });
}

import { isWord, type Token } from "../../core/lexer.ts";
import type { Options } from "../../core/schema.ts";
import { lexicalRules, tokens } from "./lexer.ts";
import type { Spelling } from "./spelling.ts";

/** What only SHOW CREATE TABLE says of a table, and information_schema does not. */
export interface ShownTable {
  readonly columns: ReadonlyMap<string, ShownColumn>;
  /** Options of keys by name, `PRIMARY` for the primary key. */
  readonly keys: ReadonlyMap<string, Options>;
  /** The expressions of checks by name, without the parentheses around them. */
  readonly checks: ReadonlyMap<string, string>;
  /** MariaDB's periods, as they stand behind PERIOD FOR, by name. */
  readonly periods: ReadonlyMap<string, string>;
  readonly options: Options;
  readonly partitioning: ShownPartitioning | undefined;
}

/** What only SHOW CREATE TABLE says of a column. */
export interface ShownColumn {
  readonly options: Options;
  /** The column itself says its character set or collation. */
  readonly isExplicit: boolean;
  /** A default in bytes, where information_schema cannot show it. */
  readonly bytes: string | undefined;
  /** A default that is a string. */
  readonly string: string | undefined;
  /** A default in parentheses, without them. */
  readonly preset: string | undefined;
  /** What it is computed from, without the parentheses. */
  readonly generated: string | undefined;
}

/** What only SHOW CREATE TABLE says of how a table is partitioned. */
export interface ShownPartitioning {
  /** What stands before the list of partitions. */
  readonly head: string;
  readonly algorithm: string | undefined;
  /** What stands behind the values of each partition, by name: its options and subpartitions. */
  readonly rest: ReadonlyMap<string, string>;
}

/** Reads what SHOW CREATE TABLE prints. */
export function readShownTable(
  definition: string,
  { mariadb, text }: Pick<Spelling, "mariadb" | "text">,
): ShownTable {
  const list = [...tokens(definition, mariadb ? mariadbRules : mysqlRules)];
  const start = list.findIndex(isOpening);
  const end = closingOf(list, start);
  const columns = new Map<string, ShownColumn>();
  const keys = new Map<string, Options>();
  const checks = new Map<string, string>();
  const periods = new Map<string, string>();
  const inside = (item: readonly Token[], at: number): string | undefined =>
    isOpening(item[at])
      ? definition.slice(item[at]!.end, item[closingOf(item, at)]!.start)
      : undefined;
  for (const item of partsOf(list.slice(start + 1, end))) {
    const [first, second] = item;
    if (first!.kind !== "word") columns.set(first!.value, readColumn(item, inside));
    else if (isWord(first, "period")) {
      const name = item[2]!;
      periods.set(name.value, definition.slice(name.start, item.at(-1)!.end));
    } else if (isWord(first, "constraint")) {
      if (isWord(item[2], "check")) checks.set(second!.value, inside(item, 3)!);
    } else if (!isWord(first, "check")) {
      const named = item.find(({ kind }) => kind !== "word")!;
      keys.set(
        isWord(first, "primary") && isWord(second, "key") ? "PRIMARY" : named.value,
        readKey(item),
      );
    }
  }
  const tail = list.slice(end + 1);
  const cut = tail.findIndex((token, at) =>
    isWord(token, "partition") && isWord(tail[at + 1], "by")
  );
  return {
    columns,
    keys,
    checks,
    periods,
    options: readOptions(cut === -1 ? tail : tail.slice(0, cut)),
    partitioning: cut === -1 ? undefined : readPartitioning(tail.slice(cut + 2), text),
  };
}

const mysqlRules = lexicalRules();
const mariadbRules = lexicalRules({ mariadb: true });

/** What stands in the parenthesis at a place of a list. */
type Inside = (list: readonly Token[], at: number) => string | undefined;

function readColumn(item: readonly Token[], inside: Inside): ShownColumn {
  const list = outermost(item);
  const behind = (...words: readonly string[]) => {
    const at = list.findIndex((_, at) =>
      words.every((word, next) => isWord(list[at + next], word))
    );
    return at === -1 ? undefined : list[at + words.length];
  };
  const expression = (...words: readonly string[]) => {
    const opening = behind(...words);
    return opening === undefined ? undefined : inside(item, item.indexOf(opening));
  };
  const preset = behind("default");
  const format = behind("column_format")?.text.toLowerCase();
  const storage = behind("storage")?.text.toLowerCase();
  return {
    options: {
      ...(format === undefined ? {} : { column_format: format }),
      ...(storage === undefined ? {} : { storage }),
      ...(list.some((token, at) => isWord(token, "not") && isWord(list[at + 1], "secondary"))
        ? { not_secondary: true }
        : {}),
      ...(list.some((token) => isWord(token, "compressed")) ? { compressed: true } : {}),
    },
    isExplicit: behind("character", "set") !== undefined && behind("collate") !== undefined,
    bytes: /^0x/i.test(preset?.text ?? "") ? preset!.text : undefined,
    string: preset?.kind === "string" ? preset.value : undefined,
    preset: expression("default"),
    generated: expression("always", "as"),
  };
}

function readKey(item: readonly Token[]): Options {
  const start = item.findIndex(isOpening);
  const end = closingOf(item, start);
  const parts = item.slice(start, end);
  const rest = item.slice(end + 1);
  const behind = (word: string) => rest[rest.findIndex((token) => isWord(token, word)) + 1];
  const has = (word: string) => rest.some((token) => isWord(token, word));
  const period = parts.findIndex((token) => isWord(token, "without"));
  return {
    ...(has("using") ? { using: behind("using")!.text.toLowerCase() } : {}),
    ...(has("key_block_size")
      ? {
        key_block_size: rest[rest.findIndex((token) => isWord(token, "key_block_size")) + 2]!.text,
      }
      : {}),
    ...(has("parser") ? { parser: behind("parser")!.value } : {}),
    ...(period === -1 ? {} : { without_overlaps: parts[period - 1]!.value }),
  };
}

/** Options that stand here alone; all others are in information_schema. */
const hidden = new Set([
  "autoextend_size",
  "secondary_engine",
  "engine_attribute",
  "transactional",
]);

function readOptions(list: readonly Token[]): Options {
  return Object.fromEntries(list.flatMap((token, at) => {
    const value = list[at + 2];
    if (list[at + 1]?.text !== "=" || value === undefined) return [];
    // Options of an engine are quoted, and keep the case in which they were written.
    if (token.kind === "identifier") return [[token.value, value.value] as const];
    const name = token.text.toLowerCase();
    return hidden.has(name) ? [[name, value.value] as const] : [];
  }));
}

function readPartitioning(list: readonly Token[], text: Spelling["text"]): ShownPartitioning {
  const start = list.findIndex((token, at) =>
    isOpening(token) && isWord(list[at + 1], "partition")
  );
  const head = start === -1 ? list : list.slice(0, start);
  const algorithm = head.findIndex((token) => isWord(token, "algorithm"));
  const parts = start === -1 ? [] : partsOf(list.slice(start + 1, closingOf(list, start)));
  return {
    head: head.map(({ text }) => text).join(" "),
    algorithm: algorithm === -1 ? undefined : head[algorithm + 2]!.text,
    rest: new Map(parts.map((part) => [part[1]!.value, restOf(part.slice(2), text)])),
  };
}

/** The options of a partition, but for the engine, which is the table's, and its subpartitions. */
function restOf(list: readonly Token[], text: Spelling["text"]): string {
  const words: string[] = [];
  for (let at = 0; at < list.length; at++) {
    if (isOpening(list[at]) && isWord(list[at + 1], "subpartition")) {
      const parts = partsOf(list.slice(at + 1, closingOf(list, at)));
      const named = parts.map((part) =>
        `SUBPARTITION \`${part[1]!.value.replaceAll("`", "``")}\` ${restOf(part.slice(2), text)}`
          .trim()
      );
      words.push(`(${named.join(", ")})`);
      break;
    }
    if (list[at]!.text !== "=" || isWord(list[at - 1], "engine")) continue;
    const isPlace = isWord(list[at - 1], "directory");
    const name = list.slice(isPlace ? at - 2 : at - 1, at).map(({ text }) => text.toUpperCase());
    const value = list[at + 1]!;
    words.push(`${name.join(" ")} = ${value.kind === "string" ? text(value.value) : value.text}`);
  }
  return words.join(" ");
}

function isOpening(token: Token | undefined): boolean {
  return token?.kind === "punctuation" && token.text === "(";
}

/** Where the parenthesis at a place is closed. */
function closingOf(list: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < list.length; at++) {
    if (list[at]!.kind !== "punctuation") continue;
    if (list[at]!.text === "(") depth++;
    else if (list[at]!.text === ")" && --depth === 0) return at;
  }
  return list.length;
}

/** What stands between the commas outside of parentheses. */
function partsOf(list: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (let at = 0; at < list.length; at++) {
    if (isOpening(list[at])) {
      const end = closingOf(list, at);
      parts.at(-1)!.push(...list.slice(at, end + 1));
      at = end;
    } else if (list[at]!.text === ",") parts.push([]);
    else parts.at(-1)!.push(list[at]!);
  }
  return parts;
}

/** The tokens that stand in no parentheses, with the opening ones. */
function outermost(list: readonly Token[]): readonly Token[] {
  const found: Token[] = [];
  for (let at = 0; at < list.length; at++) {
    found.push(list[at]!);
    if (isOpening(list[at])) at = closingOf(list, at);
  }
  return found;
}

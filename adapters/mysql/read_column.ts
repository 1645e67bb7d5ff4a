import type { Row } from "../../core/adapter.ts";
import type { Column, Options } from "../../core/schema.ts";
import { currentTimestamp, stringValue, tidyExpression, unescapeExpression } from "./expression.ts";
import { withoutDatabase } from "./qualifier.ts";
import { text } from "./row.ts";
import type { ShownColumn } from "./shown_table.ts";
import type { Spelling } from "./spelling.ts";
import { normalType } from "./types.ts";

/** What the rest of the catalogue says of a column. */
export interface ColumnSurroundings {
  readonly spelling: Spelling;
  readonly database: string;
  readonly tableCollation: string | undefined;
  /** MariaDB's check that stands at the column itself. */
  readonly check: string | undefined;
  readonly shown: ShownColumn | undefined;
}

/** Reads a column from its row of information_schema.COLUMNS. */
export function readColumn(row: Row, surroundings: ColumnSurroundings): Column {
  const { spelling, tableCollation, check, shown } = surroundings;
  const name = text(row, "name")!;
  const extra = text(row, "extra") ?? "";
  // A compressed column says so in its type.
  const written = text(row, "type")!.replace(/\s*\/\*.*\*\/$/, "");
  const isJson = spelling.mariadb && written === "longtext" &&
    text(row, "collation") === "utf8mb4_bin" &&
    check === `json_valid(\`${name.replaceAll("`", "``")}\`)`;
  const type = isJson ? "json" : normalType(written);
  const generated = readGenerated(row, extra, surroundings);
  const preset = generated === undefined ? readDefault(row, type, surroundings) : undefined;
  const collation = isJson ? undefined : text(row, "collation");
  const [, update] = /\bon update (\S+)/i.exec(extra) ?? [];
  const comment = text(row, "comment") ?? "";
  const isFollower = collation === tableCollation;
  const options: Options = {
    ...readOptions(row, extra, isJson ? undefined : check),
    ...shown?.options,
    ...(spelling.mariadb ? unusualWidth(written, type) : {}),
    ...(collation !== undefined && isFollower && shown?.isExplicit && !spelling.mariadb
      ? { explicit_collation: collation }
      : {}),
  };
  return {
    name,
    type,
    nullable: text(row, "nullable") === "YES",
    ...(preset === undefined ? {} : { default: preset }),
    ...(/\bauto_increment\b/i.test(extra) ? { identity: {} } : {}),
    ...(generated === undefined ? {} : { generated }),
    ...(collation === undefined || isFollower ? {} : { collation }),
    ...(update === undefined ? {} : { onUpdate: currentTimestamp(update) ?? update }),
    ...(/\binvisible\b/i.test(extra) ? { invisible: true } : {}),
    ...(comment === "" ? {} : { comment }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

function readGenerated(
  row: Row,
  extra: string,
  { spelling: { mariadb }, shown }: ColumnSurroundings,
): Column["generated"] {
  const expression = text(row, "expression") ?? "";
  if (expression === "" || !/\bgenerated\b/i.test(extra)) return undefined;
  return {
    expression: tidyExpression(
      mariadb ? expression : shown?.generated ?? unescapeExpression(expression),
    ),
    stored: /\b(?:stored|persistent)\b/i.test(extra),
  };
}

/**
 * MariaDB gives an expression in every case. MySQL gives the bare value of a literal, and marks an
 * expression in EXTRA.
 */
function readDefault(
  row: Row,
  type: string,
  { spelling, database, shown }: ColumnSurroundings,
): string | undefined {
  const preset = text(row, "preset");
  if (preset === undefined) return undefined;
  const isExpression = spelling.mariadb || /\bdefault_generated\b/i.test(text(row, "extra") ?? "");
  // The catalogue has no characters above U+FFFF, and of bytes only those up to the first zero.
  if (!isExpression && shown?.bytes !== undefined) return shown.bytes;
  if (!isExpression) return bareLiteral(preset, type, spelling);
  if (spelling.mariadb && preset === "NULL") return undefined;
  // Bytes that are no text have come as a character that stands for what is lost.
  if (shown?.string?.includes("\ufffd")) return textLiteral(shown.string, type, spelling);
  const expression = tidyExpression(
    // A sequence is shown with its database.
    spelling.mariadb
      ? withoutDatabase(preset, database)
      : shown?.preset ?? unescapeExpression(preset),
  );
  const value = stringValue(expression);
  return value === undefined
    ? currentTimestamp(expression) ?? expression
    : textLiteral(value, type, spelling);
}

function bareLiteral(value: string, type: string, spelling: Spelling): string {
  const isNumber = /^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|year)\b/
    .test(type);
  const isBits = /^(?:b'[01]*'|0x[\da-f]*)$/i.test(value) && /^(?:bit|(?:var)?binary)\b/.test(type);
  // The catalogue's `0x` stands for no bytes, which is no literal.
  if (value === "0x" && isBits) return textLiteral("", type, spelling);
  return isNumber || isBits ? value : textLiteral(value, type, spelling);
}

/** Bytes are written as such, since not all of them are text. */
function textLiteral(value: string, type: string, { literal }: Spelling): string {
  return value !== "" && /^(?:var)?binary\b/.test(type)
    ? `0x${Buffer.from(value, "utf8").toString("hex")}`
    : literal(value);
}

function readOptions(row: Row, extra: string, check: string | undefined): Options {
  const srid = text(row, "srid");
  return {
    ...(check === undefined ? {} : { check }),
    ...(srid === undefined ? {} : { srid }),
    ...(/\bwithout system versioning\b/i.test(extra) ? { without_system_versioning: true } : {}),
  };
}

/** Digits that are shown where nothing is said: of signed integers, and of others. */
const usualWidths: Readonly<Record<string, readonly [string, string]>> = {
  tinyint: ["4", "3"],
  smallint: ["6", "5"],
  mediumint: ["9", "8"],
  int: ["11", "10"],
  bigint: ["20", "20"],
};

/** The display width that MariaDB keeps, unless it is the usual one or a part of the type. */
function unusualWidth(written: string, type: string): Options {
  const [, word = "", width = ""] = /^(\w+)\((\d+)\)/.exec(written) ?? [];
  const usual = usualWidths[word]?.[/\bunsigned\b/.test(written) ? 1 : 0];
  return usual === undefined || usual === width || type.includes("(") ? {} : { width };
}

import type { Row } from "../../core/adapter.ts";
import type { Column, Options } from "../../core/schema.ts";
import { currentTimestamp, stringValue, tidyExpression, unescapeExpression } from "./expression.ts";
import { withoutDatabase } from "./qualifier.ts";
import { text } from "./row.ts";
import type { Spelling } from "./spelling.ts";
import { normalType } from "./types.ts";

/** What the rest of the catalogue says of a column. */
export interface ColumnSurroundings {
  readonly spelling: Spelling;
  readonly database: string;
  readonly tableCollation: string | undefined;
  /** MariaDB's check that stands at the column itself. */
  readonly check: string | undefined;
}

/** Reads a column from its row of information_schema.COLUMNS. */
export function readColumn(row: Row, surroundings: ColumnSurroundings): Column {
  const { spelling, tableCollation, check } = surroundings;
  const name = text(row, "name")!;
  const extra = text(row, "extra") ?? "";
  const isJson = spelling.mariadb && check === `json_valid(\`${name.replaceAll("`", "``")}\`)`;
  const type = isJson ? "json" : normalType(text(row, "type")!);
  const generated = readGenerated(row, extra, spelling);
  const preset = generated === undefined ? readDefault(row, type, surroundings) : undefined;
  const collation = isJson ? undefined : text(row, "collation");
  const [, update] = /\bon update (\S+)/i.exec(extra) ?? [];
  const comment = text(row, "comment") ?? "";
  const options = readOptions(row, extra, isJson ? undefined : check);
  return {
    name,
    type,
    nullable: text(row, "nullable") === "YES",
    ...(preset === undefined ? {} : { default: preset }),
    ...(/\bauto_increment\b/i.test(extra) ? { identity: {} } : {}),
    ...(generated === undefined ? {} : { generated }),
    ...(collation === undefined || collation === tableCollation ? {} : { collation }),
    ...(update === undefined ? {} : { onUpdate: currentTimestamp(update) ?? update }),
    ...(/\binvisible\b/i.test(extra) ? { invisible: true } : {}),
    ...(comment === "" ? {} : { comment }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

function readGenerated(row: Row, extra: string, { mariadb }: Spelling): Column["generated"] {
  const expression = text(row, "expression") ?? "";
  if (expression === "" || !/\bgenerated\b/i.test(extra)) return undefined;
  return {
    expression: tidyExpression(mariadb ? expression : unescapeExpression(expression)),
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
  { spelling, database }: ColumnSurroundings,
): string | undefined {
  const preset = text(row, "preset");
  if (preset === undefined) return undefined;
  const isExpression = spelling.mariadb || /\bdefault_generated\b/i.test(text(row, "extra") ?? "");
  if (!isExpression) return bareLiteral(preset, type, spelling);
  if (spelling.mariadb && preset === "NULL") return undefined;
  const expression = tidyExpression(
    // A sequence is shown with its database.
    spelling.mariadb ? withoutDatabase(preset, database) : unescapeExpression(preset),
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

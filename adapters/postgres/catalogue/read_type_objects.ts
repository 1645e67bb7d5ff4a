import type { Row } from "../../../core/adapter.ts";
import type { OpaqueObject, QualifiedName } from "../../../core/schema.ts";
import { spellOperator } from "../ddl/object.ts";
import { spell } from "../ddl/words.ts";
import { literal } from "../quoting.ts";
import { text } from "./row.ts";

/** CREATE OPERATOR. */
export function readOperator(row: Row, name: QualifiedName): OpaqueObject {
  const [left, right] = [row["left_type"], row["right_type"]];
  const parts = [
    text(row, "words"),
    ...(left === null ? [] : [`LEFTARG = ${text(row, "left_type")}`]),
    ...(right === null ? [] : [`RIGHTARG = ${text(row, "right_type")}`]),
  ];
  return {
    ...name,
    kind: "operator",
    signature: `${left ?? "NONE"}, ${right ?? "NONE"}`,
    definition: `CREATE OPERATOR ${spellOperator(name)} (${parts.join(", ")})`,
    dependsOn: [],
  };
}

/** CREATE COLLATION. */
export function readCollation(row: Row, name: QualifiedName): OpaqueObject {
  const parts = [
    `PROVIDER = ${text(row, "provider")}`,
    ...(row["locale"] === null
      ? ["lc_collate", "lc_ctype"].map((each) =>
        `${each.toUpperCase()} = ${literal(text(row, each))}`
      )
      : [`LOCALE = ${literal(text(row, "locale"))}`]),
    ...(row["deterministic"] === false ? ["DETERMINISTIC = false"] : []),
    ...(row["rules"] === null ? [] : [`RULES = ${literal(text(row, "rules"))}`]),
  ];
  const definition = `CREATE COLLATION ${spell(name)} (${parts.join(", ")})`;
  return { ...name, kind: "collation", definition, dependsOn: [] };
}

/** CREATE TYPE ... AS RANGE. */
export function readRange(row: Row, name: QualifiedName): OpaqueObject {
  const words = ["subtype", "subtype_opclass", "collation", "canonical", "subtype_diff"]
    .filter((column) => row[column] !== null)
    .map((column) => `${column.toUpperCase()} = ${text(row, column)}`);
  const definition = `CREATE TYPE ${spell(name)} AS RANGE (${words.join(", ")})`;
  return { ...name, kind: "type", definition, dependsOn: [] };
}

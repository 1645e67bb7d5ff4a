import type { Row } from "../../../core/adapter.ts";
import type {
  Check,
  Constraint,
  Exclusion,
  ForeignKey,
  Index,
  KeyPart,
  Options,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from "../../../core/schema.ts";
import { compare } from "../../../core/schema_order.ts";
import { readExpression } from "../ddl/expression.ts";
import type { ColumnsRead } from "./read_columns.ts";
import type { Names } from "./names.ts";
import { flag, list, parametersOf, property, text } from "./row.ts";

/** What a constraint's row refers to. */
export interface KeyContext {
  readonly columns: ColumnsRead;
  readonly names: Names;
  /** The index behind a constraint, by oid. */
  readonly index: (oid: unknown) => Row | undefined;
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

/** Reads a constraint of a table. */
export function readConstraint(row: Row, context: KeyContext): Constraint {
  switch (text(row, "kind")) {
    case "f":
      return readForeignKey(row, context);
    case "c":
      return readCheck(row, context.columns);
    case "x":
      return readExclusion(row, context);
    default:
      return readKey(row, context);
  }
}

function columnsOf(row: Row, columns: ColumnsRead, key = "key"): readonly string[] {
  return columns.names(row["relation"], list<number>(row, key));
}

function deferral(row: Row): Pick<PrimaryKey, "deferrable"> {
  if (row["deferrable"] !== true) return {};
  return { deferrable: row["deferred"] === true ? "deferred" : "immediate" };
}

function readKey(row: Row, { columns, index }: KeyContext): PrimaryKey | Unique {
  const behind = index(row["index"]);
  const include = behind === undefined ? [] : includedColumns(behind);
  const key = {
    name: text(row, "name"),
    columns: columnsOf(row, columns),
    ...(include.length === 0 ? {} : { include }),
    ...deferral(row),
    ...flag("withoutOverlaps", row["period"]),
    ...storage(behind),
    ...property(row, "comment"),
  };
  if (row["kind"] === "p") return { kind: "primary_key", ...key };
  return {
    kind: "unique",
    ...key,
    ...flag("nullsNotDistinct", behind?.["nulls_distinct"] === false),
  };
}

function readForeignKey(row: Row, { columns, names }: KeyContext): ForeignKey {
  const limited = columnsOf(row, columns, "on_delete_key");
  const onUpdate = actions[text(row, "on_update")];
  const onDelete = actions[text(row, "on_delete")];
  return {
    kind: "foreign_key",
    name: text(row, "name"),
    columns: columnsOf(row, columns),
    references: names.name(text(row, "target_schema"), text(row, "target")),
    referencedColumns: list<string>(row, "target_columns"),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(limited.length === 0 ? {} : { onDeleteColumns: limited }),
    ...(row["match"] === "f" ? { match: "full" } : {}),
    ...deferral(row),
    ...validity(row),
    ...flag("period", row["period"]),
    ...property(row, "comment"),
  };
}

function validity(row: Row): Pick<Check, "notValid" | "notEnforced"> {
  if (row["enforced"] === false) return { notEnforced: true };
  return flag("notValid", row["valid"] === false);
}

/** Reads a check of a table, or of a domain, which has no columns. */
export function readCheck(row: Row, columns: ColumnsRead): Check {
  return {
    kind: "check",
    name: text(row, "name"),
    expression: readExpression(text(row, "expression")),
    columns: [...columnsOf(row, columns)].sort(compare),
    ...validity(row),
    ...flag("noInherit", row["no_inherit"]),
    ...property(row, "comment"),
  };
}

function readExclusion(row: Row, { index }: KeyContext): Exclusion {
  const behind = index(row["index"]) ?? {};
  const operators = list<string>(row, "operators");
  const include = includedColumns(behind);
  return {
    kind: "exclusion",
    name: text(row, "name"),
    method: text(behind, "method"),
    parts: keyParts(behind).map((part, at) => ({ ...part, operator: operators[at] ?? "" })),
    ...(include.length === 0 ? {} : { include }),
    ...predicate(behind),
    ...deferral(row),
    ...storage(behind),
    ...property(row, "comment"),
  };
}

/** Reads an index that is no constraint's. */
export function readIndex(row: Row): Index {
  const include = includedColumns(row);
  return {
    name: text(row, "name"),
    unique: row["is_unique"] === true,
    parts: keyParts(row),
    ...(row["method"] === "btree" ? {} : property(row, "method")),
    ...predicate(row),
    ...(include.length === 0 ? {} : { include }),
    ...flag("nullsNotDistinct", row["nulls_distinct"] === false),
    ...flag("invalid", row["valid"] === false),
    ...storage(row),
    ...property(row, "comment"),
  };
}

function storage(row: Row | undefined): Pick<Index, "options"> {
  const options = row === undefined ? {} : readParameters(row);
  return Object.keys(options).length === 0 ? {} : { options };
}

/** Storage parameters and the tablespace of a table or an index. */
export function readParameters(row: Row): Options {
  return { ...parametersOf(list<string>(row, "parameters")), ...property(row, "tablespace") };
}

function predicate(row: Row): { readonly where?: string } {
  const { where } = property(row, "predicate", "where");
  return where === undefined ? {} : { where: readExpression(where) };
}

/** As {@linkcode indexes} builds it. */
type Part = readonly [
  column: string | null,
  expression: string | null,
  option: number | null,
  collation: string | null,
  opclass: string | null,
  settings: readonly string[] | null,
];

function keyParts(row: Row): readonly KeyPart[] {
  return list<Part>(row, "parts").slice(0, Number(row["key_count"] ?? 0)).map(readPart);
}

function includedColumns(row: Row): readonly string[] {
  return list<Part>(row, "parts").slice(Number(row["key_count"] ?? 0))
    .map(([column]) => column ?? "");
}

/** The bits of `indoption` (src/include/catalog/pg_index.h). */
const [descendingBit, nullsFirstBit] = [1, 2];

function readPart([column, expression, option, collation, opclass, settings]: Part): KeyPart {
  const descending = ((option ?? 0) & descendingBit) !== 0;
  const nullsFirst = ((option ?? 0) & nullsFirstBit) !== 0;
  const given = settings === null ? "" : ` (${settings.map(spellSetting).join(", ")})`;
  return {
    ...(column === null ? { expression: readExpression(expression ?? "") } : { column }),
    ...flag("descending", descending),
    ...(nullsFirst === descending ? {} : { nulls: nullsFirst ? "first" : "last" } as const),
    ...(collation === null ? {} : { collation }),
    ...(opclass === null ? {} : { opclass: opclass + given }),
  };
}

function spellSetting(setting: string): string {
  const at = setting.indexOf("=");
  return `${setting.slice(0, at)}='${setting.slice(at + 1).replaceAll("'", "''")}'`;
}

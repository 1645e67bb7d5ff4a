import type { Row } from "../../core/adapter.ts";
import { compare } from "../../core/schema_order.ts";
import type {
  Check,
  ForeignKey,
  Index,
  KeyColumn,
  KeyPart,
  Options,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from "../../core/schema.ts";
import { namesIn, tidyExpression, unescapeExpression } from "./expression.ts";
import { byPosition, text } from "./row.ts";
import type { Spelling } from "./spelling.ts";

/** The keys of a table, sorted into what the schema tells apart. */
export interface Keys {
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly indexes: readonly Index[];
}

/**
 * Reads keys from their rows of information_schema.STATISTICS. A unique key on whole columns is a
 * constraint, as the server itself says; one with more to it is a unique index.
 */
export function readKeys(rows: readonly Row[], { engine, options }: {
  readonly engine: string;
  /** What else keys say, by name. */
  readonly options: ReadonlyMap<string, Options>;
}): Keys {
  const byName = Map.groupBy(rows, (row) => text(row, "name")!);
  const indexes: Index[] = [];
  const uniques: Unique[] = [];
  let primaryKey: PrimaryKey | undefined;
  for (const [name, list] of byName) {
    const index = readIndex(name, list.toSorted(byPosition), {
      engine,
      options: options.get(name) ?? {},
    });
    const parts = index.parts.filter((part): part is KeyColumn => "column" in part);
    const columns = parts.map(({ column }) => column);
    const details = parts.filter((part) => Object.keys(part).length > 1);
    if (name === "PRIMARY") {
      primaryKey = {
        kind: "primary_key",
        columns,
        ...(details.length === 0 ? {} : { details }),
        ...(index.options === undefined ? {} : { options: index.options }),
        ...(index.comment === undefined ? {} : { comment: index.comment }),
      };
    } else if (isConstraint(index)) {
      const settings = index.options === undefined ? {} : { options: index.options };
      uniques.push({ kind: "unique", name, columns, ...settings });
    } else {
      indexes.push(index);
    }
  }
  return { ...(primaryKey === undefined ? {} : { primaryKey }), uniques, indexes };
}

function readIndex(name: string, rows: readonly Row[], { engine, options }: {
  readonly engine: string;
  readonly options: Options;
}): Index {
  const [first] = rows;
  const type = (text(first, "type") ?? "BTREE").toLowerCase();
  const usual = engine === "MEMORY" ? "hash" : "btree";
  const comment = text(first, "comment") ?? "";
  const hasParts = type === usual || type === "btree" || type === "hash";
  const { using, ...others } = options;
  const settings = { ...others, ...(using === undefined || type !== usual ? {} : { using }) };
  // A period stands in the catalogue as its two columns, at the end.
  const whole = options["without_overlaps"] === undefined ? rows : rows.slice(0, -2);
  return {
    name,
    unique: Number(first?.["repeats"]) === 0,
    parts: whole.map((row) => readPart(row, hasParts)),
    ...(type === usual ? {} : { method: type }),
    ...(Number(first?.["hidden"]) === 1 ? { invisible: true } : {}),
    ...(Object.keys(settings).length === 0 ? {} : { options: settings }),
    ...(comment === "" ? {} : { comment }),
  };
}

/** @param whole false where the server reports a length that no statement gives (SPATIAL). */
function readPart(row: Row, whole: boolean): KeyPart {
  const length = text(row, "length");
  const order = {
    ...(whole && length !== undefined ? { length: Number(length) } : {}),
    ...(text(row, "direction") === "D" ? { descending: true as const } : {}),
  };
  const expression = text(row, "expression");
  return expression === undefined
    ? { column: text(row, "col")!, ...order }
    : { expression: tidyExpression(unescapeExpression(expression)), ...order };
}

function isConstraint({ unique, parts, method, invisible, comment }: Index): boolean {
  return unique && method === undefined && invisible === undefined && comment === undefined &&
    parts.every((part) => "column" in part && Object.keys(part).length === 1);
}

/** The rows that tell of the foreign keys of one table. */
export interface ReferenceRows {
  readonly columns: readonly Row[];
  readonly rules: readonly Row[];
  /** The database in use, whose name a reference leaves out. */
  readonly database: string;
  readonly spelling: Spelling;
}

/** Reads the foreign keys of a table. */
export function readForeignKeys(
  { columns, rules, database, spelling }: ReferenceRows,
): readonly ForeignKey[] {
  const ruleOf = new Map(rules.map((row) => [text(row, "name"), row]));
  return [...Map.groupBy(columns, (row) => text(row, "name")!)].map(([name, unsorted]) => {
    const list = unsorted.toSorted(byPosition);
    const schema = text(list[0], "target_schema");
    const rule = ruleOf.get(name);
    const onUpdate = action(text(rule, "on_update"), spelling);
    const onDelete = action(text(rule, "on_delete"), spelling);
    return {
      kind: "foreign_key",
      name,
      columns: list.map((row) => text(row, "col")!),
      references: {
        ...(schema === undefined || schema === database ? {} : { schema }),
        name: text(list[0], "target")!,
      },
      referencedColumns: list.map((row) => text(row, "target_col")!),
      ...(onUpdate === undefined ? {} : { onUpdate }),
      ...(onDelete === undefined ? {} : { onDelete }),
    };
  });
}

/** RESTRICT and NO ACTION are one to InnoDB, but each server takes another one for understood. */
function action(
  rule: string | undefined,
  { mariadb }: Spelling,
): ReferentialAction | undefined {
  const word = rule?.toLowerCase();
  const understood = mariadb ? "restrict" : "no action";
  return word === understood ? undefined : word as ReferentialAction | undefined;
}

/** Reads a table's checks, but for those that MariaDB keeps at columns. */
export function readChecks(
  rows: readonly Row[],
  columns: readonly string[],
  { spelling, shown }: {
    readonly spelling: Spelling;
    /** Expressions by name, as the server writes them: the catalogue of MySQL garbles non-ASCII. */
    readonly shown: ReadonlyMap<string, string> | undefined;
  },
): readonly Check[] {
  return rows.filter((row) => text(row, "level") !== "Column").map((row) => {
    const written = spelling.mariadb ? undefined : shown?.get(text(row, "name")!);
    const expression = written === undefined
      ? readCheckClause(row, spelling)
      : tidyExpression(written);
    const names = namesIn(expression);
    return {
      kind: "check",
      name: text(row, "name")!,
      expression,
      columns: columns.filter((column) => names.has(column)).sort(compare),
      ...(text(row, "enforced") === "NO" ? { notEnforced: true } : {}),
    };
  });
}

/** MariaDB's checks at columns, by column. */
export function readColumnChecks(
  rows: readonly Row[],
  spelling: Spelling,
): ReadonlyMap<string, string> {
  return new Map(
    rows.filter((row) => text(row, "level") === "Column")
      .map((row) => [text(row, "name")!, readCheckClause(row, spelling)]),
  );
}

function readCheckClause(row: Row, { mariadb }: Spelling): string {
  const clause = text(row, "expression")!;
  return tidyExpression(mariadb ? clause : unescapeExpression(clause));
}

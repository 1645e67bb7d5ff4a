import type { Row } from "../../../core/adapter.ts";
import type {
  Column,
  Identity,
  NotNull,
  Options,
  Sequence,
  SequenceBounds,
} from "../../../core/schema.ts";
import { readExpression } from "../ddl/expression.ts";
import type { Names } from "./names.ts";
import { flag, list, parametersOf, property, text } from "./row.ts";

/** The columns of relations, by the oid of each. */
export interface ColumnsRead {
  /** The columns that are a relation's own. */
  of(relation: unknown): readonly Column[];
  /** The names of columns by their numbers, with those that are bequeathed. */
  names(relation: unknown, numbers: readonly number[]): readonly string[];
}

/** Reads columns, with the sequences that number them and, from release 18 on, named NOT NULLs. */
export function readColumns(
  rows: readonly Row[],
  { sequences, notNulls, names }: {
    readonly sequences: readonly Row[];
    readonly notNulls: readonly Row[];
    readonly names: Names;
  },
): ColumnsRead {
  const identities = new Map(
    sequences.filter((row) => row["bond"] === "i")
      .map((row) => [`${text(row, "relation")}:${text(row, "number")}`, row]),
  );
  const notNullsByColumn = new Map(
    notNulls.map((
      row,
    ) => [`${text(row, "relation")}:${list<number>(row, "key")[0]}`, readNotNull(row)]),
  );
  const byRelation = Map.groupBy(rows, (row) => Number(row["relation"]));
  return {
    of: (relation) =>
      (byRelation.get(Number(relation)) ?? []).filter((row) => row["is_local"] === true)
        .map((row) => {
          const key = `${text(row, "relation")}:${text(row, "number")}`;
          return readColumn(row, {
            type: names.type(row),
            identity: identities.get(key),
            notNull: notNullsByColumn.get(key),
          });
        }),
    names: (relation, numbers) => {
      const own = byRelation.get(Number(relation)) ?? [];
      return numbers.map((number) =>
        text(own.find((row) => row["number"] === number) ?? {}, "name")
      );
    },
  };
}

/** What NOT NULL says more than that; undefined for nothing. */
function readNotNull(row: Row): NotNull | undefined {
  const name = text(row, "name");
  const notNull = {
    ...(isServersName(name) ? {} : { name }),
    ...flag("noInherit", row["no_inherit"]),
  };
  return Object.keys(notNull).length === 0 ? undefined : notNull;
}

/** The server names NOT NULL by table and column, which may since have got other names. */
function isServersName(name: string): boolean {
  return /_not_null\d*$/.test(name);
}

function readColumn(
  row: Row,
  { type, identity, notNull }: {
    readonly type: Column["type"];
    readonly identity: Row | undefined;
    readonly notNull: NotNull | undefined;
  },
): Column {
  const expression = row["expression"] === null
    ? undefined
    : readExpression(text(row, "expression"));
  const isGenerated = text(row, "generated") !== "";
  const options = readOptions(row);
  return {
    name: text(row, "name"),
    type,
    nullable: row["not_null"] !== true,
    ...(notNull === undefined ? {} : { notNull }),
    ...(expression === undefined || isGenerated ? {} : { default: expression }),
    ...(identity === undefined ? {} : { identity: readIdentity(identity, text(row, "identity")) }),
    ...(expression === undefined || !isGenerated
      ? {}
      : { generated: { expression, stored: row["generated"] === "s" } }),
    ...property(row, "collation"),
    ...property(row, "comment"),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

const storages: Readonly<Record<string, string>> = {
  p: "plain",
  e: "external",
  m: "main",
  x: "extended",
};
const compressions: Readonly<Record<string, string>> = { p: "pglz", l: "lz4" };

function readOptions(row: Row): Options {
  const storage = storages[text(row, "storage")];
  const compression = compressions[text(row, "compression")];
  return {
    ...(storage === undefined ? {} : { storage }),
    ...(compression === undefined ? {} : { compression }),
    ...property(row, "statistics"),
    ...parametersOf(list<string>(row, "settings")),
  };
}

function readIdentity(row: Row, when: string): Identity {
  return { ...flag("always", when === "a"), ...readBounds(row) };
}

/** The largest value of a sequence's type. */
const largest: Readonly<Record<string, bigint>> = {
  smallint: 32767n,
  integer: 2147483647n,
  bigint: 9223372036854775807n,
};

/** The numbers of a sequence, but for those that the server would choose itself. */
function readBounds(row: Row): SequenceBounds {
  const [increment, minimum, maximum, start] = ["increment", "minimum", "maximum", "start"]
    .map((column) => BigInt(text(row, column))) as [bigint, bigint, bigint, bigint];
  const most = largest[text(row, "type")]!;
  const [least, greatest] = increment < 0n ? [-most - 1n, -1n] : [1n, most];
  const first = increment < 0n ? maximum : minimum;
  return {
    ...(start === first ? {} : { start: String(start) }),
    ...(increment === 1n ? {} : { increment: String(increment) }),
    ...(minimum === least ? {} : { minimum: String(minimum) }),
    ...(maximum === greatest ? {} : { maximum: String(maximum) }),
    ...(text(row, "cache") === "1" ? {} : { cache: text(row, "cache") }),
    ...flag("cycle", row["cycle"]),
  };
}

/** A sequence that is not the numbering of a column. */
export function readSequence(row: Row, names: Names): Sequence {
  const type = text(row, "type");
  return {
    ...names.name(text(row, "schema"), text(row, "name")),
    ...(type === "bigint" ? {} : { type }),
    ...readBounds(row),
    ...(row["bond"] === null ? {} : {
      ownedBy: {
        table: names.name(text(row, "table_schema"), text(row, "table_name")),
        column: text(row, "column_name"),
      },
    }),
    ...flag("unlogged", row["unlogged"]),
    ...property(row, "comment"),
  };
}

import type { Row } from "../../../core/adapter.ts";
import type { OpaqueObject, TableName } from "../../../core/schema.ts";
import { defaultExpression, readExpression } from "../ddl/expression.ts";
import { spell } from "../ddl/words.ts";
import { literal, quote } from "../quoting.ts";
import type { Names } from "./names.ts";
import { list, text } from "./row.ts";

/** Rows of tables and of what is on their columns. */
export interface InheritedRows {
  readonly relations: readonly Row[];
  readonly columns: readonly Row[];
  readonly constraints: readonly Row[];
}

/**
 * What partitions and heirs say of columns that are their parent's: comments, and a NOT NULL and
 * defaults of their own.
 */
export function readInherited(
  { relations, columns, constraints }: InheritedRows,
  names: Names,
): readonly OpaqueObject[] {
  const heirs = relations.filter((row) => list(row, "parents").length > 0);
  if (heirs.length === 0) return [];
  const columnsOf = Map.groupBy(columns, (row) => Number(row["relation"]));
  const byName = new Map(
    relations.map((row) => [`${text(row, "schema")}.${text(row, "name")}`, Number(row["oid"])]),
  );
  const keys = new Map(
    constraints.filter((row) => row["kind"] === "p")
      .map((row) => [Number(row["relation"]), list<number>(row, "key")]),
  );
  return heirs.flatMap((heir) => {
    const oid = Number(heir["oid"]);
    const table = names.name(text(heir, "schema"), text(heir, "name"));
    const parents = list<readonly [string, string]>(heir, "parents")
      .flatMap(([schema, name]) => columnsOf.get(byName.get(`${schema}.${name}`) ?? -1) ?? []);
    return (columnsOf.get(oid) ?? []).filter((row) => row["is_local"] !== true).flatMap((row) => {
      const same = parents.filter((other) => other["name"] === row["name"]);
      const inKey = keys.get(oid)?.includes(Number(row["number"])) === true;
      return [
        ...readComment(table, row),
        // A primary key says so itself.
        ...inKey ? [] : readNotNull(table, row, same),
        ...readDefault(table, row, same),
      ];
    });
  });
}

function readComment(table: TableName, row: Row): readonly OpaqueObject[] {
  if (typeof row["comment"] !== "string") return [];
  const target = `COLUMN ${spell(table)}.${quote(text(row, "name"))}`;
  return [{
    ...remark("comment", table, target),
    definition: `COMMENT ON ${target} IS ${literal(row["comment"])}`,
  }];
}

function readNotNull(
  table: TableName,
  row: Row,
  parents: readonly Row[],
): readonly OpaqueObject[] {
  const isOwn = row["not_null"] === true && !parents.some((other) => other["not_null"] === true);
  if (!isOwn) return [];
  const name = text(row, "name");
  return [{
    ...remark("inherited not null", table, name),
    definition: `ALTER TABLE ${spell(table)} ALTER COLUMN ${quote(name)} SET NOT NULL`,
  }];
}

function readDefault(
  table: TableName,
  row: Row,
  parents: readonly Row[],
): readonly OpaqueObject[] {
  const isOwn = row["generated"] === "" && parents.length > 0 &&
    parents.every((other) => other["expression"] !== row["expression"]);
  if (!isOwn) return [];
  const name = text(row, "name");
  const value = row["expression"] === null
    ? "DROP DEFAULT"
    : `SET DEFAULT ${defaultExpression(readExpression(text(row, "expression")))}`;
  return [{
    ...remark("inherited default", table, name),
    definition: `ALTER TABLE ${spell(table)} ALTER COLUMN ${quote(name)} ${value}`,
  }];
}

function remark(kind: string, table: TableName, name: string) {
  return {
    kind,
    ...(table.schema === undefined ? {} : { schema: table.schema }),
    name,
    table,
    dependsOn: [],
  };
}

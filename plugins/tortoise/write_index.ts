import type { Index, KeyPart, Table } from "../../core/schema.ts";
import { call, keywords, text, textList } from "../python_code.ts";
import { chosenName } from "./write_relation.ts";

/** The class for indexes that Tortoise has no words for; written where it is used. */
export const rawIndex = `class RawIndex(Index):
    """An index that Tortoise has no words for, by its SQL."""

    def __init__(self, sql):
        super().__init__(fields=["pk"])
        self.fields = []
        self.sql = sql

    def get_sql(self, schema_generator, model, safe):
        inside = getattr(schema_generator, "_field_indexes", None)
        if inside is None:
            return self.sql
        inside.append(self.sql)
        return ""
`;

const methods: Readonly<Record<string, string>> = {
  bloom: "BloomIndex",
  brin: "BrinIndex",
  gin: "GinIndex",
  gist: "GistIndex",
  hash: "HashIndex",
  spgist: "SpGistIndex",
  fulltext: "FullTextIndex",
  spatial: "SpatialIndex",
};

/** Writes an index as an entry of `Meta.indexes`. */
export function writeIndex(
  index: Index,
  table: Table,
  { attributes, dialect }: {
    readonly attributes: ReadonlyMap<string, string>;
    readonly dialect: string;
  },
): string {
  const columns = plainColumns(index);
  const kind = index.method === undefined ? "Index" : methods[index.method];
  const isChosen = columns !== undefined && index.name === chosenName("idx", table.name, columns);
  if (isChosen && kind === "Index" && !index.unique) {
    return `(${columns.map((column) => `${text(attributes.get(column) ?? column)},`).join(" ")})`;
  }
  // Tortoise checks the attributes' names, and then writes them as columns.
  const isKept = columns?.every((column) => attributes.get(column) === column);
  if (!isKept || kind === undefined || index.unique) {
    return `RawIndex(${text(statement(index, table, dialect))})`;
  }
  const name = isChosen ? undefined : text(index.name);
  return call(kind, [`fields=${textList(columns!)}`, ...keywords({ name })], 12);
}

/** The columns of an index that has nothing but columns. */
export function plainColumns(
  { parts, include, options, where, nullsNotDistinct }: Index,
): readonly string[] | undefined {
  if (include !== undefined || where !== undefined || nullsNotDistinct !== undefined) {
    return undefined;
  }
  if (Object.keys(options ?? {}).length > 0) return undefined;
  const names = parts.map((part) =>
    "column" in part && Object.keys(part).length === 1 ? part.column : undefined
  );
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** The statement that makes an index; in MySQL, its clause of CREATE TABLE. */
function statement(index: Index, table: Table, dialect: string): string {
  const quote = quoteOf(dialect);
  const unique = index.unique ? "UNIQUE " : "";
  const parts = `(${index.parts.map((part) => writePart(part, dialect)).join(", ")})`;
  if (dialect === "mysql") {
    const isKind = index.method === "fulltext" || index.method === "spatial";
    const kind = isKind ? `${index.method!.toUpperCase()} ` : unique;
    return `${kind}KEY ${quote(index.name)} ${parts}`;
  }
  const target = table.schema === undefined ? [table.name] : [table.schema, table.name];
  const settings = Object.entries(index.options ?? {}).map(([name, value]) => `${name} = ${value}`);
  return [
    `CREATE ${unique}INDEX ${quote(index.name)} ON ${target.map(quote).join(".")}`,
    index.method === undefined ? "" : `USING ${index.method}`,
    parts,
    index.include === undefined ? "" : `INCLUDE (${index.include.map(quote).join(", ")})`,
    index.nullsNotDistinct === undefined ? "" : "NULLS NOT DISTINCT",
    settings.length === 0 ? "" : `WITH (${settings.join(", ")})`,
    index.where === undefined ? "" : `WHERE ${index.where}`,
  ].filter((word) => word !== "").join(" ") + ";";
}

function quoteOf(dialect: string): (name: string) => string {
  return dialect === "mysql"
    ? (name) => `\`${name.replaceAll("`", "``")}\``
    : (name) => `"${name.replaceAll('"', '""')}"`;
}

function writePart(part: KeyPart, dialect: string): string {
  const quote = quoteOf(dialect);
  const expression = "expression" in part ? part.expression : "";
  return [
    "column" in part
      ? quote(part.column) + (part.length === undefined ? "" : `(${part.length})`)
      : dialect === "sqlite"
      ? expression
      : `(${expression})`,
    part.collation === undefined
      ? ""
      : `COLLATE ${dialect === "postgres" ? quote(part.collation) : part.collation}`,
    part.opclass ?? "",
    part.descending === undefined ? "" : "DESC",
    part.nulls === undefined ? "" : `NULLS ${part.nulls.toUpperCase()}`,
  ].filter((word) => word !== "").join(" ");
}

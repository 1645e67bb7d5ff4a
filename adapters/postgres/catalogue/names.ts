import type { Row } from "../../../core/adapter.ts";
import type { DataType, Dependency, QualifiedName } from "../../../core/schema.ts";
import { text } from "./row.ts";

/** What the parts of a schema refer to each other by. */
export interface Names {
  /** A name, without its schema where that is the default one. */
  name(schema: string, name: string): QualifiedName;
  /** A type that the schema has, or the server's spelling of any other. */
  type(row: Row): DataType;
  /** An object by its catalogue and oid; undefined for one that is not read. */
  object(catalogue: string, oid: unknown): Dependency | undefined;
}

/** Rows that others refer to. */
export interface Referred {
  readonly namespaces: readonly Row[];
  readonly relations: readonly Row[];
  readonly types: readonly Row[];
  readonly sequences: readonly Row[];
  readonly ranges: readonly Row[];
  readonly routines: readonly Row[];
  readonly operators: readonly Row[];
  readonly extensions: readonly Row[];
  readonly carried: readonly Row[];
}

const relationKinds: Readonly<Record<string, string>> = {
  r: "table",
  p: "table",
  v: "view",
  m: "materialized view",
  c: "composite",
};
const typeKinds: Readonly<Record<string, string>> = { e: "enum", d: "domain", c: "composite" };

/** Whether a schema is one that somebody made, and not the one in which unqualified names are made. */
export function isMade(row: Row): boolean {
  return row["is_made"] === true && row["is_default"] !== true;
}

/** Learns the names of all that is read. */
export function collectNames(referred: Referred, defaultSchema: string): Names {
  const objects = new Map<string, Dependency>();
  const types = new Map<string, QualifiedName>();
  const name = (schema: string, name: string): QualifiedName =>
    schema === defaultSchema ? { name } : { schema, name };
  const named = (row: Row) => name(text(row, "schema"), text(row, "name"));
  const add = (catalogue: string, oid: unknown, kind: string, row: Row) => {
    // What is of the whole database has no schema.
    const known = row["schema"] === null ? { name: text(row, "name") } : named(row);
    objects.set(`${catalogue}:${Number(oid)}`, { kind, ...known });
  };
  for (const row of referred.namespaces.filter(isMade)) {
    objects.set(`pg_namespace:${Number(row["oid"])}`, { kind: "schema", name: text(row, "name") });
  }
  for (const row of referred.relations) {
    const kind = relationKinds[text(row, "kind")]!;
    add("pg_class", row["oid"], kind, row);
    add("pg_type", row["row_type"], kind, row);
  }
  for (const row of referred.types) {
    const kind = typeKinds[text(row, "kind")]!;
    add("pg_type", row["oid"], kind, row);
    add("pg_type", row["array"], kind, row);
    types.set(text(row, "oid"), named(row));
  }
  for (const row of referred.ranges) {
    add("pg_type", row["oid"], "type", row);
    add("pg_type", row["array"], "type", row);
  }
  for (const row of referred.sequences) add("pg_class", row["oid"], "sequence", row);
  for (const row of referred.routines) add("pg_proc", row["oid"], text(row, "kind"), row);
  for (const row of referred.operators) add("pg_operator", row["oid"], "operator", row);
  for (const row of referred.carried) {
    add(text(row, "catalogue"), row["oid"], text(row, "kind"), row);
  }
  for (const row of referred.extensions) {
    objects.set(`pg_extension:${Number(row["oid"])}`, {
      kind: "extension",
      name: text(row, "name"),
    });
  }
  return {
    name,
    type: (row) => {
      const known = types.get(text(row, "base"));
      return known === undefined
        ? text(row, "type")
        // The server keeps no count of an array's dimensions.
        : { ...known, dimensions: row["is_array"] === true ? 1 : 0 };
    },
    object: (catalogue, oid) => objects.get(`${catalogue}:${Number(oid)}`),
  };
}

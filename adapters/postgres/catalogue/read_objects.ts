import type { Row } from "../../../core/adapter.ts";
import { compare, equalData } from "../../../core/schema_order.ts";
import {
  type Dependency,
  nameOf,
  type OpaqueObject,
  type QualifiedName,
} from "../../../core/schema.ts";
import { nameInStatements } from "../ddl/object.ts";
import { literal, quote } from "../quoting.ts";
import { parameterList } from "../ddl/options.ts";
import { spell } from "../ddl/words.ts";
import { isMade, type Names } from "./names.ts";
import { readCollation, readOperator, readRange } from "./read_type_objects.ts";
import { list, parametersOf, text } from "./row.ts";

/** Rows of what is carried as text. */
export interface ObjectRows {
  readonly namespaces: readonly Row[];
  readonly relations: readonly Row[];
  readonly indexes: readonly Row[];
  readonly ranges: readonly Row[];
  readonly collations: readonly Row[];
  readonly operators: readonly Row[];
  readonly routines: readonly Row[];
  readonly attachments: readonly Row[];
  readonly extensions: readonly Row[];
  readonly carried: readonly Row[];
  readonly dependencies: readonly Row[];
}

/** Reads what is carried as text, with what each needs. */
export function readObjects(rows: ObjectRows, names: Names): readonly OpaqueObject[] {
  const needed = Map.groupBy(
    rows.dependencies,
    (row) => `${text(row, "user_kind")}:${Number(row["user_oid"])}`,
  );
  const dependsOn = (
    catalogue: string,
    oid: unknown,
    { self, also = [] }: { readonly self: Dependency; readonly also?: readonly Dependency[] },
  ): readonly Dependency[] => {
    const found = (needed.get(`${catalogue}:${Number(oid)}`) ?? [])
      .flatMap((row) => names.object(text(row, "needed_kind"), row["needed_oid"]) ?? []);
    const all = [...also, ...found].filter((each) => !equalData(each, self));
    const unique = new Map(
      all.map((each) => [JSON.stringify([each.kind, each.schema, each.name]), each]),
    );
    return [...unique.entries()].sort(([one], [other]) => compare(one, other)).map(([, each]) =>
      each
    );
  };
  const named = (row: Row) => names.name(text(row, "schema"), text(row, "name"));
  return [
    ...rows.namespaces.filter(isMade).flatMap((row) =>
      withComment(row, readNamespace(text(row, "name")))
    ),
    ...rows.extensions.flatMap((row) => withComment(row, readExtension(row))),
    ...rows.collations.flatMap((row) => withComment(row, readCollation(row, named(row)))),
    ...rows.ranges.map((row) => {
      const range = readRange(row, named(row));
      return { ...range, dependsOn: dependsOn("pg_type", row["oid"], { self: bare(range) }) };
    }),
    ...rows.relations.filter((row) => row["definition"] !== null).flatMap((row) => {
      const view = readView(row, named(row));
      const needs = dependsOn("pg_class", row["oid"], { self: bare(view) });
      return [
        ...withComment(row, { ...view, dependsOn: needs }),
        ...readColumnComments(row, view),
      ];
    }),
    ...rows.indexes.filter((row) => row["definition"] !== null).flatMap((row) => {
      const view = names.object("pg_class", row["relation"]);
      return view === undefined ? [] : [readViewIndex(row, named(row), view)];
    }),
    ...rows.routines.flatMap((row) => {
      const routine = readRoutine(row, named(row));
      const needs = dependsOn("pg_proc", row["oid"], { self: bare(routine) });
      return withComment(row, { ...routine, dependsOn: needs });
    }),
    ...rows.operators.flatMap((row) => {
      const operator = readOperator(row, named(row));
      const needs = dependsOn("pg_operator", row["oid"], { self: bare(operator) });
      return withComment(row, { ...operator, dependsOn: needs });
    }),
    ...rows.attachments.flatMap((row) => {
      const table = names.object("pg_class", row["relation"]);
      if (table === undefined) return [];
      const object = readAttachment(row, table);
      const self = { kind: object.kind, name: object.name };
      const needs = dependsOn(catalogues[object.kind]!, row["oid"], { self, also: [table] });
      return [
        ...withComment(row, { ...object, dependsOn: needs }),
        ...row["state"] === null ? [] : [readState(text(row, "state"), object)],
      ];
    }),
    ...rows.carried.flatMap((row) => {
      const table = row["relation"] === null
        ? undefined
        : names.object("pg_class", row["relation"]);
      if (table === undefined && row["relation"] !== null) return [];
      const object = readCarried(row, names, table);
      const also = [
        ...table === undefined ? [] : [table],
        ...object.kind === "publication table" ? [{ kind: "publication", name: object.name }] : [],
      ];
      const needs = dependsOn(text(row, "catalogue"), row["oid"], { self: bare(object), also });
      return [
        ...withComment(row, { ...object, dependsOn: needs }),
        ...row["state"] === null ? [] : [readState(text(row, "state"), object)],
      ];
    }),
  ];
}

/**
 * An object, and its comment as one that needs it: what drops and makes an object again makes its
 * comment again as well.
 */
function withComment(row: Row, object: OpaqueObject): readonly OpaqueObject[] {
  const comment = row["comment"];
  if (typeof comment !== "string") return [object];
  const target = nameInStatements(object);
  return [object, {
    kind: "comment",
    ...(object.schema === undefined ? {} : { schema: object.schema }),
    name: target,
    ...(object.table === undefined ? {} : { table: object.table }),
    definition: `COMMENT ON ${target} IS ${literal(comment)}`,
    dependsOn: [bare(object)],
  }];
}

/** Comments on columns of a view, which go with it. */
function readColumnComments(row: Row, view: OpaqueObject): readonly OpaqueObject[] {
  return list<readonly [string, string]>(row, "column_comments").map(([column, comment]) => {
    const target = `COLUMN ${spell(view)}.${quote(column)}`;
    return {
      kind: "comment",
      ...(view.schema === undefined ? {} : { schema: view.schema }),
      name: target,
      definition: `COMMENT ON ${target} IS ${literal(comment)}`,
      dependsOn: [bare(view)],
    };
  });
}

/** That a trigger or rule does not fire, or not only at usual times. */
function readState(state: string, trigger: OpaqueObject): OpaqueObject {
  const { kind, name, table } = trigger;
  return {
    kind: table === undefined ? "trigger state" : `${kind} state`,
    name,
    ...(table === undefined ? {} : { table }),
    definition: table === undefined
      ? `ALTER EVENT TRIGGER ${quote(name)} ${state}`
      : `ALTER TABLE ${spell(table)} ${state} ${kind.toUpperCase()} ${quote(name)}`,
    dependsOn: [bare(trigger)],
  };
}

const catalogues: Readonly<Record<string, string>> = {
  trigger: "pg_trigger",
  rule: "pg_rewrite",
  policy: "pg_policy",
  statistics: "pg_statistic_ext",
};

function bare({ kind, schema, name }: OpaqueObject): Dependency {
  return { kind, ...(schema === undefined ? {} : { schema }), name };
}

function readNamespace(name: string): OpaqueObject {
  return { kind: "schema", name, definition: `CREATE SCHEMA ${quote(name)}`, dependsOn: [] };
}

/** Without its release, which differs between servers. */
function readExtension(row: Row): OpaqueObject {
  const name = text(row, "name");
  const place = row["is_elsewhere"] === true ? ` SCHEMA ${quote(text(row, "schema"))}` : "";
  return {
    kind: "extension",
    name,
    definition: `CREATE EXTENSION ${quote(name)}${place}`,
    dependsOn: place === "" ? [] : [{ kind: "schema", name: text(row, "schema") }],
  };
}

function readView(row: Row, name: QualifiedName): OpaqueObject {
  const kind = row["kind"] === "v" ? "view" : "materialized view";
  const parameters = parametersOf(list<string>(row, "parameters"));
  const words = [
    `CREATE ${kind.toUpperCase()} ${spell(name)}`,
    row["access_method"] === null ? "" : `USING ${quote(text(row, "access_method"))}`,
    Object.keys(parameters).length === 0 ? "" : `WITH (${parameterList(parameters)})`,
    row["tablespace"] === null ? "" : `TABLESPACE ${quote(text(row, "tablespace"))}`,
    "AS",
  ].filter((word) => word !== "").join(" ");
  return {
    ...name,
    kind,
    definition: `${words}\n${readDefinition(text(row, "definition"))}`,
    dependsOn: [],
  };
}

function readCarried(row: Row, names: Names, table: Dependency | undefined): OpaqueObject {
  const name = text(row, "name");
  return {
    ...(row["schema"] === null ? { name } : names.name(text(row, "schema"), name)),
    kind: text(row, "kind"),
    ...(table === undefined ? {} : { table: nameOf(table) }),
    definition: text(row, "definition"),
    dependsOn: [],
  };
}

function readViewIndex(row: Row, name: QualifiedName, view: Dependency): OpaqueObject {
  return { ...name, kind: "index", definition: text(row, "definition"), dependsOn: [view] };
}

/** The server always writes the schema of a routine; the default one goes without. */
function readRoutine(row: Row, name: QualifiedName): OpaqueObject {
  const definition = text(row, "definition").trim();
  const qualified = text(row, "qualified");
  return {
    ...name,
    kind: text(row, "kind"),
    signature: text(row, "signature"),
    definition: name.schema === undefined
      ? definition.replace(qualified, () => text(row, "bare"))
      : definition,
    dependsOn: [],
  };
}

function readAttachment(row: Row, table: Dependency): OpaqueObject {
  const { kind: _kind, ...name } = table;
  return {
    ...(row["kind"] === "statistics" && name.schema !== undefined ? { schema: name.schema } : {}),
    kind: text(row, "kind"),
    name: text(row, "name"),
    table: name,
    definition: readDefinition(
      row["kind"] === "statistics" ? inNameOrder(text(row, "definition")) : text(row, "definition"),
    ),
    dependsOn: [],
  };
}

/** The server lists the columns of statistics in their order in the table, which means nothing. */
function inNameOrder(statistics: string): string {
  return statistics.replace(
    / ON ([\w, ]+) FROM /,
    (_all, columns: string) => ` ON ${columns.split(", ").sort(compare).join(", ")} FROM `,
  );
}

function readDefinition(definition: string): string {
  return definition.trim().replace(/;$/, "").trimEnd();
}

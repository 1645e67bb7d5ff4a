import {
  type Column,
  type EnumType,
  type Index,
  type OpaqueObject,
  printName,
  printType,
  type QualifiedName,
  sameName,
  type Schema,
  type Sequence,
  type SequenceBounds,
  type Table,
} from "../../core/schema.ts";
import { beginModule, call, camelCase, type Module, object, text } from "./code.ts";
import { withoutParentheses } from "./index_part.ts";
import { type PostgresScope, serialOf, typeCode } from "./postgres_type.ts";
import { columnList, namedOf, nameTables, partSql, type Scope, type Style } from "./write_scope.ts";
import { writeTable } from "./write_table.ts";

const builders = "bigint bigserial bit boolean char check cidr customType date doublePrecision " +
  "foreignKey geometry halfvec index inet integer interval json jsonb line macaddr macaddr8 " +
  "numeric pgEnum pgMaterializedView pgPolicy pgSchema pgSequence pgTable pgView point " +
  "primaryKey real serial smallint smallserial sparsevec text time timestamp unique uniqueIndex " +
  "uuid varchar vector";

/** Models of `pg-core` for a schema. */
export function writePostgres(schema: Schema): string {
  const module = beginModule("drizzle-orm/pg-core", builders.split(" "));
  const namespaces = new Map(
    namespacesOf(schema).map((name) => [name, module.declare(name, "Schema")]),
  );
  const enums = schema.enums.map((type) => ({ type, name: module.declare(type.name, "Enum") }));
  const postgres: PostgresScope = {
    module,
    schema,
    enumName: (name) => enums.find(({ type }) => sameName(type, name))?.name,
  };
  const tables = nameTables(schema, module);
  const scope: Scope = { module, style: postgresStyle(postgres), tables };
  /** `pgTable`, or `sales.table` for what is in a schema of its own. */
  const maker = ({ schema: namespace }: QualifiedName, builder: string, method: string) =>
    namespace === undefined ? module.use(builder) : `${namespaces.get(namespace)}.${method}`;
  const declarations = [
    ...[...namespaces].map(([name, identifier]) =>
      `export const ${identifier} = ${module.use("pgSchema")}(${text(name)});`
    ),
    ...enums.map(({ type, name }) => enumCode(type, name, maker(type, "pgEnum", "enum"))),
    ...freeSequences(schema, module).map((sequence) =>
      `export const ${module.declare(sequence.name, "Sequence")} = ${
        call(maker(sequence, "pgSequence", "sequence"), text(sequence.name), boundsCode(sequence))
      };`
    ),
    ...tables.map((named) =>
      `${writeTable(named, maker(named.table, "pgTable", "table"), scope)}${
        isSecured(named.table, schema) ? ".enableRLS()" : ""
      };`
    ),
    ...schema.objects.flatMap((each) => viewCode(each, module, maker)),
  ];
  loseTheRest(schema, module);
  return module.print(declarations);
}

function namespacesOf({ tables, enums, sequences, objects }: Schema): readonly string[] {
  const made = objects.filter(({ kind }) => kind === "schema").map(({ name }) => name);
  const used = [...tables, ...enums, ...sequences, ...objects.filter(isView)]
    .flatMap(({ schema }) => schema ?? []);
  return [...new Set([...made, ...used])];
}

function enumCode({ name, values }: EnumType, identifier: string, maker: string): string {
  return `export const ${identifier} = ${maker}(${text(name)}, [${values.map(text).join(", ")}]);`;
}

/** Sequences that are not those of `serial` columns. */
function freeSequences({ sequences, tables }: Schema, module: Module): readonly Sequence[] {
  return sequences.filter((sequence) => {
    const { ownedBy } = sequence;
    if (ownedBy === undefined) return true;
    const table = tables.find((each) => sameName(each, ownedBy.table));
    const column = table?.columns.find(({ name }) => name === ownedBy.column);
    if (table !== undefined && column !== undefined && serialOf(column, table, sequences)) {
      return false;
    }
    module.lose(`that sequence ${sequence.name} belongs to ${printName(ownedBy.table)}`);
    return true;
  });
}

function boundsCode(bounds: SequenceBounds): string {
  return object({
    startWith: quoted(bounds.start),
    increment: quoted(bounds.increment),
    minValue: quoted(bounds.minimum),
    maxValue: quoted(bounds.maximum),
    cache: quoted(bounds.cache),
    cycle: bounds.cycle === true ? "true" : undefined,
  });
}

function quoted(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return Number.isSafeInteger(Number(value)) ? value : text(value);
}

function postgresStyle(scope: PostgresScope): Style {
  return {
    prefix: "Pg",
    type: (column, table) => typeCode(column, table, scope),
    usualDefault(column, table) {
      const { default: expression, type } = column;
      if (serialOf(column, table, scope.schema.sequences) !== undefined) return "";
      if (expression === "gen_random_uuid()" && type === "uuid") return ".defaultRandom()";
      const isMoment = typeof type === "string" && /^(?:date|time)/.test(type);
      return expression === "now()" && isMoment && !type.endsWith("]")
        ? ".defaultNow()"
        : undefined;
    },
    columnMethods: (column) => identityCode(column),
    keyOptions: () => "",
    isPlainKey: (key, table) => key.name === undefined || key.name === `${table.name}_pkey`,
    uniques: ({ uniques }) => uniques,
    extras: (table, outer) => [
      ...table.indexes.map((index) => indexCode(index, table, outer)),
      ...policiesOf(table, scope.schema).map((policy) => policyCode(policy, scope.module)),
    ],
  };
}

/** The least values of types, which Drizzle's tool does not know. */
const least: Readonly<Record<string, string>> = {
  smallint: "-32768",
  integer: "-2147483648",
  bigint: "-9223372036854775808",
};

function identityCode({ identity, type }: Column): string {
  if (identity === undefined) return "";
  const method = identity.always === true
    ? "generatedAlwaysAsIdentity"
    : "generatedByDefaultAsIdentity";
  const minimum = identity.increment?.startsWith("-") === true
    ? identity.minimum ?? least[printType(type)]
    : identity.minimum;
  return `.${
    call(method, boundsCode({ ...identity, ...(minimum === undefined ? {} : { minimum }) }))
  }`;
}

function indexCode(index: Index, table: Table, scope: Scope): string {
  const { module } = scope;
  const named = namedOf(table, scope);
  const parts = index.parts.map((part) => {
    const { nulls, descending } = part;
    const isSimple = "column" in part && part.collation === undefined &&
      (part.opclass === undefined || nulls === undefined && descending === undefined);
    if (!isSimple) return module.sql(partSql(part, quote));
    const column = columnList([part.column], named);
    if (part.opclass !== undefined) return `${column}.op(${text(part.opclass)})`;
    // `.desc()` alone is NULLS LAST in Drizzle.
    if (descending === true) return `${column}.desc()${nulls === "last" ? "" : ".nullsFirst()"}`;
    return nulls === "first" ? `${column}.nullsFirst()` : column;
  });
  const options = object(
    Object.fromEntries(
      Object.entries(index.options ?? {}).map(([name, value]) => [name, text(String(value))]),
    ),
  );
  if (index.include !== undefined) module.lose(`INCLUDE of index ${index.name}`);
  if (index.nullsNotDistinct) module.lose(`NULLS NOT DISTINCT of index ${index.name}`);
  const builder = module.use(index.unique ? "uniqueIndex" : "index");
  return [
    call(builder, text(index.name)),
    index.method === undefined
      ? `.on(${parts.join(", ")})`
      : `.using(${text(index.method)}, ${parts.join(", ")})`,
    index.where === undefined ? "" : `.where(${module.sql(index.where)})`,
    options === "" ? "" : `.with(${options})`,
  ].join("");
}

function policiesOf(table: Table, { objects }: Schema): readonly OpaqueObject[] {
  return objects.filter((each) =>
    each.kind === "policy" && each.table !== undefined && sameName(each.table, table)
  );
}

function policyCode({ name, definition }: OpaqueObject, module: Module): string {
  const found =
    /\sON\s.*?(\sAS RESTRICTIVE)? FOR (\w+) TO (.*?)(?: USING \((.*?)\))?(?: WITH CHECK \((.*)\))?$/s
      .exec(definition);
  const [, restrictive, command = "all", roles = "public", using, withCheck] = found ?? [];
  const list = roles.split(", ").map((role) => {
    const bare = role.replace(/^"(.*)"$/s, "$1");
    return text(bare === "PUBLIC" ? "public" : bare);
  });
  return call(
    module.use("pgPolicy"),
    text(name),
    object({
      as: restrictive === undefined ? undefined : text("restrictive"),
      for: command.toLowerCase() === "all" ? undefined : text(command.toLowerCase()),
      to: list.length === 1
        ? (list[0] === '"public"' ? undefined : list[0])
        : `[${list.join(", ")}]`,
      using: using === undefined ? undefined : module.sql(withoutParentheses(using)),
      withCheck: withCheck === undefined ? undefined : module.sql(withoutParentheses(withCheck)),
    }),
  );
}

/** Policies secure a table by themselves. */
function isSecured(table: Table, schema: Schema): boolean {
  return table.options["row_level_security"] === true && policiesOf(table, schema).length === 0;
}

function isView({ kind }: OpaqueObject): boolean {
  return kind === "view" || kind === "materialized view";
}

function viewCode(
  view: OpaqueObject,
  module: Module,
  maker: (name: QualifiedName, builder: string, method: string) => string,
): readonly string[] {
  if (!isView(view)) return [];
  const found = /^CREATE .*?VIEW\s+(?:"(?:[^"]|"")+"|[\w.])+(?:\."(?:[^"]|"")+")?(.*?)\sAS\s(.*)$/s
    .exec(view.definition);
  if (found === null) {
    module.lose(`${view.kind} ${printName(view)}`);
    return [];
  }
  const [, head = "", query = ""] = found;
  const isMaterialized = view.kind !== "view";
  const make = isMaterialized
    ? maker(view, "pgMaterializedView", "materializedView")
    : maker(view, "pgView", "view");
  const options = /WITH \((.*?)\)/s.exec(head)?.[1]?.split(", ").map((option) => {
    const [name = "", value = ""] = option.split(" = ");
    return [camelCase(name), optionValue(value)];
  });
  const storage = options === undefined ? "" : `.with(${object(Object.fromEntries(options))})`;
  const method = /USING "?(\w+)"?/.exec(head)?.[1];
  return [
    `export const ${module.declare(view.name, "View")} = ${call(make, text(view.name), "{}")}${
      method === undefined ? "" : `.using(${text(method)})`
    }${storage}.as(${module.sql(query.trim())});`,
  ];
}

function optionValue(value: string): string {
  const bare = value.replace(/^'(.*)'$/s, "$1");
  return /^(?:true|false|\d+(?:\.\d+)?)$/.test(bare) ? bare : text(bare);
}

function loseTheRest(schema: Schema, module: Module): void {
  const said = new Set(["schema", "view", "materialized view", "policy"]);
  for (const each of schema.objects) {
    if (!said.has(each.kind)) module.lose(`${each.kind} ${printName(each)}`);
  }
  for (const each of schema.domains) module.lose(`domain ${printName(each)}`);
  for (const each of schema.composites) module.lose(`type ${printName(each)}`);
  for (const table of schema.tables) {
    for (const each of table.exclusions) module.lose(`exclusion ${each.name ?? ""}`);
    if (table.partitioning !== undefined || table.partitionOf !== undefined) {
      module.lose(`partitioning of ${printName(table)}`);
    }
    if (table.comment !== undefined) module.lose(`comment of ${printName(table)}`);
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

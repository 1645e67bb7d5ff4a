import type { ForeignKey, Index, Schema, Table } from "../../core/schema.ts";
import { findTable, printName } from "../../core/schema.ts";
import { block, call, className, identifier, keywords, text } from "../python_code.ts";
import { descriptionOf, rawField, writeField } from "./write_field.ts";
import { plainColumns, rawIndex, writeIndex } from "./write_index.ts";
import {
  chosenName,
  type Junction,
  junctionOf,
  junctionsAt,
  onDelete,
  relationOf,
} from "./write_relation.ts";

interface Scope {
  readonly schema: Schema;
  readonly dialect: string;
  /** The names of the models by the printed names of their tables. */
  readonly models: ReadonlyMap<string, string>;
  readonly junctions: readonly Junction[];
  /** What models cannot say, for people. */
  readonly leftOut: string[];
}

/** Models of Tortoise ORM 1 in an app `models`, for the tables of a schema that have a key. */
export function write(schema: Schema, dialect: string): string {
  const junctions = schema.tables.flatMap((table) => junctionOf(table, schema) ?? []);
  const taken = new Set(["Model", "RawField", "SqlDefault", "Index", "RawIndex", "Meta", "fields"]);
  const models = new Map<string, string>();
  for (const table of schema.tables) {
    if (table.primaryKey?.columns.length !== 1 || table.partitionOf !== undefined) continue;
    const name = className(table.name, taken);
    taken.add(name);
    models.set(printName(table), name);
  }
  const scope: Scope = { schema, dialect, models, junctions, leftOut: [] };
  const parts = schema.tables.flatMap((table) => {
    if (models.has(printName(table))) return [writeModel(table, scope)];
    if (!junctions.some((each) => each.table === table)) {
      scope.leftOut.push(`table ${printName(table)}, which has no key of one column`);
    }
    return [];
  });
  scope.leftOut.push(
    ...schema.enums.map((each) => `type ${printName(each)}`),
    ...schema.domains.map((each) => `domain ${printName(each)}`),
    ...schema.composites.map((each) => `type ${printName(each)}`),
    ...schema.objects.map((each) => `${each.kind} ${printName(each)}`),
  );
  const body = parts.join("\n\n\n");
  const missing = scope.leftOut.map((each) => `# - ${each}`).join("\n");
  return [
    imports(body),
    ...(body.includes("RawField(") ? [rawField.trimEnd()] : []),
    ...(body.includes("RawIndex(") ? [rawIndex.trimEnd()] : []),
    ...parts,
    ...(missing === "" ? [] : [`# Left out, because models cannot say it:\n${missing}`]),
  ].join("\n\n\n") + "\n";
}

/** Classes by the modules that they come from. */
const modules: readonly (readonly [string, readonly string[]])[] = [
  ["tortoise", ["fields"]],
  ["tortoise.contrib.mysql.indexes", ["FullTextIndex", "SpatialIndex"]],
  [
    "tortoise.contrib.postgres.indexes",
    ["BloomIndex", "BrinIndex", "GinIndex", "GistIndex", "HashIndex", "SpGistIndex"],
  ],
  ["tortoise.fields", ["SqlDefault"]],
  ["tortoise.indexes", ["Index"]],
  ["tortoise.migrations.constraints", ["CheckConstraint", "UniqueConstraint"]],
];

function imports(body: string): string {
  const lines = modules.flatMap(([module, names]) => {
    const found = names.filter((name) =>
      name === "fields" || new RegExp(`\\b${name}\\(`).test(body) ||
      // The base of RawIndex.
      name === "Index" && body.includes("RawIndex(")
    );
    return found.length === 0 ? [] : [`from ${module} import ${found.join(", ")}`];
  });
  return [...lines, "from tortoise.models import Model"].join("\n");
}

function writeModel(table: Table, scope: Scope): string {
  const taken = new Set(["fields", "RawField", "SqlDefault", "Meta", "pk"]);
  const attributes = new Map<string, string>();
  const own = ownKeys(table, scope);
  const lines = table.columns.map((column) => {
    const relation = relationOf(table, column.name, scope.schema);
    const isKey = table.primaryKey?.columns[0] === column.name;
    const role = {
      isKey,
      isUnique: own.uniques.has(column.name),
      isIndexed: own.indexes.has(column.name),
    };
    const plain = relation === undefined ? column.name : column.name.replace(/_id$/, "");
    const name = identifier(plain, taken);
    taken.add(name);
    if (relation === undefined || !scope.models.has(printName(relation.references))) {
      attributes.set(column.name, name);
      const source = name === column.name ? {} : { source: column.name };
      const { head, parts } = writeField(column, table, scope.schema, {
        dialect: scope.dialect,
        role: { ...role, ...source },
      });
      return `    ${call(`${name} = ${head}`, parts, 4)}`;
    }
    attributes.set(column.name, `${name}_id`);
    taken.add(`${name}_id`);
    const head = isKey || role.isUnique ? "OneToOneField" : "ForeignKeyField";
    const source = column.name === `${name}_id` ? undefined : text(column.name);
    const parts = [
      ...relationParts(relation, { table, name }, scope),
      ...keywords({
        primary_key: isKey ? "True" : undefined,
        null: column.nullable ? "True" : undefined,
        db_index: role.isIndexed ? "True" : undefined,
        source_field: source,
        description: descriptionOf(column.comment, scope.dialect),
      }),
    ];
    return `    ${call(`${name} = fields.${head}`, parts, 4)}`;
  });
  const many = junctionsAt(table, scope.junctions).flatMap((each) => {
    const target = scope.models.get(printName(each.forward.references));
    if (target === undefined) return [];
    const name = identifier(each.forward.columns[0]!.replace(/_id$/, "") + "_set", taken);
    taken.add(name);
    return [`    ${call(`${name} = fields.ManyToManyField`, manyParts(each, target, scope), 4)}`];
  });
  const meta = writeMeta(table, attributes, own, scope);
  return [`class ${scope.models.get(printName(table))}(Model):`, ...lines, ...many, "", ...meta]
    .join("\n");
}

function relationParts(
  key: ForeignKey,
  { table, name }: { readonly table: Table; readonly name: string },
  { schema, models }: Scope,
): readonly string[] {
  const target = findTable(schema, key.references);
  const column = key.referencedColumns[0]!;
  return [
    text(`models.${models.get(printName(key.references))}`),
    ...keywords({
      related_name: text(`${identifier(table.name, new Set())}_${name}_set`),
      to_field: target?.primaryKey?.columns[0] === column ? undefined : text(column),
      on_delete: onDelete(key),
    }),
  ];
}

function manyParts(junction: Junction, target: string, { dialect }: Scope): readonly string[] {
  const { table, backward, forward, isUnique } = junction;
  return [
    text(`models.${target}`),
    ...keywords({
      related_name: text(`${identifier(table.name, new Set())}_set`),
      through: text(table.name),
      backward_key: text(backward.columns[0]!),
      forward_key: text(forward.columns[0]!),
      on_delete: onDelete(forward),
      unique: isUnique ? undefined : "False",
      description: descriptionOf(table.comment, dialect),
    }),
  ];
}

/** The keys of single columns that the columns' own fields say. */
interface OwnKeys {
  readonly uniques: ReadonlySet<string>;
  readonly indexes: ReadonlySet<string>;
}

function ownKeys(table: Table, { dialect }: Scope): OwnKeys {
  const uniques = table.uniques.filter(({ name, columns }) => {
    const [column, ...more] = columns;
    if (column === undefined || more.length > 0) return false;
    const chosen = dialect === "sqlite"
      ? undefined
      : dialect === "mysql"
      ? column
      : `${table.name}_${column}_key`;
    return name === chosen;
  });
  const indexes = table.indexes.filter((index) => isOwnIndex(index, table))
    .flatMap((index) => plainColumns(index) ?? []);
  return {
    uniques: new Set(uniques.map(({ columns }) => columns[0]!)),
    indexes: new Set(indexes),
  };
}

/** An index that `db_index` of a field makes. */
function isOwnIndex(index: Index, table: Table): boolean {
  const columns = plainColumns(index);
  return columns?.length === 1 && !index.unique && index.method === undefined &&
    index.name === chosenName("idx", table.name, columns);
}

function writeMeta(
  table: Table,
  attributes: ReadonlyMap<string, string>,
  own: OwnKeys,
  scope: Scope,
): readonly string[] {
  const listed = (columns: readonly string[]) =>
    columns.map((each) => attributes.get(each) ?? each);
  const uniques = table.uniques.filter(({ columns }) =>
    columns.length > 1 || !own.uniques.has(columns[0]!)
  );
  const isChosen = (name: string | undefined, columns: readonly string[]) =>
    columns.length > 1 && name === chosenName("uid", table.name, columns);
  const together = uniques.filter(({ name, columns }) => isChosen(name, columns))
    .map(({ columns }) => `(${listed(columns).map(text).join(", ")})`);
  const constraints = [
    ...uniques.filter(({ name, columns }) => !isChosen(name, columns)).map(({ name, columns }) =>
      call("UniqueConstraint", [
        `fields=(${listed(columns).map(text).join(", ")},)`,
        ...keywords({ name: name === undefined ? undefined : text(name) }),
      ], 12)
    ),
    ...table.checks.flatMap((check) => {
      if (check.name === undefined) {
        scope.leftOut.push(`a check of table ${printName(table)} that has no name`);
        return [];
      }
      const parts = [`check=${text(check.expression)}`, `name=${text(check.name)}`];
      return [call("CheckConstraint", parts, 12)];
    }),
  ];
  const indexes = table.indexes.filter((index) => {
    const [column, ...more] = plainColumns(index) ?? [];
    return column === undefined || more.length > 0 || !isOwnIndex(index, table) ||
      !own.indexes.has(column);
  }).map((index) => writeIndex(index, table, { attributes, dialect: scope.dialect }));
  const lists = { unique_together: together, indexes, constraints };
  return [
    "    class Meta:",
    `        table = ${text(table.name)}`,
    ...(table.schema === undefined ? [] : [`        schema = ${text(table.schema)}`]),
    ...(table.comment === undefined
      ? []
      : [`        table_description = ${descriptionOf(table.comment, scope.dialect)}`]),
    ...Object.entries(lists).filter(([, values]) => values.length > 0)
      .map(([name, values]) => `        ${block(`${name} = (`, values, 8, ")")}`),
  ];
}

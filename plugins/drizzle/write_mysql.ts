import {
  type Column,
  type Index,
  type OpaqueObject,
  printName,
  type Schema,
  type Table,
} from "../../core/schema.ts";
import { beginModule, call, type Module, object, text } from "./code.ts";
import {
  columnList,
  namedOf,
  nameTables,
  partSql,
  type Scope,
  type Style,
  type TypeCode,
} from "./write_scope.ts";
import { writeTable } from "./write_table.ts";

const builders = "bigint binary boolean char check customType date datetime decimal double float " +
  "foreignKey index int json longtext mediumint mediumtext mysqlEnum mysqlTable mysqlView " +
  "primaryKey real serial smallint text time timestamp tinyint tinytext unique uniqueIndex " +
  "varbinary varchar year";

/** Models of `mysql-core` for a schema. */
export function writeMysql(schema: Schema): string {
  const module = beginModule("drizzle-orm/mysql-core", builders.split(" "));
  const tables = nameTables(schema, module);
  const scope: Scope = { module, style: mysqlStyle(module), tables };
  for (const table of schema.tables) {
    if (table.comment !== undefined) module.lose(`comment of ${printName(table)}`);
    if (table.partitioning !== undefined) module.lose(`partitioning of ${printName(table)}`);
  }
  return module.print([
    ...tables.map((named) => `${writeTable(named, module.use("mysqlTable"), scope)};`),
    ...schema.objects.flatMap((each) => viewCode(each, module)),
  ]);
}

function mysqlStyle(module: Module): Style {
  return {
    prefix: "MySql",
    type: (column) => {
      const code = typeCode(String(column.type), module);
      // Without a mode it is a Date, whose day depends on the place.
      return column.type === "date" && column.default !== undefined
        ? { ...code, config: '{ mode: "string" }' }
        : code;
    },
    usualDefault({ default: expression, type }) {
      const isNow = /^current_timestamp(?:\(\))?$/i.test(expression ?? "");
      return isNow && type === "timestamp" ? ".defaultNow()" : undefined;
    },
    columnMethods: (column) => updateMethod(column, module),
    keyOptions: () => "",
    isPlainKey: () => true,
    uniques: ({ uniques }) => uniques,
    extras: (table, scope) =>
      table.indexes.filter((index) => !isOfForeignKey(index, table))
        .flatMap((index) => indexCode(index, table, scope)),
  };
}

function updateMethod({ name, identity, onUpdate, type }: Column, module: Module): string {
  const numbered = identity === undefined ? "" : ".autoincrement()";
  if (onUpdate === undefined) return numbered;
  if (!String(type).startsWith("timestamp")) {
    module.lose(`ON UPDATE of column ${name}`);
    return numbered;
  }
  return `${numbered}.onUpdateNow()`;
}

/** Types by their names, with what `default()` takes. */
const plain: Readonly<Record<string, TypeCode["takes"]>> = {
  json: "json",
  date: "string",
  year: "number",
  text: "string",
  tinytext: "string",
  mediumtext: "string",
  longtext: "string",
};

function typeCode(type: string, module: Module): TypeCode {
  if (type === "tinyint(1)") return { builder: module.use("boolean"), takes: "boolean" };
  const values = /^enum\((.*)\)$/s.exec(type)?.[1];
  if (values !== undefined) {
    const list = [...values.matchAll(/'((?:[^']|'')*)'/g)]
      .map(([, value = ""]) => text(value.replaceAll("''", "'")));
    return { builder: module.use("mysqlEnum"), config: `[${list.join(", ")}]`, takes: "string" };
  }
  const found = /^([a-z]+)(?:\((\d+)(?:,(\d+))?\))?( unsigned)?$/.exec(type);
  const [, name = "", first, second, sign] = found ?? [];
  const unsigned = sign === undefined ? undefined : "true";
  if (name in plain && first === undefined) {
    const takes = plain[name];
    return { builder: module.use(name), ...(takes === undefined ? {} : { takes }) };
  }
  const made = argumentsOf(name, { first, second, unsigned });
  if (made === undefined) return { builder: module.custom(type) };
  const [options, takes] = made;
  const config = object(options);
  return {
    builder: module.use(name),
    ...(config === "" ? {} : { config }),
    ...(takes === undefined ? {} : { takes }),
  };
}

function argumentsOf(name: string, { first, second, unsigned }: {
  readonly first: string | undefined;
  readonly second: string | undefined;
  readonly unsigned: string | undefined;
}): readonly [Record<string, string | undefined>, TypeCode["takes"]?] | undefined {
  switch (name) {
    case "int":
    case "tinyint":
    case "smallint":
    case "mediumint":
      return first === undefined ? [{ unsigned }, "number"] : undefined;
    case "bigint":
      return first === undefined ? [{ mode: text("number"), unsigned }, "number"] : undefined;
    case "float":
    case "double":
      return [{ precision: first, scale: second, unsigned }, "number"];
    case "decimal":
      return [{ precision: first, scale: second, unsigned }, "string"];
    case "char":
    case "varchar":
      return [{ length: first }, "string"];
    case "binary":
    case "varbinary":
      return [{ length: first }];
    case "time":
    case "datetime":
    case "timestamp":
      return [{ fsp: first }];
    default:
      return undefined;
  }
}

/** The server makes an index for a foreign key by itself, under its name. */
function isOfForeignKey(index: Index, table: Table): boolean {
  return !index.unique && table.foreignKeys.some((key) => key.name === index.name);
}

function indexCode(index: Index, table: Table, scope: Scope): readonly string[] {
  const { module } = scope;
  if (index.method !== undefined) {
    module.lose(`${index.method} index ${index.name} of ${printName(table)}`);
    return [];
  }
  const named = namedOf(table, scope);
  const parts = index.parts.map((part) => {
    if ("column" in part && Object.keys(part).length === 1) return columnList([part.column], named);
    return module.sql("column" in part ? partSql(part, quote) : `(${partSql(part, quote)})`);
  });
  const builder = module.use(index.unique ? "uniqueIndex" : "index");
  return [`${call(builder, text(index.name))}.on(${parts.join(", ")})`];
}

function viewCode(view: OpaqueObject, module: Module): readonly string[] {
  const found =
    /^create\b(.*?)\bview (?:`(?:[^`]|``)+`|\w+)\s+as\s+(.*?)(?:\s+with (\w+) check option)?$/is
      .exec(view.definition);
  if (view.kind !== "view" || found === null) {
    module.lose(`${view.kind} ${printName(view)}`);
    return [];
  }
  const [, head = "", query = "", check] = found;
  const algorithm = /algorithm\s*=\s*(\w+)/i.exec(head)?.[1]?.toLowerCase();
  const security = /sql\s+security\s+(\w+)/i.exec(head)?.[1]?.toLowerCase();
  const method = (name: string, word: string | undefined) =>
    word === undefined ? "" : `.${name}(${text(word.toLowerCase())})`;
  return [
    `export const ${module.declare(view.name, "View")} = ` +
    call(module.use("mysqlView"), text(view.name), "{}") + method("algorithm", algorithm) +
    method("sqlSecurity", security) + method("withCheckOption", check) +
    `.as(${module.sql(query)});`,
  ];
}

function quote(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

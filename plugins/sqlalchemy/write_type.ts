import type { Column, Domain, EnumType, UserType } from "../../core/schema.ts";
import { printName } from "../../core/schema.ts";
import { call, keywords, text } from "../python_code.ts";

/** What the types of a schema are written with. */
export interface TypeScope {
  readonly dialect: string;
  /** The name of the variable that holds an enum or domain, by its printed name. */
  readonly variables: ReadonlyMap<string, string>;
}

/** A type as SQLAlchemy writes it, and as Python has it. */
export interface WrittenType {
  readonly code: string;
  readonly python: string;
}

/** The class for types that SQLAlchemy has none for; written where it is used. */
export const rawType = `class Raw(sa.types.UserDefinedType):
    """A type of the database that SQLAlchemy has no class for."""

    cache_ok = True

    def __init__(self, spelling):
        self.spelling = spelling

    def get_col_spec(self, **_):
        return self.spelling
`;

/** Types without arguments, by the catalogue's name. */
const plain: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> = {
  postgres: {
    smallint: ["sa.SmallInteger", "int"],
    integer: ["sa.Integer", "int"],
    bigint: ["sa.BigInteger", "int"],
    boolean: ["sa.Boolean", "bool"],
    text: ["sa.Text", "str"],
    "character varying": ["sa.String", "str"],
    date: ["sa.Date", "dt.date"],
    uuid: ["sa.Uuid", "UUID"],
    bytea: ["sa.LargeBinary", "bytes"],
    json: ["sa.JSON", "Any"],
    jsonb: ["postgresql.JSONB", "Any"],
    real: ["sa.REAL", "float"],
    "double precision": ["sa.Double", "float"],
    numeric: ["sa.Numeric", "Decimal"],
    "timestamp without time zone": ["sa.DateTime", "dt.datetime"],
    "timestamp with time zone": ["sa.DateTime(timezone=True)", "dt.datetime"],
    "time without time zone": ["sa.Time", "dt.time"],
    "time with time zone": ["sa.Time(timezone=True)", "dt.time"],
    interval: ["sa.Interval", "dt.timedelta"],
    inet: ["postgresql.INET", "str"],
    cidr: ["postgresql.CIDR", "str"],
    macaddr: ["postgresql.MACADDR", "str"],
    tsvector: ["postgresql.TSVECTOR", "str"],
    money: ["postgresql.MONEY", "str"],
    hstore: ["postgresql.HSTORE", "dict[str, str]"],
    int4range: ["postgresql.INT4RANGE", "Any"],
    int8range: ["postgresql.INT8RANGE", "Any"],
    numrange: ["postgresql.NUMRANGE", "Any"],
    daterange: ["postgresql.DATERANGE", "Any"],
    tsrange: ["postgresql.TSRANGE", "Any"],
    tstzrange: ["postgresql.TSTZRANGE", "Any"],
  },
  mysql: {
    smallint: ["sa.SmallInteger", "int"],
    int: ["sa.Integer", "int"],
    bigint: ["sa.BigInteger", "int"],
    "tinyint(1)": ["sa.Boolean", "bool"],
    "int unsigned": ["mysql.INTEGER(unsigned=True)", "int"],
    "bigint unsigned": ["mysql.BIGINT(unsigned=True)", "int"],
    "smallint unsigned": ["mysql.SMALLINT(unsigned=True)", "int"],
    "tinyint unsigned": ["mysql.TINYINT(unsigned=True)", "int"],
    tinyint: ["mysql.TINYINT", "int"],
    mediumint: ["mysql.MEDIUMINT", "int"],
    text: ["sa.Text", "str"],
    date: ["sa.Date", "dt.date"],
    datetime: ["sa.DateTime", "dt.datetime"],
    timestamp: ["sa.TIMESTAMP", "dt.datetime"],
    time: ["sa.Time", "dt.time"],
    year: ["mysql.YEAR", "int"],
    json: ["sa.JSON", "Any"],
    blob: ["sa.LargeBinary", "bytes"],
    longblob: ["mysql.LONGBLOB", "bytes"],
    mediumblob: ["mysql.MEDIUMBLOB", "bytes"],
    tinytext: ["mysql.TINYTEXT", "str"],
    mediumtext: ["mysql.MEDIUMTEXT", "str"],
    longtext: ["mysql.LONGTEXT", "str"],
    float: ["sa.Float", "float"],
    double: ["sa.Double", "float"],
  },
  sqlite: {
    INTEGER: ["sa.Integer", "int"],
    SMALLINT: ["sa.SmallInteger", "int"],
    BIGINT: ["sa.BigInteger", "int"],
    TEXT: ["sa.Text", "str"],
    VARCHAR: ["sa.String", "str"],
    BOOLEAN: ["sa.Boolean", "bool"],
    DATE: ["sa.Date", "dt.date"],
    DATETIME: ["sa.DateTime", "dt.datetime"],
    TIME: ["sa.Time", "dt.time"],
    FLOAT: ["sa.Float", "float"],
    DOUBLE: ["sa.Double", "float"],
    REAL: ["sa.REAL", "float"],
    NUMERIC: ["sa.Numeric", "Decimal"],
    BLOB: ["sa.LargeBinary", "bytes"],
    JSON: ["sa.JSON", "Any"],
  },
};

/** Types that take a size, by the catalogue's name in lower case. */
const sized: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["character varying", ["sa.String", "str"]],
  ["varchar", ["sa.String", "str"]],
  ["character", ["sa.CHAR", "str"]],
  ["char", ["sa.CHAR", "str"]],
  ["numeric", ["sa.Numeric", "Decimal"]],
  ["decimal", ["sa.Numeric", "Decimal"]],
]);

const collated = /^sa\.(?:String|Text|CHAR)\b|^mysql\.\w*TEXT$/;

/** Writes the type of a column, with its collation. */
export function writeType(column: Column, scope: TypeScope): WrittenType {
  const { type, collation } = column;
  const written = typeof type === "string" ? writeNative(type, scope) : writeUser(type, scope);
  if (collation === undefined) return written;
  if (collated.test(written.code)) {
    return { ...written, code: withKeyword(written.code, collation) };
  }
  const spelling = typeof type === "string" ? type : printName(type);
  const quoted = scope.dialect === "postgres" ? `"${collation}"` : collation;
  return { ...written, code: raw(`${spelling} COLLATE ${quoted}`) };
}

function withKeyword(code: string, collation: string): string {
  const [, head, inside = ""] = /^([\w.]+)(?:\((.*)\))?$/.exec(code)!;
  return call(head!, [...inside === "" ? [] : [inside], `collation=${text(collation)}`]);
}

/** A type of the database's own. */
export function writeNative(type: string, scope: TypeScope): WrittenType {
  const { dialect } = scope;
  if (dialect === "postgres" && type.endsWith("[]")) {
    const element = writeNative(type.slice(0, -2), scope);
    return { code: `postgresql.ARRAY(${element.code})`, python: `list[${element.python}]` };
  }
  const known = plain[dialect]?.[dialect === "sqlite" ? type.toUpperCase() : type];
  if (known !== undefined) return { code: known[0], python: known[1] };
  const [, name, size] = /^([A-Za-z ]+)\(([\d, ]+)\)$/.exec(type) ?? [];
  const [code, python] = sized.get(name?.toLowerCase() ?? "") ?? [];
  // SQLite shows what was written: NUMERIC is not DECIMAL.
  const isExact = dialect !== "sqlite" || name?.toUpperCase() !== "DECIMAL";
  if (code !== undefined && python !== undefined && isExact) {
    return { code: `${code}(${size!.split(/, */).join(", ")})`, python };
  }
  return dialect === "mysql" ? writeMysql(type) : { code: raw(type), python: "Any" };
}

function writeMysql(type: string): WrittenType {
  const [, name, fraction] = /^(datetime|timestamp|time)\((\d)\)$/.exec(type) ?? [];
  if (name !== undefined) {
    const python = name === "time" ? "dt.time" : "dt.datetime";
    return { code: `mysql.${name.toUpperCase()}(fsp=${fraction})`, python };
  }
  const values = /^enum\((.*)\)$/s.exec(type)?.[1];
  if (values !== undefined && !values.includes("\\")) {
    const texts = [...values.matchAll(/'((?:[^']|'')*)'/g)].map(([, each]) => each!);
    return {
      code: call("mysql.ENUM", texts.map((each) => text(each.replaceAll("''", "'")))),
      python: "str",
    };
  }
  return { code: raw(type), python: /^set\(/.test(type) ? "str" : "Any" };
}

function writeUser(type: UserType, { variables }: TypeScope): WrittenType {
  const variable = variables.get(printName(type));
  const code = variable ??
    raw(`"${[type.schema, type.name].filter((part) => part !== undefined).join('"."')}"`);
  if (type.dimensions === 0) return { code, python: variable === undefined ? "Any" : "str" };
  const dimensions = type.dimensions > 1 ? [`dimensions=${type.dimensions}`] : [];
  return { code: call("postgresql.ARRAY", [code, ...dimensions]), python: "list[Any]" };
}

/** A type by its spelling alone. */
export function raw(spelling: string): string {
  return `Raw(${text(spelling)})`;
}

/** Makes an enum that belongs to the metadata, used or not. */
export function writeEnum({ schema, name, values }: EnumType, variable: string): string {
  return call(`${variable} = sa.Enum`, [
    ...values.map(text),
    ...keywords({
      name: text(name),
      schema: schema === undefined ? undefined : text(schema),
      metadata: "Base.metadata",
    }),
  ]);
}

/** Makes a domain; SQLAlchemy knows one check of it. */
export function writeDomain(domain: Domain, variable: string, scope: TypeScope): string {
  const { schema, name, type, nullable, collation, checks } = domain;
  const base = typeof type === "string" ? writeNative(type, scope) : writeUser(type, scope);
  const [check] = checks;
  return call(`${variable} = postgresql.DOMAIN`, [
    text(name),
    base.code,
    ...keywords({
      schema: schema === undefined ? undefined : text(schema),
      collation: collation === undefined ? undefined : text(collation),
      default: domain.default === undefined ? undefined : `sa.text(${text(domain.default)})`,
      not_null: nullable ? undefined : "True",
      constraint_name: check?.name === undefined || check.name === `${name}_check`
        ? undefined
        : text(check.name),
      check: check === undefined ? undefined : text(check.expression),
      metadata: "Base.metadata",
    }),
  ]);
}

/** The identifiers of a module that is being written, and what it imports from Drizzle. */
export interface Module {
  /** Notes an import from the core, and gives its name. */
  use(name: string): string;
  /** `` sql`...` ``, with the import that it needs. */
  sql(text: string): string;
  /** An identifier that nothing else has, made of a name of the database. */
  declare(name: string, suffix: string): string;
  /** A type that Drizzle has no builder for, as a builder of its own. */
  custom(type: string): string;
  /** What Drizzle cannot say. */
  lose(what: string): void;
  /** The whole text, with the declarations behind their imports. */
  print(declarations: readonly string[]): string;
}

/** Words that are no identifiers of a module. */
const reserved: ReadonlySet<string> = new Set(
  ("arguments await break case catch class const continue debugger default delete do else enum " +
    "eval export extends false finally for function if implements import in instanceof interface " +
    "let new null package private protected public return static super switch this throw true try typeof " +
    "undefined var void while with yield").split(" "),
);

/**
 * Begins a module.
 *
 * @param core `drizzle-orm/pg-core`.
 * @param imports all names that may be imported, which are then not declared.
 */
export function beginModule(core: string, imports: readonly string[]): Module {
  const used = new Set<string>();
  const taken = new Set<string>([...imports, ...reserved, "sql", "table"]);
  const customs = new Map<string, { readonly name: string; readonly code: string }>();
  const lost: string[] = [];
  let usesSql = false;
  const module: Module = {
    use(name) {
      used.add(name);
      return name.replace(/^type /, "");
    },
    sql(text) {
      usesSql = true;
      return `sql\`${escapeTemplate(text)}\``;
    },
    declare(name, suffix) {
      const plain = camelCase(name);
      let found = taken.has(plain) ? plain + suffix : plain;
      for (let count = 2; taken.has(found); count++) found = plain + suffix + count;
      taken.add(found);
      return found;
    },
    custom(type) {
      const known = customs.get(type);
      if (known !== undefined) return known.name;
      const name = module.declare(type.replace(/\(.*\)/, ""), "Type");
      const code = `const ${name} = ${module.use("customType")}<{ data: unknown }>({ ` +
        `dataType: () => ${text(type)} });`;
      customs.set(type, { name, code });
      return name;
    },
    lose: (what) => lost.push(what),
    print: (declarations) =>
      [
        ...lost.map((what) => `// Drizzle cannot say: ${what.replaceAll("\n", " ")}`),
        ...(usesSql ? [`import { sql } from "drizzle-orm";`] : []),
        printImport([...used].sort(byImport), core),
        ...(customs.size === 0 ? [] : ["", ...[...customs.values()].map(({ code }) => code)]),
        ...declarations.flatMap((declaration) => ["", declaration]),
        "",
      ].join("\n"),
  };
  return module;
}

function byImport(one: string, other: string): number {
  const [left, right] = [one, other].map((name) => name.replace(/^type /, "")) as [string, string];
  return left < right ? -1 : 1;
}

function printImport(names: readonly string[], core: string): string {
  if (names.length === 0) return "export {};";
  const line = `import { ${names.join(", ")} } from "${core}";`;
  if (line.length <= 100) return line;
  return `import {\n${names.map((name) => `  ${name},`).join("\n")}\n} from "${core}";`;
}

/** `order_lines` is `orderLines`. */
export function camelCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const joined = words.map((word, index) => {
    const isLoud = word === word.toUpperCase();
    const rest = isLoud ? word.slice(1).toLowerCase() : word.slice(1);
    const first = word.slice(0, 1);
    return (index === 0 ? first.toLowerCase() : first.toUpperCase()) + rest;
  }).join("");
  return /^\p{L}/u.test(joined) ? joined : `_${joined}`;
}

/** Property names for columns, each once, by the columns' names. */
export function propertyNames(columns: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const column of columns) {
    const plain = camelCase(column);
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain}${count}`;
    taken.add(name);
    names.set(column, name);
  }
  return names;
}

/** A string of ECMAScript. */
export function text(value: string): string {
  return JSON.stringify(value);
}

function escapeTemplate(value: string): string {
  return value.replace(/[\\`]|\$\{/g, "\\$&");
}

/** `{ length: 80 }`; empty where it has no properties. */
export function object(properties: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(properties)
    .filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}`);
  return parts.length === 0 ? "" : `{ ${parts.join(", ")} }`;
}

/** A call with the arguments that are not empty. */
export function call(name: string, ...words: readonly string[]): string {
  return `${name}(${words.filter((word) => word !== "").join(", ")})`;
}

/** The text of a literal, without the cast behind it; undefined for any other expression. */
export function literalText(expression: string): string | undefined {
  const found = /^'((?:[^']|'')*)'(?:::[\w\s".()\[\],]+)?$/.exec(expression);
  return found?.[1]?.replaceAll("''", "'");
}

/** A number as it stands, or as PostgreSQL keeps one with a sign; undefined for anything else. */
export function literalNumber(expression: string): string | undefined {
  const found =
    /^(?:(-?\d+(?:\.\d+)?)|'(-?\d+(?:\.\d+)?)'::[\w ]+|\((-\d+(?:\.\d+)?)\)(?:::[\w ]+)?)$/
      .exec(expression);
  const number = found?.[1] ?? found?.[2] ?? found?.[3];
  // A number that JavaScript would not write in the same way stays SQL.
  return number !== undefined && String(Number(number)) === number &&
      Math.abs(Number(number)) <= Number.MAX_SAFE_INTEGER
    ? number
    : undefined;
}

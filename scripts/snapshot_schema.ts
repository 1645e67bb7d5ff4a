/**
 * Writes core/snapshot_schema.json and its published copy, docs/schema/snapshot.schema.json, out of
 * the interfaces of core/schema.ts: `bun scripts/snapshot_schema.ts`. A test keeps all three in step.
 *
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

const root = new URL("../", import.meta.url);

/** Where the generated text stands: what the program reads, and what is published. */
export const snapshotSchemaFiles = [
  "core/snapshot_schema.json",
  "docs/schema/snapshot.schema.json",
] as const;

type Json = { readonly [key: string]: unknown };

/** An interface or a type alias of the source. */
interface Declaration {
  readonly name: string;
  readonly description: string;
  readonly bases: readonly string[];
  /** The members of an interface, or the type that an alias stands for. */
  readonly body: string;
  readonly isAlias: boolean;
}

/** Lists that say nothing when they are empty: a key of no columns. All others may be absent. */
const needed = /^(?:PrimaryKey|Unique|ForeignKey)\.columns$|\.parts$|\.values$|\.fields$/;

/** What an absent property means, so that a snapshot need not say the usual. */
const usual: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["Column.nullable", true],
  ["Domain.nullable", true],
  ["Index.unique", false],
  ["UserType.dimensions", 0],
  ["Generated.stored", false],
  ["Table.options", {}],
]);

/** The JSON Schema of a snapshot, as the text of its file. */
export function snapshotSchema(): string {
  const source = readFileSync(new URL("core/schema.ts", root), "utf8").replaceAll("\r\n", "\n");
  const declarations = new Map(declarationsOf(source).map((each) => [each.name, each]));
  const open = ["Schema"];
  const made = new Map<string, Json>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (made.has(name)) continue;
    const schema = toSchema(declarations.get(name)!, declarations);
    made.set(name, schema);
    const mentioned = JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g);
    open.push(...[...mentioned].map(([, each]) => each!));
  }
  const { description: _, ...top } = made.get("Schema")!;
  const properties = {
    $schema: { description: "Where this format is described.", type: "string" },
    dialect: {
      description: "The dialect whose spellings these are; another one is then refused.",
      type: "string",
    },
    ...top["properties"] as Json,
  };
  made.delete("Schema");
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A snapshot of a database's schema, as Whimbrel's plugins read it",
    ...top,
    properties,
    $defs: Object.fromEntries([...made].toSorted(([one], [other]) => one < other ? -1 : 1)),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function declarationsOf(source: string): readonly Declaration[] {
  const comment = String.raw`(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?`;
  const interfaces = new RegExp(
    String.raw`${comment}(?:export )?interface (\w+)(?: extends ([\w, ]+))? \{\n([^]*?)\n\}`,
    "g",
  );
  const aliases = new RegExp(String.raw`${comment}export type (\w+) =([^;]+);`, "g");
  return [
    ...[...source.matchAll(interfaces)].map(([, text, name, bases, body]) => ({
      name: name!,
      description: plainText(text),
      bases: bases?.split(", ") ?? [],
      body: body!,
      isAlias: false,
    })),
    ...[...source.matchAll(aliases)].map(([, text, name, body]) => ({
      name: name!,
      description: plainText(text),
      bases: [],
      body: body!,
      isAlias: true,
    })),
  ];
}

/** A doc comment without its marks and links. */
function plainText(comment = ""): string {
  return comment.replace(/^\s*\* ?/gm, "").replace(/\{@linkcode ([^}]*)\}/g, "`$1`")
    .replace(/\s+/g, " ").trim();
}

function toSchema(declaration: Declaration, all: ReadonlyMap<string, Declaration>): Json {
  const described = declaration.description === "" ? {} : { description: declaration.description };
  if (declaration.isAlias) {
    return { ...described, ...readType(declaration.body, declaration.name, all) };
  }
  return { ...described, ...objectOf(membersOf(declaration, declaration.name, all)) };
}

interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Json;
}

/** An interface's own members and those of its bases, which come first. */
function membersOf(
  { body, bases }: Declaration,
  owner: string,
  all: ReadonlyMap<string, Declaration>,
): readonly Member[] {
  const inherited = bases.flatMap((base) => membersOf(all.get(base)!, owner, all));
  const own = [...body.matchAll(
    /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\s*)?readonly (\w+)(\?)?: (.+);$/gm,
  )].map(([, comment, name, optional, type]) =>
    memberOf(`${owner}.${name}`, type!, { optional: optional !== undefined, comment, all })
  );
  return [...inherited, ...own];
}

function memberOf(
  path: string,
  type: string,
  { optional, comment, all }: {
    readonly optional: boolean;
    readonly comment: string | undefined;
    readonly all: ReadonlyMap<string, Declaration>;
  },
): Member {
  const schema = readType(type, path, all);
  const description = plainText(comment);
  const absent = optional ? undefined : defaultOf(path, schema);
  return {
    name: path.slice(path.indexOf(".") + 1),
    required: !optional && absent === undefined,
    schema: {
      ...(description === "" ? {} : { description }),
      ...schema,
      ...(absent === undefined ? {} : { default: absent }),
    },
  };
}

function defaultOf(path: string, schema: Json): unknown {
  if (usual.has(path)) return usual.get(path);
  if (schema["type"] === "array" && !needed.test(path)) return [];
  // The place of a constraint says its kind.
  return path.endsWith(".kind") ? schema["const"] : undefined;
}

function objectOf(members: readonly Member[]): Json {
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(members.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** Reads the few forms of types that the model is written in. */
function readType(text: string, path: string, all: ReadonlyMap<string, Declaration>): Json {
  const tokens = text.match(/"[^"]*"|\w+|\[\]|[^\s]/g) ?? [];
  const take = (expected: string) => {
    if (tokens[0] !== expected) return false;
    tokens.shift();
    return true;
  };
  const union = (): Json => {
    take("|");
    const parts = [intersection()];
    while (take("|")) parts.push(intersection());
    if (parts.length === 1) return parts[0]!;
    if (parts.every((part) => typeof part["const"] === "string")) {
      return { type: "string", enum: parts.map((part) => part["const"]) };
    }
    return { anyOf: parts };
  };
  const intersection = (): Json => {
    const first = postfix();
    return take("&") ? joined(first, postfix(), all) : first;
  };
  const postfix = (): Json => {
    let type = primary();
    while (take("[]")) type = { type: "array", items: type };
    return type;
  };
  const primary = (): Json => {
    const token = tokens.shift() ?? "";
    if (token === "readonly") return postfix();
    if (token === "(") {
      const inner = union();
      take(")");
      return inner;
    }
    if (token === "{") return inlineObject();
    if (token.startsWith('"')) return { const: JSON.parse(token) };
    if (token === "Readonly" || token === "Record") {
      take("<");
      const inner = token === "Record" ? [union(), take(","), union()][2] as Json : union();
      take(">");
      return token === "Record" ? { type: "object", additionalProperties: inner } : inner;
    }
    return named(token, path, all);
  };
  const inlineObject = (): Json => {
    const members: Member[] = [];
    while (!take("}")) {
      take("readonly");
      const name = tokens.shift()!;
      const optional = take("?");
      take(":");
      members.push({ name, required: !optional, schema: union() });
      take(";");
    }
    return objectOf(members);
  };
  const type = union();
  if (tokens.length > 0) throw new Error(`Cannot read the type of ${path}: "${text}"`);
  return type;
}

function named(token: string, path: string, all: ReadonlyMap<string, Declaration>): Json {
  if (token === "string" || token === "boolean") return { type: token };
  if (token === "number") return { type: "integer", minimum: 0 };
  if (token === "true") return { const: true };
  if (all.has(token)) return { $ref: `#/$defs/${token}` };
  throw new Error(`Cannot read the type of ${path}: "${token}"`);
}

/** Closed objects cannot be combined by `allOf`, so each alternative gets the other's members. */
function joined(one: Json, other: Json, all: ReadonlyMap<string, Declaration>): Json {
  const alternatives = alternativesOf(one, all).map((each) => ({
    type: "object",
    properties: { ...each["properties"] as Json, ...other["properties"] as Json },
    required: [...each["required"] as string[] ?? [], ...other["required"] as string[] ?? []],
    additionalProperties: false,
  }));
  return alternatives.length === 1 ? alternatives[0]! : { anyOf: alternatives };
}

function alternativesOf(schema: Json, all: ReadonlyMap<string, Declaration>): readonly Json[] {
  const name = /\w+$/.exec(String(schema["$ref"] ?? ""))?.[0];
  const resolved = name === undefined ? schema : toSchema(all.get(name)!, all);
  const parts = resolved["anyOf"] as readonly Json[] | undefined;
  return parts === undefined ? [resolved] : parts.flatMap((part) => alternativesOf(part, all));
}

if (import.meta.main) {
  const text = snapshotSchema();
  for (const path of snapshotSchemaFiles) {
    writeFileSync(new URL(path, root), text);
    process.stdout.write(`${path}\n`);
  }
}

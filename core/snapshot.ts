import { closest } from "./closest.ts";
import { type Place, WhimbrelError } from "./errors.ts";
import type { Schema } from "./schema.ts";
import format from "./snapshot_schema.json" with { type: "json" };

/** Where a snapshot comes from, for errors. */
export interface SnapshotSource {
  /** A file's path, or a program's command. */
  readonly file: string;
  /** The JSON itself, where lines of it can be named. */
  readonly text?: string;
}

/** The parts of JSON Schema that `snapshot_schema.json` is written in. */
interface Node {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly default?: unknown;
}

type Path = readonly (string | number)[];

/** What is wrong at one place. */
interface Fault {
  readonly path: Path;
  readonly why: string;
}

const definitions = format.$defs as Readonly<Record<string, Node>>;

/**
 * The schema that a snapshot describes, with everything filled in that may be absent in JSON.
 *
 * @param value parsed JSON in the format that `docs/schema/snapshot.schema.json` publishes.
 * @throws {WhimbrelError} `models` for anything else, or for a snapshot of another dialect.
 */
export function readSnapshot(value: unknown, dialect: string, source: SnapshotSource): Schema {
  const faults: Fault[] = [];
  const complete = check(value, format as Node, [], faults);
  const [fault] = faults;
  if (fault !== undefined) throw snapshotError(fault, source);
  const { $schema: _, dialect: own, ...schema } = complete as Schema & {
    readonly $schema?: string;
    readonly dialect?: string;
  };
  if (own !== undefined && own !== dialect) {
    throw snapshotError({
      path: ["dialect"],
      why: `it is a snapshot for "${own}", and the database is "${dialect}"`,
    }, source);
  }
  return schema;
}

/**
 * Parses the text of a snapshot and reads it like {@linkcode readSnapshot}.
 *
 * @throws {WhimbrelError} `models` for what is no JSON or no snapshot.
 */
export function parseSnapshot(text: string, dialect: string, file: string): Schema {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new WhimbrelError("models", `Cannot read the snapshot: ${(cause as Error).message}`, {
      place: { file },
      hint: "mend the JSON",
      cause,
    });
  }
  return readSnapshot(value, dialect, { file, text });
}

function snapshotError({ path, why }: Fault, { file, text }: SnapshotSource): WhimbrelError {
  const line = text === undefined ? undefined : lineOf(text, path);
  const place: Place = line === undefined ? { file } : { file, line };
  const where = path.length === 0 ? "" : `${printPath(path)}: `;
  return new WhimbrelError("models", `Cannot read the snapshot: ${where}${why}`, {
    place,
    hint: "docs/schema/snapshot.schema.json says what a snapshot may hold",
  });
}

function printPath(path: Path): string {
  const text = path.map((part) => typeof part === "number" ? `[${part}]` : `.${part}`).join("");
  return text.replace(/^\./, "");
}

/** Gives the value with its defaults and adds what is wrong to `faults`. */
function check(value: unknown, node: Node, path: Path, faults: Fault[]): unknown {
  if (node.$ref !== undefined) {
    return check(value, definitions[node.$ref.slice("#/$defs/".length)]!, path, faults);
  }
  if (node.anyOf !== undefined) return checkAny(value, node.anyOf, path, faults);
  if (node.const !== undefined && value !== node.const) {
    faults.push({ path, why: `it must be ${JSON.stringify(node.const)} or absent` });
  } else if (node.enum !== undefined && !node.enum.includes(value)) {
    faults.push({
      path,
      why: `it must be one of ${node.enum.map((each) => JSON.stringify(each)).join(", ")}`,
    });
  } else if (node.type !== undefined && !isOfType(value, node.type)) {
    faults.push({ path, why: `it must be ${titles[node.type]}, not ${describe(value)}` });
  } else if (node.type === "array") {
    return (value as readonly unknown[]).map((item, index) =>
      check(item, node.items!, [...path, index], faults)
    );
  } else if (node.type === "object") {
    return checkObject(value as Readonly<Record<string, unknown>>, node, path, faults);
  }
  return value;
}

/** The alternative that fits, or else the faults of the one that comes closest. */
function checkAny(value: unknown, nodes: readonly Node[], path: Path, faults: Fault[]): unknown {
  const typeOf = (node: Node) => resolve(node).type ?? "object";
  const attempts = nodes.filter((node) => isOfType(value, typeOf(node))).map((node) => {
    const own: Fault[] = [];
    return { value: check(value, node, path, own), faults: own };
  });
  const [best] = attempts.toSorted((one, other) => one.faults.length - other.faults.length);
  if (best === undefined) {
    const kinds = new Set(nodes.map((node) => titles[typeOf(node)]));
    faults.push({ path, why: `it must be ${[...kinds].join(" or ")}, not ${describe(value)}` });
    return value;
  }
  faults.push(...best.faults);
  return best.value;
}

function resolve(node: Node): Node {
  return node.$ref === undefined ? node : definitions[node.$ref.slice("#/$defs/".length)]!;
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  node: Node,
  path: Path,
  faults: Fault[],
): unknown {
  const properties = node.properties ?? {};
  const entries: [string, unknown][] = [];
  for (const [key, part] of Object.entries(value)) {
    const here = [...path, key];
    const known = Object.hasOwn(properties, key) ? properties[key] : node.additionalProperties;
    if (typeof known === "object") entries.push([key, check(part, known, here, faults)]);
    else faults.push({ path: here, why: unknownKey(key, Object.keys(properties)) });
  }
  for (const name of node.required ?? []) {
    if (!Object.hasOwn(value, name)) faults.push({ path, why: `"${name}" is missing` });
  }
  for (const [name, { default: usual }] of Object.entries(properties)) {
    if (usual !== undefined && !Object.hasOwn(value, name)) entries.push([name, usual]);
  }
  return Object.fromEntries(entries);
}

function unknownKey(key: string, known: readonly string[]): string {
  const [near] = closest(key, known, (name) => [name]);
  return near === undefined
    ? `there is no key "${key}" here`
    : `there is no key "${key}" here: did you mean "${near}"?`;
}

const titles: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "text",
  boolean: "true or false",
  integer: "a whole number",
};

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value) && (value as number) >= 0;
    case "boolean":
      return typeof value === "boolean";
    default:
      return typeof value === "string";
  }
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return titles["array"]!;
  return typeof value === "object" ? titles["object"]! : JSON.stringify(value);
}

/** The line of a value, or of the deepest part of the way to it that is there. */
function lineOf(text: string, path: Path): number {
  const stack: { key: string | number; isList: boolean }[] = [];
  let best = { depth: 0, line: 1 };
  let line = 1;
  for (const [token] of text.matchAll(/\n|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const top = stack.at(-1);
    if (token === "\n") {
      line++;
      continue;
    }
    if (token === "}" || token === "]") stack.pop();
    else if (token === ",") {
      if (top?.isList) top.key = (top.key as number) + 1;
      else if (top !== undefined) top.key = "";
    } else if (token === ":") continue;
    else if (top !== undefined && !top.isList && top.key === "") top.key = JSON.parse(token);
    const depth = matching(stack.map(({ key }) => key), path);
    if (depth > best.depth) best = { depth, line };
    if (token === "{" || token === "[") {
      stack.push({ key: token === "[" ? 0 : "", isList: token === "[" });
    }
  }
  return best.line;
}

/** How much of `path` the keys are; 0 where they lead elsewhere. */
function matching(keys: Path, path: Path): number {
  return keys.length <= path.length && keys.every((key, index) => key === path[index])
    ? keys.length
    : 0;
}

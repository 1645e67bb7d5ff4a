import { posix } from "node:path";
import { type Token } from "./tokens.ts";

/** One import or re-export of a source file. */
export interface Import {
  /** As written; `undefined` for an `import()` whose argument is not a literal. */
  readonly specifier: string | undefined;
  /** What a relative specifier names, from the root of the project; other specifiers as written. */
  readonly target: string | undefined;
  /** `type`: erased. `bare`: `import "x"`. `lazy`: `import()`. */
  readonly kind: "value" | "type" | "bare" | "lazy";
  readonly line: number;
}

/** Finds the imports and re-exports of a file; `path` is from the root of the project. */
export function findImports(path: string, tokens: readonly Token[]): readonly Import[] {
  const found: Import[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== "word" || isProperty(tokens, index)) return;
    if (token.text !== "import" && token.text !== "export") return;
    const read = token.text === "import" ? readImport : readReExport;
    const result = read(tokens, index);
    if (result === undefined) return;
    const { specifier, kind } = result;
    found.push({ specifier, kind, line: token.line, target: resolve(path, specifier) });
  });
  return found;
}

type Found = Pick<Import, "specifier" | "kind">;

function readImport(tokens: readonly Token[], index: number): Found | undefined {
  const next = tokens[index + 1];
  if (next === undefined || next.text === "." || next.text === ":") return undefined;
  if (next.kind === "text") return { specifier: next.text, kind: "bare" };
  if (next.kind === "mark" && next.text === "(") {
    const [argument, close] = tokens.slice(index + 2, index + 4);
    const literal = argument?.kind === "text" && (close?.text === ")" || close?.text === ",");
    // In a type (`typeof import("x")`, `x: import("y").Z`) nothing is loaded.
    const type = ["typeof", ":", "<", "|", "&"].includes(tokens[index - 1]?.text ?? "");
    return { specifier: literal ? argument.text : undefined, kind: type ? "type" : "lazy" };
  }
  return readFrom(tokens, index);
}

function readReExport(tokens: readonly Token[], index: number): Found | undefined {
  const next = tokens[index + 1]?.text ?? "";
  const list = next === "type" ? tokens[index + 2]?.text ?? "" : next;
  return list === "*" || list === "{" ? readFrom(tokens, index) : undefined;
}

/** Reads up to `from "x"`; an export list without one ends at its closing brace. */
function readFrom(tokens: readonly Token[], index: number): Found | undefined {
  const depth = tokens[index]?.depth ?? 0;
  for (let at = index + 1; at < tokens.length; at++) {
    const [token, next] = [tokens[at], tokens[at + 1]];
    if (token?.text === "from" && next?.kind === "text" && token.depth === depth) {
      const words = tokens.slice(index + 1, at);
      return { specifier: next.text, kind: isTypeOnly(words) ? "type" : "value" };
    }
    if (token?.text === "}" && token.depth === depth && next?.text !== "from") return undefined;
  }
  return undefined;
}

/** `type X`, `type { X }` and `{ type X, type Y }`: with these nothing is left at run time. */
function isTypeOnly(words: readonly Token[]): boolean {
  if (words[0]?.text === "type" && words[1]?.text !== "from") return true;
  if (words[0]?.text !== "{") return false;
  const starts = words.filter((_, at) =>
    words[at - 1]?.text === "{" || words[at - 1]?.text === ","
  );
  const names = starts.filter((each) => each.kind === "word");
  return names.length > 0 && names.every((each) => each.text === "type");
}

function isProperty(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.text === "." && tokens[index - 2]?.text !== ".";
}

function resolve(path: string, specifier: string | undefined): string | undefined {
  if (specifier === undefined || !/^\.\.?\//.test(specifier)) return specifier;
  return posix.join(posix.dirname(path), specifier);
}

/** A piece of TypeScript. White space and comments are left out. */
export interface Token {
  readonly kind: "word" | "text" | "mark";
  /** The word or mark; of a string or template literal, its characters without the quotes. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** How many brackets are open around it. */
  readonly depth: number;
}

/** After these a slash begins a regular expression, as after a mark that does not end a value. */
const beforeExpression = new Set(
  "return typeof case in of do else void delete throw new instanceof await yield".split(" "),
);

/**
 * Cuts TypeScript into tokens. It knows comments, strings, templates and regular expressions, so
 * that a rule never takes their contents for code; it does not know the grammar.
 */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  /** For each template that is open, the depth at which its `${` was met. */
  const templates: number[] = [];
  /** How many tokens there were when the last `${` opened: behind it a value begins. */
  let opened = 0;
  let depth = 0;
  let line = 1;
  let at = 0;

  const push = (kind: Token["kind"], text: string) => tokens.push({ kind, text, line, depth });
  const skip = (length: number) => {
    for (const end = at + length; at < end; at++) if (source[at] === "\n") line++;
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const template = () => {
    const text = take(/(?:[^`\\$]|\\[^]|\$(?!\{))*/y) ?? "";
    push("text", text);
    skip(text.length);
    const hole = source[at] === "$";
    skip(hole ? 2 : 1);
    if (!hole) return;
    templates.push(depth++);
    opened = tokens.length;
  };

  while (at < source.length) {
    const blank = take(/\s+|\/\/.*|\/\*[^]*?\*\/|^#!.*/y);
    if (blank !== undefined) {
      skip(blank.length);
      continue;
    }
    const quoted = take(/"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y);
    const regex = quoted === undefined && (opened === tokens.length || expectsValue(tokens.at(-1)))
      ? take(/\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y)
      : undefined;
    const word = take(/[\p{ID_Start}$_#][\p{ID_Continue}$]*|\d[\w.]*/uy);
    if (quoted !== undefined || regex !== undefined) {
      const text = quoted?.slice(1, -1) ?? regex ?? "";
      push("text", text);
      skip((quoted ?? regex ?? "").length);
    } else if (word !== undefined) {
      push("word", word);
      skip(word.length);
    } else if (source[at] === "`") {
      skip(1);
      template();
    } else if (source[at] === "}" && templates.at(-1) === depth - 1) {
      templates.pop();
      depth--;
      skip(1);
      template();
    } else {
      const mark = source[at] ?? "";
      if (")]}".includes(mark)) depth--;
      push("mark", mark);
      if ("([{".includes(mark)) depth++;
      skip(1);
    }
  }
  return tokens;
}

function expectsValue(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "word") return beforeExpression.has(before.text);
  return before.kind === "mark" && !")]}".includes(before.text);
}

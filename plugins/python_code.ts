/** The widest line of written Python, which its usual formatters keep to. */
const width = 88;

/** A Python string literal; JSON's escapes are Python's. */
export function text(value: string): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** A list of Python strings: `["a", "b"]`. */
export function textList(values: readonly string[]): string {
  return `[${values.map(text).join(", ")}]`;
}

/** A dictionary of Python expressions by text. */
export function dictionary(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, value]) => `${text(key)}: ${value}`).join(", ")}}`;
}

/** `head(part, part)` on one line where it fits, else with a line for each part. */
export function call(head: string, parts: readonly string[], indent = 0, tail = ""): string {
  const line = `${head}(${parts.join(", ")})${tail}`;
  if (indent + line.length <= width && !line.includes("\n")) return line;
  return block(`${head}(`, parts, indent, `)${tail}`);
}

/** Parts on lines of their own between what opens and what closes them. */
export function block(
  open: string,
  parts: readonly string[],
  indent: number,
  close: string,
): string {
  const space = " ".repeat(indent);
  return `${open}\n${parts.map((part) => `${space}    ${part},\n`).join("")}${space}${close}`;
}

/** `name=value` for each value that is there. */
export function keywords(values: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`]
  );
}

/** https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const reserved: ReadonlySet<string> = new Set(
  ("False None True and as assert async await break class continue def del elif else except " +
    "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
    "with yield").split(" "),
);

/** A Python name for any name, which differs from those that are taken. */
export function identifier(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d|$)/, "_")
    // Two underscores at the start have a meaning of their own.
    .replace(/^__+/, "_");
  let found = reserved.has(plain) || taken.has(plain) ? `${plain}_` : plain;
  for (let count = 2; taken.has(found); count++) found = `${plain}_${count}`;
  return found;
}

/** `order_lines` as a class is named: `OrderLines`. */
export function className(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return identifier(words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(""), taken);
}

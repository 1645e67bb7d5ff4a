/** Quotes an identifier, or a qualified name given by its parts. Any text but NUL is a valid name. */
export function quoteIdentifier(name: string | readonly string[]): string {
  const parts = typeof name === "string" ? [name] : name;
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}

/** A string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQLite compares names: with its ASCII letters in lower case. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

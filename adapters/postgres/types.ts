/**
 * Portable types that PostgreSQL calls otherwise
 * (https://www.postgresql.org/docs/current/datatype.html); the rest are its own names.
 */
const spellings: ReadonlyMap<string, string> = new Map([
  ["int", "integer"],
  ["float", "double precision"],
  ["double", "double precision"],
  ["decimal", "numeric"],
  ["string", "text"],
  ["json", "jsonb"],
  ["binary", "bytea"],
  ["varbinary", "bytea"],
  ["blob", "bytea"],
]);

/**
 * PostgreSQL's spelling of a portable type: `json` is `jsonb`, `string(200)` is `varchar(200)`. Any
 * other text is a type of PostgreSQL's own and stays as it is.
 */
export function spellType(portable: string): string {
  const [, name, size = ""] = /^([a-z ]+?)\s*(\([\d\s,]*\))?$/i.exec(portable.trim()) ?? [];
  const word = name?.toLowerCase() ?? "";
  const found = spellings.get(word);
  if (found === undefined) return portable.trim();
  const inner = size.replace(/\s+/g, "");
  if (word === "string" && inner !== "") return `varchar${inner}`;
  // Bytes have no length here.
  return found === "numeric" ? found + inner : found;
}

/** Portable types by name, and what holds their values in full (data types: MySQL manual, chapter 13). */
const portable: ReadonlyMap<string, string> = new Map([
  ["boolean", "tinyint(1)"],
  ["real", "float"],
  ["double precision", "double"],
  ["varchar", "varchar(255)"],
  ["string", "varchar(255)"],
  ["text", "longtext"],
  ["uuid", "char(36)"],
  ["binary", "longblob"],
  ["time", "time(6)"],
  ["timestamp", "datetime(6)"],
  ["timestamptz", "timestamp(6)"],
]);

/** Portable types whose argument stays, under another name. */
const sized: ReadonlyMap<string, string> = new Map([
  ["string", "varchar"],
  ["timestamp", "datetime"],
  ["timestamptz", "timestamp"],
]);

/** The catalogue's words for types that may be written in several ways. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["bool", "tinyint(1)"],
  ["integer", "int"],
  ["int1", "tinyint"],
  ["int2", "smallint"],
  ["int3", "mediumint"],
  ["int4", "int"],
  ["int8", "bigint"],
  ["dec", "decimal"],
  ["fixed", "decimal"],
  ["numeric", "decimal"],
  ["character", "char"],
]);

/**
 * The catalogue's spelling of a portable type: `timestamp` is `datetime(6)`, `integer` is `int`. A
 * type of the server's own is spelled as its catalogue does, as far as words and widths go.
 */
export function spellType(type: string): string {
  const [, name, size] = /^([a-z ]+?)\s*(\([\d\s,]*\))?$/i.exec(type.trim()) ?? [];
  const word = name?.toLowerCase().replace(/\s+/g, " ") ?? "";
  if (size === undefined) return portable.get(word) ?? normalType(type);
  const other = sized.get(word);
  return other === undefined ? normalType(type) : normalType(other + size);
}

/**
 * A type without what servers add or leave out: the display width of integers, which MySQL has given
 * up but for `tinyint(1)` and ZEROFILL, and that of `year`.
 */
export function normalType(type: string): string {
  const spelled = type.trim().split(/('(?:[^']|'')*')/)
    .map((part, index) => index % 2 === 1 ? part : foldWords(part)).join("");
  const [, first = "", rest = ""] = /^([a-z]\w*)(.*)$/s.exec(spelled) ?? [];
  const word = synonyms.get(first) ?? first;
  const whole = first === "" ? spelled : word + rest;
  if (/^decimal(?!\s*\()/.test(whole)) return whole.replace("decimal", "decimal(10,0)");
  if (/^decimal\(\d+\)/.test(whole)) return whole.replace(")", ",0)");
  if (/^(?:char|binary|bit)(?!\w|\()/.test(whole)) return whole.replace(/^\w+/, "$&(1)");
  if (whole === "tinyint(1)" || /\bzerofill\b/.test(whole)) return whole;
  return whole.replace(/^(tinyint|smallint|mediumint|int|bigint|year)\(\d+\)/, "$1");
}

function foldWords(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").replace(/\s*([(),])\s*/g, "$1")
    .replace(/\)(?=[a-z])/g, ") ");
}

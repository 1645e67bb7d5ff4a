import { emptySchema, type OpaqueObject, sameName, type Schema, type Table } from "./schema.ts";
import { sortSchema } from "./schema_order.ts";

/**
 * The words and quoted names of an SQL text in lower case, strings left out: everything that it could
 * name, and more.
 */
export function wordsOf(sql: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [piece] of sql.matchAll(pieces)) {
    const first = piece[0]!;
    if (first === "'") continue;
    const isQuoted = first === '"' || first === "`" || first === "[";
    const name = isQuoted ? piece.slice(1, -1).replaceAll(first + first, first) : piece;
    words.add(name.toLowerCase());
  }
  return words;
}

const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[\p{L}_][\p{L}\p{N}_$]*/gu;

/** How a table is found among words; tables of one name in two namespaces are one. */
export function keyOfTable({ name }: { readonly name: string }): string {
  return name.toLowerCase();
}

/** Names of what belongs to a table and has to have a name of its own, in lower case. */
export function ownNames(table: Table): readonly string[] {
  const { primaryKey, uniques, foreignKeys, checks, exclusions, indexes } = table;
  return [primaryKey, ...uniques, ...foreignKeys, ...checks, ...exclusions, ...indexes]
    .flatMap((part) => part?.name === undefined ? [] : [part.name.toLowerCase()]);
}

/** A table as others need it to refer to it: its columns and keys, and nothing that needs more. */
export function stubOf(table: Table): Table {
  const { primaryKey, comment: _comment, partitioning: _by, partitionOf: _of, ...rest } = table;
  const { inherits: _inherits, ...plain } = rest;
  return {
    ...plain,
    columns: table.columns.map(({ name, type, nullable, collation, charset }) => ({
      name,
      type,
      nullable,
      ...(collation === undefined ? {} : { collation }),
      ...(charset === undefined ? {} : { charset }),
    })),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: table.indexes.filter(({ parts, method, where, invalid }) =>
      method === undefined && where === undefined && invalid === undefined &&
      parts.every((part) => "column" in part && part.opclass === undefined)
    ),
  };
}

/** A part of a schema that can stand by itself. */
export interface Slice {
  /** What has to be made: the part itself, and stubs of what it refers to. */
  readonly schema: Schema;
  /** Keys of the tables that are in it as they are, not as stubs. */
  readonly whole: ReadonlySet<string>;
}

/**
 * The part of a schema that some tables and their surroundings are: tables that refer to them, and
 * views, triggers and functions that name them; all types and free sequences; stubs of the rest.
 */
export function sliceOf(schema: Schema, keys: ReadonlySet<string>): Slice {
  const whole = new Set(keys);
  const isNear = (table: Table) =>
    table.foreignKeys.some(({ references }) => keys.has(keyOfTable(references))) ||
    (table.partitionOf !== undefined && keys.has(keyOfTable(table.partitionOf.parent))) ||
    (table.inherits ?? []).some((parent) => keys.has(keyOfTable(parent)));
  for (const table of schema.tables) if (isNear(table)) whole.add(keyOfTable(table));
  // A partition is nothing without the table that it is a part of, nor an heir without its parents.
  for (const table of schema.tables) {
    if (!whole.has(keyOfTable(table))) continue;
    if (table.partitionOf !== undefined) whole.add(keyOfTable(table.partitionOf.parent));
    for (const parent of table.inherits ?? []) whole.add(keyOfTable(parent));
  }
  const objects = nearObjects(schema, whole);
  const needed = new Set(whole);
  for (const object of objects) for (const word of wordsOf(object.definition)) needed.add(word);
  for (const table of schema.tables) {
    if (!whole.has(keyOfTable(table))) continue;
    for (const { references } of table.foreignKeys) needed.add(keyOfTable(references));
  }
  const tables = schema.tables.filter((table) => needed.has(keyOfTable(table)))
    .map((table) => whole.has(keyOfTable(table)) ? table : stubOf(table));
  return {
    whole,
    schema: sortSchema({
      ...schema,
      tables,
      objects,
      sequences: schema.sequences.filter(({ ownedBy }) =>
        ownedBy === undefined || whole.has(keyOfTable(ownedBy.table))
      ),
    }),
  };
}

/** Kinds of what tables may use, or may get their rights by, without a word of it. */
const general =
  /function|procedure|aggregate|operator|cast|collation|text search|default privileges/;

/** Objects of the tables, that name them, or that name an object which does; and what all need. */
function nearObjects(schema: Schema, whole: ReadonlySet<string>): readonly OpaqueObject[] {
  const near = new Set<string>(whole);
  const chosen = new Set<OpaqueObject>();
  for (let before = -1; before < chosen.size;) {
    before = chosen.size;
    for (const object of schema.objects) {
      if (chosen.has(object)) continue;
      const isGeneral = object.kind === "schema" || object.kind === "extension" ||
        general.test(object.kind);
      const isOf = object.table !== undefined && near.has(keyOfTable(object.table));
      const names = isGeneral || isOf ||
        (object.table === undefined &&
          [...wordsOf(object.definition)].some((word) => near.has(word)));
      if (!names) continue;
      chosen.add(object);
      if (!isGeneral) near.add(keyOfTable(object));
    }
  }
  return schema.objects.filter((object) => chosen.has(object));
}

/** Puts what became of a slice back into the schema that it was cut from. */
export function mergeSlice(schema: Schema, slice: Slice, result: Schema): Schema {
  const stubs = new Set(
    slice.schema.tables.map(keyOfTable).filter((key) => !slice.whole.has(key)),
  );
  const cut = new Set(slice.schema.objects.map(keyOfObject));
  return sortSchema({
    ...emptySchema,
    ...result,
    tables: [
      ...schema.tables.filter((table) => !slice.whole.has(keyOfTable(table))),
      ...result.tables.filter((table) => !stubs.has(keyOfTable(table))),
    ],
    sequences: [
      ...schema.sequences.filter((sequence) =>
        !slice.schema.sequences.some((one) => sameName(one, sequence))
      ),
      ...result.sequences,
    ],
    objects: [
      ...schema.objects.filter((object) => !cut.has(keyOfObject(object))),
      ...result.objects,
    ],
  });
}

function keyOfObject({ kind, schema, name, signature, table }: OpaqueObject): string {
  return JSON.stringify([kind, schema, name, signature, table?.schema, table?.name]);
}

import { fitTable, type TableChange } from "../../core/apply_table.ts";
import { equalData } from "../../core/schema_order.ts";
import {
  type ForeignKey,
  type Index,
  type KeyPart,
  sameName,
  type Schema,
  type Table,
} from "../../core/schema.ts";
import { type Alteration, type Role, roles } from "./alteration.ts";
import { constraintClause, indexClause } from "./definition.ts";
import { columnList } from "../ddl.ts";
import { refused, type Spelling } from "./spelling.ts";

/** A table as it is before an operation, and the schema that it stands in. */
export interface Scene {
  readonly table: Table;
  /** The table as the server has it, before the ALTER TABLE that the operation becomes a part of. */
  readonly before: Table;
  readonly schema: Schema;
  /** Whether a foreign key of the table is dropped by a later operation. */
  readonly isLeaving: (key: ForeignKey) => boolean;
  /** Whether a column of the table is. */
  readonly isLosing: (column: string) => boolean;
}

/** ADD with a foreign key; the server makes the index that it needs, under the same name. */
export function addForeignKey(
  key: ForeignKey,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  const index = scene === undefined ? undefined : passingIndex(key, scene);
  return {
    clauses: [
      // Made by name it is nobody's but the user's, and stays; the server finds nothing to do.
      ...(index === undefined
        ? []
        : [`DROP INDEX ${spelling.quote(index.name)}`, `ADD ${indexClause(index, spelling)}`]),
      `ADD ${constraintClause(key, spelling)}`,
    ],
    columns: columnsOf(key, scene),
    keys: { [key.name ?? ""]: "referring", ...(index && { [index.name]: "changed" }) },
  };
}

/**
 * An index that the server may have made for a foreign key without a name, which it calls as the
 * column is called. It goes when the server makes another one for a foreign key with a name.
 */
function passingIndex(key: ForeignKey, { table, before }: Scene): Index | undefined {
  const [first] = key.columns;
  const serves = ({ unique, parts }: Index) =>
    !unique && parts.length === key.columns.length &&
    parts.every((part, at) => equalData(part, { column: key.columns[at] }));
  const isNamed = ({ name }: Index) => name !== key.name && name.replace(/_\d+$/, "") === first;
  const others = table.indexes.filter(({ parts }) => {
    const [part] = parts;
    return part !== undefined && "column" in part && part.column === first;
  });
  const [index] = others;
  const isOnly = others.length === 1 && index !== undefined && serves(index) && isNamed(index);
  return isOnly && before.indexes.some((each) => equalData(each, index)) ? index : undefined;
}

/** DROP of a foreign key and of the index that the server made for it, which would stay. */
export function dropForeignKey(
  key: ForeignKey,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  const { quote } = spelling;
  if (key.name === undefined) {
    throw refused(`drop the foreign key on "${key.columns.join('", "')}"`, "its name is not known");
  }
  const index = scene !== undefined && hasOwnIndex(key, scene.before, spelling) &&
    !isNeeded(key, scene);
  return {
    clauses: [
      `DROP FOREIGN KEY ${quote(key.name)}`,
      ...(index ? [`DROP INDEX ${quote(key.name)}`] : []),
    ],
    columns: columnsOf(key, scene),
    keys: { [key.name]: "changed" },
  };
}

/** There is no statement that renames a foreign key. */
export function renameForeignKey(
  key: ForeignKey,
  to: string,
  { scene, spelling }: { readonly scene: Scene; readonly spelling: Spelling },
): Alteration {
  const { quote } = spelling;
  const from = quote(key.name!);
  const stays = hasOwnIndex(key, scene.table, spelling);
  const index = stays ? `RENAME INDEX ${from} TO ${quote(to)}` : `DROP INDEX ${from}`;
  return {
    clauses: [
      `DROP FOREIGN KEY ${from}`,
      ...(hasOwnIndex(key, scene.before, spelling) ? [index] : []),
      `ADD ${constraintClause({ ...key, name: to }, spelling)}`,
    ],
    columns: columnsOf(key, scene),
    keys: { [key.name!]: "changed", [to]: "changed" },
  };
}

/** A key that the table's own foreign key refers to has to be there before it, and to go after it. */
function columnsOf(
  { columns, references, referencedColumns }: ForeignKey,
  scene: Scene | undefined,
): Readonly<Record<string, Role>> {
  const isOwn = scene !== undefined && sameName(references, scene.table);
  return { ...roles(columns, "referring"), ...roles(isOwn ? referencedColumns : [], "referred") };
}

/**
 * Parts that make the indexes which foreign keys of the table are left without when another one goes:
 * the server made theirs go when that came.
 */
export function givenBack(
  operation: TableChange,
  scene: Scene | undefined,
  spelling: Spelling,
): readonly string[] {
  if (scene === undefined || scene.table.foreignKeys.length === 0) return [];
  const after = fitTable(scene.table, operation);
  return scene.table.foreignKeys.filter((key) =>
    !hasOwnIndex(key, scene.table, spelling) && hasOwnIndex(key, after, spelling) &&
    !scene.isLeaving(key)
  ).map((key) =>
    `ADD INDEX ${spelling.quote(key.name!)} ${columnList(key.columns, spelling.quote)}`
  );
}

/**
 * Whether the index that the server made for a foreign key is there. It makes one, called as the key,
 * where no other key begins with the same columns, and drops it when such a key is added
 * (https://dev.mysql.com/doc/refman/9.4/en/create-table-foreign-keys.html). A descending column
 * serves a foreign key on MariaDB only.
 */
export function hasOwnIndex(
  key: ForeignKey,
  table: Table,
  { mariadb }: Pick<Spelling, "mariadb">,
): boolean {
  const serving = (part: KeyPart): string =>
    "column" in part && part.length === undefined && (mariadb || !part.descending)
      ? part.column
      : "";
  const keys = [...(table.primaryKey === undefined ? [] : [table.primaryKey]), ...table.uniques]
    .map(({ columns, details }) =>
      columns.map((column) =>
        serving(details?.find((detail) => detail.column === column) ?? { column })
      )
    );
  const indexes = table.indexes.filter(({ method }) => method === undefined)
    .map(({ parts }) => parts.map(serving));
  return key.name !== undefined && table.foreignKeys.some(({ name }) => name === key.name) &&
    ![...keys, ...indexes].some((columns) => beginsWith(columns, key.columns));
}

/** Whether another foreign key leans on the index. */
function isNeeded(key: ForeignKey, { table, schema }: Scene): boolean {
  const leans = (columns: readonly string[]) => beginsWith(key.columns, columns);
  return table.foreignKeys.some((other) => other.name !== key.name && leans(other.columns)) ||
    schema.tables.some(({ foreignKeys }) =>
      foreignKeys.some((other) =>
        other.name !== key.name && sameName(other.references, table) &&
        leans(other.referencedColumns)
      )
    );
}

function beginsWith(list: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => list[index]?.toLowerCase() === name.toLowerCase());
}

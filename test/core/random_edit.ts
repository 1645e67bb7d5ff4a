import type {
  Model,
  ModelColumn,
  ModelTable,
  ModelTrigger,
  ModelView,
  Text,
} from "./random_model.ts";

/** Numbers that an edit chooses with, each taken modulo what there is to choose from. */
export interface Choice {
  readonly edit: number;
  readonly table: number;
  readonly other: number;
  readonly column: number;
  readonly second: number;
  readonly name: number;
  readonly flag: boolean;
}

const tableNames = ["a", "b", "users", "Order", "we ird", "teams", 'x"y', "items", "ärzte", "t"];
const columnNames = ["id", "name", "Email", "order", "a b", "x", "y", "age", "total", 'q"t', "b"];
const types = ["INTEGER", "TEXT", "REAL", "BLOB", "INT"];
const defaults = ["0", "'x'", "NULL", "-1.5", "'it''s'", "CURRENT_TIMESTAMP", "1 + 1"];
const conditions = [
  "{0} IS NOT 7",
  "{0} <> 'a b' OR {1} IS NULL",
  "length({0}) < 99",
  "{1} IS NOT {0}",
];
const formulas = ["{0} || 'x'", "coalesce({0}, 'order')", "lower({0})", "{0} || {1}"];
const actions = ["fail", "ignore", "replace", "rollback", undefined] as const;
const constraintNames = ["c1", "c2", "C 3", "t_name_key", undefined, undefined];
const indexNames = ["i1", "i2", "i3", "Idx 4", "i5", "i6"];

let ids = 0;

/** Carries out an edit, as far as it makes sense; nothing where it makes none. */
export function editModel(model: Model, choice: Choice): void {
  const table = pick(model.tables, choice.table);
  if (table === undefined || choice.edit % 8 === 0 && model.tables.length < 5) {
    return addTable(model, choice);
  }
  const edits = [...tableEdits, ...columnEdits, ...keyEdits, ...objectEdits];
  edits[choice.edit % edits.length]!(model, table, choice);
  for (const { options, columns, primaryKey, uniques } of model.tables) {
    // A strict table wants defaults of the column's type.
    if (options["strict"] === true) { for (const column of columns) column.default = undefined; }
    // SQLite 3.53 cannot rename a column of the primary key there that is in another key as well.
    const isTwice = (column: ModelColumn) =>
      options["without_rowid"] === true && primaryKey!.columns.includes(column);
    keep(uniques, (unique) => !unique.columns.some(isTwice));
    for (const column of columns) {
      const isKey = primaryKey?.columns.length === 1 && primaryKey.columns[0] === column;
      const isRowid = isKey && column.type === "INTEGER" && options["without_rowid"] !== true;
      if (!isRowid) column.numbered = false;
    }
  }
}

type Edit = (model: Model, table: ModelTable, choice: Choice) => void;

const tableEdits: readonly Edit[] = [
  (model, table) => dropTable(model, table),
  (model, table, choice) => {
    const name = freeTableName(model, choice.name);
    if (name !== undefined) table.name = name;
  },
  (model, table, choice) => swapNames(table, pick(model.tables, choice.other)!),
  (_model, table, { flag }) => {
    const { strict: _strict, ...rest } = table.options;
    table.options = flag ? { ...rest, strict: true } : rest;
    for (const column of table.columns) if (flag) column.collation = undefined;
  },
  (_model, table) => {
    const { without_rowid: had, ...rest } = table.options;
    if (had === true) table.options = rest;
    else if (table.primaryKey !== undefined) table.options = { ...rest, without_rowid: true };
  },
];

const columnEdits: readonly Edit[] = [
  (_model, table, choice) => {
    const name = freeColumnName(table, choice.name);
    if (name === undefined) return;
    const column = makeColumn(name, choice);
    table.columns.splice(choice.flag ? table.columns.length : choice.second, 0, column);
  },
  (_model, table, choice) => {
    const name = freeColumnName(table, choice.name);
    const read = pick(plainColumns(table), choice.column);
    if (name === undefined || read === undefined) return;
    const text = makeText(formulas, { ...choice, second: choice.column }, [read]);
    const generated = { text, stored: choice.flag };
    const column = {
      ...makeColumn(name, choice),
      type: "TEXT",
      nullable: true,
      default: undefined,
    };
    table.columns.splice(choice.second, 0, { ...column, generated });
  },
  (model, table, choice) => dropColumn(model, table, pick(table.columns, choice.column)!),
  (_model, table, choice) => {
    const name = freeColumnName(table, choice.name);
    if (name !== undefined) pick(table.columns, choice.column)!.name = name;
  },
  (_model, table, choice) =>
    swapNames(pick(table.columns, choice.column)!, pick(table.columns, choice.second)!),
  (_model, table, choice) => {
    const column = pick(plainColumns(table), choice.column)!;
    column.type = pick(types, choice.name)!;
  },
  (_model, table, choice) => {
    const column = pick(plainColumns(table), choice.column)!;
    column.nullable = choice.flag;
  },
  (_model, table, choice) => {
    const column = pick(plainColumns(table), choice.column)!;
    column.default = choice.flag ? pick(defaults, choice.name) : undefined;
  },
  (_model, table, choice) => {
    const column = pick(table.columns, choice.column)!;
    const others = plainColumns(table).filter((other) => other !== column);
    if (column.generated !== undefined) {
      if (choice.flag) column.generated = undefined;
      else column.generated.text = makeText(formulas, choice, others);
    } else if (others.length > 0 && !isKeyed(table, column) && !isRead(table, column)) {
      column.type = "TEXT";
      column.default = undefined;
      column.nullable = true;
      column.generated = { text: makeText(formulas, choice, others), stored: choice.flag };
    }
  },
  (_model, table, choice) => {
    const column = pick(plainColumns(table), choice.column)!;
    column.collation = choice.flag ? "NOCASE" : undefined;
  },
  (_model, table, choice) => {
    // Taken away again where there is no such key.
    const [column] = table.primaryKey?.columns ?? [];
    if (column !== undefined) column.numbered = choice.flag;
  },
  (_model, table, choice) => {
    pick(plainColumns(table), choice.column)!.onNull = pick(actions, choice.name);
  },
  (_model, table, choice) => {
    const [column] = table.columns.splice(choice.column % table.columns.length, 1);
    table.columns.splice(choice.second, 0, column!);
  },
];

const keyEdits: readonly Edit[] = [
  (_model, table, choice) => {
    if (table.options["without_rowid"] === true) return;
    const columns = pickSome(plainColumns(table), choice);
    if (isKey(table, columns)) return;
    const name = pick(constraintNames, choice.name);
    table.primaryKey = choice.flag && isFreeConstraint(table, name) ? { name, columns } : undefined;
  },
  (_model, table, choice) => {
    const name = pick(constraintNames, choice.name);
    const columns = pickSome(table.columns, choice);
    if (isKey(table, columns)) return;
    if (isFreeConstraint(table, name)) table.uniques.push({ name, columns });
  },
  (_model, table, choice) => void table.uniques.splice(choice.column % 3, 1),
  (_model, table, choice) => {
    const unique = pick(table.uniques, choice.second);
    const name = pick(constraintNames, choice.name);
    const columns = pickSome(table.columns, choice);
    if (unique === undefined) return;
    if (isKey(table, columns)) return;
    unique.descending = choice.other % 2 === 1;
    unique.onConflict = pick(actions, choice.other);
    if (choice.flag) unique.columns = columns;
    else if (isFreeConstraint(table, name)) unique.name = name;
  },
  (_model, table, choice) => {
    const name = pick(constraintNames, choice.name);
    const text = makeText(conditions, choice, table.columns);
    if (isFreeConstraint(table, name) && isNewCheck(table, text)) table.checks.push({ name, text });
  },
  (_model, table, choice) => void table.checks.splice(choice.column % 3, 1),
  (_model, table, choice) => {
    const check = pick(table.checks, choice.second);
    const name = pick(constraintNames, choice.name);
    const text = makeText(conditions, choice, table.columns);
    if (check === undefined || !isNewCheck(table, text)) return;
    if (choice.flag) check.text = text;
    else if (isFreeConstraint(table, name)) check.name = name;
  },
  (model, table, choice) => {
    const other = pick(model.tables, choice.other)!;
    const name = pick(constraintNames, choice.name);
    const column = pick(plainColumns(table), choice.column)!;
    if (!isFreeConstraint(table, name)) return;
    if (table.foreignKeys.some(({ columns }) => columns[0] === column)) return;
    table.foreignKeys.push({
      name,
      columns: [column],
      table: other,
      referenced: [pick(plainColumns(other), choice.second)!],
      onDelete: choice.flag ? "cascade" : undefined,
      deferrable: choice.flag ? undefined : "deferred",
    });
  },
  (_model, table, choice) => void table.foreignKeys.splice(choice.column % 3, 1),
  (_model, table, choice) => {
    const key = pick(table.foreignKeys, choice.second);
    if (key !== undefined) key.onDelete = choice.flag ? "set null" : undefined;
  },
  (model, table, choice) => {
    const name = freeIndexName(model, choice.name);
    if (name === undefined) return;
    const parts = choice.flag
      ? pickSome(table.columns, choice)
      : [makeText(formulas, choice, table.columns), pick(table.columns, choice.column)!];
    const where = choice.second % 3 === 0 ? makeText(conditions, choice, table.columns) : undefined;
    table.indexes.push({ name, unique: choice.second % 4 === 0, parts, where });
  },
  (_model, table, choice) => void table.indexes.splice(choice.column % 3, 1),
  (model, table, choice) => {
    const index = pick(table.indexes, choice.second);
    if (index === undefined) return;
    const name = freeIndexName(model, choice.name);
    index.descending = choice.other % 2 === 1;
    index.collation = choice.other % 3 === 1 ? "RTRIM" : undefined;
    if (choice.flag && name !== undefined) index.name = name;
    else index.parts = pickSome(table.columns, choice);
  },
  (model, table, choice) => {
    // The name moves to an index of another table.
    const index = pick(table.indexes, choice.second);
    const other = pick(model.tables, choice.other)!;
    if (index === undefined || other === table) return;
    table.indexes.splice(table.indexes.indexOf(index), 1);
    other.indexes.push({ ...index, parts: pickSome(other.columns, choice), where: undefined });
  },
];

const objectEdits: readonly Edit[] = [
  (model, table, choice) => {
    const name = freeTableName(model, choice.name);
    if (name === undefined) return;
    const source = pick([table, ...model.views], choice.other)!;
    const columns = source === table ? table.columns : (source as ModelView).columns;
    model.views.push({ id: ids++, name, source, columns: pickSome(columns, choice) });
  },
  (model, _table, choice) => {
    const view = pick(model.views, choice.other);
    if (view !== undefined) dropView(model, view);
  },
  (model, _table, choice) => {
    const view = pick(model.views, choice.other);
    const name = freeTableName(model, choice.name);
    if (view !== undefined && name !== undefined) view.name = name;
  },
  (model, table, choice) => {
    const name = ["tr1", "tr2", "Tr 3"][choice.name % 3]!;
    if (model.triggers.some((trigger) => trigger.name === name)) return;
    const reads = pick(model.tables, choice.other)!;
    const column = pick(reads.columns, choice.column)!;
    const on = choice.flag ? pick(model.views, choice.second) ?? table : table;
    model.triggers.push({ id: ids++, name, table: on, reads, column, note: choice.second });
  },
  (model, _table, choice) => void model.triggers.splice(choice.column % 3, 1),
  (model, _table, choice) => {
    const trigger = pick(model.triggers, choice.other);
    if (trigger !== undefined) trigger.note = choice.second;
  },
];

function addTable(model: Model, choice: Choice): void {
  const name = freeTableName(model, choice.name);
  if (name === undefined) return;
  const table: ModelTable = {
    id: ids++,
    name,
    columns: [],
    primaryKey: undefined,
    uniques: [],
    checks: [],
    foreignKeys: [],
    indexes: [],
    options: {},
  };
  for (let index = 0; index <= choice.second % 4; index++) {
    const free = freeColumnName(table, choice.column + index * 3)!;
    table.columns.push(makeColumn(free, { ...choice, second: choice.second + index }));
  }
  const [first] = table.columns;
  if (choice.flag) table.primaryKey = { name: undefined, columns: [first!] };
  first!.numbered = choice.flag && first!.type === "INTEGER" && choice.name % 2 === 0;
  model.tables.push(table);
}

function makeColumn(name: string, { second, flag, other }: Choice): ModelColumn {
  return {
    id: ids++,
    name,
    type: pick(types, second)!,
    nullable: flag || other % 2 === 0,
    default: other % 3 === 0 ? pick(defaults, second) : undefined,
    generated: undefined,
    collation: undefined,
  };
}

function makeText(
  forms: readonly string[],
  { name, column, second }: Choice,
  columns: readonly ModelColumn[],
): Text {
  const form = pick(forms, name)!;
  const chosen = [pick(columns, column)!, pick(columns, second)!];
  return { form, columns: form.includes("{1}") ? chosen : chosen.slice(0, 1) };
}

function dropTable(model: Model, table: ModelTable): void {
  model.tables.splice(model.tables.indexOf(table), 1);
  for (const other of model.tables) {
    other.foreignKeys = other.foreignKeys.filter((key) => key.table !== table);
  }
  for (const view of model.views.filter((view) => view.source === table)) dropView(model, view);
  keep(model.triggers, (trigger) => trigger.table !== table && trigger.reads !== table);
}

function dropView(model: Model, view: ModelView): void {
  keep(model.views, (other) => other !== view);
  keep(model.triggers, ({ table }) => table !== view);
  for (const other of model.views.filter(({ source }) => source === view)) dropView(model, other);
}

function dropColumn(model: Model, table: ModelTable, column: ModelColumn): void {
  const rest = plainColumns(table).filter((other) => other !== column);
  if (rest.length === 0 || isRead(table, column)) return;
  if (table.options["without_rowid"] === true && table.primaryKey?.columns.includes(column)) return;
  const without = (columns: readonly ModelColumn[]) => !columns.includes(column);
  table.columns = table.columns.filter((other) => other !== column);
  if (table.primaryKey?.columns.includes(column)) table.primaryKey = undefined;
  table.uniques = table.uniques.filter(({ columns }) => without(columns));
  table.checks = table.checks.filter(({ text }) => without(text.columns));
  for (const other of model.tables) {
    other.foreignKeys = other.foreignKeys.filter((key) =>
      without(key.columns) && without(key.referenced)
    );
  }
  table.indexes = table.indexes.filter(({ parts, where }) =>
    parts.every((part) => "form" in part ? without(part.columns) : part !== column) &&
    without(where?.columns ?? [])
  );
  for (const view of model.views.filter(({ columns }) => columns.includes(column))) {
    dropView(model, view);
  }
  keep(model.triggers, (trigger: ModelTrigger) => trigger.column !== column);
}

function isKeyed(table: ModelTable, column: ModelColumn): boolean {
  return table.primaryKey?.columns.includes(column) === true ||
    table.foreignKeys.some(({ columns }) => columns.includes(column));
}

/** Whether a generated column reads the column. */
function isRead(table: ModelTable, column: ModelColumn): boolean {
  return table.columns.some(({ generated }) => generated?.text.columns.includes(column));
}

function plainColumns(table: ModelTable): readonly ModelColumn[] {
  return table.columns.filter(({ generated }) => generated === undefined);
}

function swapNames(one: { name: string }, other: { name: string }): void {
  [one.name, other.name] = [other.name, one.name];
}

function freeTableName({ tables, views }: Model, number: number): string | undefined {
  const taken = [...tables, ...views].map(({ name }) => name);
  return pick(tableNames.filter((name) => !taken.includes(name)), number);
}

function freeColumnName({ columns }: ModelTable, number: number): string | undefined {
  return pick(columnNames.filter((name) => !columns.some((each) => each.name === name)), number);
}

function freeIndexName({ tables }: Model, number: number): string | undefined {
  const taken = tables.flatMap(({ indexes }) => indexes.map(({ name }) => name));
  return pick(indexNames.filter((name) => !taken.includes(name)), number);
}

function isFreeConstraint(table: ModelTable, name: string | undefined): boolean {
  const { primaryKey, uniques, checks, foreignKeys } = table;
  const all = [...(primaryKey ? [primaryKey] : []), ...uniques, ...checks, ...foreignKeys];
  return name === undefined || all.every((each) => each.name !== name);
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

/** Where a key says the same as another one, SQLite 3.53 cannot rename its columns. */
function isKey({ primaryKey, uniques }: ModelTable, columns: readonly ModelColumn[]): boolean {
  const keys = primaryKey === undefined ? uniques : [primaryKey, ...uniques];
  return keys.some((key) => isSameList(key.columns, columns));
}

function isNewCheck({ checks }: ModelTable, { form, columns }: Text): boolean {
  return !checks.some(({ text }) => text.form === form && isSameList(text.columns, columns));
}

function pick<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % items.length];
}

function pickSome(columns: readonly ModelColumn[], { column, second }: Choice): ModelColumn[] {
  return [...new Set([pick(columns, column)!, ...(second % 2 ? [pick(columns, second)!] : [])])];
}

function keep<Item>(items: Item[], isKept: (item: Item) => boolean): void {
  items.splice(0, items.length, ...items.filter(isKept));
}

import type { ForeignKeyModel, Models, TableModel } from "./models.ts";

/** Whether models are of a release before 1, which names and spells things in another way. */
export function isBeforeFirst(version: string): boolean {
  return version.startsWith("0.");
}

/** Models with the names that their release gives to what they leave without one. */
export function nameByRelease(models: Models): Models {
  return isBeforeFirst(models.version)
    ? models
    : { ...models, tables: models.tables.map((table) => nameTable(table, models.dialect)) };
}

function nameTable(table: TableModel, dialect: string): TableModel {
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.unique?.name === "" && dialect === "mysql"
        ? { ...column, unique: { ...column.unique, name: `${column.name}_unique` } }
        : column
    ),
    primaryKeys: table.primaryKeys.map((key) =>
      key.isNamed
        ? key
        : { ...key, name: dialect === "postgres" ? `${table.name}_pkey` : `${table.name}_pk` }
    ),
    uniques: table.uniques.map((key) => {
      if (key.isNamed) return key;
      const name = `${key.columns.join("_")}_unique`;
      return { ...key, name: dialect === "mysql" ? name : `${table.name}_${name}` };
    }),
    foreignKeys: table.foreignKeys.map((key) =>
      key.isNamed ? key : { ...key, name: nameForeignKey(key, table.name, dialect) }
    ),
  };
}

function nameForeignKey(key: ForeignKeyModel, table: string, dialect: string): string {
  const parts = [table, ...key.columns, key.table.name, ...key.foreignColumns].join("_");
  if (dialect === "sqlite") return `fk_${parts}_fk`;
  const whole = `${parts}_fkey`;
  if (whole.length <= 63) return whole;
  return table.length < 45 ? `${table}_${digest(whole)}_fkey` : `${digest(whole)}_fkey`;
}

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Twelve letters that stand for a name that is too long: a polynomial in 53, to the base 62. */
function digest(text: string): string {
  const base = BigInt(digits.length);
  const limit = base ** 12n;
  let power = 1n;
  let sum = 0n;
  for (const letter of text) {
    sum = (sum + BigInt(letter.codePointAt(0) ?? 0) * power) % limit;
    power = power * 53n % limit;
  }
  let found = "";
  for (let count = 0; count < 12; count++) {
    found = digits[Number(sum % base)] + found;
    sum /= base;
  }
  return found;
}

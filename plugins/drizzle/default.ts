import { withoutParentheses } from "./index_part.ts";
import type { ColumnModel, DefaultModel, ValueModel } from "./models.ts";
import { isBeforeFirst } from "./release.ts";

/** Text as a literal of SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const lastCast = /::[\w ]+(?:\(\d+\))?\[\]$/;

/** As `drizzle-kit` spells it, so that a database that it made shows no difference. */
export function postgresDefault(
  column: ColumnModel,
  model: DefaultModel,
  version: string,
): string {
  const { type } = column;
  if ("sql" in model) {
    // From release 1 on, the tool casts arrays to the type of the column.
    return lastCast.test(model.sql) && type.endsWith("]") && !isBeforeFirst(version)
      ? model.sql.replace(lastCast, `::${type}`)
      : model.sql;
  }
  const { value, driver } = model;
  const lower = type.toLowerCase();
  if (value.kind === "string") {
    if (!lower.startsWith("json")) return literal(value.text);
    return literal(isBeforeFirst(version) ? json(value.text) : JSON.stringify(value.text));
  }
  if (lower === "json" || lower === "jsonb") return `${literal(value.text)}::${lower}`;
  if (value.kind === "date") return literal(dateText(value.text, lower));
  if (value.kind === "array" && lower.endsWith("]")) {
    const array = literal(arrayText(value, lower.split("[")[0]!));
    return isBeforeFirst(version) || column.enum !== undefined ? array : `${array}::${type}`;
  }
  if (value.kind === "number") {
    const isText = lower.startsWith("numeric") && !isBeforeFirst(version);
    return isText ? literal(value.text) : value.text;
  }
  return value.kind === "boolean" ? value.text : driverText(value, driver, (hex) => `'\\x${hex}'`);
}

/** Text that is no JSON is the text that JSON is to hold. */
function json(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

function driverText(
  value: ValueModel,
  driver: ValueModel | undefined,
  bytes: (hex: string) => string,
): string {
  if (value.kind === "bytes") return bytes(value.text);
  if (driver === undefined) return literal(value.text);
  return driver.kind === "string" ? literal(driver.text) : driver.text;
}

function dateText(iso: string, type: string): string {
  if (type === "date") return iso.slice(0, 10);
  return type === "timestamp" ? iso.replace("T", " ").slice(0, 23) : iso;
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayText({ items }: ValueModel & { readonly kind: "array" }, type: string): string {
  return `{${items.map((item) => itemText(item, type)).join(",")}}`;
}

function itemText(item: ValueModel, type: string): string {
  switch (item.kind) {
    case "number":
    case "boolean":
      return item.text;
    case "array":
      return type.startsWith("json") ? quoted(item.text) : arrayText(item, type);
    case "date":
      return quoted(dateText(item.text, type));
    case "json":
      return item.text === "null" ? "NULL" : quoted(item.text);
    case "string":
      return quoted(item.text);
    case "bytes":
      return quoted(`\\x${item.text}`);
  }
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** As `drizzle-kit` spells it, with texts in the parentheses that MySQL wants around theirs. */
export function mysqlDefault(
  { type }: ColumnModel,
  model: DefaultModel,
  version: string,
): string {
  if ("sql" in model) return model.sql;
  const { value, driver } = model;
  const lower = type.toLowerCase();
  const spelled = () => {
    if (value.kind === "string") {
      const isNumber = lower.startsWith("decimal") && !isBeforeFirst(version);
      return isNumber ? `(${value.text})` : mysqlLiteral(value.text);
    }
    if (lower === "json") return mysqlLiteral(value.text);
    if (value.kind === "date") {
      if (/^(?:datetime|timestamp)/.test(lower)) {
        return literal(value.text.replace("T", " ").slice(0, 23));
      }
      return literal(lower === "date" ? value.text.slice(0, 10) : driver?.text ?? value.text);
    }
    return value.kind === "number" || value.kind === "boolean"
      ? value.text
      : driverText(value, driver, (hex) => `x'${hex}'`);
  };
  return /^(?:tiny|medium|long)?(?:blob|text)\b|^json$/.test(lower) ? `(${spelled()})` : spelled();
}

function mysqlLiteral(text: string): string {
  return literal(text.replaceAll("\\", "\\\\"));
}

/** As `drizzle-kit` spells it: objects, dates among them, as JSON. */
export function sqliteDefault(_column: ColumnModel, model: DefaultModel): string {
  if ("sql" in model) return withoutParentheses(model.sql);
  const { value } = model;
  switch (value.kind) {
    case "number":
    case "boolean":
      return value.text;
    case "date":
      return literal(JSON.stringify(value.text));
    case "bytes":
      return `x'${value.text}'`;
    default:
      return literal(value.text);
  }
}

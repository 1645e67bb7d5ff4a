import type { Operation } from "../../core/operation.ts";
import { type Column, constraintsOf, type Index, type Table } from "../../core/schema.ts";
import { quoteName } from "../ddl.ts";
import { placeClause } from "./alter_table.ts";
import { columnDefinition, constraintClause, indexClause } from "./definition.ts";
import { namesIn } from "./expression.ts";
import { refused, type Spelling } from "./spelling.ts";

/**
 * The statements that change a column whose values an expression gives. The values are computed into
 * a column beside it, which then takes its name, its place and its keys in one statement, since a
 * MODIFY would convert the old values in its own way first.
 *
 * @throws {WhimbrelError} `refused_statement` where something leans on the column that a new one
 * cannot take over.
 */
export function convertColumn(
  { to, using }: Extract<Operation, { readonly kind: "alter_column" }>,
  table: Table,
  spelling: Spelling,
): readonly string[] {
  const { quote } = spelling;
  refuseDependents(to, table);
  const fresh = freeName(`whimbrel_new_${to.name}`.slice(0, 60), table);
  const draft = beside(to, fresh);
  // UPDATE would set them to the time of the migration.
  const kept = table.columns.filter(({ name, onUpdate }) => onUpdate && name !== to.name)
    .map(({ name }) => `, ${quote(name)} = ${quote(name)}`);
  const keys = keysOn(to.name, table);
  const at = table.columns.findIndex(({ name }) => name === to.name);
  const place = at === 0 ? " FIRST" : placeClause(table.columns, at, spelling);
  const alter = `ALTER TABLE ${quoteName(table, quote)}`;
  return [
    `${alter} ADD COLUMN ${columnDefinition(draft, spelling)}`,
    `UPDATE ${quoteName(table, quote)} SET ${quote(fresh)} = (${using})${kept.join("")}`,
    `${alter} ${
      [
        ...keys.map((key) =>
          "kind" in key && key.kind === "primary_key"
            ? "DROP PRIMARY KEY"
            : `DROP INDEX ${quote(key.name!)}`
        ),
        `DROP COLUMN ${quote(to.name)}`,
        `CHANGE COLUMN ${quote(fresh)} ${columnDefinition(to, spelling)}${place}`,
        ...keys.map((key) =>
          `ADD ${"kind" in key ? constraintClause(key, spelling) : indexClause(key, spelling)}`
        ),
      ].join(", ")
    }`,
  ];
}

/** The column while it stands beside the old one: nothing is in it yet. */
function beside(column: Column, name: string): Column {
  const { type, charset, collation } = column;
  return {
    name,
    type,
    nullable: true,
    ...(charset === undefined ? {} : { charset }),
    ...(collation === undefined ? {} : { collation }),
  };
}

function keysOn(name: string, table: Table) {
  const keys = [...(table.primaryKey === undefined ? [] : [table.primaryKey]), ...table.uniques]
    .filter(({ columns }) => columns.includes(name));
  const indexes = table.indexes.filter(({ parts }) =>
    parts.some((part) =>
      "column" in part ? part.column === name : namesIn(part.expression).has(name)
    )
  );
  return [...keys, ...indexes] as readonly ((typeof keys)[number] | Index)[];
}

function refuseDependents({ name, identity, generated }: Column, table: Table): void {
  const what = `compute new values for the column "${name}"`;
  if (identity !== undefined || generated !== undefined) {
    throw refused(what, "the server itself gives its values");
  }
  const leaning = constraintsOf(table).find((constraint) =>
    constraint.kind === "foreign_key" && constraint.columns.includes(name) ||
    constraint.kind === "check" && namesIn(constraint.expression).has(name)
  );
  const computed = table.columns.find((column) =>
    namesIn(column.generated?.expression ?? "").has(name)
  );
  const other = leaning?.name ?? computed?.name;
  if (other === undefined) return;
  throw refused(what, `"${other}" is on it`, "drop that before, and make it again after");
}

function freeName(wish: string, { columns }: Table): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = wish;
  while (taken.has(name.toLowerCase())) name += "_";
  return name;
}

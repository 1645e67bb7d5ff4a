import type { Table } from "../../core/schema.ts";
import { commentOf, findModel, isKey, type Models, onDelete, spell, tableName } from "./columns.ts";
import type { FieldDescription, ModelDescription } from "./description.ts";
import { indexName } from "./names.ts";
import { spellType } from "./types.ts";

/** The table behind a many-to-many relation: two references, related once at most. */
export function throughTable(model: ModelDescription, field: FieldDescription, all: Models): Table {
  const { options } = field;
  const other = findModel(`${model.name}.${field.name}`, field.to!, all);
  const forward = String(options["forwardKey"] ?? `${other.name.toLowerCase()}_id`);
  const usual = `${model.table}_id`;
  const backward = String(
    options["backwardKey"] ?? (usual === forward ? `${model.table}_rel_id` : usual),
  );
  const name = String(options["through"] ?? `${model.table}_${other.table}`);
  const sides = [{ column: backward, of: model }, { column: forward, of: other }];
  const isUnique = options["unique"] !== false;
  const unique = {
    name: indexName("uidx", name, [backward, forward]),
    columns: [backward, forward],
  };
  const { schema } = tableName(model, all);
  return {
    ...(schema === undefined ? { name } : { schema, name }),
    columns: sides.map(({ column, of }) => {
      const { typed } = spell(of, of.fields.find(isKey)!, all);
      const type = spellType(typed.fieldType, typed.options, all.dialect);
      return { name: column, type, nullable: false };
    }),
    // What is a unique index elsewhere is one and the same thing as a constraint in MySQL.
    uniques: isUnique && all.dialect === "mysql" ? [{ kind: "unique", ...unique }] : [],
    foreignKeys: options["dbConstraint"] === false ? [] : sides.map(({ column, of }) => ({
      kind: "foreign_key",
      columns: [column],
      references: tableName(of, all),
      referencedColumns: [spell(of, of.fields.find(isKey)!, all).column],
      ...onDelete(field),
    })),
    checks: [],
    exclusions: [],
    indexes: isUnique && all.dialect !== "mysql"
      ? [{ name: unique.name, unique: true, parts: unique.columns.map((column) => ({ column })) }]
      : [],
    options: {},
    ...commentOf(options["description"], all),
  };
}

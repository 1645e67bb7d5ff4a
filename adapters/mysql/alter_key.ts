import type { TableChange } from "../../core/apply_table.ts";
import { equalData } from "../../core/schema_order.ts";
import { type Constraint, constraintsOf, type Index, type Table } from "../../core/schema.ts";
import { type Alteration, type Role, roles } from "./alteration.ts";
import { constraintClause, indexClause } from "./definition.ts";
import { namesIn } from "./expression.ts";
import { addForeignKey, dropForeignKey, renameForeignKey, type Scene } from "./foreign_key.ts";
import { refused, type Spelling } from "./spelling.ts";

type Of<Kind extends TableChange["kind"]> = Extract<TableChange, { readonly kind: Kind }>;

/** Shows or hides an index, or makes it anew. */
export function alterIndex(
  { from, to }: Of<"alter_index">,
  spelling: Spelling,
): readonly Alteration[] {
  const { quote, mariadb } = spelling;
  const name = quote(from.name);
  const columns = { ...columnsOfIndex(from), ...columnsOfIndex(to) };
  const keys = { [from.name]: "changed", ...fulltextOnce(to) } as const;
  const { invisible: _before, ...was } = from;
  const { invisible, ...will } = to;
  if (equalData(was, will)) {
    const [shown, hidden] = mariadb ? ["NOT IGNORED", "IGNORED"] : ["VISIBLE", "INVISIBLE"];
    return [{ clauses: [`ALTER INDEX ${name} ${invisible ? hidden : shown}`], columns, keys }];
  }
  const drop = `DROP INDEX ${name}`;
  const add = `ADD ${indexClause(to, spelling)}`;
  return isReset(from, to)
    ? [{ clauses: [drop], columns, keys }, { clauses: [add], columns, keys }]
    : [{ clauses: [drop, add], columns, keys }];
}

/** At once the server would take both for the same index, and keep the parser and the block size. */
function isReset(from: Pick<Index, "options">, to: Pick<Index, "options">): boolean {
  return ["parser", "key_block_size"].some((name) => from.options?.[name] !== to.options?.[name]);
}

/** InnoDB makes one full-text index at a time. */
export function fulltextOnce({ method }: Index): Readonly<Record<string, Role>> {
  return method === "fulltext" ? { "\0fulltext": "changed" } : {};
}

/** Renames an index or a unique constraint, which are one. */
export function renameKey(
  { from, to }: { readonly from: string; readonly to: string },
  { quote }: Spelling,
): Alteration {
  return {
    clauses: [`RENAME INDEX ${quote(from)} TO ${quote(to)}`],
    keys: { [from]: "renamed", [to]: "renamed" },
  };
}

/** ADD with a constraint. */
export function addConstraint(
  constraint: Constraint,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  if (constraint.kind === "foreign_key") return addForeignKey(constraint, scene, spelling);
  return {
    clauses: [`ADD ${constraintClause(constraint, spelling)}`],
    columns: columnsOf(constraint, scene?.table),
    keys: { [keyName(constraint)]: "added" },
  };
}

/**
 * DROP of a constraint, by the word that its kind takes.
 *
 * @throws {WhimbrelError} `refused_statement` for one whose name is not known.
 */
export function dropConstraint(
  constraint: Constraint,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  const { quote } = spelling;
  if (constraint.kind === "foreign_key") return dropForeignKey(constraint, scene, spelling);
  const columns = columnsOf(constraint, scene?.table);
  const keys = { [keyName(constraint)]: "dropped" } as const;
  if (constraint.kind === "primary_key") return { clauses: ["DROP PRIMARY KEY"], columns, keys };
  if (constraint.name === undefined) {
    throw refused(
      `drop the ${constraint.kind} constraint on "${Object.keys(columns).join('", "')}"`,
      "its name is not known",
    );
  }
  const words = constraint.kind === "unique" ? "INDEX" : "CONSTRAINT";
  return { clauses: [`DROP ${words} ${quote(constraint.name)}`], columns, keys };
}

/** Puts a constraint, that is no foreign key, in the place of another. */
export function alterConstraint(
  { from, to }: Of<"alter_constraint">,
  spelling: Spelling,
): readonly Alteration[] {
  const { mariadb, quote } = spelling;
  if (from.kind === "check" && to.kind === "check" && !mariadb && from.name !== undefined) {
    const { notEnforced: _before, ...was } = from;
    const { notEnforced, ...will } = to;
    if (equalData(was, will)) {
      const enforced = notEnforced ? "NOT ENFORCED" : "ENFORCED";
      return [{ clauses: [`ALTER CHECK ${quote(from.name)} ${enforced}`] }];
    }
  }
  const dropped = dropConstraint(from, undefined, spelling);
  const added = addConstraint(to, undefined, spelling);
  if (from.kind === "unique" && to.kind === "unique" && isReset(from, to)) {
    const keys = { [from.name ?? ""]: "changed" } as const;
    return [{ ...dropped, keys }, { ...added, keys }];
  }
  return [together(dropped, added)];
}

/** Renames a constraint, which takes making it anew where it is no key. */
export function renameConstraint(
  { constraint: kind, from, to }: Of<"rename_constraint">,
  scene: Scene | undefined,
  spelling: Spelling,
): Alteration {
  // The primary key is called PRIMARY whatever a statement says.
  if (kind === "primary_key") return { clauses: [] };
  if (kind === "unique") return renameKey({ from, to }, spelling);
  const constraint = constraintsOf(scene!.table).find((each) =>
    each.kind === kind && each.name === from
  );
  if (constraint?.kind === "foreign_key") {
    return renameForeignKey(constraint, to, { scene: scene!, spelling });
  }
  if (constraint === undefined) {
    throw refused(`rename the constraint "${from}"`, `"${scene!.table.name}" has none`);
  }
  const dropped = dropConstraint(constraint, scene, spelling);
  const added = addConstraint({ ...constraint, name: to }, scene, spelling);
  return together(dropped, added);
}

function together(dropped: Alteration, added: Alteration): Alteration {
  return {
    clauses: [...dropped.clauses, ...added.clauses],
    columns: { ...dropped.columns, ...added.columns },
    keys: { ...dropped.keys, ...added.keys },
  };
}

function columnsOf(
  constraint: Constraint,
  table: Table | undefined,
): Readonly<Record<string, Role>> {
  if (constraint.kind === "exclusion") return {};
  const known = table?.columns.map(({ name }) => name) ?? [];
  const named = constraint.kind === "check"
    ? known.filter((name) => namesIn(constraint.expression).has(name))
    : [];
  return roles([...constraint.columns, ...named], "read");
}

/** The columns that an index reads. */
export function columnsOfIndex({ parts }: Index): Readonly<Record<string, Role>> {
  const names = parts.flatMap((part) =>
    "column" in part ? [part.column] : [...namesIn(part.expression)]
  );
  return roles(names, "read");
}

function keyName({ kind, name }: Constraint): string {
  return kind === "primary_key" ? "PRIMARY" : name ?? "";
}

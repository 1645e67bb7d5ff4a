import { constraintName } from "../../../core/constraint_name.ts";
import { equalData } from "../../../core/schema_order.ts";
import type {
  Constraint,
  ForeignKey,
  Options,
  PrimaryKey,
  TableName,
  Unique,
} from "../../../core/schema.ts";
import { columnList, constraintPrefix, deferralClause, referencesClause } from "../../ddl.ts";
import { quote } from "../quoting.ts";
import { withListOfStrings } from "./expression.ts";
import { changeStorage, includeClause, spellIndex } from "./index.ts";
import { parameterList, storageOf } from "./options.ts";
import { changedComment, spell, spellPart } from "./words.ts";

/** A constraint as CREATE TABLE and ADD have it. */
export function constraintDefinition(constraint: Constraint): string {
  const words = constraintWords(constraint).filter((word) => word !== "").join(" ");
  return constraintPrefix(constraint.name, quote) + words;
}

function constraintWords(constraint: Constraint): readonly string[] {
  switch (constraint.kind) {
    case "primary_key":
      return ["PRIMARY KEY", ...keyWords(constraint)];
    case "unique":
      return [
        constraint.nullsNotDistinct === true ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE",
        ...keyWords(constraint),
      ];
    case "foreign_key":
      return [
        `FOREIGN KEY ${keyColumns(constraint.columns, constraint.period)}`,
        references(constraint),
        ...stateWords(constraint),
      ];
    case "check":
      return [
        `CHECK (${withListOfStrings(constraint.expression)})`,
        constraint.noInherit === true ? "NO INHERIT" : "",
        ...stateWords(constraint),
      ];
    case "exclusion":
      return [
        `EXCLUDE USING ${quote(constraint.method)}`,
        `(${
          constraint.parts.map((part) => `${spellPart(part)} WITH ${part.operator}`).join(", ")
        })`,
        includeClause(constraint.include),
        ...storageWords(constraint.options),
        constraint.where === undefined ? "" : `WHERE (${withListOfStrings(constraint.where)})`,
        deferralClause(constraint.deferrable),
      ];
  }
}

function keyWords(key: PrimaryKey | Unique): readonly string[] {
  const names = key.columns.map((column) => quote(column));
  const columns = key.withoutOverlaps === true
    ? `(${names.join(", ")} WITHOUT OVERLAPS)`
    : `(${names.join(", ")})`;
  return [
    columns,
    includeClause(key.include),
    ...storageWords(key.options),
    deferralClause(key.deferrable),
  ];
}

/** How the index behind a constraint is kept. */
function storageWords(options: Options | undefined): readonly string[] {
  const { parameters, tablespace } = storageOf(options ?? {});
  return [
    Object.keys(parameters).length === 0 ? "" : `WITH (${parameterList(parameters)})`,
    tablespace === undefined ? "" : `USING INDEX TABLESPACE ${quote(tablespace)}`,
  ];
}

function keyColumns(columns: readonly string[], period: true | undefined): string {
  if (period !== true) return columnList(columns, quote);
  const names = columns.map((column) => quote(column));
  return `(${[...names.slice(0, -1), `PERIOD ${names.at(-1)}`].join(", ")})`;
}

function references(key: ForeignKey): string {
  if (key.period !== true) return referencesClause(key, quote);
  // Periods have no MATCH and no actions but NO ACTION.
  const target = `${spell(key.references)} ${keyColumns(key.referencedColumns, true)}`;
  return `REFERENCES ${target} ${deferralClause(key.deferrable)}`.trimEnd();
}

function stateWords(
  { notEnforced, notValid }: { readonly notEnforced?: true; readonly notValid?: true },
): readonly string[] {
  // What is not enforced is never valid either.
  if (notEnforced === true) return ["NOT ENFORCED"];
  return [notValid === true ? "NOT VALID" : ""];
}

/** Whether rows that are there when it is made are not checked, which CREATE TABLE cannot say. */
export function isNotValid(constraint: Constraint): boolean {
  return (constraint.kind === "foreign_key" || constraint.kind === "check") &&
    constraint.notValid === true && constraint.notEnforced !== true;
}

/** The name of a constraint, or the one that PostgreSQL gives to a constraint without a name. */
export function nameOfConstraint(constraint: Constraint, table: TableName): string {
  if (constraint.name !== undefined) return constraint.name;
  switch (constraint.kind) {
    case "primary_key":
      return `${table.name}_pkey`;
    case "unique":
      return constraintName(table, constraint.columns, "key");
    case "foreign_key":
      return constraintName(table, constraint.columns, "fkey");
    case "check":
      return constraintName(table, constraint.columns.slice(0, 1), "check");
    case "exclusion":
      return `${table.name}_excl`;
  }
}

/** `CONSTRAINT "name" ON "table"`, as COMMENT has it. */
export function constraintOn(constraint: Constraint, table: TableName): string {
  return `CONSTRAINT ${quote(nameOfConstraint(constraint, table))} ON ${spell(table)}`;
}

/** What becomes of a constraint: clauses of ALTER TABLE, and statements behind it. */
export function alterConstraint(
  table: TableName,
  from: Constraint,
  to: Constraint,
): { readonly clauses: readonly string[]; readonly after: readonly string[] } {
  const after = changedComment(constraintOn(to, table), { from, to });
  const { comment: _was, ...before } = from;
  const { comment: _is, ...wanted } = to;
  const name = quote(nameOfConstraint(from, table));
  if (equalData(before, wanted)) return { clauses: [], after };
  if (from.kind === "foreign_key" && to.kind === "foreign_key") {
    const kept = { ...before, deferrable: to.deferrable };
    if (equalData(kept, wanted)) {
      const deferral = deferralClause(to.deferrable) || "NOT DEFERRABLE";
      return { clauses: [`ALTER CONSTRAINT ${name} ${deferral}`], after };
    }
  }
  if (equalData({ ...before, options: undefined }, { ...wanted, options: undefined })) {
    const index = spellIndex(table, nameOfConstraint(from, table));
    const changes = changeStorage(optionsOf(from), optionsOf(to));
    return {
      clauses: [],
      after: [...changes.map((each) => `ALTER INDEX ${index} ${each}`), ...after],
    };
  }
  if (isNotValid(from) && equalData({ ...before, notValid: undefined }, wanted)) {
    return { clauses: [`VALIDATE CONSTRAINT ${name}`], after };
  }
  return {
    clauses: [`DROP CONSTRAINT ${name}`, `ADD ${constraintDefinition(to)}`],
    after: to.comment === undefined
      ? []
      : changedComment(constraintOn(to, table), { from: {}, to }),
  };
}

function optionsOf(constraint: Constraint): Options {
  return "options" in constraint ? constraint.options ?? {} : {};
}

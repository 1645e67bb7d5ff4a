import type { Operation } from "../../../core/operation.ts";
import type { Constraint, TableName } from "../../../core/schema.ts";
import { tokens } from "../lexer.ts";
import { quote } from "../quoting.ts";
import { alterColumn, type ColumnChange } from "./column.ts";
import {
  alterConstraint,
  constraintDefinition,
  constraintOn,
  nameOfConstraint,
} from "./constraint.ts";
import { changeOptions, changeToastOptions } from "./options.ts";
import { columnDefinition, columnOptions } from "./table.ts";
import { commentOn, newComment, spell } from "./words.ts";

/** A clause of ALTER TABLE. */
export interface Clause {
  readonly text: string;
  /**
   * When the server does it, whatever its place in the statement: 0 drops, 1 changes types, 2 adds
   * columns, 3 changes columns, 4 adds constraints, 5 does the rest
   * (`AlterTablePass` in src/backend/commands/tablecmds.c).
   */
  readonly pass: number;
  /** Columns and constraints that it is about. */
  readonly names: readonly string[];
}

/** A change that one ALTER TABLE can make together with others, and what is to follow it. */
export interface Change {
  readonly table: TableName;
  readonly clauses: readonly Clause[];
  readonly after: readonly string[];
  /** The server loses its way where other clauses stand beside it. */
  readonly isAlone?: boolean;
}

/** An operation as clauses of ALTER TABLE; undefined for one that is a statement of its own. */
export function tableChange(operation: Operation): Change | undefined {
  switch (operation.kind) {
    case "add_column":
      return addColumn(operation);
    case "drop_column": {
      const { name } = operation.column;
      const clause = { text: `DROP COLUMN ${quote(name)}`, pass: 0, names: [name] };
      return { table: operation.table, clauses: [clause], after: [] };
    }
    case "alter_column": {
      const { table, from, to } = operation;
      const names = [to.name, ...namesIn(from.generated?.expression ?? "")];
      return {
        ...columnChange(table, names, alterColumn(table, operation)),
        isAlone: from.generated !== undefined && to.generated !== undefined,
      };
    }
    case "add_constraint":
      return addConstraint(operation);
    case "drop_constraint": {
      const { constraint, table } = operation;
      const name = nameOfConstraint(constraint, table);
      const clause = {
        text: `DROP CONSTRAINT ${quote(name)}`,
        pass: 0,
        names: [name, ...columnsOf(constraint)],
      };
      return { table, clauses: [clause], after: [] };
    }
    case "alter_constraint": {
      const { table, from, to } = operation;
      const { clauses, after } = alterConstraint(table, from, to);
      const names = [nameOfConstraint(to, table), ...columnsOf(to)];
      return {
        table,
        clauses: clauses.map((text) => ({ text, pass: text.startsWith("DROP") ? 0 : 4, names })),
        after,
      };
    }
    case "alter_table_options": {
      const { table, from, to } = operation;
      const clauses = changeOptions(from, to).map((text) => ({ text, pass: 5, names: [] }));
      const later = changeToastOptions(from, to);
      return {
        table,
        clauses,
        after: later.map((clause) => `ALTER TABLE ${spell(table)} ${clause}`),
      };
    }
    case "set_table_comment": {
      const { table, to } = operation;
      return { table, clauses: [], after: [commentOn(`TABLE ${spell(table)}`, to)] };
    }
    default:
      return undefined;
  }
}

/** The clauses of a changed column. */
export function columnChange(
  table: TableName,
  names: readonly string[],
  { type, clauses, after }: ColumnChange,
): Change {
  return {
    table,
    clauses: [
      ...type.map((text) => ({ text, pass: 1, names })),
      ...clauses.map((text) => ({ text, pass: 3, names })),
    ],
    after,
  };
}

/** A computed column holds what it reads until it is computed in another way. */
function namesIn(expression: string): readonly string[] {
  return Array.from(tokens(expression), ({ value }) => value);
}

function addColumn(
  { table, column }: Operation & { readonly kind: "add_column" | "drop_column" },
): Change {
  const names = [column.name];
  return {
    table,
    clauses: [
      { text: `ADD COLUMN ${columnDefinition(column)}`, pass: 2, names },
      ...columnOptions(column).map((text) => ({ text, pass: 3, names })),
    ],
    after: newComment(`COLUMN ${spell(table)}.${quote(column.name)}`, column.comment),
  };
}

function addConstraint(
  { table, constraint }: Operation & { readonly kind: "add_constraint" | "drop_constraint" },
): Change {
  const clause = {
    text: `ADD ${constraintDefinition(constraint)}`,
    pass: 4,
    names: [nameOfConstraint(constraint, table), ...columnsOf(constraint)],
  };
  return {
    table,
    clauses: [clause],
    after: newComment(constraintOn(constraint, table), constraint.comment),
  };
}

function columnsOf(constraint: Constraint): readonly string[] {
  return constraint.kind === "exclusion"
    ? constraint.parts.flatMap((part) => "column" in part ? [part.column] : [])
    : constraint.columns;
}

import { mapCheck, mapColumn, mapParts } from "../expressions.ts";
import { equalData } from "../schema_order.ts";
import type { Column, Constraint, Index, OpaqueObject } from "../schema.ts";
import type { Rules } from "./traits.ts";

/** Compares things without regard to how their expressions are spelled. */
export interface Comparison {
  columns(one: Column, other: Column): boolean;
  constraints(one: Constraint, other: Constraint): boolean;
  indexes(one: Index, other: Index): boolean;
  objects(one: OpaqueObject, other: OpaqueObject): boolean;
  /** A constraint or index with its expressions in their one spelling. */
  constraint(constraint: Constraint): Constraint;
  index(index: Index): Index;
}

/** Compares by the spelling that the rules give. */
export function comparisonOf({ spelling }: Pick<Rules, "spelling">): Comparison {
  const constraint = (constraint: Constraint): Constraint => {
    if (constraint.kind === "exclusion") return mapParts(constraint, spelling);
    if (constraint.kind !== "check") return constraint;
    // Which columns it names follows from the expression.
    return { ...mapCheck(constraint, spelling), columns: [] };
  };
  const index = (index: Index) => mapParts(index, spelling);
  // What an object needs is as far as the adapter knows, and no part of the object.
  const object = ({ dependsOn: _known, ...object }: OpaqueObject) => ({
    ...object,
    definition: spelling(object.definition),
  });
  const by = <Item>(form: (item: Item) => unknown) => (one: Item, other: Item): boolean =>
    equalData(one, other) || equalData(form(one), form(other));
  return {
    columns: by((column: Column) => ({
      ...mapColumn(column, spelling),
      type: typeof column.type === "string" ? spelling(column.type) : column.type,
    })),
    constraints: by(constraint),
    indexes: by(index),
    objects: by(object),
    constraint,
    index,
  };
}

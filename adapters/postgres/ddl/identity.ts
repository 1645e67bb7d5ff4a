import { equalData } from "../../../core/schema_order.ts";
import type { Operation } from "../../../core/operation.ts";
import { type Column, sameName, type Sequence } from "../../../core/schema.ts";

type AlterColumn = Extract<Operation, { readonly kind: "alter_column" }>;

/**
 * Puts operations so that an identity and the sequence that a column had instead of it are never
 * there at once, since the server gives both the same name: `users_id_seq`.
 */
export function freeSequenceNames(operations: readonly Operation[]): readonly Operation[] {
  let result = operations;
  for (const operation of operations) {
    if (operation.kind === "create_sequence") result = endIdentity(result, operation.sequence);
    if (operation.kind === "drop_sequence") result = startIdentity(result, operation.sequence);
  }
  return result.flatMap(endGeneration).flatMap(freeNumbers);
}

/** The server looks whether the limits fit a new type before it looks at new limits. */
function freeNumbers(operation: Operation): readonly Operation[] {
  if (operation.kind !== "alter_column") return [operation];
  const { from, to } = operation;
  const isLimited = from.identity?.maximum !== undefined || from.identity?.minimum !== undefined;
  if (!isLimited || to.identity === undefined || equalData(from.type, to.type)) return [operation];
  const { maximum: _maximum, minimum: _minimum, ...identity } = from.identity;
  const free = { ...from, identity };
  return [{ ...operation, to: free }, { ...operation, from: free }];
}

/** A computed column takes no new type by an expression, so that it is computed no more before that. */
function endGeneration(operation: Operation): readonly Operation[] {
  if (operation.kind !== "alter_column") return [operation];
  const { generated, ...plain } = operation.from;
  const isKept = generated?.stored !== true || operation.to.generated !== undefined ||
    equalData(operation.from.type, operation.to.type);
  return isKept ? [operation] : [{ ...operation, to: plain }, { ...operation, from: plain }];
}

/** Takes the identity away before the sequence is made. */
function endIdentity(
  operations: readonly Operation[],
  sequence: Sequence,
): readonly Operation[] {
  const alter = operations.find((each): each is AlterColumn =>
    each.kind === "alter_column" && each.from.identity !== undefined &&
    each.to.identity === undefined && isNumberedBy(each, sequence)
  );
  const at = operations.findIndex((each) =>
    each.kind === "create_sequence" && each.sequence === sequence
  );
  if (alter === undefined || operations.indexOf(alter) < at) return operations;
  const bare = withoutNumbers(alter.from);
  return operations.flatMap((each, index) => [
    ...(index === at ? [{ ...alter, to: bare }] : []),
    each === alter ? { ...alter, from: bare } : each,
  ]);
}

/** Drops the sequence before the identity comes. */
function startIdentity(
  operations: readonly Operation[],
  sequence: Sequence,
): readonly Operation[] {
  const alter = operations.find((each): each is AlterColumn =>
    each.kind === "alter_column" && each.from.identity === undefined &&
    each.to.identity !== undefined && isNumberedBy(each, sequence)
  );
  const drop = operations.find((each) =>
    each.kind === "drop_sequence" && each.sequence === sequence
  );
  if (alter === undefined || operations.indexOf(drop!) < operations.indexOf(alter)) {
    return operations;
  }
  const bare = withoutNumbers(alter.from);
  return operations.filter((each) => each !== drop).flatMap((each) =>
    each === alter ? [{ ...alter, to: bare }, drop!, { ...alter, from: bare }] : [each]
  );
}

function isNumberedBy({ table, from }: AlterColumn, sequence: Sequence): boolean {
  const { ownedBy } = sequence;
  return sequence.name === `${table.name}_${from.name}_seq` && sequence.schema === table.schema ||
    ownedBy !== undefined && sameName(ownedBy.table, table) && ownedBy.column === from.name;
}

function withoutNumbers({ identity: _identity, default: _default, ...column }: Column): Column {
  return column;
}

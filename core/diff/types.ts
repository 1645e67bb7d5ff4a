import { isDomainRemade } from "../domain_change.ts";
import { WhimbrelError } from "../errors.ts";
import type { Operation } from "../operation.ts";
import { equalData } from "../schema_order.ts";
import {
  type CompositeType,
  type DataType,
  type Domain,
  type EnumType,
  type QualifiedName,
  type Schema,
} from "../schema.ts";
import { byKey, keyOf } from "./names.ts";

/** What becomes of types, in the places that tables leave for it. */
export interface TypePlan {
  /** Enums, which need nothing, come and change before all else. */
  readonly enums: readonly Operation[];
  /** Domains and row types that come or change, which may need each other and routines. */
  readonly steps: readonly TypeStep[];
  /** Domains and row types that go. */
  readonly gone: readonly TypeStep[];
  readonly goneEnums: readonly Operation[];
  /** Keys of types that are gone or made anew under their names, so that nothing may lean on them. */
  readonly unsteady: ReadonlySet<string>;
  /** Keys of those of them that stay, and of types that are made of them. */
  readonly remade: ReadonlySet<string>;
  /** Keys of row types whose fields change. */
  readonly reshaped: ReadonlySet<string>;
  /** Values that enums lose, by the enum's key. */
  readonly goneValues: ReadonlyMap<string, readonly string[]>;
}

/** A domain or row type that is made, changed in its place, or dropped. */
export interface TypeStep {
  readonly operation: Operation;
  readonly type: Structured;
}

/** A type that is made of other types. */
export type Structured = Domain | CompositeType;

/**
 * Compares enums, domains and row types.
 *
 * @param usedValues keys of enums whose new values are used by the same list of operations.
 * @throws {WhimbrelError} `invalid_schema` for a domain or row type that becomes another kind of type.
 */
export function planTypes(middle: Schema, to: Schema, usedValues: ReadonlySet<string>): TypePlan {
  refuseOtherKinds(middle, to);
  const enums = compareNamed(middle.enums, to.enums);
  const domains = compareNamed(middle.domains, to.domains);
  const composites = compareNamed(middle.composites, to.composites);
  const isRemade = ({ from, to }: { readonly from: EnumType; readonly to: EnumType }) =>
    !isAdditive(from, to) || usedValues.has(keyOf(to));
  const reshaped = new Set(
    composites.altered.filter(({ from, to }) => !equalData(from.fields, to.fields))
      .map(({ to }) => keyOf(to)),
  );
  const remade = new Set([
    ...enums.altered.filter(isRemade).map(({ to }) => keyOf(to)),
    ...domains.altered.filter(({ from, to }) => isDomainRemade(from, to, middle))
      .map(({ to }) => keyOf(to)),
    ...reshaped,
  ]);
  addMadeOf([...middle.domains, ...middle.composites], remade);
  // What is made anew with the type that it is of must not ask for what that one loses.
  const loosened = new Map(
    domains.altered.filter(({ to }) => remade.has(keyOf(to)))
      .map(({ from, to }) => [from, looser(from, to)] as const)
      .filter(([from, bare]) => bare !== from),
  );
  const gone = [...enums.dropped, ...domains.dropped, ...composites.dropped];
  return {
    enums: [
      ...loosened.entries().map(([from, to]): Operation => ({ kind: "alter_domain", from, to })),
      ...enums.created.map((type): Operation => ({ kind: "create_enum", enum: type })),
      ...enums.altered.map((change): Operation => ({ kind: "alter_enum", ...change })),
    ],
    steps: [
      ...[...domains.created, ...composites.created]
        .map((type): TypeStep => ({ operation: createType(type), type })),
      ...domains.altered.map(({ from, to }): TypeStep => ({
        operation: { kind: "alter_domain", from: loosened.get(from) ?? from, to },
        type: to,
      })),
      ...composites.altered.map((change): TypeStep => ({
        operation: { kind: "alter_composite", ...change },
        type: change.to,
      })),
    ],
    gone: [...domains.dropped, ...composites.dropped]
      .map((type): TypeStep => ({ operation: dropType(type), type })),
    goneEnums: enums.dropped.toReversed()
      .map((type): Operation => ({ kind: "drop_enum", enum: type })),
    unsteady: new Set([...remade, ...gone.map(keyOf)]),
    remade,
    reshaped,
    goneValues: new Map(enums.altered.flatMap(({ from, to }) => {
      const kept = new Set(to.values);
      const values = from.values.filter((value) => !kept.has(value));
      return values.length === 0 ? [] : [[keyOf(to), values] as const];
    })),
  };
}

/** A domain without the conditions and the default that it is about to lose. */
function looser(from: Domain, to: Domain): Domain {
  const { default: value, ...rest } = from;
  const checks = from.checks.filter((check) => to.checks.some((other) => equalData(check, other)));
  const isKept = value === to.default;
  if (isKept && checks.length === from.checks.length) return from;
  return { ...rest, ...(isKept && value !== undefined ? { default: value } : {}), checks };
}

/** Adds the types that are made of types which are made anew. */
function addMadeOf(types: readonly Structured[], remade: Set<string>): void {
  if (remade.size === 0) return;
  for (let before = -1; before !== remade.size;) {
    before = remade.size;
    for (const type of types) {
      const isMoved = partsOf(type).some((part) =>
        typeof part !== "string" && remade.has(keyOf(part))
      );
      if (isMoved) remade.add(keyOf(type));
    }
  }
}

/** Things of one kind, by what becomes of them. */
export interface NamedChanges<Item> {
  readonly created: readonly Item[];
  readonly dropped: readonly Item[];
  readonly altered: readonly { readonly from: Item; readonly to: Item }[];
}

/** Compares things that are told by their names. */
export function compareNamed<Item extends QualifiedName>(
  from: readonly Item[],
  to: readonly Item[],
): NamedChanges<Item> {
  const before = byKey(from);
  const after = byKey(to);
  return {
    created: to.filter((item) => !before.has(keyOf(item))),
    dropped: from.filter((item) => !after.has(keyOf(item))),
    altered: to.flatMap((item) => {
      const other = before.get(keyOf(item));
      return other === undefined || equalData(other, item) ? [] : [{ from: other, to: item }];
    }),
  };
}

/** Whether values are only added, wherever that is. */
function isAdditive(from: EnumType, to: EnumType): boolean {
  const known = new Set(from.values);
  return equalData(to.values.filter((value) => known.has(value)), from.values);
}

/** The types that a type is made of. */
export function partsOf(type: Structured): readonly DataType[] {
  return "fields" in type ? type.fields.map((field) => field.type) : [type.type];
}

/** The error for things that cannot be made in any order. */
export function needEachOther(names: readonly string[]): WhimbrelError {
  return new WhimbrelError(
    "invalid_schema",
    `Cannot find an order for ${names.join(", ")}: each needs another one of them first`,
  );
}

function createType(type: Structured): Operation {
  return "fields" in type
    ? { kind: "create_composite", composite: type }
    : { kind: "create_domain", domain: type };
}

function dropType(type: Structured): Operation {
  return "fields" in type
    ? { kind: "drop_composite", composite: type }
    : { kind: "drop_domain", domain: type };
}

/** An enum that is in the way steps aside; other types have no operation for that. */
function refuseOtherKinds(middle: Schema, to: Schema): void {
  const kinds = (schema: Schema) =>
    new Map([
      ...schema.domains.map((type) => [keyOf(type), "domain"] as const),
      ...schema.composites.map((type) => [keyOf(type), "row type"] as const),
    ]);
  const before = kinds(middle);
  const after = [...kinds(to), ...to.enums.map((type) => [keyOf(type), "enum"] as const)];
  for (const [key, kind] of after) {
    const other = before.get(key);
    if (other === undefined || other === kind) continue;
    throw new WhimbrelError(
      "invalid_schema",
      `Cannot turn the ${other} "${key.replace("\0", ".")}" into an ${kind} of the same name`,
      { hint: "give the new type a name of its own" },
    );
  }
}

import { freeName } from "./names.ts";

/** One step of renaming. */
export interface RenameStep<Name> {
  readonly from: Name;
  readonly to: Name;
}

/** What is to be called what. */
export interface RenamePlan<Name> {
  /** Things that get another name, by what they are called now. */
  readonly renames: readonly RenameStep<Name>[];
  /** Names that are taken now. */
  readonly taken: readonly Name[];
  /** Names that new things are going to take. */
  readonly wanted: readonly Name[];
}

/** How names are compared and made. */
export interface Naming<Name> {
  key(name: Name): string;
  /** The same name in the same place with another text. */
  called(name: Name, text: string): Name;
  text(name: Name): string;
  /** Whether anything at all is called so, before or after. */
  isUsed(name: Name): boolean;
}

/**
 * Orders renames so that each finds its new name free: chains from their end, and swaps through a
 * name for the time between. What is to be dropped and stands in the way steps aside.
 */
export function orderRenames<Name>(
  plan: RenamePlan<Name>,
  naming: Naming<Name>,
): readonly RenameStep<Name>[] {
  const { key } = naming;
  const steps: RenameStep<Name>[] = [];
  const pending = new Map(plan.renames.map((rename) => [key(rename.from), rename]));
  const occupied = new Map(plan.taken.map((name) => [key(name), name]));
  const given = new Set<string>();
  const move = (from: Name, to: Name): void => {
    steps.push({ from, to });
    occupied.delete(key(from));
    occupied.set(key(to), to);
  };
  const stepAside = (name: Name): Name => {
    const text = freeName(naming.text(name), (candidate) => {
      const other = naming.called(name, candidate);
      return naming.isUsed(other) || given.has(key(other));
    });
    const aside = naming.called(name, text);
    given.add(key(aside));
    move(name, aside);
    return aside;
  };
  const run = (first: RenameStep<Name>): void => {
    // The chain of those that wait for each other, from the one that was asked for.
    const chain: RenameStep<Name>[] = [];
    let next: RenameStep<Name> | undefined = first;
    while (next !== undefined) {
      const rename: RenameStep<Name> = next;
      next = undefined;
      pending.delete(key(rename.from));
      chain.push(rename);
      const occupant = occupied.get(key(rename.to));
      if (occupant === undefined || key(occupant) === key(rename.from)) break;
      next = pending.get(key(occupant));
      if (next === undefined) {
        const waiting = chain.findIndex((each) => key(each.from) === key(occupant));
        const aside = stepAside(occupant);
        if (waiting >= 0) chain[waiting] = { from: aside, to: chain[waiting]!.to };
      }
    }
    for (const { from, to } of chain.reverse()) move(from, to);
  };
  for (const rename of plan.renames) if (pending.has(key(rename.from))) run(rename);
  for (const name of plan.wanted) {
    const occupant = occupied.get(key(name));
    if (occupant !== undefined) stepAside(occupant);
  }
  return steps;
}

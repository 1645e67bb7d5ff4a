import type { Renames } from "../rename/renames.ts";
import type { Column, Constraint, Index, OpaqueObject, Options } from "../schema.ts";

/**
 * What of a kind of database decides how a change can be carried out. Each trait that is absent
 * stands for the most careful answer, so that a plan without traits runs anywhere.
 */
export interface DiffTraits {
  /** One form for all names that the database takes for the same; absent: letter by letter. */
  readonly fold?: { readonly [What in "table" | "column"]?: (name: string) => string };
  /** One form for all spellings of an expression or definition that is kept as it was written. */
  readonly spelling?: (sql: string) => string;
  /** What a foreign key keeps from being changed under it; absent: all of it. */
  readonly foreignKeysHold?: readonly ForeignKeyHold[];
  /** A generated column keeps the types of the columns that it reads; absent: it does. */
  readonly generatedHold?: boolean;
  /** Views and the like keep what they read from being dropped or retyped; absent: they do. */
  readonly objectsHold?: boolean;
  /** Kinds whose names are taken for the whole namespace rather than the table; absent: all. */
  readonly sharedNames?: readonly (Constraint["kind"] | "index")[];
  /** Tables can be partitioned in another way while they have rows; absent: they cannot. */
  readonly repartitions?: boolean;
  /** Whether other bounds tear the rows of a partition apart; absent: never. */
  readonly rehashes?: (from: string, to: string) => boolean;
  /** Foreign keys and checks can be made unchecked, and checked later; absent: they cannot. */
  readonly validates?: true;
  /** Options of a table that name one of its indexes or keys, and go with it; absent: none. */
  readonly indexOptions?: readonly string[];
  /** Whether an object can be replaced while others lean on it; absent: never. */
  readonly replaces?: (from: OpaqueObject, to: OpaqueObject) => boolean;
  /** Whether an object acts on what is made and dropped while it is there; absent: none does. */
  readonly watches?: (object: OpaqueObject) => boolean;
  /**
   * Kinds of objects that say who may do what. A schema without any of them says nothing of it, unless
   * it is that of a database; absent: none.
   */
  readonly rights?: readonly string[];
  /** Whether other options of its table change the type of a column that stays; absent: never. */
  readonly retypes?: (column: Column, from: Options, to: Options) => boolean;
  /** Whether another way to number its rows is like another type of a column; absent: never. */
  readonly recounts?: (from: Column, to: Column) => boolean;
  /**
   * What models want of something, with what they have no words for taken over from what is there of
   * its name; absent: models have words for everything.
   */
  readonly unspoken?: <Item extends Column | Constraint | Index>(there: Item, wanted: Item) => Item;
  /** An object with the new names of what it reads in its text; absent: it follows by itself. */
  readonly followRenames?: (object: OpaqueObject, renames: Renames) => OpaqueObject;
  /** Whether columns can be put into another order in their place; absent: order is no change. */
  readonly ordersColumns?: boolean;
}

/**
 * The referenced table; the keys of that table; an index on the key's own columns; the types of the
 * columns on both sides.
 */
export type ForeignKeyHold = "table" | "key" | "index" | "type";

/**
 * Traits by which columns in another order are no change: where what made both sides did so in
 * orders of its own.
 */
export function whateverOrder(traits: DiffTraits = {}): DiffTraits {
  return { ...traits, ordersColumns: false };
}

/** Traits with an answer to everything. */
export interface Rules {
  readonly foldTable: (name: string) => string;
  readonly foldColumn: (name: string) => string;
  readonly spelling: (sql: string) => string;
  readonly holds: (what: ForeignKeyHold) => boolean;
  readonly generatedHold: boolean;
  readonly objectsHold: boolean;
  readonly repartitions: boolean;
  readonly rehashes: (from: string, to: string) => boolean;
  readonly isShared: (kind: Constraint["kind"] | "index") => boolean;
  readonly indexOptions: readonly string[];
  readonly replaces: (from: OpaqueObject, to: OpaqueObject) => boolean;
  readonly watches: (object: OpaqueObject) => boolean;
  readonly retypes: (column: Column, from: Options, to: Options) => boolean;
  readonly recounts: (from: Column, to: Column) => boolean;
  readonly unspoken: DiffTraits["unspoken"];
  readonly followRenames: (object: OpaqueObject, renames: Renames) => OpaqueObject;
  readonly ordersColumns: boolean;
}

/** Whether the name of a constraint or index is taken for its whole namespace. */
export function isShared(item: Constraint | Index, rules: Pick<Rules, "isShared">): boolean {
  return rules.isShared("kind" in item ? item.kind : "index");
}

/** Fills in the careful answers. */
export function rulesOf(traits: DiffTraits): Rules {
  const { fold, foreignKeysHold, sharedNames } = traits;
  const same = (text: string) => text;
  return {
    foldTable: fold?.table ?? same,
    foldColumn: fold?.column ?? same,
    spelling: traits.spelling ?? same,
    holds: (what) => foreignKeysHold === undefined || foreignKeysHold.includes(what),
    generatedHold: traits.generatedHold ?? true,
    objectsHold: traits.objectsHold ?? true,
    repartitions: traits.repartitions ?? false,
    rehashes: traits.rehashes ?? (() => false),
    isShared: (kind) => sharedNames === undefined || sharedNames.includes(kind),
    indexOptions: traits.indexOptions ?? [],
    replaces: traits.replaces ?? (() => false),
    watches: traits.watches ?? (() => false),
    retypes: traits.retypes ?? (() => false),
    recounts: traits.recounts ?? (() => false),
    unspoken: traits.unspoken,
    followRenames: traits.followRenames ?? ((object) => object),
    ordersColumns: traits.ordersColumns ?? false,
  };
}

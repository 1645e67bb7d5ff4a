import type { DiffTraits } from "../../core/diff/traits.ts";
import { withCastElements } from "./ddl/expression.ts";
import { rightsKinds } from "./ddl/grant.ts";
import { indexOptions } from "./ddl/options.ts";
import { isReplaceable } from "./ddl/object.ts";

/**
 * Views, rules and policies hold the columns that they name, and generated columns the types of
 * theirs. A foreign key needs no index of its own; keys share one namespace with tables and indexes.
 */
export const diffTraits: DiffTraits = {
  foreignKeysHold: ["table", "key", "type"],
  generatedHold: true,
  objectsHold: true,
  sharedNames: ["primary_key", "unique", "exclusion", "index"],
  validates: true,
  indexOptions,
  replaces: isReplaceable,
  rehashes: (from, to) => from !== to && /modulus/i.test(from) && /modulus/i.test(to),
  spelling: withCastElements,
  rights: rightsKinds,
  watches: ({ kind, dependsOn }) =>
    [kind, ...dependsOn.map((needed) => needed.kind)].some((each) => watchers.has(each)),
};

/** What acts on things that are made and dropped; so does what is said of it. */
const watchers: ReadonlySet<string> = new Set(["default privileges", "event trigger"]);

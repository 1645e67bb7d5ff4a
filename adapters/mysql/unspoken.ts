import { equalData } from "../../core/schema_order.ts";
import type { Column, Constraint, ForeignKey, Index, Options } from "../../core/schema.ts";

/** Options of columns and keys that change nothing but how the server stores or shows something. */
const ofStorage = new Set([
  "column_format",
  "explicit_collation",
  "key_block_size",
  "storage",
  "using",
  "width",
]);

/**
 * What models want of something, with what they have no words for taken over from what is there: they
 * would have it made anew for nothing else.
 */
export function unspoken<Item extends Column | Constraint | Index>(
  there: Item,
  wanted: Item,
): Item {
  if (isReference(there) && isReference(wanted)) return withActions(there, wanted);
  const options = "options" in there ? there.options : undefined;
  const known = Object.entries(options ?? {}).filter(([name]) => ofStorage.has(name));
  if (known.length === 0 || !isAlike(there, wanted)) return wanted;
  const own = "options" in wanted ? wanted.options : undefined;
  return { ...wanted, options: { ...Object.fromEntries(known), ...own } satisfies Options };
}

/** Whether what is stored is the same. */
function isAlike(there: Column | Constraint | Index, wanted: Column | Constraint | Index): boolean {
  return "type" in there && "type" in wanted
    ? equalData(there.type, wanted.type) && there.collation === wanted.collation
    : equalData({ ...there, options: {} }, { ...wanted, options: {} });
}

function isReference(item: Column | Constraint | Index): item is ForeignKey {
  return "kind" in item && item.kind === "foreign_key";
}

/** RESTRICT and NO ACTION are one to the server. */
function withActions<Item extends ForeignKey>(there: Item, wanted: Item): Item {
  const { onUpdate, onDelete, ...rest } = there;
  const acts = (action: ForeignKey["onDelete"]) =>
    action === "restrict" || action === "no action" ? undefined : action;
  const isSame = acts(onUpdate) === acts(wanted.onUpdate) &&
    acts(onDelete) === acts(wanted.onDelete) &&
    equalData(rest, { ...wanted, onUpdate: undefined, onDelete: undefined });
  return isSame ? there : wanted;
}

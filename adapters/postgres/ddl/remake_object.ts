import { type OpaqueObject, sameName, type Schema } from "../../../core/schema.ts";
import { isRight } from "./grant.ts";
import { dropObject, isRemark, isReplaceable, replaceObject } from "./object.ts";

/** Whether an object has to go for another to come, which those that lean on it do not allow. */
export function isObjectRemade(from: OpaqueObject, to: OpaqueObject): boolean {
  return to.kind !== "extension" && !isRemark(to) && !isReplaceable(from, to);
}

/** Puts an object in the place of another; what leans on it goes before, and comes again after it. */
export function remakeObject(
  from: OpaqueObject,
  to: OpaqueObject,
  schema: Schema,
): readonly string[] {
  const leaning = leaningOn(from, schema.objects);
  return [
    ...leaning.toReversed().filter((object) => !isRemark(object) && !isRight(object)).map(
      dropObject,
    ),
    ...replaceObject(from, to),
    ...leaning.map(({ definition }) => definition),
  ];
}

/** All objects that need an object, each after those that it needs. */
function leaningOn(
  target: OpaqueObject,
  objects: readonly OpaqueObject[],
): readonly OpaqueObject[] {
  const users = (needed: OpaqueObject) =>
    objects.filter(({ dependsOn, table }) =>
      dependsOn.some((each) => each.kind === needed.kind && sameName(each, needed)) ||
      table !== undefined && needed.kind.endsWith("view") && sameName(table, needed)
    );
  const order = new Set<OpaqueObject>();
  const visit = (object: OpaqueObject, path: ReadonlySet<OpaqueObject>): void => {
    for (const user of users(object)) {
      // Routines of one name are told apart by nothing that says what needs them.
      if (path.has(user)) continue;
      // What is found by a longer way goes behind all that it needs.
      order.delete(user);
      order.add(user);
      visit(user, new Set([...path, user]));
    }
  };
  visit(target, new Set([target]));
  return [...order];
}
